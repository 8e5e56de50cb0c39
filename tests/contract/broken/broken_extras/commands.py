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


@click.command()
@click.option("--size", help="How much.", callback=lambda _ctx, _option, value: int(value))
@click.option(
    "-h",
    "--help",
    "shown",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda _ctx, _option, _value: 1 // 0,
)
def eager(size: int) -> None:
    """Work already while help is asked for."""


@click.group()
def half() -> None:
    """Hold commands."""


@half.command()
def part() -> None:
    pass
