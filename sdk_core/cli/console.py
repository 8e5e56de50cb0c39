"""Prints to the terminal: results on stdout, everything else on stderr, control codes nowhere."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import click

PROGRAM = "synthetic-data-kit"
"""Name of the command."""

# C0 and C1 controls but tab and newline, and the characters that reorder text on screen.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])?")


def strip_controls(text: str) -> str:
    """Return text that cannot move the cursor, colour or reorder anything."""
    return _CONTROL.sub("", _ESCAPE.sub("", text))


def result(text: str) -> None:
    """Print a result."""
    click.echo(strip_controls(text))


def json_result(value: Any) -> None:
    """Print a result as JSON; what JSON has no form for as its text."""
    result(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def note(text: str) -> None:
    """Print something the user should know."""
    click.echo(strip_controls(text), err=True)


def error(message: str, *, hint: str = "") -> None:
    """Print what failed and what to do next."""
    color = False if os.environ.get("NO_COLOR") else None  # None: where there is a terminal
    click.secho("error: ", fg="red", bold=True, nl=False, err=True, color=color)
    click.echo(strip_controls(message), err=True)
    if hint:
        click.echo(strip_controls(f"  what to do: {hint}"), err=True)
