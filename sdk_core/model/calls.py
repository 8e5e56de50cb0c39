"""Conversations, and calls of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sdk_core.errors import CallError
from sdk_core.model.documents import Image
from sdk_core.model.drafts import fast_constructor
from sdk_core.model.endings import Ending, ending_of

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Args:
        role: ``system``, ``user``, ``assistant``, ``tool``, or what else a file calls it.
        content: Its text; of a turn made of parts, that of its parts together.
        images: Pictures that are shown with it, in requests.
        reasoning: What an assistant thought before it answered, where that is kept apart from the
            content; ``None`` where it is not, ``""`` where it is and there was none.
        details: What else it holds, under the names of OpenAI's chat messages: ``tool_calls``,
            ``tool_call_id``, ``name``, ``weight`` or any other; its parts under ``content``.
    """

    role: str
    content: str
    images: tuple[Image, ...] = ()
    reasoning: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"role", "content"}`` with its details; parts stand in place of their text.

        Reasoning that is kept apart is ``"reasoning_content"``.
        """
        turn: dict[str, Any] = {"role": self.role, "content": self.content}
        if self.reasoning is not None:
            turn["reasoning_content"] = self.reasoning
        if self.details:
            turn.update(self.details)
        return turn


Conversation = tuple[Message, ...]

new_message = fast_constructor(Message)
"""`Message`, for what makes millions of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call, or of many added up.

    Args:
        prompt_tokens: Tokens of the prompt.
        completion_tokens: Tokens of the answer, those of its reasoning included.
        cached_tokens: Those of the prompt that the server had in its cache, 0 where it does not
            say.
        reasoning_tokens: Those of the answer that are reasoning, likewise.
        cost: US dollars, where the server says so, else ``None``.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost: float | None = None

    def __add__(self, other: Usage) -> Usage:
        known = [usage.cost for usage in (self, other) if usage.cost is not None]
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
            cost=sum(known) if known else None,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return prompt and answer, and what else is known, as plain values."""
        more = {
            "cached_tokens": self.cached_tokens or None,
            "reasoning_tokens": self.reasoning_tokens or None,
            "cost": self.cost,
        }
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            **{name: value for name, value in more.items() if value is not None},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One model call, as a backend sees it.

    Args:
        messages: The rendered conversation.
        params: Sampling parameters (``temperature``, ``top_p``, ``max_tokens``, ``seed`` …).
        model: The model to ask for, ``""`` for the backend's own choice.
        schema: JSON schema of the answer, when the caller wants structure.
        task: Name of the prompt, for instance ``qa_generation``.
        variables: The values that were rendered into the prompt; never sent to a server, but the
            offline backend and test doubles answer from them.
        sample: Number of the sample, so that asking the same question twice is two calls.
    """

    messages: Conversation
    params: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    schema: Mapping[str, Any] | None = None
    task: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict, repr=False)
    sample: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A model's answer.

    Args:
        text: What it said, verbatim.
        model: The model that answered, as the server names it.
        finish_reason: Why it ended, in the server's word: ``stop``, ``length`` …; ``""`` when it
            does not say.
        usage: Tokens that were counted by the server.
        failure: Why it is of no use, where the backend knows. Such an answer was paid for like any
            other: it is recorded and counted, and then the call has failed in this way.
    """

    text: str
    model: str = ""
    finish_reason: str = "stop"
    usage: Usage = field(default_factory=Usage)
    failure: CallError | None = None

    @property
    def ending(self) -> Ending:
        """What the finish reason says of the text."""
        return ending_of(self.finish_reason)
