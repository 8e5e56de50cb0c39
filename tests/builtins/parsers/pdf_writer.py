"""Writes small PDF files, object by object."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence


def pdf(
    *contents: bytes,
    resources: str = "",
    page: str = "",
    outline: Sequence[tuple[str, int]] = (),
    info: str = "",
    fonts: str = "",
    extra: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF with one page for each content stream, its fonts /F1, /F2 (bold), /F3 (italic).

    Args:
        contents: Drawing commands; each page has 600 x 800 points.
        resources: Further resources of every page.
        page: Further keys of every page.
        outline: Titles and the 0-based pages that they lead to.
        info: Keys of the information dictionary.
        fonts: Further fonts of every page; ``{0}`` stands for the number of the first extra object.
        extra: Further objects.
    """
    count, first = len(contents), 6
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(count))
    head = first + 2 * count  # the outline, its entries, and what the file says of itself
    catalog = f"/Outlines {head} 0 R" if outline else ""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        *(
            f"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>".encode()
            for font in ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
        ),
    ]
    for i, content in enumerate(contents):
        number = first + 2 * i
        text = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {number + 1} 0 R{page}"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R{fonts}>>{resources}>>>>"
        )
        objects += [text.encode(), stream(content)]
    if outline:
        last = head + len(outline)
        objects.append(f"<</First {head + 1} 0 R/Last {last} 0 R/Count {len(outline)}>>".encode())
        for i, (title, target) in enumerate(outline):
            following = f"/Next {head + 2 + i} 0 R" if head + 1 + i < last else ""
            place = f"/Parent {head} 0 R/Dest[{first + 2 * target} 0 R /Fit]"
            objects.append(f"<</Title({title}){place}{following}>>".encode())
    if extra:
        numbers = range(len(objects) + 1, len(objects) + 1 + len(extra))
        for i in range(count):
            at = first - 1 + 2 * i
            for place, number in enumerate(numbers):
                objects[at] = objects[at].replace(b"{%d}" % place, b"%d" % number)
        objects += extra
    if info:
        objects.append(f"<<{info}>>".encode())
    return document(objects, f"/Info {len(objects)} 0 R" if info else "")


def stream(content: bytes, extra: str = "") -> bytes:
    """Return a compressed stream object."""
    packed = zlib.compress(content)
    head = f"<</Length {len(packed)}/Filter/FlateDecode{extra}>>stream\n".encode()
    return head + packed + b"\nendstream"


def document(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Return a file of objects, the first of which is the catalog."""
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    xref, size = out.tell(), len(offsets) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets))
    out.write(f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{xref}\n%%EOF".encode())
    return out.getvalue()


def lines(*texts: str, x: int = 72, top: int = 700, lead: int = 14, font: str = "F1 11") -> bytes:
    """Return drawing commands for lines below each other."""
    commands = [f"BT /{font} Tf {lead} TL {x} {top} Td"]
    for text in texts:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        commands.append(f"({escaped}) Tj T*")
    return "\n".join([*commands, "ET\n"]).encode("cp1252")


def rules(*boxes: tuple[int, int, int, int]) -> bytes:
    """Return drawing commands for straight lines from one point to another."""
    return "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in boxes).encode()
