"""Presentations for python-pptx, which reads all parts at once and gives up on a damaged one.

It also refuses macro-enabled and Strict files. Such packages are rewritten in memory before it
opens them.
"""

from __future__ import annotations

import io
import mimetypes
import re
import zipfile
from collections.abc import Iterator

import pptx
from lxml import etree
from pptx.exc import PythonPptxError
from pptx.presentation import Presentation
from pptx.slide import Slide

from sdk_builtins.parsers.office.ooxml import BROKEN_PACKAGE
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_builtins.parsers.office.opc import (
    TYPES,
    Package,
    Part,
    part_key,
    resolve,
    transitional,
)
from sdk_core.documents.losses import Reason

BROKEN_DECK = (*BROKEN_PACKAGE, PythonPptxError)
"""What python-pptx raises for a presentation whose parts are not what they should be."""

_MAIN = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.presentationml|ms-powerpoint)"
    r"\.\w+\.(?:macroEnabled(?:Template)?\.)?main\+xml"
)
_STANDARD = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_FOLDERS = {
    "slides": f"{_OFFICE}.presentationml.slide+xml",
    "slidelayouts": f"{_OFFICE}.presentationml.slideLayout+xml",
    "slidemasters": f"{_OFFICE}.presentationml.slideMaster+xml",
    "notesslides": f"{_OFFICE}.presentationml.notesSlide+xml",
    "notesmasters": f"{_OFFICE}.presentationml.notesMaster+xml",
    "theme": f"{_OFFICE}.theme+xml",
    "charts": f"{_OFFICE}.drawingml.chart+xml",
}
_TYPE_NAMES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def open_deck(data: bytes, package: Package, main: Part) -> Presentation:
    """Return a presentation without the parts that are damaged or missing, which are told.

    Raises:
        KeyError: A part that it needs is missing; others of `BROKEN_DECK` say that it is damaged.
    """
    whole = _is_plain(package)
    try:
        return pptx.Presentation(
            io.BytesIO(data) if whole else _rewritten(package, main, check=False)
        )
    except BROKEN_DECK:
        return pptx.Presentation(_rewritten(package, main, check=True))


def slides(deck: Presentation, package: Package) -> Iterator[tuple[int, Slide]]:
    """Yield the slides with their numbers from 1; a missing one keeps its number and is told."""
    listed = deck.element.find(qn("p:sldIdLst"))
    for number, entry in enumerate(listed if listed is not None else (), start=1):
        try:
            yield number, deck.part.related_slide(entry.get(qn("r:id")))
        except (KeyError, AttributeError):
            package.ctx.warn(f"slide {number} is missing or damaged and was left out")
            package.ctx.leave_out(Reason.UNREADABLE, segment=number)


def _is_plain(package: Package) -> bool:
    """Whether python-pptx opens it as it is, as far as can be told without reading all parts."""
    types = package.part(TYPES)
    content = types.blob if types is not None else None
    if content is None or _STANDARD.encode() not in content:
        return False
    names = package.spellings()
    if not {TYPES, "_rels/.rels"} <= set(names):
        return False
    for name in names:
        if name.endswith(".rels"):
            part = package.part(name)
            data = part.blob if part is not None else None
            if data is None or transitional(data) != data:
                return False
            inner = (each for each in _owner(package, name).relations.values() if not each.external)
            if any(each.target not in names for each in inner):
                return False
    return True


def _owner(package: Package, rels_name: str) -> Part:
    folder, _, name = rels_name.rpartition("_rels/")
    return Part(package, folder + name.removesuffix(".rels"))


def _rewritten(package: Package, main: Part, *, check: bool) -> io.BytesIO:
    """Copy a package in the Transitional dialect, without macros and without lost parts.

    Args:
        package: The package.
        main: Its main part.
        check: Whether each part is parsed, so that damaged ones are left out as well.
    """
    parts = dict[str, bytes]()
    for key in package:
        part = package.part(key)
        data = part.blob if part is not None else None
        if part is None or data is None or key.endswith(".rels") or key == part_key(TYPES):
            continue
        if key.endswith(".xml"):
            data = transitional(data)
            if check:
                if part.xml is None:
                    continue
                data = etree.tostring(part.xml)
        parts[key] = data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        copy.writestr(TYPES, _types(package))
        for key, data in parts.items():
            copy.writestr(key, data)
        for key in {"_rels/.rels", *package}:
            if key.endswith(".rels"):
                copy.writestr(key, _relationships(package, key, parts, part_key(main.name)))
    target.seek(0)
    return target


def _types(package: Package) -> bytes:
    """Return the MIME types of all parts, the main one's being that of plain presentations."""
    root = etree.Element(f"{_TYPE_NAMES}Types")
    for key in package:
        if key != part_key(TYPES):
            stated = _type_of(package, key)
            etree.SubElement(root, f"{_TYPE_NAMES}Override", PartName=f"/{key}", ContentType=stated)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _type_of(package: Package, key: str) -> str:
    """Return a part's MIME type, by the folder in which all programs put such parts if there is."""
    folder, _, name = key.removeprefix("ppt/").rpartition("/")
    if key.endswith(".xml") and folder in _FOLDERS:
        return _FOLDERS[folder]
    stated = package.content_type(key)
    if key == "ppt/presentation.xml" or _MAIN.fullmatch(stated):
        return _STANDARD
    return stated or mimetypes.guess_type(name)[0] or "application/xml"


def _relationships(package: Package, key: str, parts: dict[str, bytes], main: str) -> bytes:
    """Return relationships of which each leads to a part."""
    found = package.part(key)
    root = found.xml if found is not None else None
    if root is None or root.tag != f"{_RELATIONS}Relationships":
        root = etree.Element(f"{_RELATIONS}Relationships")
    owner = _owner(package, key)
    for item in list(root):
        if not all(item.get(name) for name in ("Id", "Type", "Target")):
            root.remove(item)
        elif item.get("TargetMode") != "External":
            target = part_key(resolve(owner.name, item.get("Target")))
            if target in parts:
                item.set("Target", "/" + target)
            else:
                root.remove(item)
    kinds = [item.get("Type", "").rpartition("/")[2] for item in root]
    if not owner.name and "officeDocument" not in kinds:
        kind = f"{_KINDS}/officeDocument"
        etree.SubElement(root, f"{_RELATIONS}Relationship", Id="main", Type=kind, Target=f"/{main}")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
