"""Hypothesis strategies for Cards: any that a reader could give, and nothing tamer.

Names within a Card are unique, bounds are in order and steps positive, for readers
refuse the rest; every text is any text.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from wirogen.card import (
    SPELLINGS,
    Card,
    Condition,
    Corrections,
    Extra,
    File,
    Input,
    Kind,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    RunPath,
    Select,
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.plain_tree import json_text

NASTY_TEXTS = (
    *(
        "",
        " ",
        "\n",
        "\t",
        "~",
        "null",
        "on",
        "No",
        "y",
        "16:9",
        "1_000",
        "0x1f",
        "0o7",
    ),
    *(
        "5",
        "5.0",
        "1e5",
        ".5",
        "-",
        "- a",
        "--- ",
        "...",
        "? a",
        "a: b",
        "a :b",
        "a #b",
    ),
    *(
        "a:",
        "#",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "<<",
        "=",
        "2001-01-01",
    ),
    *(
        "2001-12-14 21:59:43",
        "{a}",
        "[a]",
        "a, b",
        "'",
        '"',
        "\\",
        "\\n",
        "it's",
        "a\\",
    ),
    *(" lead", "trail ", "two  blanks", "\nlead", "trail\n", "trail\n\n", "a\n\n\nb"),
    *("a\n  b\n", "a\n\tb", "a \nb", "\ta", "a\r\nb", "a\rb", "\x00", "\x07", "\x7f"),
    *("\x85", "a\x85b", "\u2028", "\u2029x", "\ufeff", "a\ufeff", "\u00a0", "\ufffe"),
    *("\u202eevil", "\U0001f600", "\U0001fffe", "é", "日本語", '"""', "'''", "{{ x }}"),
    *("{% raw %}", "%s", "[bold]", "${X}", "`rm`", "\\u0041", "\\N{DASH}", "</script>"),
    *("word " * 40, "x" * 300, "a" * 90 + " b  c", "line\n" * 30, "w " * 60 + "\n"),
)
"""Texts that have broken a writer, a reader or a template before."""

texts = st.one_of(
    st.sampled_from(NASTY_TEXTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(st.sampled_from(NASTY_TEXTS), max_size=3).map("".join),
)
"""Any text without lone surrogates, which no reader lets through."""

wire_names = st.one_of(
    st.sampled_from(
        ("prompt", "topP", "top_p", "class", "Watermark", "watermark", "inputImage")
    ),
    texts.filter(bool),
)

slug_parts = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
model_ids = st.builds(ModelId, owner=slug_parts, name=slug_parts)

decimals = st.one_of(
    st.integers(-(10**20), 10**20).map(Decimal),
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9
    ),
    st.sampled_from(
        ("0", "-0", "0.1", "1E+2", "1E-7", "1E+300", "0.30000000000000004")
    ).map(Decimal),
)
positive_decimals = decimals.map(abs).filter(bool)
number_texts = st.one_of(
    st.sampled_from(("5", "5.0", "-1", "1e5", "0.80", "007", "+5", "NaN", "")),
    decimals.map(str),
)


def bounds() -> st.SearchStrategy[tuple[Decimal | None, Decimal | None]]:
    """A minimum and a maximum, in order where both are there."""
    pairs = st.tuples(decimals, decimals).map(lambda pair: (min(pair), max(pair)))
    return st.one_of(
        pairs,
        st.tuples(st.none(), decimals),
        st.tuples(decimals, st.none()),
        st.just((None, None)),
    )


extras = st.lists(st.builds(Extra, name=texts, text=texts), max_size=2).map(tuple)

options = st.builds(
    Option,
    value=st.none() | texts,
    label=st.just("") | texts,
    description=st.just("") | texts,
    extras=st.just(()) | extras,
)

free_texts = bounds().map(lambda pair: Text(min_length=pair[0], max_length=pair[1]))

numbers = st.builds(
    lambda pair, integer, step, wire: Number(
        integer=integer, minimum=pair[0], maximum=pair[1], step=step, wire=wire
    ),
    bounds(),
    st.booleans(),
    st.none() | positive_decimals,
    st.sampled_from(NumberWire),
)

choices = st.builds(Select, options=st.lists(options, max_size=4).map(tuple))


@st.composite
def multiselects(draw: st.DrawFn) -> Multiselect:
    """Several of some options, of which there are as many as must be chosen."""
    kind = Multiselect(options=tuple(draw(st.lists(options, max_size=4))))
    most = max(len(kind.values), 1)
    least = draw(st.none() | st.integers(0, most))
    more = draw(st.none() | st.integers(least or 0, most + 1))
    return replace(
        kind,
        min_items=None if least is None else Decimal(least),
        max_items=None if more is None else Decimal(more),
    )


def lists_of(values: Sequence[str]) -> st.SearchStrategy[str]:
    """Several of some values, as a source may write them."""
    several = st.lists(st.sampled_from(values), max_size=3)
    return several.map(lambda each: json_text([*each])) | several.map(",".join)


def files(companions: st.SearchStrategy[str]) -> st.SearchStrategy[File]:
    """Files whose companion, if they have one, is one of these."""
    return st.builds(File, many=st.booleans(), companion=st.none() | companions)


def kinds(names: st.SearchStrategy[str] = wire_names) -> st.SearchStrategy[Kind]:
    """Any kind of input in a Card that has these names."""
    return st.one_of(
        free_texts,
        numbers,
        choices,
        multiselects(),
        st.builds(Switch, st.none() | st.sampled_from((*SPELLINGS, (1, 0)))),
        files(names),
        st.just(Unknown()),
    )


def corrections(
    names: st.SearchStrategy[str] = wire_names,
) -> st.SearchStrategy[Corrections]:
    """Corrections of an input in a Card that has these names."""
    conditions = st.lists(
        st.builds(
            Condition,
            wire_name=names,
            values=st.lists(texts, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple)
    return st.builds(
        Corrections,
        rename=st.none() | st.from_regex(r"[a-z][a-z_0-9]{0,8}", fullmatch=True),
        always_send=st.booleans(),
        takes_file=st.none() | st.booleans(),
        required_when=st.just(()) | conditions,
        forbidden_when=st.just(()) | conditions,
    )


@st.composite
def inputs(
    draw: st.DrawFn,
    names: st.SearchStrategy[str] = wire_names,
    others: st.SearchStrategy[str] = wire_names,
) -> Input:
    """An input with one of these names, in a Card whose inputs have the others."""
    kind = draw(kinds(others))
    values = texts
    match kind:
        case Number():
            values = number_texts | texts
        case Switch():
            values = st.sampled_from(("true", "false", "True", "1", "off", "maybe"))
        case Select() if kind.values:
            values = st.sampled_from(kind.values) | texts
        case Multiselect() if kind.values:
            values = lists_of(kind.values) | st.sampled_from(kind.values) | texts
    return Input(
        wire_name=draw(names),
        kind=kind,
        type=draw(st.sampled_from(("", "textarea", "string")) | texts),
        label=draw(texts),
        help=draw(texts),
        required=draw(st.none() | st.booleans()),
        default=draw(st.none() | values),
        sample=draw(st.none() | values),
        extras=draw(st.just(()) | extras),
        corrections=draw(st.just(Corrections()) | corrections(others)),
    )


amounts = decimals.map(Decimal.copy_abs)
prices = st.builds(
    Prices,
    table=st.lists(
        st.builds(
            Price,
            inputs=st.dictionaries(wire_names, texts, max_size=2).map(
                lambda row: tuple(row.items())
            ),
            method=st.sampled_from(("cpr", "cps", "cp-pixel")) | texts,
            price=amounts,
            price_extra=st.none() | amounts,
            price_input=st.none() | amounts,
        ),
        max_size=2,
    ).map(tuple),
    per_second=st.none() | amounts,
    approximate=st.none() | amounts,
)

statuses = st.lists(
    st.builds(Status, name=texts, completed=st.booleans(), description=texts),
    max_size=2,
).map(tuple)


def _is_run_path(text: str) -> bool:
    try:
        return str(RunPath.parse(text)) == text
    except ValueError:
        return False


run_paths = st.builds("{}/{}".format, texts, texts).filter(_is_run_path)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """Any Card."""
    model = draw(model_ids)
    names = draw(st.lists(wire_names, max_size=4, unique=True))
    others = st.sampled_from(names) if names else wire_names
    told = tuple(draw(inputs(st.just(name), others)) for name in names)
    raw_slug = draw(st.just(str(model)) | texts)
    return Card(
        model=model,
        raw_slug=raw_slug,
        run_path=draw(st.just(str(model)) | run_paths),
        title=draw(texts),
        summary=draw(texts),
        cover=draw(texts),
        categories=tuple(draw(st.lists(texts, max_size=3))),
        tags=tuple(draw(st.lists(texts, max_size=3))),
        inputs=draw(st.none()) if draw(st.integers(0, 9)) == 0 else told,
        prices=draw(st.none() | prices),
        statuses=draw(statuses),
        extras=draw(extras),
    )
