"""A configuration from its file, with everything that is wrong with it at once."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
from wirogen.config.toml import (
    OWN_FILE,
    PYPROJECT,
    TomlFile,
    escaped,
    parse_toml,
    read_toml,
)
from wirogen.diagnostics import Code, Diagnostic, Refused, Span, codes

_PATH = re.compile(r"(?!~(?:/|$))[^\x00-\x1f\\]+")

_OF_AN_OUTPUT = ("package", "models", "target", "templates", "docs")
_OF_A_TABLE = ("folder", *_OF_AN_OUTPUT)
_AT_THE_TOP = ("specs", "overrides", "output", *_OF_AN_OUTPUT)


def read_config(path: Path) -> Config:
    """The configuration of a pyproject.toml or wirogen.toml.

    Raises Refused, with every finding, where the file or a setting is wrong.
    """
    if path.suffix != ".toml" and is_file(path):
        raise Refused(
            Diagnostic(
                code=codes.NOT_CONFIGURED,
                message=f"{path.name} is no configuration",
                span=Span.of_file(path),
                hint="give a pyproject.toml or wirogen.toml, or the folder it is in",
            )
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
        raise Refused(Diagnostic(code=codes.NOT_CONFIGURED, message=message, span=span))
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
    outputs = list(_outputs(table))
    if not table.findings:  # what is wrong has no place
        table.findings.extend(misplaced(outputs, specs))
    return Config(
        file=table.file.path,
        root=table.root,
        specs=specs,
        overrides=overrides or default_overrides(specs),
        outputs=tuple(output for output, _ in outputs),
    )


def _outputs(top: "_Table") -> Iterator[tuple[OutputConfig, Span]]:
    """Every output with the span of what configures it."""
    given = top.values.get("output")
    if isinstance(given, dict):
        hint = "write [[output]], with two brackets, for each output"
        top.expect("output", "a folder, or [[output]] tables", hint)
        return
    if not isinstance(given, list):
        folder = top.path("output", FOLDER)
        yield from _output(top, folder, None, top.span("output"))
        return
    if not given:
        top.expect("output", "a folder, or [[output]] tables")
    for key in ("package", "models", "target", "docs"):
        if key in top.values:
            top.find(
                codes.WRONG_VALUE,
                f"`{key}` stands beside [[output]] tables, which have their own",
                key,
                f"move `{key}` into the tables",
            )
    templates = top.path("templates", must_be="a folder")
    for index, values in enumerate(given):
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
    output = OutputConfig(
        folder=folder or table.root,
        package=package,
        models=models,
        target=_target(table),
        templates=templates,
        models_span=table.span("models"),
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


def _target(table: "_Table") -> str:
    known = ", ".join(map(repr, TARGETS))
    target = table.text("target", f"one of {known}")
    if target is None:
        return TARGETS[0]
    if target not in TARGETS:
        hint = _near(target, TARGETS) or f"the targets are {known}"
        message = f"there is no target {target!r}"
        table.find(codes.WRONG_VALUE, message, "target", hint)
    return target


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
        self.findings.append(
            Diagnostic(code=code, message=message, span=self.span(key), hint=hint)
        )

    def expect(self, key: str, expected: str, hint: str = "") -> None:
        """Adds the finding that a value is not what is expected."""
        told = _told(self.values.get(key))
        message = f"`{key}` is {told}, but should be {expected}"
        self.find(codes.WRONG_VALUE, message, key, hint)

    def allow(self, known: tuple[str, ...]) -> None:
        """Adds a finding for each key that is none of these."""
        for key in self.values:
            if key not in known:
                hint = _near(key, known) or f"the settings are {', '.join(known)}"
                if key.rstrip("s") == "folder" and "folder" not in known:
                    hint = "did you mean 'output'?"
                if key == "tool" and self.file.path.name != PYPROJECT:
                    hint = f"in {OWN_FILE} the settings stand at the top"
                message = f"there is no setting {key!r} here"
                self.find(codes.UNKNOWN_SETTING, message, key, hint)

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
        given = value if isinstance(value, list) else [value]
        if given and all(isinstance(one, str) and one for one in given):
            return tuple(given)
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


def _near(word: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word.lower().replace("_", "-"), known, n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _told(value: object) -> str:
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
            return f"a list that holds {_told(others[0])}" if others else "a list"
        case dict():
            return "a table"
    return "a date or time"
