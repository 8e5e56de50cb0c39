"""Each letter of a page, chapter or message is in the text or in the account of what is not."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.parsers.html.markup import read_markup
from sdk_core.documents.blocks import write_blocks
from sdk_core.documents.losses import LeftOut
from tests.builtins.parsers import epub_files
from tests.builtins.parsers.parser_harness import EXAMPLES, FIXTURES

Parse = Callable[..., Any]

PAGES = sorted([*EXAMPLES.glob("*.html"), *FIXTURES.glob("**/*.html")])


def signs(text: str) -> Counter[str]:
    """Return how often each sign that is seen stands in a text."""
    text = unicodedata.normalize("NFKC", text)
    return Counter(sign for sign in text if unicodedata.category(sign)[0] not in "ZC")


def shown(markup: str | bytes) -> str:
    """Return the text of a page as an independent reader finds it, without its head."""
    soup = BeautifulSoup(markup, "lxml")
    for element in soup(["script", "style", "head"]):
        element.decompose()
    return soup.get_text(" ")


def missing(markup: str | bytes, text: str, left_out: Iterable[LeftOut]) -> Counter[str]:
    return signs(shown(markup)) - signs(text + " ".join(lost.text for lost in left_out))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("content", ["main", "full"])
def test_every_sign_of_a_page_is_accounted_for(parse: Parse, path: Path, content: str) -> None:
    parsed = parse("html", path, content=content)
    assert missing(path.read_bytes(), parsed.text, parsed.context.left_out) == Counter()


RICH = """<p>Runs <code>a b</code> and H<sub>2</sub>O<a epub:type="noteref" href="#n">7</a>.</p>
<blockquote><p>First.</p><p>Second.</p></blockquote>
<ul><li><p>One</p><p>more</p><ul><li>inner</li></ul></li></ul>
<p style="display: none">unseen</p><p hidden="hidden">unheard</p>
<p>So <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x^2"><mi>x</mi><mn>2</mn>
</math> it is &mdash; <ruby>\u6771<rt>higashi</rt></ruby> <svg xmlns="http://www.w3.org/2000/svg">
<text>drawn</text></svg></p><pre>a = 1\n\n\n\nb = 2</pre><h2 id="s">Sums<a href="#s">\u00b6</a></h2>
<table><tr><th>Area</th><td>10 km<sup>2</sup></td></tr></table>"""
WRITTEN = (
    "Runs `a b` and H2O[7].\n\n> First.\n>\n> Second.\n\n- One\n\n  more\n  - inner\n\n"
    "So $x^2$ it is \u2014 \u6771\n\n```\na = 1\n\n\n\nb = 2\n```\n\n## Sums\n\n"
    "| Area | 10 km^2 |\n| --- | --- |"
)


def test_chapters_messages_and_pages_are_read_alike(parse: Parse) -> None:
    chapter = epub_files.page(RICH)
    book = parse("epub", epub_files.book({"OEBPS/text/chapter1.xhtml": chapter}))
    number, found = next(
        (segment.index, segment) for segment in book.segments if "Runs" in segment.text
    )
    assert found.text == WRITTEN
    left_out = [lost for lost in book.context.left_out if lost.segment == number]
    assert {lost.text for lost in left_out} >= {"unseen", "unheard", "higashi", "drawn", "\u00b6"}
    assert missing(RICH, found.text, left_out) == Counter()
    page = parse("html", f"<body>{RICH}</body>".encode())
    assert page.text == WRITTEN
    mail = f"Subject: Sums\nContent-Type: text/html; charset=utf-8\n\n{RICH}".encode()
    assert parse("email", mail, headers=False).text.startswith("# Sums\n\nRuns `a b` and H2O[7].")


def test_front_matter_that_is_not_wanted_is_accounted_for(parse: Parse) -> None:
    context = parse("epub", epub_files.book(), skip_front_matter=True).context
    assert ("front matter", "All rights reserved, 2024.") in [
        (lost.reason, lost.text) for lost in context.left_out
    ]


TAGS = (
    "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "h2",
    "pre", "code", "sup", "sub", "blockquote", "q", "a", "b", "nav", "header", "footer", "aside",
    "form", "button", "select", "option", "textarea", "noscript", "template", "svg", "math", "mi",
    "msup", "ruby", "rt", "iframe", "object", "figure", "figcaption", "details", "label",
)  # fmt: skip
ATTRIBUTES = ("", " hidden", " style='display:none'", " class=sidebar", " aria-hidden=true",
              " class=lineno", " href=#a", " rowspan=2", " role=presentation")  # fmt: skip
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.text("abcxyz019 .\n", min_size=1, max_size=8),
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_sign_of_any_markup_is_accounted_for(markup: str) -> None:
    left_out: list[LeftOut] = []
    found = read_markup(markup, lambda reason, text: left_out.append(LeftOut(reason, text)))
    assert missing(f"<body>{markup}", write_blocks(found), left_out) == Counter()
