"""Plain text in any common encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import Field

from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.texts import text_blocks
from sdk_core.model import Segment, Source

_LARGEST = 1_000_000  # characters of one segment
_ENDS = ("\n\n", "\n", " ")


class TextParserOptions(Options):
    """Options of the parser of plain text."""

    fix_text: bool = Field(
        default=False,
        description="Mend text that was decoded wrongly before it was saved (Ã© for é)",
    )


class TextParser(Parser[TextParserOptions]):
    """Reads text files in any common encoding."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield the whole text as one segment, one of over a million characters in several.

        Raises:
            DocumentError: The file is empty, blank or not text at all.
        """
        blocks = text_blocks(source, ctx.warn, _mend if self.options.fix_text else None)
        for index, piece in enumerate(_pieces(blocks), start=1):
            yield Segment(text=piece, kind="section", index=index)


def _mend(text: str) -> str:
    import ftfy  # a third of a second that only those who ask for it wait

    # Only the wrong decoding is undone: quotation marks, ligatures and entities are the author's.
    return ftfy.fix_text(
        text,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        remove_terminal_escapes=False,
        unescape_html=False,
        normalization=None,
    )


def _pieces(blocks: Iterable[str]) -> Iterator[str]:
    """Yield the text in pieces that end at a paragraph, a line or a word where there is one."""
    rest = ""
    for block in blocks:
        rest += block
        while len(rest) > _LARGEST:
            at = _end(rest)
            if piece := rest[:at].rstrip().lstrip("\n"):
                yield piece
            rest = rest[at:]
    if piece := rest.rstrip().lstrip("\n"):
        yield piece


def _end(text: str) -> int:
    for mark in _ENDS:
        at = text.rfind(mark, _LARGEST // 2, _LARGEST)
        if at > 0:
            return at + len(mark)
    return _LARGEST
