"""Text with structure: Markdown, reStructuredText, notebooks and source code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sdk_builtins import parsers
from sdk_builtins.parsers.code_languages import LANGUAGES
from sdk_core.documents.losses import Reason
from sdk_core.errors import DocumentError
from sdk_core.model import Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.parser_harness import build

Parse = Callable[..., Any]


def test_markdown_is_kept_and_cut_at_headings(parse: Parse) -> None:
    text = (
        "---\ntitle: Tides\ntags: [sea, moon]\ndate: 2024-01-02\nnested: {a: b}\n---\n"
        "intro\n\n# One\n\n```\n# no heading\n```\n\nSetext\n------\n\n### three #\n\n* [a](b.md)"
    )
    parsed = parse("markdown", text.encode())
    assert [(s.metadata.get("heading"), s.text) for s in parsed.segments] == [
        (None, "intro"),
        ("One", "# One\n\n```\n# no heading\n```"),
        ("Setext", "Setext\n------\n\n### three #\n\n* [a](b.md)"),
    ]
    assert parsed.context.title == "Tides"
    assert parsed.context.metadata == {"tags": "sea, moon", "date": "2024-01-02"}


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("+++\ntitle = 'T'\n+++\nx", "T", "x"),
        ("---\n\nrule above\n\n---\n", "", "---\n\nrule above\n\n---"),
        ("---\ntitle: [\n---\nx", "", "---\ntitle: [\n---\nx"),
        ("# Heading\nx\n---\n", "Heading", "# Heading\nx\n---"),
        ("---\na: &x [1]\nb: " + "[*x, *x]\n" * 60 + "---\nx", "", "---\na: &x [1]"),
    ],
    ids=["toml", "rules", "broken", "none", "aliases"],
)
def test_front_matter(parse: Parse, text: str, title: str, first: str) -> None:
    parsed = parse("markdown", text.encode())
    assert parsed.context.title == title
    assert parsed.segments[0].text.startswith(first)


REST = """\
=====
Tides
=====

:Author: Ann
:Version: 2

Intro with ``code``, `a page <https://e.org/p>`_, :ref:`a section <sec>` and Python_ [1]_.

Section one
-----------

.. _sec:
.. code-block:: python
   :linenos:

   print("* not a list")

Then::

    literal  text

.. note:: Mind
   the gap.

.. a comment
   of two lines

.. toctree::

   other

#. first
#. second

* bullet

======  =====
Name    Value
======  =====
a       1
b       two
======  =====

+-----+-----+
| h1  | h2  |
+=====+=====+
| x   | y   |
+-----+-----+

Deeper
~~~~~~

end

.. _Python: https://python.org
.. [1] The note.
"""


def test_restructured_text_becomes_markdown(parse: Parse) -> None:
    parsed = parse("rst", REST.encode())
    assert parsed.context.title == "Tides"
    assert parsed.context.metadata == {"author": "Ann", "version": "2"}
    assert parsed.segments[0].text == (
        "# Tides\n\nIntro with `code`, [a page](https://e.org/p), a section and "
        "[Python](https://python.org) [^1]."
    )
    assert parsed.segments[1].text == (
        '## Section one\n\n```python\nprint("* not a list")\n```\n\nThen:\n\n```\nliteral  text\n'
        "```\n\n**Note:** Mind the gap.\n\n1. first\n2. second\n- bullet\n\n"
        "| Name | Value |\n| --- | --- |\n| a | 1 |\n| b | two |\n\n"
        "| h1 | h2 |\n| --- | --- |\n| x | y |\n\n### Deeper\n\nend\n\n[^1]: The note."
    )


REST_PIECES = {
    "rows spanned": (
        "+---+---+\n| a | b |\n|   +---+\n|   | c |\n+---+---+\n| d | e |\n+---+---+\n",
        ["a", "b", "c", "d", "e"],
    ),
    "csv table": (
        '.. csv-table:: Locks\n   :header: "name", "rise"\n   :delim: ,\n\n   Upper, "2, or 3"\n',
        ["Locks", "| name | rise |", "| Upper | 2, or 3 |"],
    ),
    "list table": (
        ".. list-table::\n   :header-rows: 1\n   :nothing: 1\n\n   * - a\n     - b\n"
        "   * - 1\n     - 2\n",
        ["| a | b |\n| --- | --- |\n| 1 | 2 |"],
    ),
    "substitutions": ("It is |v|.\n\n.. |v| replace:: version *two*\n", ["It is version two."]),
    "roles": (
        "H\\ :sub:`2`\\ O, 10\\ :sup:`6` m, :math:`a^2`, :py:func:`~x.y`, :ref:`the end <z>`, "
        ":flag:`<x>`.",
        ["H2O, 10^6 m, $a^2$, x.y, the end, <x>."],
    ),
    "code in a list": (
        "1. one::\n\n     x = 1\n\n2. two\n",
        ["1. one:\n\n   ```\n   x = 1\n   ```\n2. two"],
    ),
    "options of Sphinx": (
        ".. code-block:: python\n   :emphasize-lines: 1\n   :caption: The *call*\n\n   f(x)\n",
        ["The call\n\n```python\nf(x)\n```"],
    ),
    "unknown directives": (
        ".. tab:: Linux\n   :sync: x\n\n   * run\n\n.. py:function:: f(*a)\n\n   Runs.\n\n"
        ".. versionadded:: 3.2 faster\n",
        ["Linux\n\n- run\n\n`f(*a)`\n\nRuns.\n\n**Added in version:** 3.2 faster"],
    ),
    "sections in directives": (
        ".. only:: html\n\n   Inner\n   -----\n\n   text\n",
        ["# Inner\n\ntext"],
    ),
    "mistakes": (
        "=====  ====\n a      b\n=====  ====\nbad table here\n=====  ====\n\nand `open`_ |x|\n",
        ["bad table here", "and `open`_ |x|"],
    ),
    "pictures": (
        "See |x|.\n\n.. |x| image:: a.png\n   :alt: a lens\n\n.. image:: b.png\n   :alt: The lamp\n"
        "   :target: https://example.org\n",
        ["See ![a lens]().", "[The lamp](https://example.org)"],
    ),
    "definitions": (
        "tide\n   The sea.\n\n:by: Ann\n\n--all  every one\n",
        ["tide", "The sea.", "Ann", "`--all`"],
    ),
}


@pytest.mark.parametrize("piece", REST_PIECES)
def test_pieces_of_restructured_text_are_kept(parse: Parse, piece: str) -> None:
    text, wanted = REST_PIECES[piece]
    parsed = parse("rst", f"Begin.\n\n{text}\nEnd.\n".encode())
    for each in wanted:
        assert each in parsed.text
    assert parsed.text.startswith("Begin.")
    assert parsed.text.endswith("End.")
    assert len(parsed.warnings) == (piece == "mistakes")


def test_what_restructured_text_does_not_show_is_accounted(parse: Parse, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("SECRET")
    paths = f".. include:: {tmp_path}/other.txt\n\n.. literalinclude:: {tmp_path}/other.txt\n\n"
    tables = f".. csv-table::\n   :file: {tmp_path}/other.txt\n\n"
    text = (
        f"Seen.\n\n{paths}{tables}.. raw:: html\n\n   <b>raw</b>\n\n.. a remark\n\n.. _x: y.html\n"
    )
    parsed = parse("rst", text.encode())
    left_out = " ".join(part.text for part in parsed.context.left_out)
    assert "SECRET" not in parsed.text
    for each in ("<b>raw</b>", "a remark", "y.html", "literalinclude"):
        assert each in left_out
        assert each not in parsed.text
    assert parsed.warnings == ["3 files that it includes were not opened"]
    deep = parse("rst", b"* " * 400 + b"deep")
    assert deep.text.endswith("* deep")
    assert "nested too deep" in deep.warnings[0]
    with pytest.raises(DocumentError, match="only comments and directives"):
        parse("rst", b".. nothing\n")


NOTEBOOK: dict[str, Any] = {
    "nbformat": 4,
    "metadata": {"kernelspec": {"name": "julia-1.9", "language": "julia"}},
    "cells": [
        {"cell_type": "markdown", "source": ["# Sums\n", "text"]},
        {
            "cell_type": "code",
            "source": "1 + 1",
            "outputs": [
                {"output_type": "stream", "text": ["\x1b[31mred\x1b[0m\n"]},
                {"output_type": "execute_result", "data": {"text/plain": "2", "image/png": "AA"}},
                {"output_type": "error", "ename": "E", "evalue": "bad", "traceback": ["long"]},
            ],
        },
        {"cell_type": "code", "source": "", "outputs": []},
        "damage",
    ],
}


def test_notebook(parse: Parse) -> None:
    data = json.dumps(NOTEBOOK).encode()
    parsed = parse("notebook", data)
    assert parsed.text == ("# Sums\ntext\n\n```julia\n1 + 1\n```\n\n```text\nred\n\n2\nE: bad\n```")
    assert (parsed.context.title, parsed.context.metadata) == ("Sums", {"language": "julia"})
    assert "red" not in parse("notebook", data, outputs="none").text
    assert parse("notebook", data, output_limit=3).text.endswith("```text\nred\n[…]\n```")
    for broken, message in ((b"{}", "no list of cells"), (b"{", "not JSON")):
        with pytest.raises(DocumentError, match=message):
            parse("notebook", broken)


FRAME = (
    "<div><style>.a {}</style><table><thead><tr><th></th><th>x</th></tr></thead>"
    "<tbody><tr><th>0</th><td>10<sup>6</sup></td></tr></tbody></table><p>1 rows</p></div>"
)


def test_what_cells_show_is_read_in_the_form_that_says_most(parse: Parse) -> None:
    outputs = [
        {"output_type": "stream", "text": "before"},
        {"data": {"text/plain": "   x\n0  10", "text/html": [FRAME]}},
        {"data": {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>bold</b>"}},
        {"data": {"text/plain": "<IPython.core.display.Math object>", "text/latex": "$x^2$"}},
        {"data": {"text/plain": "<Axes: >", "image/png": "AA"}},
        {"data": {"text/plain": "True", "text/html": "<b>True</b>"}},
    ]
    cells = [{"cell_type": "code", "source": "", "outputs": outputs}]
    data = json.dumps({"metadata": {}, "cells": cells}).encode()
    parsed = parse("notebook", data)
    assert parsed.text == (
        "```text\nbefore\n```\n\n"
        "|  | x |\n| --- | --- |\n| 0 | 10^6 |\n\n1 rows\n\nbold\n\n$x^2$\n\n"
        "```text\n<Axes: >\nTrue\n```"
    )
    assert [(lost.reason, lost.text) for lost in parsed.context.left_out] == [
        (Reason.REPEATED, "x\n0  10"),
        (Reason.PICTURE, ""),
        (Reason.REPEATED, "True"),
    ]
    short = parse("notebook", data, output_limit=8)
    assert short.text == "```text\nbefore\n[…]\n```"
    assert "10" in " ".join(lost.text for lost in short.context.left_out)


def test_ends_of_lines_within_cells_are_no_syntax(parse: Parse) -> None:
    cell = {"cell_type": "markdown", "source": ["one\u2028two\x85", "three\x0bfour"]}
    data = json.dumps({"cells": [cell]}, ensure_ascii=False).replace("\\u000b", "\x0b")
    assert parse("notebook", data.encode()).text == "one\ntwo\nthree\nfour"


def test_source_code_is_fenced_and_its_declared_encoding_believed() -> None:
    text = '# -*- coding: cp1251 -*-\nname = "Зима" """ ```` """\n'
    context = HeardContext()
    source = Source(uri="pkg/seasons.py", data=text.encode("cp1251"))
    (segment,) = build("code").parse(source, context)
    assert segment.text == f"# pkg/seasons.py\n\n`````python\n{text.strip()}\n`````"
    assert (context.title, context.warnings) == ("pkg/seasons.py", [])


def test_every_language_is_announced() -> None:
    spec = next(spec for spec in parsers.sdk_parsers() if spec.name == "code")
    assert set(spec.extensions) == set(LANGUAGES)
