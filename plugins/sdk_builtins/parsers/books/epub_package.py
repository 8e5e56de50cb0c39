"""What a book says of itself: its title, its reading order and its table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from sdk_builtins.parsers.books.xml_parts import children, element_text, name_of
from sdk_builtins.parsers.html.dom import types_of
from sdk_builtins.parsers.html.xhtml import grow_xhtml
from sdk_builtins.parsers.office.opc import Package, resolve
from sdk_core.errors import DocumentError
from sdk_core.model import Source

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"

FRONT_MATTER = frozenset(
    {
        "frontmatter", "cover", "titlepage", "title-page", "halftitlepage", "copyright-page",
        "imprint", "imprimatur", "dedication", "epigraph", "toc", "landmarks", "loi", "lot", "loa",
        "lov", "contributors", "other-credits", "seriespage", "acknowledgments",
        "acknowledgements",
    }
)  # fmt: skip
"""Names of ``epub:type`` and of the older guide for what stands before the content."""

PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "")
"""MIME types of the files that hold text."""

_BODY = frozenset({"bodymatter", "text", "start"})
_END, _TAIL = b"package>", 500  # what ends a whole description, in its last bytes
_PACKAGE_TYPE = "application/oebps-package+xml"
_OBFUSCATED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


@dataclass(frozen=True, slots=True)
class SpineItem:
    """One file of the reading order.

    Args:
        path: Where it is in the archive.
        media_type: Its MIME type.
        label: Its name in the table of contents, ``""`` when it is not there.
        front: Whether the book calls it front matter.
    """

    path: str
    media_type: str
    label: str = ""
    front: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A book's description of itself, pages that its spine lacks, and what of it is damaged."""

    title: str
    author: str
    language: str
    date: str
    spine: tuple[SpineItem, ...]
    unlisted: tuple[SpineItem, ...]
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Guide:
    """What the navigation says of files: their names, and what they are for."""

    labels: dict[str, str]
    front: set[str]
    body: str = ""
    faults: list[str] = field(default_factory=list)

    def note(self, path: str, types: frozenset[str]) -> None:
        if types & FRONT_MATTER:
            self.front.add(path)
        if types & _BODY and not self.body:
            self.body = path


def read_book(source: Source, package: Package) -> Book:
    """Return a book's description of itself.

    Raises:
        DocumentError: It is protected, or has no description.
        ValueError: That is damaged.
    """
    if CONTAINER not in package:
        raise DocumentError(
            f"{source.uri} is a ZIP archive but no EPUB book: it has no {CONTAINER}",
            hint="Unpack it and ingest the files in it.",
        )
    _require_unprotected(source, package)
    path = _package_path(package)
    root = _root(package, path)
    guide = _Guide({}, set())
    spine = tuple(_spine(package, root, path, guide))
    return Book(
        title=next(_facts(root, "title"), ""),
        author=", ".join(dict.fromkeys(_facts(root, "creator"))),
        language=next(_facts(root, "language"), ""),
        date=next(_facts(root, "date"), ""),
        spine=spine,
        unlisted=tuple(_unlisted(root, path, {item.path for item in spine})),
        faults=tuple(guide.faults),
    )


def _root(package: Package, path: str) -> Any:
    part = package.needed(path)
    if part is None or part.xml is None:
        raise ValueError(f"{path} is missing or no XML")
    return part.xml


def _require_unprotected(source: Source, package: Package) -> None:
    """Refuse DRM; fonts that are merely scrambled do no harm.

    Raises:
        DocumentError: Parts of the text are encrypted.
        ValueError: The list of encrypted files is damaged.
    """
    if ENCRYPTION not in package:
        return
    for method in children(_root(package, ENCRYPTION), "encryptionmethod"):
        within = method.getparent()
        if name_of(within) != "encrypteddata" or method.get("Algorithm") in _OBFUSCATED_FONTS:
            continue
        raise DocumentError(
            f"{source.uri} is protected with DRM, so its text cannot be read",
            hint="Ask the publisher for a copy without protection.",
        )


def _package_path(package: Package) -> str:
    files = children(_root(package, CONTAINER), "rootfile")
    for file in files:
        if file.get("media-type", _PACKAGE_TYPE) == _PACKAGE_TYPE and file.get("full-path"):
            return unquote(file.get("full-path"))
    raise ValueError(f"{CONTAINER} names no book")


def _facts(root: Any, name: str) -> Iterator[str]:
    for metadata in children(root, "metadata")[:1]:
        yield from (text for found in children(metadata, name) if (text := element_text(found)))


def _spine(package: Package, root: Any, path: str, guide: _Guide) -> Iterator[SpineItem]:
    items = {item.get("id"): item for item in children(root, "item") if item.get("href")}
    paths = {key: resolve(path, unquote(item.get("href"))) for key, item in items.items()}
    spine = next(iter(children(root, "spine")), None)
    named = list(dict.fromkeys(ref.get("idref") for ref in children(root, "itemref")))
    order = [key for key in named if key in items]
    guide.faults += [f"{key} of the reading order is no file" for key in named if key not in items]
    if not order or _END not in package.unpack(path)[-_TAIL:]:
        listed = [key for key, item in items.items() if (item.get("media-type") or "") in PAGES]
        order = list(dict.fromkeys([*order, *listed]))
        guide.faults.append("its reading order is cut off, so files were read as they are listed")
    for reference in children(root, "reference"):
        target = resolve(path, unquote(reference.get("href") or ""))
        guide.note(target, frozenset({(reference.get("type") or "").lower()}))
    for key, item in items.items():
        if "nav" in (item.get("properties") or "").split():
            guide.front.add(paths[key])
            _read_navigation(package, paths[key], guide)
    contents = spine.get("toc") if spine is not None else None
    if not guide.labels and contents in items:
        _read_contents(package, paths[contents], guide)
    reading = [paths[key] for key in order]
    before = set(reading[: reading.index(guide.body)] if guide.body in reading else ())
    for key in order:
        target = paths[key]
        yield SpineItem(
            path=target,
            media_type=items[key].get("media-type") or "",
            label=guide.labels.get(target, ""),
            front=target in guide.front or target in before,
        )


def _unlisted(root: Any, path: str, listed: set[str]) -> Iterator[SpineItem]:
    """Yield the pages of a book that are not in its reading order, but for its navigation."""
    for item in children(root, "item"):
        kind, target = item.get("media-type"), resolve(path, unquote(item.get("href") or ""))
        is_navigation = "nav" in (item.get("properties") or "").split()
        if kind in PAGES and item.get("href") and not is_navigation and target not in listed:
            yield SpineItem(target, kind)


def _read_navigation(package: Package, path: str, guide: _Guide) -> None:
    """Read the table of contents and the landmarks of an EPUB 3 book; without them it does too."""
    part = package.needed(path)
    data = part.blob if part is not None else None
    root = grow_xhtml(data) if data is not None else None
    for nav in children(root, "nav") if root is not None else ():
        for link in children(nav, "a"):
            target = resolve(path, unquote(link.get("href") or ""))
            if "toc" in types_of(nav) and element_text(link):
                guide.labels.setdefault(target, element_text(link))
            if "landmarks" in types_of(nav):
                guide.note(target, types_of(link))


def _read_contents(package: Package, path: str, guide: _Guide) -> None:
    """Read the table of contents of an EPUB 2 book."""
    part = package.needed(path)
    root = part.xml if part is not None else None
    for point in children(root, "navpoint") if root is not None else ():
        labels, targets = children(point, "navlabel"), children(point, "content")
        if labels and targets:
            target = resolve(path, unquote(targets[0].get("src") or ""))
            guide.labels.setdefault(target, element_text(labels[0]))
