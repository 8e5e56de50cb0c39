"""Source code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from sdk_builtins.parsers.code_languages import LANGUAGES
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.markdown import fence
from sdk_core.documents.sniffing import read_source
from sdk_core.documents.texts import read_text
from sdk_core.model import Segment, Source

# PEP 263; other languages have taken the same comment over from editors.
_DECLARED = re.compile(rb"\A(?:[^\n]*\n)?[^\n]*coding[:=][ \t]*([-\w.]+)")


class CodeParser(Parser):
    """Reads source files as code, named by their path."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield the whole file as one block of code.

        Raises:
            DocumentError: The file is empty, blank or not text at all.
        """
        data = read_source(source)
        declared = _DECLARED.match(data[:512])
        charset = declared.group(1).decode("ascii") if declared else ""
        whole = replace(source, data=data)
        text = read_text(whole, ctx.warn, declared=charset, what="source code")
        path = PurePosixPath(source.uri.replace("\\", "/"))
        language = LANGUAGES.get(path.suffix.lower(), "")
        shown = path.as_posix() if not path.is_absolute() else path.name
        ctx.describe(title=shown, language=language)
        yield Segment(
            text=f"# {shown}\n\n{fence(text, language)}",
            kind="section",
            index=1,
            metadata={"heading": shown, "language": language},
        )
