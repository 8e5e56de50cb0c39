"""Names of elements and attributes in the XML of office documents.

Those are Office Open XML (ECMA-376, part 1) and OpenDocument 1.3 (part 3).
"""

from __future__ import annotations

from functools import cache

_OOXML = "http://schemas.openxmlformats.org"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "a": f"{_OOXML}/drawingml/2006/main",
    "c": f"{_OOXML}/drawingml/2006/chart",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dgm": f"{_OOXML}/drawingml/2006/diagram",
    "m": f"{_OOXML}/officeDocument/2006/math",
    "mc": f"{_OOXML}/markup-compatibility/2006",
    "o": "urn:schemas-microsoft-com:office:office",
    "p": f"{_OOXML}/presentationml/2006/main",
    "pic": f"{_OOXML}/drawingml/2006/picture",
    "r": f"{_OOXML}/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "w": f"{_OOXML}/wordprocessingml/2006/main",
    "wp": f"{_OOXML}/drawingml/2006/wordprocessingDrawing",
    "x": f"{_OOXML}/spreadsheetml/2006/main",
    "draw": f"{_ODF}:drawing:1.0",
    "math": "http://www.w3.org/1998/Math/MathML",
    "meta": f"{_ODF}:meta:1.0",
    "office": f"{_ODF}:office:1.0",
    "presentation": f"{_ODF}:presentation:1.0",
    "style": f"{_ODF}:style:1.0",
    "svg": f"{_ODF}:svg-compatible:1.0",
    "table": f"{_ODF}:table:1.0",
    "text": f"{_ODF}:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


@cache
def qn(name: str) -> str:
    """Return a name such as ``w:p`` in the notation of lxml, ``{namespace}p``."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"
