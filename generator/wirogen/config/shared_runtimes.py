"""Outputs that use, or tell of, the runtime of another output."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wirogen.config.settings import OutputConfig
from wirogen.diagnostics import Diagnostic, codes
from wirogen.diagnostics.near import did_you_mean
from wirogen.targets.runtime import ROOMS, Runtime, import_name


def with_shared_runtimes(outputs: Sequence[OutputConfig]) -> tuple[OutputConfig, ...]:
    """Outputs, each with the runtime that it uses, and told who else uses it; those
    that are no packages with the rooms of the package that they mention.
    """
    return tuple(_settled(output, outputs) for output in outputs)


def unshareable(outputs: Sequence[OutputConfig]) -> Iterator[Diagnostic]:
    """What is wrong with the packages whose runtimes outputs want to use."""
    for output in outputs:
        if output.runtime_of and (problem := _problem(output, outputs)):
            message, hint = problem
            yield Diagnostic(
                codes.RUNTIME_IMPOSSIBLE, message, output.runtime_span, hint
            )


def _problem(
    output: OutputConfig, outputs: Sequence[OutputConfig]
) -> tuple[str, str] | None:
    """Why an output cannot use the runtime that it names, and what would be right."""
    name = output.runtime_of
    found = [one for one in _packages(outputs) if one.package == name]
    match found:
        case []:
            return f"no output is the package {name!r}", _near(name, outputs)
        case [other] if other is output:
            return (
                f"{name} is this package itself",
                "leave `runtime` out, or list the rooms that it has",
            )
        case [other] if other.runtime_of == output.package:
            return (
                f"{name} and {output.package} would each use the runtime of the other",
                "take `runtime` out of one of them, so that it has its own",
            )
        case [other] if other.runtime_of:
            return (
                f"{name} has no runtime of its own",
                f"name the one that it uses, too: {other.runtime_of!r}",
            )
        case [_]:
            return None
    return f"several outputs are the package {name!r}", "give one another `package`"


def _near(name: str, outputs: Sequence[OutputConfig]) -> str:
    if name in ROOMS:
        return f'rooms stand in a list: runtime = ["{name}"]'
    packages = sorted({one.package for one in _packages(outputs)})
    return did_you_mean(name, packages) or f"the packages are {', '.join(packages)}"


def _packages(outputs: Sequence[OutputConfig]) -> list[OutputConfig]:
    return [one for one in outputs if one.target == "python"]


def _settled(output: OutputConfig, outputs: Sequence[OutputConfig]) -> OutputConfig:
    packages = _packages(outputs)
    if output.target != "python":
        for client in packages:
            if client.package == output.package:
                rooms = _settled(client, outputs).runtime.rooms
                return replace(output, runtime=Runtime(rooms=rooms))
        return output
    for other in packages if output.runtime_of else ():
        if other.package == output.runtime_of:
            place = _imported(output, other, "_runtime")
            runtime = replace(other.runtime, place=place)
            return replace(output, runtime=runtime)
    sharing = (one for one in packages if one.runtime_of == output.package)
    others = tuple(_imported(output, one, "_registry") for one in sharing)
    if not others:
        return output
    return replace(output, runtime=replace(output.runtime, shared_with=others))


def _imported(output: OutputConfig, other: OutputConfig, module: str) -> str:
    return import_name(
        output.package,
        f"{other.package}.{module}",
        in_one_folder=output.folder.resolve() == other.folder.resolve(),
    )
