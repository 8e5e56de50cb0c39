"""Parsers with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from broken_parsers.parsers import Whole
from sdk_core.components import ParseContext
from sdk_core.model import Segment, Source


class ReturnsNone(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        list(super().parse(source, ctx))
        return None  # type: ignore[return-value]


class GivesTexts(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        return (segment.text for segment in super().parse(source, ctx))  # type: ignore[misc]


class HalfCharacters(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        for segment in super().parse(source, ctx):
            yield replace(segment, text=segment.text + "\udce9")


class Prints(Whole):
    def read(self, source: Source) -> bytes:
        print("reading", source.uri)  # noqa: T201
        return super().read(source)


class Exits(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        if data.startswith(b"PK"):
            sys.exit("an archive")
        return data


class Abort(BaseException):
    """Ends what a library does not want to go on with."""


class Aborts(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        if data.startswith(b"PK"):
            raise Abort("an archive")
        return data


class Remembers(Whole):
    seen: ClassVar[list[Segment]] = []

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        self.seen.extend(super().parse(source, ctx))
        return (replace(segment, index=n) for n, segment in enumerate(self.seen, start=1))


class RemembersItself(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        self.number = getattr(self, "number", 0)
        for segment in super().parse(source, ctx):
            self.number += 1
            yield replace(segment, index=self.number)


class LeavesFilesOpen(Whole):
    kept: ClassVar[list[object]] = []

    def read(self, source: Source) -> bytes:
        if source.path:
            self.kept.append(source.path.open("rb"))
        return source.read()


class LeavesTemporaryFiles(Whole):
    def read(self, source: Source) -> bytes:
        handle, name = tempfile.mkstemp(suffix=".canal")
        os.close(handle)
        Path(name).write_bytes(source.read())
        return Path(name).read_bytes()


class LeavesThreads(Whole):
    def read(self, source: Source) -> bytes:
        threading.Thread(target=threading.Event().wait, args=(60,), daemon=True).start()
        return source.read()


class Wanders(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        os.chdir(tempfile.gettempdir())
        return data


class WritesBeside(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        ours = Path(__file__).parents[1]  # which stays as it is
        if source.path and source.path.parent != ours:
            source.path.with_suffix(".cache").write_bytes(data)
        return data


class DescribesNumbers(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        ctx.describe(title="A canal", year=1804)  # type: ignore[arg-type]
        return super().parse(source, ctx)


class WarnsErrors(Whole):
    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        ctx.warn(ValueError("a line was too long"))  # type: ignore[arg-type]
        return super().parse(source, ctx)
