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
        body: The decoded request. What is wanted is read from all its messages, the material is
            the longest run of text in them.
    """
    prompt = "\n\n".join(_text(m.get("content")) for m in body.get("messages", []))
    low = prompt.lower()
    if re.search(r"\brat(?:e|ing|ings)\b|\bscore\b", low):
        return json.dumps(_ratings(prompt))
    if "conversation" in low and re.search(r"reasoning|chain[- ]of[- ]thought|step by step", low):
        conversations = _conversations(prompt)
        if conversations is not None:
            return json.dumps(conversations)
    sentences = _sentences(prompt)
    wanted = _wanted(prompt)
    if re.search(r"chain[- ]of[- ]thought|\bcot\b|reasoning", low) and "question" in low:
        return json.dumps([_reasoned(pair) for pair in _pairs(sentences, wanted)])
    if "question" in low:
        return json.dumps(_pairs(sentences, wanted))
    if re.search(r"summar", low):
        return " ".join(sentences[:2])
    return sentences[0]


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
    numbers = [int(n) for n in re.findall(r'"index":\s*(\d+)', prompt)]
    numbers = numbers if len(numbers) == len(pairs) else list(range(len(pairs)))
    ratings = [6 + len(question) % 5 for question in pairs]
    return [
        {"index": index, "rating": rating} for index, rating in zip(numbers, ratings, strict=True)
    ]


def _listed_pairs(prompt: str) -> list[str]:
    quoted = re.findall(r'"question":\s*"((?:[^"\\]|\\.)+)"', prompt)
    # An example of the answer's shape in the instructions is no pair.
    real = [q for q in quoted if not re.fullmatch(r"\.{3}|…|<.*>|question.{0,12}", q, re.I)]
    return real or re.findall(r"(?im)^\s*(?:\d+[.)]\s*)?(?:q|question)(?:\s*\d+)?:\s*(.+)$", prompt)


def _conversations(prompt: str) -> list[Any] | None:
    """Return the conversations that stand in the prompt, their answers extended by a reason."""
    decoder = json.JSONDecoder()
    best: list[Any] | None = None
    for match in re.finditer(r"\[", prompt):
        try:
            found, _ = decoder.raw_decode(prompt, match.start())
        except ValueError:
            continue
        if '"role"' in json.dumps(found) and isinstance(found, list):
            best = found
            break
    if best is None:
        return None
    for conversation in best if all(isinstance(c, list) for c in best) else [best]:
        for turn in conversation:
            if isinstance(turn, dict) and turn.get("role") == "assistant":
                turn["content"] = f"Let me think step by step. {turn.get('content', '')}"
    return best


def _sentences(prompt: str) -> list[str]:
    blocks = re.split(r"\n\s*\n|\n?```\w*\n?|<[^>\n]{1,40}>|---+", prompt)
    # Material stands last in most prompts and is usually the longest block with whole sentences.
    scored = [(len(b), i, b) for i, b in enumerate(blocks) if _SENTENCE.search(b)]
    if not scored:
        return [" ".join(prompt.split())[:200] or "Nothing was asked."]
    start = max(scored)[1]
    longest = blocks[start]
    rest = [b for size, i, b in scored if i > start and size > 200]
    text = " ".join([longest, *rest])
    found = [" ".join(s.split()) for s in _SENTENCE.findall(text)]
    verbatim = [s for s in found if s in prompt]
    return list(dict.fromkeys(verbatim)) or [longest.strip()[:200]]


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
