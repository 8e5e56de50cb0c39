"""From a refusal to another way of putting requests to the same server."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sdk_builtins.backends.openai_errors import ServerRefusal
from sdk_builtins.backends.openai_refusals import Meaning
from sdk_builtins.backends.server_profile import TOKEN_FIELDS, ServerProfile, Structure
from sdk_builtins.backends.token_room import ratio_to_fit
from sdk_core.errors import ErrorKind
from sdk_core.model import Request

_FIXED = frozenset({"model", "messages", "response_format", "stream"})
"""Parts of a body that are not parameters, and cannot be left out."""

_KEYS = {"temperature": "generation.temperature", "top_p": "generation.top_p"}
_BOTH = re.compile(r"\bboth\b|only one|one of|together", re.I)
_LESS_MISSED = "top_p"  # of two parameters of which a server takes one


Lesson = tuple[ServerProfile, str]
"""What is known of a server from now on, and what the user is told of that, ``""`` for nothing."""


def lesson(
    refusal: ServerRefusal,
    request: Request,
    body: Mapping[str, Any],
    sent: ServerProfile,
    known: ServerProfile,
    chosen: Collection[str],
) -> Lesson | None:
    """Return what a refusal teaches, ``None`` when it is not about the form of a request.

    Args:
        refusal: What the server said.
        request: The call that it refused.
        body: The body that it refused.
        sent: The profile by which that was made.
        known: What is known by now, from other calls as well.
        chosen: Parameters that the user has named for this server; they are never left out.
    """
    meaning = refusal.reading.meaning
    if meaning is Meaning.FORMAT:
        return _format(body, sent, known)
    too_large = meaning is Meaning.RATE and refusal.kind == ErrorKind.CONTEXT_LENGTH
    if too_large or meaning in (Meaning.ROOM, Meaning.PROMPT, Meaning.ANSWER):
        return _limits(refusal.reading.numbers, request, body, known)
    if meaning is Meaning.SYSTEM and any(m["role"] == "system" for m in body["messages"]):
        says = "system turns are refused, so their text goes before the user's from now on"
        return replace(known, system_turn=False), says
    if meaning in (Meaning.STREAM, Meaning.NO_STREAM) and "stream" not in chosen:
        says = "answers come in a stream only, so one is asked for from now on"
        wanted = meaning is Meaning.STREAM
        return replace(known, stream=wanted), says if wanted else ""
    if meaning is Meaning.TOKEN_FIELD:
        return _renamed(sent, known)
    doubtful = meaning is Meaning.UNKNOWN and refusal.kind == ErrorKind.BAD_REQUEST
    if meaning is Meaning.PARAMETER or doubtful:
        return _parameters(refusal, body, sent, known, chosen)
    return None


def _format(body: Mapping[str, Any], sent: ServerProfile, known: ServerProfile) -> Lesson | None:
    if "response_format" not in body or sent.structure is Structure.PLAIN:
        return None
    structure = max(known.structure, Structure(sent.structure + 1))
    return replace(known, structure=structure), format_said(structure)


def format_said(structure: Structure) -> str:
    """Return what the user is told of a format that a server does not take."""
    if structure is Structure.JSON_OBJECT:
        return "a JSON schema is refused, so JSON without one is asked for from now on"
    return (
        "a response format is refused, so JSON is asked for in words alone from now on "
        "(llm.structured_output: false does so from the start)"
    )


def _limits(
    numbers: Mapping[str, int], request: Request, body: Mapping[str, Any], known: ServerProfile
) -> Lesson | None:
    asked = next((body[name] for name in TOKEN_FIELDS if name in body), 0)
    prompt = numbers.get("prompt", 0)
    if "total" in numbers and asked:
        prompt = max(prompt, numbers["total"] - asked)
    learned = known
    says = ""
    context = numbers.get("context", 0)
    if context and context != known.context:
        learned = replace(learned, context=context)
        says = f"prompt and answer together hold {context} tokens, so no more are asked for"
    if (most := numbers.get("request", 0)) and most != known.request:
        learned = replace(learned, request=most)
        says = f"a limit on tokens a minute leaves {most} to one request, so no more are asked for"
    if (answer := numbers.get("answer", 0)) and answer < asked:
        learned = replace(learned, answer=answer)
        says = f"an answer holds {answer} tokens, so no more are asked for"
    if prompt:
        ratio = ratio_to_fit(prompt, request.messages, learned)
        learned = replace(learned, token_ratio=ratio)
    return (learned, says) if learned != known else None


def _parameters(
    refusal: ServerRefusal,
    body: Mapping[str, Any],
    sent: ServerProfile,
    known: ServerProfile,
    chosen: Collection[str],
) -> Lesson | None:
    """Leave out what a refusal names; of words that are not understood, one name alone counts."""
    named = [
        name
        for name in body
        if name not in _FIXED
        and name not in chosen
        and re.search(rf"(?<![A-Za-z_]){re.escape(name)}(?![A-Za-z_])", refusal.said)
    ]
    certain = refusal.reading.meaning is Meaning.PARAMETER
    if not named or (not certain and (len(named) > 1 or named[0] in TOKEN_FIELDS)):
        return None
    if len(named) > 1 and _BOTH.search(refusal.said):
        named = [_LESS_MISSED] if _LESS_MISSED in named else named[-1:]
    if sent.token_field in named and sent.token_field == TOKEN_FIELDS[0]:
        return _renamed(sent, known)
    keys = [f"{_KEYS[name]}: null" for name in named if name in _KEYS]
    also = f" ({', '.join(keys)} does so from the start)" if keys else ""
    lost = "; answers cannot be repeated by their seed" if "seed" in named else ""
    names = " and ".join(named)
    says = f"{names} refused, so left out from now on{also}{lost}"
    return replace(known, without=known.without.union(named)), says


def _renamed(sent: ServerProfile, known: ServerProfile) -> Lesson:
    other = TOKEN_FIELDS[1 - TOKEN_FIELDS.index(sent.token_field)]
    says = f"{sent.token_field} refused, so the limit of an answer goes as {other} from now on"
    return replace(known, token_field=other), says
