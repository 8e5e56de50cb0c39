"""What people say and send: e-mail, subtitles and pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import media_type
from sdk_core.errors import DocumentError
from sdk_core.model import Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.ole_files import OLD_TEXT, message_streams, ole_file, properties
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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_message_saved_in_unicode(parse: Parse, encoding: str) -> None:
    text = "Subject: Grüße\r\nFrom: Ann <ann@example.org>\r\n\r\nÜber die Gezeiten.\r\n"
    parsed = parse("email", text.encode(encoding))
    assert parsed.text == "# Grüße\n\nFrom: Ann <ann@example.org>\n\nÜber die Gezeiten."


def test_all_texts_of_a_message_are_read(parse: Parse) -> None:
    stub = message("a", "This mail needs a reader of HTML.")
    stub.add_alternative(f"<p>{'The harbour opens at six. ' * 5}</p><p>End.</p>", subtype="html")
    parsed = parse("email", bytes(stub), headers=False)
    assert parsed.text.endswith("opens at six.\n\nEnd.")
    assert [part.text.strip() for part in parsed.context.left_out] == [
        "This mail needs a reader of HTML."
    ]
    mixed = message("b", "Above the picture.")
    mixed.add_attachment(b"GIF8", maintype="image", subtype="gif", filename="a.gif")
    further = EmailMessage()
    further.set_content("Below the picture.")
    mixed.attach(further)
    assert parse("email", bytes(mixed), headers=False).text == (
        "# b\n\nAbove the picture.\n\nBelow the picture.\n\n"
        "Attachments:\n- a.gif (image/gif, 4 bytes)"
    )


def test_texts_that_are_no_alternatives_are_all_read(parse: Parse) -> None:
    mail = EmailMessage()
    mail["Subject"] = "c"
    mail.make_mixed()
    for text, subtype in (("<p>Short.</p>", "html"), ("-- A list for harbour masters.", "plain")):
        part = EmailMessage()
        part.set_content(text, subtype=subtype)
        mail.attach(part)
    parsed = parse("email", bytes(mail), headers=False)
    assert parsed.text == "# c\n\nShort.\n\n-- A list for harbour masters."
    invited = message("d", "Please come.")
    invited.add_alternative("BEGIN:VCALENDAR", subtype="calendar")
    text = parse("email", bytes(invited), headers=False).text
    assert "- without a name (text/calendar" in text


FIXED = "__properties_version1.0"
SENT = 133_171_164_000_000_000  # 2 January 2023, 07:00 UTC, since 1601 in units of 100 ns


def test_message_that_outlook_saved(parse: Parse) -> None:
    file, other = (f"__attach_version1.0_#0000000{n}/" for n in range(2))
    inner, copied = f"{other}__substg1.0_3701000D/", "__recip_version1.0_#00000000/"
    streams = {
        FIXED: properties(32, x00390040=SENT),
        **message_streams({"0037": "Grüße", "0C1A": "Ann É", "5D01": "ann@example.org"}),
        **message_streams({"1000": "Plain café\r\n> quoted\r\n", "1013": b"<p>never read</p>"}),
        copied + FIXED: properties(8, x0C150003=2),
        **message_streams({"3001": "Bo", "39FE": "bo@example.org"}, copied),
        file + FIXED: properties(8),
        **message_streams({"3707": "a.pdf", "370E": "application/pdf", "3701": b"ABC"}, file),
        other + FIXED: properties(8),
        inner + FIXED: properties(24),
        **message_streams({"0037": "Inner", "1013": b"<h2>Hi</h2><ul><li>x</ul>"}, inner),
    }
    parsed = parse("email", ole_file(streams))
    outer, attached = parsed.segments
    assert outer.text == (
        "# Grüße\n\nFrom: Ann É <ann@example.org>\nCc: Bo <bo@example.org>\n"
        "Date: Mon, 02 Jan 2023 07:00:00 +0000\n\nPlain café\n> quoted\n\n"
        "Attachments:\n- a.pdf (application/pdf, 3 bytes)"
    )
    assert attached.text == "# Inner\n\n## Hi\n\n- x"
    assert parsed.context.title == "Grüße"
    assert parsed.context.metadata["date"] == "2023-01-02T07:00:00+00:00"


PACKED = bytes.fromhex(  # the example of [MS-OXRTFCP] 4.1.1
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
MARKED = (  # HTML within RTF, as Outlook keeps it
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\*\htmltag64 <p>}The caf\'e9 \htmlrtf {\b\htmlrtf0 "
    rb"is open\htmlrtf }\htmlrtf0 .{\*\htmltag72 </p>}\htmlrtf\par\htmlrtf0}"
)


@pytest.mark.parametrize(
    ("streams", "text"),
    [
        (message_streams({"1009": PACKED}), "hello world"),
        (message_streams({"1009": PACKED[:-8]}), "hello w"),
        (
            message_streams(
                {"1009": len(MARKED).to_bytes(4, "little") * 2 + b"MELA" + bytes(4) + MARKED}
            ),
            "The café is open.",
        ),
        (message_streams({"1013": b"<p>Tide at <b>six</b></p>"}), "Tide at six"),
        ({f"__substg1.0_1000{OLD_TEXT}": "Прилив".encode("cp1251")}, "Прилив"),
    ],
    ids=["packed", "cut", "marked", "html", "old"],
)
def test_texts_of_outlook(parse: Parse, streams: dict[str, bytes], text: str) -> None:
    data = ole_file({FIXED: properties(32, x3FFD0003=1251), **streams})
    assert parse("email", data).text == text


def test_message_is_told_from_what_is_attached_to_it() -> None:
    file = "__attach_version1.0_#00000000/"
    sheet = ole_file({"Workbook": b"x"})
    data = ole_file(
        {
            FIXED: properties(32),
            file + FIXED: properties(8),
            **message_streams({"3701": sheet}, file),
        }
    )
    assert media_type(data) == "application/vnd.ms-outlook"
    assert media_type(sheet) == "application/vnd.ms-excel"


def test_compound_files_that_are_no_message_or_damaged(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="not an e-mail message but an old"):
        parse("email", ole_file({"WordDocument": b"x"}))
    data = ole_file({FIXED: properties(32), **message_streams({"1000": "x" * 900})})
    with pytest.raises(DocumentError, match="no message has a text"):
        parse("email", data[:1024])


def test_what_a_mailbox_holds_without_a_text_is_told(parse: Parse) -> None:
    empty, full = message("a", ""), message("b", "text\n> quoted")
    data = b"".join(b"From x\n" + bytes(each) + b"\n\n" for each in (empty, full))
    parsed = parse("email", data, quotes=False)
    assert len(parsed.segments) == 1
    assert parsed.warnings == ["1 of 2 messages hold no text and no attachment"]
    assert [(part.reason, part.text) for part in parsed.context.left_out] == [
        ("quoted message", "> quoted")
    ]


def test_line_of_a_text_that_begins_like_a_message_is_text(parse: Parse) -> None:
    body = "One\n\nFrom here on\n\nFrom what we know, the\nplan is this: two\n"
    box = b"".join(b"From ann Mon Jan 2\nSubject: %d\n\n%b\n" % (n, body.encode()) for n in (1, 2))
    texts = [segment.text for segment in parse("email", box).segments]
    assert texts == [f"# {n}\n\n{body.strip()}" for n in (1, 2)]


def test_damaged_base64_is_read_as_far_as_it_goes_and_told(parse: Parse) -> None:
    encoded = base64.b64encode(b"A message of some words")[:-3]
    head = b"Subject: x\nContent-Transfer-Encoding: base64\n\n"
    parsed = parse("email", head + encoded)
    assert parsed.text == "# x\n\nA message of some wor"
    assert [part.reason for part in parsed.context.left_out] == [Reason.UNREADABLE]
    assert "base64" in parsed.warnings[0]


def test_message_that_apple_mail_keeps(parse: Parse) -> None:
    raw = bytes(message("Tides", "Low at nine.\n"))
    plist = b'<?xml version="1.0"?><plist version="1.0"><dict/></plist>\n'
    parsed = parse("email", b"%-10d\n%s%s" % (len(raw), raw, plist))
    assert parsed.text.endswith("\n\nLow at nine.")


def test_what_outlook_packed_is_told(parse: Parse) -> None:
    mail = message("Tides", "See the file.\n")
    mail.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    parsed = parse("email", bytes(mail))
    assert "- winmail.dat (application/ms-tnef, 1 bytes)" in parsed.text
    (lost,) = parsed.context.left_out
    assert (lost.reason, lost.text) == (Reason.UNREADABLE, "winmail.dat")
    assert "winmail.dat was left out" in parsed.warnings[0]


def saved_page(*pages: str) -> EmailMessage:
    saved = EmailMessage()
    saved["From"], saved["Subject"] = "<Saved by a browser>", "Tides"
    saved.make_related()
    for number, page in enumerate(pages):
        part = EmailMessage()
        part.set_content(page, subtype="html", charset="iso-8859-1", cte="quoted-printable")
        part["Content-Location"] = f"https://example.org/{number}"
        saved.attach(part)
    saved.add_related(b"GIF8", maintype="image", subtype="gif", cid="<a@b>")
    return saved


def test_page_saved_in_one_file(parse: Parse) -> None:
    page = "<title>Tides</title><h1>Tides</h1><p>The café by the mole opens at low tide.</p>"
    parsed = parse("mhtml", bytes(saved_page(page, "<p>An advertisement</p>")))
    assert parsed.text == "# Tides\n\nThe café by the mole opens at low tide."
    assert parsed.context.title == "Tides"
    assert parsed.warnings == ["1 frame was left out, which only stand within the page"]
    assert Reason.PICTURE in [lost.reason for lost in parsed.context.left_out]
    frames = "<html><frameset cols=2><frame src=1><frame src=2></frameset></html>"
    sheets = [f"<h2>Lock {name}</h2><p>It lifts.</p>" for name in "AB"]
    parsed = parse("mhtml", bytes(saved_page(frames, *sheets)))
    assert [s.text for s in parsed.segments] == ["## Lock A\n\nIt lifts.", "## Lock B\n\nIt lifts."]
    for data, reason in ((b"%PDF-1.4", "a PDF"), (b"no header", "not a saved web page")):
        with pytest.raises(DocumentError, match=reason):
            parse("mhtml", data)
    with pytest.raises(DocumentError, match="holds no web page"):
        parse("mhtml", bytes(message("a", "text")))


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
    assert [(part.reason, part.text) for part in parsed.context.left_out] == [
        ("structure", "WEBVTT - title"),
        ("structure", "STYLE\n::cue { color: red }"),
    ]
    assert parsed.segments[2].metadata == {"start": "3610.000", "end": "3612.000"}
    rolling = "\n\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}"
        for n, text in enumerate(["one", "one\ntwo", "two\nthree"], start=1)
    )
    assert parse("subtitles", rolling.encode()).text == "one two three"
    stray = b"1\n00:01 -> 00:02\nno arrow\n\nname\n00:03.000 --> 00:04.000\nspoken"
    parsed = parse("subtitles", stray)
    assert parsed.text == "spoken"
    assert [(part.reason, part.text) for part in parsed.context.left_out] == [
        ("unreadable part", "1\n00:01 -> 00:02\nno arrow"),
        ("structure", "name"),
    ]
    with pytest.raises(DocumentError, match="has no subtitle"):
        parse("subtitles", b"just words")


@pytest.mark.parametrize(
    ("block", "text", "left_out", "warnings"),
    [
        ("00:03.0 --> 00:04.0\n<v Ann>Who?\n<v Bo>Me.", "one\n\nAnn: Who?\n\nBo: Me.", [], 0),
        ("00:02.2 --> 00:03.0\none", "one", ["one"], 0),
        ("00:03.0 --> 00:04.0\none", "one one", [], 0),
        ("00:02.0 --> 00:03.0\n \none<00:02.5><c> two</c>", "one two", ["one"], 0),
        ("00:03.0 --> 00:04.0\ntwo\n\nthree\n\nNOTE four", "one two three", ["NOTE four"], 1),
        ("00:bad --> 00:04.0\ntwo", "one two", ["00:bad --> 00:04.0"], 1),
    ],
    ids=["voices", "rolling", "said again", "blank line", "gap", "no time"],
)
def test_every_line_is_spoken_once(
    parse: Parse, block: str, text: str, left_out: list[str], warnings: int
) -> None:
    parsed = parse("subtitles", f"00:01.0 --> 00:02.0\none\n\n{block}\n".encode())
    assert parsed.text == text
    assert [part.text for part in parsed.context.left_out] == left_out
    assert len(parsed.warnings) == warnings


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
