"""Office files that are written for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

Edit = Callable[[str, bytes], tuple[str, bytes] | None]


def saved(document: Any) -> bytes:
    """Return the file that a document or deck is saved as."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_body(*fragments: str) -> bytes:
    """Return a document whose paragraphs are the given XML."""
    document = docx.Document()
    names = nsdecls("w", "wp", "a", "pic", "r", "m")
    extra = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    for fragment in fragments:
        root = parse_xml(f"<w:root {names} {extra}>{fragment}</w:root>")
        for child in list(root):
            document.element.body.insert(len(document.element.body) - 1, child)
    return saved(document)


def repack(data: bytes, edit: Edit) -> bytes:
    """Return a package whose parts went through ``edit``, ``None`` for one that goes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if (kept := edit(name, old.read(name))) is not None:
                new.writestr(*kept)
    return target.getvalue()


def add_footnote(document: Any, paragraph: Any, text: str, raised: str = "") -> None:
    """Add the only footnote of a Word document, the end of which may stand above the line."""
    up = f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{raised}</w:t></w:r>"
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>{text}</w:t></w:r>"
        f"{up if raised else ''}</w:p></w:footnote></w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, f"{_WORD}.footnotes+xml", notes.encode(), document.part.package)
    document.part.relate_to(part, f"{_OFFICE}/footnotes")
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
            "<w:footnoteReference w:id='2'/></w:r>"
        )
    )
