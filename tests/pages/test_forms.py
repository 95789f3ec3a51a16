"""A form judges as the constructor of the request class does, in the same words; and
the calls that it shows are those that make the request.
"""

import ast
import importlib
import json
import keyword
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from built import PACKAGE as PACKAGE_OF_CLASSES
from built import package_of, request_class, runtime
from card_strategies import cards
from effort import examples
from pages.filled_forms import (
    PACKAGE,
    TEXTS,
    Answer,
    answers_of,
    answers_to,
    page_of,
    random_forms,
)
from wirogen.card import Card, File, Input, ModelId, Number, Price, Prices, Text
from wirogen.config import chosen_config
from wirogen.contract import resolve
from wirogen.pipeline.specifications import read_specifications
from wirogen.render.json_text import json_text
from wirogen.targets.html import Control, FormField

ROOT = Path(__file__).parents[2]
SPECS = (
    ROOT / "specs",
    *(ROOT / f"tests/cases/{name}/spec.yaml" for name in ("every-kind", "names")),
)
CARDS = tuple(
    card
    for path in SPECS
    for card in read_specifications(chosen_config(ROOT, (path,))).cards
    if card.inputs is not None
)
FORMS = 150


def arguments_in(python: str) -> dict[str, Any]:
    """The arguments of the request that a program makes."""
    for node in ast.walk(ast.parse(python)):
        match node:
            case ast.Assign(targets=[ast.Name(id="request")], value=ast.Call() as call):
                return {
                    keyword.arg or "": ast.literal_eval(keyword.value)
                    for keyword in call.keywords
                }
    raise AssertionError(python)


def judged(model: Any, arguments: dict[str, Any]) -> tuple[list[str], Any]:
    """What is wrong with a request, and its body. What a caller has to give and does not
    is given as what is not sent: else Python's own error names nothing else.
    """
    unset = runtime().UNSET
    missing = {
        known.name: unset
        for known in model.INPUTS
        if known.required and known.default is unset
    }
    try:
        request = model(**{**missing, **arguments})
    except runtime().InvalidRequest as error:
        return [str(problem) for problem in error.problems], None
    return [], request.to_wire()


def assert_judged_alike(model: Any, answer: Answer) -> bool:
    """Whether the request was allowed."""
    problems, body = judged(model, arguments_in(answer.python))
    assert answer.problems == problems
    if body is None:
        return False
    prices = importlib.import_module(f"{PACKAGE_OF_CLASSES}._runtime.prices")
    estimate = prices.estimate_of(model.PRICES, model.INPUTS, body)
    assert answer.cost == str(estimate)
    if not has_uploads(body):
        assert answer.json == json_text(json.loads(answer.json)) + "\n"
        assert json.dumps(json.loads(answer.json)) == json.dumps(body)
    return True


def has_uploads(body: Any) -> bool:
    values = (
        item
        for value in body.values()
        for item in (value if isinstance(value, list) else [value])
    )
    return any(type(value).__name__ == "Upload" for value in values)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.model))
def test_forms_and_constructors_judge_alike(card: Card) -> None:
    page, model = page_of(card), request_class(card)
    forms = islice(random_forms(page, Random(str(card.model))), FORMS)
    allowed = [assert_judged_alike(model, each) for each in answers_to(page, [*forms])]
    assert any(allowed) or len(card.inputs or ()) > 3


@settings(examples(30), phases=(Phase.explicit, Phase.generate))
@given(cards().filter(lambda card: card.inputs), st.integers(0, 2**30))
def test_forms_of_any_card_and_its_constructor_judge_alike(
    card: Card, seed: int
) -> None:
    """Nothing is shrunk, as each example starts a program."""
    assume(not any(map(keyword.iskeyword, (one.name for one in resolve(card).listed))))
    page, model = page_of(card), request_class(card)
    for answer in answers_to(page, [*islice(random_forms(page, Random(seed)), 20)]):
        assert_judged_alike(model, answer)


PRICED = (
    Input(wire_name="prompt", kind=Text(), required=False),
    Input(wire_name="resolution", kind=Text(), required=False),
    Input(wire_name="width", kind=Number(integer=True)),
    Input(wire_name="height", kind=Number(integer=False)),
    Input(wire_name="samples", kind=Text(), required=False),
    Input(wire_name="duration", kind=Text(), required=False),
    Input(wire_name="images", kind=File(many=True, companion="imagesUrl")),
    Input(wire_name="photoUrl", kind=Text(), required=False),
)
METHODS = (
    *("cpr", "cp-promptlength", "cpo", "cp-outputVideoLength", "cp-pixel"),
    *("cp-audiosecondslength", "cps", "cpt", "cp-readoutput", "constructor"),
)
AMOUNTS = ("0.04", "0", "1.10", "0.000000123", "12345678901234567890.123456789", "3")
WANTED = ("", "1", "2.0", "QUANTITY:1", " quantity :2", "a portrait", "5", "1e1", ":")


def random_price(random: Random) -> Price:
    amounts = [Decimal(random.choice(AMOUNTS)) for _ in "123"]
    conditions = random.choice((0, 0, 1, 2))
    names = random.sample([each.wire_name for each in PRICED], conditions)
    return Price(
        method=random.choice(METHODS),
        price=amounts[0],
        price_extra=random.choice((None, amounts[1])),
        price_input=random.choice((None, amounts[2])),
        inputs=tuple((name, random.choice(WANTED)) for name in names),
    )


LIKELY = (
    "1",
    "2",
    "5",
    " 1 ",
    "2.0",
    "1024",
    "7.5",
    "1e1",
    "a portrait",
    "",
    "😀 \x85",
)
LARGE = ("123456789012345678901234567890", "9" * 300, "0." + "1" * 40, "0.5e-7")
LINKS = ("https://a.example/x", "https://a.example/x\nhttps://a.example/y,z", "a.png")


def random_request(random: Random) -> dict[str, str]:
    """A form that is filled with what prices may count."""
    texts = {
        each.wire_name: random.choice(random.choice((LIKELY, LIKELY, LARGE)))
        for each in PRICED
        if random.random() < 0.7
    }
    numbers = {
        name: random.choice((*LIKELY[:3], *LARGE[:2])) for name in ("width", "height")
    }
    return {**texts, **numbers, "images": random.choice((*LINKS, ""))}


def test_forms_and_the_client_estimate_alike() -> None:
    random = Random("prices")
    pages, models = [], []
    for number in range(60):
        table = tuple(random_price(random) for _ in range(random.choice((1, 1, 2, 4))))
        about = random.choice((None, Decimal("0.5")))
        card = Card(
            model=ModelId("acme", f"paint-{number}"),
            raw_slug="acme/paint",
            run_path="acme/paint",
            inputs=PRICED,
            prices=Prices(table=table, approximate=about),
        )
        page = page_of(card)
        forms = [random_request(random) for _ in range(20)]
        pages.append((page, forms))
        models += [request_class(card)] * len(forms)
    answers = answers_of(pages)
    allowed = [
        answer.cost
        for model, answer in zip(models, answers, strict=True)
        if assert_judged_alike(model, answer)
    ]
    assert sum(cost.startswith("estimated") for cost in allowed) > 50
    assert len(allowed) > 200


# --- the calls ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("documented")
    sys.path.insert(0, str(package_of(folder, *CARDS, package=PACKAGE)))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder))


def words_of(command: str) -> list[str]:
    """The words of a command, as bash reads them."""
    program = (
        f'python() {{ printf "%s\\0" "$@"; }}; curl() {{ python "$@"; }}\n{command}'
    )
    done = subprocess.run(
        ["bash", "-c", program],
        check=True,
        capture_output=True,
        env={"LC_ALL": "C.UTF-8", "WIRO_API_KEY": "key"},
    )
    return done.stdout.decode().split("\0")[:-1]


def key_of(field: FormField, text: str) -> str:
    """What stands in a control that shows a value of the specification."""
    is_group = field.control is Control.CHECKS
    texts = json.loads(text) if is_group else [text]
    return ",".join(
        choice.key for choice in field.choices if {choice.value, choice.key} & {*texts}
    )


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.model))
def test_all_calls_send_the_same(package: ModuleType, card: Card) -> None:
    program = importlib.import_module(f"{PACKAGE}._runtime.command_line.program")
    cli = program.program(importlib.import_module(f"{PACKAGE}._registry").PACKAGE)
    page = page_of(card)
    forms = [page.data["example"], *islice(random_forms(page, Random("calls")), 60)]
    shown = {  # what a form begins with is what its list, or its boxes, show
        field.entry.name: key_of(field, page.data["example"][field.entry.name])
        for field in page.fields
        if field.choices and field.entry.name in page.data["example"]
    }
    forms[0] = {**forms[0], **shown}
    answers = [each for each in answers_to(page, forms) if not each.problems]
    assert answers
    for answer in answers[:12]:
        names: dict[str, Any] = {}
        exec(answer.python[: answer.python.index("with Wiro()")], names)
        assert names["Wiro"] is package.Wiro
        body = names["request"].to_wire()
        if has_uploads(body):
            assert "is uploaded by the Python client" in answer.curl
            continue
        assert json.loads(words_of(answer.curl)[-1]) == body
        module, name, *arguments = words_of(answer.command)
        assert (module, name) == ("-m", PACKAGE)
        done = CliRunner().invoke(cli, [*arguments, "--dry-run", "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["body"] == body


@pytest.mark.parametrize("text", [text for text in TEXTS if "\0" not in text])
def test_any_text_is_the_same_in_every_call(text: str) -> None:
    card = Card(
        model=ModelId("acme", "paint"),
        raw_slug="acme/paint",
        run_path="acme/paint",
        inputs=(Input(wire_name="note", kind=Text(), required=True),),
    )
    (answer,) = answers_to(page_of(card), [{"note": text}])
    if not text:
        assert answer.problems == ["note: is required: a text"]
        return
    assert arguments_in(answer.python) == {"note": text}
    if not answer.problems:
        assert json.loads(answer.json) == {"note": text}
        assert json.loads(words_of(answer.curl)[-1]) == {"note": text}
        assert text in words_of(answer.command)[-3].removeprefix("--note=")
