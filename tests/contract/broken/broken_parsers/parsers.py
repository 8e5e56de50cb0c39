"""One whole parser, and others that differ from it in what they break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from sdk_core.components import ParseContext, Parser
from sdk_core.errors import DocumentError, UsageError
from sdk_core.model import Segment, Source

_SEEN = count()


class Whole(Parser):
    """Gives a segment a line of a text that begins with ``CANAL``."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        data = self.read(source)
        if not data.startswith(b"CANAL"):
            raise DocumentError(f"{source.uri} is not about a canal", hint="Name another file.")
        for index, line in enumerate(data.decode(errors="replace").splitlines(), start=1):
            yield Segment(text=line.replace("\0", ""), index=index)

    def read(self, source: Source) -> bytes:
        return source.read()


class Textless(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        for segment in super().parse(source, ctx):
            yield replace(segment, text="")


class Unnumbered(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        for segment in super().parse(source, ctx):
            yield replace(segment, index=1)


class Unstable(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        for segment in super().parse(source, ctx):
            yield replace(segment, metadata={"number": str(next(_SEEN))})


class FilesOnly(Whole):
    def read(self, source: Source) -> bytes:
        return source.path.read_bytes()  # type: ignore[union-attr]


class CrashesOnNothing(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        return bytes([data[0]]) + data[1:]


class CrashesOnDamage(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        if data.startswith(b"CANAL") and not data.endswith(b"END\n"):
            raise KeyError("END")
        return data


class CrashesOnZip(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        return data.decode().encode() if data.startswith(b"PK") else data


class GivesNoHint(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        if data.startswith(b"PK"):
            raise DocumentError("this is an archive")
        return data


class RaisesUsage(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        if data.startswith(b"PK"):
            raise UsageError("this is an archive")
        return data


class Nameless(Whole):
    @classmethod
    def name_for(cls, url: str) -> str:
        return None  # type: ignore[return-value]
