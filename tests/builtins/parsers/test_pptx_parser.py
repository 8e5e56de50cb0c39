"""PowerPoint presentations: what stands on a slide, in which order, and damaged packages."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pptx
import pytest
from lxml import etree
from PIL import Image
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from sdk_core.errors import DocumentError
from tests.builtins.parsers.office_files import saved
from tests.builtins.parsers.parser_harness import EXAMPLES

Parse = Callable[..., Any]


def deck() -> Any:
    return pptx.Presentation()


def add_slide(presentation: Any, layout: int = 5, title: str = "") -> Any:
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def add_box(shapes: Any, text: str, left: float, top: float) -> Any:
    box = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    box.text_frame.text = text
    return box


def picture(side: int = 40, image_format: str = "PNG") -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(target, image_format)
    target.seek(0)
    return target


def test_example_slides(parse: Parse) -> None:
    parsed = parse("pptx", EXAMPLES / "slides.pptx", multimodal=True)
    assert [(s.kind, s.index) for s in parsed.segments] == [("slide", i) for i in range(1, 9)]
    assert parsed.context.title == "Concrete: what it is and what it costs"
    assert "- Cement: 7 to 15 percent\n  - It binds the grains" in parsed.segments[1].text
    assert "### Notes\n\nSmall air bubbles" in parsed.segments[1].text
    assert "| 0.48 | 34 MPa |" in parsed.segments[4].text
    assert "| 28 days | 100 |" in parsed.segments[5].text
    assert "Concrete carries pressure" in parsed.segments[6].text
    assert "Steel carries tension" in parsed.segments[6].text
    (image,) = parsed.segments[6].images
    assert image.alt.startswith("Beam on two supports")
    assert all(s.text.count(s.metadata["title"]) == 1 for s in parsed.segments)


def test_shapes_are_read_from_top_to_bottom_and_left_to_right(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, title="Title")
    add_box(slide.shapes, "right", 5, 3)
    add_box(slide.shapes, "bottom", 1, 5)
    add_box(slide.shapes, "left", 1, 3)
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    add_box(inner.shapes, "grouped", 1, 4)
    text = parse("pptx", saved(presentation)).text
    assert text == "# Title\n\nleft\n\nright\n\ngrouped\n\nbottom"


def test_lists_merged_cells_and_line_breaks(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, 1, "A\vB")
    frame = slide.placeholders[1].text_frame
    frame.text = "one"
    frame.add_paragraph().text = "two\vsame item"
    properties = frame.add_paragraph()._p.get_or_add_pPr()
    properties.append(etree.fromstring(f'<a:buAutoNum xmlns:a="{A}" startAt="4"/>'))
    frame.paragraphs[2].text = "numbered"
    table_slide = add_slide(presentation)
    table = table_slide.shapes.add_table(3, 3, 0, Inches(3), Inches(4), Inches(1)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 1).merge(table.cell(1, 2))
    table.cell(2, 0).merge(table.cell(2, 2))
    table.cell(0, 0).text, table.cell(1, 1).text, table.cell(2, 0).text = "head", "x|y", "remark"
    assert parse("pptx", saved(presentation)).text == (
        "# A B\n\n- one\n- two\n  same item\n4. numbered\n\n"
        "| head |  |  |\n| --- | --- | --- |\n|  | x\\|y |  |\n| remark |"
    )


A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_shape_inside_alternative_content_is_kept(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, 6)
    element = add_box(slide.shapes, "formula", 1, 1)._element
    names = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    alternate = etree.SubElement(element.getparent(), f"{{{names}}}AlternateContent")
    fallback = copy.deepcopy(element)
    etree.SubElement(alternate, f"{{{names}}}Choice").append(element)
    etree.SubElement(alternate, f"{{{names}}}Fallback").append(fallback)
    assert parse("pptx", saved(presentation)).text == "formula"


def test_columns_are_read_one_after_the_other(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, 6)
    add_box(slide.shapes, "right top", 5, 1.9)
    add_box(slide.shapes, "left top", 1, 2)
    add_box(slide.shapes, "left bottom", 1, 3.5)
    add_box(slide.shapes, "right bottom", 5, 2.95)
    wide = add_box(slide.shapes, "banner", 1, 0.5)
    wide.width = Inches(8)
    text = parse("pptx", saved(presentation)).text
    assert text.split("\n\n") == ["banner", "left top", "left bottom", "right top", "right bottom"]


def test_placeholders_stand_where_the_layout_puts_them(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, 3, "Tides")
    _, left, right = slide.placeholders
    left.text_frame.text, right.text_frame.text = "left", "right"
    left._element.addprevious(right._element)
    assert parse("pptx", saved(presentation)).text == "# Tides\n\nleft\n\nright"


COMMENTS = """<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cm
authorId="0" dt="2024-05-01T10:00:00" idx="1"><p:text>Which cement?</p:text></p:cm></p:cmLst>"""
AUTHORS = """<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">
<p:cmAuthor id="0" name="Ann" initials="A"/></p:cmAuthorLst>"""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_comments_notes_and_hidden_slides_are_options(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, title="Shown")
    slide.notes_slide.notes_text_frame.text = "spoken"
    add_slide(presentation, title="Hidden")._element.set("show", "0")
    for owner, kind, content in (
        (slide.part, "comments", COMMENTS),
        (presentation.part, "commentAuthors", AUTHORS),
    ):
        name = PackURI(f"/ppt/{kind}.xml")
        part = Part(name, "application/xml", presentation.part.package, content.encode())
        owner.relate_to(part, f"{RELATIONS}/{kind}")
    data = saved(presentation)
    assert parse("pptx", data).text == "# Shown\n\n### Notes\n\nspoken\n\n# Hidden"
    chosen = parse("pptx", data, comments=True, notes=False, hidden=False).text
    assert chosen == "# Shown\n\n> Comment (Ann, 2024-05-01): Which cement?"


def test_hidden_and_empty_slides_are_kept(parse: Parse) -> None:
    presentation = deck()
    add_slide(presentation, title="Shown")
    add_slide(presentation, 6)
    add_slide(presentation, title="Hidden")._element.set("show", "0")
    segments = parse("pptx", saved(presentation), multimodal=True).segments
    assert [(s.index, s.text) for s in segments] == [(1, "# Shown"), (2, ""), (3, "# Hidden")]
    assert segments[2].metadata == {"title": "Hidden", "hidden": "true"}


def test_pictures_of_uncommon_formats_become_png_and_tiny_ones_are_left_out(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, 6)
    slide.shapes.add_picture(picture(image_format="BMP"), 0, 0)
    slide.shapes.add_picture(picture(side=8), 0, 0)
    slide.shapes.add_picture(picture(image_format="JPEG"), 0, Inches(1))
    parsed = parse("pptx", saved(presentation), multimodal=True)
    assert [i.media_type for i in parsed.segments[0].images] == ["image/png", "image/jpeg"]
    with pytest.raises(DocumentError, match="its slides hold only pictures"):
        parse("pptx", saved(presentation))


def test_missing_picture_costs_only_itself(parse: Parse) -> None:
    presentation = deck()
    slide = add_slide(presentation, title="Harbour")
    slide.shapes.add_picture(picture(), 0, 0)
    target = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(saved(presentation)))
    with whole as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if "media" not in name:
                new.writestr(name, old.read(name))
    parsed = parse("pptx", target.getvalue(), multimodal=True)
    assert parsed.text == "# Harbour"
    assert parsed.warnings == ["part ppt/media/image1.png of the document is missing"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ((EXAMPLES / "handbook.docx").read_bytes(), "not a PowerPoint presentation but a Word"),
        ((EXAMPLES / "slides.pptx").read_bytes()[:9000], "is damaged"),
        (saved(deck()), "it has no slide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old binary Office document"),
    ],
)
def test_one_clear_error(parse: Parse, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse("pptx", content)
    assert caught.value.hint
