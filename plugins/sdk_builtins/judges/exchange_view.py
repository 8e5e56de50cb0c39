"""What checks without a model see of an example: questions, answers, and what these rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from sdk_core.model import Evidence, Example


@dataclass(frozen=True)
class Exchange:
    """One question with its answer.

    Args:
        question: What is asked; ``""`` for records that ask nothing, such as summaries.
        answer: What is answered, without reasoning.
        reasoning: What was thought before, ``""`` for nothing.
        passage: The text that the model was shown, ``""`` when it is not known.
        evidence: The quotes that the example rests on.
        offset: Code point of the document's text where the passage begins, ``None`` when unknown.
        field: The name of the field that ``answer`` is, for messages: ``answer``, ``summary``.
    """

    question: str
    answer: str
    reasoning: str = ""
    passage: str = ""
    evidence: tuple[Evidence, ...] = ()
    offset: int | None = None
    field: str = "answer"

    @cached_property
    def cited(self) -> str:
        """The parts of the passage that the evidence names, one a line; ``""`` for none."""
        if self.offset is None:
            return ""
        spans = [
            (each.start - self.offset, each.end - self.offset)
            for each in self.evidence
            if each.start is not None and each.end is not None
        ]
        parts = [self.passage[max(0, start) : end] for start, end in spans if end > 0]
        return "\n".join(dict.fromkeys(filter(None, parts)))


def exchanges(example: Example) -> Iterator[Exchange]:
    """Yield the exchanges of an example: one for a pair, one for each answer of a conversation.

    Of a record that is neither, its text fields are answers to nothing.
    """
    passage, offset = example.passage, example.provenance.start
    if offset is None and passage:
        offset = 0 if example.provenance.chunk is None else None
    made = partial(Exchange, passage=passage, evidence=example.evidence, offset=offset)
    if example.messages:
        asked = ""
        for turn in example.messages:
            if turn.role == "user":
                asked = turn.content
            elif turn.role == "assistant":
                thought, answer = _thought(turn.content, turn.reasoning)
                yield made(asked, answer, thought)
        return
    fields = judged_fields(example)
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    if "answer" in texts:
        yield made(texts.get("question", ""), texts["answer"], texts.get("reasoning", ""))
        return
    for name, text in texts.items():
        yield made("", text, field=name)


def judged_fields(example: Example) -> Mapping[str, object]:
    """Return the fields of an example that judges see, all of those of a kind nobody declared."""
    return example.declared.judged(example.fields) or example.fields


def _thought(content: str, reasoning: str | None) -> tuple[str, str]:
    """Return the reasoning and the answer of a turn, also where it stands in think tags."""
    head, closes, tail = content.partition("</think>")
    if reasoning is None and closes and head.lstrip().startswith("<think>"):
        return head.lstrip().removeprefix("<think>").strip(), tail.strip()
    return reasoning or "", content
