"""What happens while a step runs, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from sdk_core.reports import ItemReport
from sdk_core.runs.session import Progress, ProgressCounters


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    Args:
        kind: ``started`` and ``stopped`` of a stage, ``finished`` of an input, or a ``note``.
        stage: The stage, ``""`` before the first.
        message: What is to be known, of a note.
        item: The input that is done with, of ``finished``.
        counters: How far the stage is; they go on changing while it runs.
    """

    kind: Literal["started", "note", "finished", "stopped"]
    stage: str = ""
    message: str = ""
    item: ItemReport | None = None
    counters: ProgressCounters = field(default_factory=ProgressCounters)


class EventProgress(Progress):
    """Gives on what happens, in the thread that does the work.

    Args:
        listener: Is told, ``None`` for nobody.
    """

    def __init__(self, listener: Callable[[Event], None] | None) -> None:
        self._listener = listener
        self._stage = ""
        self._counters = ProgressCounters()

    def start(self, stage: str, counters: ProgressCounters) -> None:
        """Tell that a stage starts."""
        self._stage, self._counters = stage, counters
        self._tell(Event(kind="started", stage=stage, counters=counters))

    def note(self, message: str) -> None:
        """Tell what the user should know."""
        self._tell(Event(kind="note", stage=self._stage, message=message, counters=self._counters))

    def finished(self, item: ItemReport) -> None:
        """Tell that an input is done."""
        self._tell(Event(kind="finished", stage=self._stage, item=item, counters=self._counters))

    def stop(self) -> None:
        """Tell that the stage has ended."""
        self._tell(Event(kind="stopped", stage=self._stage, counters=self._counters))

    def _tell(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)
