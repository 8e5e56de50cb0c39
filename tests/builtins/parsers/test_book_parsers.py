"""EPUB books, OpenDocument files and RTF."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sdk_builtins.parsers.office.rtf_reader import read_rtf
from sdk_core.documents.losses import Reason
from sdk_core.errors import DocumentError
from tests.builtins.parsers import epub_files

Parse = Callable[..., Any]


def test_chapters_of_a_book(parse: Parse) -> None:
    parsed = parse("epub", epub_files.book(), multimodal=True)
    assert parsed.context.title == "A Field Guide to Lighthouses"
    assert parsed.context.metadata == {"author": "Ada Quay, Bo Mole", "language": "en-GB"}
    headings = [s.metadata.get("heading", "") for s in parsed.segments[3:]]
    assert headings == ["1. The Lamp", "2. The Tower", "Keepers"]
    lamp, tower, keepers = parsed.segments[3:]
    assert lamp.text == (
        "# The Lamp\n\n"
        "A Fresnel lens throws the light of one lamp over twenty nautical miles—far beyond any "
        "mirror.\n\n"
        "Its rings of glass bend the rays into a single beam.\n\n"
        "- The first order lens is 2.6 metres tall.\n"
        "- The sixth order lens is 0.4 metres tall.\n\n"
        "![A lens with its lamp]()"
    )
    assert tower.text.endswith("| Tower | Height |\n| --- | --- |\n| Bell Rock | 35 m |")
    assert "shared the watch & slept in turns.\n\nNo one left." in keepers.text
    assert [(i.data, i.alt) for i in lamp.images] == [(epub_files.lens(), "A lens with its lamp")]
    assert "OEBPS/text/lost.xhtml of the document is missing" in parsed.warnings[-1]
    assert any("plan.bmp was left out" in warning for warning in parsed.warnings)
    short = parse("epub", epub_files.book(), skip_front_matter=True)
    assert [s.metadata["heading"] for s in short.segments] == headings


WHOLE = epub_files.book()
CUT_AT_THE_SPINE = epub_files.PACKAGE[: epub_files.PACKAGE.index('<itemref idref="one"')]


@pytest.mark.parametrize(
    ("changes", "said", "chapters"),
    [
        ({"OEBPS/text/chapter1.xhtml": None}, "chapter1.xhtml of the document is missing", 2),
        ({"OEBPS/text/chapter1.xhtml": ""}, "chapter1.xhtml of the document holds no page", 2),
        ({"OEBPS/nav.xhtml": None}, "nav.xhtml of the document is missing", 3),
        (
            {"OEBPS/content.opf": epub_files.PACKAGE.replace('<item id="one"', '<item id="1"')},
            "one of the reading order is no file",
            2,
        ),
        ({"OEBPS/content.opf": CUT_AT_THE_SPINE}, "its reading order is cut off", 3),
        ({"OEBPS/content.opf": CUT_AT_THE_SPINE[:-80]}, "its reading order is cut off", 3),
    ],
)
def test_of_a_damaged_book_the_rest_is_read_and_the_loss_is_told(
    parse: Parse, changes: dict[str, str | None], said: str, chapters: int
) -> None:
    parsed = parse("epub", epub_files.book(changes))
    assert sum(name in parsed.text for name in ("# The Lamp", "Granite", "# Keep")) == chapters
    assert any(said in warning for warning in parsed.warnings)
    assert Reason.UNREADABLE in [lost.reason for lost in parsed.context.left_out]


def test_a_page_outside_the_reading_order_is_accounted_for(parse: Parse) -> None:
    package = epub_files.PACKAGE
    for name in ("nav", "three", "lost"):
        package = package.replace(f'<itemref idref="{name}"/>', "")
    lost = epub_files.page("<p>Lee shore.</p>")
    changes = {"OEBPS/content.opf": package, "OEBPS/text/lost.xhtml": lost}
    parsed = parse("epub", epub_files.book(changes))
    assert "No one left" not in parsed.text
    left = [part.text for part in parsed.context.left_out if part.reason.startswith("not in the")]
    assert ["No one left" in left[0], *left[1:]] == [True, "Lee shore."]
    assert [each for each in parsed.warnings if "reading order" in each] == [
        "left out, for they are not in the reading order of the book: OEBPS/text/chapter3.xhtml, "
        "OEBPS/text/lost.xhtml"
    ]


def test_a_chapter_that_fails_its_checksum_costs_no_other(parse: Parse) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as book, zipfile.ZipFile(stored, "w") as copy:
        for name in book.namelist():
            copy.writestr(name, book.read(name))
    parsed = parse("epub", stored.getvalue().replace(b"nautical", b"nautycal"))
    assert "Granite towers" in parsed.text
    assert any(
        "chapter1.xhtml of the document is damaged" in warning for warning in parsed.warnings
    )


CHAPTER = "OEBPS/text/chapter1.xhtml"
LISTED = WHOLE.index(b"PK\x01\x02") + 8  # of the first file: whether it is encrypted


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (epub_files.book({CHAPTER: bytes(65 << 20)}), "decompression bomb"),
        (WHOLE[: len(WHOLE) // 2], "is damaged"),
        (
            epub_files.book(
                epub_files.encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc", CHAPTER)
            ),
            "protected with DRM",
        ),
        (WHOLE[:LISTED] + b"\x01" + WHOLE[LISTED + 1 :], "protected with a password"),
        (b"", "is empty"),
        (b"words", "is not an EPUB book"),
        (epub_files.book({"META-INF/container.xml": None}), "no META-INF/container.xml"),
        (epub_files.book({"META-INF/container.xml": "<container/>"}), "names no book"),
        (
            epub_files.book({"OEBPS/content.opf": epub_files.PACKAGE.replace("<item", "<other")}),
            "no text found",
        ),
    ],
    ids=["bomb", "cut", "drm", "locked", "empty", "other", "nameless", "zipped", "textless"],
)
def test_books_that_cannot_be_read_are_told_apart(parse: Parse, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as caught:
        parse("epub", data)
    assert caught.value.hint


NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for short, full in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "svg": "svg-compatible", "presentation": "presentation", "meta": "meta",
    }.items()
)  # fmt: skip
TEXT_BODY = """<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>
<text:h text:outline-level="1">One</text:h>
<text:p>A<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d
<text:span text:style-name="H">no</text:span>
<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p>
</text:note-body></text:note> <text:a xlink:href="https://e.org/x">page</text:a></text:p>
<text:section><text:list text:style-name="L"><text:list-item><text:p>first</text:p><text:list>
<text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item>
<text:list-item><text:p>second</text:p></text:list-item></text:list></text:section>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>h</text:p>
</table:table-cell><table:table-cell table:number-columns-repeated="2000000"/></table:table-row>
</table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2">
<text:p>wide</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>
<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>A quay</svg:desc>
</draw:frame>
<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>
<text:h text:outline-level="2">Two</text:h><text:p>end</text:p>"""
SLIDES = """<draw:page><draw:frame><draw:text-box><text:p>body</text:p></draw:text-box></draw:frame>
<draw:frame presentation:class="title"><draw:text-box><text:p>Title</text:p></draw:text-box>
</draw:frame><presentation:notes><draw:page-thumbnail/><draw:frame presentation:class="notes">
<draw:text-box><text:p>spoken</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"""


def opendocument(body: str, kind: str = "text", **parts: bytes) -> bytes:
    content = f"""<?xml version="1.0"?><office:document-content {NAMES}
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>
<text:list-style style:name="L"><text:list-level-style-number text:level="1"/></text:list-style>
<style:style style:name="H"><style:text-properties text:display="none"/></style:style>
</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>
</office:document-content>"""
    meta = f"""<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:meta><dc:title>Sea</dc:title><dc:date>2024-01-02T03:04:05</dc:date></office:meta>
</office:document-meta>"""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
        archive.writestr("meta.xml", meta)
        archive.writestr("Pictures/a.png", picture.getvalue())
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def test_text_document(parse: Parse) -> None:
    parsed = parse("odt", opendocument(TEXT_BODY), multimodal=True)
    one, two = parsed.segments
    assert one.text.startswith("# One\n\nA  b\tc\nd  [^1] [page](https://e.org/x)\n\n")
    assert "1. first\n   - inner\n2. second\n\n| h |" in one.text
    assert "\n| wide |" in one.text
    assert "![A quay]()" in one.text
    assert "boxed" in one.text
    assert one.text.endswith("[^1]: the note")
    assert "deleted" not in one.text
    assert len(one.text) < 2000
    assert [image.alt for image in one.images] == ["A quay"]
    assert (two.text, dict(two.metadata)) == ("## Two\n\nend", {"heading": "Two"})
    assert (parsed.context.title, parsed.context.metadata) == ("Sea", {"date": "2024-01-02"})


def test_slides(parse: Parse) -> None:
    (slide,) = parse("odt", opendocument(SLIDES, "presentation")).segments
    assert (slide.kind, slide.text) == ("slide", "# Title\n\nbody\n\n### Notes\n\nspoken")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (opendocument("", "spreadsheet"), "another OpenDocument file"),
        (opendocument(""), "no paragraph"),
        (opendocument("", **{"META-INF__manifest.xml": b"<encryption-data/>"}), "a password"),
        (opendocument("<text:p>&lol;</text:p>"), "is damaged"),
        (opendocument(TEXT_BODY)[:800], "is damaged"),
        (b"{\\rtf1 x}", "but an RTF document"),
        (opendocument("", bomb=bytes(60 << 20)), "decompression bomb"),
    ],
    ids=["sheet", "blank", "locked", "entity", "cut", "other", "bomb"],
)
def test_opendocument_errors(parse: Parse, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse("odt", data)


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial Cyr;}}
{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 Chapter;}}
{\info{\title A title}{\author Ann \'e9}}{\header running head}
\pard\s1 Heading\par
\pard Bold {\b caf\'e9} \u8364? {\f1 \'ef\'f0\'e8} \ldblquote x\rdblquote{\v hidden}{\*\new no}\par
{\listtext 1.\tab}one\par{\listtext\'b7\tab}\ilvl1 bullet\par\pard
{\field{\*\fldinst{HYPERLINK "https://e.org/x"}}{\fldrslt link}} end{\footnote the note}.\par
\trowd A\cell B\cell\row\trowd 1\cell 2\cell\row\pard
{\pict\bin4 }}}}}after {\uc2\u9731\'a1\'a1z}\par
\pard\s2 Second\par\pard last}trailing"""


def test_rich_text(parse: Parse) -> None:
    parsed = parse("rtf", RTF)
    assert [s.text for s in parsed.segments] == [
        "# Heading\n\nBold café € при “x”\n\n1. one\n   - bullet\n\n"
        "[link](https://e.org/x) end[^1].\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\nafter ☃z\n\n"
        "[^1]: the note",
        "## Second\n\nlast",
    ]
    assert (parsed.context.title, parsed.context.metadata) == ("A title", {"author": "Ann é"})
    assert parse("rtf", b"{\\rtf1 cut {\\b off").warnings == [
        "test.rtf ends in the middle of a group: its end seems to be missing"
    ]
    for data, reason in ((b"words", "is not an RTF document"), (b"{\\rtf1 }", "no text found")):
        with pytest.raises(DocumentError, match=reason):
            parse("rtf", data)
    assert read_rtf(b"{\\rtf1" + b"{" * 200_000 + b"x", count(1)).is_cut


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=40))
def test_unicode_text_survives_rtf(text: str) -> None:
    units = text.encode("utf-16-le")
    numbers = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    body = "".join(f"\\u{n - 65536 if n > 32767 else n}?" for n in numbers)
    (block,) = read_rtf(f"{{\\rtf1 x{body}}}".encode(), count(1)).blocks
    assert block.text == unicodedata.normalize("NFC", f"x{text}")


@given(
    st.lists(
        st.sampled_from(
            ["{", "}", "\\par ", "\\cell ", "\\row ", "\\u9 ", "\\'", "\\*", "\\bin3 ", "x",
             "\\footnote ", "\\fldrslt ", "\\stylesheet ", "\\s1 ", "\\uc9 ", "\\",
             "\\listtext ", "\\pard "]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_rtf_is_too_damaged_to_end(tokens: list[str]) -> None:
    read_rtf(("{\\rtf1" + "".join(tokens)).encode(), count(1))
