"""EPUB books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from sdk_builtins.parsers.books.chapter import Chapter, read_chapter
from sdk_builtins.parsers.books.epub_package import PAGES, SpineItem, read_book
from sdk_builtins.parsers.office.opc import Package, open_package, resolve
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import write_blocks
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
        data = read_source(source)
        if not data.startswith(b"PK"):
            raise DocumentError(
                f"{source.uri} is not an EPUB book: it is no ZIP archive",
                hint="Check that it was downloaded or copied as a whole.",
            )
        with open_package(source, data, ctx, "Download or copy the book again.") as package:
            yield from self._chapters(source, package)

    def _chapters(self, source: Source, package: Package) -> Iterator[Segment]:
        book, ctx = read_book(source, package), package.ctx
        ctx.describe(title=book.title, author=book.author, language=book.language, date=book.date)
        for fault in book.faults:
            ctx.warn(f"{source.uri} is damaged: {fault}")
            ctx.leave_out(Reason.UNREADABLE, fault)
        seen: set[str] = set()
        index = 0
        for item in book.spine:
            lost: list[tuple[str, str]] = []
            chapter = self._read(package, item, lost)
            has_text = chapter is not None and bool(chapter.blocks)
            for reason, text in lost:
                ctx.leave_out(reason, text, segment=index + 1 if has_text else 0)
            if chapter is None:
                continue
            images = tuple(_images(package, item.path, chapter, seen)) if ctx.multimodal else ()
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
        self._leave_out_unlisted(package, book.unlisted)
        if not index:
            raise DocumentError(
                f"no text found in {source.uri}: none of the {len(book.spine)} files of its "
                "reading order holds any",
                hint="Ingest it with --multimodal if its pages are pictures"
                + (", or without skip_front_matter." if self.options.skip_front_matter else "."),
            )

    def _leave_out_unlisted(self, package: Package, items: Sequence[SpineItem]) -> None:
        lost: list[tuple[str, str]] = []
        for item in items:
            chapter = self._read(package, item, lost)
            if chapter is not None:
                lost.append((_UNLISTED, write_blocks(chapter.blocks) or item.path))
        for reason, text in lost:
            package.ctx.leave_out(reason, text)
        if items:
            names = ", ".join(item.path for item in items)
            package.ctx.warn(
                f"left out, for they are not in the reading order of the book: {names}"
            )

    def _read(
        self, package: Package, item: SpineItem, lost: list[tuple[str, str]]
    ) -> Chapter | None:
        """Return a chapter, or ``None`` when it is not wanted or cannot be read."""
        if item.media_type not in PAGES:
            package.report(item.path, f"is {item.media_type}, not a page, and was left out")
            return None
        part = package.needed(item.path)
        data = part.blob if part is not None else None
        if data is None:
            return None
        chapter = read_chapter(data, lambda reason, text: lost.append((reason, text)))
        if chapter is None:
            package.report(item.path, "holds no page")
        elif self.options.skip_front_matter and (item.front or chapter.front):
            lost.append((_FRONT_MATTER, write_blocks(chapter.blocks)))
            return None
        return chapter


def _images(package: Package, path: str, chapter: Chapter, seen: set[str]) -> Iterator[Image]:
    """Yield the pictures of a chapter that did not appear before: ornaments stand in each."""
    for picture in chapter.pictures:
        target = resolve(path, picture.href)
        if target not in seen:
            seen.add(target)
            if (image := package.picture(target, picture.alt)) is not None:
                yield image
