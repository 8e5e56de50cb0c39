"""Office Open XML files: what they are, what they say of themselves, and whether they are safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sdk_builtins.parsers.office.opc import TYPES, Package, Part, open_package
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import OLE2, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Source

_MAIN = "officeDocument"
_ROOTS = {
    qn("w:document"): "word",
    qn("p:presentation"): "powerpoint",
    qn("x:workbook"): "excel",
}
_USUAL = ("word/document.xml", "ppt/presentation.xml", "xl/workbook.xml")
_NAMES = {
    "word": "a Word document",
    "powerpoint": "a PowerPoint presentation",
    "excel": "an Excel workbook",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@contextmanager
def open_office(
    source: Source, data: bytes, family: str, ctx: ParseContext
) -> Iterator[tuple[Package, Part]]:
    """Open an Office package and yield it with its main part.

    Args:
        source: Where it comes from, for error messages.
        data: The file.
        family: ``word`` or ``powerpoint``.
        ctx: Is told what was lost.

    Raises:
        DocumentError: It is encrypted, unsafe or something else, or its main part is damaged.
    """
    refuse_encrypted(source, data)
    if data.startswith(OLE2):
        raise wrong_type(source, _NAMES[family], "an old binary Office document")
    if not data.startswith(b"PK"):
        raise wrong_type(source, _NAMES[family], real_type(data))
    with open_package(source, data, ctx) as package:
        yield package, _main_part(source, package, family)


def facts(package: Package) -> dict[str, str]:
    """Return the title, author and date of a package, each ``""`` when it is not stated."""
    found = dict[str, str]()
    for part in package.root.related("core-properties"):
        for element in part.xml if part.xml is not None else ():
            if isinstance(element.tag, str) and (text := one_line(element.text or "")):
                found.setdefault(element.tag, text)
    date = found.get(qn("dcterms:modified")) or found.get(qn("dcterms:created")) or ""
    return {
        "title": found.get(qn("dc:title"), ""),
        "author": found.get(qn("dc:creator"), ""),
        "date": date[:10] if _DATE.match(date) else "",
    }


def refuse_encrypted(source: Source, data: bytes) -> None:
    """Refuse a package that a password protects, which stands in an OLE2 file (MS-OFFCRYPTO).

    Raises:
        DocumentError: It is one.
    """
    if data.startswith(OLE2) and "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError(
            f"{source.uri} is protected with a password",
            hint="Remove the password in its application and save it again.",
        )


def _main_part(source: Source, package: Package, family: str) -> Part:
    if TYPES not in package and "_rels/.rels" not in package:
        raise wrong_type(source, _NAMES[family], "a ZIP archive")
    part = next(package.root.related(_MAIN), None)
    if part is None:
        part = next((part for part in map(package.part, _USUAL) if part is not None), None)
    if part is None:
        if any(relation.kind == _MAIN for relation in package.root.relations.values()):
            raise KeyError(_MAIN)
        raise wrong_type(source, _NAMES[family], "another kind of Office package")
    actual = _ROOTS.get(part.whole_xml().tag)
    if actual is None:
        raise wrong_type(source, _NAMES[family], "another kind of Office package")
    if actual != family:
        raise wrong_type(source, _NAMES[family], _NAMES[actual])
    return part
