"""EPUB books made with `zipfile`: a whole one, and ones that cannot be read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:identifier id="id">urn:uuid:0</dc:identifier>
  <dc:title>A Field Guide to Lighthouses</dc:title>
  <dc:creator>Ada Quay</dc:creator><dc:creator>Bo Mole</dc:creator>
  <dc:language>en-GB</dc:language>
</metadata>
<manifest>
  <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
  <item id="cover" href="text/cover.xhtml" media-type="application/xhtml+xml"/>
  <item id="imprint" href="text/imprint.xhtml" media-type="application/xhtml+xml"/>
  <item id="two" href="text/chapter%202.xhtml" media-type="application/xhtml+xml"/>
  <item id="one" href="text/chapter1.xhtml" media-type="application/xhtml+xml"/>
  <item id="three" href="text/chapter3.xhtml" media-type="application/xhtml+xml"/>
  <item id="lost" href="text/lost.xhtml" media-type="application/xhtml+xml"/>
  <item id="lamp" href="images/lamp.png" media-type="image/png"/>
  <item id="plan" href="images/plan.bmp" media-type="image/bmp"/>
</manifest>
<spine>
  <itemref idref="cover"/><itemref idref="imprint"/><itemref idref="nav"/>
  <itemref idref="one"/><itemref idref="two"/><itemref idref="three"/><itemref idref="lost"/>
</spine>
</package>"""

_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title/><style>p {{ color: red }}</style></head>
<body{type}>{body}</body></html>"""

NAVIGATION = """<nav epub:type="toc"><ol>
<li><a href="text/chapter1.xhtml">1. The Lamp</a></li>
<li><a href="text/chapter%202.xhtml#top">2. The Tower</a></li>
</ol></nav>
<nav epub:type="landmarks" hidden="hidden"><ol>
<li><a epub:type="bodymatter" href="text/chapter1.xhtml">Begin</a></li></ol></nav>"""

CHAPTER_ONE = """<section epub:type="chapter"><h1>The<br/>Lamp</h1>
<p>A Fresnel lens throws the light of one lamp over twenty nautical miles&mdash;far be&shy;yond
any mirror.</p>
<p>Its rings of glass bend the rays into a single beam.</p>
<script>alert("never read")</script>
<ul><li>The first order lens is 2.6&#160;metres tall.</li>
<li><p>The sixth order lens is 0.4 metres tall.</p></li></ul>
<p><img src="../images/lamp.png" alt="A lens
  with its lamp"/><img src="../images/plan.bmp" alt="Plan"/></p></section>"""

CHAPTER_TWO = """<h2 id="top">Tower</h2>
<p>Granite towers stand on rocks where the sea breaks over them in winter.</p>
<table><tr><th>Tower</th><th>Height</th></tr><tr><td>Bell Rock</td><td><p>35 m</p></td></tr></table>
<p><img src="../images/lamp.png" alt="The same lens"/></p>"""

CHAPTER_THREE = "<h1>Keepers</h1><p>Three keepers shared the watch & slept in turns.<p>No one left."


def lens() -> bytes:
    """Return a picture: a small grey PNG."""
    side = 48
    rows = zlib.compress(b"".join(b"\0" + bytes([90]) * side for _ in range(side)))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def page(body: str, kind: str = "") -> str:
    """Return an XHTML file."""
    return _PAGE.format(body=body, type=f' epub:type="{kind}"' if kind else "")


def book(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """Return a whole EPUB 3 book.

    Args:
        changes: Files to put in place of its own, ``None`` to leave one out.
    """
    files: dict[str, str | bytes | None] = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": PACKAGE,
        "OEBPS/nav.xhtml": page(NAVIGATION),
        "OEBPS/text/cover.xhtml": page("<p>A Field Guide to Lighthouses</p>", "cover"),
        "OEBPS/text/imprint.xhtml": page("<p>All rights reserved, 2024.</p>", "copyright-page"),
        "OEBPS/text/chapter1.xhtml": page(CHAPTER_ONE),
        "OEBPS/text/chapter 2.xhtml": page(CHAPTER_TWO),
        "OEBPS/text/chapter3.xhtml": page(CHAPTER_THREE),
        "OEBPS/images/lamp.png": lens(),
        "OEBPS/images/plan.bmp": b"BM" + bytes(64),
        **(changes or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def encrypted(algorithm: str, path: str) -> dict[str, str | bytes | None]:
    """Return the change that declares one file of a book encrypted."""
    return {
        "META-INF/encryption.xml": f"""<encryption
 xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="{algorithm}"/>
<enc:CipherData><enc:CipherReference URI="{path}"/></enc:CipherData>
</enc:EncryptedData></encryption>"""
    }
