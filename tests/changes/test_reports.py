"""Reports about changes: for a terminal, for a pull request, for programs."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen.card import ModelId
from wirogen.changes import (
    Audience,
    Change,
    Grade,
    render_github,
    render_json,
    render_markdown,
    render_text,
    result_of,
)
from wirogen.characters import INVISIBLE
from wirogen.diagnostics import Position, Span

INSTANT_ID = ModelId("wiro", "instant-id")
KLING = ModelId("klingai", "kling-v3")
CHANGES = (
    Change(
        model=KLING,
        wire_name="mode",
        grade=Grade.BREAKING,
        rule="option-removed",
        message="lost options",
        about="'pro'",
    ),
    Change(
        model=INSTANT_ID,
        wire_name="steps",
        grade=Grade.WORDS,
        rule="label-changed",
        message="has another label",
        before="",
        after="Steps",
        span=Span(
            "specs/wiro/instant-id.yaml", "/inputs/steps", lambda _: Position(9, 3)
        ),
    ),
    Change(
        model=INSTANT_ID,
        wire_name="steps",
        grade=Grade.BREAKING,
        rule="range-narrowed",
        message="allows fewer numbers",
        before="1 to 50",
        after="1 to 40",
    ),
    Change(
        model=INSTANT_ID,
        grade=Grade.BREAKING,
        rule="model-removed",
        message="was removed",
    ),
)


def test_text_has_a_line_for_each_change_the_gravest_first() -> None:
    assert render_text(CHANGES) == (
        "breaking:\n"
        "  klingai/kling-v3 mode lost options: 'pro' [option-removed]\n"
        "  wiro/instant-id steps allows fewer numbers: 1 to 50 -> 1 to 40"
        " [range-narrowed]\n"
        "  wiro/instant-id was removed [model-removed]\n"
        "words:\n"
        "  wiro/instant-id steps has another label: '' -> Steps [label-changed]\n"
        "3 breaking, 1 words in 2 models\n"
    )


def test_markdown_is_grouped_by_grade_and_model() -> None:
    assert render_markdown(CHANGES) == (
        "**3 breaking, 1 words in 2 models**\n"
        "\n"
        "### Breaking (3)\n"
        "\n"
        "- `klingai/kling-v3`\n"
        "  - `mode` lost options: `'pro'`\n"
        "- `wiro/instant-id`\n"
        "  - `steps` allows fewer numbers: `1 to 50` → `1 to 40`\n"
        "  - the model was removed\n"
        "\n"
        "<details>\n"
        "<summary>Words (1)</summary>\n"
        "\n"
        "- `wiro/instant-id`\n"
        "  - `steps` has another label: `''` → `Steps`\n"
        "\n"
        "</details>\n"
    )


def test_json_holds_every_change_whole() -> None:
    report = json.loads(render_json(CHANGES))
    assert report["counts"] == {
        "breaking": 3,
        "behaviour": 0,
        "compatible": 0,
        "words": 1,
    }
    assert report["changes"][1] == {
        "model": "wiro/instant-id",
        "input": "steps",
        "grade": "words",
        "rule": "label-changed",
        "message": "has another label",
        "audiences": ["python", "flags", "bodies"],
        "before": "",
        "after": "Steps",
        "about": None,
        "reason": None,
        "file": "specs/wiro/instant-id.yaml",
        "pointer": "/inputs/steps",
        "line": 9,
        "column": 3,
    }
    assert report["changes"][3]["input"] is None


FOR_SOME = Change(
    model=KLING,
    wire_name="mode",
    grade=Grade.BREAKING,
    audiences=frozenset({Audience.PYTHON, Audience.FLAGS}),
    rule="default-removed",
    message="is no longer sent by default and must be given",
    before="std",
    reason="which is not one of the options",
)


def test_what_concerns_some_callers_says_whom_and_why() -> None:
    shown = "std -> none (which is not one of the options)"
    assert render_text([FOR_SOME]) == (
        "breaking:\n"
        "  klingai/kling-v3 mode is no longer sent by default and must be given:"
        f" {shown} [default-removed, for Python and flags]\n"
        "1 breaking in 1 model (Python: breaking, flags: breaking, bodies: nothing)\n"
    )
    assert (
        "  - `mode` is no longer sent by default and must be given: `std` → none"
        " (which is not one of the options) (for Python and flags)\n"
    ) in render_markdown([FOR_SOME])
    report = json.loads(render_json([FOR_SOME]))
    (change,) = report["changes"]
    assert change["audiences"] == ["python", "flags"]
    assert change["reason"] == "which is not one of the options"
    assert report["grades"] == {
        "python": "breaking",
        "flags": "breaking",
        "bodies": None,
    }


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, "foo", "none -> foo"),
        ("foo", None, "foo -> none"),
        ("none", "", "'none' -> ''"),
        (" foo", "foo\n", "' foo' -> 'foo\\n'"),
    ],
)
def test_nothing_is_told_from_texts(
    before: str | None, after: str | None, shown: str
) -> None:
    report = render_text([replace(help_changed("", ""), before=before, after=after)])
    assert f"has another help text: {shown} [help-changed]" in report


def test_annotations_stand_at_their_places_the_gravest_first() -> None:
    placed = replace(CHANGES[1], grade=Grade.BEHAVIOUR, before="a, b: c\n::error::")
    lines = render_github([*CHANGES, placed], Path.cwd()).splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == [
        "::error",
        "::error",
        "::error",
        "::warning",
        "3",
    ]
    assert lines[3].startswith(
        "::warning file=specs/wiro/instant-id.yaml,line=9,col=3,title=behaviour::"
        "wiro/instant-id steps has another label: 'a, b: c"
    )


def test_a_log_has_the_place_of_what_is_still_there() -> None:
    logged = [result_of(change) for change in (CHANGES[1], CHANGES[3])]
    assert [one.span.file for one in logged] == ["specs/wiro/instant-id.yaml", ""]


def test_no_changes_are_said_to_be_none() -> None:
    assert render_text(()) == "no changes\n"
    assert render_markdown(()) == "**no changes**\n"
    assert json.loads(render_json(()))["changes"] == []


def help_changed(before: str, after: str) -> Change:
    return Change(
        model=KLING,
        wire_name="mode",
        grade=Grade.WORDS,
        rule="help-changed",
        message="has another help text",
        before=before,
        after=after,
    )


def test_long_texts_are_cut_around_what_differs() -> None:
    long = "A sentence that goes on for a while. " * 5
    line = render_text([help_changed(f"{long}Red.{long}", f"{long}Blue.{long}")])
    assert "Red." in line
    assert "Blue." in line
    assert max(len(text) for text in line.split("\n")) < 250


def test_texts_that_fit_are_whole_and_others_begin_where_they_differ() -> None:
    assert "…" not in render_text([help_changed("x" * 71 + "a", "x" * 71 + "b")])
    line = render_text([help_changed("a" * 90, "b" * 90)])
    assert "-> …x" in render_text([help_changed("x" * 90, "x" * 99)])
    assert ": aaa" in line
    assert "-> bbb" in line


@pytest.mark.parametrize(
    "text",
    [
        "`",
        "``` js",
        "a`b",
        " `x` ",
        "<img src=x onerror=alert(1)>",
        "| a | b |",
        "[x](javascript:alert(1)) @somebody #1",
        "# heading\n- item",
        "\x1b[31m",
        "\u202e",
        "\ud800",
        "",
    ],
)
def test_markdown_shows_outside_text_in_code_spans_only(text: str) -> None:
    body = render_markdown([help_changed(text, "x")]).split("help text: ")[1]
    span = re.fullmatch(r"(`+)( ?)(.+)\2\1 → `x`", body.split("\n")[0])
    assert span is not None
    assert not re.search(rf"(?<!`){span[1]}(?!`)", span[3])


@given(st.text(), st.text())
def test_a_report_shows_any_text_on_one_printable_line(before: str, after: str) -> None:
    lines = render_text([help_changed(before, after)]).split("\n")
    assert len(lines) == 4
    assert not any(INVISIBLE.search(line) for line in lines)
    assert len(render_markdown([help_changed(before, after)]).split("\n")) == 10
    told = json.loads(render_json([help_changed(before, after)]))["changes"][0]
    assert (told["before"], told["after"]) == (before, after)
