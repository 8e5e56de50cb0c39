"""Controls: good records with one fault planted in each, so that what a judge misses is known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sdk_core.curate.calibration.control_texts import (
    ELSEWHERE,
    NEGATED,
    NEGATIONS,
    PERSUASION,
    UNSUPPORTED,
    YES_AND_NO,
)
from sdk_core.documents.language import detect_language
from sdk_core.model import Example
from sdk_core.rows.example_text import example_question

GOOD = "good"

_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_SHORTEST_CUT = 24
"""Characters of an answer below which half of it may be a whole answer."""


@dataclass(frozen=True, slots=True)
class Control:
    """A record whose worth is known.

    Args:
        kind: ``good``, or what was planted.
        example: The record.
    """

    kind: str
    example: Example


Planter = Callable[[str, Example, Sequence[Example], random.Random], str | None]
"""Makes a faulty answer of an answer; ``None`` where the fault has no place in it."""


def controls(examples: Sequence[Example], *, of_each: int, rng: random.Random) -> Iterator[Control]:
    """Yield good records and, for each kind of fault, some with it.

    Args:
        examples: Records that are taken for good; those without an answer are passed over.
        of_each: How many of each kind, as far as there are records that it can be planted in.
        rng: What chooses.
    """
    usable = [each for each in examples if _answer(each)]
    order = rng.sample(usable, len(usable))
    for example in order[: max(of_each, min(len(order), 4 * of_each))]:
        yield Control(GOOD, example)
    for kind, plant in PLANTERS.items():
        made = 0
        for example in rng.sample(usable, len(usable)):
            if made == of_each:
                break
            answer = _answer(example)
            planted = plant(answer, example, usable, rng)
            if planted and planted.strip() and planted != answer:
                yield Control(kind, _with_answer(example, planted))
                made += 1


def _answer(example: Example) -> str:
    """Return what is answered last, without what was thought before."""
    if example.messages:
        last = example.messages[-1]
        return last.content.rpartition("</think>")[2].strip() if last.role == "assistant" else ""
    value = example.fields.get("answer")
    return value if isinstance(value, str) else ""


def _with_answer(example: Example, answer: str) -> Example:
    if example.messages:
        last = example.messages[-1]
        head, closes, _ = last.content.rpartition("</think>")
        content = f"{head}{closes}\n\n{answer}" if closes else answer
        return replace(example, messages=(*example.messages[:-1], replace(last, content=content)))
    return replace(example, fields={**example.fields, "answer": answer})


def _swapped(
    answer: str, example: Example, others: Sequence[Example], rng: random.Random
) -> str | None:
    found = [o for o in others if o is not example and _answer(o) != answer]
    return _answer(rng.choice(found)) if found else None


def _number(answer: str, _: Example, __: Sequence[Example], rng: random.Random) -> str | None:
    numbers = list(_NUMBER.finditer(answer))
    if not numbers:
        return None
    chosen = rng.choice(numbers)
    digits = list(chosen.group())
    place = rng.randrange(len(digits))
    digits[place] = str((int(digits[place]) + rng.randint(1, 8)) % 10 or 9)
    changed = answer[: chosen.start()] + "".join(digits) + answer[chosen.end() :]
    return changed if changed != answer else None


def _negation(
    answer: str, example: Example, __: Sequence[Example], ___: random.Random
) -> str | None:
    for yes, no in YES_AND_NO:
        for said, opposite in ((yes, no), (no, yes)):
            if re.match(rf"{said}\b", answer):
                return opposite + answer[len(said) :]
    language = _language_of(example)
    for word in NEGATIONS.get(language, ()):
        before, _colon, after = word.partition(":")
        found = re.search(rf"(?<!\w){re.escape(before)}" if before[0].isascii() else before, answer)
        if found:
            return answer[: found.start()] + after + answer[found.end() :]
    for plain, negated in NEGATED.get(language, ()):
        if plain in answer:
            return answer.replace(plain, negated, 1)
    return None


def _unsupported(
    answer: str, example: Example, __: Sequence[Example], ___: random.Random
) -> str | None:
    language = _language_of(example)
    space = "" if language in ("zh", "ja") else " "
    end = "" if answer.rstrip().endswith((".", "!", "?", "。", "！", "？")) else "."
    return f"{answer.rstrip()}{end}{space}{_in(UNSUPPORTED, language)}"


def _cut(answer: str, _: Example, __: Sequence[Example], ___: random.Random) -> str | None:
    if len(answer) < _SHORTEST_CUT:
        return None
    half = answer[: len(answer) * 6 // 10]
    head, space, _rest = half.rpartition(" ")
    cut = (head if space else half).rstrip(" .,;:!?。，；：！？")
    return cut if len(cut) >= _SHORTEST_CUT // 2 else None


def _language(
    answer: str, example: Example, __: Sequence[Example], rng: random.Random
) -> str | None:
    own = _language_of(example)
    return rng.choice([text for language, text in ELSEWHERE.items() if language != own])


def _off_topic(
    answer: str, example: Example, others: Sequence[Example], rng: random.Random
) -> str | None:
    passages = {o.passage for o in others if o.passage and o.passage != example.passage}
    sentences = [
        sentence.strip()
        for passage in sorted(passages)
        for sentence in _SENTENCE.split(passage)
        if 30 <= len(sentence.strip()) <= 300 and "\n" not in sentence.strip()
    ]
    return rng.choice(sentences) if sentences else None


def _persuasion(
    answer: str, example: Example, others: Sequence[Example], rng: random.Random
) -> str | None:
    wrong = _swapped(answer, example, others, rng)
    return f"{wrong} {_in(PERSUASION, _language_of(example))}" if wrong else None


def _language_of(example: Example) -> str:
    """Return the language of a record, by its passage where it has one."""
    return detect_language(example.passage or f"{example_question(example)} {_answer(example)}")


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language, texts["en"])


PLANTERS: dict[str, Planter] = {
    "swapped-answer": _swapped,
    "changed-number": _number,
    "changed-negation": _negation,
    "unsupported-addition": _unsupported,
    "cut-off": _cut,
    "wrong-language": _language,
    "off-topic": _off_topic,
    "persuasion": _persuasion,
}
"""What is planted, by the name of its kind."""
