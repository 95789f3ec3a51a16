"""What a request costs: `python -m benchmarks.requests`, beside pydantic, which checks
the same inputs by the same rules: types, options, ranges and lengths.

Constructing and `to_wire` stand beside constructing and `model_dump`, `from_wire`
beside `model_validate`. Both take turns in one process; times are the processor's, and
each is the least of some rounds.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from benchmarks.models import ROOT
from wiro_models import request_class
from wiro_models._runtime.inputs import (
    UNSET,
    Files,
    FileUrl,
    Float,
    Input,
    Integer,
    Multiselect,
    Select,
    Switch,
)
from wiro_models._runtime.request import Request

MODELS = ("wiro/instant-id", "wiro/rag-chat", "klingai/kling-v3")
FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same done twice: with a generated class, and with pydantic's."""

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]


def main() -> None:
    """Measures everything, prints a table and writes it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--calls", type=int, default=5000, help="calls a round")
    options = parser.parse_args()
    rows = []
    for pair in (each for slug in MODELS for each in pairs(slug)):
        rounds = range(options.rounds)
        turns = [
            (timed(pair.ours, options.calls), timed(pair.theirs, options.calls))
            for _ in rounds
        ]
        ours, theirs = (min(column) for column in zip(*turns, strict=True))
        rows.append({"name": pair.name, "ours": ours, "pydantic": theirs})
        print(f"{pair.name:45}{ours:8.2f} µs{theirs:8.2f} µs{ours / theirs:7.2f}")
    results = ROOT / ".benchmarks" / "requests.json"
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def pairs(slug: str) -> Iterator[Pair]:
    """What is measured of a model."""
    ours = request_class(slug)
    theirs = peer_of(ours)
    inputs = {field.name: value_for(field) for field in ours.INPUTS}
    required = [field.name for field in ours.INPUTS if field.required]
    few = {name: inputs[name] for name in [*required, *inputs][:FEW]}
    for words, given in ((f"{FEW} inputs", few), (f"all {len(inputs)}", inputs)):
        yield Pair(
            name=f"{slug}, {words}",
            ours=partial(_sent, ours, given),
            theirs=partial(_dumped, theirs, given),
        )
    known = {field.wire_name for field in ours.INPUTS}
    wire = ours(**inputs).to_wire()
    body = {name: value for name, value in wire.items() if name in known}
    yield Pair(
        name=f"{slug}, a body of {len(body)}",
        ours=partial(ours.from_wire, body),
        theirs=partial(theirs.model_validate, body),
    )


def timed(do: Callable[[], object], calls: int) -> float:
    """Microseconds of the processor that a call takes."""
    started = time.process_time()
    for _ in range(calls):
        do()
    return (time.process_time() - started) / calls * 1e6


def peer_of(ours: type[Request]) -> type[BaseModel]:
    """A pydantic model of the same inputs."""
    fields: dict[str, Any] = {
        field.name: (annotation_of(field), Field(**described(field)))
        for field in ours.INPUTS
    }
    config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)
    made: type[BaseModel] = create_model(ours.__name__, __config__=config, **fields)
    return made


def described(field: Input) -> dict[str, Any]:
    """The arguments of pydantic's `Field`."""
    limits = {
        "ge": getattr(field, "minimum", None),
        "le": getattr(field, "maximum", None),
    }
    kept = {name: float(limit) for name, limit in limits.items() if limit is not None}
    default = None if field.default is UNSET else field.default
    return {"alias": field.wire_name, "default": default, **kept}


def annotation_of(field: Input) -> Any:
    """The type of an input, or None."""
    match field:
        case Integer():
            return int | None
        case Float():
            return float | None
        case Switch():
            return bool | str | None
        case Multiselect():
            return tuple[Literal[tuple(o.value for o in field.options)], ...] | None
        case Select():
            return Literal[tuple(option.value for option in field.options)] | None
        case Files() | FileUrl():
            return str | list[str] | None
        case _:
            return str | None


def value_for(field: Input) -> Any:
    """A value that an input allows, and that is not its default where it is simple."""
    match field:
        case Integer() | Float():
            least, most = field.minimum, field.maximum
            return int(most if most is not None else 30 if least is None else least + 1)
        case Switch():
            return field.default is not True
        case Multiselect():
            return (field.options[-1].value,)
        case Select():
            return field.options[-1].value
        case Files() | FileUrl():
            return "https://example.com/me.jpg"
        case _:
            return "a portrait, golden hour"


def _sent(ours: type[Request], inputs: dict[str, Any]) -> object:
    return ours(**inputs).to_wire()


def _dumped(theirs: type[BaseModel], inputs: dict[str, Any]) -> object:
    return theirs(**inputs).model_dump(by_alias=True, exclude_none=True)


if __name__ == "__main__":
    main()
