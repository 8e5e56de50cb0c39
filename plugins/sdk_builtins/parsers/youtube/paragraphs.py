"""Caption lines to paragraphs of speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from youtube_transcript_api import FetchedTranscriptSnippet

from sdk_core.documents.cleaning import one_line
from sdk_core.documents.markdown import heading
from sdk_core.model import Segment

PAUSE = 2.0
"""Seconds of silence that end a paragraph."""

_LONG, _TOO_LONG = 1000, 2000  # characters; people who never pause still end their sentences
_SENTENCE_END = re.compile(r"[.!?\u3002\uff01\uff1f][\"'\u201d\u2019)]*$")


def paragraphs(
    snippets: Iterable[FetchedTranscriptSnippet], chapters: Sequence[tuple[float, str]]
) -> Iterator[Segment]:
    """Yield one segment a paragraph; a chapter's first one begins with its title as a heading.

    Args:
        snippets: Caption lines in order.
        chapters: Start in seconds and title of each chapter, in order.
    """
    words: list[str] = []
    start = end = 0.0
    index, chapter, announced = 0, -1, -1
    for snippet in snippets:
        text = one_line(snippet.text)
        if not text:
            continue
        current = chapter
        while current + 1 < len(chapters) and chapters[current + 1][0] <= snippet.start + 0.5:
            current += 1
        if words and (current != chapter or _is_break(words, snippet.start - end)):
            index += 1
            yield _segment(words, start, index, chapters, chapter, chapter != announced)
            announced, words = chapter, []
        chapter = current
        if not words:
            start = snippet.start
        words.append(text)
        end = snippet.start + snippet.duration
    if words:
        yield _segment(words, start, index + 1, chapters, chapter, chapter != announced)


def _is_break(words: Sequence[str], pause: float) -> bool:
    length = sum(len(word) + 1 for word in words)
    ends = _SENTENCE_END.search(words[-1]) is not None
    return pause > PAUSE or length > _TOO_LONG or (length > _LONG and ends)


def _segment(
    words: Sequence[str],
    start: float,
    index: int,
    chapters: Sequence[tuple[float, str]],
    chapter: int,
    is_first: bool,
) -> Segment:
    text = " ".join(words)
    metadata = {"start": f"{start:.1f}"}
    if chapter >= 0:
        metadata["chapter"] = chapters[chapter][1]
        if is_first:
            text = f"{heading(2, chapters[chapter][1])}\n\n{text}"
    return Segment(text=text, kind="caption", index=index, metadata=metadata)
