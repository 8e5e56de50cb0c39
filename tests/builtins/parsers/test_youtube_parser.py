"""YouTube transcripts, with the real library against a local server."""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any

import pytest
import pytubefix.exceptions
import requests
import youtube_transcript_api._errors
import youtube_transcript_api.proxies

from sdk_builtins.parsers.youtube.places import playlist_id, video_id
from sdk_builtins.parsers.youtube.video_errors import CAUSES, explain_refusal
from sdk_builtins.parsers.youtube.youtube_parser import YoutubeParser
from sdk_core.errors import DocumentError, MissingDependency
from sdk_core.model import Segment, Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.youtube_replay import Video, youtube

URL = "https://www.youtube.com/watch?v=abcdefghi-1"
ENGLISH = [
    (0.0, 2.0, "The moon pulls"),
    (2.0, 3.0, "on the <i>sea</i> &amp; the land."),
    (9.0, 2.0, "After a pause\nit goes on."),
]


def run(
    session: requests.Session, url: str = URL, **options: Any
) -> tuple[list[Segment], HeardContext]:
    context = HeardContext()
    parser = YoutubeParser(YoutubeParser.options_type(**options), session=session)
    return list(parser.parse(Source(uri=url), context)), context


def test_pauses_end_paragraphs_and_starts_are_kept() -> None:
    page = Video().page + '<meta itemprop="datePublished" content="2025-03-14T09:00:00-07:00">'
    video = Video(tracks={"en": ENGLISH}, details={"lengthSeconds": "11"}, page=page)
    with youtube(video) as session:
        segments, context = run(session)
    text = "The moon pulls on the sea & the land.\n\nAfter a pause it goes on."
    assert [(s.text, s.kind, s.index, dict(s.metadata)) for s in segments] == [
        (text, "caption", 1, {"start": "0.0", "end": "11.0"}),
    ]
    assert context.title == "Tides"
    assert context.metadata == {
        "author": "Sea School",
        "date": "2025-03-14",
        "duration": "11",
        "video_id": "abcdefghi-1",
        "language": "en",
        "transcript": "manual",
    }
    assert context.warnings == []
    assert session.hooks["response"] == []


def test_chapters_of_the_description_become_headings() -> None:
    description = "About tides\n0:00 Moon\n0:04 - Sun\n00:08 Both\n"
    captions = [(float(i), 1.0, f"w{i}") for i in range(10)]
    with youtube(
        Video(tracks={"en": captions}, details={"shortDescription": description})
    ) as session:
        segments, _ = run(session)
    assert [s.text for s in segments] == [
        "## Moon\n\nw0 w1 w2 w3",
        "## Sun\n\nw4 w5 w6 w7",
        "## Both\n\nw8 w9",
    ]
    assert [s.metadata["chapter"] for s in segments] == ["Moon", "Sun", "Both"]


def test_chapters_of_the_page_win() -> None:
    chapter = '"chapterRenderer":{{"title":{{"simpleText":"{}"}},"timeRangeStartMillis":{}'
    page = Video().page + chapter.format("Calm", 0) + chapter.format("Storm \\u0026 wind", 5000)
    captions = [(0.0, 5.0, "slow"), (5.0, 5.0, "fast")]
    with youtube(Video(tracks={"en": captions}, page=page)) as session:
        segments, _ = run(session)
    assert [s.text for s in segments] == ["## Calm\n\nslow", "## Storm & wind\n\nfast"]


def test_long_speech_is_cut_at_sentences_into_segments_of_some_minutes() -> None:
    captions = [(float(i), 1.5, f"Sentence number {i} is here.") for i in range(400)]
    with youtube(Video(tracks={"a.en": captions})) as session:
        segments, context = run(session, minutes=2)
    assert [s.metadata["start"] for s in segments] == ["0.0", "109.0", "214.0", "319.0"]
    assert all(1000 < len(p) < 1100 for s in segments[:-1] for p in s.text.split("\n\n"))
    assert context.metadata["transcript"] == "generated"


@pytest.mark.parametrize(
    ("tracks", "languages", "taken", "warned"),
    [
        (("a.en", "en"), ["en"], ("en", "manual"), False),
        (("de", "a.en"), ["en"], ("en", "generated"), False),
        (("de", "en"), ["fr", "de"], ("de", "manual"), False),
        (("de", "en-GB"), ["en"], ("en-GB", "manual"), False),
        (("a.ja", "de"), ["en"], ("de", "manual"), True),
        (("a.de", "en"), "de,en", ("de", "generated"), False),
    ],
)
def test_choice_of_the_transcript(
    tracks: tuple[str, ...], languages: list[str] | str, taken: tuple[str, str], warned: bool
) -> None:
    with youtube(Video(tracks=dict.fromkeys(tracks, ENGLISH))) as session:
        _, context = run(session, languages=languages)
    assert (context.metadata["language"], context.metadata["transcript"]) == taken
    assert bool(context.warnings) == warned


def test_cookie_question_is_answered() -> None:
    with youtube(Video(tracks={"en": ENGLISH}, needs_consent=True)) as session:
        assert len(run(session)[0]) == 1


def unplayable(status: str, reason: str) -> Video:
    return Video(tracks={"en": ENGLISH}, playability={"status": status, "reason": reason})


@pytest.mark.parametrize(
    ("video", "message"),
    [
        (Video(), "subtitles are switched off"),
        (unplayable("ERROR", "This video is unavailable"), "does not exist any more"),
        (unplayable("ERROR", "Private video"), "cannot be played \\(Private video\\)"),
        (
            unplayable("LOGIN_REQUIRED", "This video may be inappropriate for some users."),
            "signing in to prove one's age",
        ),
        (
            unplayable("LOGIN_REQUIRED", "Sign in to confirm you\u2019re not a bot"),
            "takes these requests for a robot's",
        ),
        (Video(statuses={"watch": 429}), "refuses requests from this address"),
        (Video(page='<div class="g-recaptcha"></div>'), "refuses requests from this address"),
        (Video(statuses={"player": 500}), "YouTube failed \\(500 Server Error"),
        (Video(page="<html>redesigned</html>"), "in a form that is not known"),
        (Video(bodies={"player": "{}"}), "in a form that is not known"),
        (Video(bodies={"player": "<html>"}), "YouTube cannot be reached|form that is not known"),
        (Video(tracks={"en": ENGLISH}, bodies={"timedtext": "<broken"}), "form that is not known"),
        (Video(tracks={"en": ENGLISH}, suffix="&exp=xpe"), "to browsers only"),
        (Video(tracks={"en": []}), "its transcript is empty"),
    ],
)
def test_every_failure_is_one_sentence_with_a_remedy(video: Video, message: str) -> None:
    with youtube(video) as session, pytest.raises(DocumentError, match=message) as caught:
        run(session)
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_no_connection() -> None:
    with youtube(Video()) as session:
        pass
    with pytest.raises(DocumentError, match="YouTube cannot be reached"):
        run(session)


def test_unknown_details_are_asked_of_pytubefix_and_their_absence_is_told() -> None:
    video = Video(tracks={"en": ENGLISH}, details=None)
    with youtube(video) as session:  # nothing listens at the proxy, so pytubefix must fail
        segments, context = run(session, proxy="http://127.0.0.1:9")
    assert len(segments) == 1
    (warning,) = context.warnings
    assert warning.startswith(
        "title and author of the video are unknown: YouTube cannot be reached"
    )


PLAYLIST = "https://www.youtube.com/playlist?list=PL1"
VIDEOS = ["aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"]


def test_a_playlist_is_one_document_of_its_videos() -> None:
    video = Video(tracks={"en": ENGLISH}, playlist=VIDEOS, gone=frozenset(VIDEOS[1:2]))
    with youtube(video) as session:
        segments, context = run(session, PLAYLIST)
    assert [s.index for s in segments] == [1, 2]
    assert [s.metadata["video_id"] for s in segments] == [VIDEOS[0], VIDEOS[2]]
    assert segments[1].text.startswith("# Tides\n\nThe moon pulls")
    assert (context.title, context.metadata["author"]) == ("The sea", "Sea School")
    (warning,) = context.warnings
    assert "bbbbbbbbbbb cannot be read: the video does not exist any more" in warning
    with youtube(video) as session:
        segments, context = run(session, PLAYLIST, max_videos=1)
    assert len(segments) == 1
    assert "max_videos" in context.warnings[0]


@pytest.mark.parametrize(
    ("video", "message"),
    [
        (Video(), "the playlist is empty or private"),
        (Video(bodies={"playlist": "<html>"}), "in a form that is not known"),
        (Video(statuses={"playlist": 503}), "YouTube cannot be reached"),
        (Video(playlist=VIDEOS, gone=frozenset(VIDEOS)), "none of the 3 videos"),
    ],
)
def test_playlists_that_cannot_be_read(video: Video, message: str) -> None:
    with youtube(video) as session, pytest.raises(DocumentError, match=message) as caught:
        run(session, PLAYLIST)
    assert caught.value.hint


def test_playlists_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytubefix", None)
    with pytest.raises(MissingDependency) as caught:
        run(requests.Session(), PLAYLIST)
    assert "synthetic-data-kit[youtube]" in caught.value.hint


def exceptions() -> list[type[Exception]]:
    """Return all exceptions of the installed libraries."""
    modules: list[ModuleType] = [
        youtube_transcript_api._errors,
        youtube_transcript_api.proxies,
        pytubefix.exceptions,
    ]
    return [
        found
        for module in modules
        for found in vars(module).values()
        if inspect.isclass(found)
        and issubclass(found, Exception)
        and found.__module__ == module.__name__
    ]


def test_every_exception_of_the_libraries_is_known_and_none_that_they_lack() -> None:
    found = exceptions()
    assert len(found) > 40
    assert {kind.__name__ for kind in found} == set(CAUSES)
    for kind in found:
        error = explain_refusal(URL, kind.__new__(kind))
        cause, hint = CAUSES[kind.__name__]
        assert error.message.startswith(f"{URL} cannot be read: {cause}")
        assert "\n" not in error.message
        assert error.hint == hint


@pytest.mark.parametrize(
    ("url", "video", "playlist"),
    [
        ("https://www.youtube.com/watch?v=abcdefghi-1&t=42s", "abcdefghi-1", ""),
        ("https://m.youtube.com/watch?list=PL1&v=abcdefghi-1", "abcdefghi-1", ""),
        ("https://youtu.be/abcdefghi-1?si=x", "abcdefghi-1", ""),
        ("https://www.youtube.com/shorts/abcdefghi-1", "abcdefghi-1", ""),
        ("https://youtube.com/live/abcdefghi-1?feature=share", "abcdefghi-1", ""),
        ("https://www.youtube-nocookie.com/embed/abcdefghi-1", "abcdefghi-1", ""),
        ("https://www.youtube.com/playlist?list=PL1", "", "PL1"),
        ("https://www.youtube.com/@channel", "", ""),
        ("https://www.youtube.com/watch?v=short", "", ""),
        ("https://www.youtube.com/playlist?list=../x", "", ""),
        ("https://[broken", "", ""),
    ],
)
def test_addresses(url: str, video: str, playlist: str) -> None:
    assert (video_id(url), playlist_id(url)) == (video, playlist)
    found = video or playlist
    assert YoutubeParser.name_for(url) == (f"youtube_{found}" if found else "")
    if not found:
        with pytest.raises(DocumentError, match="not the address of a YouTube video"):
            list(YoutubeParser().parse(Source(uri=url), HeardContext()))
