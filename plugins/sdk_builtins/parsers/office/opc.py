"""Packages of XML parts that refer to one another (ECMA-376, part 2: Open Packaging Conventions).

Each part is read when it is asked for, so that one that is damaged or missing costs only itself.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from sdk_core.components import ParseContext
from sdk_core.documents.archives import open_zip
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.losses import Reason
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Source

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # encrypted, or by a method that is not known
)
"""What a ZIP archive raises for a member that cannot be unpacked."""

_BROKEN = (
    *_UNREADABLE, etree.LxmlError, LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
_ENCRYPTED = 0x1
_REPAIR = "Open it in its application, let it repair the file and save it again."
TYPES = "[Content_Types].xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_ASIDE = frozenset(("theme", "fontTable", "webSettings", "thumbnail", "extended-properties"))


def _parse_xml(data: bytes, *, recover: bool = False) -> Any:
    """Return the root of a part; entities are not expanded and nothing is fetched.

    Names of the Strict dialect become those of the Transitional one, which is read.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=recover)
    content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    return etree.fromstring(content, parser)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to under an id.

    Args:
        kind: Last part of the relationship's type, such as ``styles``.
        target: Name of a part, or an address outside the package.
        external: Whether it lies outside.
    """

    kind: str
    target: str
    external: bool


@contextmanager
def open_package(
    source: Source, data: bytes, ctx: ParseContext, hint: str = _REPAIR
) -> Iterator[Package]:
    """Open a package to read it.

    Args:
        source: Where it comes from, for error messages.
        data: The file.
        ctx: Is told what was lost.
        hint: What to do about a damaged one.

    Raises:
        DocumentError: It is unsafe or encrypted, or a part that it cannot do without is damaged.
    """
    try:
        with open_zip(source, data) as archive:
            if any(member.flag_bits & _ENCRYPTED for member in archive.infolist()):
                raise DocumentError(
                    f"{source.uri} is protected with a password",
                    hint="Unpack it with the password and pack it again without one.",
                )
            yield Package(archive, ctx)
    except _BROKEN as error:
        reason = one_line(str(error)).rstrip(".") or type(error).__name__
        if isinstance(error, KeyError):
            reason = "a part that it needs is missing"
        raise DocumentError(f"{source.uri} is damaged: {reason}", hint=hint) from error


class Package:
    """The parts of a package by name.

    Args:
        archive: The ZIP archive.
        ctx: Is told once of each part that is damaged or missing.
    """

    def __init__(self, archive: zipfile.ZipFile, ctx: ParseContext) -> None:
        self.archive = archive
        self.ctx = ctx
        self._members = {_part_key(member.filename): member for member in archive.infolist()}
        self._parts: dict[str, Part] = {}
        self._told: set[str] = set()
        self._unseen: set[tuple[str, int]] = set()
        self._types: dict[str, str] | None = None

    def __contains__(self, name: str) -> bool:
        return _part_key(name) in self._members

    def spellings(self) -> list[str]:
        """Return the names of all parts as the archive spells them."""
        return [member.filename for member in self._members.values()]

    def part(self, name: str) -> Part | None:
        """Return a part, ``None`` when there is none of that name."""
        key = _part_key(name)
        if key not in self._members:
            return None
        if key not in self._parts:
            self._parts[key] = Part(self, name.lstrip("/"))
        return self._parts[key]

    def needed(self, name: str) -> Part | None:
        """Return a part that another one names, ``None`` when it is missing, which is told."""
        part = self.part(name)
        if part is None:
            self.report(name, "is missing")
        return part

    def xml(self, name: str) -> Any | None:
        """Return the root of a part as `Part.xml` does, ``None`` when there is no such part."""
        part = self.part(name)
        return None if part is None else part.xml

    @property
    def root(self) -> Part:
        """What the package as a whole refers to: its main part and its properties."""
        return Part(self, "")

    def unpack(self, name: str) -> bytes:
        """Return the content of a part as it is.

        Raises:
            KeyError: There is none of that name.
            zipfile.BadZipFile: It is damaged; other errors of `zipfile` and zlib say the same.
        """
        return self.archive.read(self._members[_part_key(name)])

    def report(self, name: str, loss: str) -> None:
        """Tell and account for what is lost of a part, once for each part."""
        key = _part_key(name)
        if key not in self._told:
            self._told.add(key)
            self.ctx.warn(f"part {name} of the document {loss}")
            self.ctx.leave_out(Reason.UNREADABLE)

    def leave_out(self, reason: str, text: str, segment: int = 0) -> None:
        """Account for text that is not read, as far as there is any."""
        if said := one_line(text):
            self.ctx.leave_out(reason, said, segment=segment)

    def picture(self, name: str, alt: str, segment: int = 0) -> Image | None:
        """Return an embedded picture where pictures are wanted, ``None`` when none can be shown.

        Args:
            name: Its part.
            alt: What its author says of it.
            segment: The segment in which it stands, for which one that is left out is accounted
                for once; 0 for none.
        """
        part, fault = self.needed(name), ""
        if part is None:
            return None
        if self.ctx.multimodal:
            data = part.blob
            try:
                return None if data is None else encode_image(data, alt)
            except UnusableImage as error:
                fault = str(error)
        if (part.name, segment) not in self._unseen:
            self._unseen.add((part.name, segment))
            self.ctx.leave_out(Reason.PICTURE, segment=segment)
            if fault:
                place = f" on slide {segment}" if segment else ""
                self.ctx.warn(f"picture {name}{place} was left out: {fault}")
        return None

    def content_type(self, name: str) -> str:
        """Return the MIME type that the package states for a part, in lower case."""
        if self._types is None:
            root = self.xml(TYPES)
            self._types = {
                _part_key(item.get("PartName") or f".{item.get('Extension', '')}"): stated.lower()
                for item in (root if root is not None else ())
                if (stated := item.get("ContentType"))
            }
        key = _part_key(name)
        return self._types.get(key) or self._types.get(f".{key.rpartition('.')[2]}", "")


class Part:
    """One part of a package, and what it refers to."""

    def __init__(self, package: Package, name: str) -> None:
        self.package = package
        self.name = name
        self._xml: Any = None
        self._is_read = False
        self._relations: dict[str, Relation] | None = None

    @property
    def blob(self) -> bytes | None:
        """Its bytes, ``None`` when they cannot be unpacked, which is told."""
        try:
            return self.package.unpack(self.name)
        except _UNREADABLE:
            self.package.report(self.name, "is damaged and was left out")
            return None

    @property
    def xml(self) -> Any | None:
        """Its root as far as it can be read, ``None`` when nothing can; damage is told."""
        if not self._is_read:
            self._is_read = True
            data = self.blob
            self._xml = None if data is None else self._parsed(data)
        return self._xml

    def whole_xml(self) -> Any:
        """Return its root, for a part that must not be read in part.

        Raises:
            zipfile.BadZipFile: It is damaged; other errors of zipfile, zlib or lxml say so too.
        """
        if not self._is_read:
            self._xml = _parse_xml(self.package.unpack(self.name))
            self._is_read = True
        return self._xml

    def _parsed(self, data: bytes) -> Any | None:
        try:
            return _parse_xml(data)
        except etree.XMLSyntaxError:
            root = _salvaged(data)
            loss = "was left out" if root is None else "was read as far as it could be"
            self.package.report(self.name, f"is damaged and {loss}")
            return root

    @property
    def relations(self) -> dict[str, Relation]:
        """What it refers to by id; parts that are missing are told."""
        if self._relations is None:
            folder, base = posixpath.split(self.name)
            root = self.package.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
            self._relations = dict(self._read_relations(root if root is not None else ()))
        return self._relations

    def _read_relations(self, items: Any) -> Iterator[tuple[str, Relation]]:
        for item in items:
            kind = item.get("Type", "").rstrip("/").rpartition("/")[2]
            target, outside = item.get("Target", ""), item.get("TargetMode") == "External"
            if not outside:
                target = resolve(self.name, target)
                if target not in self.package and kind not in _ASIDE:
                    self.package.report(target, "is missing")
            yield item.get("Id", ""), Relation(kind, target, outside)

    def follow(self, relation: str | None) -> Part | None:
        """Return the part behind an id, ``None`` for none within the package."""
        found = self.relations.get(relation or "")
        if found is None:
            if relation is not None:
                self.package.report(f"{self.name}#{relation}", "is missing")
            return None
        return None if found.external else self.package.part(found.target)

    def picture(self, relation: str | None, alt: str, segment: int = 0) -> Image | None:
        """Return the embedded picture behind an id as `Package.picture` does."""
        part = self.follow(relation or None)
        return None if part is None else self.package.picture(part.name, alt, segment)

    def address(self, relation: str) -> str:
        """Return what a link outside the package leads to, ``""`` when it leads nowhere else."""
        found = self.relations.get(relation)
        return found.target if found is not None and found.external else ""

    def related(self, kind: str) -> Iterator[Part]:
        """Yield the parts of a kind to which this one refers.

        Where nothing says what it refers to, the part that is named after the kind is meant.
        """
        for identifier, relation in self.relations.items():
            if relation.kind == kind and (part := self.follow(identifier)) is not None:
                yield part
        usual = self.package.part(posixpath.join(posixpath.dirname(self.name), f"{kind}.xml"))
        if not self.relations and usual is not None:
            yield usual

    def related_xml(self, kind: str) -> Any | None:
        """Return the root of the first part of a kind that can be read."""
        roots = (part.xml for part in self.related(kind))
        return next((root for root in roots if root is not None), None)


def resolve(part: str, target: str) -> str:
    """Return the name of the part that a relationship of another part leads to."""
    target = target.split("#", 1)[0].replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _part_key(name: str) -> str:
    """Return what makes two spellings one name: case, slashes and escapes do not count."""
    return unquote(name).replace("\\", "/").lstrip("/").casefold()


def _salvaged(data: bytes) -> Any | None:
    try:
        root = _parse_xml(data, recover=True)
    except etree.LxmlError:
        return None
    if root is None or not len(root):
        return None
    for element in root.iter(etree.Element):
        if ":" in element.tag.rpartition("}")[2]:  # a name that was cut behind its prefix
            element.tag = "cut"
    return root
