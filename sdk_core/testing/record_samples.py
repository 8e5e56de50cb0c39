"""Records that an exporter is tried on: some of every kind that is declared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sdk_core.model import Example, Message, RecordKind
from sdk_core.testing.bench import TALK
from sdk_core.testing.factories import PAGES, make_example

_REJECTED = "It is 14 kilometres long."
_THOUGHT = (
    Message("user", "How long is it?"),
    Message("assistant", "<think>\nThe text says 41.\n</think>\n\n41 kilometres."),
)
_TALKS = {
    " with a system turn": (TALK, TALK[:3]),
    "": (TALK[1:], TALK[1:3]),
    " with reasoning": (_THOUGHT,),
}
"""Conversations, by what is said of them behind the name of their kind."""

_TEXTS = ("The {} of a canal.", 'Die {} — genau? 運河 🛶\n\t"Corran"\\')
"""Texts of fields; the braces are the field's name."""


def sample_records(kinds: Iterable[RecordKind]) -> dict[str, tuple[Example, ...]]:
    """Return records as they are in files, in groups whose records have the same parts.

    Args:
        kinds: The declarations by which they are made.
    """
    found: dict[str, tuple[Example, ...]] = {}
    for kind in kinds:
        if kind.holds_turns:
            for form, talks in _TALKS.items():
                made = (make_example(kind.name, messages=t, rejected=_REJECTED) for t in talks)
                found[kind.name + form] = tuple(replace(each, declared=kind) for each in made)
            continue
        every = [each.name for each in kind.fields]
        needed = [each.name for each in kind.fields if each.required]
        found[kind.name] = _records(kind, needed)
        if every != needed:
            found[f"{kind.name} with all fields"] = _records(kind, every)
    return found


def _records(kind: RecordKind, names: Sequence[str]) -> tuple[Example, ...]:
    """Return records with text in some fields; those that become a conversation can be worse."""
    rejected = {"rejected": _REJECTED} if kind.talks else {}
    return tuple(
        Example(
            kind=kind.name,
            fields={name: text.format(name) for name in names} | rejected,
            passage=PAGES[0],
            declared=kind,
        )
        for text in _TEXTS
    )
