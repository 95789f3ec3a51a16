"""The templates and runtime modules of a repository, each of which must be of use."""

import ast
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Position, Refused, Span, codes, refusal
from wirogen.diagnostics.near import did_you_mean
from wirogen.render.environment import Templates
from wirogen.shipped import templates_folder
from wirogen.targets.runtime import Runtime

_RUNTIME = "runtime"
_MODULES = frozenset({".py", ".typed"})


def refuse_useless(folder: Path) -> None:
    """Raises Refused, with every reason, where a file of a folder of templates would
    change nothing, and where none is there that would change anything.
    """
    if links := [*_links(folder)]:
        raise Refused(*links)
    known = {path.name for path in templates_folder().glob("*/*.jinja")}
    findings = [*_useless_templates(folder, known), *_useless_modules(folder)]
    is_idle = not any((folder / name).is_file() for name in known)
    if not findings and is_idle and not any(_files(folder / _RUNTIME)):
        findings.append(_nothing_in(folder, known))
    if findings:
        raise Refused(*findings)


def refuse_left_out(folder: Path, runtimes: Sequence[Runtime]) -> None:
    """Raises Refused, with every reason, where a folder of templates has a module that
    none of the packages that are made with it carries; `runtimes` are theirs.
    """
    findings = []
    for path in _files(folder / _RUNTIME):
        name = path.relative_to(folder / _RUNTIME).as_posix()
        if not any(runtime.carries(name) for runtime in runtimes):
            findings.append(_left_out(path, runtimes))
    if findings:
        raise Refused(*findings)


def own_modules(folder: Path, rendered: Collection[str]) -> dict[str, str]:
    """The modules of a repository that are copied as they are, {path below the package:
    text}.

    Raises Refused, with every reason, where one does not parse or would be in the place
    of a rendered module.
    """
    modules: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for path in _files(folder / _RUNTIME):
        name = path.relative_to(folder / _RUNTIME).as_posix()
        if name in rendered:
            findings.append(_in_the_way(path))
        try:
            modules[name] = _module(path)
        except Refused as refused:
            findings.extend(refused.report)
    if findings:
        raise Refused(*findings)
    return modules


def _links(folder: Path) -> Iterator[Diagnostic]:
    """The links below a folder, none of which is followed."""
    for place, folders, files in os.walk(folder):
        for path in sorted(Path(place, name) for name in (*folders, *files)):
            if path.is_symlink():
                yield Diagnostic(
                    codes.TEMPLATE_REFUSED,
                    "this is a link, and none in a folder of templates is followed",
                    Span.of_file(path),
                    "put what it leads to in its place",
                )


def _useless_templates(folder: Path, known: set[str]) -> Iterator[Diagnostic]:
    templates = Templates(folder, filters={})
    reached = {part for name in known for part in templates.reached(name)}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".jinja" and name not in reached:
            hint = did_you_mean(path.name, known) or (
                f"wirogen's templates are {', '.join(sorted(known))}; one of them can"
                " include it"
            )
            yield Diagnostic(
                codes.TEMPLATE_UNUSED,
                "no template of wirogen's has this name, and none of yours"
                " extends or includes it",
                Span.of_file(path),
                hint,
            )


def _useless_modules(folder: Path) -> Iterator[Diagnostic]:
    for path in _files(folder / _RUNTIME):
        if path.suffix not in _MODULES:
            yield Diagnostic(
                codes.TEMPLATE_UNUSED,
                f"only Python's modules are taken from {_RUNTIME}",
                Span.of_file(path),
                "move it away",
            )


def _nothing_in(folder: Path, known: set[str]) -> Diagnostic:
    return Diagnostic(
        codes.TEMPLATE_UNUSED,
        "there is no template in this folder, and no module of the runtime",
        Span.of_file(folder),
        f"wirogen's templates are {', '.join(sorted(known))}",
    )


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, but for hidden ones and what editors and Python leave
    behind.
    """
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if path.is_file() and not is_hidden and not path.name.endswith("~"):
            yield path


def _left_out(path: Path, runtimes: Sequence[Runtime]) -> Diagnostic:
    if not runtimes:
        why = "no output with these templates is a Python package"
        hint = "give `templates` to the output that is one"
    elif any(runtime.is_own for runtime in runtimes):
        why = "every output with these templates leaves the room of this module out"
        hint = "add the room to `runtime`, or move the file away"
    else:
        why = "every output with these templates uses the runtime of another package"
        hint = "give `templates` to the output whose runtime it is"
    return Diagnostic(codes.TEMPLATE_UNUSED, why, Span.of_file(path), hint)


def _in_the_way(path: Path) -> Diagnostic:
    return Diagnostic(
        codes.TEMPLATE_UNUSED,
        "the package has a module of this name that is rendered",
        Span.of_file(path),
        "give it another name; what is rendered is changed by templates",
    )


def _module(path: Path) -> str:
    """A module's text. Raises Refused where it is no Python in UTF-8."""
    try:
        data = path.read_bytes()
        if path.suffix == ".py":
            ast.parse(data)
        return data.decode("utf-8-sig")
    except SyntaxError as error:
        place = Position(error.lineno or 1, error.offset or 1)
        raise _no_module(path, error.msg, place) from error
    except ValueError as error:
        raise _no_module(path, str(error)) from error


def _no_module(path: Path, problem: str, place: Position | None = None) -> Refused:
    return refusal(
        codes.NOT_WHAT_WAS_PLANNED,
        f"this module does not parse: {problem}",
        Span.of_file(path, place),
        "a module of the runtime is Python in UTF-8",
    )
