"""EPUB books."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sdk_builtins.parsers.books.archive import Archive, UnreadableFile, resolve
from sdk_builtins.parsers.books.chapter import Chapter, Picture, read_chapter
from sdk_builtins.parsers.books.epub_package import PAGES, Package, SpineItem, read_package
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import write_blocks
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment, Source

_FRONT_MATTER, _UNLISTED = "front matter", "not in the reading order"


class EpubOptions(Options):
    """Options of the EPUB parser."""

    skip_front_matter: bool = Field(
        default=False,
        description="Leave out what stands before the content: cover, title page, imprint, "
        "dedication, table of contents",
    )


class EpubParser(Parser[EpubOptions]):
    """Reads the chapters of a book in the order of its spine."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter that holds text, or pictures if they are wanted.

        Raises:
            DocumentError: It is no EPUB book, protected, damaged, unsafe or without text.
        """
        archive = Archive(source, read_source(source))
        package = read_package(archive)
        ctx.describe(
            title=package.title,
            author=package.author,
            language=package.language,
            date=package.date,
        )
        for fault in package.faults:
            ctx.warn(f"{source.uri} is damaged: {fault}")
            ctx.leave_out(Reason.UNREADABLE, fault)
        pictures = _Pictures(archive, ctx)
        index = 0
        for item in package.spine:
            lost: list[tuple[str, str]] = []
            chapter = self._read(archive, item, ctx, lost)
            has_text = chapter is not None and bool(chapter.blocks)
            for reason, text in lost:
                ctx.leave_out(reason, text, segment=index + 1 if has_text else 0)
            if chapter is None:
                continue
            images = tuple(pictures.load(item.path, chapter)) if ctx.multimodal else ()
            if not chapter.blocks and not images:
                continue
            index += 1
            heading = item.label or chapter.heading
            yield Segment(
                text=write_blocks(chapter.blocks),
                kind="section",
                index=index,
                images=images,
                metadata={"heading": heading} if heading else {},
            )
        self._leave_out_unlisted(archive, package, ctx)
        if not index:
            raise DocumentError(
                f"no text found in {source.uri}: none of the {len(package.spine)} files of its "
                "reading order holds any",
                hint="Ingest it with --multimodal if its pages are pictures"
                + (", or without skip_front_matter." if self.options.skip_front_matter else "."),
            )

    def _leave_out_unlisted(self, archive: Archive, package: Package, ctx: ParseContext) -> None:
        lost: list[tuple[str, str]] = []
        for item in package.unlisted:
            chapter = self._read(archive, item, ctx, lost)
            if chapter is not None:
                lost.append((_UNLISTED, write_blocks(chapter.blocks) or item.path))
        for reason, text in lost:
            ctx.leave_out(reason, text)
        if package.unlisted:
            names = ", ".join(item.path for item in package.unlisted)
            ctx.warn(f"left out, for they are not in the reading order of the book: {names}")

    def _read(
        self, archive: Archive, item: SpineItem, ctx: ParseContext, lost: list[tuple[str, str]]
    ) -> Chapter | None:
        """Return a chapter, or ``None`` when it is not wanted or cannot be read."""
        if item.media_type not in PAGES:
            ctx.warn(f"{item.path} was left out: it is {item.media_type}, not a page of text")
            lost.append((Reason.UNREADABLE, item.path))
            return None
        try:
            chapter = read_chapter(
                archive.read(item.path), item.path, lambda reason, text: lost.append((reason, text))
            )
        except UnreadableFile as error:
            ctx.warn(f"a chapter was left out: {error}")
            lost.append((Reason.UNREADABLE, item.path))
            return None
        if self.options.skip_front_matter and (item.front or chapter.front):
            lost.append((_FRONT_MATTER, write_blocks(chapter.blocks)))
            return None
        return chapter


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
            return encode_image(self._archive.read(path), picture.alt)
        except (UnreadableFile, UnusableImage) as error:
            self._ctx.warn(f"picture {path} was left out: {error}")
            self._ctx.leave_out(Reason.UNREADABLE, picture.alt)
            return None
