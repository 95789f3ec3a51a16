"""Requests of random allowed values, and what they send, against the schemas of their
models.
"""

from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from built import PACKAGE, runtime
from differential.differences import differences_in
from differential.documents import DOCUMENTS, Judged, always_judged, judged_document
from repository import CORPUS

REQUESTS = 300
KNOWN = {"text for null options", "list of files", "exact multiple"}
"""The differences that a request which the caller's checks let through may show."""

_package = runtime()
_inputs = import_module(f"{PACKAGE}._runtime.inputs")
InvalidRequest = _package.InvalidRequest


def allowed(known: Any, random: Random) -> Any:
    """A value that the description of an input allows, a URL where it takes files."""
    match known:
        case _inputs.FileUrl(max_length=most):
            return f"https://x/{'a' * random.randint(1, min(20, (most or 30) - 10))}"
        case _inputs.Text(max_length=most):
            if known.numeric and random.random() < 0.5:
                return random.randint(0, 999)
            longest = min(30, 30 if most is None else most)
            return "".join(
                random.choices("ab ü\n🙂", k=random.randint(known.shortest, longest))
            )
        case _inputs.Number():
            return allowed_number(known, random)
        case _inputs.Select():
            return random.choice(known.options).value
        case _inputs.Multiselect():
            most = known.max_items or len(known.options)
            values = [option.value for option in known.options]
            return random.sample(values, random.randint(known.min_items, most))
        case _inputs.Files(many=many):
            urls = [f"https://x/{n}.png" for n in range(random.randint(1, 3))]
            return random.choice([urls, tuple(urls)]) if many else urls[0]
        case _:
            raise AssertionError(f"what does a {type(known).__name__} take?")


def allowed_number(known: Any, random: Random) -> int | float:
    least = -1000 if known.minimum is None else known.minimum
    most = least + 2000 if known.maximum is None else known.maximum
    whole = isinstance(known, _inputs.Integer)
    step = known.step or (1 if whole else None)
    if step is None:
        return random.choice([least, most, random.uniform(least, most)])
    many = random.randint(int(-(-least // step)), int(most // step))
    number = round(many * step, 6)
    return float(number) if random.random() < 0.2 else number


def requests(judged: Judged) -> list[Any]:
    """Random requests; those that break a condition between inputs are left out."""
    random = Random(str(judged.card.model))
    made = []
    for _ in range(REQUESTS):
        often = random.random()
        given = {
            known.name: allowed(known, random)
            for known in judged.request.INPUTS
            if known.required or random.random() < often
        }
        try:
            made.append(judged.request(**given))
        except InvalidRequest as refused:
            problems = [str(problem) for problem in refused.problems]
            assert all(" when " in problem for problem in problems), problems
    assert len(made) > REQUESTS / 10
    return made


def send(judged: Judged) -> None:
    """Lets every request be judged by the schema, and read back."""
    for request in requests(judged):
        body = request.to_wire()
        assert not judged.refused_by_request(body)
        assert {*differences_in(judged, body, set())} <= KNOWN


@pytest.mark.skipif(not DOCUMENTS, reason=f"there are no documents in {CORPUS}")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_a_request_sends_is_what_its_document_allows(path: Path) -> None:
    send(judged_document(path))


def test_what_a_request_sends_is_what_its_card_allows() -> None:
    for judged in always_judged():
        send(judged)
