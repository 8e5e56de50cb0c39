"""EPUB books."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sdk_core.components import Options as BaseOptions
from sdk_core.components import ParseContext, Parser
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment, Source
from sdk_epub.archive import Archive, UnreadableFile, resolve
from sdk_epub.chapter import Chapter, Picture, read_chapter
from sdk_epub.package import Package, SpineItem, read_package

_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "")
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


class EpubParser(Parser):
    """Reads the chapters of a book in the order of its spine."""

    class Options(BaseOptions):
        """Options of the EPUB parser."""

        skip_front_matter: bool = Field(
            False,
            description="Leave out what stands before the content: cover, title page, imprint, "
            "dedication, table of contents.",
        )

    options: Options

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter that holds text, or pictures if they are wanted.

        Raises:
            DocumentError: It is no EPUB book, protected, damaged, unsafe or without text.
        """
        archive = Archive(source.uri, source.read())
        package = read_package(archive)
        _describe(package, ctx)
        pictures = _Pictures(archive, ctx)
        index = 0
        for item in package.spine:
            chapter = self._read(archive, item, ctx)
            if chapter is None:
                continue
            images = tuple(pictures.load(item.path, chapter)) if ctx.multimodal else ()
            if not chapter.blocks and not images:
                continue
            index += 1
            heading = item.label or chapter.heading
            yield Segment(
                text=chapter.text,
                kind="section",
                index=index,
                images=images,
                metadata={"heading": heading} if heading else {},
            )
        if not index:
            raise DocumentError(
                f"no text found in {source.uri}: none of the {len(package.spine)} files of its "
                "reading order holds any",
                hint="Ingest it with --multimodal if its pages are pictures"
                + (", or without skip_front_matter." if self.options.skip_front_matter else "."),
            )

    def _read(self, archive: Archive, item: SpineItem, ctx: ParseContext) -> Chapter | None:
        """Return a chapter, or ``None`` when it is not wanted or cannot be read."""
        skip = self.options.skip_front_matter
        if skip and item.front:
            return None
        if item.media_type not in _PAGES:
            ctx.warn(f"{item.path} was left out: it is {item.media_type}, not a page of text")
            return None
        try:
            chapter = read_chapter(archive.read(item.path), item.path)
        except UnreadableFile as error:
            ctx.warn(f"a chapter was left out: {error}")
            return None
        return None if skip and chapter.front else chapter


class _Pictures:
    """Loads the pictures of a book, each one once: ornaments stand in every chapter."""

    def __init__(self, archive: Archive, ctx: ParseContext) -> None:
        self._archive = archive
        self._ctx = ctx
        self._seen: set[str] = set()

    def load(self, path: str, chapter: Chapter) -> Iterator[Image]:
        """Yield the pictures of a chapter that did not appear before."""
        for picture in chapter.pictures:
            target = resolve(path, picture.href)
            if target not in self._seen:
                self._seen.add(target)
                image = self._image(target, picture)
                if image is not None:
                    yield image

    def _image(self, path: str, picture: Picture) -> Image | None:
        try:
            data = self._archive.read(path)
        except UnreadableFile as error:
            self._ctx.warn(f"a picture was left out: {error}")
            return None
        media_type = _media_type(data)
        if not media_type:
            self._ctx.warn(f"picture {path} was left out: it is no PNG, JPEG, GIF or WebP")
            return None
        return Image(data=data, media_type=media_type, alt=picture.alt)


def _media_type(data: bytes) -> str:
    """Return the MIME type of a picture by its first bytes, ``""`` for one that models refuse."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _PICTURES if data.startswith(magic)), "")


def _describe(package: Package, ctx: ParseContext) -> None:
    ctx.describe(
        title=package.title,
        author=package.author,
        language=package.language,
        date=package.date,
    )
