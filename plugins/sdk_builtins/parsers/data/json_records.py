"""JSON documents and files of one JSON record a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from pydantic import Field

from sdk_builtins.parsers.data.json_values import JsonReader, Number
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import ValueCleaner
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
        "empty text, content or body, else every value",
    )
    title: str = Field(default="title", description="Field that holds a record's title")
    records: str = Field(
        default="", description="Field of the document that holds the list of records"
    )


class RecordParser(Parser[RecordOptions]):
    """Reads a field of each record, or every value when no field is named or known."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each record that holds text.

        Raises:
            DocumentError: It is not JSON, or no record holds the field.
        """
        reader, cleaner = JsonReader(source, ctx), ValueCleaner()
        field = self.options.text
        lacking = index = number = 0
        first: Any = _MISSING
        for number, record in enumerate(self._records(reader), start=1):
            if first is _MISSING:
                first = record
                field = field or _guess(record, source, ctx)
            text = _render(_at(record, field) if field else record, cleaner)
            if not text:
                lacking += 1
                continue
            index += 1
            yield self._segment(record, text, index, number)
        if not index:
            raise _nothing(source, field, first)
        cleaner.tell(source, ctx.warn)
        if lacking:
            what = f"text in {field}" if field else "text"
            ctx.warn(f"{lacking} of {number} records of {source.uri} hold no {what}")
        if reader.repeated:
            keys = "repeated key" if reader.repeated == 1 else "repeated keys"
            ctx.warn(f"{reader.repeated} {keys} in {source.uri}: the values were put together")

    def _segment(self, record: Any, text: str, index: int, number: int) -> Segment:
        title = _at(record, self.options.title)
        facts = {"record": str(number)}
        if isinstance(title, str) and title.strip():
            facts["title"] = one_line(title)
            if self.options.text or not text.startswith(f"{self.options.title}:"):
                text = f"# {facts['title']}\n\n{text}"
        return Segment(text=text, kind="section", index=index, metadata=facts)

    def _records(self, reader: JsonReader) -> Iterator[Any]:
        source = reader.source
        is_lined = source.uri.lower().endswith(_LINED) or source.media_type in _LINED_TYPES
        values = reader.lines() if is_lined else reader.document()
        head = list(islice(values, 2))
        if len(head) == 1 and not (reader.one_a_line and isinstance(head[0], dict)):
            yield from self._list(head[0], reader)
        else:
            yield from chain(head, values)

    def _list(self, value: Any, reader: JsonReader) -> list[Any]:
        """Return the records of a document that is one value."""
        if self.options.records:
            value = _at(value, self.options.records)
        elif isinstance(value, dict) and len(names := _lists_of_objects(value)) == 1:
            (name,) = names  # {"data": [...]}: an envelope around the records
            others = [key for key in value if key != name and _render(value[key], ValueCleaner())]
            if others:
                reader.ctx.warn(
                    f"of {reader.source.uri} only the records in {name!r} were read, not "
                    f"{', '.join(map(repr, others))} beside them"
                )
            value = value[name]
        return value if isinstance(value, list) else [] if value is _MISSING else [value]


def _lists_of_objects(value: dict[str, Any]) -> list[str]:
    return [
        key
        for key, each in value.items()
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


def _render(value: Any, cleaner: ValueCleaner) -> str:
    """Return a text as it is, and the values within a list or an object with their paths.

    ``""`` for what holds neither a text nor a named value, such as a number alone.
    """
    if isinstance(value, str):
        return cleaner.clean(value).strip()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n\n".join(filter(None, (_render(item, cleaner) for item in value)))
    return "\n".join(f"{path}: {text}" for path, text in _leaves(value, cleaner))


def _leaves(value: Any, cleaner: ValueCleaner) -> Iterator[tuple[str, str]]:
    """Yield every value with its path, in order and without recursion."""
    todo: list[tuple[str, Any]] = [("", value)]
    while todo:
        path, item = todo.pop()
        if isinstance(item, dict):
            inner = [(f"{path}.{key}" if path else key, each) for key, each in item.items()]
            todo.extend(reversed(inner))
        elif isinstance(item, list) and not _is_series(item):
            todo.extend((path, each) for each in reversed(item))
        elif (text := _written(item, cleaner)) and (path or isinstance(item, str)):
            yield one_line(path) or "text", text


def _written(value: Any, cleaner: ValueCleaner) -> str:
    if isinstance(value, str):
        return cleaner.clean(value).strip()
    if isinstance(value, Number):
        return "" if value.written == "NaN" else value.written  # how Python writes what is missing
    if isinstance(value, list):
        return ", ".join(each.written for each in value)
    return json.dumps(value) if isinstance(value, bool) else ""


def _is_series(value: list[Any]) -> bool:
    return all(isinstance(each, Number) for each in value)


def _nothing(source: Source, field: str, first: Any) -> DocumentError:
    if first is _MISSING:
        return no_text(source, "it holds no record", "Name their list with -O records=FIELD.")
    known = ", ".join(map(str, first)) if isinstance(first, dict) else ""
    where = f"no record holds text in {field}" if field else "no record holds a string"
    hint = f"Name another field with -O text=FIELD; the first record has: {known}."
    return no_text(source, where, hint if known else "Check that this is the right file.")
