"""Jupyter notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from sdk_builtins.parsers.markup.sections import heading_sections, headings
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.markdown import fence
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import read_text
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source


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
        blocks = [block for cell in _cells(notebook) for block in self._blocks(cell, language)]
        text = "\n\n".join(blocks)
        title = next((t for _, level, t in headings(text.split("\n")) if level == 1), "")
        ctx.describe(title=one_line(title), language=language)
        parts = list(heading_sections(text))
        if not parts:
            raise no_text(source, "its cells are empty", "Check that this is the right file.")
        yield from parts

    def _blocks(self, cell: dict[str, Any], language: str) -> Iterator[str]:
        text = clean(_joined(cell.get("source", cell.get("input")))).strip("\n").rstrip()
        kind = cell.get("cell_type")
        if not text.strip():
            return
        if kind == "code":
            yield fence(text, language)
            if self.options.outputs == "text":
                yield from self._output(cell.get("outputs"))
        elif kind == "heading":  # version 3
            level = cell.get("level", 1)
            yield f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {text}"
        else:
            yield text

    def _output(self, outputs: Any) -> Iterator[str]:
        texts = (
            (_text(each) for each in outputs if isinstance(each, dict))
            if (isinstance(outputs, list))
            else ()
        )
        printed = clean("\n".join(filter(None, texts))).strip("\n").rstrip()
        limit = self.options.output_limit
        if len(printed) > limit:
            printed = f"{printed[:limit].rstrip()}\n[…]" if limit else ""
        if printed:
            yield fence(printed, "text")


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


def _text(output: dict[str, Any]) -> str:
    """Return what an output shows as text: a stream, a result or an error, never a picture."""
    if output.get("output_type") in ("error", "pyerr"):
        return f"{_joined(output.get('ename'))}: {_joined(output.get('evalue'))}"
    data = output.get("data")
    shown = data.get("text/plain") if isinstance(data, dict) else output.get("text")
    return _joined(shown)
