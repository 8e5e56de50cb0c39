"""What the test server answers when a test does not script it: sensible text from the prompt."""

from __future__ import annotations

import json
import re
from typing import Any

_NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_SENTENCE = re.compile(r"[^.!?\s][^.!?]{14,}[.!?]")
_COUNT = re.compile(
    r"\b(\d+|one|two|three|four|five|six|ten)\b(?:\s+[\w-]+){0,4}?\s+"
    r"(?:pairs?|questions?|examples?|items?|turns?)",
    re.I,
)


def answer(body: dict[str, Any]) -> str:
    """Return the text that answers a chat completion request.

    Args:
        body: The decoded request. What is wanted is read from the instructions around the
            material, so that the words of a document change nothing.
    """
    messages = [_text(m.get("content")) for m in body.get("messages", [])]
    prompt = "\n\n".join(messages)
    material = _material(prompt)
    asked = prompt.replace(material, " ")
    low = asked.lower()
    if re.search(r"\brat(?:e|ing|ings)\b", low):
        return json.dumps(_ratings(messages[-1]))
    if "conversation" in low and re.search(r"reasoning|chain[- ]of[- ]thought", low):
        return json.dumps(_enhanced(prompt, low))
    sentences = _sentences(material)
    wanted = _wanted(asked)
    if re.search(r"chain[- ]of[- ]thought|\bcot\b|reasoning", low):
        return json.dumps([_reasoned(pair) for pair in _pairs(sentences, wanted)])
    if "question" in low:
        return json.dumps(_pairs(sentences, wanted))
    return " ".join(sentences[:2])


def _material(prompt: str) -> str:
    """Return the text that the prompt is about: what its tags hold, or else its longest block."""
    tagged: list[tuple[str, str]] = re.findall(
        r"(?s)<(text|document|passage|context)>\s*(.*?)\s*</\1>", prompt
    )
    if tagged:
        return max((content for _, content in tagged), key=len)
    labelled = re.search(r"(?ims)^\s*(?:text|document|context):\s*(.+)\Z", prompt)
    if labelled:
        return str(labelled.group(1)).strip()
    return max(re.split(r"\n\s*\n|\n?```\w*\n?|---+", prompt), key=len).strip()


def _pairs(sentences: list[str], wanted: int) -> list[dict[str, str]]:
    pairs = []
    for number in range(wanted):
        sentence = sentences[number % len(sentences)]
        topic = " ".join(sentence.rstrip(".!?").split()[:6])
        again = f" (part {number // len(sentences) + 1})" if number >= len(sentences) else ""
        pairs.append({"question": f"What does the text say about “{topic}”{again}?",
                      "answer": sentence})  # fmt: skip
    return pairs


def _reasoned(pair: dict[str, str]) -> dict[str, str]:
    return {
        "question": pair["question"],
        "reasoning": f"The text states it. It says: {pair['answer']}",
        "answer": pair["answer"],
    }


def _ratings(prompt: str) -> list[dict[str, Any]]:
    """Rate every pair in the prompt; the rating depends on the question's text alone."""
    pairs = _listed_pairs(prompt)
    numbers = [int(n) for n in re.findall(r'"index":\s*(\d+)(?!\s*,\s*"rating")', prompt)]
    numbers = numbers if len(numbers) == len(pairs) else list(range(len(pairs)))
    ratings = [6 + len(question) % 5 for question in pairs]
    return [
        {"index": index, "rating": rating} for index, rating in zip(numbers, ratings, strict=True)
    ]


def _listed_pairs(prompt: str) -> list[str]:
    quoted = re.findall(r'"(?:question|summary)":\s*"((?:[^"\\]|\\.)+)"', prompt)
    # An example of the answer's shape in the instructions is no pair.
    real = [q for q in quoted if not re.fullmatch(r"\.{3}|…|<.*>|question.{0,12}", q, re.I)]
    return real or re.findall(r"(?im)^\s*(?:\d+[.)]\s*)?(?:q|question)(?:\s*\d+)?:\s*(.+)$", prompt)


def _enhanced(prompt: str, low: str) -> list[Any]:
    """Return reasoning for the assistant's turns, in the shape that the prompt shows."""
    conversation = _conversation(prompt)
    if '"index"' in low:
        turns = sum(1 for turn in conversation if turn.get("role") == "assistant")
        return [{"index": n, "reasoning": f"This follows from turn {n}."} for n in range(turns)]
    return [
        {**turn, "content": f"Let me think step by step. {turn.get('content', '')}"}
        if turn.get("role") == "assistant"
        else turn
        for turn in conversation
    ]


def _conversation(prompt: str) -> list[dict[str, Any]]:
    """Return the turns of the conversations that stand in the prompt as JSON."""
    decoder = json.JSONDecoder()
    for match in re.finditer(r"\[", prompt):
        try:
            found, _ = decoder.raw_decode(prompt, match.start())
        except ValueError:
            continue
        if not isinstance(found, list):
            continue
        nested = [t for c in found for t in (c if isinstance(c, list) else [c])]
        turns = [turn for turn in nested if isinstance(turn, dict) and "role" in turn]
        if turns:
            return turns
    return [{"role": "assistant"} for _ in re.findall(r"(?im)^\W*assistant\W", prompt)]


def _sentences(material: str) -> list[str]:
    """Return the whole sentences of the material, each verbatim and once."""
    paragraphs = re.split(r"\n\s*\n", material)
    found = [sentence for p in paragraphs for sentence in _SENTENCE.findall(p)]
    return list(dict.fromkeys(found)) or [" ".join(material.split())[:200] or "Nothing."]


def _wanted(prompt: str) -> int:
    match = _COUNT.search(prompt)
    if match is None:
        return 3
    word = match.group(1).lower()
    return max(1, min(200, _NUMBER_WORDS.get(word) or int(word)))


def _text(content: object) -> str:
    if isinstance(content, list):
        return "\n".join(str(p.get("text", "")) for p in content if isinstance(p, dict))
    return str(content or "")
