"""Parsers: segments in their form and order, and clear errors on broken documents."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from sdk_core.components import Parser
from sdk_core.errors import DocumentError
from sdk_core.kinds import PARSER
from sdk_core.model import Document, Image, Segment, SegmentKind, Source
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import ParserSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, must_survive, must_work
from sdk_core.testing.factories import PAGES
from sdk_core.testing.parsing import HeardContext
from sdk_core.testing.samples import find_samples
from sdk_core.testing.traces import leaves_nothing
from sdk_core.testing.violations import NotApplicable, Violation

ParserCase = Case[Entry[ParserSpec, Parser]]

_KINDS = get_args(SegmentKind)
_LONGEST_MESSAGE = 500
"""Characters of an error message that is still one sentence."""

_GARBAGE = {
    "random bytes": random.Random(7).randbytes(4096),
    "a file of zeros": bytes(4096),
    "the start of a ZIP archive": b"PK\x03\x04\x14\0\0\0\x08\0" + random.Random(8).randbytes(600),
    "the start of a PDF file": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n",
    "text of another kind": "\n\n".join(PAGES).encode(),
    "deeply nested brackets": b"[<{" * 20_000,
}
"""What a document is not, by the words for messages."""


def reads_its_samples(case: ParserCase) -> None:
    """Each sample gives segments in the documented form, with text or pictures."""
    for sample in _samples(case):
        segments = _read_sample(case, sample)
        for segment in segments:
            _require_form(segment, sample)
        if not any(segment.text.strip() or segment.images for segment in segments):
            raise Violation(
                f"it finds no text in {sample.name}.",
                "Yield a Segment for each part that has text; raise DocumentError when there is "
                "none.",
            )


def numbers_its_segments(case: ParserCase) -> None:
    """Segments of a kind are numbered from 1 on, each with a higher index than the one before."""
    for sample in _samples(case):
        last: dict[str, int] = {}
        for segment in _require_segments(case, sample):
            if segment.index <= last.get(segment.kind, 0):
                raise Violation(
                    f"in {sample.name} the {segment.kind} with the index {segment.index} follows "
                    f"the one with {last.get(segment.kind, 0)}.",
                    "Number the parts of a kind from 1 in reading order: the index is the page or "
                    "section that users are sent to.",
                )
            last[segment.kind] = segment.index


def keeps_its_offsets(case: ParserCase) -> None:
    """Two parses of a sample, also by one parser, give the same text, so that offsets hold."""
    for sample in _samples(case):
        parser = case.component()
        first, second = (_require_segments(case, sample, parser) for _ in range(2))
        one, other = _document(first), _document(second)
        if one.text != other.text or list(one.spans()) != list(other.spans()):
            raise Violation(
                f"two parses of {sample.name} differ.",
                "Let nothing but the document decide what parse() yields: no clock, no random "
                "number, no order of a set, nothing left over in self.",
            )


def says_what_it_says_in_text(case: ParserCase) -> None:
    """Title, facts, warnings and what is left out are text."""
    for sample in _samples(case):
        heard = HeardContext(case.thing.spec.multimodal)
        with found_elsewhere():
            _parse(case, Source(uri=sample.name, path=sample), sample.name, context=heard)
        said: dict[str, Iterable[object]] = {
            "describe()": (heard.title, *heard.metadata.values()),
            "warn()": heard.warnings,
            "leave_out()": (part for lost in heard.left_out for part in (lost.reason, lost.text)),
        }
        for method, values in said.items():
            for value in values:
                if not isinstance(value, str):
                    raise Violation(
                        f"it calls ctx.{method} with {value!r:.80} in {sample.name}.",
                        "Say it as text: str(value).",
                    )


def leaves_nothing_behind(case: ParserCase) -> None:
    """It neither prints nor leaves files or threads, and writes nothing beside the document."""
    sample = min(_samples(case), key=lambda path: path.stat().st_size)
    folder = case.folder / "documents"
    folder.mkdir()
    copied = shutil.copy(sample, folder)
    _require_segments(case, sample)
    leaves_nothing("parse()", lambda: _require_segments(case, Path(copied)), case.folder)
    if beside := sorted(path.name for path in folder.iterdir() if path.name != sample.name):
        raise Violation(
            f"parse() writes {beside[0]} beside the document.",
            "Write nothing, or temporary files that are removed.",
        )


def reads_fetched_bodies(case: ParserCase) -> None:
    """A document that was fetched (``source.data``, no path) gives the same as its file."""
    if case.thing.spec.hosts:
        raise NotApplicable("it fetches by itself")
    for sample in _samples(case):
        text = _document(_require_segments(case, sample)).text
        fetched = Source(
            uri=sample.name,
            data=sample.read_bytes(),
            media_type=next(iter(case.thing.spec.media_types), ""),
        )
        found = _parse(case, fetched, f"{sample.name} as the body of a URL")
        if isinstance(found, DocumentError):
            raise Violation(
                f"it reads {sample.name} as a file and refuses it as the body of a URL: "
                f"{found.message}.",
                "Read with source.read(), which works for both.",
            ) from found
        if _document(found).text != text:
            raise Violation(
                f"{sample.name} gives another text as the body of a URL.",
                "Read with source.read(), which works for both.",
            )


def survives_empty_input(case: ParserCase) -> None:
    """An empty file ends in a clear DocumentError, or gives no segment."""
    _survive(case, "empty", b"", "an empty file")


def survives_damaged_input(case: ParserCase) -> None:
    """A sample that is cut short or has wrong bytes ends in a clear DocumentError or segments."""
    sample = min(_samples(case), key=lambda path: path.stat().st_size)
    whole = sample.read_bytes()
    for share in (0.1, 0.5, 0.9):
        what = f"{sample.name} cut off after {share:.0%}"
        _survive(case, f"cut{share}", whole[: int(len(whole) * share)], what)
    for seed in range(3):
        damaged, dice = bytearray(whole), random.Random(seed)
        for _ in range(max(1, len(whole) // 200)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        _survive(case, f"damaged{seed}", bytes(damaged), f"{sample.name} with wrong bytes")


def survives_garbage(case: ParserCase) -> None:
    """What is no document of its kind ends in a clear DocumentError or in segments."""
    for number, (what, data) in enumerate(_GARBAGE.items()):
        _survive(case, f"garbage{number}", data, what)


def names_urls_safely(case: ParserCase) -> None:
    """``name_for`` gives text for any URL of its hosts."""
    for host in case.thing.spec.hosts or ("example.org",):
        for url in (f"https://{host}", f"https://{host}/a?b=%00&v=../x#c"):
            remedy = 'Return "" for a URL that has no name of its own.'
            with must_work(f"name_for({url!r}) failed", remedy), guard.component(case.thing):
                name: object = type(case.component()).name_for(url)
            if not isinstance(name, str):
                raise Violation(
                    f"name_for({url!r}) gave {name!r}.",
                    'Return text, or "" for a URL that has no name of its own.',
                )


def _samples(case: ParserCase) -> list[Path]:
    case.component()
    found = find_samples(case.plugin.settings, case.thing.spec)
    for path in found:
        if not path.is_file() or not path.stat().st_size:
            raise Violation(f"the sample {path} does not exist or is empty.", "Correct samples=.")
    if not found:
        spec = case.thing.spec
        ending = spec.extensions[0] if spec.extensions else ""
        raise NotApplicable(
            f"no sample: put a *{ending or 'document'} file beside the test, or give the suite "
            f"samples={{{spec.name!r}: [path]}}"
        )
    return found


def _parse(
    case: ParserCase,
    source: Source,
    what: str,
    parser: Parser | None = None,
    context: HeardContext | None = None,
) -> list[Segment] | DocumentError:
    """Return the segments, or the parser's own error.

    Raises:
        Violation: It failed in any other way.
    """
    used = case.component() if parser is None else parser
    heard = HeardContext(case.thing.spec.multimodal) if context is None else context
    surviving = must_survive(
        what,
        passing=DocumentError,
        crashed="Raise DocumentError with a sentence and a hint where a document cannot be read.",
        raised="Raise DocumentError: other errors are not about one document.",
    )
    try:
        with surviving, guard.component(case.thing):
            return list(used.parse(source, heard))
    except DocumentError as error:
        return error


def _require_segments(
    case: ParserCase, sample: Path, parser: Parser | None = None
) -> list[Segment]:
    """Return the segments of a sample.

    Raises:
        NotApplicable: They cannot be had or are of no use, which is the concern of another check.
    """
    with found_elsewhere():
        found = _read_sample(case, sample, parser)
    for segment in found:
        for problem in _problems(segment):
            raise NotApplicable(f"parse() gave {problem}")
    return found


def _read_sample(case: ParserCase, sample: Path, parser: Parser | None = None) -> list[Segment]:
    found = _parse(case, Source(uri=sample.name, path=sample), sample.name, parser)
    if isinstance(found, DocumentError):
        raise Violation(
            f"it refuses the sample {sample.name}: {found.message}.",
            "Make it read the sample, or give the suite one that it is meant to read.",
        ) from found
    return found


def _survive(case: ParserCase, stem: str, data: bytes, what: str) -> None:
    spec = case.thing.spec
    if not spec.extensions and spec.hosts:
        raise NotApplicable("it reads no files")
    path = case.folder / f"{stem}{next(iter(spec.extensions), '')}"
    path.write_bytes(data)
    found = _parse(case, Source(uri=path.name, path=path), what)
    if isinstance(found, DocumentError):
        _require_clear(found, what)
        return
    for segment in found:
        _require_form(segment, path)


def _require_clear(error: DocumentError, what: str) -> None:
    said = error.message.strip()
    if not said or "\n" in said or len(said) > _LONGEST_MESSAGE:
        raise Violation(
            f"its error on {what} is {said[:80]!r}, which is no single sentence.",
            "Say in one sentence what is wrong with the document.",
        )
    if not error.hint.strip():
        raise Violation(
            f"its error on {what} ({said!r}) has no hint.",
            "Tell users what to do next: DocumentError(message, hint=…).",
        )


def _require_form(segment: object, path: Path) -> None:
    for problem in _problems(segment):
        raise Violation(
            f"parse() gave {problem} for {path.name}.",
            "Yield Segment objects as docs/plugins/components.md describes them.",
        )


def _problems(segment: object) -> Iterator[str]:
    if not isinstance(segment, Segment):
        yield f"an object of the type {type(segment).__name__}"
        return
    if not isinstance(segment.text, str):
        yield f"a segment whose text is {type(segment.text).__name__}"
        return
    if segment.kind not in _KINDS:
        yield f"a segment of the unknown kind {segment.kind!r} ({', '.join(_KINDS)})"
    if not isinstance(segment.index, int) or segment.index < 1:
        yield f"a segment with the index {segment.index!r}"
    if "\0" in segment.text or any("\ud800" <= character <= "\udfff" for character in segment.text):
        yield "a text with NUL or half a character in it, which cannot be stored"
    if not all(isinstance(k, str) and isinstance(v, str) for k, v in segment.metadata.items()):
        yield "metadata that is not text"
    if not all(isinstance(image, Image) and image.data for image in segment.images):
        yield "a picture that is no Image with data"


def _document(segments: list[Segment]) -> Document:
    return Document.create("sample", segments)


CHECKS = checks_over(
    PARSER,
    reads_its_samples,
    numbers_its_segments,
    keeps_its_offsets,
    reads_fetched_bodies,
    survives_empty_input,
    survives_damaged_input,
    survives_garbage,
    names_urls_safely,
    says_what_it_says_in_text,
    leaves_nothing_behind,
)
