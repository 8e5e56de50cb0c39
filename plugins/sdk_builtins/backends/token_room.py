"""How many tokens an answer may have: what was asked for, less what the server cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sdk_builtins.backends.server_profile import ServerProfile
from sdk_core.model import Message
from sdk_core.tokens import USUAL_SHARE
from sdk_core.tokens import estimate as most_tokens

SMALLEST_ANSWER = 256
"""Tokens below which an answer is hardly one: then the prompt is too long, not the answer."""

_OVERHEAD = 32  # tokens of a chat template around the turns
_OF_AN_IMAGE = 1000
_SURE = 0.8  # share of an estimate that a prompt surely has
_HIGHEST_RATIO = 4.0  # tokens for one of ours; no tokenizer needs more
_CALIBRATING = 200  # tokens by our estimate from which a server's count says how far it is off
_CUT = 1500  # tokens by our estimate from which a much lower count is no accident
_CUT_SHARE = 0.4
_RUNS = re.compile(r"(\W)\1{3,}")


def estimate(messages: Iterable[Message]) -> int:
    """Return about how many tokens the text of a conversation has.

    Too few cost a refusal, too many cost the end of an answer that is paid for; hence the usual
    number here, and not the highest.
    """
    return int(USUAL_SHARE * sum(most_tokens(message.content) for message in messages)) + 1


def prompt_tokens(messages: tuple[Message, ...], profile: ServerProfile) -> int:
    """Return about how many tokens a server counts for a prompt, by what it counted before."""
    images = sum(len(message.images) for message in messages)
    return round(estimate(messages) * profile.token_ratio) + _OVERHEAD + images * _OF_AN_IMAGE


def answer_tokens(asked: int, messages: tuple[Message, ...], profile: ServerProfile) -> int:
    """Return how many tokens to ask for, so that prompt and answer fit.

    Args:
        asked: What the config allows.
        messages: The prompt.
        profile: What is known of the server.
    """
    limit = min(asked, profile.answer or asked)
    if profile.room:
        room = profile.room - prompt_tokens(messages, profile)
        limit = min(limit, max(room, SMALLEST_ANSWER))
    return limit


def is_too_long(messages: tuple[Message, ...], profile: ServerProfile) -> bool:
    """Whether a prompt leaves no room for an answer, without any doubt."""
    if not profile.room:
        return False
    surely = _SURE * prompt_tokens(messages, profile)
    return surely > profile.room - SMALLEST_ANSWER


def ratio_from(counted: int, messages: tuple[Message, ...], profile: ServerProfile) -> float:
    """Return the tokens that a server counts for one of ours, by one more answer.

    A higher count is believed at once, a lower one by and by.
    """
    if any(message.images for message in messages):
        return profile.token_ratio
    ours = estimate(messages)
    if ours < _CALIBRATING:
        return profile.token_ratio
    seen = max(1.0, (counted - _OVERHEAD) / ours)
    return min(_HIGHEST_RATIO, max(seen, (profile.token_ratio + seen) / 2))


def ratio_to_fit(counted: int, messages: tuple[Message, ...], profile: ServerProfile) -> float:
    """Return the ratio by which this prompt has as many tokens as the server has counted."""
    ours = estimate(messages)
    return min(_HIGHEST_RATIO, max(profile.token_ratio, (counted - _OVERHEAD) / ours))


def looks_cut(counted: int, messages: tuple[Message, ...]) -> bool:
    """Whether a server counts so few tokens that it cannot have read the whole prompt."""
    if not counted or counted >= _CUT_SHARE * estimate(messages):
        return False
    # Rules of dashes and the like take hardly any tokens.
    squeezed = [Message(m.role, _RUNS.sub(r"\1\1\1", m.content)) for m in messages]
    ours = estimate(squeezed)
    return ours >= _CUT and counted < _CUT_SHARE * ours
