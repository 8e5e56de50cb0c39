"""Kinds of records: declarations that stand in files, tell records apart and become turns."""

from __future__ import annotations

import json

from sdk_core.model import RecordKind
from sdk_core.registry.discovery import CORE
from sdk_core.testing.checks import Case, checks_over
from sdk_core.testing.violations import NotApplicable, Violation

KindCase = Case[RecordKind]


def has_a_free_name(case: KindCase) -> None:
    """Its name is not that of a built-in kind, nor twice in the package."""
    same = [g for g in case.plugin.registry.given_record_kinds if g.spec.name == case.thing.name]
    if case.plugin.name != CORE and any(given.plugin.builtin for given in same):
        raise Violation(
            f"there is a built-in record kind {case.thing.name!r}.", "Choose another name."
        )
    if len([given for given in same if given.plugin.distribution == case.plugin.name]) > 1:
        raise Violation("the package declares it twice.", "Give one of them another name.")


def stands_in_files(case: KindCase) -> None:
    """Files carry its declaration, and it comes back from them as it was."""
    if case.thing.told and case.plugin.name != CORE:
        raise Violation(
            "its files would not carry its declaration, and nobody could read them without the "
            "package.",
            "Leave told as it is: it is for layouts that other programs know.",
        )
    remedy = "Use tuples of text, and nothing but text."
    try:
        back = RecordKind.from_dict(json.loads(json.dumps(case.thing.to_dict())))
    except (TypeError, ValueError) as error:
        raise Violation(f"it does not come back from a file: {error}.", remedy) from error
    if back != case.thing:
        raise Violation("it comes back from a file as another.", remedy)


def has_a_key_of_its_own(case: KindCase) -> None:
    """Its list has another key in files than those of built-in kinds that are told by theirs."""
    keys = {case.thing.list_key, *case.thing.other_keys}
    others = case.plugin.registry.given_record_kinds
    for other in (given.spec for given in others if given.plugin.builtin):
        taken = keys & {other.list_key, *other.other_keys} if other.told else set()
        if taken and case.plugin.name != CORE:
            raise Violation(
                f"its list is under {taken.pop()!r} in files, by which the kind {other.name!r} is "
                "told.",
                "Choose another list_key.",
            )


def becomes_a_conversation(case: KindCase) -> None:
    """A record with text in every field becomes turns that end with an answer."""
    kind = case.thing
    if not kind.turns:
        raise NotApplicable("its records do not become conversations")
    values = {field.name: f"[{field.name}]" for field in kind.fields}
    turns = kind.conversation(values, "[passage]")
    spoken = [turn.role for turn in turns if turn.role != "system"]
    if spoken[:1] != ["user"] or spoken[-1] != "assistant":
        raise Violation(
            f"its turns are of {', '.join(spoken)}, which no trainer takes.",
            "Begin with a turn of the user and end with one of the assistant.",
        )


CHECKS = checks_over(
    "record_kind", has_a_free_name, stands_in_files, has_a_key_of_its_own, becomes_a_conversation
)
