"""Comments of reviewers on a slide, in the old form of PowerPoint and the threaded one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.presentation import Presentation
from pptx.slide import Slide

from sdk_builtins.parsers.office.opc import parse_xml
from sdk_core.documents.cleaning import one_line

_COMMENT = ("cm", "reply")
_AUTHOR = ("cmAuthor", "author")


def comments_on(slide: Slide, deck: Presentation) -> Iterator[str]:
    """Yield the comments on a slide with author and date."""
    authors = _authors(deck)
    for root in _related(slide.part, "comments"):
        for comment in root.iter():
            if _name(comment) in _COMMENT and (text := _text(comment)):
                said = filter(None, (_author(comment, authors), _date(comment)))
                signature = ", ".join(said)
                yield f"Comment{f' ({signature})' if signature else ''}: {text}"


def _authors(deck: Presentation) -> dict[str, str]:
    return {
        author.get("id", ""): one_line(author.get("name", ""))
        for kind in ("commentAuthors", "authors")
        for root in _related(deck.part, kind)
        for author in root.iter()
        if _name(author) in _AUTHOR
    }


def _related(part: Any, kind: str) -> Iterator[Any]:
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind:
            yield parse_xml(relation.target_part.blob)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _author(comment: Any, authors: dict[str, str]) -> str:
    return authors.get(comment.get("authorId", ""), "")


def _date(comment: Any) -> str:
    return one_line(comment.get("dt") or comment.get("created") or "")[:10]


def _text(comment: Any) -> str:
    """Return a comment's own text, without its replies, which come by themselves."""
    for child in comment:
        if _name(child) == "text":
            return one_line(child.text or "")
        if _name(child) == "txBody":
            texts = (each.text or "" for each in child.iter() if _name(each) == "t")
            return one_line("".join(texts))
    return ""
