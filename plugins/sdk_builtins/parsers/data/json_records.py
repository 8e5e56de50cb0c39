"""JSON documents and files of one JSON record a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from pydantic import Field

from sdk_builtins.parsers.data.json_text import JsonText
from sdk_builtins.parsers.data.json_values import JsonReader
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_GUESSES = ("text", "content", "body")
_LINED = (".jsonl", ".ndjson")
_LINED_TYPES = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines")
_MISSING = object()
_NO_TEXT, _OTHER = "record without text", "other field"


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
        reader, writer = JsonReader(source, ctx), JsonText(ctx)
        field = self.options.text
        lacking = index = number = 0
        first: Any = _MISSING
        self._is_whole = False
        for number, record in enumerate(self._records(reader, writer), start=1):
            if first is _MISSING:
                first = record
                field = field or ("" if self._is_whole else _guess(record, source, ctx))
            text = writer.write(_at(record, field) if field else record, index + 1)
            if not text:
                lacking += 1
                writer.leave_out(_NO_TEXT, record)
                continue
            index += 1
            title = _title(record, self.options.title)
            if field:
                read = (field, self.options.title) if title else (field,)
                writer.leave_out(_OTHER, _without(record, read), index)
            yield self._segment(title, text, index, number)
        if not index:
            raise _nothing(source, field, first)
        writer.tell(source)
        if lacking:
            what = f"text in {field}" if field else "text"
            ctx.warn(f"{lacking} of {number} records of {source.uri} hold no {what}")
        if reader.repeated:
            keys = "repeated key" if reader.repeated == 1 else "repeated keys"
            ctx.warn(f"{reader.repeated} {keys} in {source.uri}: the values were put together")

    def _segment(self, title: str, text: str, index: int, number: int) -> Segment:
        facts = {"record": str(number)}
        if title:
            facts["title"] = title
            if self.options.text or not text.startswith(f"{self.options.title}:"):
                text = f"# {title}\n\n{text}"
        return Segment(text=text, kind="section", index=index, metadata=facts)

    def _records(self, reader: JsonReader, writer: JsonText) -> Iterator[Any]:
        source = reader.source
        is_lined = source.uri.lower().endswith(_LINED) or source.media_type in _LINED_TYPES
        values = reader.lines() if is_lined else reader.document()
        head = list(islice(values, 2))
        if len(head) == 1 and not (reader.one_a_line and isinstance(head[0], dict)):
            yield from self._list(head[0], reader, writer)
        else:
            yield from chain(head, values)

    def _list(self, value: Any, reader: JsonReader, writer: JsonText) -> list[Any]:
        """Return the records of a document that is one value."""
        path = self.options.records
        if not path and isinstance(value, dict) and len(names := _lists_of_objects(value)) == 1:
            if any(_is_text(_at(value, name)) for name in _GUESSES):
                self._is_whole = True  # a text with what belongs to it, and no envelope
                return [value]
            (path,) = names  # {"data": [...]}: an envelope around the records
            others = [
                key
                for key, each in value.items()
                if key != path and each and isinstance(each, str | dict | list)
            ]
            if others:
                reader.ctx.warn(
                    f"of {reader.source.uri} only the records in {path!r} were read, not "
                    f"{', '.join(map(repr, others))} beside them"
                )
        if path:
            writer.leave_out(_OTHER, _without(value, (path,)))
            value = _at(value, path)
        return value if isinstance(value, list) else [] if value is _MISSING else [value]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _title(record: Any, path: str) -> str:
    title = _at(record, path)
    return one_line(title) if isinstance(title, str) else ""


def _without(record: Any, paths: Sequence[str]) -> Any:
    """Return a record without the values at some dotted paths."""
    if not isinstance(record, dict):
        return None
    found = {}
    for key, value in record.items():
        inner = [path[len(key) + 1 :] for path in paths if path.startswith(f"{key}.")]
        if not key and isinstance(value, list):
            found[key] = [_without(each, paths) for each in value]
        elif key not in paths:
            found[key] = _without(value, inner) if inner else value
    return found


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
        elif isinstance(record, dict) and (values := _in_order(record, key)):
            record = values if len(values) > 1 else values[0]
        else:
            return _MISSING
    return record


def _in_order(record: dict[str, Any], key: str) -> list[Any]:
    """Return the values of a key among those that a record of XML keeps in order."""
    pairs = record.get("")
    if not isinstance(pairs, list):
        return []
    return [each[key] for each in pairs if isinstance(each, dict) and key in each]


def _guess(record: Any, source: Source, ctx: ParseContext) -> str:
    for name in _GUESSES:
        if isinstance(_at(record, name), str):
            ctx.warn(f"the text of {source.uri} was taken from the field {name!r} (-O text=FIELD)")
            return name
    return ""


def _nothing(source: Source, field: str, first: Any) -> DocumentError:
    if first is _MISSING:
        return no_text(source, "it holds no record", "Name their list with -O records=FIELD.")
    where = f"no record holds text in {field}" if field else "no record holds a string"
    known = ", ".join(map(str, first)) if isinstance(first, dict) else ""
    if not known:
        return no_text(source, where)
    hint = f"Name another field with -O text=FIELD; the first record has: {known}."
    return no_text(source, where, hint)
