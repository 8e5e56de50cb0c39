"""Transcripts of YouTube videos."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import ParseError

import requests
from pydantic import Field
from youtube_transcript_api import (
    AgeRestricted,
    CouldNotRetrieveTranscript,
    FailedToCreateConsentCookie,
    InvalidVideoId,
    IpBlocked,
    NoTranscriptFound,
    PoTokenRequired,
    RequestBlocked,
    Transcript,
    TranscriptList,
    TranscriptsDisabled,
    VideoUnavailable,
    VideoUnplayable,
    YouTubeDataUnparsable,
    YouTubeRequestFailed,
    YouTubeTranscriptApi,
    YouTubeTranscriptApiException,
)

from sdk_builtins.parsers.youtube.details import DetailsHook, VideoDetails, ask_pytubefix
from sdk_builtins.parsers.youtube.paragraphs import paragraphs
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_PATHS = re.compile(r"/(?:shorts|live|embed|v)/([\w-]{11})(?:/|$)")
_ID = re.compile(r"[\w-]{11}")
_TIMEOUT = (10.0, 30.0)  # seconds to connect, and between two pieces of an answer
_UPDATE = "Update it with: pip install -U youtube-transcript-api"
_OTHER = "Choose another video."
_LATER = "Wait an hour, or go through another address with the parser option proxy."

_CAUSES: tuple[tuple[type[YouTubeTranscriptApiException], str, str], ...] = (
    (IpBlocked, "YouTube refuses requests from this address", _LATER),
    (RequestBlocked, "YouTube takes these requests for a robot's", _LATER),
    (TranscriptsDisabled, "it has no transcript, as subtitles are switched off", _OTHER),
    (NoTranscriptFound, "it has no transcript in that language", "Set the option languages."),
    (AgeRestricted, "it may be watched only after signing in to prove one's age", _OTHER),
    (VideoUnavailable, "the video does not exist any more", "Check the address."),
    (InvalidVideoId, "the address does not name a video", "Give the address of one video."),
    (PoTokenRequired, "YouTube gives its transcript to browsers only", _OTHER),
    (FailedToCreateConsentCookie, "YouTube's cookie question could not be answered", _LATER),
    (YouTubeDataUnparsable, "YouTube answered in a form that is not known", _UPDATE),
)
_UNPARSABLE = (KeyError, IndexError, TypeError, AttributeError, ValueError, ParseError)
"""What the library lets through when an answer lacks the fields it expects."""


class YoutubeParser(Parser):
    """Reads the transcript of a video, those made by people before those made by machine.

    Args:
        options: The parser's options.
        session: HTTP session to use instead of a new one; it keeps its own time limits.
    """

    class Options(Options):
        """Options of the YouTube parser."""

        languages: list[str] = Field(
            ["en"],
            description="Language codes in order of preference; without a match the first "
            "transcript that exists is taken.",
        )
        proxy: str = Field("", description="URL of an HTTP proxy to go through.")

    def __init__(
        self, options: Any | None = None, *, session: requests.Session | None = None
    ) -> None:
        super().__init__(options)
        self._session = session

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each paragraph of speech, with its start in seconds.

        Raises:
            DocumentError: There is no such video, it has no transcript, or YouTube refuses.
        """
        video = video_id(source.uri)
        if not video:
            raise DocumentError(
                f"{source.uri} is not the address of one YouTube video",
                hint="Give an address such as https://www.youtube.com/watch?v=VIDEO; playlists "
                "and channels are not supported.",
            )
        session = self._session or _TimedSession()
        if self.options.proxy:
            session.proxies = {"http": self.options.proxy, "https": self.options.proxy}
        hook = DetailsHook()
        session.hooks["response"].append(hook)
        try:
            transcript = self._choose(YouTubeTranscriptApi(http_client=session).list(video), ctx)
            snippets = transcript.fetch().snippets
        except YouTubeTranscriptApiException as error:
            raise _explain(source, error) from error
        except requests.RequestException as error:
            raise DocumentError(
                f"YouTube cannot be reached for {source.uri} ({type(error).__name__})",
                hint="Check the network connection and the parser option proxy.",
            ) from error
        except _UNPARSABLE as error:
            raise DocumentError(
                f"{source.uri} cannot be read: YouTube answered in a form that is not known",
                hint=_UPDATE,
            ) from error
        finally:
            session.hooks["response"].remove(hook)
        details = hook.details
        if not details.title:
            details = ask_pytubefix(video, self.options.proxy, details, ctx)
        _describe(transcript, video, details, ctx)
        segments = list(paragraphs(snippets, details.chapters))
        if not segments:
            raise no_text(source, "its transcript is empty", "Try another language.")
        yield from segments

    def _choose(self, available: TranscriptList, ctx: ParseContext) -> Transcript:
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
            ctx.warn(
                f"no transcript in {', '.join(self.options.languages)}; took the one in "
                f"{first.language_code} instead"
            )
            return first


class _TimedSession(requests.Session):
    """A session that never waits without limit."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT)
        return super().request(*args, **kwargs)


def video_id(url: str) -> str:
    """Return the id of the video that an address names, ``""`` when it names none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host == "youtu.be":
        candidate = parts.path.strip("/").split("/")[0]
    elif parts.path.rstrip("/") == "/watch":
        candidate = parse_qs(parts.query).get("v", [""])[0]
    else:
        match = _PATHS.match(parts.path)
        candidate = match.group(1) if match else ""
    return candidate if _ID.fullmatch(candidate) else ""


def _explain(source: Source, error: YouTubeTranscriptApiException) -> DocumentError:
    for kind, cause, hint in _CAUSES:
        if isinstance(error, kind):
            return DocumentError(f"{source.uri} cannot be read: {cause}", hint=hint)
    hint = "Try again later."
    if isinstance(error, VideoUnplayable):
        cause = f"it cannot be played ({one_line(error.reason or 'no reason given')})"
        hint = "Check in a browser whether it is public."
    elif isinstance(error, YouTubeRequestFailed):
        cause = f"YouTube failed ({one_line(error.reason)})"
    elif isinstance(error, CouldNotRetrieveTranscript):
        cause, hint = one_line(error.cause), _UPDATE
    else:
        cause, hint = one_line(str(error)), _UPDATE
    return DocumentError(f"{source.uri} cannot be read: {cause}", hint=hint)


def _describe(transcript: Transcript, video: str, details: VideoDetails, ctx: ParseContext) -> None:
    ctx.describe(
        title=details.title,
        author=details.author,
        duration=details.duration,
        video_id=video,
        language=transcript.language_code,
        transcript="generated" if transcript.is_generated else "manual",
    )
