"""JSON documents and files of one JSON record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field

from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import read_text, text_blocks
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_GUESSES = ("text", "content", "body")
_LINED = (".jsonl", ".ndjson")
_LINED_TYPES = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines")
_MISSING = object()


class RecordOptions(Options):
    """Options of the JSON parser."""

    text: str = Field(
        default="",
        description="Field that holds the text, with dots into nested ones (article.body); when "
        "empty text, content or body, else every string",
    )
    title: str = Field(default="title", description="Field that holds a record's title")
    records: str = Field(
        default="", description="Field of the document that holds the list of records"
    )


class RecordParser(Parser[RecordOptions]):
    """Reads a field of each record, or every string when no field is named or known."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each record that holds text.

        Raises:
            DocumentError: It is not JSON, or no record holds the field.
        """
        lined = source.uri.lower().endswith(_LINED) or source.media_type in _LINED_TYPES
        records = _lines(source, ctx) if lined else self._whole(source, ctx)
        field = self.options.text
        lacking = index = number = 0
        first: Any = _MISSING
        for number, record in enumerate(records, start=1):
            if first is _MISSING:
                first = record
                field = field or _guess(record, source, ctx)
            text = _render(_at(record, field)) if field else _render(record)
            if not text:
                lacking += 1
                continue
            index += 1
            yield self._segment(record, text, index, number)
        if not index:
            raise _nothing(source, field, first)
        if lacking:
            what = f"text in {field}" if field else "text"
            ctx.warn(f"{lacking} of {number} records of {source.uri} hold no {what}")

    def _segment(self, record: Any, text: str, index: int, number: int) -> Segment:
        title = _at(record, self.options.title)
        facts = {"record": str(number)}
        if isinstance(title, str) and title.strip():
            facts["title"] = one_line(title)
            if self.options.text or not text.startswith(f"{self.options.title}:"):
                text = f"# {facts['title']}\n\n{text}"
        return Segment(text=text, kind="section", index=index, metadata=facts)

    def _whole(self, source: Source, ctx: ParseContext) -> list[Any]:
        try:
            value = json.loads(read_text(source, ctx.warn, what="a JSON file"))
        except json.JSONDecodeError as error:
            raise DocumentError(
                f"{source.uri} is not JSON: {error.msg} in line {error.lineno}",
                hint="Give it the ending .jsonl if it holds one record a line.",
            ) from error
        except RecursionError as error:
            raise DocumentError(
                f"{source.uri} is nested too deep", hint="Take out the part with the text."
            ) from error
        if self.options.records:
            value = _at(value, self.options.records)
        elif isinstance(value, dict) and len(lists := _lists_of_objects(value)) == 1:
            value = lists[0]  # {"data": [...]}: an envelope around the records
        return value if isinstance(value, list) else [] if value is _MISSING else [value]


def _lines(source: Source, ctx: ParseContext) -> Iterator[Any]:
    broken, first = 0, 0
    for number, line in enumerate(_split(text_blocks(source, ctx.warn)), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            broken, first = broken + 1, first or number
    if broken:
        what = "line is" if broken == 1 else "lines are"
        ctx.warn(f"{broken} {what} not JSON and left out, the first is line {first}")


def _split(blocks: Iterable[str]) -> Iterator[str]:
    rest = list[str]()
    for block in blocks:
        head, newline, tail = block.partition("\n")
        rest.append(head)
        if newline:
            yield "".join(rest)
            *whole, last = tail.split("\n")
            yield from whole
            rest = [last]
    yield "".join(rest)


def _lists_of_objects(value: dict[str, Any]) -> list[list[Any]]:
    return [
        each
        for each in value.values()
        if isinstance(each, list) and each and all(isinstance(item, dict) for item in each)
    ]


def _at(record: Any, path: str) -> Any:
    """Return the value at a dotted path; a key that itself holds dots wins."""
    if isinstance(record, dict) and path in record:
        return record[path]
    for key in path.split("."):
        if isinstance(record, list) and key.isdigit() and int(key) < len(record):
            record = record[int(key)]
        elif isinstance(record, dict) and key in record:
            record = record[key]
        else:
            return _MISSING
    return record


def _guess(record: Any, source: Source, ctx: ParseContext) -> str:
    for name in _GUESSES:
        if isinstance(_at(record, name), str):
            ctx.warn(f"the text of {source.uri} was taken from the field {name!r} (-O text=FIELD)")
            return name
    return ""


def _render(value: Any) -> str:
    """Return a text as it is, and the strings within a list or an object with their paths."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n\n".join(filter(None, map(_render, value)))
    lines = (f"{path}: {text}" for path, text in _leaves(value) if text)
    return "\n".join(lines)


def _leaves(value: Any) -> Iterator[tuple[str, str]]:
    """Yield every string of a nested value with its path, in order and without recursion."""
    todo: list[tuple[str, Any]] = [("", value)]
    while todo:
        path, item = todo.pop()
        if isinstance(item, str):
            yield path or "text", clean(item).strip()
        elif isinstance(item, dict):
            inner = [(f"{path}.{key}" if path else str(key), each) for key, each in item.items()]
            todo.extend(reversed(inner))
        elif isinstance(item, list):
            todo.extend((path, each) for each in reversed(item))


def _nothing(source: Source, field: str, first: Any) -> DocumentError:
    if first is _MISSING:
        return no_text(source, "it holds no record", "Name their list with -O records=FIELD.")
    known = ", ".join(map(str, first)) if isinstance(first, dict) else ""
    where = f"no record holds text in {field}" if field else "no record holds a string"
    hint = f"Name another field with -O text=FIELD; the first record has: {known}."
    return no_text(source, where, hint if known else "Check that this is the right file.")
