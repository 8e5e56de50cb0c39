"""Exchanges as judges that ask a model show them: each question with the turns before it."""

from __future__ import annotations

from dataclasses import replace

from sdk_builtins.judges.exchange_view import Exchange, exchanges
from sdk_core.model import Example


def asked(example: Example) -> tuple[Exchange, ...]:
    """Return the exchanges of an example that have an answer.

    The question of a later turn is the conversation up to it, since it may mean nothing alone. A
    record that only its declaration makes a conversation of is taken as that conversation.
    """
    talk = example if example.messages else _as_talk(example)
    found = list(exchanges(talk))
    if talk.messages:
        found = _with_turns_before(talk, found)
    return tuple(each for each in found if each.answer.strip())


def evidence_of(exchange: Exchange) -> str:
    """Return the quotes that an exchange rests on, one a line, ``""`` where none was found."""
    found = (each.quote for each in exchange.evidence if each.is_found)
    return exchange.cited or "\n".join(dict.fromkeys(found))


def _as_talk(example: Example) -> Example:
    declared = example.declared
    if not declared.talks or declared.whole or "answer" in declared.judged(example.fields):
        return example
    try:
        return replace(example, messages=example.to_messages())
    except ValueError:  # it lacks what its turns are made of
        return example


def _with_turns_before(example: Example, found: list[Exchange]) -> list[Exchange]:
    said: list[str] = []
    waiting = iter(found)
    shown = []
    for turn in example.messages:
        text = turn.content
        if turn.role == "system":
            continue
        if turn.role == "assistant":
            exchange = next(waiting)
            text = exchange.answer
            several = len(said) > 1
            shown.append(replace(exchange, question="\n\n".join(said)) if several else exchange)
        said.append(f"{turn.role}: {text}")
    return shown
