"""Comments of reviewers on a slide, in the old form of PowerPoint and the threaded one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.blocks import remark
from sdk_builtins.parsers.office.opc import Part
from sdk_core.documents.cleaning import one_line


def comments_on(slide: Part, main: Part) -> Iterator[str]:
    """Yield the comments on a slide with author and date.

    Args:
        slide: The slide.
        main: The presentation, which names the authors.
    """
    authors = {
        author.get("id", ""): author.get("name", "")
        for kind in ("commentAuthors", "authors")
        for author in _elements(main, kind, "{*}cmAuthor", "{*}author")
    }
    for comment in _elements(slide, "comments", "{*}cm", "{*}reply"):
        if text := _text(comment):
            date = comment.get("dt") or comment.get("created") or ""
            yield remark(text, authors.get(comment.get("authorId", ""), ""), date)


def _elements(part: Part, kind: str, *tags: str) -> Iterator[Any]:
    for found in part.related(kind):
        yield from found.xml.iter(*tags) if found.xml is not None else ()


def _text(comment: Any) -> str:
    """Return a comment's own text, without its replies, which come by themselves."""
    old, threaded = comment.find("{*}text"), comment.find("{*}txBody")
    if old is not None:
        return one_line(old.text or "")
    return one_line("".join(threaded.itertext("{*}t"))) if threaded is not None else ""
