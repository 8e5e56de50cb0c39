"""Backends that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import BackendSpec, hookimpl

NAMES = {
    "lets-errors-out": "backends:LetsErrorsOut",
    "gives-servers-up": "backends:GivesServersUp",
    "goes-on-refused": "backends:GoesOnRefused",
    "impatient": "backends:Impatient",
    "gullible": "backends:Gullible",
    "wordy": "backends:Wordy",
    "plain-text": "backends:PlainText",
    "undecided": "backends:Undecided",
    "uncancelled": "backends:Uncancelled",
    "closes-once": "backends:ClosesOnce",
    "last-turn-only": "habits:LastTurnOnly",
    "unlimited": "habits:Unlimited",
    "one-model": "habits:OneModel",
    "tries-again": "habits:TriesAgain",
    "limits-for-good": "habits:LimitsForGood",
    "counts-nothing": "habits:CountsNothing",
    "never-cut": "habits:NeverCut",
    "strips": "habits:Strips",
    "mixes-up": "habits:MixesUp",
    "blocks": "habits:Blocks",
    "one-loop": "habits:OneLoop",
    "exits": "habits:Exits",
    "prints": "habits:Prints",
    "tells-its-key": "habits:TellsItsKey",
    "changes-requests": "habits:ChangesRequests",
    "keeps-connections": "habits:KeepsConnections",
    "slow": "habits:Slow",
    "text-for-usage": "habits:TextForUsage",
    "no-text": "habits:NoText",
    "answers-in-turns": "habits:AnswersInTurns",
}


@hookimpl
def sdk_backends() -> Iterator[BackendSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield BackendSpec(name=name, target=f"broken_backends.{target}", summary="Broken")
