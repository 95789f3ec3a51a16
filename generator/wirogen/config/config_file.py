"""A configuration from its file, with everything that is wrong with it at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wirogen.card import clean_glob
from wirogen.config.lint import Accepted, LintPolicy
from wirogen.config.settings import (
    FOLDER,
    PACKAGE,
    SPECS,
    TARGETS,
    Config,
    OutputConfig,
    default_overrides,
    is_file,
    is_folder,
    is_package_name,
    misplaced,
    package_name_hint,
)
from wirogen.config.shared_runtimes import unshareable, with_shared_runtimes
from wirogen.config.toml import (
    OWN_FILE,
    PYPROJECT,
    TomlFile,
    escaped,
    parse_toml,
    read_toml,
)
from wirogen.diagnostics import (
    Code,
    Diagnostic,
    Refused,
    Severity,
    Span,
    codes,
    refusal,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.targets.runtime import NEEDS, ROOMS, WHOLE, Runtime

_PATH = re.compile(r"(?!~(?:/|$))[^\x00-\x1f\\]+")

_OF_AN_OUTPUT = (
    *("package", "models", "target", "templates"),
    *("history", "runtime", "docs"),
)
_OF_A_TABLE = ("folder", *_OF_AN_OUTPUT)
_AT_THE_TOP = ("specs", "exclude", "overrides", "lint", "output", *_OF_AN_OUTPUT)
_OF_LINT = ("select", "ignore", "severity", "accepted")


def read_config(path: Path) -> Config:
    """The configuration of a pyproject.toml or wirogen.toml.

    Raises Refused, with every finding, where the file or a setting is wrong.
    """
    if path.suffix != ".toml" and is_file(path):
        raise refusal(
            codes.NOT_CONFIGURED,
            f"{path.name} is no configuration",
            Span.of_file(path),
            "give a pyproject.toml or wirogen.toml, or the folder it is in",
        )
    return _settled(path, read_toml(path))


def config_in(path: Path, text: str, *, must_be_there: bool = True) -> Config:
    """The configuration that a file of that name would be with this text.

    Raises Refused as `read_config` does; not for files and folders that it names, where
    these need not be there.
    """
    return _settled(path, parse_toml(path, text), must_be_there=must_be_there)


def tells_settings(path: Path) -> bool:
    """Whether a file is there that configures wirogen. Raises Refused as `read_config`
    does.
    """
    return is_file(path) and read_toml(path) is not None


def _settled(
    path: Path, file: TomlFile | None, *, must_be_there: bool = True
) -> Config:
    if file is None or not isinstance(file.settings, dict):
        span = file.span("") if file else Span.of_file(path)
        message = f"{path.name} has no table [tool.wirogen]"
        raise refusal(codes.NOT_CONFIGURED, message, span)
    findings: list[Diagnostic] = []
    config = _config(_Table(file, file.settings, "", findings))
    gone = codes.NO_SUCH_FILE
    if wrong := [one for one in findings if must_be_there or one.code is not gone]:
        raise Refused(*wrong)
    return config


def _config(table: "_Table") -> Config:
    table.allow(_AT_THE_TOP)
    specs = table.paths("specs", SPECS)
    overrides = table.path("overrides", must_be="a file")
    exclude = table.texts("exclude", "a glob over paths, or a list of them")
    lint = _lint(table)
    outputs = list(_outputs(table))
    if not table.findings:  # what is wrong has no place
        table.findings.extend(misplaced(outputs, specs))
        table.findings.extend(unshareable([output for output, _ in outputs]))
    return Config(
        file=table.file.path,
        root=table.root,
        specs=specs,
        overrides=overrides or default_overrides(specs),
        outputs=with_shared_runtimes([output for output, _ in outputs]),
        exclude=exclude,
        exclude_span=table.span("exclude"),
        lint=lint,
    )


def _lint(top: "_Table") -> LintPolicy:
    table = top.table("lint")
    table.allow(_OF_LINT)
    return LintPolicy(
        select=_codes(table, "select"),
        ignore=_codes(table, "ignore"),
        severities=dict(_severities(table)),
        accepted=tuple(_accepted(table)),
    )


def _codes(table: "_Table", key: str) -> tuple[str, ...]:
    """Codes, or their beginnings, none of an error: an error stops everything."""
    prefixes = table.texts(key, "a code, or a list of them")
    for prefix in prefixes:
        _know_code(table, key, prefix)
    return prefixes


def _know_code(table: "_Table", key: str, prefix: str) -> None:
    names = codes.table()
    if not any(name.startswith(prefix) for name in names):
        hint = did_you_mean(prefix, tuple(names)) or "`wirogen explain` lists the codes"
        table.find(codes.WRONG_VALUE, f"there is no code {prefix!r}", key, hint)
    elif prefix.startswith("E"):
        message = f"{prefix!r} is an error, which stops everything and is always told"
        table.find(codes.WRONG_VALUE, message, key)


def _severities(table: "_Table") -> Iterator[tuple[str, Severity]]:
    of_codes = table.table("severity")
    for code in of_codes.values:
        _know_code(of_codes, code, code)
        word = of_codes.text(code, "a severity")
        known = tuple(str(severity) for severity in Severity)
        if word in known:
            yield code, Severity(word)
        elif word is not None:
            hint = did_you_mean(word, known) or f"the severities are {', '.join(known)}"
            of_codes.find(
                codes.WRONG_VALUE, f"there is no severity {word!r}", code, hint
            )


def _accepted(table: "_Table") -> Iterator[Accepted]:
    """Models, or globs over them → inputs, or `*` → a reason; or codes → a reason."""
    models = table.table("accepted")
    for glob in models.values:
        inputs = models.table(glob)
        for wire_name, reason in inputs.values.items():
            if not isinstance(reason, dict):
                yield _acceptance(inputs, wire_name, glob, wire_name, "")
                continue
            of_codes = inputs.table(wire_name)
            for code in reason:
                _know_code(of_codes, code, code)
                yield _acceptance(of_codes, code, glob, wire_name, code)


def _acceptance(
    table: "_Table", key: str, glob: str, wire_name: str, code: str
) -> Accepted:
    reason = table.text(key, "the reason why it is accepted")
    if reason is not None and not reason.strip():
        table.find(codes.WRONG_VALUE, "a reason says something", key)
    return Accepted(
        models=clean_glob(glob),
        wire_name=wire_name,
        code=code,
        reason=reason or "",
        span=table.span(key),
    )


def _outputs(top: "_Table") -> Iterator[tuple[OutputConfig, Span]]:
    """Every output with the span of what configures it."""
    items = top.values.get("output")
    if isinstance(items, dict):
        hint = "write [[output]], with two brackets, for each output"
        top.expect("output", "a folder, or [[output]] tables", hint)
        return
    if not isinstance(items, list):
        folder = top.path("output", FOLDER)
        yield from _output(top, folder, None, top.span("output"))
        return
    if not items:
        top.expect("output", "a folder, or [[output]] tables")
    for key in ("package", "models", "target", "history", "runtime", "docs"):
        if key in top.values:
            top.find(
                codes.WRONG_VALUE,
                f"`{key}` stands beside [[output]] tables, which have their own",
                key,
                f"move `{key}` into the tables",
            )
    templates = top.path("templates", must_be="a folder")
    for index, values in enumerate(items):
        if not isinstance(values, dict):
            top.expect("output", "a folder, or [[output]] tables")
            return
        table = _Table(top.file, values, f"/output/{index}", top.findings)
        table.allow(_OF_A_TABLE)
        folder = table.path("folder", FOLDER)
        yield from _output(table, folder, templates, table.span("folder"))


def _output(
    table: "_Table", folder: Path | None, templates: Path | None, span: Span
) -> Iterator[tuple[OutputConfig, Span]]:
    """The output that a table describes, and the reference that it asks for."""
    package = _package(table)
    models = table.texts("models", "a slug or glob, or a list of them")
    templates = table.path("templates", must_be="a folder") or templates
    target = _target(table)
    runtime, runtime_of = _runtime(table, target)
    output = OutputConfig(
        folder=folder or table.root,
        package=package,
        models=models,
        target=target,
        templates=templates,
        history=_history(table),
        runtime=runtime,
        runtime_of=runtime_of,
        models_span=table.span("models"),
        runtime_span=table.span("runtime"),
    )
    if folder:
        yield output, span
    if docs := table.path("docs"):
        reference = OutputConfig(
            folder=docs,
            package=package,
            models=models,
            target="markdown",
            templates=templates,
            models_span=table.span("models"),
        )
        yield reference, table.span("docs")


def _package(table: "_Table") -> str:
    name = table.text("package", "the dotted name of a package")
    if name is None:
        return PACKAGE
    if not is_package_name(name):
        table.find(
            codes.WRONG_VALUE,
            f"{name!r} is not the name of a package",
            "package",
            package_name_hint(name),
        )
    return name


def _history(table: "_Table") -> Path | None:
    target = table.values.get("target", TARGETS[0])
    if "history" in table.values and target != "html" and target in TARGETS:
        message = f"`history` is for pages of the target 'html', not for {target!r}"
        table.find(codes.WRONG_VALUE, message, "history")
        return None
    return table.path("history", must_be="a folder")


def _target(table: "_Table") -> str:
    known = ", ".join(map(repr, TARGETS))
    target = table.text("target", f"one of {known}")
    if target is None:
        return TARGETS[0]
    if target not in TARGETS:
        hint = did_you_mean(target, TARGETS) or f"the targets are {known}"
        message = f"there is no target {target!r}"
        table.find(codes.WRONG_VALUE, message, "target", hint)
    return target


def _runtime(table: "_Table", target: str) -> tuple[Runtime, str]:
    """The rooms of a package's runtime, or the package that it uses the runtime of."""
    value = table.values.get("runtime")
    if value is None:
        return WHOLE, ""
    if target in TARGETS[1:]:
        message = f"an output of target {target!r} has no runtime"
        table.find(codes.WRONG_VALUE, message, "runtime", "take `runtime` out")
    if isinstance(value, str) and value:
        return WHOLE, value
    if value == []:
        return Runtime(rooms=()), ""
    listed = table.texts("runtime", "a list of rooms, or the name of another package")
    for room in listed:
        lacking = [repr(each) for each in NEEDS.get(room, ()) if each not in listed]
        if lacking:
            rooms_needed = ", ".join(lacking)
            table.find(
                codes.RUNTIME_IMPOSSIBLE,
                f"the room {room!r} of a runtime needs {rooms_needed}",
                "runtime",
                f"add {rooms_needed}, or take {room!r} out",
            )
        if room not in ROOMS:
            rooms = tuple(ROOMS)
            hint = did_you_mean(room, rooms) or f"the rooms are {', '.join(rooms)}"
            message = f"there is no room {room!r} in a runtime"
            table.find(codes.WRONG_VALUE, message, "runtime", hint)
    return Runtime(rooms=tuple(room for room in ROOMS if room in listed)), ""


class _Table:
    """One table: gives its values as what they should be, and notes what is wrong."""

    def __init__(
        self,
        file: TomlFile,
        values: dict[str, Any],
        pointer: str,
        findings: list[Diagnostic],
    ) -> None:
        self.file = file
        self.values = values
        self.findings = findings
        self.root = file.path.parent
        self._pointer = pointer

    def span(self, key: str) -> Span:
        return self.file.span(f"{self._pointer}/{escaped(key)}")

    def find(self, code: Code, message: str, key: str, hint: str = "") -> None:
        self.findings.append(Diagnostic(code, message, self.span(key), hint))

    def expect(self, key: str, expected: str, hint: str = "") -> None:
        """Adds the finding that a value is not what is expected."""
        described = _described(self.values.get(key))
        message = f"`{key}` is {described}, but should be {expected}"
        self.find(codes.WRONG_VALUE, message, key, hint)

    def allow(self, known: tuple[str, ...]) -> None:
        """Adds a finding for each key that is none of these."""
        for key in self.values:
            if key not in known:
                hint = (
                    did_you_mean(key, known) or f"the settings are {', '.join(known)}"
                )
                if key.rstrip("s") == "folder" and "folder" not in known:
                    hint = "did you mean 'output'?"
                if key == "tool" and self.file.path.name != PYPROJECT:
                    hint = f"in {OWN_FILE} the settings stand at the top"
                message = f"there is no setting {key!r} here"
                self.find(codes.UNKNOWN_SETTING, message, key, hint)

    def table(self, key: str) -> "_Table":
        """A table below this one, empty where it is not there or something else."""
        values = self.values.get(key, {})
        if not isinstance(values, dict):
            self.expect(key, "a table")
            values = {}
        pointer = f"{self._pointer}/{escaped(key)}"
        return _Table(self.file, values, pointer, self.findings)

    def text(self, key: str, expected: str) -> str | None:
        value = self.values.get(key)
        if key not in self.values or isinstance(value, str):
            return value
        self.expect(key, expected)
        return None

    def texts(self, key: str, expected: str) -> tuple[str, ...]:
        """One text or several of them, none empty; nothing where the key is absent."""
        if key not in self.values:
            return ()
        value = self.values[key]
        items = value if isinstance(value, list) else [value]
        if items and all(isinstance(one, str) and one for one in items):
            return tuple(items)
        self.expect(key, expected)
        return ()

    def path(self, key: str, default: str = "", must_be: str = "") -> Path | None:
        """A path, joined to the file's folder; None where there is none or it is wrong.

        Where the path `must_be` "a file" or "a folder", it has to be there.
        """
        if key not in self.values:
            return self.root / default if default else None
        value = self.values[key]
        if not _is_path(value):
            self.expect(key, "a path", _path_hint(value))
            return None
        path: Path = self.root / value
        is_there = is_folder if must_be == "a folder" else is_file
        if must_be and not is_there(path):
            message = f"`{key}` is {value!r}, but {must_be} of that name is not there"
            hint = "paths in a configuration are relative to its file"
            self.find(codes.NO_SUCH_FILE, message, key, hint)
        return path

    def paths(self, key: str, default: str) -> tuple[Path, ...]:
        """Paths, joined to the file's folder; the default where they are wrong, too."""
        texts = self.texts(key, "a path, or a list of paths")
        wrong = [text for text in texts if not _is_path(text)]
        if wrong:
            self.expect(key, "a path, or a list of paths", _path_hint(wrong[0]))
        return tuple(self.root / text for text in texts or (default,))


def _is_path(value: object) -> bool:
    return isinstance(value, str) and _PATH.fullmatch(value) is not None


def _path_hint(value: object) -> str:
    """What makes a text no path that means the same on every system."""
    if not isinstance(value, str):
        return ""
    if "\\" in value:
        return "write / between the parts of a path, on every system"
    if value.startswith("~"):
        return "`~` is no folder here: paths are relative to the file"
    return ""


def _described(value: object) -> str:
    """A value in words, as TOML calls it."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return repr(value)
        case []:
            return "an empty list"
        case list():
            others = [one for one in value if not isinstance(one, str) or not one]
            return f"a list that holds {_described(others[0])}" if others else "a list"
        case dict():
            return "a table"
    return "a date or time"
