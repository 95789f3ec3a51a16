"""Whatever a specification holds: help works, and flags make the request that keywords
make.
"""

import dataclasses
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import examples
from runtime_cli.harness import PACKAGE, Command
from wirogen.contract.naming import field_names, flag_names

SLUG = "any/model"
NASTY = st.one_of(
    st.sampled_from(
        [
            "%",
            "%s %(x)d",
            "[bold]",
            "[/]",
            "{}",
            "{0!r}",
            "\x08\nraw",
            "\x1b[31mred",
            "\x1b]0;title\x07",
            "\u202egnippilf",
            "a\n\nb",
            "-help",
            "x" * 5000,
            "\x0c",
        ]
    ),
    st.text(st.characters(), max_size=40),
)
WIRE_NAMES = st.one_of(
    st.sampled_from(["output", "json", "help", "no_wait", "class", "3d", "x", "topP"]),
    st.text(min_size=1, max_size=12),
)
TEXTS = st.text(max_size=20).filter(lambda text: text != "-")
KINDS = (
    "text",
    "numeric",
    "integer",
    "float",
    "select",
    "multiselect",
    "switch",
    "files",
)
QUIET = settings(
    examples(40),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclasses.dataclass
class Drawn:
    """An input, a value that it allows, and the arguments that give it."""

    known: Any
    value: object
    typed: list[str]


@st.composite
def any_inputs(draw: st.DrawFn, part: Callable[[str], Any]) -> list[Drawn]:
    """Inputs of any kind, named as the generator names them."""
    wire_names = draw(st.lists(WIRE_NAMES, unique=True, max_size=6))
    kinds = {name: draw(st.sampled_from(KINDS)) for name in wire_names}
    names = field_names(wire_names, {})
    switches = frozenset(name for name, kind in kinds.items() if kind == "switch")
    flags = flag_names(names, switches)
    return [
        draw(
            any_input(
                part("_runtime.inputs"),
                kinds[name],
                {
                    "wire_name": name,
                    "name": names[name],
                    "flag": flags[name],
                    "label": draw(NASTY),
                    "sample": draw(NASTY),
                },
            )
        )
        for name in wire_names
    ]


@st.composite
def any_input(draw: st.DrawFn, kinds: Any, kind: str, words: dict[str, str]) -> Drawn:
    flag = words["flag"]
    match kind:
        case "text":
            text = draw(TEXTS)
            typed = f"@{text}" if text.startswith("@") else text
            return Drawn(kinds.Text(**words), text, [flag, typed])
        case "numeric":
            number = draw(st.integers())
            return Drawn(kinds.Text(**words, numeric=True), number, [flag, str(number)])
        case "integer":
            number = draw(st.integers(-(10**12), 10**12))
            known = kinds.Integer(**words, as_text=draw(st.booleans()))
            return Drawn(known, number, [flag, str(number)])
        case "float":
            real = draw(st.floats(allow_nan=False, allow_infinity=False))
            known = kinds.Float(**words, as_text=draw(st.booleans()))
            return Drawn(known, real, [flag, repr(real)])
        case "select":
            any_value = st.one_of(TEXTS, st.integers())
            values = draw(st.lists(any_value, min_size=1, unique_by=str))
            options = tuple(
                kinds.Option(value, draw(NASTY), wire=f"{value}") for value in values
            )
            value = draw(st.sampled_from(values))
            return Drawn(
                kinds.Select(**words, options=options), value, [flag, str(value)]
            )
        case "multiselect":
            values = draw(st.lists(TEXTS, min_size=1, unique=True))
            options = tuple(kinds.Option(value, draw(NASTY)) for value in values)
            several = draw(st.permutations(values))[: draw(st.integers(0, 3))]
            repeated = [part for value in several for part in (flag, value)]
            if not several and "" in values:
                several, repeated = values[:1], [flag, values[0]]
            typed_each = repeated or [flag, ""]
            return Drawn(
                kinds.Multiselect(**words, options=options), several, typed_each
            )
        case "switch":
            options = (kinds.Option(True, wire="on"), kinds.Option(False, wire="off"))
            is_on = draw(st.booleans())
            typed = flag if is_on else f"--no-{flag[2:]}"
            return Drawn(kinds.Switch(**words, options=options), is_on, [typed])
        case _:
            urls = [f"https://h.test/{n}" for n in range(draw(st.integers(1, 3)))]
            typed_urls = [part for url in urls for part in (flag, url)]
            return Drawn(kinds.Files(**words, many=True), urls, typed_urls)


@contextmanager
def registered(part: Callable[[str], Any], inputs: list[Drawn], text: str) -> Any:
    """The request class of those inputs, as the package's own model `any/model`."""
    model = dataclasses.make_dataclass(
        "Model",
        [(one.known.name, Any) for one in inputs],
        bases=(part("_runtime.request").Request,),
        namespace={
            "MODEL": SLUG,
            "RUN_PATH": SLUG,
            "INPUTS": tuple(one.known for one in inputs),
            "__doc__": text.encode(errors="replace").decode(),
        },
        init=False,
        unsafe_hash=True,
        slots=True,
        kw_only=True,
    )
    described = part("_runtime.inputs")
    read = described.docstrings_of
    described.docstrings_of = lambda *_owner: dict.fromkeys(
        (one.known.name for one in inputs), text
    )
    place = f"{PACKAGE}.any_model"
    sys.modules[place] = SimpleNamespace(Model=model)  # type: ignore[assignment]
    part("_registry").MODELS[SLUG] = (".any_model", "Model")
    try:
        yield model
    finally:
        del sys.modules[place], part("_registry").MODELS[SLUG]
        described.docstrings_of = read


def controls(text: str) -> Iterator[str]:
    """The characters that do something to a terminal."""
    for character in text.replace("\n", ""):
        if unicodedata.category(character) == "Cc" or character in "\u202e\u2066":
            yield character


@QUIET
@given(data=st.data())
def test_help_and_show_never_stumble(
    data: st.DataObject, part: Callable[[str], Any], command: Command
) -> None:
    inputs = data.draw(any_inputs(part))
    with registered(part, inputs, data.draw(NASTY)):
        for args in (("run", SLUG, "--help"), ("show", SLUG)):
            done = command(*args)
            assert done.exit_code == 0, done.output
            assert [*controls(done.output)] == []
            assert all(one.known.flag in done.output for one in inputs)
        shown = json.loads(command("show", SLUG, "--json").stdout)
    assert [one["label"] for one in shown["inputs"]] == [
        one.known.label for one in inputs
    ]


@QUIET
@given(data=st.data())
def test_flags_make_the_request_that_keywords_make(
    data: st.DataObject, part: Callable[[str], Any], command: Command
) -> None:
    inputs = data.draw(any_inputs(part))
    typed = data.draw(st.permutations(inputs))
    with registered(part, inputs, "") as model:
        request = model(**{one.known.name: one.value for one in inputs})
        args = [argument for one in typed for argument in one.typed]
        done = command("run", SLUG, "--dry-run", "--json", *args)
    assert done.exit_code == 0, done.output
    body = json.loads(done.stdout)["body"]
    assert body == request.to_wire()
    assert [*body] == [*request.to_wire()]


@QUIET
@given(data=st.data())
def test_params_are_the_body_when_no_flag_is_given(
    data: st.DataObject, part: Callable[[str], Any], command: Command
) -> None:
    inputs = data.draw(any_inputs(part))
    with registered(part, inputs, "") as model:
        wire = model(**{one.known.name: one.value for one in inputs}).to_wire()
        args = ("run", SLUG, "--dry-run", "--json", "--params", "-")
        done = command(*args, stdin=json.dumps(wire))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["body"] == wire


@QUIET
@given(data=st.data(), garbage=st.text(max_size=30))
def test_whatever_is_typed_is_sent_or_refused(
    data: st.DataObject, garbage: str, part: Callable[[str], Any], command: Command
) -> None:
    inputs = data.draw(any_inputs(part))
    with registered(part, inputs, ""):
        args = [x for one in inputs for x in (one.typed[0], garbage)]
        done = command("run", SLUG, "--dry-run", *args, stdin="")
    assert done.exit_code in (0, 2), done.stderr
