"""Reasoning added to the answers of conversations that exist already."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from sdk_core.answers import parse_items, parse_messages
from sdk_core.answers.schemas import list_of_objects
from sdk_core.components import GenerationContext, Generator, Options
from sdk_core.errors import CallError
from sdk_core.model import Chunk, Conversation, Document, Example, Message

OPENING = "<think>"

_REASONING = list_of_objects({"index": "integer", "reasoning": "string"})


class CotEnhanceOptions(Options):
    """Options of the generator."""

    include_simple_steps: bool = Field(
        False, description="Ask for reasoning also where an answer is simple."
    )


class CotEnhanceGenerator(Generator[CotEnhanceOptions]):
    """Asks for the reasoning behind each assistant turn and puts it before the answer.

    The answer itself is never replaced: whatever the model sends back, the original text of every
    turn stays in the result.
    """

    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return the conversation with reasoning in its assistant turns."""
        assert isinstance(unit, tuple)
        todo = [m for m in unit if m.role == "assistant" and not m.content.startswith(OPENING)]
        if not todo:
            return [ctx.example(messages=unit)]
        try:
            completion = await ctx.complete(
                "cot_enhancement",
                schema=_REASONING,
                conversations=[message.to_dict() for message in unit],
                include_simple_steps=self.options.include_simple_steps,
            )
        except CallError as error:
            ctx.lost(1, f"{error.message}; kept as it was")
            return [ctx.example(messages=unit)]
        reasoning, why = _read(completion.text, completion.finish_reason, unit)
        if not reasoning:
            ctx.lost(1, why or "the model gave no reasoning for any turn; kept as it was")
        return [ctx.example(messages=_with_reasoning(unit, reasoning))]


def _read(text: str, finish_reason: str, original: Conversation) -> tuple[dict[int, str], str]:
    """Return the reasoning by number of the assistant turn, and why there is none.

    A custom prompt may ask for the whole conversation instead of numbered reasoning; then each
    turn's new text is its reasoning, without the original answer if it ends in it.
    """
    parsed = parse_items(text, ("index", "reasoning"), finish_reason=finish_reason)
    numbered = {int(i["index"]): i["reasoning"] for i in parsed.items if i["index"].isdecimal()}
    if numbered:
        return numbered, ""
    answers = [m.content for m in original if m.role == "assistant"]
    whole = parse_messages(text, finish_reason=finish_reason)
    for conversation in whole.conversations:
        turns = [m["content"] for m in conversation if m["role"] == "assistant"]
        if len(turns) == len(answers):
            pairs = enumerate(zip(turns, answers, strict=True))
            found = {n: _without_answer(new, old) for n, (new, old) in pairs}
            return {n: reasoning for n, reasoning in found.items() if reasoning}, ""
    return {}, parsed.reason


def _without_answer(text: str, answer: str) -> str:
    stripped = text.strip().removesuffix(answer.strip())
    return stripped.replace(OPENING, "").replace("</think>", "").strip()


def _with_reasoning(conversation: Conversation, reasoning: dict[int, str]) -> Conversation:
    result = []
    number = 0
    for message in conversation:
        turn = message
        if message.role == "assistant":
            thought = reasoning.get(number, "").strip()
            number += 1
            if thought and not message.content.startswith(OPENING):
                turn = _led_by(message, thought)
        result.append(turn)
    return tuple(result)


def _led_by(message: Message, thought: str) -> Message:
    if "content" in message.details:  # its parts are what is written, not their text
        return replace(message, reasoning=thought)
    return replace(message, content=f"{OPENING}\n{thought}\n</think>\n\n{message.content}")
