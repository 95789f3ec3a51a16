"""The published JSON Schema of the configuration says what the code does."""

import json
import keyword
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from wirogen.config import OutputConfig, is_package_name, read_config
from wirogen.diagnostics import Refused

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "config.schema.json").read_text()
)
VALIDATOR = Draft7Validator(SCHEMA)
TOP = (
    *("specs", "overrides", "output", "package", "models", "target", "templates"),
    *("history", "runtime"),
)
TABLE = (
    *("folder", "package", "models", "target", "templates"),
    *("history", "runtime", "docs"),
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `here` and `file` can be templates and overrides."""
    folder = tmp_path_factory.mktemp("configured")
    (folder / "here").mkdir()
    (folder / "file").touch()
    return folder


def is_accepted(folder: Path, settings: dict[str, Any]) -> bool:
    """Whether the code takes settings, but for what no schema can know: what is on the
    disk, whether outputs are in each other's way, and whether a runtime can be had.
    """
    path = folder / "wirogen.toml"
    path.write_text(
        "".join(f"{toml(key)} = {toml(value)}\n" for key, value in settings.items()),
        encoding="utf-8",
    )
    try:
        read_config(path)
    except Refused as refused:
        return {finding.code.name for finding in refused.report} <= {
            "E504",
            "E510",
            "E001",
        }
    return True


def toml(value: Any) -> str:
    """A value as TOML, which is JSON but for tables in a line."""
    if isinstance(value, dict):
        pairs = (f"{toml(key)} = {toml(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


texts = st.sampled_from(
    [
        *("here", "file", "", "a\0b", "a\n", "wiro/*", "ä"),
        *("acme.models", "my-models", "class", "a.class", "classy", "a..b", "_", "3d"),
        *("python", "json-schema", "markdown", "html", "rust"),
        *("client", "batch"),
    ]
)
values: st.SearchStrategy[Any] = st.one_of(
    texts, st.lists(texts, max_size=2), st.integers(), st.booleans(), st.just([1])
)
tables = st.dictionaries(st.sampled_from([*TABLE, "specs", "pakage"]), values)
settings = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys([*TOP, "docs", "folder", "pakage"], values),
        "output": st.one_of(values, st.lists(tables, max_size=2), tables),
    },
)


@given(settings=settings)
def test_the_schema_accepts_just_what_the_code_accepts(
    folder: Path, settings: dict[str, Any]
) -> None:
    assert VALIDATOR.is_valid(settings) == is_accepted(folder, settings)


@pytest.mark.parametrize("key", [*TOP, "docs"])
@given(value=values)
def test_they_agree_on_every_value_of_every_setting(
    folder: Path, key: str, value: Any
) -> None:
    assert VALIDATOR.is_valid({key: value}) == is_accepted(folder, {key: value})


@pytest.mark.parametrize("key", TABLE)
@given(value=values)
def test_they_agree_on_every_value_in_a_table(
    folder: Path, key: str, value: Any
) -> None:
    settings = {"output": [{key: value}]}
    assert VALIDATOR.is_valid(settings) == is_accepted(folder, settings)


VALID: list[dict[str, Any]] = [
    {},
    {"specs": ["a", "b.md"], "output": "src", "package": "a.b", "models": "wiro/*"},
    {"templates": "here", "output": [{"folder": "a"}, {"folder": "b", "docs": "c"}]},
    {"output": [{"target": "json-schema", "models": ["wiro/*", "acme/tts"]}]},
    {"output": [{"target": "html", "history": "here"}]},
    {"runtime": []},
    {
        "output": [
            {"runtime": ["client", "cli"]},
            {"package": "a", "runtime": "wiro_models"},
        ]
    },
]


@pytest.mark.parametrize("settings", VALID)
def test_good_settings_are_valid(folder: Path, settings: dict[str, Any]) -> None:
    VALIDATOR.validate(settings)
    assert is_accepted(folder, settings)


def test_no_package_is_named_by_a_keyword() -> None:
    for word in keyword.kwlist:
        for name in (word, f"acme.{word}", f"{word}.acme", f"acme.{word}.tts"):
            assert not is_package_name(name)
            assert not VALIDATOR.is_valid({"package": name}), name
        assert VALIDATOR.is_valid({"package": f"{word}s"})


@given(name=st.text(alphabet="ab3_.-é \n", max_size=6))
def test_they_agree_on_names_of_packages(name: str) -> None:
    assert VALIDATOR.is_valid({"package": name}) == is_package_name(name)


def test_the_schema_is_one_and_tells_the_defaults(folder: Path) -> None:
    Draft7Validator.check_schema(SCHEMA)
    (output,) = default_outputs(folder)
    definitions = SCHEMA["definitions"]
    assert folder / SCHEMA["properties"]["output"]["default"] == output.folder
    assert folder / definitions["output"]["properties"]["folder"]["default"] == (
        output.folder
    )
    assert definitions["package"]["default"] == output.package
    assert definitions["target"]["default"] == output.target


def default_outputs(folder: Path) -> tuple[OutputConfig, ...]:
    path = folder / "wirogen.toml"
    path.write_text("")
    return read_config(path).outputs
