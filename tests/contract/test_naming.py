"""Wire names and slugs become names that Python, file systems and shells take."""

import keyword
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wirogen.card import ModelId, clean_slug
from wirogen.contract.naming import (
    RESERVED_FIELDS,
    class_name,
    field_name,
    field_names,
    file_stem,
    flag_names,
    module_name,
)

ODD_NAMES = ["class", "str", "to_wire", "3d", "", "topP", "top_p", "É", "日本", "__x"]
WIRE_NAMES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(ODD_NAMES),
    st.from_regex(r"[a-z]{1,3}[A-Z_-]?[a-z0-9]{0,3}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("wire_name", "name"),
    [
        ("inputImageUrl", "input_image_url"),
        ("inputImage2Url", "input_image2_url"),
        ("ip_adapter_scale", "ip_adapter_scale"),
        ("HTMLParser", "html_parser"),
        ("top-p", "top_p"),
        ("class", "class_"),
        ("str", "str_"),
        ("from_wire", "from_wire_"),
        ("3d", "input_3d"),
        ("Größe", "grosse"),
        ("Œuvre", "oeuvre"),
        ("İstanbul", "istanbul"),
        ("ﬁle", "file"),
        ("𝒑rompt", "prompt"),
        ("a🛜", "a"),
        ("ᵀop", "op"),
        ("", "input"),
    ],
)
def test_a_wire_name_becomes_a_python_name(wire_name: str, name: str) -> None:
    assert field_name(wire_name) == name


@given(WIRE_NAMES)
def test_every_field_name_can_be_a_field(wire_name: str) -> None:
    name = field_name(wire_name)
    assert name.isidentifier()
    assert name.isascii()
    assert name == name.lower()
    assert not name.startswith("_")
    assert not keyword.iskeyword(name)
    assert name not in RESERVED_FIELDS


@given(st.lists(WIRE_NAMES, unique=True, max_size=8), st.randoms())
def test_names_are_unique_and_do_not_depend_on_order(
    wire_names: list[str], random: object
) -> None:
    shuffled = list(wire_names)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    names = field_names(wire_names, {})
    assert len(set(names.values())) == len(wire_names)
    assert names == field_names(shuffled, {})


@given(st.lists(WIRE_NAMES, unique=True, max_size=8), WIRE_NAMES)
def test_adding_an_input_that_collides_with_none_changes_no_name(
    wire_names: list[str], added: str
) -> None:
    assume(field_name(added) not in {field_name(name) for name in wire_names})
    before = field_names(wire_names, {})
    after = field_names([*wire_names, added], {})
    assert {name: after[name] for name in wire_names} == before


@pytest.mark.parametrize(
    ("fitting", "other"), [("top_p", "topP"), ("prompt", "Prompt"), ("grosse", "größe")]
)
def test_of_two_that_collide_the_one_that_fits_keeps_its_name(
    fitting: str, other: str
) -> None:
    names = field_names([other, fitting, "size"], {})
    assert names[fitting] == fitting
    assert names["size"] == "size"
    assert names[other].startswith(f"{fitting}_")


def test_two_that_collide_and_do_not_fit_both_get_a_suffix_of_their_own() -> None:
    names = field_names(["topP", "TopP"], {})
    assert names["topP"] != names["TopP"]
    assert all(name.startswith("top_p_") for name in names.values())


def test_a_name_that_people_gave_goes_before_one_that_fits() -> None:
    names = field_names(["prompt", "text"], {"text": "prompt"})
    assert names["text"] == "prompt"
    assert names["prompt"].startswith("prompt_")


def test_names_go_by_a_version_of_unicode_that_every_python_has() -> None:
    """`a` and what later versions took apart to one of its letters (`ᵃ`, 4.0)."""
    assert field_name("xᵃy") == "x_y"
    assert field_name("xⁿy") == "xny"


def test_a_renamed_input_leaves_the_plain_name_to_the_other() -> None:
    names = field_names(["topP", "top_p"], {"topP": "nucleus"})
    assert names == {"topP": "nucleus", "top_p": "top_p"}


@given(
    st.lists(WIRE_NAMES, unique=True, max_size=8).flatmap(
        lambda names: st.tuples(
            st.just(names),
            st.frozensets(st.sampled_from(names)) if names else st.just(frozenset()),
        )
    )
)
def test_flags_are_unique_with_their_negations(
    inputs: tuple[Sequence[str], frozenset[str]],
) -> None:
    names, switches = inputs
    flags = flag_names(field_names(names, {}), switches)
    every = [*flags.values(), *(f"--no-{flags[name][2:]}" for name in switches)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("own", ["output", "timeout", "json", "wait", "help"])
def test_an_input_does_not_shadow_the_command_lines_own_options(own: str) -> None:
    assert flag_names({own: own}, frozenset()) == {own: f"--input-{own}"}


def test_a_switch_whose_negation_is_an_own_option_is_prefixed() -> None:
    assert flag_names({"wait": "wait"}, frozenset({"wait"})) == {"wait": "--input-wait"}


_SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)


@given(_SLUGS, _SLUGS)
def test_different_slugs_have_different_modules(one: str, other: str) -> None:
    assume(one != other)
    assert module_name(one) != module_name(other)


@given(_SLUGS)
def test_every_module_name_can_be_imported_and_be_a_file(slug: str) -> None:
    name = module_name(slug)
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert name not in {"con", "nul", "aux", "prn", "com1", "lpt9"}
    assert len(name) <= 64


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("instant-id", "instant_id"),
        ("3d-text", "model_3d_text_"),
        ("class", "class_"),
        ("con", "con_"),
    ],
)
def test_a_slug_becomes_a_module_name(slug: str, name: str) -> None:
    assert module_name(slug) == name


@pytest.mark.parametrize("name_of", [field_name, module_name, file_stem])
def test_a_name_has_64_characters_at_most(name_of: Callable[[str], str]) -> None:
    assert name_of("a" * 64) == "a" * 64
    shortened = {name_of("a" * length) for length in (65, 66)}
    assert [len(name) for name in shortened] == [64, 64]
    for cut in (53, 54):
        assert not re.search("[-_]_", name_of(f"{'a' * cut}-{'c' * 20}"))


def test_a_class_name_has_64_characters_at_most() -> None:
    assert class_name(ModelId("acme", "a" * 65)) == f"A{'a' * 63}"


@pytest.mark.parametrize(
    ("part", "stem"),
    [("instant-id", "instant-id"), ("con", "con_"), ("lpt9", "lpt9_"), ("3d", "3d")],
)
def test_a_part_of_a_slug_becomes_the_name_of_a_file(part: str, stem: str) -> None:
    assert file_stem(part) == stem


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("wiro/instant-id", "InstantId"),
        ("wiro/3d-text", "Model3dText"),
        ("acme/price", "PriceRequest"),
        ("acme/none", "NoneRequest"),
    ],
)
def test_a_model_has_a_class_name_that_is_free(slug: str, name: str) -> None:
    assert class_name(ModelId.parse(slug)) == name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("wiro/Virtual Try-On", "wiro/virtual-try-on"),
        ("wiro/FLUX.2-dev", "wiro/flux-2-dev"),
        ("alibaba/wan 2.6", "alibaba/wan-2-6"),
        ("lightricks/ ltx-2.3", "lightricks/ltx-2-3"),
        ("ByteDance/seedream-v4-5", "bytedance/seedream-v4-5"),
    ],
)
def test_a_raw_slug_and_its_clean_one_name_the_same_model(raw: str, clean: str) -> None:
    assert str(ModelId.parse(raw)) == clean
    assert ModelId.parse(raw) == ModelId.parse(clean)


@pytest.mark.parametrize("slug", ["", "wiro", "/x", "wiro/", "!/!"])
def test_what_is_no_slug_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="owner/model"):
        ModelId.parse(slug)


@given(st.text(max_size=40))
def test_cleaning_a_slug_twice_changes_nothing(text: str) -> None:
    assert clean_slug(clean_slug(text)) == clean_slug(text)


def test_two_inputs_that_people_call_the_same_keep_names_of_their_own() -> None:
    renamed = {"prompt": "quality", "text": "quality"}
    names = field_names(("prompt", "text", "size"), renamed)
    assert len(set(names.values())) == 3
    assert names["size"] == "size"
