"""XML files: documents such as DocBook, TEI and JATS, and records of data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from typing import Any

from lxml import etree

from sdk_builtins.parsers.data.json_records import RecordOptions, RecordParser
from sdk_builtins.parsers.data.spreadsheet import SpreadsheetOptions, SpreadsheetParser
from sdk_builtins.parsers.data.xml_spreadsheet import is_xml_spreadsheet
from sdk_builtins.parsers.markup.xml_blocks import is_prose, local_name, prose_blocks
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.blocks import chapter_segments
from sdk_core.documents.cleaning import clean
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import no_text, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_TRUTHS = ("true", "false")  # empty elements that are values, as in property lists and XML-RPC


class XmlParser(Parser):
    """Reads prose with its headings, lists and tables, and what else there is as records."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part below a heading of level 1 or 2, or for each record.

        Raises:
            DocumentError: It is no XML or holds no text.
        """
        data = read_source(source)
        if is_xml_spreadsheet(data):
            yield from SpreadsheetParser(SpreadsheetOptions()).parse(source, ctx)
            return
        root = _root(source, data, ctx)
        for comment in root.iter(etree.Comment):
            ctx.leave_out(Reason.COMMENT, clean(comment.text or "").strip())
        if not is_prose(root):
            written = json.dumps(_value(root)).encode()
            records = replace(source, data=written, charset="")
            yield from RecordParser(RecordOptions()).parse(records, ctx)
            return
        blocks = prose_blocks(root)
        if not blocks:
            raise no_text(source, "no element holds text")
        ctx.describe(title=next((block.text for block in blocks if block.level), ""))
        yield from chapter_segments(blocks)


def _root(source: Source, data: bytes, ctx: ParseContext) -> Any:
    """Return the root; entities that the file defines are put in, others are not fetched."""
    encoding = None
    if source.charset and source.path is not None:  # named by the user; else the file knows best
        data, encoding = data.decode(source.charset, "replace").encode(), "utf-8"

    def read(recover: bool) -> Any:
        parser = etree.XMLParser(
            recover=recover, resolve_entities="internal", no_network=True, encoding=encoding
        )
        return etree.fromstring(data, parser)

    try:
        return read(recover=False)
    except etree.XMLSyntaxError as error:
        root = None
        with suppress(etree.XMLSyntaxError):
            root = read(recover=True)
        if root is None or not len(root):
            raise DocumentError(
                f"{source.uri} is no XML: {error.msg}",
                hint="Check that it was downloaded or copied as a whole.",
            ) from error
        ctx.warn(f"it is damaged in line {error.lineno} and was read as far as it could be")
        ctx.leave_out(Reason.UNREADABLE)
        return root


def _value(element: Any) -> Any:
    """Return an element as a value of JSON: its attributes and children by name, or its text.

    Children of which a name comes back after another one stay in order, as a list named ``""``.
    """
    found: dict[str, list[Any]] = {}
    for name, value in element.attrib.items():
        found.setdefault(name.rpartition("}")[2], []).append(value)
    text = (element.text or "").strip()
    if not found and not len(element):
        return text or (local_name(element) if local_name(element) in _TRUTHS else "")
    if text:
        found.setdefault("value", []).append(text)
    children = [(local_name(each), _value(each)) for each in element.iterchildren(etree.Element)]
    names = [name for name, _ in groupby(name for name, _ in children)]
    if len(names) > len(set(names)):
        filled = {name for name, value in children if value}
        pairs = [{name: value if name in filled else name} for name, value in children]
        found[""] = [pairs]
    else:
        for name, value in children:
            found.setdefault(name, []).append(value)
    return {name: each if len(each) > 1 else each[0] for name, each in found.items()}
