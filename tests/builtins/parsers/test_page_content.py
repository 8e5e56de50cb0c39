"""Which part of a web page is its text: nothing of it is lost, and what is left out is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from sdk_core.documents.losses import Reason

Parse = Callable[..., Any]

SENTENCE = "The lock keeper opens the lower gates when the water in the chamber has fallen far. "
LONG = f"<p>{SENTENCE * 4}</p>"
HEAD = "<header><ul><li><a href=/a>Home</a></li><li><a href=/b>News</a></li></ul></header>"
ARTICLE = "<head><meta property=og:type content=article></head>"
FOOT = "<footer><p>Published by Example Media Ltd. <a href=/t>Terms</a></p></footer>"
SHORT_PARTS = {
    "ordered list": "<h2>Steps</h2><ol><li>Close the gates.</li><li>Raise a paddle.</li></ol>",
    "list": "<ul><li>A windlass</li><li>Two ropes</li></ul>",
    "nested list": "<ul><li>Ropes<ul><li>bow</li><li>stern</li></ul></li></ul>",
    "definitions": "<h2>Words</h2><dl><dt>Pound</dt><dd>Water between locks.</dd></dl>",
    "table": "<table><tr><th>Lock</th><th>Fall</th></tr><tr><td>Upper<td>3 m</tr></table>",
    "listing": "<h2>Program</h2><pre>gate.open()\ngate.close()</pre>",
    "quotation": "<blockquote><p>Haste sinks boats.</p><footer>Anon</footer></blockquote>",
    "bare text": "<h2>Notice</h2><div>The towpath floods after heavy rain.</div>",
    "details": "<details><summary>Winter hours</summary><p>Noon to three.</p></details>",
    "figure": "<figure><img src=x><figcaption>Upper gates, open</figcaption></figure>",
    "last section": "<h2>Thanks</h2><p>To the keepers.</p>",
    "last section of its own": "<section><h2>Thanks</h2><p>To the keepers.</p></section>",
}
FRAMES = {
    "a division": f"{HEAD}<div class=css-bb2><h1>Locks</h1>%s</div>{FOOT}",
    "the body": f"{HEAD}<h1>Locks</h1>%s{FOOT}",
    "an article": f"{HEAD}<main><article><h1>Locks</h1>%s</article></main>{FOOT}",
    "a cell": f"<table><tr><td>{HEAD}</td></tr><tr><td><h1>Locks</h1>%s</td></tr></table>{FOOT}",
}


def words(markup: str) -> list[str]:
    return re.findall(r"\w+", re.sub("<[^>]*>", " ", markup))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("part", SHORT_PARTS)
def test_no_part_is_lost_beside_a_header_and_a_footer(parse: Parse, frame: str, part: str) -> None:
    short = SHORT_PARTS[part]
    for content in (f"{LONG}{short}", f"{LONG * 2}{short}", f"{LONG}{short}{LONG}"):
        parsed = parse("html", f"<body>{FRAMES[frame] % content}</body>".encode())
        kept = words(parsed.text)
        assert [word for word in words(content) if word not in kept] == []
        assert not {"Home", "News", "Media", "Terms"} & set(kept)
        left_out = " ".join(lost.text for lost in parsed.context.left_out)
        assert {"Home", "News", "Media", "Terms"} <= set(words(left_out))


@pytest.mark.parametrize("part", [part for part in SHORT_PARTS.values() if "<h2>" in part])
def test_short_sections_after_the_longest_one_are_kept(parse: Parse, part: str) -> None:
    sections = f"<div class=x1>{part}</div><div class=x2><h2>Rates</h2>{LONG}</div>"
    body = f"{HEAD}<main><div class=x0><h1>Locks</h1>{LONG * 9}</div>{sections}</main>{FOOT}"
    kept = words(parse("html", body.encode()).text)
    assert [word for word in words(sections) if word not in kept] == []


def test_sections_beside_the_longest_one_are_kept(parse: Parse) -> None:
    more = f"<section class=x1><h2>Winter</h2>{LONG.replace('lock keeper', 'diver')}</section>"
    body = f"{HEAD}<div class=x0><h1>Locks</h1>{LONG * 6}</div>{more}{FOOT}"
    assert "## Winter\n\nThe diver" in parse("html", body.encode()).text


def test_what_bears_the_signs_of_furniture_is_left_out_and_can_be_kept(parse: Parse) -> None:
    teasers = "".join(f"<li><a href=/{n}>Story number {n} of the day</a></li>" for n in range(4))
    parts = {
        f"<aside><p>{SENTENCE.replace('lock', 'aside')}</p></aside>": "aside keeper",
        f"<div class=newsletter><p>{SENTENCE.replace('lock', 'letter')}</p></div>": "letter keeper",
        f"<div class=k1><h3>More</h3><ul>{teasers}</ul></div>": "Story number 3",
        "<form><p>Your name</p><button>Send</button></form>": "Your name",
    }
    body = f"{HEAD}<div class=k0><h1>Locks</h1>{LONG * 3}</div>{''.join(parts)}{FOOT}"
    parsed = parse("html", body.encode())
    left_out = [lost for lost in parsed.context.left_out if lost.reason == Reason.BOILERPLATE]
    for shown in parts.values():
        assert shown not in parsed.text
        assert any(shown in lost.text for lost in left_out)
        assert shown in parse("html", body.encode(), content="full").text


def test_an_article_for_search_engines_leaves_the_page_to_the_account(parse: Parse) -> None:
    data = f'{{"@type": "NewsArticle", "articleBody": "{SENTENCE * 5}"}}'
    body = f"{HEAD}<p>Please wait.</p><script type=application/ld+json>{data}</script>{FOOT}"
    parsed = parse("html", body.encode())
    assert parsed.text == (SENTENCE * 5).strip()
    assert "Please wait." in [lost.text for lost in parsed.context.left_out]


def test_a_curtain_before_the_whole_page_hides_nothing(parse: Parse) -> None:
    """Sites hide their body until a script has run, so that nothing moves while it loads."""
    hidden = f"<body style='visibility: hidden'>{LONG}<p hidden>secret</p></body>"
    assert parse("html", hidden.encode()).text == SENTENCE.strip() + f" {SENTENCE.strip()}" * 3
    assert parse("html", f"<div id=app style='display:none'>{LONG}</div>".encode()).text


@pytest.mark.parametrize("frame", ["an article", "a division"])
@pytest.mark.parametrize("box", [
    "<aside class=note><p>Ring before you moor.</p></aside>",
    "<aside class=admonition>Mind the sill.</aside>",
    "<div class=sidebar><h3>Sills</h3><p>A sill holds the gate when it is shut.</p></div>",
    "<section id=the-popular-moorings><h2>The popular moorings</h2><p>Two are free.</p></section>",
    "<div class=footer-info><p>Measured at the lower gate in a dry summer.</p></div>",
])  # fmt: skip
def test_a_box_within_the_article_is_kept_whatever_it_is_called(
    parse: Parse, frame: str, box: str
) -> None:
    content = f"{LONG}{box}{LONG.replace('lock', 'weir')}"
    for head in ("", ARTICLE):
        kept = words(parse("html", f"{head}<body>{FRAMES[frame] % content}</body>".encode()).text)
        assert [word for word in words(content) if word not in kept] == []


def test_a_control_takes_no_words_before_it_along(parse: Parse) -> None:
    pick = "<p>Pick<select><option>upper</option></select></p>"
    parsed = parse("html", f"{HEAD}<h1>Locks</h1><p>{SENTENCE}</p>{pick}{FOOT}".encode())
    assert parsed.text == f"# Locks\n\n{SENTENCE.strip()}\n\nPick"
    assert "upper" in [lost.text for lost in parsed.context.left_out]


def test_of_a_page_of_a_manual_all_but_furniture_is_kept(parse: Parse) -> None:
    links = "".join(f"<li><a href=lock{n}.html>Lock number {n}</a></li>" for n in range(8))
    head = f"<div class=nav><ul>{links.replace('Lock', 'Page')}</ul></div>"
    content = (
        f"<div class=summary><h2>Locks</h2><ul>{links}</ul></div>{LONG}"
        "<div class=section><h2>See also</h2><div>weir</div></div>"
        "<div class=code><div>open()</div><div>shut()</div></div>"
        "<h3>void open()</h3><div class=comment>Opens it.</div>"
    )
    side = f"<div class=sidebar><a href=x.html>{SENTENCE.replace('lock', 'side')}</a></div>"
    body = f"<body>{head}<div class=x><h1>Manual</h1>{content}</div>{side}{FOOT}</body>"
    relative = ARTICLE + body.replace("/t>", "t.html>")  # a feed or the like does not matter then
    for page in (relative, body.replace("href=", "href=/docs/")):
        kept = words(parse("html", page.encode()).text)
        assert [word for word in words(content) if word not in kept] == []
        assert not {"Page", "side", "Media"} & set(kept)


def test_of_a_short_page_of_a_manual_a_box_is_kept(parse: Parse) -> None:
    box = "<div class=sidebar><p>Ring before you moor.</p></div>"
    nav = "<ul class=nav><li><a href=a.html>Prev</a></li></ul>"
    text = parse("html", f"<body>{nav}<h1>Locks</h1><p>{SENTENCE}</p>{box}</body>".encode()).text
    assert text == f"# Locks\n\n{SENTENCE.strip()}\n\nRing before you moor."


def test_what_a_picture_shows_is_said_once(parse: Parse) -> None:
    figure = "<figure><img src=a.png alt='The upper gates'><figcaption>The upper gates in May"
    lone = "<p><img src=b.png alt='A boat that leaves the lock'></p>"
    parsed = parse(
        "html", f"<body><h1>Gates</h1>{figure}</figcaption></figure>{lone}{lone}".encode()
    )
    assert parsed.text == "# Gates\n\nThe upper gates in May\n\n![A boat that leaves the lock]()"
    reasons = [lost.reason for lost in parsed.context.left_out]
    assert reasons == [Reason.REPEATED, Reason.REPEATED]


HIDING = "<style>/* x */ .off, #gone { color: red; display : none } h6 { visibility: hidden }"


@pytest.mark.parametrize(
    ("head", "is_hidden"),
    [
        (f"{HIDING}</style>", True),
        (
            f"{HIDING} .off:target {{ display: block }} #gone, h6 {{ display: block }}</style>",
            False,
        ),
        (f"{HIDING}</style><script>open(1)</script>", False),
        ("<style media=print>.off, #gone, h6 { display: none }</style>", False),
        ("<style>@media print { .off, #gone, h6 { display: none } }</style>", False),
        ("<style>.tabs .off, .tabs #gone, .tabs h6 { display: none }</style>", False),
    ],
)
def test_what_a_style_sheet_hides_for_good_is_left_out(
    parse: Parse, head: str, is_hidden: bool
) -> None:
    hidden = "<p class='a off'>one</p><div id=gone>two</div><h6>three</h6>"
    parsed = parse("html", f"{head}<body>{LONG}{hidden}<p>seen</p></body>".encode())
    left_out = [lost.text for lost in parsed.context.left_out if lost.reason == Reason.HIDDEN]
    assert left_out == (["one", "two", "three"] if is_hidden else [])
    assert ("two" in parsed.text) is not is_hidden
    assert parsed.text.endswith("seen")


def test_the_name_of_an_icon_is_no_word(parse: Parse) -> None:
    icon = "<i class='material-icons' aria-hidden=true>home</i>"
    assert parse("html", f"<p>Go {icon} back</p>".encode()).text == "Go back"
