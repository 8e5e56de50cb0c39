"""Shows how far a stage is: a line that is redrawn on a terminal, a plain one now and then else."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Any

import click

from sdk_core.cli import console
from sdk_core.reports import ItemReport
from sdk_core.runs.session import Progress, ProgressCounters

REDRAW = 0.5
"""Seconds between two redraws on a terminal."""

HEARTBEAT = 30.0
"""Seconds between two plain lines where there is no terminal."""

LOOKS_BACK = 60
"""Lines over which speed is measured, for the time that is left."""

ENOUGH = 3
"""New calls, or documents where no model is asked, that a speed is made of at least."""

MADE = {"ingest": "pages and sections", "create": "examples", "curate": "ratings"}
"""What the stages make, if not rows."""


class ConsoleProgress(Progress):
    """Tells a person on stderr what happens.

    A timer of the system draws the line, since a thread would keep workers from being forked.

    Args:
        quiet: Say nothing.
        verbose: Say which input is done.
    """

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._terminal = sys.stderr.isatty()
        self._counters: ProgressCounters | None = None
        self._stage = ""
        self._started = 0.0
        self._on_screen = False
        self._speed = Speed()

    def start(self, stage: str, counters: ProgressCounters) -> None:
        """Begin with a stage."""
        self._stage, self._counters, self._speed = stage, counters, Speed()
        self._started = time.monotonic()
        if not self._quiet and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGALRM, self._draw)
            signal.siginterrupt(signal.SIGALRM, False)
            interval = REDRAW if self._terminal else HEARTBEAT
            signal.setitimer(signal.ITIMER_REAL, interval, interval)

    def note(self, message: str) -> None:
        """Say something beside the progress line."""
        if not self._quiet:
            self._clear()
            console.note(message)

    def finished(self, item: ItemReport) -> None:
        """Name an input that is done, when that is wanted."""
        if self._verbose:
            self.note(f"{self._stage} {item.input}: {item.note or 'done'}")

    def stop(self) -> None:
        """Take the line away."""
        if self._counters is not None and threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._clear()
        self._counters = None

    def _draw(self, *signalled: Any) -> None:
        if self._counters is None:
            return
        line = self._line(self._counters, time.monotonic() - self._started)
        with suppress(RuntimeError):  # the signal came in the middle of other printing
            if self._terminal:
                width = shutil.get_terminal_size().columns - 1
                click.echo(f"\r{line[:width]:<{width}}", err=True, nl=False)
                self._on_screen = True
            else:
                console.note(line)

    def _clear(self) -> None:
        if self._on_screen:
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"\r{'':<{width}}\r", err=True, nl=False)
            self._on_screen = False

    def _line(self, counters: ProgressCounters, seconds: float) -> str:
        wanted = f"/{counters.wanted:,}" if counters.wanted else ""
        parts = [
            f"{self._stage}: {counters.done}/{counters.total} documents",
            f"{counters.made:,}{wanted} {MADE.get(self._stage, 'rows')}",
        ]
        if counters.calls or counters.in_flight:
            parts.append(f"{counters.in_flight} calls in flight, {counters.calls} done")
            parts.append(f"{counters.tokens:,} tokens")
        if counters.cost is not None:
            parts.append(f"{counters.cost:.4f} USD")
        left = self._speed.left(counters, seconds)
        told = "time left unknown" if left is None else f"{duration(left)} left"
        return " · ".join([*parts, duration(seconds), told])


class Speed:
    """The speed of late, which says how long the rest takes.

    Answers that are recorded come at once and say nothing of the others: with each of them, the
    measurement begins anew.
    """

    def __init__(self) -> None:
        self._points: deque[tuple[float, float, int]] = deque(maxlen=LOOKS_BACK)
        self._reused = 0

    def left(self, counters: ProgressCounters, seconds: float) -> float | None:
        """Return the seconds that are left, ``None`` when they are not known.

        Args:
            counters: How far the stage is.
            seconds: Time since it began.
        """
        share = max(
            counters.done / counters.total if counters.total else 0.0,
            min(1.0, counters.made / counters.wanted) if counters.wanted else 0.0,
        )
        if not self._points or counters.reused != self._reused:
            self._points.clear()
            if not counters.reused:
                self._points.append((0.0, 0.0, 0))
        self._reused = counters.reused
        units = counters.calls - counters.reused or counters.done
        self._points.append((seconds, share, units))
        began, before, first = self._points[0]
        if units - first < ENOUGH or share <= before:
            return None
        return (1 - share) * (seconds - began) / (share - before)


def duration(seconds: float) -> str:
    """Return a time as people say it, to the second."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
