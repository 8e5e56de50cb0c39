"""FictionBook books."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.sniffing import no_text, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment, Source
from sdk_fb2.book import Book, NoBook
from sdk_fb2.chapter import Chapter, read_chapter


class Fb2Options(Options):
    """Options of the FictionBook parser."""

    skip_front_matter: bool = Field(
        False, description="Leave out annotation, title page and epigraphs of the book."
    )


class Fb2Parser(Parser[Fb2Options]):
    """Reads the chapters of a book."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter that holds text, or pictures if they are wanted.

        Raises:
            DocumentError: It is no FictionBook, damaged or without text.
        """
        try:
            book = Book(read_source(source))
        except NoBook as error:
            raise DocumentError(
                f"{source.uri} is not a FictionBook: {error}",
                hint="Check that it was downloaded or copied as a whole.",
            ) from error
        ctx.describe(
            title=book.fact("book-title"),
            author=book.fact("author"),
            language=book.fact("lang"),
            date=book.fact("date"),
        )
        front = [] if self.options.skip_front_matter else book.front()
        index = 0
        for part in (*front, *book.chapters()):
            chapter = read_chapter(part, book)
            images = tuple(_pictures(book, chapter, ctx)) if ctx.multimodal else ()
            if chapter.blocks or images:
                index += 1
                yield Segment(
                    text=chapter.text,
                    index=index,
                    images=images,
                    metadata={"heading": chapter.title} if chapter.title else {},
                )
        if not index:
            raise no_text(
                source,
                "its chapters hold none",
                "Ingest it with --multimodal if its pages are pictures.",
            )


def _pictures(book: Book, chapter: Chapter, ctx: ParseContext) -> Iterator[Image]:
    for key, alt in chapter.pictures:
        try:
            image = encode_image(book.picture(key), alt)
        except KeyError:
            ctx.warn(f"picture {key} was left out: it is missing")
        except (ValueError, UnusableImage) as error:
            ctx.warn(f"picture {key} was left out: {error}")
        else:
            if image is not None:
                yield image
