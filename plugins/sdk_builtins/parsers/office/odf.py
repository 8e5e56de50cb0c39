"""Text documents and presentations in OpenDocument Format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.blocks import (
    OfficeBlock,
    images_of,
    require_text,
    sections,
    write,
)
from sdk_builtins.parsers.office.odf_styles import OdfStyles
from sdk_builtins.parsers.office.odf_walk import OdfWalk
from sdk_builtins.parsers.office.opc import Package, open_package
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_REPAIR = "Open it in LibreOffice, let it repair the file and save it again."
_CLASS = qn("presentation:class")
_MARGINS = ("header", "footer", "date-time", "page-number")  # of the printed notes


class OdfParser(Parser):
    """Reads documents of LibreOffice Writer and slides of Impress."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter of a text, one for each slide of a presentation.

        Raises:
            DocumentError: It is encrypted, damaged, no such document or without text.
        """
        data = read_source(source)
        if not data.startswith(b"PK"):
            raise wrong_type(source, "an OpenDocument file", real_type(data))
        with open_package(source, data, ctx, _REPAIR) as package:
            segments = list(_segments(source, package))
        require_text(source, segments)
        yield from segments


def _segments(source: Source, package: Package) -> Iterator[Segment]:
    content = package.part("content.xml")
    if content is None:
        raise wrong_type(source, "an OpenDocument file", "a ZIP archive")
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in (manifest.blob or b""):
        raise DocumentError(
            f"{source.uri} is protected with a password",
            hint="Remove the password in LibreOffice and save it again.",
        )
    meta, styles = package.xml("meta.xml"), package.xml("styles.xml")
    if meta is not None:
        package.ctx.describe(**_facts(meta))
    root = content.whole_xml()
    walk = OdfWalk(OdfStyles(each for each in (styles, root) if each is not None), package)
    body = root.find(qn("office:body"))
    if body is None or not len(body):
        return
    if body[0].tag == qn("office:presentation"):
        slides = enumerate(body[0].iterchildren(qn("draw:page")), start=1)
        yield from (_slide(slide, number, walk) for number, slide in slides)
    elif body[0].tag == qn("office:text"):
        if styles is not None:
            _leave_out_margins(styles, package)
        yield from sections(walk.blocks(body[0]))
    else:
        raise wrong_type(source, "a text document or presentation", "another OpenDocument file")


def _facts(meta: Any) -> dict[str, str]:
    def fact(name: str) -> str:
        return one_line(meta.findtext(f".//{qn(name)}") or "")

    author = fact("meta:initial-creator") or fact("dc:creator")
    return {"title": fact("dc:title"), "author": author, "date": fact("dc:date")[:10]}


def _leave_out_margins(styles: Any, package: Package) -> None:
    """Account for the headers and footers, which stand among the styles of pages."""
    paragraphs = (
        one_line("".join(paragraph.itertext()))
        for page in styles.iter(qn("style:master-page"))
        for paragraph in page.iter(qn("text:p"), qn("text:h"))
    )
    for text in dict.fromkeys(paragraphs):
        package.leave_out(Reason.RUNNING_HEAD, text)


def _slide(slide: Any, number: int, walk: OdfWalk) -> Segment:
    frames = [each for each in slide if each.tag != qn("presentation:notes")]
    titles = [each for each in frames if each.get(_CLASS) == "title"][:1]
    found = list(walk.blocks(titles))
    title = one_line(" ".join(block.text for block in found))
    blocks = [OfficeBlock(title, BlockKind.HEADING, 1, images=images_of(found))]
    blocks.extend(walk.blocks(frame for frame in frames if frame not in titles))
    for notes in slide.iterchildren(qn("presentation:notes")):
        spoken = [
            block
            for frame in notes
            if frame.get(_CLASS) not in _MARGINS
            for block in walk.blocks([frame])
        ]
        if any(block.text for block in spoken):
            blocks.extend([OfficeBlock("Notes", BlockKind.HEADING, 3), *spoken])
    return Segment(
        text=write(blocks),
        kind="slide",
        index=number,
        images=images_of(blocks),
        metadata={"title": title} if title else {},
    )
