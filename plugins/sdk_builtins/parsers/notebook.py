"""Jupyter notebooks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from sdk_builtins.parsers.html.markup import read_markup
from sdk_builtins.parsers.markup.sections import heading_sections, headings
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import write_blocks
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import fence, heading
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import read_text
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_OUTPUT = "output of a cell"
_NAME = re.compile(r"<[\w.]+ object(?: at 0x[0-9A-Fa-f]+)?>")  # of what is shown in another form


class NotebookOptions(Options):
    """Options of the notebook parser."""

    outputs: Literal["text", "none"] = Field(
        default="text", description="text to keep what cells printed and returned, none to drop it"
    )
    output_limit: int = Field(
        default=2000, ge=0, description="Characters of one cell's output that are kept"
    )


class NotebookParser(Parser[NotebookOptions]):
    """Reads the text, the code and the printed output of a notebook."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part below a heading of level 1 or 2.

        Raises:
            DocumentError: It is no notebook or holds no cell with text.
        """
        notebook = _load(source, ctx)
        language = _language(notebook)
        blocks = [block for cell in _cells(notebook) for block in self._blocks(cell, language, ctx)]
        text = "\n\n".join(blocks)
        title = next((t for _, level, t in headings(text.split("\n")) if level == 1), "")
        ctx.describe(title=one_line(title), language=language)
        parts = list(heading_sections(text))
        if not parts:
            raise no_text(source, "its cells are empty")
        yield from parts

    def _blocks(self, cell: dict[str, Any], language: str, ctx: ParseContext) -> Iterator[str]:
        text = clean(_joined(cell.get("source", cell.get("input")))).strip("\n").rstrip()
        kind = cell.get("cell_type")
        if kind == "code":
            if text.strip():
                yield fence(text, language)
            yield from self._outputs(cell.get("outputs"), ctx)
        elif kind == "heading":  # version 3
            level = cell.get("level", 1)
            if text.strip():
                yield heading(level if isinstance(level, int) else 1, text)
        elif text.strip():
            yield text

    def _outputs(self, outputs: Any, ctx: ParseContext) -> Iterator[str]:
        """Yield what a cell has printed and shown, in order, up to the limit."""
        room = self.options.output_limit if self.options.outputs == "text" else 0
        printed = list[str]()
        for each in outputs if isinstance(outputs, list) else ():
            if not isinstance(each, dict):
                continue
            plain, rich, is_better = _text(each), *_rich(each, ctx)
            left = room - sum(map(len, printed)) - len(rich)
            is_shown = is_better and rich and left >= 0
            other = (plain if is_shown else rich if plain else "").strip()
            if other and not _NAME.fullmatch(other):
                ctx.leave_out(Reason.REPEATED, other)
            if not is_shown:
                printed.append(plain or rich)
                continue
            yield from _fenced(printed, room, ctx)
            yield rich
            printed, room = [], left
        yield from _fenced(printed, room, ctx)


def _load(source: Source, ctx: ParseContext) -> dict[str, Any]:
    try:
        text = read_text(source, ctx.warn, what="a notebook", as_is=True)
        notebook = json.loads(text, strict=False)  # cells with raw control characters are read
    except (ValueError, RecursionError) as error:  # numbers of over 4300 digits are refused too
        raise DocumentError(
            f"{source.uri} is no notebook: it is not JSON",
            hint="Check that it was downloaded or copied as a whole.",
        ) from error
    if not isinstance(notebook, dict) or not (
        isinstance(notebook.get("cells"), list) or isinstance(notebook.get("worksheets"), list)
    ):
        raise DocumentError(
            f"{source.uri} is no notebook: it has no list of cells",
            hint="Read it with --parser json if it is other JSON.",
        )
    return notebook


def _cells(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    sheets = notebook.get("worksheets") or [notebook]  # version 3 had sheets around the cells
    for sheet in sheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(cell, dict):
                yield cell


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    for key in ("language_info", "kernelspec"):
        info = metadata.get(key) if isinstance(metadata, dict) else None
        for name in ("name", "language") if key == "language_info" else ("language", "name"):
            value = info.get(name) if isinstance(info, dict) else None
            if isinstance(value, str) and value:
                return one_line(value).lower().removesuffix("3").removesuffix("2")
    return "python"


def _joined(value: Any) -> str:
    if isinstance(value, list):
        return "".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _fenced(printed: list[str], room: int, ctx: ParseContext) -> Iterator[str]:
    """Yield printed text as a listing, cut where there is no more room for it."""
    text = clean("\n".join(filter(None, printed))).strip("\n").rstrip()
    if len(text) > max(room, 0):
        kept = text[: max(room, 0)].rstrip()
        ctx.leave_out(_OUTPUT, text[len(kept) :].strip())
        text = f"{kept}\n[…]" if kept else ""
    if text:
        yield fence(text, "text")


def _rich(output: dict[str, Any], ctx: ParseContext) -> tuple[str, bool]:
    """Return the form of an output that has structure, and whether it says more than its text."""
    data = output.get("data")
    if not isinstance(data, dict):
        return "", False
    if any(str(kind).startswith("image/") for kind in data):
        ctx.leave_out(Reason.PICTURE)
    plain, page = _joined(data.get("text/plain")), _joined(data.get("text/html"))
    is_name = not plain.strip() or _NAME.fullmatch(plain.strip()) is not None
    if page:
        return write_blocks(read_markup(page, ctx.leave_out)), is_name or "<table" in page
    other = _joined(data.get("text/markdown")) or _joined(data.get("text/latex"))
    return clean(other).strip("\n").rstrip(), is_name


def _text(output: dict[str, Any]) -> str:
    """Return what an output says as text: a stream, a result or an error, never a picture."""
    if output.get("output_type") in ("error", "pyerr"):
        return f"{_joined(output.get('ename'))}: {_joined(output.get('evalue'))}"
    data = output.get("data")
    shown = data.get("text/plain") if isinstance(data, dict) else output.get("text")
    return _joined(shown)
