"""Backends that break one rule each."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import BackendSpec, hookimpl

NAMES = {
    "lets-errors-out": "LetsErrorsOut",
    "gives-servers-up": "GivesServersUp",
    "goes-on-refused": "GoesOnRefused",
    "impatient": "Impatient",
    "gullible": "Gullible",
    "wordy": "Wordy",
    "plain-text": "PlainText",
    "undecided": "Undecided",
    "uncancelled": "Uncancelled",
    "closes-once": "ClosesOnce",
}


@hookimpl
def sdk_backends() -> Iterator[BackendSpec]:
    """Give them all."""
    for name, target in NAMES.items():
        yield BackendSpec(name=name, target=f"broken_backends.backends:{target}", summary="Broken")
