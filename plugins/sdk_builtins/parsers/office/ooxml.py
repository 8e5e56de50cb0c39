"""Office packages: what they are, whether they are safe to open, and small repairs.

The libraries that read the parts refuse macro-enabled and Strict files, and give up on a whole
package when one picture is missing. Such packages are rewritten in memory before they are opened.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree

from sdk_core.components import ParseContext
from sdk_core.documents.archives import open_zip
from sdk_core.documents.sniffing import OLE2, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Source

BROKEN_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    NotImplementedError,
    EOFError,
    OSError,
    RecursionError,
)
"""What the libraries raise for a package whose parts are not what they should be."""

_MAIN = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.(wordprocessingml|presentationml|"
    r"spreadsheetml)|ms-(word|powerpoint|excel))\.\w+\.(?:macroEnabled(?:Template)?\.)?main\+xml"
)
_FAMILIES = {
    "wordprocessingml": "word",
    "word": "word",
    "presentationml": "powerpoint",
    "powerpoint": "powerpoint",
    "spreadsheetml": "excel",
    "excel": "excel",
}
_NAMES = {
    "word": "a Word document",
    "powerpoint": "a PowerPoint presentation",
    "excel": "an Excel workbook",
}
_PLAIN = "application/vnd.openxmlformats-officedocument."
_STANDARD = {
    "word": f"{_PLAIN}wordprocessingml.document.main+xml",
    "powerpoint": f"{_PLAIN}presentationml.presentation.main+xml",
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TYPES = "[Content_Types].xml"

_Opened = TypeVar("_Opened")


@dataclass(frozen=True, slots=True)
class _Findings:
    """What makes a package one that must be rewritten."""

    main_type: str
    strict: bool
    dangling: frozenset[str]


def open_package(
    source: Source,
    data: bytes,
    family: str,
    opener: Callable[[io.BytesIO], _Opened],
    ctx: ParseContext,
) -> _Opened:
    """Return what ``opener`` makes of an Office package, repaired where that is needed.

    Args:
        source: Where it comes from, for error messages.
        data: The file.
        family: ``word`` or ``powerpoint``.
        opener: Opens the package with the library that reads it.
        ctx: Is told what was lost.

    Raises:
        DocumentError: It is encrypted, damaged, unsafe or something else.
    """
    _check_container(source, data, family)
    try:
        with open_zip(source, data) as archive:
            findings = _inspect(source, archive, family)
            stream = io.BytesIO(data)
            if findings.strict or findings.dangling or findings.main_type != _STANDARD[family]:
                stream = _rewrite(archive, family, findings.main_type, ctx)
            try:
                return opener(stream)
            except (zipfile.BadZipFile, zlib.error, KeyError):
                stream = _rewrite(archive, family, findings.main_type, ctx)
                return opener(stream)
    except BROKEN_PACKAGE as error:
        raise DocumentError(
            f"{source.uri} is damaged: {_reason(error)}",
            hint="Open it in its application, let it repair the file and save it again.",
        ) from error


def parse_xml(data: bytes) -> Any:
    """Return the root of an XML part; entities are not expanded and nothing is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _check_container(source: Source, data: bytes, family: str) -> None:
    if data.startswith(OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError(
                f"{source.uri} is protected with a password",
                hint="Remove the password in its application and save it again.",
            )
        raise wrong_type(source, _NAMES[family], "an old binary Office document")
    if not data.startswith(b"PK"):
        raise wrong_type(source, _NAMES[family], real_type(data))


def _inspect(source: Source, archive: zipfile.ZipFile, family: str) -> _Findings:
    names = set(archive.namelist())
    if _TYPES not in names:
        raise wrong_type(source, _NAMES[family], "a ZIP archive")
    types = archive.read(_TYPES).decode("utf-8", "replace")
    found = _MAIN.search(types)
    if found is None:
        raise wrong_type(source, _NAMES[family], "another kind of Office package")
    actual = _FAMILIES[found.group(1) or found.group(2)]
    if actual != family:
        raise wrong_type(source, _NAMES[family], _NAMES[actual])
    strict, dangling = False, set[str]()
    for name in names:
        if name.endswith(".rels"):
            content = archive.read(name)
            strict = strict or _STRICT.search(content) is not None
            dangling.update(t for t in _targets(name, content) if t not in names)
    return _Findings(found.group(0), strict, frozenset(dangling))


def _targets(rels_name: str, content: bytes) -> list[str]:
    return [
        _resolve(rels_name, item.get("Target", ""))
        for item in parse_xml(content)
        if item.get("TargetMode") != "External"
    ]


def _resolve(rels_name: str, target: str) -> str:
    folder = posixpath.dirname(posixpath.dirname(rels_name))
    target = target.split("#", 1)[0]
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _rewrite(
    archive: zipfile.ZipFile, family: str, main_type: str, ctx: ParseContext
) -> io.BytesIO:
    """Copy the package without unreadable parts, in the Transitional, macro-free dialect."""
    parts: dict[str, bytes] = {}
    for member in archive.infolist():
        try:
            content = archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            ctx.warn(f"part {member.filename} of the document is damaged and was left out")
            continue
        if member.filename.endswith((".xml", ".rels")):
            content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
        parts[member.filename] = content
    if _TYPES in parts:
        parts[_TYPES] = parts[_TYPES].replace(main_type.encode(), _STANDARD[family].encode())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for name, content in parts.items():
            if name.endswith(".rels"):
                copy.writestr(name, _without_dangling(name, content, parts, ctx))
            else:
                copy.writestr(name, content)
    target.seek(0)
    return target


def _without_dangling(
    name: str, content: bytes, parts: dict[str, bytes], ctx: ParseContext
) -> bytes:
    root = parse_xml(content)
    for item in list(root):
        target = _resolve(name, item.get("Target", ""))
        if item.get("TargetMode") != "External" and target not in parts:
            ctx.warn(f"part {target} of the document is missing")
            root.remove(item)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _reason(error: BaseException) -> str:
    if isinstance(error, KeyError):
        return "a part that it needs is missing"
    text = str(error).strip().rstrip(".")
    return text.splitlines()[0] if text else type(error).__name__
