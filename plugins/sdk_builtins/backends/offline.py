"""Answers without a model: the form that is asked for, filled with sentences of the text.

For tests and for trying the program on machines without a network. The same request always gets the
same answer, and each answer stands in the text, but nothing of it is worth training on.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sdk_core.components import Backend
from sdk_core.model import Completion, Request, Usage

MODEL = "offline"
_SUMMARY_SENTENCES = 5
_DEFAULT_COUNT = 5
_LONGEST = 400
"""Characters at which a sentence without an end is cut."""

_MARKS = ".!?…。！？｡؟۔।॥"
_END = re.compile(
    r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？｡؟۔।॥])|\n\s*\n|\n(?=\s*(?:[-*+#>]|\d+\.)\s)"
)
_MARKER = re.compile(r"(?:[-*+#>]+|\d{1,3}[.)])\s+")
_WORD = re.compile(r"\S+")
_PLACE = re.compile(r"(?<=:) ?<\w+>")  # of a number, in the sample of an answer
_ELLIPSIS = re.compile(r",?\s*(?:\.\.\.|…)\s*(?=[\]}])")
"""What prompts write after the first item of a list."""

_DEEPEST = 8
"""Levels of a schema that are filled."""


class OfflineBackend(Backend):
    """Answers any prompt whose schema, or whose example of an answer, it can fill."""

    @property
    def model(self) -> str:
        """The name under which it appears in provenance."""
        return MODEL

    async def check(self) -> str:
        """Say that nothing is needed."""
        return "offline: fills forms with sentences of the text, needs neither a server nor a model"

    async def complete(self, request: Request) -> Completion:
        """Answer one request; the same request always gets the same answer."""
        text = _answer(request)
        asked = sum(len(message.content) for message in request.messages)
        usage = Usage(prompt_tokens=-(-asked // 4), completion_tokens=-(-len(text) // 4))
        return Completion(text=text, model=MODEL, usage=usage)


@dataclass(frozen=True, slots=True)
class Material:
    """What one item of an answer is made of: a number, a sentence in two parts, and a seed.

    ``empty`` says that what is to be judged holds an empty text.
    """

    index: int
    opening: str
    rest: str
    seed: int
    empty: bool = False

    @property
    def sentence(self) -> str:
        """The whole sentence on one line."""
        return " ".join(f"{self.opening} {self.rest}".split())


def _answer(request: Request) -> str:
    schema = request.schema or _asked_form(request)
    if not schema:
        return _summary(_text_of(request))
    name, items = _list_in(schema)
    materials = _materials(request, _count(request.variables) if items else 1)
    answer: Any = [_fill(items or schema, "", material) for material in materials]
    answer = {name: answer} if name else answer if items else (answer or [{}])[0]
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _summary(text: str) -> str:
    """Return sentences of a text in their order, spread over it."""
    found = _sentences(text)
    count = max(1, min(_SUMMARY_SENTENCES, len(found) // 3))
    return " ".join(" ".join(s.split()) for s in found[:: max(1, len(found) // count)][:count])


def _text_of(request: Request) -> str:
    images = [f"{image.alt}." for message in request.messages for image in message.images]
    texts = [v for v in request.variables.values() if isinstance(v, str)]
    text = request.variables.get("text", max(texts, key=len, default=""))
    if not request.variables:
        text = next((m.content for m in reversed(request.messages) if m.role == "user"), "")
    return "\n\n".join((*images, str(text)))


def _count(variables: Mapping[str, Any]) -> int:
    wanted = (int(v) for k, v in variables.items() if k.startswith("num_") and str(v).isdigit())
    return next(wanted, _DEFAULT_COUNT)


def _materials(request: Request, count: int) -> Iterator[Material]:
    """Yield an item for each thing that the request lists, else for each piece of its text."""
    listed = [_listed(value) for value in request.variables.values()]
    judged = next((items for items in listed if any("index" in item for item in items)), None)
    turns = next((items for items in listed if any("role" in item for item in items)), None)
    if judged is not None or "pairs" in request.variables:
        for position, item in enumerate(judged or _listed(request.variables.get("pairs"))):
            texts = [v for k, v in item.items() if isinstance(v, str) and k != "passage"]
            said = json.dumps(texts, ensure_ascii=False)
            empty = not texts or not all(text.strip() for text in texts)
            seed, index = zlib.crc32(said.encode()), item.get("index", position)
            yield Material(index, "", "nothing was judged", seed, empty)
    elif turns is not None:
        for position, item in enumerate(t for t in turns if t.get("role") == "assistant"):
            first = (_sentences(str(item.get("content", ""))) or [""])[0]
            yield Material(position, "", first, position)
    else:
        skipped = count * request.sample  # the next sample goes on where the one before ended
        for position, piece in enumerate(_pieces(_text_of(request), count + skipped)):
            if position >= skipped:
                yield Material(position - skipped, *piece, zlib.crc32(piece[1].encode()))


def _listed(value: Any) -> list[Mapping[str, Any]]:
    """Return the objects of a list, of lists in it, and of one that is written as JSON."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, Mapping):
        return [value]
    if not isinstance(value, (list, tuple)):
        return []
    return [found for item in value for found in _listed(item) if not isinstance(item, str)]


def _pieces(text: str, count: int) -> Iterator[tuple[str, str]]:
    """Yield different openings of sentences, each with the rest of its sentence."""
    sentences, seen = _sentences(text), set[str]()
    size, found = 3, -1
    while count and found < len(seen):
        found = len(seen)
        for sentence in sentences if count else ():
            opening, rest = _cut(sentence, size)
            if count and opening.casefold() not in seen and (rest or size == 3):
                seen.add(opening.casefold())
                count -= 1
                yield (opening, rest) if rest else ("", sentence)
        size += 1


def _cut(sentence: str, size: int) -> tuple[str, str]:
    """Cut a sentence behind some words; where it has few, behind four times as many characters."""
    words = [word.end() for word in _WORD.finditer(sentence)]
    end = words[min(size, len(words)) - 1] if len(words) > 3 else 4 * (size - 2)
    opening, rest = " ".join(sentence[:end].split()), sentence[end:].strip()
    return (opening, rest) if rest.casefold() not in opening.casefold() else (opening, "")


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text as they stand in it, without headings where it has prose."""
    found: dict[str, None] = {}
    for sentence in _END.split(text):
        body = sentence.strip()
        body = body[marker.end() :] if (marker := _MARKER.match(body)) else body
        pieces = (body[n : n + _LONGEST].strip() for n in range(0, len(body), _LONGEST))
        found |= dict.fromkeys(piece for piece in pieces if piece)
    return [s for s in found if s[-1] in _MARKS and len(s) > len(_MARKS)] or list(found)


def _asked_form(request: Request) -> Mapping[str, Any]:
    """Return a schema of the example of an answer that a prompt shows, ``{}`` without one."""
    values = [v for v in request.variables.values() if isinstance(v, str) and len(v) > 1]
    for message in request.messages:
        said = message.content
        for value in values if message.role != "system" else ():
            said = said.replace(value, "")
        said = _PLACE.sub("0", _ELLIPSIS.sub("", said))
        for opening in re.finditer(r"[\[{]", said):
            try:
                example, _ = json.JSONDecoder().raw_decode(said, opening.start())
            except ValueError:
                continue
            if isinstance(example, dict) or (example and isinstance(example[0], dict)):
                return _schema_of(example)
    return {}


def _schema_of(example: Any) -> Mapping[str, Any]:
    if isinstance(example, dict):
        members = {name: _schema_of(value) for name, value in example.items()}
        return {"type": "object", "properties": members}
    if isinstance(example, list):
        return {"type": "array", "items": _schema_of(example[0])} if example else {"type": "array"}
    return {"type": {bool: "boolean", str: "string"}.get(type(example), "number")}


def _list_in(schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the name and the items of the list that an answer is, or that is a member of it."""
    members = schema.get("properties", {}) if isinstance(schema.get("properties"), Mapping) else {}
    for name, member in [("", schema), *members.items()]:
        if isinstance(member, Mapping) and member.get("type") == "array":
            return name, member.get("items") or {"type": "string"}
    return "", {}


def _fill(schema: Any, name: str, material: Material, depth: int = 0) -> Any:
    schema = schema if isinstance(schema, Mapping) and depth < _DEEPEST else {}
    if "const" in schema or schema.get("enum"):
        options = schema.get("enum") or [schema.get("const")]
        return options[material.seed % len(options)]
    for choice in ("anyOf", "oneOf", "allOf"):
        if schema.get(choice):
            return _fill(schema[choice][0], name, material, depth + 1)
    kind = schema.get("type") or ("object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, Sequence) and not isinstance(kind, str) else kind
    if kind == "object":
        members = schema.get("properties") or {}
        return {key: _fill(value, key, material, depth + 1) for key, value in members.items()}
    if kind == "array":
        return [_fill(schema.get("items"), name, material, depth + 1)]
    if kind in ("integer", "number"):
        low, high = schema.get("minimum", 1), schema.get("maximum", 10)
        share = 0.0 if material.empty else (6, 7, 8, 9)[material.seed % 4] / 10
        number = round(max(low, high * share), 1)
        return material.index if name == "index" else int(number) if kind == "integer" else number
    return _words(name, material) if kind == "string" else True if kind == "boolean" else None


def _words(name: str, material: Material) -> str:
    if "question" in name or "prompt" in name:
        begun = material.opening
        return f"How does this go on: “{begun} …”?" if begun else "What is the first thing to know?"
    if "reason" in name or "thought" in name:
        return f"What is said is this: “{material.sentence}”"
    if "answer" in name or "completion" in name:
        return material.rest
    short = name in ("term", "title", "topic", "keyword", "name", "label")
    return material.opening if short and material.opening else material.sentence
