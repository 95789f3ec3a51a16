"""What `import wirogen` offers to other programs: docs/python-api.md.

Everything raises Refused, with all findings, where the command line would end with
status 2.
"""

from os import PathLike
from pathlib import Path

from wirogen.card import Card
from wirogen.changes import Change
from wirogen.config import Config, default_config, find_config, read_config
from wirogen.diagnostics import Refused, Span, codes, refusal
from wirogen.pipeline import generation, git_comparison
from wirogen.pipeline.generation import Checked, Generated
from wirogen.readers import read_file

_Place = str | PathLike[str]


def generate(place: _Place = ".") -> Generated:
    """Writes every output that is configured, and nothing where nothing changed.

    `place` is a pyproject.toml or wirogen.toml, or a folder in or below which it holds.
    """
    return generation.generate(_config(place))


def check(place: _Place = ".", *, locked: bool = False) -> Checked:
    """Compares every output that is configured with what its specifications give.

    Where `locked`, everything that it came from must be as the manifest says, too.
    """
    return generation.check(_config(place), locked=locked)


def diff(old: _Place, new: _Place) -> tuple[Change, ...]:
    """What changed between two states of specifications: files, or folders of them.

    Overrides count where they lie in the folders as overrides.yaml.
    """
    return git_comparison.changes_between(_specifications(old), _specifications(new))


def read_card(path: _Place) -> Card:
    """The model that a file describes, as it stands there, without overrides."""
    reading = read_file(Path(path))
    if reading.report.errors:
        raise Refused(*reading.report.unordered)
    if len(reading.cards) != 1:
        raise refusal(
            codes.NOT_ONE_MODEL,
            f"this file describes {len(reading.cards)} models",
            Span.of_file(Path(path)),
            "`wirogen convert -o DIR` gives each model a file of its own",
        )
    return reading.cards[0]


def _config(place: _Place) -> Config:
    path = Path(place)
    if path.is_file():
        return read_config(path)
    if path.is_dir():
        return find_config(path) or default_config(path)
    raise refusal(
        codes.NO_SUCH_FILE,
        "there is no such file or folder",
        Span.of_file(path),
        "give a pyproject.toml or wirogen.toml, or the folder that it is in",
    )


def _specifications(place: _Place) -> Config:
    return default_config(Path.cwd(), (Path(place),))
