"""Text documents and presentations in OpenDocument Format."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sdk_builtins.parsers.office.chapters import chapters, require_text
from sdk_builtins.parsers.office.odf_walk import DRAW, PRESENTATION, OdfBlock, OdfWalk, attribute
from sdk_builtins.parsers.office.ooxml import BROKEN_PACKAGE, parse_xml
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.archives import open_zip
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.markdown import heading
from sdk_core.documents.sniffing import read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment, SegmentKind, Source

_CHAPTER = 2  # headings up to this level begin a segment
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
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
        except (*BROKEN_PACKAGE, RuntimeError) as error:
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
        _describe(archive.read("meta.xml"), ctx)
    root = parse_xml(archive.read("content.xml"))
    walk = OdfWalk(root, _Pictures(archive, ctx))
    body = root.find(f"{_OFFICE}body")
    if body is None or not len(body):
        return
    content = body[0]
    if content.tag == f"{_OFFICE}presentation":
        slides = enumerate(content.iterchildren(f"{DRAW}page"), start=1)
        yield from (_slide(slide, number, walk) for number, slide in slides)
    elif content.tag == f"{_OFFICE}text":
        yield from _chapters(walk.blocks(content))
    else:
        raise wrong_type(source, "a text document or presentation", "another OpenDocument file")


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
        except (UnusableImage, KeyError, zipfile.BadZipFile) as error:
            self._ctx.warn(f"picture {path} was left out: {error}")
            return None


def _describe(data: bytes, ctx: ParseContext) -> None:
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError:
        return  # the text does not depend on it
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


def _chapters(blocks: Iterator[OdfBlock]) -> Iterator[Segment]:
    found = chapters(blocks, lambda block: block.level, _CHAPTER)
    for index, chapter in enumerate(found, start=1):
        title = chapter[0].title if 0 < chapter[0].level <= _CHAPTER else ""
        yield _segment(chapter, index, "section", title)


def _slide(slide: Any, number: int, walk: OdfWalk) -> Segment:
    frames = [each for each in slide if each.tag != f"{PRESENTATION}notes"]
    titles = [each for each in frames if attribute(each, PRESENTATION, "class") == "title"]
    blocks, title = list[OdfBlock](), ""
    for frame in titles[:1]:
        title = one_line(" ".join(block.text for block in walk.blocks([frame])))
        if title:
            blocks.append(OdfBlock(heading(1, title), level=1, title=title))
    for frame in frames:
        if frame not in titles[:1]:
            blocks.extend(walk.blocks([frame]))
    for notes in slide.iterchildren(f"{PRESENTATION}notes"):
        spoken = [
            block
            for frame in notes
            if attribute(frame, PRESENTATION, "class") == "notes"
            for block in walk.blocks([frame])
        ]
        if any(block.text for block in spoken):
            blocks.extend([OdfBlock(heading(3, "Notes"), level=3), *spoken])
    return _segment(blocks, number, "slide", title)


def _segment(blocks: list[OdfBlock], index: int, kind: SegmentKind, title: str) -> Segment:
    pieces, previous = list[str](), OdfBlock("")
    for block in blocks:
        if block.text:
            gap = "\n" if previous.in_list and block.in_list else "\n\n"
            pieces.extend((gap if pieces else "", block.text))
            previous = block
    notes = [note for block in blocks for note in block.notes]
    if notes:
        pieces.append("\n\n" + "\n".join(notes))
    key = "title" if kind == "slide" else "heading"
    return Segment(
        text=tidy("".join(pieces)),
        kind=kind,
        index=index,
        images=tuple(image for block in blocks for image in block.images),
        metadata={key: title} if title else {},
    )
