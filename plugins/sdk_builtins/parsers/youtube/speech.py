"""Caption lines to paragraphs of speech, and paragraphs to segments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from youtube_transcript_api import FetchedTranscriptSnippet

from sdk_core.documents.cleaning import one_line
from sdk_core.documents.markdown import heading
from sdk_core.model import SEGMENT_SEPARATOR, Segment

PAUSE = 2.0
"""Seconds of silence that end a paragraph."""

_LONG, _TOO_LONG = 1000, 2000  # characters; people who never pause still end their sentences
_SENTENCE_END = re.compile(r"[.!?\u3002\uff01\uff1f][\"'\u201d\u2019)]*$")

Chapters = Sequence[tuple[float, str]]


@dataclass(slots=True)
class _Paragraph:
    """Some words without a long pause.

    Args:
        chapter: Number of the chapter, -1 before the first one.
        start: Seconds from the beginning of the video.
        end: The same for its end.
        words: Its caption lines.
    """

    chapter: int
    start: float
    end: float = 0.0
    words: list[str] = field(default_factory=list)


def segments(
    snippets: Iterable[FetchedTranscriptSnippet], chapters: Chapters, seconds: float
) -> Iterator[Segment]:
    """Yield one segment a chapter; of a video without chapters, one for some minutes.

    A chapter's text begins with its title as a heading. Each segment's metadata holds its
    ``start`` and ``end`` in seconds.

    Args:
        snippets: Caption lines in order.
        chapters: Start in seconds and title of each chapter, in order.
        seconds: How long a segment without a chapter is; it ends with the paragraph in which
            that time is reached.
    """
    index, held = 0, list[_Paragraph]()
    for paragraph in _paragraphs(snippets, chapters):
        if held:
            is_other = paragraph.chapter != held[0].chapter
            is_over = not chapters and paragraph.end - held[0].start > seconds
            if is_other or is_over:
                index += 1
                yield _segment(held, index, chapters)
                held = []
        held.append(paragraph)
    if held:
        yield _segment(held, index + 1, chapters)


def _paragraphs(
    snippets: Iterable[FetchedTranscriptSnippet], chapters: Chapters
) -> Iterator[_Paragraph]:
    chapter = -1
    current: _Paragraph | None = None
    for snippet in snippets:
        text = one_line(snippet.text)
        if not text:
            continue
        while chapter + 1 < len(chapters) and chapters[chapter + 1][0] <= snippet.start + 0.5:
            chapter += 1
        if current is None or chapter != current.chapter or _is_break(current, snippet.start):
            if current is not None:
                yield current
            current = _Paragraph(chapter, snippet.start)
        current.words.append(text)
        current.end = snippet.start + snippet.duration
    if current is not None:
        yield current


def _is_break(paragraph: _Paragraph, start: float) -> bool:
    length = sum(len(word) + 1 for word in paragraph.words)
    ends = _SENTENCE_END.search(paragraph.words[-1]) is not None
    return start - paragraph.end > PAUSE or length > _TOO_LONG or (length > _LONG and ends)


def _segment(held: Sequence[_Paragraph], index: int, chapters: Chapters) -> Segment:
    texts = [" ".join(paragraph.words) for paragraph in held]
    metadata = {"start": f"{held[0].start:.1f}", "end": f"{held[-1].end:.1f}"}
    if held[0].chapter >= 0:
        title = chapters[held[0].chapter][1]
        texts.insert(0, heading(2, title))
        metadata["chapter"] = title
    text = SEGMENT_SEPARATOR.join(texts)
    return Segment(text=text, kind="caption", index=index, metadata=metadata)
