"""PowerPoint presentations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pptx
from pptx.exc import PythonPptxError
from pptx.presentation import Presentation
from pptx.slide import Slide
from pydantic import Field

from sdk_builtins.parsers.office.ooxml import BROKEN_PACKAGE, open_package
from sdk_builtins.parsers.office.pptx_comments import comments_on
from sdk_builtins.parsers.office.pptx_shapes import ShapeWalk, body_text
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.markdown import heading
from sdk_core.documents.sniffing import no_text, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_DEFAULT_TITLES = ("", "powerpoint presentation", "presentation")


class PptxOptions(Options):
    """Options of the PowerPoint parser."""

    notes: bool = Field(default=True, description="Keep the notes of the speaker")
    comments: bool = Field(default=False, description="Keep the comments of reviewers")
    hidden: bool = Field(default=True, description="Keep hidden slides")


class PptxParser(Parser[PptxOptions]):
    """Reads slides with their tables, charts, groups and speaker notes."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each slide; slides keep their numbers when others are left out.

        Raises:
            DocumentError: The file is encrypted, damaged, no presentation or without text.
        """
        try:
            deck = open_package(source, read_source(source), "powerpoint", pptx.Presentation, ctx)
            slides = enumerate(deck.slides, start=1)
            segments = [
                self._segment(slide, number, deck, ctx)
                for number, slide in slides
                if self.options.hidden or not _is_hidden(slide)
            ]
            _describe(deck, segments, ctx)
        except (*BROKEN_PACKAGE, PythonPptxError) as error:
            raise DocumentError(
                f"{source.uri} is damaged: its slides cannot be read ({one_line(str(error))})",
                hint="Open it in PowerPoint, let it repair the file and save it again.",
            ) from error
        if not any(segment.text or segment.images for segment in segments):
            raise no_text(
                source,
                "its slides hold only pictures" if segments else "it has no slide",
                "Ingest it with --multimodal to keep the pictures.",
            )
        yield from segments

    def _segment(self, slide: Slide, number: int, deck: Presentation, ctx: ParseContext) -> Segment:
        walk = ShapeWalk(ctx, number)
        title = _title(slide)
        blocks = [heading(1, title)] if title else []
        blocks.extend(walk.blocks(slide.shapes, slide.shapes.title))
        if self.options.notes and (notes := _notes(slide)):
            blocks.append(f"{heading(3, 'Notes')}\n\n{notes}")
        if self.options.comments:
            blocks.extend(comments_on(slide, deck))
        metadata = {"title": title} if title else {}
        if _is_hidden(slide):
            metadata["hidden"] = "true"
        return Segment(
            text=tidy("\n\n".join(blocks)),
            kind="slide",
            index=number,
            images=tuple(walk.images),
            metadata=metadata,
        )


def _is_hidden(slide: Slide) -> bool:
    return slide.element.get("show") in ("0", "false")


def _title(slide: Slide) -> str:
    shape = slide.shapes.title
    return one_line(body_text(shape.text_frame._txBody, False)) if shape is not None else ""


def _notes(slide: Slide) -> str:
    if not slide.has_notes_slide:
        return ""
    frame: Any = slide.notes_slide.notes_text_frame
    return "" if frame is None else tidy(body_text(frame._txBody, False)).strip()


def _describe(deck: Presentation, segments: list[Segment], ctx: ParseContext) -> None:
    properties = deck.core_properties
    title = one_line(properties.title or "")
    if title.lower() in _DEFAULT_TITLES:
        title = next((s.metadata["title"] for s in segments if "title" in s.metadata), "")
    date = properties.modified or properties.created
    ctx.describe(
        title=title,
        author=one_line(properties.author or ""),
        date=date.date().isoformat() if date else "",
    )
