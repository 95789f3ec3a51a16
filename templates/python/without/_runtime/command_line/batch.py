"""Stands for the command `batch`, whose room is not there."""

from __future__ import annotations

from typing import NoReturn

import click

from ..left_out import left_out


@click.command(
    "batch",
    hidden=True,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def batch() -> NoReturn:
    """Says why it is not there."""
    raise click.ClickException(left_out("`batch`", "batch"))
