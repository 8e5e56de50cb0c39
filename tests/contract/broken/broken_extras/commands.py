"""The commands."""

from __future__ import annotations

import click


@click.command()
def fine() -> None:
    """Do nothing."""


def no_command() -> None:
    """Do nothing, as a plain function."""


@click.command()
def unexplained() -> None:
    pass
