"""Draws how work and memory grow with the number of models: `python -m
benchmarks.plots`, of what `python -m benchmarks` has measured.
"""

import argparse
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.models import ROOT

CURVES: Mapping[str, str] = {
    "generate, from nothing": "#c2410c",
    "check, no record": "#7c3aed",
    "generate, one specification": "#0369a1",
    "generate, nothing changed": "#15803d",
    "client, run --dry-run": "#525252",
}
"""What is drawn, and how."""

Points = Sequence[tuple[float, float]]

STYLE = (
    "text{font:12px sans-serif;fill:#555}.title{font-weight:bold}"
    ".end{text-anchor:end}.middle{text-anchor:middle}"
    "polyline{fill:none;stroke-width:2}line{stroke:#ccc}"
)
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 360, 300, 60, 30, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A diagram of which both axes are logarithmic, with ticks at whole powers of ten
    of what is measured.
    """

    title: str
    at: int
    curves: Mapping[str, Points]

    def drawn(self) -> Iterator[str]:
        """Its SVG."""
        yield _text(self.at + LEFT, TOP - 12, self.title, "title")
        for value in (10**power for power in range(self._lowest, self._highest + 1)):
            y = self._y(value)
            yield _line(self._x(self._counts[0]), y, self._x(self._counts[-1]), y)
            yield _text(self.at + LEFT - 6, y + 4, f"{value:,}", "end")
        for count in self._counts:
            yield _text(self._x(count), HEIGHT - BOTTOM + 16, f"{count:,}", "middle")
        for name, points in self.curves.items():
            places = " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in points)
            yield f'<polyline points="{places}" stroke="{CURVES[name]}"/>'

    @property
    def _counts(self) -> list[float]:
        return sorted({x for points in self.curves.values() for x, _ in points})

    @property
    def _values(self) -> list[float]:
        return [y for points in self.curves.values() for _, y in points]

    @property
    def _lowest(self) -> int:
        return math.floor(math.log10(min(self._values)))

    @property
    def _highest(self) -> int:
        return math.ceil(math.log10(max(self._values)))

    def _x(self, count: float) -> float:
        share = math.log10(count) / (math.log10(self._counts[-1]) or 1)
        return self.at + LEFT + share * (WIDTH - LEFT - 20)

    def _y(self, value: float) -> float:
        powers = (self._highest - self._lowest) or 1
        share = (math.log10(value) - self._lowest) / powers
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def main() -> None:
    """Writes the diagrams."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=ROOT / ".benchmarks/results.json")
    parser.add_argument("--svg", type=Path, default=ROOT / "docs/scaling.svg")
    options = parser.parse_args()
    measured = json.loads(options.json.read_text(encoding="utf-8"))["measurements"]
    options.svg.write_text(drawing(measured), encoding="utf-8")


def drawing(measured: Mapping[str, Mapping[str, float]]) -> str:
    """The diagrams of measurements, the same for the same numbers."""
    panels = (
        Panel(
            title="milliseconds of the processor", at=0, curves=_curves(measured, "cpu")
        ),
        Panel(title="megabytes", at=WIDTH, curves=_curves(measured, "MB")),
    )
    whole = HEIGHT + 20 * len(CURVES)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {whole}">',
        f"<style>{STYLE}</style>",
        f'<rect width="{2 * WIDTH}" height="{whole}" fill="#fff"/>',
        *(line for panel in panels for line in panel.drawn()),
        _text(WIDTH, HEIGHT - 6, "models", "middle"),
    ]
    for number, (name, color) in enumerate(CURVES.items()):
        y = HEIGHT + 20 * number + 4
        lines.append(f'<rect x="{LEFT}" y="{y}" width="16" height="4" fill="{color}"/>')
        lines.append(_text(LEFT + 24, y + 7, name, ""))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _curves(
    measured: Mapping[str, Mapping[str, float]], unit: str
) -> Mapping[str, Points]:
    points: dict[str, list[tuple[float, float]]] = {name: [] for name in CURVES}
    for name, figures in measured.items():
        about = re.fullmatch(r"(\d+) models: (.+)", name)
        if about and about[2] in points:
            points[about[2]].append((int(about[1]), figures[unit]))
    return {name: sorted(found) for name, found in points.items() if found}


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{text}</text>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


if __name__ == "__main__":
    main()
