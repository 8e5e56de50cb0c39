"""Mark-up to blocks, whatever document it stands in."""

from __future__ import annotations

import pytest

from sdk_builtins.parsers.html.markup import read_markup
from sdk_core.documents.blocks import write_blocks
from sdk_core.documents.losses import Reason


def written(markup: str) -> str:
    return write_blocks(read_markup(markup))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ul><li>a<ul><li>b<p>c</p></li></ul></li><li>d</li></ul>", "- a\n  - b\n\n    c\n- d"),
        ("<ol start=9><li>a<pre>x\n y</pre></li><li>b</ol>",
         "9. a\n\n   ```\n   x\n    y\n   ```\n10. b"),
        ("<ol><li><ul><li>a</ul><li>b</ol>", "1.\n   - a\n2. b"),
        ("<ul><li>a<blockquote><p>b</p><p>c</p></blockquote></ul>", "- a\n\n  > b\n  >\n  > c"),
        ("<blockquote>a<blockquote>b<ul><li>c</ul></blockquote></blockquote>",
         "> a\n>\n> > b\n> >\n> > - c"),
        ("<dl><dt>Tide</dt><dd>Rise</dd><dt>Ebb</dt><dd>Fall</dd></dl>",
         "- Tide\n  - Rise\n- Ebb\n  - Fall"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree"),
        ("<p>He said <q>no</q>.</p>", "He said \u201cno\u201d."),
        ("<p>Type <code>a`b</code> or <kbd>c</kbd>", "Type `` a`b `` or `c`"),
        ("<pre><div>a</div><div>b</div></pre>", "```\na\nb\n```"),
        ("<h2>Use<a class=headerlink href='#use'>\u00b6</a></h2><p>a</p>", "## Use\n\na"),
        (
            "<table><tr><th>Size</th><td>10<sup>6</sup> <code>a</code><p>b<table><tr><td>c<td>d"
            "</table></td></tr></table>",
            "| Size | 10^6 `a` b c d |\n| --- | --- |",
        ),
        ("<table><tr><th>a<th>b</tr><tr><td><h3>c</h3><td><pre>d</pre></table>",
         "| a | b |\n| --- | --- |\n| c | d |"),
        ("<table><tr><td>a<td>b</tr>stray<tr><td>c<td>d</table>", "a\n\nb\n\nstray\n\nc\n\nd"),
    ],
)  # fmt: skip
def test_structure(markup: str, text: str) -> None:
    assert written(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The sea holds 10<sup>6</sup> fish", "The sea holds 10^6 fish"),
        ("E = mc<sup>2</sup>, CO<sub>2</sub>", "E = mc^2, CO2"),
        ("10<sup>-<b>6</b></sup> m, x<sup>n+1</sup>", "10^-6 m, x^{n+1}"),
        ("x<sub>i</sub><sup>2</sup>, SO<sub>4</sub><sup>2-</sup>", "xi^2, SO4^{2-}"),
        ("as was shown<sup>1</sup> there", "as was shown[1] there"),
        ("in 2004<sup><a href='#n3'>3</a></sup> it", "in 2004[3] it"),
        ("in 2004<a href='notes.xhtml#n3'><sup>3</sup></a> it", "in 2004[3] it"),
        ("the 21<sup>st</sup> of May, 5 m\u00b2", "the 21st of May, 5 m\u00b2"),
        ("<sup>2</sup>See there", "[2]See there"),
        ("1<sup>1</sup>/<sub>2</sub> inches", "1 1/2 inches"),
    ],
)
def test_raised_figures(markup: str, text: str) -> None:
    assert written(f"<p>{markup}</p>") == text


MATHML = "<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (MATHML, "$E=mc^2$"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msup><mi>y</mi><mn>1</mn></msup></math>",
         "$x^2+y^1$"),
        ("<math><msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mrow><mi>n</mi><mo>+</mo><mn>1</mn>"
         "</mrow></msup></math>", "$(a)^{n+1}$"),
        ("<math><mfrac><mn>1</mn><msqrt><mi>x</mi></msqrt></mfrac><msub><mi>x</mi><mn>12</mn></msub>"
         "<munderover><mo>\u2211</mo><mi>i</mi><mi>n</mi></munderover></math>",
         "$\\frac{1}{\\sqrt{x}}x_{12}\u2211_i^n$"),
        ("<math><semantics><mi>x</mi><annotation encoding=application/x-tex>x^2</annotation>"
         "</semantics></math>", "$x^2$"),
        ("<math><semantics><mi>x</mi><annotation-xml>lost</annotation-xml></semantics></math>",
         "$x$"),
        (f"<span class=katex><span class=katex-mathml>{MATHML}</span>"
         "<span class=katex-html aria-hidden=true>E=mc2</span></span>", "$E=mc^2$"),
        (f"<mjx-container><mjx-math aria-hidden=true>E=mc2</mjx-math><mjx-assistive-mml>{MATHML}"
         "</mjx-assistive-mml></mjx-container>", "$E=mc^2$"),
        ("<span class=MathJax_Preview>mc2</span><span class=MathJax><nobr>mc2</nobr></span>"
         "<script type='math/tex'>mc^2</script> is it", "$mc^2$ is it"),
    ],
)  # fmt: skip
def test_formulas_stand_once_and_keep_their_figures(markup: str, text: str) -> None:
    assert written(f"<p>{markup}</p>") == text


def test_what_is_not_shown_is_accounted_for() -> None:
    told: list[tuple[str, str]] = []
    markup = (
        "<p>Seen<span style='display:none'>one <b hidden>two</b></span><template>three</template>"
        "<svg><text>four</text></svg> <ruby>\u6771<rt>higashi</rt></ruby>"
        "<script>code()</script><style>p {}</style><i aria-hidden=true>*</i></p>"
        "<h1>Five<a href='#five'>#</a></h1>"
        f"<span class=katex>{MATHML}<span aria-hidden=true>drawn</span></span>"
    )
    text = write_blocks(read_markup(markup, lambda reason, part: told.append((reason, part))))
    assert text == "Seen \u6771\n\n# Five\n\n$E=mc^2$"
    assert sorted(told) == sorted(
        [
            (Reason.HIDDEN, "one two"),
            (Reason.HIDDEN, "three"),
            (Reason.PICTURE, "four"),
            ("reading aid", "higashi"),
            (Reason.HIDDEN, "*"),
            (Reason.STRUCTURE, "#"),
            (Reason.REPEATED, "drawn"),
        ]
    )


def test_depth_does_not_matter() -> None:
    deep = "<div>" * 20_000 + "innermost word " * 40 + "</div>" * 20_000
    assert "innermost word" in written(deep)
    assert read_markup("") == []
