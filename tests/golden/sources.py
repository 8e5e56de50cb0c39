"""Documents that are written by code, for what the sample files do not show."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

from tests.builtins.parsers.epub_files import book, encrypted
from tests.builtins.parsers.pdf_writer import lines, pdf, rules
from tests.builtins.parsers.workbook_files import DAY, workbook
from tests.golden.program import EXAMPLES, SAMPLES, Content

EMPTY_CHAPTERS = "# One\n\n# Two\n\nText of two.\n\n# Three\n"

PYTHON = '''"""Opens gates."""

def open_gate(name):
    """Open one."""
    return f"{name} is open"


class Lock:
    depth = 3
'''

MARKDOWN = """---
title: Locks
author: A. Keeper
tags: [canal, lock]
---
Preface without a heading.

# First

Text with *stress*, `code` and a [link](https://example.org).

```python
# no heading
x = 1
```

## Second

| a | b |
|---|---|
| 1 | 2 |

<div>Some <b>HTML</b></div>
"""

HTML = """<!doctype html><html lang="de"><head><meta charset="latin-1"><title>Schleuse</title>
<meta name="author" content="B. Wärter"></head><body><nav>Menü</nav><main><h1>Schleuse</h1>
<p>Die Schleuse hebt Schiffe um drei Meter, und das seit hundert Jahren ohne jede Pause.</p>
<table><tr><th>Jahr</th><th>Schiffe</th></tr><tr><td>1931</td><td>400</td></tr></table>
<pre>x = 1
  y = 2</pre><ul><li>Eins</li><li>Zwei<ol><li>Drei</li></ol></li></ul>
<p>Ein zweiter Absatz über das Wehr, den Fluss und die lange Geschichte des Kanals.</p></main>
<footer>Impressum</footer></body></html>"""

MAIL = b"""From: Keeper <keeper@example.org>
To: boats@example.org
Subject: =?utf-8?q?Gates_=C3=B6ffnen?=
Date: Mon, 01 Jan 2024 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8

The gates open at six.

> An older line
--
Keeper
--x
Content-Type: application/pdf; name=plan.pdf
Content-Disposition: attachment; filename=plan.pdf

none
--x--
"""

SUBTITLES = """WEBVTT

00:01.000 --> 00:03.000
<v Ann>The gates are opened at six.

00:03.500 --> 00:05.000
And closed at nine.

00:30.000 --> 00:32.000
Boats wait below.
"""


def written() -> dict[str, Content]:
    """Return documents by file name."""
    return {**_texts(), **_packed(), **_pages(), **_damaged()}


def _dated(archive: bytes) -> bytes:
    """Return a ZIP file with one time for all that it holds: that of now would be in its hash."""
    dated = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(dated, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename)
            kept.compress_type = entry.compress_type
            new.writestr(kept, old.read(entry))
    return dated.getvalue()


def _texts() -> dict[str, Content]:
    notebook = {"cells": [{"cell_type": "markdown", "source": ["# A\n", "b"]}], "nbformat": 4}
    return {
        "empty.txt": "",
        "blank.txt": " \n\n\t\n",
        "latin.txt": "Zürich, Façade, naïve.\n".encode("latin-1"),
        "wide.txt": "Ein Satz – mit Strich.\n".encode("utf-16"),
        "marked.txt": "\ufeffA text behind a mark.\n",
        "controls.txt": "A\x00B\x07C\r\nD\rE\u2028F\n",
        "mojibake.txt": "Itâ€™s a cafÃ©.\n",
        "noise.bin": bytes(range(256)) * 4,
        "no-extension": "Plain text without an ending in its name.\n",
        "page-as-text.txt": HTML,
        "gates.py": PYTHON,
        "locks.md": MARKDOWN,
        "chapters.md": EMPTY_CHAPTERS,
        "schleuse.html": HTML.encode("latin-1"),
        "bare.html": "<p>One.</p>",
        "menu.html": "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "gates.eml": MAIL,
        "gates.vtt": SUBTITLES,
        "short.ipynb": json.dumps(notebook),
        "bad.ipynb": "{",
        "rows.jsonl": '{"a": 1, "text": "One."}\n{"a": 2, "text": "Two."}\nno json\n',
        "nested.json": json.dumps({"items": [{"name": "a", "of": {"b": [1, None]}}, "text"]}),
        "bad.json": '{"a": ',
        "semicolons.csv": "name;height\nBell Rock;35\nFastnet;54,3\n",
        "ragged.csv": 'a,b\n1\n2,3,4\n"x\ny",5\n',
        "many.tsv": "n\tsquare\n" + "".join(f"{n}\t{n * n}\n" for n in range(70)),
        "note.rtf": r"{\rtf1\ansi{\info{\title Gate}}\b Gate\b0\par It opens at \'e9t\'e9.\par}",
        "list.rst": "Gates\n=====\n\n* one\n* two\n\n.. code:: sh\n\n   run\n",
    }


def _packed() -> dict[str, Content]:
    sheets = {
        "Towers": [
            ["name", "height", "lit"],
            ["Bell Rock", 35, True],
            ["Sum", "=A", f"{DAY}45292"],
        ],
        "Empty": [],
        "Notes": [["Only one cell"]],
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr(zipfile.ZipInfo("a.txt"), "Text in an archive.\n")
    font = encrypted("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
    locked = encrypted("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OEBPS/text/chapter1.xhtml")
    return {
        "book.epub": _dated(book()),
        "bare.epub": _dated(book({"OEBPS/nav.xhtml": None, "OEBPS/text/imprint.xhtml": None})),
        "fonts.epub": _dated(book(font)),
        "locked.epub": _dated(book(locked)),
        "lost.epub": _dated(book({"META-INF/container.xml": None})),
        "towers.xlsx": _dated(workbook(sheets, merged="A1:B1", hidden=("Notes",))),
        "archive.zip": archive.getvalue(),
        "packed.txt.gz": gzip.compress(b"Packed text.\n", mtime=0),
    }


def _pages() -> dict[str, Content]:
    head = lines("The First Lock", font="F2 18")
    body = lines("It was dug in 1931 by", "hand, and is still used.", top=660)
    grid = rules((70, 500, 300, 1), (70, 480, 300, 1), (70, 460, 300, 1), (70, 460, 1, 40))
    return {
        "locks.pdf": pdf(
            head + body,
            lines("Second page text."),
            b"",
            outline=[("First", 0), ("Second", 1)],
            info="/Title(Locks)/Author(A. Keeper)",
        ),
        "grid.pdf": pdf(head + grid + lines("a", "b", top=490, lead=20)),
        "blank.pdf": pdf(b"", b""),
    }


def _damaged() -> dict[str, Content]:
    report = (EXAMPLES / "report.pdf").read_bytes()
    return {
        "cut.pdf": report[: len(report) // 2],
        "cut.docx": (EXAMPLES / "handbook.docx").read_bytes()[:2000],
        "cut.pptx": (EXAMPLES / "slides.pptx").read_bytes()[:2000],
        "cut.xlsx": (SAMPLES / "canal.xlsx").read_bytes()[:500],
        "cut.epub": (SAMPLES / "canal.epub").read_bytes()[:500],
        "cut.odt": (SAMPLES / "canal.odt").read_bytes()[:500],
        "cut.png": (SAMPLES / "canal.png").read_bytes()[:60],
        "text-as.pdf": "This is no PDF.\n",
        "pdf-as.txt": report,
    }
