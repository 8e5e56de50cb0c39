"""PowerPoint presentations."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sdk_builtins.parsers.office.blocks import OfficeBlock, write
from sdk_builtins.parsers.office.ooxml import facts, open_office
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.pptx_comments import comments_on
from sdk_builtins.parsers.office.pptx_placeholders import SHAPE, first_placeholder, tree_of
from sdk_builtins.parsers.office.pptx_shapes import ShapeWalk, all_text, body_blocks, texts_of
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import BlockKind
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
        with open_office(source, read_source(source), "powerpoint", ctx) as (package, main):
            segments = list(self._segments(main, ctx))
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

    def _segments(self, main: Part, ctx: ParseContext) -> Iterator[Segment]:
        listed = main.whole_xml().find(qn("p:sldIdLst"))
        for number, entry in enumerate(listed if listed is not None else (), start=1):
            slide = main.follow(entry.get(qn("r:id")))
            if slide is None or slide.xml is None:
                ctx.warn(f"slide {number} is missing or damaged and was left out")
                ctx.leave_out(Reason.UNREADABLE, segment=number)
            elif self.options.hidden or not _is_hidden(slide):
                yield self._segment(slide, number, main)
            else:
                ShapeWalk(slide, number).leave_out(Reason.HIDDEN, all_text(slide.xml))

    def _segment(self, slide: Part, number: int, main: Part) -> Segment:
        walk = ShapeWalk(slide, number)
        title = first_placeholder(slide, "idx", "0")
        title = title if title is not None and title.tag == SHAPE else None
        said = all_text(title) if title is not None else ""
        blocks = [OfficeBlock(said, BlockKind.HEADING, 1)]
        tree = tree_of(slide)
        if len(tree):
            blocks.extend(walk.blocks(tree, title))
        else:
            walk.lose_layout()
            blocks.extend(map(OfficeBlock, texts_of(slide.xml)))
        blocks.extend(self._notes(slide, walk))
        for comment in comments_on(slide, main):
            if self.options.comments:
                blocks.append(OfficeBlock(comment, quotes=(0,)))
            else:
                walk.leave_out(Reason.COMMENT, comment)
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

    def _notes(self, slide: Part, walk: ShapeWalk) -> Iterator[OfficeBlock]:
        """Yield what the speaker noted, as far as it is wanted."""
        for page in slide.related("notesSlide"):
            notes = first_placeholder(page, "type", "body")
            body = notes.find(qn("p:txBody")) if notes is not None else None
            blocks = [] if body is None else list(body_blocks(body, False))
            if self.options.notes and blocks:
                yield OfficeBlock("Notes", BlockKind.HEADING, 3)
                yield from blocks
            elif notes is not None:
                walk.leave_out("speaker's notes", all_text(notes))
            for shape in page.xml.iter(qn("p:sp")) if page.xml is not None else ():
                if shape is not notes:
                    walk.leave_out(Reason.RUNNING_HEAD, all_text(shape))


def _is_hidden(slide: Part) -> bool:
    return slide.xml is not None and slide.xml.get("show") in ("0", "false")
