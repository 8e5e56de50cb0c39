"""Title, channel, date and chapters of a video, from the answers that its transcript needs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import requests

from sdk_builtins.parsers.youtube.places import watch_url
from sdk_builtins.parsers.youtube.playlists import proxies_of, time_limit
from sdk_builtins.parsers.youtube.video_errors import UNPARSABLE, explain_refusal
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import one_line

_STAMP = re.compile(
    r"^\W*((?:\d{1,2}:)?\d{1,2}:\d{2})\b[\s)\]:.\u2013\u2014-]*(\S.*)$", re.MULTILINE
)
_RENDERER = re.compile(
    r'"chapterRenderer":\{"title":\{"simpleText":("(?:[^"\\]|\\.)*")\},"timeRangeStartMillis":(\d+)'
)
_DATE = re.compile(
    r'itemprop="datePublished" content="(\d{4}-\d\d-\d\d)|"publishDate":"(\d{4}-\d\d-\d\d)'
)
_MIN_CHAPTERS = 3  # fewer time stamps in a description are remarks, by YouTube's own rule


@dataclass(frozen=True, slots=True)
class VideoDetails:
    """What is known of a video beside its transcript.

    Args:
        title: Its title.
        author: Name of the channel.
        date: The day on which it was published, as ``2025-03-14``.
        duration: Its length in seconds.
        chapters: Start in seconds and title of each chapter.
    """

    title: str = ""
    author: str = ""
    date: str = ""
    duration: str = ""
    chapters: tuple[tuple[float, str], ...] = ()


class DetailsHook:
    """A `requests` response hook that reads details from what passes by."""

    def __init__(self) -> None:
        self.details = VideoDetails()

    def __call__(self, response: requests.Response, *args: Any, **kwargs: Any) -> None:
        """Look at one answer of YouTube."""
        path = urlsplit(response.url).path
        if path.endswith("/player"):
            self._read_player(response)
        elif path.endswith("/watch"):
            page = response.text
            found = _DATE.search(page)
            self.details = replace(
                self.details,
                chapters=_page_chapters(page) or self.details.chapters,
                date=(found[1] or found[2]) if found else self.details.date,
            )

    def _read_player(self, response: requests.Response) -> None:
        try:
            video = response.json()["videoDetails"]
            title, author = str(video["title"]), str(video.get("author") or "")
            description = str(video.get("shortDescription") or "")
            duration = str(video.get("lengthSeconds") or "")
        except (requests.JSONDecodeError, KeyError, TypeError, AttributeError):
            return
        self.details = replace(
            self.details,
            title=one_line(title),
            author=one_line(author),
            duration=duration,
            chapters=self.details.chapters or _described_chapters(description),
        )


def ask_pytubefix(video: str, proxy: str, known: VideoDetails, ctx: ParseContext) -> VideoDetails:
    """Return the details that pytubefix finds, or those known already when it cannot help."""
    try:
        from pytubefix import YouTube
        from pytubefix.exceptions import PytubeFixError
    except ImportError:
        ctx.warn(
            "title and author of the video are unknown; to ask another way, install "
            "synthetic-data-kit[youtube]"
        )
        return known
    try:
        with time_limit():
            found = YouTube(watch_url(video), proxies=proxies_of(proxy))
            title, author = one_line(str(found.title or "")), one_line(str(found.author or ""))
            chapters = tuple((float(c.start_seconds), one_line(c.title)) for c in found.chapters)
            published = found.publish_date
    except (PytubeFixError, OSError, *UNPARSABLE) as error:
        reason = explain_refusal(watch_url(video), error).message
        ctx.warn(f"title and author of the video are unknown: {reason}")
        return known
    date = known.date or (published.date().isoformat() if published else "")
    return replace(
        known, title=title, author=author, date=date, chapters=known.chapters or chapters
    )


def _page_chapters(page: str) -> tuple[tuple[float, str], ...]:
    found = {
        int(millis) / 1000: one_line(str(json.loads(title)))
        for title, millis in _RENDERER.findall(page)
    }
    return tuple(sorted(found.items()))


def _described_chapters(description: str) -> tuple[tuple[float, str], ...]:
    """Return the chapters that a description lists, which must begin at zero and ascend."""
    chapters = [(_seconds(stamp), one_line(title)) for stamp, title in _STAMP.findall(description)]
    starts = [start for start, _ in chapters]
    if len(chapters) < _MIN_CHAPTERS or starts[0] != 0 or starts != sorted(set(starts)):
        return ()
    return tuple(chapters)


def _seconds(stamp: str) -> float:
    total = 0
    for part in stamp.split(":"):
        total = total * 60 + int(part)
    return float(total)
