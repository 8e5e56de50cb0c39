"""Names of elements and attributes in the XML of Office Open XML (ECMA-376, part 1)."""

from __future__ import annotations

_OOXML = "http://schemas.openxmlformats.org"
_SPACES = {
    "a": f"{_OOXML}/drawingml/2006/main",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "mc": f"{_OOXML}/markup-compatibility/2006",
    "p": f"{_OOXML}/presentationml/2006/main",
    "pic": f"{_OOXML}/drawingml/2006/picture",
    "r": f"{_OOXML}/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "w": f"{_OOXML}/wordprocessingml/2006/main",
    "wp": f"{_OOXML}/drawingml/2006/wordprocessingDrawing",
    "x": f"{_OOXML}/spreadsheetml/2006/main",
}


def qn(name: str) -> str:
    """Return a name such as ``w:p`` in the notation of lxml, ``{namespace}p``."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"
