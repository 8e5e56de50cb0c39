"""Chooses the parser of a document by what it really is, and reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Protocol

from sdk_core.documents import archives, litter, sniffing
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError, LeftOutError, SdkError, UnsupportedInput
from sdk_core.model import SEGMENT_SEPARATOR, Document, Segment, Source
from sdk_core.parsing.candidates import Candidate
from sdk_core.transforming import Reading, Step, read_through

_HEAD = 1 << 16
"""Bytes by which a file is told; archives and compound files, which may list their content at the
end, are read whole."""

_MANY, _SPARSE = 5, 20
"""Segments, and characters a segment on average: with less, pages may be scans with a stamp."""

_SCANNED = "for scanned pages try --multimodal"

_MAX_REASON = 100
"""Characters of the words by which a part was left out."""

TRANSFORMS = "transforms"
"""Fact about a document: the transforms that it went through, in order."""

_LEFT_OUT_SENT = 1 << 16
"""Characters left out that are sent together."""


@dataclass(frozen=True, slots=True)
class _ChosenParser:
    """A parser by number, with the type of the content when that decided against the name."""

    number: int
    found: str = ""


class DocumentReceiver(Protocol):
    """Takes what is read of documents, one after the other."""

    def begin(self, heading: Mapping[str, Any]) -> None:
        """A document begins."""

    def describe(self, title: str, facts: Mapping[str, str]) -> None:
        """It has a title and facts."""

    def warn(self, message: str) -> None:
        """There is something that the user should know of it."""

    def leave_out(self, parts: Sequence[LeftOut]) -> None:
        """Some of it is not in its text."""

    def add(self, segment: Segment) -> None:
        """Its next segment.

        Raises:
            TypeError: It is none.
            ValueError: It cannot be stored.
        """

    def end(self, characters: int) -> None:
        """It is complete, with so many characters of text."""

    def fail(self, error: SdkError) -> None:
        """It could not be read."""

    def unread(self, names: Sequence[str]) -> None:
        """Members of the archive that no parser reads."""


class GatheredDocument:
    """Takes one document that is read in this process."""

    def __init__(self) -> None:
        self.title = ""
        self.media_type = ""
        self.metadata: dict[str, str] = {}
        self.segments: list[Segment] = []
        self.warnings: list[str] = []

    def begin(self, heading: Mapping[str, Any]) -> None:
        """Note its type."""
        self.media_type = heading["media_type"]

    def describe(self, title: str, facts: Mapping[str, str]) -> None:
        """Note its title and facts."""
        self.title = title or self.title
        self.metadata.update(facts)

    def add(self, segment: Segment) -> None:
        """Note a segment."""
        self.segments.append(segment)

    def warn(self, message: str) -> None:
        """Note what the user should know."""
        self.warnings.append(message)

    def leave_out(self, parts: Sequence[LeftOut]) -> None:
        """Nothing: there is no table to keep it beside."""

    def end(self, characters: int) -> None:
        """Nothing: it is complete when its parser is."""

    def fail(self, error: SdkError) -> None:
        """Raise the error."""
        raise error

    def unread(self, names: Sequence[str]) -> None:
        """Nothing: it is no archive."""


@dataclass(slots=True)
class _Context:
    """The `ParseContext` of one document."""

    multimodal: bool
    sink: DocumentReceiver
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    last_reason: str = ""
    _left_out: list[LeftOut] = field(default_factory=list)
    _left_out_size: int = 0

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Pass the title and facts on."""
        facts = {str(key): str(value) for key, value in metadata.items() if value}
        self.title = title or self.title
        self.facts.update(facts)
        self.sink.describe(title, facts)

    def warn(self, message: str) -> None:
        """Pass on what the user should know."""
        self.sink.warn(str(message))

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Keep what is left out until there is enough of it to be passed on."""
        self.last_reason = reason
        part = LeftOut(one_line(reason)[:_MAX_REASON], str(text), segment)
        self._left_out.append(part)
        self._left_out_size += len(part.text) + 1
        if self._left_out_size > _LEFT_OUT_SENT:
            self.flush()

    def flush(self) -> None:
        """Pass on what was left out."""
        if self._left_out:
            self.sink.leave_out(self._left_out)
        self._left_out, self._left_out_size = [], 0


class DocumentReader:
    """Reads documents with the parsers that there are.

    Args:
        candidates: The parsers, in the order by which jobs name them.
        steps: Transforms of segments and documents, in order.
    """

    def __init__(self, candidates: Sequence[Candidate], steps: Sequence[Step] = ()) -> None:
        self._candidates = candidates
        self._steps = steps

    def read(
        self,
        source: Source,
        chosen: int | None,
        *,
        forced: bool,
        multimodal: bool,
        skip: int = 0,
        sink: DocumentReceiver,
    ) -> None:
        """Read the documents of a source: itself, or the members of an archive.

        Args:
            source: The file or body.
            chosen: The parser by the source's name, ``None`` for an archive.
            forced: Whether the user named the parser, so that the content has no say.
            multimodal: Whether images are wanted.
            skip: Members of an archive that were read already.
            sink: Takes what is read.

        Raises:
            SdkError: The document, or the archive as a whole, cannot be read.
            MemoryError: There is not enough memory.
        """
        if chosen is None and archives.is_archive(_content(source)):
            self._archive(source, multimodal, skip, sink)
            return
        choice = self._by_content(source, chosen, forced)
        self._document(source, choice, multimodal, sink, {})

    def pass_on(self, document: Document, *, multimodal: bool, sink: DocumentReceiver) -> None:
        """Put a document that was read before through the steps.

        Args:
            document: The document.
            multimodal: Whether images are wanted.
            sink: Takes what becomes of it.

        Raises:
            SdkError: A step broke, or nothing is left.
        """
        about = {"uri": document.source, "media_type": document.media_type}
        sink.begin(about)
        context = _Context(multimodal, sink, document.title, dict(document.metadata))
        reading = Reading(
            document.source,
            document.media_type,
            document.segments,
            document.title,
            document.metadata,
        )
        self._through_steps(reading, about, context)

    def _archive(self, source: Source, multimodal: bool, skip: int, sink: DocumentReceiver) -> None:
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
            heading = {"uri": uri, "member": member.name}
            try:
                if member.source is None or choice is None:
                    sink.begin(heading)
                    raise DocumentError(f"{uri} was not read: {member.reason}")
                inner = replace(member.source, charset=source.charset)
                self._document(inner, choice, multimodal, sink, heading)
            except SdkError as error:
                sink.fail(error)
        if unread:
            sink.unread(unread)
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
        sink: DocumentReceiver,
        heading: Mapping[str, Any],
    ) -> None:
        candidate = self._candidates[choice.number]
        name = candidate.spec.name
        if choice.found:
            source = replace(source, media_type=choice.found)
        about = {**heading, "parser": choice.number, "media_type": source.media_type}
        sink.begin(about)
        context = _Context(multimodal, sink)
        if choice.found:
            context.warn(f"it is {choice.found} by its content, so the parser {name!r} reads it")
        if multimodal and not candidate.spec.multimodal:
            context.warn(f"the parser {name!r} keeps no images")
        try:
            parser = candidate.entry.create(candidate.options)
            with candidate.entry.guarded():
                read = Reading(source.uri, source.media_type, parser.parse(source, context))
                self._through_steps(read, about, context)
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

    def _through_steps(self, reading: Reading, about: Mapping[str, Any], context: _Context) -> None:
        earlier = [reading.metadata[TRANSFORMS]] if TRANSFORMS in reading.metadata else []
        names = ", ".join([*earlier, *(step.label for step in self._steps)])
        for part in read_through(self._steps, reading, context):
            if part.number > 1:
                context.sink.begin(_of_part(about, part))
            facts = {**part.metadata, **({TRANSFORMS: names} if names else {})}
            if part.title or facts:
                context.sink.describe(part.title, facts)
            self._segments(part, context)

    def _segments(self, part: Reading, context: _Context) -> None:
        """Pass on the segments of a document, and that it is complete.

        Raises:
            DocumentError: It holds nothing.
            LeftOutError: Nothing of it came through the steps.
        """
        empty, characters, count = True, 0, 0
        for segment in part.segments:
            context.sink.add(segment)
            empty = empty and not (segment.text.strip() or segment.images)
            if segment.text:
                characters += len(segment.text) + len(SEGMENT_SEPARATOR) * bool(characters)
            count += 1
        context.flush()
        if empty and self._steps and context.last_reason:
            raise LeftOutError(f"{context.last_reason}: nothing of it is left")
        if empty:
            raise DocumentError(f"{part.uri} holds no text", hint=f"{_SCANNED}, or OCR first")
        if count >= _MANY and characters < _SPARSE * count and not context.multimodal:
            context.warn(
                f"it has hardly any text: {characters} characters in {count} parts; {_SCANNED}, or "
                "OCR for all pages"
            )
        context.sink.end(characters)


def _of_part(about: Mapping[str, Any], part: Reading) -> dict[str, Any]:
    """Return the heading of one of the documents that a transform split one into."""
    uri = f"{about.get('uri') or part.uri}#{part.number}"
    member = about.get("member") or PurePosixPath(part.uri).name
    return {**about, "uri": uri, "member": f"{member}#{part.number}"}


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
