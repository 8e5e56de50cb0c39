"""PowerPoint presentations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.presentation import Presentation
from pptx.slide import Slide
from pydantic import Field

from sdk_builtins.parsers.office.blocks import OfficeBlock, write
from sdk_builtins.parsers.office.ooxml import facts, open_package
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_builtins.parsers.office.pptx_comments import comments_on
from sdk_builtins.parsers.office.pptx_package import BROKEN_DECK, open_deck, slides
from sdk_builtins.parsers.office.pptx_shapes import (
    ShapeWalk,
    all_text,
    bare_text,
    body_blocks,
    title_of,
)
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import no_text, read_source
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
        data = read_source(source)
        with open_package(source, data, "powerpoint", ctx) as (package, main):
            try:
                deck = open_deck(data, package, main)
            except BROKEN_DECK as error:
                raise ValueError(f"its slides cannot be read ({one_line(str(error))})") from error
            segments = list[Segment]()
            for number, slide in slides(deck, package):
                if self.options.hidden or not _is_hidden(slide):
                    segments.append(self._read(slide, number, deck, ctx))
                else:
                    ShapeWalk(ctx, number).leave_out(Reason.HIDDEN, all_text(slide.element))
            described = facts(package)
        if described["title"].lower() in _DEFAULT_TITLES:
            titles = (s.metadata["title"] for s in segments if "title" in s.metadata)
            described["title"] = next(titles, "")
        ctx.describe(**described)
        if not any(segment.text or segment.images for segment in segments):
            raise no_text(
                source,
                "its slides hold only pictures" if segments else "it has no slide",
                "Ingest it with --multimodal to keep the pictures.",
            )
        yield from segments

    def _read(self, slide: Slide, number: int, deck: Presentation, ctx: ParseContext) -> Segment:
        try:
            return self._segment(slide, number, deck, ctx)
        except BROKEN_DECK as error:
            ShapeWalk(ctx, number).lose("its layout", error)
            return Segment(text=write(list(bare_text(slide.element))), kind="slide", index=number)

    def _segment(self, slide: Slide, number: int, deck: Presentation, ctx: ParseContext) -> Segment:
        walk = ShapeWalk(ctx, number)
        title = title_of(slide.shapes)
        said = _line(title.text_frame) if title is not None else ""
        blocks = [OfficeBlock(said, BlockKind.HEADING, 1)]
        blocks.extend(walk.blocks(slide.shapes, title))
        blocks.extend(self._beside(slide, deck, walk))
        metadata = {"title": said} if said else {}
        if _is_hidden(slide):
            metadata["hidden"] = "true"
        return Segment(
            text=write(blocks),
            kind="slide",
            index=number,
            images=tuple(walk.images),
            metadata=metadata,
        )

    def _beside(self, slide: Slide, deck: Presentation, walk: ShapeWalk) -> Iterator[OfficeBlock]:
        """Yield the notes of the speaker and the comments, as far as they are wanted."""
        try:
            yield from self._notes(slide, walk)
            for comment in comments_on(slide, deck):
                if self.options.comments:
                    yield OfficeBlock(comment, quotes=(0,))
                else:
                    walk.leave_out(Reason.COMMENT, comment)
        except BROKEN_DECK as error:
            walk.lose("notes or comments", error)

    def _notes(self, slide: Slide, walk: ShapeWalk) -> Iterator[OfficeBlock]:
        if not slide.has_notes_slide:
            return
        page = slide.notes_slide
        frame: Any = page.notes_text_frame
        body = None if frame is None else frame._txBody
        notes = [] if body is None else list(body_blocks(body, False))
        if self.options.notes and notes:
            yield OfficeBlock("Notes", BlockKind.HEADING, 3)
            yield from notes
        elif body is not None:
            walk.leave_out("speaker's notes", all_text(body))
        for shape in page.element.iter(qn("p:sp")):
            if body is None or body.getparent() is not shape:
                walk.leave_out(Reason.RUNNING_HEAD, all_text(shape))


def _is_hidden(slide: Slide) -> bool:
    return slide.element.get("show") in ("0", "false")


def _line(frame: Any) -> str:
    return one_line(" ".join(block.line for block in body_blocks(frame._txBody, False)))
