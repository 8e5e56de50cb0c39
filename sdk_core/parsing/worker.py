"""Inside a worker: chooses the parser by what a document really is, and sends what it reads."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sdk_core.documents import archives, litter, sniffing
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError, SdkError, UnsupportedInput
from sdk_core.kinds import PARSER
from sdk_core.model import SEGMENT_SEPARATOR, Source
from sdk_core.parsing import frames, limits
from sdk_core.parsing.candidates import Candidate
from sdk_core.registry.manager import PluginRecord
from sdk_core.registry.registry import Entry
from sdk_core.specs import ParserSpec

Send = Callable[[Sequence[bytes]], None]

_HEAD = 1 << 16
"""Bytes by which a file is told; archives and compound files, which may list their content at the
end, are read whole."""

_MANY, _SPARSE = 5, 20
"""Segments, and characters a segment on average: with less, pages may be scans with a stamp."""

_SCANNED = "for scanned pages try --multimodal"

_MAX_REASON = 60
"""Characters of the words by which a part was left out."""

_LEFT_OUT_SENT = 1 << 16
"""Characters left out that are sent together."""


@dataclass(frozen=True, slots=True)
class _ChosenParser:
    """A parser by number, with the type of the content when that decided against the name."""

    number: int
    found: str = ""


@dataclass(slots=True)
class WorkerParseContext:
    """The `ParseContext` of one document."""

    multimodal: bool
    send: Send
    _left_out: list[LeftOut] = field(default_factory=list)
    _left_out_size: int = 0

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Send the title and facts."""
        facts = {str(key): str(value) for key, value in metadata.items() if value}
        self.send(frames.pack_frame(frames.NOTICE, {"title": title, "metadata": facts}))

    def warn(self, message: str) -> None:
        """Send what the user should know."""
        self.send(frames.pack_frame(frames.NOTICE, {"warning": str(message)}))

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Keep what is left out until there is enough of it to be sent."""
        part = LeftOut(one_line(reason)[:_MAX_REASON], str(text), segment)
        self._left_out.append(part)
        self._left_out_size += len(part.text) + 1
        if self._left_out_size > _LEFT_OUT_SENT:
            self.flush()

    def flush(self) -> None:
        """Send what was left out."""
        if self._left_out:
            self.send(frames.pack_left_out(self._left_out))
        self._left_out, self._left_out_size = [], 0


class DocumentReader:
    """Reads documents with the parsers that there are.

    Args:
        candidates: The parsers, in the order by which jobs name them.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates

    def read(
        self,
        source: Source,
        chosen: int | None,
        *,
        forced: bool,
        multimodal: bool,
        skip: int = 0,
        number: int = 0,
        send: Send,
    ) -> None:
        """Send the documents of a source: itself, or the members of an archive.

        Args:
            source: The file or body.
            chosen: The parser by the source's name, ``None`` for an archive.
            forced: Whether the user named the parser, so that the content has no say.
            multimodal: Whether images are wanted.
            skip: Members of an archive that were read already.
            number: The job's number, which goes into what is sent.
            send: Sends a frame.

        Raises:
            SdkError: The document, or the archive as a whole, cannot be read.
            MemoryError: There is not enough memory.
        """
        if chosen is None and archives.is_archive(_content(source)):
            self._archive(source, multimodal, skip, number, send)
            return
        choice = self._by_content(source, chosen, forced)
        self._document(source, choice, multimodal, send, {"job": number})

    def _archive(
        self, source: Source, multimodal: bool, skip: int, number: int, send: Send
    ) -> None:
        done = 0
        unread = []
        for member in archives.members(source):
            try:
                choice = self._by_member(member)
            except UnsupportedInput:
                unread.append(member.name)
                continue
            done += 1
            if done <= skip:
                continue
            uri = f"{source.uri}!{member.name}" if member.source is None else member.source.uri
            heading = {"uri": uri, "member": member.name, "job": number}
            try:
                if member.source is None or choice is None:
                    send(frames.pack_frame(frames.DOCUMENT, heading))
                    raise DocumentError(f"{uri} was not read: {member.reason}")
                inner = replace(member.source, charset=source.charset)
                self._document(inner, choice, multimodal, send, heading)
            except SdkError as error:
                send(frames.pack_frame(frames.FAILED, frames.describe_error(error)))
        if unread:
            send(frames.pack_frame(frames.NOTICE, {"unread": unread}))
        if not done:
            raise DocumentError(f"{source.uri} holds no document that a parser reads")

    def _by_member(self, member: archives.Member) -> _ChosenParser | None:
        """Return the parser for a member of an archive, ``None`` for one that is not read.

        Raises:
            UnsupportedInput: No parser reads it.
        """
        if member.source is None:
            return None
        found = litter.in_archive(member.name, member.source.data or b"")
        if found is not None:
            raise UnsupportedInput(f"{member.name} is {found.kind}")
        suffix = PurePosixPath(member.name).suffix.lower()
        named = (n for n, c in enumerate(self._candidates) if suffix in c.extensions)
        try:
            return self._by_content(member.source, next(named, None), forced=False)
        except DocumentError as error:
            raise UnsupportedInput(error.message) from error

    def _by_content(self, source: Source, chosen: int | None, forced: bool) -> _ChosenParser:
        """Return the parser for what the source really is.

        Raises:
            DocumentError: Its name says nothing, and its content is of no kind that is read.
        """
        fetches = source.path is None and source.data is None
        if chosen is not None and (forced or fetches):
            return _ChosenParser(chosen)
        content = _content(source)
        found = sniffing.media_type(content)
        if chosen is not None:
            named = self._candidates[chosen]
            if not found and not named.is_textual:
                found = sniffing.fragment_type(content)
            if not found or named.reads(found, source.media_type):
                return _ChosenParser(chosen)
        for number, candidate in enumerate(self._candidates):
            if found in candidate.media_types:
                return _ChosenParser(number, found)
        if chosen is None:
            raise DocumentError(
                f"{source.uri}: no parser reads its content, {found or 'of an unknown kind'}"
            )
        return _ChosenParser(chosen)

    def _document(
        self,
        source: Source,
        choice: _ChosenParser,
        multimodal: bool,
        send: Send,
        heading: Mapping[str, Any],
    ) -> None:
        candidate = self._candidates[choice.number]
        name = candidate.spec.name
        if choice.found:
            source = replace(source, media_type=choice.found)
        facts = {**heading, "parser": choice.number, "media_type": source.media_type}
        send(frames.pack_frame(frames.DOCUMENT, facts))
        context = WorkerParseContext(multimodal, send)
        if choice.found:
            context.warn(f"it is {choice.found} by its content, so the parser {name!r} reads it")
        if multimodal and not candidate.spec.multimodal:
            context.warn(f"the parser {name!r} keeps no images")
        empty, characters, count = True, 0, 0
        try:
            parser = candidate.entry.create(candidate.options)
            with candidate.entry.guarded():
                for segment in parser.parse(source, context):
                    frame = frames.pack_segment(segment)
                    empty = empty and not (segment.text.strip() or segment.images)
                    if segment.text:
                        characters += len(segment.text) + len(SEGMENT_SEPARATOR) * bool(characters)
                    count += 1
                    send(frame)
            context.flush()
        except SdkError as error:
            if isinstance(error.__cause__, RecursionError):
                raise DocumentError(
                    f"{source.uri} is nested too deeply for the parser {name!r}"
                ) from error
            if isinstance(error.__cause__, OSError) and source.path:
                raise DocumentError(
                    f"{source.uri} cannot be read: {error.__cause__.strerror}"
                ) from error
            raise
        if empty:
            raise DocumentError(
                f"{source.uri} holds no text",
                hint=f"{_SCANNED}, or OCR first",
            )
        if count >= _MANY and characters < _SPARSE * count and not multimodal:
            context.warn(
                f"it has hardly any text: {characters} characters in {count} parts; {_SCANNED}, or "
                "OCR for all pages"
            )
        send(frames.pack_frame(frames.END, {"characters": characters}))


def _content(source: Source) -> bytes:
    """Return as much of a source as tells what it is.

    Raises:
        DocumentError: It cannot be read.
    """
    if source.data is not None or source.path is None:
        return source.data or b""
    try:
        with source.path.open("rb") as file:
            head = file.read(_HEAD)
            return head + file.read() if head.startswith((b"PK", sniffing.OLE2)) else head
    except OSError as error:
        raise DocumentError(f"{source.uri} cannot be read: {error.strerror}") from error


def serve() -> None:
    """Serve until the process that started this one closes the pipe or is gone."""
    jobs, answers = _take_pipes()
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)  # tells where a document hung, before it is stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.end_with(jobs.fileno())
    start = frames.read_frame(jobs)
    if start is None:
        return
    kind, header, _ = start
    if kind != frames.START:
        raise frames.BrokenMessage("the first message is not the start")
    sys.path += [place for place in header["path"] if place not in sys.path]
    limits.confine(header["memory"])
    reader = DocumentReader([_candidate(entry) for entry in header["parsers"]])
    answers.writelines(frames.pack_frame(frames.READY, {}))
    answers.flush()
    while (frame := frames.read_frame(jobs)) is not None:
        limits.allow_cpu(header["seconds"])
        _work(reader, frame[1], frame[2], answers)


def _work(reader: DocumentReader, job: Mapping[str, Any], data: bytes, answers: IO[bytes]) -> None:
    def send(parts: Sequence[bytes]) -> None:
        for part in parts:
            answers.write(part)
        answers.flush()

    source = _source(job, data)
    try:
        reader.read(
            source,
            job["parser"],
            forced=job["forced"],
            multimodal=job["multimodal"],
            skip=job["skip"],
            number=job["job"],
            send=send,
        )
        outcome: dict[str, Any] = {}
    except MemoryError:
        outcome = {"exhausted": True}
    except SdkError as error:
        outcome = frames.describe_error(error)
    sys.stdout.flush()  # what the parser printed goes with its document
    send(frames.pack_frame(frames.FINISHED, {**outcome, "job": job["job"]}))


def _source(job: Mapping[str, Any], data: bytes) -> Source:
    path = job["path"]
    return Source(
        uri=job["uri"],
        media_type=job["media_type"],
        path=None if path is None else Path(path),
        data=data if job["fetched"] else None,
        charset=job["charset"],
    )


def _candidate(entry: Mapping[str, Any]) -> Candidate:
    spec: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry["spec"].items()
    }
    registered = Entry(PARSER, ParserSpec(**spec), PluginRecord(**entry["plugin"]))
    return Candidate(
        registered,
        entry["options"],
        frozenset(entry["media_types"]),
        frozenset(entry["extensions"]),
    )


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the pipes of jobs and answers, and put them where no parser writes by accident."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, answers
