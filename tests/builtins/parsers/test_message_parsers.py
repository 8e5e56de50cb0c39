"""What people say and send: e-mail, subtitles and pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sdk_core.errors import DocumentError
from sdk_core.model import Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.parser_harness import build

Parse = Callable[..., Any]


def message(subject: str, body: str, subtype: str = "plain") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ann É <ann@example.org>", "bo@example.org", subject
    mail["Date"] = "Mon, 02 Jan 2023 10:00:00 +0100"
    mail.set_content(body, subtype=subtype, charset="iso-8859-1", cte="8bit")
    return mail


def test_message_with_attachments(parse: Parse) -> None:
    mail = message("Grüße", "Plain café\n> quoted\n")
    mail.add_alternative("<p>never read</p>", subtype="html")
    mail.add_attachment(b"ABC", maintype="application", subtype="pdf", filename="a\x1b[1m.pdf")
    mail.add_attachment(message("Inner", "<h2>Hi</h2><ul><li>x</li></ul>", "html"))
    parsed = parse("email", bytes(mail))
    assert parsed.context.title == "Grüße"
    assert parsed.context.metadata["author"] == "Ann É <ann@example.org>"
    assert parsed.context.metadata["date"] == "2023-01-02T10:00:00+01:00"
    outer, inner = parsed.segments
    assert outer.text.startswith("# Grüße\n\nFrom: Ann É <ann@example.org>\nTo: bo@example.org\n")
    assert "Plain café\n> quoted" in outer.text
    assert "never read" not in outer.text
    assert "Attachments:\n- a.pdf (application/pdf, 3 bytes)" in outer.text
    assert inner.text.endswith("## Hi\n\n- x")
    short = parse("email", bytes(mail), headers=False, quotes=False).segments[0].text
    assert short.startswith("# Grüße\n\nPlain café\n\nAttachments")


def test_mailbox_and_what_is_no_message(parse: Parse) -> None:
    box = b"".join(
        b"From ann Mon Jan 2\n" + bytes(message(f"No {n}", ">From here\nto there")) + b"\n\n"
        for n in (1, 2)
    )
    assert [s.metadata["heading"] for s in parse("email", box).segments] == ["No 1", "No 2"]
    with pytest.raises(DocumentError, match="not an e-mail message but a PDF"):
        parse("email", b"%PDF-1.4")
    with pytest.raises(DocumentError, match="no message has a text"):
        parse("email", b"Subject: nothing\n\n")


VTT = """WEBVTT - title

STYLE
::cue { color: red }

1
00:01.000 --> 00:02.500 align:start
<v Ann>Hello <i>there</i>,

00:02.600 --> 00:04.000
<v Ann>you &amp; me

00:04.100 --> 00:05.000
<v Bo>Yes.

01:00:10.000 --> 01:00:12.000
<v Bo>{\\an8}Later.
"""


def test_cues_become_paragraphs(parse: Parse) -> None:
    parsed = parse("subtitles", VTT.encode(), timestamps=True)
    assert [s.text for s in parsed.segments] == [
        "[00:00:01] Ann: Hello there, you & me",
        "[00:00:04] Bo: Yes.",
        "[01:00:10] Bo: Later.",
    ]
    assert parsed.segments[0].kind == "caption"
    assert parsed.segments[2].metadata == {"start": "3610.000", "end": "3612.000"}
    rolling = "\n\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}"
        for n, text in enumerate(["one", "one\ntwo", "two\nthree"], start=1)
    )
    assert parse("subtitles", rolling.encode()).text == "one two two three"
    with pytest.raises(DocumentError, match="has no subtitle"):
        parse("subtitles", b"just words")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_only_real_ends_of_lines_part_cues(parse: Parse, newline: str) -> None:
    lines = ["1", "00:00:01,000 --> 00:00:02,000", "Wait\u2028\u2029for", "the\x0c tide.", "", "2"]
    lines += ["00:00:02,100 --> 00:00:03,000", "Now\x85\x85go."]
    parsed = parse("subtitles", newline.join(lines).encode())
    assert parsed.text == "Wait for the tide. Now go."


SPOKEN = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=9)


@given(
    st.lists(SPOKEN, min_size=1, max_size=9, unique=True),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 2),
)
def test_every_line_of_subtitles_is_kept_in_order(
    words: list[str], newline: str, blanks: int
) -> None:
    text = (newline * blanks + newline * (blanks > 1)).join(
        newline.join((str(n), f"00:00:{n:02},000 --> 00:00:{n:02},900", word))
        for n, word in enumerate(words, start=1)
    )
    source = Source(uri="x.srt", data=text.encode())
    found = " ".join(s.text for s in build("subtitles").parse(source, HeardContext()))
    assert found == " ".join(words)


def test_picture_alone(parse: Parse) -> None:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(target, "BMP")
    (segment,) = parse("image", target.getvalue(), multimodal=True).segments
    assert (segment.text, [i.media_type for i in segment.images]) == ("", ["image/png"])
    with pytest.raises(DocumentError, match="it is a picture") as caught:
        parse("image", target.getvalue())
    assert "--multimodal" in caught.value.hint
    for data, reason in ((b"\x89PNG\r\n\x1a\nx", "damaged"), (b"", "is empty")):
        with pytest.raises(DocumentError, match=reason):
            parse("image", data, multimodal=True)
