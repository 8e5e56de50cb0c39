"""Text documents and presentations in OpenDocument Format."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sdk_builtins.parsers.office.blocks import (
    OfficeBlock,
    images_of,
    require_text,
    sections,
    write,
)
from sdk_builtins.parsers.office.odf_styles import TEXT, OdfStyles, attribute
from sdk_builtins.parsers.office.odf_walk import DRAW, PRESENTATION, OdfWalk
from sdk_builtins.parsers.office.ooxml import BROKEN_PACKAGE
from sdk_builtins.parsers.office.opc import UNREADABLE_MEMBER, parse_xml
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.archives import open_zip
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment, Source

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MARGINS = ("header", "footer", "date-time", "page-number")  # of the printed notes
_DC = "{http://purl.org/dc/elements/1.1/}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"


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
        try:
            with open_zip(source, data) as archive:
                segments = list(_segments(source, archive, ctx))
        except BROKEN_PACKAGE as error:
            raise DocumentError(
                f"{source.uri} is damaged: {one_line(str(error)) or type(error).__name__}",
                hint="Open it in LibreOffice, let it repair the file and save it again.",
            ) from error
        require_text(source, segments)
        yield from segments


def _segments(source: Source, archive: zipfile.ZipFile, ctx: ParseContext) -> Iterator[Segment]:
    names = set(archive.namelist())
    if "content.xml" not in names:
        raise wrong_type(source, "an OpenDocument file", "a ZIP archive")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise DocumentError(
            f"{source.uri} is protected with a password",
            hint="Remove the password in LibreOffice and save it again.",
        )
    if "meta.xml" in names:
        _describe(_root(archive, "meta.xml", ctx), ctx)
    root = parse_xml(archive.read("content.xml"))
    styles = _root(archive, "styles.xml", ctx) if "styles.xml" in names else None
    roots = [each for each in (styles, root) if each is not None]
    walk = OdfWalk(OdfStyles(roots), _Pictures(archive, ctx), ctx)
    body = root.find(f"{_OFFICE}body")
    if body is None or not len(body):
        return
    content = body[0]
    if content.tag == f"{_OFFICE}presentation":
        slides = enumerate(content.iterchildren(f"{DRAW}page"), start=1)
        yield from (_slide(slide, number, walk) for number, slide in slides)
    elif content.tag == f"{_OFFICE}text":
        _leave_out_margins(styles, ctx)
        yield from sections(walk.blocks(content))
    else:
        raise wrong_type(source, "a text document or presentation", "another OpenDocument file")


def _root(archive: zipfile.ZipFile, name: str, ctx: ParseContext) -> Any | None:
    """Return the root of a part without which the text can be read, ``None`` if it is damaged."""
    try:
        return parse_xml(archive.read(name))
    except (etree.XMLSyntaxError, *UNREADABLE_MEMBER):
        ctx.warn(f"part {name} of the document is damaged and was left out")
        ctx.leave_out(Reason.UNREADABLE)
        return None


def _leave_out_margins(styles: Any | None, ctx: ParseContext) -> None:
    """Account for the headers and footers, which stand among the styles of pages."""
    said = set[str]()
    for page in styles.iter(f"{_STYLE}master-page") if styles is not None else ():
        for paragraph in page.iter(f"{TEXT}p", f"{TEXT}h"):
            text = one_line("".join(paragraph.itertext()))
            if text and text not in said:
                said.add(text)
                ctx.leave_out(Reason.RUNNING_HEAD, text)


class _Pictures:
    """Loads embedded pictures by their path in the archive."""

    def __init__(self, archive: zipfile.ZipFile, ctx: ParseContext) -> None:
        self._archive = archive
        self._ctx = ctx

    def __call__(self, path: str, alt: str) -> Image | None:
        if not self._ctx.multimodal or ":" in path:
            return None  # linked pictures are never fetched
        try:
            return encode_image(self._archive.read(path.removeprefix("./")), alt)
        except (UnusableImage, KeyError, *UNREADABLE_MEMBER) as error:
            self._ctx.warn(f"picture {path} was left out: {error}")
            self._ctx.leave_out(Reason.PICTURE, alt)
            return None


def _describe(root: Any | None, ctx: ParseContext) -> None:
    if root is None:
        return
    facts = {
        name: one_line(found.text or "")
        for name, tag in (
            ("title", f"{_DC}title"),
            ("author", f"{_META}initial-creator"),
            ("editor", f"{_DC}creator"),
            ("date", f"{_DC}date"),
        )
        if (found := next(root.iter(tag), None)) is not None
    }
    ctx.describe(
        title=facts.get("title", ""),
        author=facts.get("author") or facts.get("editor", ""),
        date=facts.get("date", "")[:10],
    )


def _slide(slide: Any, number: int, walk: OdfWalk) -> Segment:
    frames = [each for each in slide if each.tag != f"{PRESENTATION}notes"]
    titles = [each for each in frames if attribute(each, PRESENTATION, "class") == "title"]
    blocks, title = list[OfficeBlock](), ""
    for frame in titles[:1]:
        found = list(walk.blocks([frame]))
        title = one_line(" ".join(block.text for block in found))
        blocks.append(OfficeBlock(title, BlockKind.HEADING, 1, images=images_of(found)))
    for frame in frames:
        if frame not in titles[:1]:
            blocks.extend(walk.blocks([frame]))
    for notes in slide.iterchildren(f"{PRESENTATION}notes"):
        spoken = [
            block
            for frame in notes
            if attribute(frame, PRESENTATION, "class") not in _MARGINS
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
