"""Headers and footers of a Word document: what they say, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sdk_builtins.parsers.office.blocks import OfficeBlock
from sdk_builtins.parsers.office.docx_lists import is_on
from sdk_builtins.parsers.office.docx_notes import text_of
from sdk_builtins.parsers.office.docx_walk import BodyWalk
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.losses import Reason

HEADERS, FOOTERS = qn("w:headerReference"), qn("w:footerReference")
_NO_LETTER = re.compile(r"[\W\d_]+")


class Margins:
    """Reads what stands in the margins of all sections.

    Args:
        walk: Reads the blocks.
        main: The document, whose sections refer to headers and footers.
        held: Its text, of which nothing is said again.
        wanted: Whether they are read rather than accounted for.
    """

    def __init__(
        self, walk: BodyWalk, main: Part, held: Iterable[OfficeBlock], *, wanted: bool
    ) -> None:
        self._walk = walk
        self._main = main
        self._said = set(map(_key, held))
        self._wanted = wanted
        self._has_even_pages = is_on(main.related_xml("settings"), "w:evenAndOddHeaders")

    def blocks(self, kind: str) -> Iterator[OfficeBlock]:
        """Yield what headers or footers say and was not yet said."""
        shown = dict[str, bool]()
        for section in self._main.whole_xml().iter(qn("w:sectPr")):
            for reference in section.iterchildren(kind):
                relation = reference.get(qn("r:id"), "")
                is_shown = self._is_shown(section, reference)
                shown[relation] = shown.get(relation, False) or is_shown
        for relation, is_shown in shown.items():
            part = self._main.follow(relation)
            if part is not None and part.xml is not None:
                yield from self._margin(part, is_shown)

    def _is_shown(self, section: Any, reference: Any) -> bool:
        pages = reference.get(qn("w:type"), "default")
        if pages == "first":
            return is_on(section, "w:titlePg") or False
        return pages != "even" or self._has_even_pages or False

    def _margin(self, part: Part, is_shown: bool) -> Iterator[OfficeBlock]:
        if not (self._wanted and is_shown):
            reason = Reason.RUNNING_HEAD if is_shown else Reason.HIDDEN
            part.package.leave_out(reason, text_of(part.xml))
            return
        for block in self._walk.margin(part):
            key = _key(block)
            if key not in self._said:
                self._said.add(key)
                yield block
            else:
                part.package.leave_out(Reason.RUNNING_HEAD, block.line)


def _key(block: OfficeBlock) -> str:
    """Return what makes a block another one, whatever page or chapter number it bears."""
    return _NO_LETTER.sub("", block.cells or block.text).casefold()
