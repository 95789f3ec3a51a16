"""Model cards whose list of inputs holds, or lacks, what the service's own does not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from model_card_strategies import cards, flatten, render_card

from effort import examples
from wirogen.card import Card, Extra, Input, Number, Option, Select, Switch
from wirogen.diagnostics import Diagnostic
from wirogen.readers.card_headings import looks_like_model_card
from wirogen.readers.documents import Document
from wirogen.readers.model_card import read_model_card
from wirogen.readers.reading import Reading

CASES = Path(__file__).parents[1] / "cases"
CARD = (CASES / "card/spec.md").read_text(encoding="utf-8")
STEPS = "  - name: steps\n"
AFTER = "## Run Command - Make"

few = settings(
    examples(30),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(text: str) -> Reading:
    assert looks_like_model_card(text)
    return read_model_card(Document("card.md", text))


def codes(reading: Reading) -> list[str]:
    return [finding.code.name for finding in reading.report]


def offset_of(finding: Diagnostic, text: str) -> int:
    at = finding.span.position
    assert at is not None
    lines = text.splitlines(keepends=True)[: at.line - 1]
    return sum(map(len, lines)) + at.column - 1


def inputs_of(reading: Reading) -> tuple[Input, ...]:
    (card,) = reading.cards
    return card.inputs or ()


def options_of(reading: Reading) -> tuple[Option, ...]:
    kind = inputs_of(reading)[2].kind
    assert isinstance(kind, Select)
    return kind.options


def without_indentation(text: str) -> str:
    return re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)


FORMS = pytest.mark.parametrize("form", [str, flatten, without_indentation])
Form = Callable[[str], str]

SECTION = "## Model Parameter Inspires:\n- inputImage: https://x.example/a.png\n\n"
PROSE = "These are the settings of the newest release, for experts.\n\n"

_WORDS = st.lists(
    st.from_regex(r"[A-Za-z][a-z,.]{0,9}", fullmatch=True), min_size=1, max_size=6
).map(" ".join)
_BLOCKS = st.one_of(
    _WORDS.map(lambda words: f"{words}\n\n"),
    _WORDS.map(
        lambda words: f"## {words}:\n\n- inputImage: https://x.example/{words}\n"
    ),
    _WORDS.map(lambda words: f"### {words}\n{words}\n\n"),
    _WORDS.map(lambda words: f"- {words}: {words}\n"),
)


@st.composite
def interrupted_cards(draw: st.DrawFn) -> tuple[Card, str]:
    """A card, and its text with something between two inputs or behind the last."""
    card = draw(cards())
    text = render_card(card)
    places = [
        text.index(f"  - name: {given.wire_name}\n    label:")
        for given in (card.inputs or ())[1:]
    ]
    end = text.index(
        "\n\n## Integration Header Prepare ", text.index("## Model Inputs")
    )
    place = draw(st.sampled_from([*places, end]))
    return card, f"{text[:place]}\n{draw(_BLOCKS)}{text[place:]}"


# Headings and prose


@few
@given(interrupted_cards())
def test_a_line_at_the_margin_is_no_part_of_an_input_and_reported(
    interrupted: tuple[Card, str],
) -> None:
    card, text = interrupted
    reading = read(text)
    assert inputs_of(reading) == card.inputs
    assert "W012" in codes(reading)


@few
@given(interrupted_cards())
def test_no_default_of_a_flattened_card_gets_longer_in_silence(
    interrupted: tuple[Card, str],
) -> None:
    card, text = interrupted
    reading = read(flatten(text))
    assert reading.report.findings or _defaults(reading.cards) == _defaults([card])


def _defaults(read: Sequence[Card]) -> list[str]:
    return [
        flatten(given.default or "") for card in read for given in card.inputs or ()
    ]


@FORMS
@pytest.mark.parametrize("before", [STEPS, AFTER])
def test_a_heading_ends_an_input_and_its_section_is_reported(
    form: Form, before: str
) -> None:
    text = CARD.replace(before, SECTION.replace("Inspires", "Samples") + before, 1)
    reading = read(form(text))
    assert inputs_of(reading) == inputs_of(read(form(CARD)))
    assert codes(reading) == ["W012"]
    assert "Samples" in reading.report.findings[0].message


@FORMS
@pytest.mark.parametrize(
    "heading", ["## Model Parameter Inspires:", "### model parameter inspires"]
)
def test_values_to_try_behind_the_list_are_kept_without_a_word(
    form: Form, heading: str
) -> None:
    section = SECTION.replace("## Model Parameter Inspires:", heading)
    reading = read(form(CARD.replace(AFTER, section + AFTER, 1)))
    (card,) = reading.cards
    assert card.inputs == inputs_of(read(form(CARD)))
    assert [extra.name for extra in card.extras] == ["inspire"]
    assert "https://x.example/a.png" in card.extras[0].text
    assert codes(reading) == []
    between = read(form(CARD.replace(STEPS, section + STEPS, 1)))
    assert inputs_of(between) == card.inputs
    assert codes(between) == ["W012"]


@FORMS
def test_a_default_that_is_not_sent_ends_before_a_heading(form: Form) -> None:
    text = CARD.replace('"a red boat"', '"a cat"')
    reading = read(form(text.replace(STEPS, f"# Advanced\n\nText.\n\n{STEPS}", 1)))
    if form is not flatten:
        assert inputs_of(reading)[0].default == "a red boat"
    assert codes(reading) == ["W010" if form is flatten else "W012"]


@FORMS
def test_a_default_that_begins_with_what_is_sent_ends_there(form: Form) -> None:
    reading = read(form(CARD.replace(STEPS, PROSE + STEPS, 1)))
    assert inputs_of(reading)[0].default == "a red boat"
    assert codes(reading) == ["W012"]


def test_options_behind_prose_are_read() -> None:
    text = CARD.replace("    options:\n", f"{PROSE}    options:\n")
    for form in (str, flatten):
        reading = read(form(text))
        assert inputs_of(reading) == inputs_of(read(CARD))
        assert codes(reading) == ["W012"]


def test_the_rest_of_a_line_belongs_to_its_default() -> None:
    text = CARD.replace("default: a red boat", "default: a red boat at sea")
    reading = read(text)
    assert inputs_of(reading)[0].default == "a red boat at sea"
    assert codes(reading) == []


@FORMS
def test_prose_behind_the_last_option_is_not_read_in_silence(form: Form) -> None:
    reading = read(form(CARD.replace(AFTER, PROSE + AFTER, 1)))
    assert codes(reading) == ["W012" if form is str else "W010"]


@pytest.mark.parametrize("form", [flatten, without_indentation])
def test_prose_behind_a_default_that_is_not_sent_leaves_a_doubt(form: Form) -> None:
    text = CARD.replace('"a red boat"', '"a cat"').replace(STEPS, PROSE + STEPS, 1)
    assert codes(read(form(text))) == ["W010"]


@FORMS
def test_prose_before_the_first_input_is_left_out(form: Form) -> None:
    reading = read(form(CARD.replace("  - name: prompt", PROSE + "  - name: prompt")))
    assert inputs_of(reading) == inputs_of(read(form(CARD)))
    assert codes(reading) == ["W012"]


@FORMS
@pytest.mark.parametrize("before", [STEPS, AFTER])
def test_a_section_that_is_left_out_is_shown_whole(form: Form, before: str) -> None:
    text = form(CARD.replace(before, f"## More words.\n\n{before}", 1))
    (finding,) = read(text).report
    assert "'## More words.'" in finding.message


@FORMS
@pytest.mark.parametrize(
    "before", ["  - name: prompt", STEPS, "    options:\n", '      - value: "oil"']
)
def test_what_is_left_out_is_shown_whole_and_where_it_stands(
    form: Form, before: str
) -> None:
    text = form(CARD.replace(before, f"Just prose.\n\n{before}", 1))
    (finding,) = read(text).report
    assert "'Just prose.'" in finding.message
    assert text[offset_of(finding, text) :].startswith("Just prose.")


def test_a_list_without_any_input_cannot_be_read() -> None:
    start, end = CARD.index("  - name: prompt"), CARD.index(AFTER)
    (finding,) = read(f"{CARD[:start]}None so far.\n\n{CARD[end:]}").report
    assert "not 'None so far.'" in finding.message


# Other layouts


@pytest.mark.parametrize("step", [1, 3, 4, 8])
def test_keys_may_be_indented_by_any_step(step: int) -> None:
    def deeper(match: re.Match[str]) -> str:
        return " " * (2 + (len(match[0]) - 2) // 2 * step)

    text = CARD.replace(
        "    type: textarea", "    placeholder: ten\n    type: textarea"
    )
    indented = re.sub(r"^ {2,}(?=\S)", deeper, text, flags=re.MULTILINE)
    reading = read(indented)
    assert inputs_of(reading) == inputs_of(read(text))
    assert codes(reading) == ["W015"]


@few
@given(cards(), st.sampled_from([3, 4]))
def test_a_card_of_another_indentation_is_read_as_it_was_written(
    card: Card, step: int
) -> None:
    inputs = tuple(
        replace(given, help="", default=None, sample=None)
        for given in card.inputs or ()
    )
    plain = replace(card, summary="", inputs=inputs)
    text = re.sub(
        r"^ {4,}(?=\S)",
        lambda match: " " * (2 + (len(match[0]) - 2) // 2 * step),
        render_card(plain),
        flags=re.MULTILINE,
    )
    reading = read(text)
    assert codes(reading) == []
    assert inputs_of(reading) == inputs_of(read(render_card(plain)))


@FORMS
@pytest.mark.parametrize(
    "heading",
    [
        "## Model Inputs",
        "## model inputs:",
        "### Model Inputs:",
        "# MODEL INPUTS",
        "### model inputs",
        "##Model Inputs",
        "## Inputs",
        "## Model Parameters:",
        "**Model Inputs:**",
        "<h2>Model Inputs</h2>",
        "## 🎛 Model Inputs",
        "Model Inputs\n------------",
        "## Model Inputs\uff1a",
    ],
)
def test_headings_may_differ_in_case_depth_and_colon(form: Form, heading: str) -> None:
    text = CARD.replace("## Model Inputs:", heading)
    text = text.replace("## Basic tool info", "### basic tool info:")
    text = text.replace("## Task Status Information", "### TASK STATUS INFORMATION")
    reading = read(form(text))
    assert codes(reading) == []
    assert reading.cards == read(form(CARD)).cards


@FORMS
@pytest.mark.parametrize("heading", ["**Inputs!**", "## Inputs-of", "## Model_Inputs"])
def test_a_heading_that_is_not_known_is_named_in_the_hint(
    form: Form, heading: str
) -> None:
    reading = read(form(CARD.replace("## Model Inputs:", heading)))
    (finding,) = reading.report
    assert finding.code.name == "E013"
    assert heading in finding.hint


@FORMS
@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_fence_may_stand_around_the_list(form: Form, fence: str) -> None:
    text = CARD.replace("## Model Inputs: \n", f"## Model Inputs:\n{fence}yaml\n")
    closed = text.replace(AFTER, f"{fence}\n\n{AFTER}", 1)
    assert codes(read(form(closed))) == []
    assert read(form(closed)).cards == read(form(CARD)).cards
    assert read(form(text)).cards == read(form(CARD)).cards
    behind = read(form(text.replace(AFTER, f"{fence}\n{PROSE}{AFTER}", 1)))
    assert codes(behind) == ["W012"]
    assert behind.cards == read(form(CARD)).cards


@pytest.mark.parametrize("form", [str, flatten])
def test_a_list_below_another_heading_may_be_written_otherwise(form: Form) -> None:
    text = in_list(CARD, (r"- name:", "* Name:"))
    reading = read(form(text.replace("## Model Inputs:", "### Inputs")))
    assert inputs_of(reading) == inputs_of(read(form(CARD)))
    assert codes(reading) == ["W018"]


def test_other_lists_may_have_other_bullets() -> None:
    text = CARD.replace("  - tool", "  * tool").replace("- task_", "* task_")
    assert read(text).cards == read(CARD).cards


@FORMS
def test_tags_are_read_where_there_are_no_categories(form: Form) -> None:
    text = CARD.replace("Model categories:\n  - tool", "Model tags:\n  - a tag\n  - b")
    (card,) = read(form(text)).cards
    assert (card.tags, card.categories) == (("a tag", "b"), ())
    assert card.cover.endswith("acme-paint.png")


def test_tags_are_the_last_of_their_kind() -> None:
    text = re.sub(r"Model cover: \S+\n", "", CARD)
    text = text.replace("what it is told.", "what its Model tags: say.")
    text = text.replace("Model categories:\n  - tool", "Model tags:\n  - a tag")
    (card,) = read(text).cards
    assert card.tags == ("a tag",)
    assert card.summary == "Paints what its Model tags: say."


# Other inputs in the Run request


@few
@given(cards(lines=False), st.data())
def test_the_run_request_may_send_the_inputs_in_any_order(
    card: Card, data: st.DataObject
) -> None:
    names = [given.wire_name for given in card.inputs or ()]
    order = data.draw(st.permutations(names))
    reading = read(render_card(card, names=order))
    assert inputs_of(reading) == card.inputs
    assert codes(reading) == ([] if order == names else ["W017"])


@few
@given(cards(lines=False), st.data())
def test_an_input_that_the_run_request_does_not_send_is_read_and_reported(
    card: Card, data: st.DataObject
) -> None:
    inputs = card.inputs or ()
    assume(not any((given.default or "").startswith('"') for given in inputs))
    sent = data.draw(st.sets(st.sampled_from([given.wire_name for given in inputs])))
    names = [given.wire_name for given in inputs if given.wire_name in sent]
    reading = read(render_card(card, names=names))
    assert codes(reading) == ["W016"] * (len(inputs) - len(names))
    assert inputs_of(reading) == tuple(
        given if given.wire_name in sent else replace(given, sample=None)
        for given in inputs
    )


@FORMS
def test_inputs_that_are_not_sent_are_found_without_indentation(form: Form) -> None:
    reading = read(form(CARD.replace('  "steps": 20,\n', "")))
    assert inputs_of(reading) == inputs_of(read(form(CARD)))
    (finding,) = reading.report
    assert (finding.code.name, finding.span.pointer) == ("W016", "/inputs/steps")


def test_what_every_model_takes_is_no_input_where_it_is_listed() -> None:
    listed = STEPS.replace("steps", "callbackUrl") + (
        "    label: Callback\n    help:\n    type: text\n    default:\n\n"
    )
    reading = read(CARD.replace(STEPS, listed + STEPS, 1))
    assert inputs_of(reading) == inputs_of(read(CARD))
    assert codes(reading) == []


def test_what_the_list_lacks_is_refused_at_the_request() -> None:
    reading = read(CARD.replace('"steps": 20,', '"steps": 20, "size": 3,'))
    (finding,) = reading.report
    assert (finding.code.name, finding.span.pointer) == ("E016", "/inputs/size")


# What differs in a word


def test_a_type_may_be_in_capitals_and_options_in_single_quotes() -> None:
    text = CARD.replace("type: select", "type: Select")
    text = text.replace('"oil"\n', "'oil'\n").replace('"ink"\n', "'ink'\n")
    reading = read(text)
    assert codes(reading) == []
    assert inputs_of(reading)[2].kind == inputs_of(read(CARD))[2].kind


@FORMS
@pytest.mark.parametrize("word", ["null", "None", "undefined"])
def test_a_word_for_nothing_is_no_default_where_it_is_not_sent(
    form: Form, word: str
) -> None:
    text = CARD.replace("default: a red boat", f"default: {word}")
    text = text.replace("default: 20", f"default: {word}")
    reading = read(form(text))
    assert [code for code in codes(reading) if code != "W010"] == ["W031", "W031"]
    assert [given.default for given in inputs_of(reading)] == [None, None, "oil"]
    sent = read(form(text.replace('"a red boat"', f'"{word}"')))
    assert inputs_of(sent)[0].default == word


def test_prose_that_is_indented_as_a_key_is_no_part_of_an_option() -> None:
    reading = read(CARD.replace("label: Ink\n", f"label: Ink\n\n    {PROSE}", 1))
    assert inputs_of(reading) == inputs_of(read(CARD))
    assert codes(reading) == ["W012"]


@pytest.mark.parametrize(
    "block",
    ["**Advanced**", "<h2>Advanced</h2>", "```", "> Note", "![a](b)", "--- Advanced"],
)
def test_a_block_behind_the_last_option_of_a_flattened_list_is_told(block: str) -> None:
    text = CARD.replace("label: Ink\n", f"label: Ink\n\n{block}\n", 1)
    assert codes(read(flatten(text))) == ["W010"]
    text = CARD.replace("label: Ink\n", "label: ink\n\nNote: slow.\n", 1)
    text = text.replace("label: Oil on canvas\n", "label: oil\n")
    assert codes(read(flatten(text))) == ["W010"]


# What a reading is chosen by


def test_the_last_option_may_end_at_a_head_of_the_next_input() -> None:
    text = CARD.replace("label: Ink", "label: Ink - name: seed label: again")
    text = text.replace(
        AFTER, f"  - name: seed\n    label: Seed\n    help:\n    type: text\n"
        f"    default: 1\n\n{AFTER}", 1,
    )  # fmt: skip
    text = text.replace('"style": "oil",', '"style": "oil", "seed": "1",')
    findings = [*read(flatten(text)).report]
    places = [offset_of(finding, flatten(text)) for finding in findings]
    ends = ["its last option or key ends" in finding.message for finding in findings]
    assert True in ends
    assert flatten(text)[places[ends.index(True)] :].startswith("options:")


def test_a_quoted_default_that_is_sent_may_hold_keys() -> None:
    value = 'say "oil" options: - value: no'
    quoted = '"say \\"oil\\" options: - value: no"'
    text = CARD.replace("default: oil", f"default: {quoted}")
    text = text.replace('- value: "oil"', f"- value: {quoted}")
    text = text.replace('"style": "oil"', f'"style": {quoted}')
    reading = read(flatten(text))
    assert codes(reading) == []
    assert inputs_of(reading)[2].default == value


def test_a_default_is_likelier_where_nothing_but_the_next_input_follows() -> None:
    help_text = "such as type: number default: 20 note: or more"
    text = CARD.replace("More steps take longer.", help_text)
    reading = read(flatten(text))
    (finding,) = reading.report
    assert offset_of(finding, flatten(text)) == flatten(text).index("type: number")
    steps = inputs_of(reading)[1]
    assert (steps.help, steps.default, steps.extras) == (help_text, "20", ())
    assert codes(reading) == ["W010"]


def test_a_text_that_is_not_sent_may_hold_the_word_options() -> None:
    text = CARD.replace("default: a red boat", "default: a options: - value: b")
    reading = read(flatten(text.replace('"a red boat"', '"x"')))
    assert inputs_of(reading)[0].default == "a options: - value: b"
    assert codes(reading) == ["W010"]


def test_options_may_be_indented_by_another_step_than_keys() -> None:
    lines = []
    for line in CARD.splitlines():
        is_key = line.startswith("    ") and not line.startswith("      ")
        lines.append(f"  {line}" if is_key else line)
    reading = read("\n".join(lines).replace("More steps", "a\nvalue: b\nMore steps"))
    assert codes(reading) == []
    style = inputs_of(reading)[2]
    assert style == inputs_of(read(CARD))[2]


# Where findings are

LIST_ENDS = "label: Ink\n"
TWICE = "description: a triggerwords: b description: c\n"
ENDPOINT = "https://api.wiro.ai/v1/Run/acme/paint\n"
RUN = f"Run Task Endpoint (POST):\n{ENDPOINT}"
DETAIL = "Get Task Detail Endpoint (POST):\nhttps://api.wiro.ai/v1/Task/Detail\n"
NOT_SENT = {'"a red boat"': '"a cat"'}


@pytest.mark.parametrize(
    ("form", "edits", "places"),
    [
        # The texts of an input
        (flatten, {"label: Prompt": "label: I need help: ask"}, ["help: ask"]),
        (without_indentation, {"label: Prompt": "label: I need help: ask"}, []),
        (str, {STEPS: PROSE + STEPS}, ["These"]),
        (str, {": a red boat": ":\n\n## Other:\n- a: b"} | NOT_SENT, ["## Other"]),
        (without_indentation, {": a red boat": ": a\nboat"}, ["default: a"]),
        (without_indentation, NOT_SENT, []),
        (flatten, NOT_SENT, ["default: a red"]),
        (str, {": a red boat": ": null", '"a red boat"': '""'}, ["default: null"]),
        (
            str,
            {"Steps\n": "Steps\n    hulp: b\n    help: a\n"},
            ["hulp: b", "help: Mo"],
        ),
        # Options
        (
            str,
            {"    options:": "    stray\n    colour: 1\n    options:"},
            ["stray", "col"],
        ),
        (flatten, {"options:": "colour: 1\n    options:"}, ["colour: 1"]),
        (str, {LIST_ENDS: f"{LIST_ENDS}    options: b\n"}, ["options: b"]),
        (str, {"options:": "options:\n      stray"}, ["stray"]),
        (flatten, {"options:": "options:\n      stray"}, ["stray"]),
        (str, {"options:": 'options:\n      - value: "x"'}, ['- value: "x"']),
        (
            str,
            {"20\n": '20\n    options:\n      - value: "1"\n'},
            ["- name", "- value"],
        ),
        (without_indentation, {"Oil on": "Oil\non"}, ['- value: "oil"']),
        (without_indentation, {"label: Oil": "label:\nOil"}, []),
        (flatten, {LIST_ENDS: f"{LIST_ENDS}**More**\n"}, ['- value: "ink"']),
        (
            flatten,
            {"on canvas": "on 3 old canvases", "Ink": "An ink of 3 old ones"},
            [],
        ),
        (flatten, {LIST_ENDS: LIST_ENDS + TWICE}, ["description: a"]),
        (
            without_indentation,
            {LIST_ENDS: f"{LIST_ENDS}description: a\ndescription: b\n"},
            ['- value: "ink"', "description: a"],
        ),
        # The facts of the model
        (str, {"categories:\n": "categories:\n  stray\n"}, ["stray"]),
        (flatten, {"categories:\n": "categories:\n  stray\n"}, ["stray"]),
        (str, {"Model cat": "Model size: 3\nModel cat"}, ["Model size"]),
        (str, {RUN: ""}, []),
        (str, {DETAIL: "", "What to paint.": RUN.replace("acme", "other")}, []),
        (str, {ENDPOINT: "  https://x.example\n"}, ["https://x.example"]),
        (str, {ENDPOINT: ENDPOINT.replace("t\n", "\n")}, [ENDPOINT[:-2]]),
        (str, {'paint" ': 'oil" '}, ["https://api.wiro.ai/v1/Run/acme/oil"]),
        (str, {"v1/Task": "v2/Task"}, ["https://api.wiro.ai/v2/Task/Detail"]),
        (str, {"name: acme/paint": "name:   Paint"}, ["Paint"]),
        # What cannot be read
        (str, {"type: number": "type: numb"}, ["type: numb"]),
        (str, {"name: steps": "name: prompt"}, ["- name: prompt\n    label: Steps"]),
        (str, {'"steps": 20': '"steps": 20, "steps": 3'}, ['"steps": 3']),
        (str, {'"steps": 20': "20: 20"}, ["20: 20"]),
        (str, {"type: number": "typ: number"}, ["- name: steps"]),
        (flatten, {"type: number": "typ: number"}, ["- name: steps"]),
        (str, {"type: textarea": "typ: x"}, ["- name: prompt"]),
        (without_indentation, {"type: number": "typ: number"}, ["- name: steps"]),
        (str, {"type: select": "typ: select"}, ["- name: style"]),
        (flatten, {"type: select": "typ: select"}, ["- name: style"]),
        (
            flatten,
            {f"type: {word}": "typ:" for word in ("textarea", "number", "select")},
            ["- name: prompt"],
        ),
        (str, {"Run/acme/paint\n": "Run/paint\n"}, ["https://api.wiro.ai/v1/Run/p"]),
        (
            str,
            {"Model name: acme/paint\n": "", "it is told.\n": "Model name: a/b\n"},
            ["Model description"],
        ),
    ],
)
def test_a_finding_stands_where_its_text_begins(
    form: Form, edits: dict[str, str], places: list[str]
) -> None:
    card = CARD
    for old, new in edits.items():
        assert old in card
        card = card.replace(old, new, 1)
    text = form(card)
    offsets = [offset_of(finding, text) for finding in read(text).report]
    begins = [
        text[at:][: len(place)] for at, place in zip(offsets, places, strict=True)
    ]
    assert begins == places


@pytest.mark.parametrize(("length", "is_whole"), [(60, True), (61, False)])
def test_a_finding_shows_as_much_of_a_text_as_fits_a_line(
    length: int, is_whole: bool
) -> None:
    report = read(CARD.replace("name: acme/paint", f"name: {'x' * length}")).report
    (finding,) = (f for f in report if "is not a slug" in f.message)
    assert ("…" not in finding.message) == is_whole


def test_an_item_of_a_list_is_a_line() -> None:
    (card,) = read(CARD.replace("  - tool\n", "  - a - b\n  - \n  - c\n")).cards
    assert card.categories == ("a - b", "c")


# Texts that look like keys, and keys that look like texts


def unsent(default: str, form: Form = str) -> Reading:
    """A card whose first input has a default that the Run request does not send."""
    text = CARD.replace("default: a red boat", f"default: {default}")
    return read(form(text.replace('"a red boat"', '"x"')))


@pytest.mark.parametrize("default", ['"a" boat', '"', '"a', "'a'"])
def test_quotes_that_are_not_around_a_default_belong_to_it(default: str) -> None:
    assert inputs_of(unsent(default))[0].default == default


def test_a_key_ends_a_default_that_is_not_sent() -> None:
    prompt, *_ = inputs_of(unsent("a boat\n    placeholder: of any colour"))
    assert prompt.default == "a boat"
    assert prompt.extras == (Extra("placeholder", "of any colour"),)


@pytest.mark.parametrize("form", [str, flatten])
def test_an_empty_default_ends_before_a_key_only_where_lines_tell(form: Form) -> None:
    text = CARD.replace("default: a red boat", "default:\n    note: a boat")
    reading = read(form(text.replace('"a red boat"', '""')))
    prompt, *_ = inputs_of(reading)
    note = (Extra("note", "a boat"),) if form is str else ()
    assert (prompt.default, prompt.extras) == (
        None if form is str else "note: a boat",
        note,
    )


@pytest.mark.parametrize("form", [str, flatten])
def test_a_heading_right_behind_default_leaves_it_empty(form: Form) -> None:
    reading = unsent("\n\n## Advanced\nText.\n", form)
    assert inputs_of(reading)[0].default is None
    assert "W012" in codes(reading)


def test_a_default_before_options_leaves_no_doubt() -> None:
    text = CARD.replace("default: oil", "default: deep oil")
    reading = read(flatten(text))
    assert inputs_of(reading)[2].default == "deep oil"
    assert codes(reading) == []


def test_a_text_like_an_input_that_has_no_type_is_none() -> None:
    text = CARD.replace("default: a red boat", "default: a red boat - name: x label: y")
    reading = read(flatten(text))
    assert [each.wire_name for each in inputs_of(reading)] == [
        "prompt",
        "steps",
        "style",
    ]
    assert inputs_of(reading)[0].default == "a red boat"


@pytest.mark.parametrize(("sent", "found"), [("a red boat", []), ("x", ["W010"])])
def test_a_name_of_several_words_is_read_where_it_is_sent(
    sent: str, found: list[str]
) -> None:
    text = CARD.replace("steps", "in steps").replace('"a red boat"', f'"{sent}"')
    reading = read(flatten(text))
    assert inputs_of(reading)[0].default == "a red boat"
    assert inputs_of(reading)[1].wire_name == "in steps"
    assert codes(reading) == found


def test_an_input_begins_a_line_and_its_label_another_where_lines_tell() -> None:
    text = "a boat - name: seed label: x"
    assert inputs_of(unsent(text))[0].default == text
    prompt, *_ = inputs_of(unsent("a boat - name: seed\n    label: x"))
    assert (prompt.default, prompt.extras) == (
        "a boat - name: seed",
        (Extra("label", "x"),),
    )
    reading = read(CARD.replace(STEPS, f"  - name: seed label: x\n{STEPS}"))
    assert inputs_of(reading) == inputs_of(read(CARD))
    assert codes(reading) == ["W012"]


def test_an_option_may_have_keys_of_its_own() -> None:
    reading = read(CARD.replace("label: Ink\n", "label: Ink\n        shade: dark\n"))
    _, ink = options_of(reading)
    assert ink == Option(value="ink", label="Ink", extras=(Extra("shade", "dark"),))
    assert codes(reading) == ["W015"]


def test_a_label_stands_in_a_line_of_its_own_where_lines_tell() -> None:
    for value in ("ink label: dark", '"ink" label: dark'):
        text = CARD.replace('- value: "ink"\n', f"- value: {value}\n")
        assert options_of(read(text))[1] == Option(value=value, label="Ink")


def test_options_in_one_line_do_not_tell_how_options_are_indented() -> None:
    start, end = CARD.index('      - value: "oil"'), CARD.index(AFTER)
    listed = CARD[start:end].replace("      - ", "        - ")
    text = CARD[:start] + listed.replace("        label", "            label")
    text = text.replace("a red boat\n", "a red boat\n    options: - value: x\n", 1)
    assert options_of(read(text + CARD[end:])) == options_of(read(CARD))


def test_options_in_a_help_do_not_tell_how_options_are_indented() -> None:
    listed = "\n          options:\n          - value: red\n            label: Red"
    text = CARD.replace("help: What to paint.", f"help: Of these:{listed}")
    assert inputs_of(read(text))[1:] == inputs_of(read(CARD))[1:]


def test_a_text_like_an_input_whose_name_has_several_words_is_none() -> None:
    reading = unsent("a - name: some thing label: x type: text default: y", flatten)
    assert [each.wire_name for each in inputs_of(reading)] == [
        "prompt",
        "steps",
        "style",
    ]


def test_quotes_around_a_value_hold_whatever_looks_like_an_option() -> None:
    value = "oil - value: x label: y"
    reading = read(flatten(CARD.replace('- value: "oil"', f'- value: "{value}"')))
    assert [option.value for option in options_of(reading)] == [value, "ink"]


def test_a_last_option_may_go_on_where_others_do() -> None:
    assert codes(read(flatten(CARD.replace("label: Ink", "label: ink pen")))) == []


def test_a_list_may_begin_in_the_line_of_its_heading() -> None:
    text = CARD.replace("## Model Inputs: \n\n  - name", "## Model Inputs: - name")
    reading = read(text)
    assert inputs_of(reading) == inputs_of(read(CARD))
    assert codes(reading) == []


def test_a_text_that_is_sent_may_be_blank() -> None:
    text = CARD.replace("default: a red boat", "default:")
    given = inputs_of(read(text.replace('"a red boat"', '" "')))[0]
    assert given.default is None


def test_a_default_is_cut_between_words_alone() -> None:
    text = CARD.replace("default: a red boat", "default: a redder boat")
    given = inputs_of(read(flatten(text.replace('"a red boat"', '"a red"'))))[0]
    assert given.default == "a redder boat"


def test_keys_may_follow_the_options_where_lines_tell() -> None:
    text = CARD.replace("label: Ink\n", "label: Ink\n\n    hidden: yes\n")
    reading = read(text)
    assert inputs_of(reading)[2].extras == (Extra("hidden", "yes"),)
    assert options_of(reading) == options_of(read(CARD))


def test_prose_behind_a_key_that_is_not_known_is_no_part_of_it() -> None:
    text = CARD.replace("default: 20\n", f"default: 20\n    hidden: yes\n\n{PROSE}", 1)
    reading = read(text)
    assert inputs_of(reading)[1].extras == (Extra("hidden", "yes"),)
    assert sorted(codes(reading)) == ["W012", "W015"]


@pytest.mark.parametrize("words", ["triggerwords", "generatesettings"])
def test_keys_may_follow_the_empty_lists_of_an_option(words: str) -> None:
    text = CARD.replace("label: Ink\n", f"label: Ink\n {words}: []\n shade: dark\n")
    _, ink = options_of(read(flatten(text)))
    assert ink.extras == (Extra(words, "[]"), Extra("shade", "dark"))


def test_the_lists_of_an_option_have_their_order() -> None:
    lists = "generatesettings: []\n triggerwords: []\n"
    text = CARD.replace("label: Ink\n", f"label: Ink\n {lists}")
    assert codes(read(flatten(text))) == ["W010"]


ONE_OPTION = CARD.replace('      - value: "ink"\n        label: Ink\n', "")


@pytest.mark.parametrize(
    ("words", "doubts"),
    [
        ("Oil on old canvas", []),
        (f"Oil {'and ink ' * 9}", ["W010"]),
        (f"Oil description: Oil {'and ink ' * 9}", ["W010"]),
    ],
)
def test_a_last_option_of_far_more_words_leaves_a_doubt(
    words: str, doubts: list[str]
) -> None:
    text = flatten(ONE_OPTION.replace("Oil on canvas", words))
    assert codes(read(text)) == doubts


def test_a_text_that_is_sent_may_have_line_ends() -> None:
    reading = read(CARD.replace('"a red boat"', '"a red\nboat"'))
    assert inputs_of(reading)[0].default == "a red\nboat"
    assert codes(reading) == []


def test_a_card_may_be_without_blocks_of_code_and_without_its_first_heading() -> None:
    text = CARD.replace("```bash\n", "").replace("```\n", "")
    text = text.replace("## Basic tool info\n\n", "")
    assert read(text).cards == read(CARD).cards


@pytest.mark.parametrize(
    ("kind", "default"), [("multiselect", None), ("text", "[]"), ("number", "[]")]
)
def test_an_empty_list_is_no_default_of_what_takes_several(
    kind: str, default: str | None
) -> None:
    text = CARD.replace("type: select", f"type: {kind}")
    given = inputs_of(read(text.replace("default: oil", "default: []")))[2]
    assert given.default == default


@pytest.mark.parametrize(("key", "is_whole"), [("min", False), ("note", True)])
def test_a_number_is_whole_where_its_own_keys_are(key: str, is_whole: bool) -> None:
    text = CARD.replace("default: 20\n", f"default: 20\n    {key}: 0.5\n", 1)
    kind = inputs_of(read(text))[1].kind
    assert isinstance(kind, Number)
    assert kind.integer is is_whole


def test_a_number_may_be_sent_as_a_word() -> None:
    assert inputs_of(read(CARD.replace('": 20', '": "many"')))[1].sample == "many"


def test_a_body_without_its_closing_quote_is_refused() -> None:
    (finding,) = read(CARD.replace("}';", "};", 1)).report
    assert "ends in the middle" in finding.message


def test_a_name_in_a_body_stands_in_quotes() -> None:
    (finding,) = read(CARD.replace('"steps": 20', "20: 20")).report
    assert "double quotes" in finding.message


# What is beside the inputs


def test_a_card_may_lack_its_description_and_its_statuses() -> None:
    text = re.sub(r"Model description: .*\n", "", CARD)
    (card,) = read(text[: text.index("## Task Status")]).cards
    assert (card.summary, card.statuses) == ("", ())
    assert card.cover.endswith("acme-paint.png")


def test_the_facts_of_a_card_may_stand_in_another_order() -> None:
    cover = "Model cover: https://cdn.example/acme-paint.png\n"
    assert cover in CARD
    text = CARD.replace(cover, "").replace("  - tool\n", f"  - tool\n{cover}")
    assert read(text).cards == read(CARD).cards


def test_the_path_of_a_run_is_where_it_was_read() -> None:
    for text in (CARD, CARD.replace(RUN, "")):
        (card,) = read(text).cards
        at = card.run_path_span.position
        assert at is not None
        line = text.splitlines()[at.line - 1]
        assert line[at.column - 1 :].startswith("https://api.wiro.ai/v1/Run/acme")


def test_an_address_that_is_not_used_is_kept() -> None:
    (card,) = read(CARD.replace("v1/Task", "v2/Task")).cards
    kept = Extra(
        "Get Task Detail Endpoint (POST)", "https://api.wiro.ai/v2/Task/Detail"
    )
    assert card.extras == (kept,)


def test_a_text_is_no_card_for_a_heading_of_inputs_alone() -> None:
    assert not looks_like_model_card("help: see ### model inputs: - name: x")


@pytest.mark.parametrize(
    ("default", "sent", "sample"),
    [("on", "true", None), ("on", "false", "false"), ("", "true", "true")],
)
def test_a_switch_that_is_sent_is_a_sample_where_it_differs_from_the_default(
    default: str, sent: str, sample: str | None
) -> None:
    text = CARD.replace("type: number", "type: checkbox")
    text = text.replace("default: 20", f"default: {default}")
    given = inputs_of(read(text.replace('"steps": 20', f'"steps": {sent}')))[1]
    assert (given.kind, given.sample) == (Switch(), sample)


def test_options_that_are_sent_without_a_default_are_a_sample() -> None:
    text = CARD.replace("type: select", "type: multiselect")
    text = text.replace("default: oil", "default:")
    reading = read(text.replace('"style": "oil"', '"style": ["ink"]'))
    assert inputs_of(reading)[2].sample == '["ink"]'


@pytest.mark.parametrize(
    ("sent", "sample"), [('["oil"]', None), ('["ink"]', '["ink"]'), ("[]", None)]
)
def test_options_that_are_sent_are_a_sample_where_they_differ_from_the_default(
    sent: str, sample: str | None
) -> None:
    text = CARD.replace("type: select", "type: multiselect")
    reading = read(text.replace('"style": "oil"', f'"style": {sent}'))
    assert inputs_of(reading)[2].sample == sample


# Lists that are written otherwise


def in_list(text: str, *changes: tuple[str, str]) -> str:
    """A card with changes, each of a pattern, in its list of inputs."""
    start, end = text.index("## Model Inputs"), text.index(AFTER)
    listed = text[start:end]
    for pattern, replacement in changes:
        listed = re.sub(pattern, replacement, listed, flags=re.MULTILINE)
    return text[:start] + listed + text[end:]


KEYS = r"(name|label|help|type|default|options|value)"


@pytest.mark.parametrize("form", [str, flatten])
@pytest.mark.parametrize(
    "changes",
    [
        [(r"- name:", "* name:")],
        [(r"- (name|value):", r"+ \1:")],
        [(r"- name:", "1. name:")],
        [(rf"{KEYS}:", r"**\1:**")],
        [(rf"{KEYS}:", r"**\1**:")],
        [(rf"{KEYS}:", "`\\1`:")],
        [(r"label:", "Label:"), (r"help:", "HELP:")],
        [(r"type:", "TYPE:")],
        [(rf"{KEYS}:", "\\1\uff1a")],
        [(r"label:", "label :")],
        [(r"- name: (\w+)", r'- name: "\1"')],
        [(r"- name: (steps)", r"- name: '\1'")],
        [(r"^ {4}(label|help|type|default|options):", r"    - **\1:**")],
        [(r"( +label: .*\n)( +help: .*\n)", r"\2\1")],
        [(r"( +type: .*\n)( +default: .*\n)", r"\2\1")],
        [(r"( +help: .*\n)( +type: .*\n)( +default: .*\n)", r"\2\3\1")],
        [(r"( +default: oil\n)((?:.+\n|\n(?= +-))+)", r"\2\1")],
    ],
)
def test_a_list_that_is_written_otherwise_is_read_as_it_is_meant(
    form: Form, changes: list[tuple[str, str]]
) -> None:
    text = in_list(CARD, *changes)
    assert text != CARD
    reading = read(form(text))
    assert reading.cards == read(form(CARD)).cards
    assert {*codes(reading)} <= {"W018"}
    is_help_last = "HELP" not in text and not reading.report.findings
    assert reading.report.findings or is_help_last


@pytest.mark.parametrize(
    "changes",
    [
        [(r"^  - name:", "    name:")],
        [(r"^", "> ")],
        [(r"(name|label|default): ?(.*)", r"\1: \2,")],
        [(r"label: ", "label:")],
    ],
)
def test_a_list_in_lines_may_differ_where_a_flattened_one_may_not(
    changes: list[tuple[str, str]],
) -> None:
    text = in_list(CARD, *changes)
    reading = read(text)
    assert inputs_of(reading)[:2] == inputs_of(read(CARD))[:2]
    assert "W018" in codes(reading)


@pytest.mark.parametrize("bullet", ["-", "*"])
def test_a_quote_behind_a_list_is_no_part_of_its_last_default(bullet: str) -> None:
    text = CARD.replace("- name:", f"{bullet} name:")
    start, end = text.index("    options:\n"), text.index(AFTER)
    text = f"{text[:start]}\n> see the manual\n\n{text[end:]}"
    reading = read(text)
    assert inputs_of(reading)[-1].default == "oil"
    assert "'> see the manual'" in next(
        finding.message for finding in reading.report if finding.code.name == "W012"
    )


def test_a_help_of_a_flattened_card_may_tell_the_default_in_its_words() -> None:
    told = "From 1 to 10. Default: 5"
    text = CARD.replace("More steps take longer.", told)
    text = in_list(text, (r"( +help: .*\n)( +type: number\n)", r"\2\1"))
    steps = inputs_of(read(flatten(text)))[1]
    assert (steps.help, steps.default) == (told, "20")


@pytest.mark.parametrize("sent", ["", "water"])
def test_a_default_of_two_lines_that_is_not_sent_is_in_doubt(sent: str) -> None:
    text = CARD.replace("default: oil\n", "default: oil\n\n     see the manual\n")
    reading = read(text.replace('"style": "oil"', f'"style": "{sent}"'))
    assert ("W010", "style") in [
        (finding.code.name, finding.wire_name) for finding in reading.report
    ]


def test_what_stands_behind_an_input_of_every_model_is_not_left_out_in_silence() -> (
    None
):
    common = STEPS.replace("steps", "callbackUrl") + "    label:\n    help:\n"
    common += "    type: text\n    default:\n\n"
    text = CARD.replace(STEPS, f"{common}see the manual\n{STEPS}")
    reading = read(text)
    assert inputs_of(reading) == inputs_of(read(CARD))
    assert "W012" in codes(reading)


@pytest.mark.parametrize("form", [str, flatten])
@pytest.mark.parametrize("key", ["label", "default", "label|help"])
def test_an_input_that_lacks_a_key_is_read_and_named(form: Form, key: str) -> None:
    text = in_list(CARD, (rf"(- name: steps\n(?:.+\n)*?)(?: +(?:{key}):.*\n)+", r"\1"))
    reading = read(form(text))
    assert [each.wire_name for each in inputs_of(reading)] == [
        *("prompt", "steps", "style")
    ]
    (finding,) = reading.report
    assert (finding.code.name, finding.wire_name) == ("W018", "steps")
    assert f"`{key.partition('|')[0]}:`" in finding.message


@FORMS
def test_an_input_without_a_type_is_named(form: Form) -> None:
    (finding,) = read(form(in_list(CARD, (r" +type: number\n", "")))).report
    assert (finding.code.name, finding.wire_name) == ("E018", "steps")
    assert "`type:`" in finding.message


@FORMS
@pytest.mark.parametrize("is_sent", [True, False])
@pytest.mark.parametrize("default", ["a red boat", "a blue boat"])
def test_an_entry_with_a_misspelt_name_is_an_input_of_its_own(
    form: Form, is_sent: bool, default: str
) -> None:
    text = CARD.replace('"prompt": "a red boat"', f'"prompt": "{default}"')
    text = text if is_sent else text.replace('"steps": 20,', "")
    reading = read(form(text.replace("- name: steps", "- nme: steps")))
    assert inputs_of(reading) == inputs_of(read(form(text)))
    (finding,) = [each for each in reading.report if each.code.name == "W018"]
    assert finding.wire_name == "steps"
    assert "`- nme:` is read as `- name:`" in finding.message
    assert {*codes(reading)} == {*codes(read(form(text))), "W018"}


def test_an_option_with_a_misspelt_value_is_one() -> None:
    reading = read(CARD.replace('- value: "ink"', '- valeu: "ink"'))
    assert inputs_of(reading) == inputs_of(read(CARD))
    assert codes(reading) == ["W018"]


@pytest.mark.parametrize(
    ("changed", "hint"),
    [("- id: steps", "line 23, column 9"), ("- name: Steps", "did you mean 'Steps'?")],
)
def test_an_input_that_the_list_lacks_is_looked_for(changed: str, hint: str) -> None:
    text = CARD.replace("- name: steps", changed)
    (finding,) = read(text).report.errors
    assert (finding.code.name, finding.wire_name) == ("E016", "steps")
    assert hint in finding.hint


def test_every_input_that_the_list_lacks_is_told_with_the_rest() -> None:
    text = CARD.replace("name: steps", "name: strength").replace("textarea", "texarea")
    text = text.replace('"steps": 20', '"strenght": 20, "size": 3')
    reading = read(text)
    assert reading.cards == ()
    assert [(each.code.name, each.wire_name) for each in reading.report] == [
        *(("W011", "prompt"), ("W016", "strength")),
        *(("E016", "strenght"), ("E016", "size")),
    ]
    hints = [each.hint for each in reading.report]
    assert hints[0].startswith("did you mean 'textarea'?")
    assert hints[2] == "did you mean 'strength'?"


@pytest.mark.parametrize(
    ("key", "message", "hint"),
    [
        ("hlep", "not a known key", "did you mean 'help'?"),
        ("label", "not expected here", "an input has each key once"),
        ("unheard", "not a known key", "tell the authors of wirogen"),
    ],
)
def test_a_key_of_an_input_that_is_not_read_is_told(
    key: str, message: str, hint: str
) -> None:
    text = CARD.replace("label: Steps", f"label: Steps\n    {key}: S")
    (finding,) = read(text).report
    assert (finding.code.name, finding.wire_name) == ("W015", "steps")
    assert message in finding.message
    assert hint in finding.hint


SPOIL: dict[str, Callable[[str], str]] = {
    "lost": lambda line: "",
    "twice": lambda line: f"{line}\n{line}",
    "another bullet": lambda line: line.replace("- ", "* ", 1),
    "numbered": lambda line: line.replace("- ", "1. ", 1),
    "capitals": lambda line: re.sub(
        r"(\w+):", lambda key: key[0].upper(), line, count=1
    ),
    "decorated": lambda line: re.sub(r"(\w+):", r"**\1:**", line, count=1),
    "glued": lambda line: line.replace(": ", ":", 1),
    "a comma": lambda line: f"{line},",
    "deeper": lambda line: f" {line}",
    "prose": lambda line: f"{line}\nThese are for experts.",
    "a heading": lambda line: f"{line}\n## Advanced",
}


def sendable(reading: Reading) -> list[tuple[object, ...]]:
    """What a client would offer or send."""
    return [
        (given.wire_name, given.default, getattr(given.kind, "values", None))
        for given in inputs_of(reading)
    ]


@settings(examples(200))
@given(st.data(), st.sampled_from([str, flatten]))
def test_a_spoilt_line_changes_nothing_that_is_sent_in_silence(
    data: st.DataObject, form: Form
) -> None:
    start, end = CARD.index("  - name: prompt"), CARD.index(AFTER)
    lines = CARD[start:end].splitlines()
    at = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line]))
    kind = data.draw(st.sampled_from([*SPOIL]))
    lines[at] = SPOIL[kind](lines[at])
    reading = read(form("\n".join([CARD[:start], *lines, CARD[end:]])))
    if not reading.report.findings:
        assert sendable(reading) == sendable(read(form(CARD)))


@few
@given(interrupted_cards())
def test_a_list_as_it_is_written_is_likelier_than_another(
    interrupted: tuple[Card, str],
) -> None:
    _, text = interrupted
    assert "W018" not in codes(read(text))
