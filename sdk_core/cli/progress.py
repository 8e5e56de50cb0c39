"""Shows how far a stage is: a line that is redrawn on a terminal, a plain one now and then else."""

from __future__ import annotations

import shutil
import sys
import time

import click

from sdk_core.cli import console
from sdk_core.reports import ItemReport
from sdk_core.runs.session import ProgressCounters

REDRAW = 0.1
"""Seconds between two redraws on a terminal."""

HEARTBEAT = 30.0
"""Seconds between two plain lines where there is no terminal."""


class ConsoleProgress:
    """Tells a person on stderr what happens.

    Args:
        quiet: Say nothing.
        verbose: Say which input is done.
    """

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._terminal = sys.stderr.isatty()
        self._tally: ProgressCounters | None = None
        self._stage = ""
        self._started = self._drawn = 0.0
        self._on_screen = False

    def start(self, stage: str, counters: ProgressCounters) -> None:
        """Begin with a stage."""
        self._stage, self._tally = stage, counters
        self._started = self._drawn = time.monotonic()

    def update(self) -> None:
        """Redraw if it is time."""
        now = time.monotonic()
        interval = REDRAW if self._terminal else HEARTBEAT
        if self._quiet or self._tally is None or now - self._drawn < interval:
            return
        self._drawn = now
        line = self._line(self._tally, now - self._started)
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"\r{line[:width]:<{width}}", err=True, nl=False)
            self._on_screen = True
        else:
            console.note(line)

    def note(self, message: str) -> None:
        """Say something beside the progress line."""
        if not self._quiet:
            self._clear()
            console.note(message)

    def finished(self, item: ItemReport) -> None:
        """Count an input, and name it when that is wanted."""
        if self._verbose and not self._quiet:
            self._clear()
            console.note(f"{self._stage} {item.input}: {item.note or 'done'}")
        self.update()

    def stop(self) -> None:
        """Take the line away."""
        self._clear()
        self._tally = None

    def _clear(self) -> None:
        if self._on_screen:
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"\r{'':<{width}}\r", err=True, nl=False)
            self._on_screen = False

    def _line(self, counters: ProgressCounters, seconds: float) -> str:
        parts = [f"{self._stage}: {counters.done}/{counters.total} documents"]
        if counters.calls or counters.in_flight:
            wanted = f"/{counters.wanted}" if counters.wanted else ""
            parts.append(f"{counters.made}{wanted} examples")
            parts.append(f"{counters.in_flight} calls in flight, {counters.calls} done")
            parts.append(f"{counters.tokens:,} tokens")
        share = max(
            counters.done / counters.total if counters.total else 0.0,
            counters.made / counters.wanted if counters.wanted else 0.0,
        )
        if 0 < share < 1:
            parts.append(f"{duration(seconds / share - seconds)} left")
        return " · ".join(parts)


def duration(seconds: float) -> str:
    """Return a time as people say it, to the second."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
