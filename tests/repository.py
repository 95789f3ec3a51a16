"""Where things lie that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SPECS = ROOT / "specs"
CORPUS = ROOT.parent / "shared" / "corpus"
"""Real specifications; the project builds and passes its tests without them."""
