"""Web pages: content, furniture, structure, encodings and hostile mark-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.parsers.html.html_parser import HtmlParser
from sdk_core.errors import DocumentError
from sdk_core.model import Source
from tests.builtins.parsers.parser_harness import EXAMPLES

Parse = Callable[..., Any]

PARAGRAPH = (
    "<p>The harbour was dredged in 1931, and its quay was lengthened by forty metres so that "
    "larger ships could be loaded without waiting for the tide.</p>"
)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_example_article_without_its_furniture(parse: Parse) -> None:
    parsed = parse("html", EXAMPLES / "article.html")
    assert parsed.segments[0].text.startswith("# Bread from the air")
    assert [s.metadata["heading"] for s in parsed.segments[1:3]] == [
        "The reaction",
        "From the laboratory to Oppau",
    ]
    assert [s.index for s in parsed.segments] == [1, 2, 3, 4, 5]
    assert "| Source of hydrogen | Natural gas | Water |" in parsed.text
    assert "1. Sulfur is removed" in parsed.text
    for furniture in ("Polymers", "cookies", "analytics", "You may also like", "Sign up", "Terms"):
        assert furniture not in parsed.text
    assert parsed.context.title == "Bread from the air: how the Haber-Bosch process works"
    assert parsed.context.metadata["canonical"] == "https://example.org/articles/haber-bosch"
    assert parsed.context.metadata["date"] == "2025-03-14"


def test_full_page_keeps_navigation_but_not_scripts(parse: Parse) -> None:
    text = parse("html", EXAMPLES / "article.html", content="full").text
    assert "Polymers" in text
    assert "analytics" not in text


PARTS = """before<nav>Home</nav><article><h1>Bees</h1><p>Bees fly.</p><p class="ad">Buy honey!</p>
    after it</article>between<article><p>Bees <b>dance</b>.</p></article>behind"""


def test_selected_parts_are_read_and_the_rest_is_accounted_for(parse: Parse) -> None:
    parsed = parse("html", page(PARTS), select="article, article b", drop=".ad, .none")
    assert parsed.text == "# Bees\n\nBees fly.\n\nafter it\n\nBees dance."
    left_out = [(part.reason, part.text) for part in parsed.context.left_out]
    assert left_out == [
        ("not selected", "Buy honey!"),
        ("not selected", "before Home between behind"),
    ]
    assert "Buy" not in parse("html", page(PARTS), content="full", drop=".ad").text


def test_a_selector_that_matches_nothing_or_is_none_is_an_error(parse: Parse) -> None:
    with pytest.raises(DocumentError, match=r"select=main matches nothing in the page"):
        parse("html", page(PARTS), select="main")
    with pytest.raises(ValueError, match=r"'p\[' is no CSS selector"):
        parse("html", page(PARTS), drop="p[")


def test_structure(parse: Parse) -> None:
    body = """<h1>Title</h1><p>One<br>two <a href="x">linked</a> <code>a = 1</code></p>
      <ul><li>first<ol start="3"><li>inner</li></ol></li><li>second</li></ul>
      <pre>def f():\n    return 1</pre>
      <table><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>x|y</td><td>1</td></tr>
      <tr><td>2</td></tr><tr><td colspan=2>wide</td></tr></table>"""
    assert parse("html", page(body)).text == (
        "# Title\n\nOne\ntwo linked `a = 1`\n\n- first\n\n  3. inner\n- second\n\n"
        "```\ndef f():\n    return 1\n```\n\n"
        "| A | B |\n| --- | --- |\n| x\\|y | 1 |\n|  | 2 |\n| wide |  |"
    )


def test_definitions_quotes_formulas_and_listings(parse: Parse) -> None:
    body = """<h1>T</h1><dl><dt>Tide</dt><dd>Rise of the sea</dd><dt>Ebb</dt></dl>
      <blockquote><p>One</p><p>Two</p></blockquote>
      <p>H<sub>2</sub>O, <math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2
      </annotation></semantics></math> &shy;and co&shy;operation</p>
      <div class="highlight-python"><div><pre><span class="linenos">1</span>a = 1
<span class="linenos">2</span>b = 2</pre></div></div>
      <pre><code class="language-sh">```\nls\n```</code></pre>
      <table><tr><th>A</th><th>B</th></tr><tr><td>x<ul><li>p</li><li>q</li></ul></td><td>1</td></tr>
      </table>"""
    assert parse("html", page(body)).text == (
        "# T\n\n- Tide\n  - Rise of the sea\n- Ebb\n\n> One\n>\n> Two\n\n"
        "H2O, $x^2$ and cooperation\n\n```python\na = 1\nb = 2\n```\n\n"
        "````sh\n```\nls\n```\n````\n\n"
        "| A | B |\n| --- | --- |\n| x - p - q | 1 |"
    )


NAV = "<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"


def test_what_stands_amid_the_article_is_kept_and_headings_of_furniture_are_not(
    parse: Parse,
) -> None:
    related = "".join(f"<li><a href=/{n}>Story number {n} of the day</a></li>" for n in range(6))
    body = (
        f"{NAV}<div class=article><h1>Port</h1>{PARAGRAPH * 2}<section id=menus><h2>Menus</h2>"
        f"{PARAGRAPH.replace('harbour', 'canteen')}</section>"
        f"<blockquote class=twitter-tweet><p>A short word of praise.</p></blockquote>"
        f"<h2>Later</h2>{PARAGRAPH}</div>"
        f"<div class=related><h2>You may also like</h2><ul>{related}</ul></div>"
        "<div id=footer><p>Copyright 2025 Port Authority. All rights reserved.</p></div>"
    )
    text = parse("html", page(body)).text
    for kept in ("## Menus\n\nThe canteen", "> A short word of praise.", "## Later"):
        assert kept in text
    for dropped in ("Home", "also like", "Story number", "Copyright"):
        assert dropped not in text


def test_facts_of_a_page(parse: Parse) -> None:
    head = (
        '<title>Port | Site</title><link rel=canonical href="/port">'
        '<meta name=author content="Ada Byron"><script type="application/ld+json">'
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The port",'
        ' "datePublished": "2024-05-06T07:08:09Z"}</script>'
    )
    markup = page(f"<h1>Port</h1>{PARAGRAPH * 3}", head).replace(b"<html>", b"<html lang=en-GB>")
    context = parse("html", markup).context
    assert context.title == "The port"
    facts = {"author": "Ada Byron", "date": "2024-05-06", "language": "en-GB"}
    assert context.metadata == facts


def test_an_article_for_search_engines_stands_in_for_a_page_made_by_scripts(parse: Parse) -> None:
    text = "The harbour was dredged in 1931, and its quay was lengthened by forty metres. " * 5
    data = f'{{"@type": "NewsArticle", "articleBody": "{text}"}}'
    body = f'{NAV}<div id=root></div><script type="application/ld+json">{data}</script>'
    assert parse("html", page(f"{body}<script src=app.js></script>")).text == text.strip()


def test_a_long_page_is_read_whole(parse: Parse) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>value {n}</td></tr>" for n in range(3000))
    body = f"{NAV}<main>{PARAGRAPH * 3}<table>{rows}</table></main>"
    assert parse("html", page(body)).text.endswith("| 2999 | value 2999 |")


def test_layout_table_is_read_as_text_and_hidden_parts_are_not(parse: Parse) -> None:
    body = (
        "<table><tr><td><ul><li><a>Home</a><li><a>News</a><li><a>Shop</a></ul></td><td>"
        f"<h1>Port</h1>{PARAGRAPH * 3}</td></tr></table><form>Our newsletter</form>"
        "<div hidden>secret one</div><p style='display: none'>secret two</p><!-- secret three -->"
    )
    text = parse("html", page(body)).text
    assert text.startswith("# Port")
    assert "|" not in text
    assert "secret" not in text
    assert "Shop" not in text


def test_a_form_around_the_whole_page_is_kept(parse: Parse) -> None:
    assert "dredged" in parse("html", page(f"<form>{PARAGRAPH * 3}</form>")).text


@pytest.mark.parametrize("encoding", ["shift_jis", "utf-16", "utf-8"])
def test_declared_encoding_comes_after_what_the_bytes_show(parse: Parse, encoding: str) -> None:
    markup = "<html><head><meta charset='shift_jis'></head><body><p>東京の天気</p></body></html>"
    assert parse("html", markup.encode(encoding)).text == "東京の天気"


def test_charset_of_the_server(parse: Parse) -> None:
    markup = "<p>Погода в Москве</p>".encode("koi8-r")
    assert parse("html", markup, charset="koi8-r").text == "Погода в Москве"


@pytest.mark.parametrize("tag", ["div", "b"])
def test_very_deep_nesting_keeps_the_text(parse: Parse, tag: str) -> None:
    deep = f"<{tag}>" * 20_000 + "innermost word " * 40 + f"</{tag}>" * 20_000
    assert "innermost word" in parse("html", page(deep)).text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            page("<div id=root></div><script>render('all the text')</script>"),
            "no text found in test.html: its script would have to run",
        ),
        (
            page("<p>Loading…</p><div id=app></div><script src=a.js></script><script></script>"),
            'it shows only "Loading…" until its 2 scripts run',
        ),
        (
            page("<p>You need to enable JavaScript to run this.</p><script src=a.js></script>"),
            "until its script run",
        ),
        (page("<div><span></span></div>"), "the page is empty"),
        (page("<script>var never_closed = 1; <p>text</p>"), "no text found"),
        (b"   ", "no text found"),
        (b"", "is empty"),
        (b"%PDF-1.4 ...", "not an HTML page but a PDF"),
        (bytes(range(256)) * 20, "not an HTML page but binary data"),
    ],
)
def test_refuses_what_shows_no_text(parse: Parse, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse("html", content)
    assert caught.value.hint


class _Silent:
    multimodal = False

    def describe(self, *, title: str = "", **metadata: str) -> None:
        pass

    def warn(self, message: str) -> None:
        pass

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        pass


TAGS = ["div", "p", "ul", "li", "table", "tr", "td", "h2", "pre", "br", "a", "form", "article"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(["<td rowspan=9 colspan=a>", "<ol start=x>", "&#xD800;", "&nbsp;", "<!--"]),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_markup_gives_text_or_one_error(markup: str) -> None:
    data = markup.encode("utf-8", "surrogatepass")
    source = Source(uri="any.html", data=data)
    try:
        segments = list(HtmlParser().parse(source, _Silent()))
    except DocumentError:
        return
    assert segments
    for segment in segments:
        segment.text.encode("utf-8")
        assert "\x00" not in segment.text


def test_struck_words_do_not_run_into_those_that_replace_them(parse: Parse) -> None:
    body = (
        "<h1>Prices</h1><p>The fee is <del>10</del><ins>25</ins> EUR.</p>"
        "<p>Was <s>1,200</s><b>900</b> EUR, <s></s>net.</p><del><p>Closed on Mondays.</p></del>"
    )
    text = parse("html", page(body)).segments[0].text
    assert "The fee is ~~10~~25 EUR." in text
    assert "Was ~~1,200~~900 EUR, net." in text
    assert "Closed on Mondays." in text
    assert text.count("~~") == 4
