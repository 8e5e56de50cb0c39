"""Prints how long rows are, and which of their tokens carry loss."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import click

from sdk_core.cli import console

_BAR = 30
_MOST_SHOWN = 2000  # characters of an example


def print_measured(measured: Mapping[str, Any], *, histogram: bool) -> None:
    """Print the figures about rows, as `Measurements.to_dict` has them.

    Args:
        measured: The figures; empty for none.
        histogram: Whether their lengths are shown too.
    """
    if measured.get("rows") and histogram:
        _print_lengths(measured)
    for shown in measured.get("loss", ()):
        _print_loss(shown)


def _print_lengths(measured: Mapping[str, Any]) -> None:
    by = " (at most, by script)" if measured["counter"] == "chars" else ""
    console.note(
        f"{measured['tokens']:,} tokens{by} in {measured['rows']:,} rows; "
        f"median {measured['median']:,}, longest {measured['longest']:,}"
    )
    largest = max((count for _, count in measured["histogram"]), default=1)
    for end, count in measured["histogram"]:
        bar = "#" * -(-count * _BAR // largest)
        console.note(f"  up to {end:>8,}  {bar:<{_BAR}}  {count:,}")
    if "longer" in measured:
        console.note(
            f"  beyond {measured['sequence_length']:>7,}  {'':<{_BAR}}  {measured['longer']:,}"
        )


def _print_loss(shown: Mapping[str, Any]) -> None:
    """Print an example: what carries loss in green, or in brackets where there are no colours."""
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    click.echo(
        f"loss on {shown['learnt']:,} of {shown['tokens']:,} tokens, "
        + ("in green:" if coloured else "in brackets:"),
        err=True,
    )
    room, parts = _MOST_SHOWN, []
    for text, learnt in shown["pieces"]:
        part = console.strip_controls(text[:room])
        room -= len(part)
        if coloured:
            parts.append(click.style(part, fg="green") if learnt else click.style(part, dim=True))
        else:
            parts.append(f"⟦{part}⟧" if learnt else part)
    lines = "".join(parts).splitlines()
    click.echo("\n".join(f"  {line}" for line in lines) + (" …" if room <= 0 else ""), err=True)
