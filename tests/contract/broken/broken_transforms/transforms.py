"""Transforms that break one rule each."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sdk_core.components import Transform, TransformContext
from sdk_core.model import Chunk, Document, Example, Segment


class Silent(Transform[Segment]):
    """Leaves short ones out and does not say so."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterable[Segment]:
        return [item] if len(item.text) > 10_000 else []


class Wordless(Transform[Segment]):
    """Leaves everything out and has nothing to say."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterable[Segment]:
        ctx.leave_out(" ")
        return []


class GivesTexts(Transform[Segment]):
    """Gives the text alone."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterable[Any]:
        yield item.text.upper()


class ReturnsNone(Transform[Segment]):
    """Forgets to return."""

    def apply(self, item: Segment, ctx: TransformContext) -> Any:
        replace(item, text=item.text.strip())


class Strays(Transform[Chunk]):
    """Takes some text from before the chunk."""

    def apply(self, item: Chunk, ctx: TransformContext) -> Iterator[Chunk]:
        yield replace(item, end=item.end + 10)


class Unsteady(Transform[Segment]):
    """Remembers what it has seen."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        seen = vars(self).setdefault("seen", set())
        if item.text in seen:
            ctx.leave_out("seen before")
        else:
            seen.add(item.text)
            yield item


class DropsPictures(Transform[Segment]):
    """Builds the segment anew."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        yield Segment(text=item.text, kind=item.kind, index=item.index)


class CrashesOnNothing(Transform[Segment]):
    """Takes a first word for granted."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        first = item.text.split()[0]
        yield replace(item, text=first + item.text[len(first) :])


class CrashesOnOddText(Transform[Segment]):
    """Takes the text for ASCII."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        yield replace(item, text=item.text.encode("ascii").decode())


class OfAnotherLevel(Transform[Any]):
    """Is announced for documents and knows segments alone."""

    def apply(self, item: Any, ctx: TransformContext) -> Iterator[Any]:
        yield replace(item, text=item.text.strip())


class ForgetsOrigin(Transform[Example]):
    """Builds the example anew."""

    def apply(self, item: Example, ctx: TransformContext) -> Iterator[Example]:
        yield Example(kind=item.kind, fields=item.fields, messages=item.messages)


class Bytes(Transform[Example]):
    """Adds what JSON has no form for."""

    def apply(self, item: Example, ctx: TransformContext) -> Iterator[Example]:
        yield replace(item, fields={**item.fields, "digest": b"\0"})


class HalfRecords(Transform[Example]):
    """Takes a field away that the kind needs."""

    def apply(self, item: Example, ctx: TransformContext) -> Iterator[Example]:
        yield replace(item, fields={"question": item.fields.get("question", "")})


class MovesSource(Transform[Document]):
    """Calls the document by another name."""

    def apply(self, item: Document, ctx: TransformContext) -> Iterator[Document]:
        yield replace(item, source="cleaned.txt")


class NumbersForText(Transform[Segment]):
    """Counts rather than changes."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        yield replace(item, text=len(item.text))  # type: ignore[arg-type]


class Prints(Transform[Segment]):
    """Prints."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        print("cleaned", len(item.text))  # noqa: T201
        yield item


class Exits(Transform[Segment]):
    """Ends the program."""

    def apply(self, item: Segment, ctx: TransformContext) -> Iterator[Segment]:
        sys.exit("no segment for me")
