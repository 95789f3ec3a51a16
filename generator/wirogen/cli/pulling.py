"""The commands that ask Wiro: pulling specifications, and finding models."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirogen.characters import shortened
from wirogen.cli.printing import say, say_json
from wirogen.cli.program import REFUSED, chosen, config_option, counted, print_findings
from wirogen.diagnostics import as_people_write

if TYPE_CHECKING:
    from wirogen.remote import Entry, Progress, Pulled

_category_option = click.option(
    "--category",
    "categories",
    metavar="NAME",
    multiple=True,
    help="Only models of a category. Repeatable.",
)


@click.command()
@click.argument("models", nargs=-1, metavar="[MODEL]...")
@click.option("--all", "everything", is_flag=True, help="Pull the whole catalogue.")
@click.option("--search", metavar="TEXT", help="Pull what matches TEXT.")
@_category_option
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@config_option
def pull(
    *,
    models: tuple[str, ...],
    everything: bool,
    search: str | None,
    categories: tuple[str, ...],
    dry_run: bool,
    config_file: Path | None,
) -> None:
    """Fetch specifications from Wiro.

    A MODEL is a slug, such as wiro/instant-id, or the address of its page. Without any,
    what is there is refreshed. Specifications are written to the first folder of
    `specs`.

    Without a key, the public card of each model is read. With one, all that the service
    tells, and the catalogue: keys come from WIRO_API_KEY and WIRO_API_SECRET, other
    addresses from WIRO_BASE_URL and WIRO_SITE_URL.
    """
    from wirogen import remote
    from wirogen.changes import render_text
    from wirogen.pipeline import conversion

    if search is not None and not search.strip():
        raise click.BadParameter("it is empty", param_hint="--search")
    is_selected = everything or search or categories
    config = chosen(config_file)
    request = remote.PullRequest(
        access=remote.read_access(os.environ),
        folder=as_people_write(config.specs[0]),
        models=models,
        selection=(
            remote.Selection(search=search or "", categories=categories)
            if is_selected
            else None
        ),
        overrides=config.overrides,
        schema=conversion.schema_from(config),
        is_rehearsal=dry_run,
    )
    with _progress() as on_progress:
        pulled = remote.pull(request, on_progress=on_progress)
    print_findings(pulled.report)
    if pulled.changes:
        say(render_text(pulled.changes), end="")
    say(_summary(pulled) + ("; nothing was written" if dry_run else ""))
    has_read = len(pulled.of(remote.Outcome.FAILED)) < len(pulled.models)
    if has_read and not request.access.has_account:
        say(
            "read from public cards; with a key, prices and bounds are told, too",
            err=True,
        )
    if pulled.failed:
        sys.exit(REFUSED)


@click.command()
@click.argument("words", nargs=-1, metavar="[TEXT]...")
@_category_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def find(words: tuple[str, ...], categories: tuple[str, ...], *, as_json: bool) -> None:
    """List the models of Wiro's catalogue that match TEXT.

    The catalogue takes a key: WIRO_API_KEY, and WIRO_API_SECRET for a project that
    signs its calls.
    """
    from wirogen import remote

    search = " ".join(words).strip()
    if not (search or categories):
        raise click.UsageError("give words to look for, or --category")
    selection = remote.Selection(search=search, categories=categories)
    found = remote.find_models(remote.read_access(os.environ), selection)
    print_findings(found.report)
    if as_json:
        say_json(json.dumps([*map(_as_json, found.entries)], indent=2))
    else:
        width = max((len(str(entry.model)) for entry in found.entries), default=0)
        for entry in found.entries:
            say(f"{entry.model!s:<{width}}  {_words_of(entry)}".rstrip())
    if found.report.errors:
        sys.exit(REFUSED)


def _words_of(entry: "Entry") -> str:
    """The title of a model and what it does, as far as one line holds them."""
    words = ": ".join(filter(None, (entry.title, entry.summary)))
    shown = "".join(sign for sign in words if sign.isprintable())
    return shortened(shown, 100)


def _as_json(entry: "Entry") -> dict[str, object]:
    return {
        "model": str(entry.model),
        "title": entry.title,
        "description": entry.summary,
        "categories": list(entry.categories),
    }


def _summary(pulled: "Pulled") -> str:
    from wirogen.remote import Outcome

    counts = [f"{len(pulled.of(outcome))} {outcome}" for outcome in Outcome]
    left = (
        f", {counted(len(pulled.left), 'model')} not asked for" if pulled.left else ""
    )
    return ", ".join(counts) + left


@contextmanager
def _progress() -> Iterator[Callable[["Progress"], object]]:
    """A bar on a terminal, a line a model elsewhere."""
    if not sys.stderr.isatty():
        yield _say
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pulling", total=None)

        def move(progress: "Progress") -> None:
            bar.update(task, completed=progress.done, total=progress.total)
            _say(progress)

        yield move


def _say(progress: "Progress") -> None:
    if progress.listed is not None:
        say(f"the catalogue lists {counted(progress.listed, 'model')}", err=True)
    if progress.model is None:
        return
    model = progress.model
    replaced = "".join(f", in place of {path}" for path in model.replaced)
    say(f"{model.model}: {model.outcome}{replaced}", err=True)
