"""Plain text, Markdown and reStructuredText."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.components import ParseContext, Parser
from sdk_core.documents.cleaning import clean
from sdk_core.documents.decoding import damage, decode
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Segment, Source

_TEXTUAL = ("", "an HTML page")
_MAX_DAMAGE = 0.05  # random bytes have 10 % control characters, text next to none


class TextParser(Parser):
    """Reads text files in any common encoding."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield the whole text as one segment.

        Raises:
            DocumentError: The file is empty, blank or not text at all.
        """
        data = read_source(source)
        found = real_type(data)
        if found not in _TEXTUAL:
            raise wrong_type(source, "text", found)
        decoded = decode(data, charset=source.charset)
        # A few zero bytes are dirt; many other controls mean that the file never was text.
        if damage(decoded.text.replace("\x00", "")) > _MAX_DAMAGE or (
            decoded.text.count("\x00") * 4 > len(decoded.text)
        ):
            raise wrong_type(source, "text", "binary data")
        text = clean(decoded.text).rstrip().lstrip("\n")
        if not text.strip():
            raise no_text(source, "it holds only white space", "Check that this is the right file.")
        if decoded.guessed:
            ctx.warn(
                f"the encoding of {source.uri} is not stated and was guessed to be "
                f"{decoded.encoding}"
            )
        yield Segment(text=text, kind="section", index=1)
