"""Many models, the same on every machine, from the specifications that lie here."""

import json
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from wirogen.card import Card
from wirogen.emulator.openapi import openapi_variants
from wirogen.readers import read_text

ROOT = Path(__file__).parents[1]


def write_models(folder: Path, wanted: int) -> None:
    """Variations of the specifications in specs/ and tests/cases, under names of their
    own: a file for each of 40 owners' models, in the format of its source.
    """
    for number, (text, suffix) in enumerate(islice(_variations(), wanted)):
        path = folder / f"owner-{number % 40}" / f"model-{number}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_overrides(folder: Path, wanted: int, words: str) -> None:
    """A new label for an input of each of the first models; `words` is the first's."""
    lines: list[str] = []
    for number, (text, _) in enumerate(islice(_variations(), wanted)):
        (card,) = read_text(text, "").cards
        wire_name = json.dumps((card.inputs or ())[0].wire_name)
        label = words if number == 0 else f"Label {number}"
        lines.append(f"{card.model}:\n  {wire_name}:\n    reason: a measurement")
        lines.append(f"    label: {json.dumps(label)}")
    (folder / "overrides.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_openapi(folder: Path, wanted: int) -> None:
    """The same models as OpenAPI documents, which other generators read."""
    folder.mkdir(parents=True)
    for number, (text, _) in enumerate(islice(_variations(), wanted)):
        (card,) = read_text(text, "").cards
        document, *_ = openapi_variants(card, "https://example.com")
        (folder / f"model_{number}.json").write_text(json.dumps(document["spec"]))


def _variations() -> Iterator[tuple[str, str]]:
    """Each source under one name after the other, without end."""
    sources = [*_sources()]
    for number, (text, card, suffix) in zip(count(), cycle(sources)):
        yield _renamed(text, card, f"owner-{number % 40}/model-{number}"), suffix


def _renamed(text: str, card: Card, slug: str) -> str:
    return text.replace(card.raw_slug, slug).replace(str(card.model), slug)


def _sources() -> Iterator[tuple[str, Card, str]]:
    """The text, Card and suffix of each specification that has one model with inputs,
    and that reads as well under another name.
    """
    files = [
        *(ROOT / "specs").rglob("*.yaml"),
        *(ROOT / "tests/cases").glob("*/spec.*"),
    ]
    for path in sorted(files):
        text = path.read_text(encoding="utf-8")
        cards = read_text(text, "").cards
        if len(cards) != 1 or not cards[0].inputs:
            continue
        renamed = read_text(_renamed(text, cards[0], "acme/renamed"), "")
        names = {(str(card.model), card.run_path) for card in renamed.cards}
        if names == {("acme/renamed", "acme/renamed")} and not renamed.report.errors:
            yield text, cards[0], path.suffix
