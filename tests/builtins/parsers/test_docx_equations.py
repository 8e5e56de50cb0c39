"""Equations of Word documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.builtins.parsers.office_files import with_body

Parse = Callable[..., Any]


def letter(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


OMML = {
    letter("α≤∞"): "$\\alpha \\leq \\infty$",
    f"<m:func><m:fName>{letter('sin')}</m:fName><m:e>{letter('x')}</m:e></m:func>": "$\\sin x$",
    "<m:d><m:dPr><m:begChr m:val='{'/><m:endChr m:val=''/></m:dPr>"
    f"<m:e>{letter('x')}</m:e></m:d>": "$\\left\\{x\\right.$",
    f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{letter('1')}</m:sub>"
    f"<m:sup>{letter('n')}</m:sup><m:e>{letter('k')}</m:e></m:nary>": "$\\sum_{1}^{n} k$",
    f"<m:m><m:mr><m:e>{letter('a')}</m:e><m:e>{letter('b')}</m:e></m:mr></m:m>": (
        "$\\begin{matrix}a & b\\end{matrix}$"
    ),
    f"<m:rad><m:deg>{letter('3')}</m:deg><m:e>{letter('x')}</m:e></m:rad>": "$\\sqrt[3]{x}$",
}


@pytest.mark.parametrize("formula", OMML, ids=range(len(OMML)))
def test_equations_become_latex(parse: Parse, formula: str) -> None:
    inline = with_body(f"<w:p><m:oMath>{formula}</m:oMath></w:p>")
    assert parse("docx", inline).text == OMML[formula]
    display = with_body(f"<w:p><m:oMathPara><m:oMath>{formula}</m:oMath></m:oMathPara></w:p>")
    assert parse("docx", display).text == f"${OMML[formula]}$"
