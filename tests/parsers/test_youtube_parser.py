"""YouTube transcripts, with the real library against a local server."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from parser_harness import Context
from youtube_replay import Video, youtube

from sdk_builtins.parsers.youtube.parser import YoutubeParser, video_id
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

URL = "https://www.youtube.com/watch?v=abcdefghi-1"
ENGLISH = [
    (0.0, 2.0, "The moon pulls"),
    (2.0, 3.0, "on the <i>sea</i> &amp; the land."),
    (9.0, 2.0, "After a pause\nit goes on."),
]


def run(session: requests.Session, url: str = URL, **options: Any) -> tuple[list[Segment], Context]:
    context = Context()
    parser = YoutubeParser(YoutubeParser.Options(**options), session=session)
    return list(parser.parse(Source(uri=url), context)), context


def test_pauses_end_paragraphs_and_starts_are_kept() -> None:
    with youtube(Video(tracks={"en": ENGLISH}, details={"lengthSeconds": "11"})) as session:
        segments, context = run(session)
    assert [(s.text, s.kind, s.index, dict(s.metadata)) for s in segments] == [
        ("The moon pulls on the sea & the land.", "caption", 1, {"start": "0.0"}),
        ("After a pause it goes on.", "caption", 2, {"start": "9.0"}),
    ]
    assert context.title == "Tides"
    assert context.metadata == {
        "author": "Sea School",
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


def test_long_speech_without_pauses_is_cut_at_a_sentence() -> None:
    captions = [(float(i), 1.5, f"Sentence number {i} is here.") for i in range(100)]
    with youtube(Video(tracks={"a.en": captions})) as session:
        segments, context = run(session)
    assert len(segments) > 1
    assert all(1000 < len(s.text) < 1100 for s in segments[:-1])
    assert context.metadata["transcript"] == "generated"


@pytest.mark.parametrize(
    ("tracks", "languages", "taken", "warned"),
    [
        (("a.en", "en"), ["en"], ("en", "manual"), False),
        (("de", "a.en"), ["en"], ("en", "generated"), False),
        (("de", "en"), ["fr", "de"], ("de", "manual"), False),
        (("de", "en-GB"), ["en"], ("en-GB", "manual"), False),
        (("a.ja", "de"), ["en"], ("de", "manual"), True),
    ],
)
def test_choice_of_the_transcript(
    tracks: tuple[str, ...], languages: list[str], taken: tuple[str, str], warned: bool
) -> None:
    with youtube(Video(tracks=dict.fromkeys(tracks, ENGLISH))) as session:
        _, context = run(session, languages=languages)
    assert (context.metadata["language"], context.metadata["transcript"]) == taken
    assert bool(context.warnings) == warned


def test_cookie_question_is_answered() -> None:
    with youtube(Video(tracks={"en": ENGLISH}, needs_consent=True)) as session:
        assert len(run(session)[0]) == 2


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
    assert len(segments) == 2
    (warning,) = context.warnings
    assert warning.startswith("title and author of the video are unknown")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=abcdefghi-1&t=42s", "abcdefghi-1"),
        ("https://m.youtube.com/watch?list=PL1&v=abcdefghi-1", "abcdefghi-1"),
        ("https://youtu.be/abcdefghi-1?si=x", "abcdefghi-1"),
        ("https://www.youtube.com/shorts/abcdefghi-1", "abcdefghi-1"),
        ("https://youtube.com/live/abcdefghi-1?feature=share", "abcdefghi-1"),
        ("https://www.youtube-nocookie.com/embed/abcdefghi-1", "abcdefghi-1"),
        ("https://www.youtube.com/playlist?list=PL1", ""),
        ("https://www.youtube.com/@channel", ""),
        ("https://www.youtube.com/watch?v=short", ""),
        ("https://[broken", ""),
    ],
)
def test_addresses(url: str, expected: str) -> None:
    assert video_id(url) == expected
    if not expected:
        with pytest.raises(DocumentError, match="not the address of one YouTube video"):
            list(YoutubeParser().parse(Source(uri=url), Context()))
