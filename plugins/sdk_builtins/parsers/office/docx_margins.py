"""Headers and footers of a Word document: what they say, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sdk_builtins.parsers.office.blocks import OfficeBlock
from sdk_builtins.parsers.office.docx_lists import is_on
from sdk_builtins.parsers.office.docx_parts import Parts, text_of
from sdk_builtins.parsers.office.docx_walk import BodyWalk
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_core.documents.losses import Reason

HEADERS, FOOTERS = qn("w:headerReference"), qn("w:footerReference")
_NO_LETTER = re.compile(r"[\W\d_]+")


@dataclass
class Margins:
    """Reads what stands in the margins of all sections.

    Args:
        walk: Reads the blocks.
        root: The document, whose sections refer to headers and footers.
        parts: What the document refers to.
        even_pages: Whether even pages have headers of their own.
        said: What the text says already, by `margin_key`.
        wanted: Whether they are read rather than accounted for.
    """

    walk: BodyWalk
    root: Any
    parts: Parts
    even_pages: bool
    said: set[str]
    wanted: bool = True

    def blocks(self, kind: str) -> Iterator[OfficeBlock]:
        """Yield what headers or footers say and was not yet said."""
        shown = dict[str, bool]()
        for section in self.root.iter(qn("w:sectPr")):
            for reference in section.iterchildren(kind):
                relation = reference.get(qn("r:id"), "")
                is_shown = self._is_shown(section, reference)
                shown[relation] = shown.get(relation, False) or is_shown
        for relation, is_shown in shown.items():
            if (found := self.parts.of(relation)) is not None:
                yield from self._margin(*found, is_shown)

    def _is_shown(self, section: Any, reference: Any) -> bool:
        pages = reference.get(qn("w:type"), "default")
        if pages == "first":
            return is_on(section, "w:titlePg") or False
        return pages != "even" or self.even_pages

    def _margin(self, root: Any, parts: Parts, is_shown: bool) -> Iterator[OfficeBlock]:
        if not (self.wanted and is_shown):
            parts.leave_out(Reason.RUNNING_HEAD if is_shown else Reason.HIDDEN, text_of(root))
            return
        for block in self.walk.margin(root, parts):
            key = margin_key(block)
            if key not in self.said:
                self.said.add(key)
                yield block
            else:
                parts.leave_out(Reason.RUNNING_HEAD, block.line)


def margin_key(block: OfficeBlock) -> str:
    """Return what makes a block another one, whatever page or chapter number it bears."""
    return _NO_LETTER.sub("", block.cells or block.text).casefold()
