"""Transcripts of YouTube videos and playlists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import requests
from pydantic import Field, field_validator
from youtube_transcript_api import (
    NoTranscriptFound,
    Transcript,
    TranscriptList,
    YouTubeTranscriptApi,
    YouTubeTranscriptApiException,
)

from sdk_builtins.parsers.youtube.details import DetailsHook, VideoDetails, ask_pytubefix
from sdk_builtins.parsers.youtube.places import playlist_id, video_id, watch_url
from sdk_builtins.parsers.youtube.playlists import Playlist, read_playlist
from sdk_builtins.parsers.youtube.speech import segments
from sdk_builtins.parsers.youtube.video_errors import UNPARSABLE, explain_refusal
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.markdown import heading
from sdk_core.documents.sniffing import no_text
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_TIMEOUT = (10.0, 30.0)  # seconds to connect, and between two pieces of an answer


@dataclass(frozen=True, slots=True)
class _Talk:
    """A transcript with what is known of its video."""

    transcript: Transcript
    details: VideoDetails
    segments: list[Segment]


class YoutubeOptions(Options):
    """Options of the YouTube parser."""

    languages: list[str] = Field(
        ["en"],
        description="Language codes in order of preference; without a match the first "
        "transcript that exists is taken.",
    )
    minutes: float = Field(
        5.0,
        gt=0,
        description="Minutes of a segment, of a video that has no chapters.",
    )
    max_videos: int = Field(50, ge=1, description="Videos of a playlist at most.")
    proxy: str = Field(
        "",
        description="URL of an HTTP proxy to go through; without one, the variables "
        "HTTPS_PROXY and HTTP_PROXY count.",
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take ``de,en`` as a list."""
        return [v.strip() for v in value.split(",")] if isinstance(value, str) else value


class YoutubeParser(Parser[YoutubeOptions]):
    """Reads the transcript of a video, those made by people before those made by machine.

    Args:
        options: The parser's options.
        session: HTTP session to use instead of a new one; it keeps its own time limits.
    """

    def __init__(
        self, options: YoutubeOptions | None = None, *, session: requests.Session | None = None
    ) -> None:
        super().__init__(options)
        self._session = session

    @classmethod
    def name_for(cls, url: str) -> str:
        """Return ``youtube_`` and the id of the video or playlist."""
        found = video_id(url) or playlist_id(url)
        return f"youtube_{found}" if found else ""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter or few minutes, with its start in seconds.

        Raises:
            DocumentError: There is no such video, it has no transcript, or YouTube refuses.
            MissingDependency: It is a playlist, and the package that reads those is missing.
        """
        video, playlist = video_id(source.uri), playlist_id(source.uri)
        if video:
            talk = self._talk(source.uri, video, ctx)
            _describe(talk, video, ctx)
            yield from talk.segments
        elif playlist:
            yield from self._playlist(source, ctx)
        else:
            raise DocumentError(
                f"{source.uri} is not the address of a YouTube video or playlist",
                hint="Give an address such as https://www.youtube.com/watch?v=VIDEO or "
                "https://www.youtube.com/playlist?list=PLAYLIST; channels are not supported.",
            )

    def _playlist(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        found = read_playlist(source.uri, self.options.proxy, self.options.max_videos)
        ctx.describe(title=found.title, author=found.owner, videos=str(len(found.videos)))
        if found.surplus:
            ctx.warn(
                f"only the first {len(found.videos)} videos of the playlist are read; the parser "
                "option max_videos sets how many"
            )
        number, errors = 0, list[DocumentError]()
        for video in found.videos:
            try:
                talk = self._talk(watch_url(video), video, ctx)
            except DocumentError as error:
                errors.append(error)
                ctx.warn(error.message)
                continue
            for segment in _titled(talk, video):
                number += 1
                yield replace(segment, index=number)
        if not number:
            raise _none_read(source, found, errors)

    def _talk(self, uri: str, video: str, ctx: ParseContext) -> _Talk:
        """Return the transcript of one video.

        Raises:
            DocumentError: It cannot be had.
        """
        session = self._session or _TimedSession()
        if self.options.proxy:
            session.proxies = {"http": self.options.proxy, "https": self.options.proxy}
        hook = DetailsHook()
        session.hooks["response"].append(hook)
        try:
            api = YouTubeTranscriptApi(http_client=session)
            transcript = self._choose(api.list(video), ctx)
            snippets = transcript.fetch().snippets
        except (YouTubeTranscriptApiException, requests.RequestException, *UNPARSABLE) as error:
            raise explain_refusal(uri, error) from error
        finally:
            session.hooks["response"].remove(hook)
        details = hook.details
        if not details.title:
            details = ask_pytubefix(video, self.options.proxy, details, ctx)
        found = list(segments(snippets, details.chapters, self.options.minutes * 60))
        if not found:
            raise no_text(
                Source(uri=uri), "its transcript is empty", "Set the parser option languages."
            )
        return _Talk(transcript, details, found)

    def _choose(self, available: TranscriptList, ctx: ParseContext) -> Transcript:
        """Return the transcript in the first language that there is, one made by people first."""
        codes = [transcript.language_code for transcript in available]
        wanted: list[str] = []
        for language in self.options.languages:  # "en" also takes "en-GB"
            wanted.append(language)
            wanted.extend(code for code in codes if code.split("-")[0] == language)
        try:
            return available.find_transcript(wanted)
        except NoTranscriptFound:
            first = next(iter(available), None)
            if first is None:
                raise
            others = ", ".join(dict.fromkeys(codes))
            ctx.warn(
                f"no transcript in {', '.join(self.options.languages)}; took the one in "
                f"{first.language_code} instead (there are: {others})"
            )
            return first


class _TimedSession(requests.Session):
    """A session that never waits without limit."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT)
        return super().request(*args, **kwargs)


def _describe(talk: _Talk, video: str, ctx: ParseContext) -> None:
    details, transcript = talk.details, talk.transcript
    ctx.describe(
        title=details.title,
        author=details.author,
        date=details.date,
        duration=details.duration,
        video_id=video,
        language=transcript.language_code,
        transcript=_kind(transcript),
        chapters=str(len(details.chapters)) if details.chapters else "",
    )


def _kind(transcript: Transcript) -> str:
    return "generated" if transcript.is_generated else "manual"


def _titled(talk: _Talk, video: str) -> Iterator[Segment]:
    """Yield the segments of a video of a playlist, which say whose they are."""
    facts = {
        "video_id": video,
        "video": talk.details.title,
        "date": talk.details.date,
        "language": talk.transcript.language_code,
        "transcript": _kind(talk.transcript),
    }
    for number, segment in enumerate(talk.segments):
        text = segment.text
        if not number and talk.details.title:
            text = f"{heading(1, talk.details.title)}\n\n{text}"
        known = {name: value for name, value in facts.items() if value}
        yield replace(segment, text=text, metadata={**segment.metadata, **known})


def _none_read(source: Source, found: Playlist, errors: list[DocumentError]) -> DocumentError:
    if not errors:
        return no_text(source, "the playlist is empty or private", "Check it in a browser.")
    return DocumentError(
        f"none of the {len(found.videos)} videos of {source.uri} can be read; of the first: "
        f"{errors[0].message}",
        hint=errors[0].hint,
    )
