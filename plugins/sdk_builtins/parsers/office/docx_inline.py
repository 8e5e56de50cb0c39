"""The runs of a paragraph: text, fields, links, notes, equations and what is drawn in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sdk_builtins.parsers.office.blocks import EMBEDDED, Inline, OfficeBlock, remark
from sdk_builtins.parsers.office.docx_fields import (
    PAGE_NUMBERS,
    Bookmarks,
    Field,
    control_box,
    form_box,
    read_code,
)
from sdk_builtins.parsers.office.docx_imported import Imported
from sdk_builtins.parsers.office.docx_lists import (
    Numbering,
    Styles,
    is_on,
    is_raised,
    is_struck,
    value_of,
)
from sdk_builtins.parsers.office.docx_notes import notes_of, text_of
from sdk_builtins.parsers.office.docx_symbols import symbol
from sdk_builtins.parsers.office.ooxml_graphics import GRAPHICS, graphic_blocks
from sdk_builtins.parsers.office.ooxml_math import (
    MATH,
    MATH_PARAGRAPH,
    display_math,
    inline_math,
)
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.runs import run
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.cleaning import alt_text, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import link

TEXT, _RUN, _BOX = qn("w:t"), qn("w:r"), qn("w:txbxContent")
ALTERNATE, _CHOICE, _FALLBACK = qn("mc:AlternateContent"), qn("mc:Choice"), qn("mc:Fallback")
_EMBEDDED = qn("o:OLEObject")
_GRAPHIC = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_LITERALS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_TOLD = {
    qn("w:del"): Reason.DELETED, qn("w:moveFrom"): Reason.DELETED, qn("w:delText"): Reason.DELETED,
    qn("w:rt"): "gloss",
}  # fmt: skip
# Deleted text, properties, ruby glosses and what Word computes rather than what the author wrote.
DROPPED = _TOLD.keys() | {
    qn(f"w:{name}")
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
        "delInstrText", "softHyphen", "annotationRef", "fldData", "tblPr",
        "tblGrid", "trPr", "tcPr", "sectPr",
    )
}  # fmt: skip
_SPECIAL = {MATH, MATH_PARAGRAPH} | {
    qn(f"w:{name}")
    for name in (
        "sym", "fldChar", "instrText", "fldSimple", "hyperlink", "sdt", "commentReference",
    )
}  # fmt: skip


@dataclass(slots=True)
class WordInline(Inline):
    """What a paragraph of a Word document holds.

    Args:
        blocks: Charts and diagrams, as Markdown.
        fields: Fields that are open at this place.
    """

    blocks: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)


class InlineWalk(ABC):
    """Reads what stands within paragraphs.

    Args:
        main: The document.
        imports: Reads the documents that it imports in place.
        links: Whether the addresses of links are kept.
        comments: Whether comments are read.
    """

    def __init__(
        self, main: Part, imports: Imported, *, links: bool = True, comments: bool = False
    ) -> None:
        self._part = main
        self._bookmarks = Bookmarks(main.whole_xml())
        self._styles = Styles(main.related_xml("styles"))
        self._numbering = Numbering(main.related_xml("numbering"))
        self._notes = dict(notes_of(main))
        self._imports = imports
        self._links = links
        self._comments = comments
        self._in_margin = self._is_raised = self._is_struck = False
        self._labels: dict[tuple[str, str], str] = {}
        self._remarked: set[tuple[str, str]] = set()

    def _read(self, node: Any, inline: WordInline) -> None:
        for child in node:
            tag = child.tag
            if tag == TEXT:
                text = child.text or ""
                inline.pieces.append(run(text, raised=self._is_raised, struck=self._is_struck))
            elif tag == _RUN:
                self._run(child, inline)
            elif tag in _LITERALS:
                inline.pieces.append(_LITERALS[tag])
            elif tag in _NOTES:
                self._refer(_NOTES[tag], child.get(qn("w:id"), ""), inline)
            elif tag in _GRAPHIC:
                self._graphic(child, inline, "")
            elif tag == ALTERNATE:
                self._read(self._alternative(child), inline)
            elif tag in _SPECIAL:
                self._special(child, tag, inline)
            elif tag in _TOLD:
                self._drop(child)
            elif isinstance(tag, str) and tag not in DROPPED:
                self._read(child, inline)  # insertions, controls, smart tags

    def _special(self, child: Any, tag: str, inline: WordInline) -> None:
        """Read what is neither text nor a mere wrapper of it."""
        if tag == MATH:
            inline.pieces.append(inline_math(child))
        elif tag == MATH_PARAGRAPH:
            inline.pieces.append(display_math(child))
        elif tag == qn("w:sym"):
            inline.pieces.append(symbol(child.get(qn("w:font"), ""), child.get(qn("w:char"), "")))
        elif tag == qn("w:fldChar"):
            self._field(child, inline)
        elif tag == qn("w:instrText"):
            if inline.fields:
                inline.fields[-1].code.append(child.text or "")
        elif tag == qn("w:fldSimple"):
            self._enclosed(child, child.get(qn("w:instr"), ""), inline)
        elif tag == qn("w:hyperlink"):
            address = self._part.address(child.get(qn("r:id"), ""))
            self._enclosed(child, f'HYPERLINK "{address}"', inline)
        elif tag == qn("w:sdt"):
            box = control_box(child)
            if box:
                inline.pieces.append(f"{box} ")
            else:
                self._read(child, inline)
        elif tag == qn("w:commentReference"):
            self._remark(child.get(qn("w:id"), ""), inline)

    def _enclosed(self, node: Any, code: str, inline: WordInline) -> None:
        start = len(inline.pieces)
        self._read(node, inline)
        self._close(code, start, inline)

    def _field(self, mark: Any, inline: WordInline) -> None:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            if box := form_box(mark):
                inline.pieces.append(f"{box} ")
            inline.fields.append(Field(start=len(inline.pieces)))
        elif kind in ("separate", "end") and inline.fields:
            within = inline.fields[-1]
            if not within.has_result:  # known only now: the instruction of a torn field never ends
                del inline.pieces[within.start :]
                within.has_result = True
            if kind == "end":
                self._close("".join(inline.fields.pop().code), within.start, inline)

    def _close(self, code: str, start: int, inline: WordInline) -> None:
        """Finish a field whose result are the pieces from ``start`` on."""
        name, argument = read_code(code)
        result = inline.since(start)
        if name == "HYPERLINK" and self._links:
            inline.pieces[start:] = [link(result, argument)]
        elif name == "REF" and not result.strip():
            inline.pieces[start:] = [self._bookmarks.text(argument)]
        elif self._in_margin and name in PAGE_NUMBERS:
            self._part.package.leave_out(Reason.RUNNING_HEAD, result)
            del inline.pieces[start:]

    def _run(self, element: Any, inline: WordInline) -> None:
        properties = element.find(qn("w:rPr"))
        style = self._styles.get(value_of(properties, "w:rStyle"))
        own = is_on(properties, "w:vanish")
        if style.hidden if own is None else own:
            self._part.package.leave_out(Reason.HIDDEN, text_of(element))
            return
        outer = self._is_raised, self._is_struck
        self._is_raised = is_raised(properties, style.raised)
        self._is_struck = is_struck(properties, style.struck or self._is_struck)
        self._read(element, inline)
        self._is_raised, self._is_struck = outer

    def _graphic(self, node: Any, inline: WordInline, alt: str) -> None:
        for child in node:
            tag = child.tag
            if tag == _BOX:
                inline.boxes.append(child)
            elif tag == ALTERNATE:
                self._graphic(self._alternative(child), inline, alt)
            elif tag == _EMBEDDED:
                if self._part.follow(child.get(qn("r:id"), "")) is not None:
                    self._part.package.ctx.leave_out(EMBEDDED)
            elif tag == qn("v:textpath"):
                self._word_art(child.get("string", ""), inline)
            elif tag == qn("a:p"):
                inline.blocks.append("".join(each.text or "" for each in child.iter(qn("a:t"))))
            elif tag == qn("wp:docPr"):
                alt = child.get("descr") or alt
            elif tag == qn("a:blip"):
                self._show(child.get(qn("r:embed")), alt, inline)
            elif tag in GRAPHICS:
                inline.blocks.extend(graphic_blocks(child, self._part))
            elif tag == qn("v:imagedata"):
                self._show(child.get(qn("r:id")), node.get("alt") or alt, inline)
            elif tag == qn("pic:nvPicPr"):
                properties = child.find(qn("pic:cNvPr"))
                alt = (properties.get("descr") if properties is not None else "") or alt
            elif isinstance(tag, str):
                self._graphic(child, inline, alt)

    def _word_art(self, text: str, inline: WordInline) -> None:
        if self._in_margin:
            self._part.package.leave_out(Reason.RUNNING_HEAD, text)  # a water mark on each page
        else:
            inline.blocks.append(one_line(text))

    def _drop(self, element: Any) -> None:
        """Account for an element that is no part of the text, where it has text of its own."""
        if element.tag in _TOLD:
            self._part.package.leave_out(_TOLD[element.tag], text_of(element))

    def _alternative(self, node: Any) -> Any:
        """Return the preferred form of alternative content."""
        choice, fallback = node.find(_CHOICE), node.find(_FALLBACK)
        other = () if fallback is None else fallback
        if choice is None or not len(choice):
            return other
        if fallback is not None and text_of(fallback) != text_of(choice):
            self._part.package.leave_out(Reason.REPEATED, text_of(fallback))
        return choice

    def _show(self, relation: str | None, alt: str, inline: WordInline) -> None:
        alt = alt_text(alt)
        if alt:
            inline.pieces.append(f"![{alt}]()")
        if (image := self._part.picture(relation, alt)) is not None:
            inline.images.append(image)

    def _refer(self, kind: str, note_id: str, inline: WordInline) -> None:
        if (kind, note_id) not in self._notes:
            return
        if (kind, note_id) not in self._labels:
            label = self._labels[kind, note_id] = str(next(self._imports.numbers))
            inline.notes.append((label, self._note(kind, note_id, inline)))
        inline.pieces.append(f"[^{self._labels[kind, note_id]}]")

    def _remark(self, note_id: str, inline: WordInline) -> None:
        if ("comment", note_id) not in self._notes:
            return
        element, _ = self._notes["comment", note_id]
        self._remarked.add(("comment", note_id))
        if not self._comments:
            self._part.package.leave_out(Reason.COMMENT, text_of(element))
            return
        text = self._note("comment", note_id, inline)
        author, date = element.get(qn("w:author"), ""), element.get(qn("w:date"), "")
        inline.remarks.append(remark(text, author, date))

    def _note(self, kind: str, note_id: str, inline: WordInline) -> str:
        outer = self._part
        element, self._part = self._notes[kind, note_id]
        text = inline.flat(self.blocks(element))
        self._part = outer
        return text

    @abstractmethod
    def blocks(self, container: Any) -> Iterator[OfficeBlock]:
        """Yield the blocks of a body, cell, note or text box."""
