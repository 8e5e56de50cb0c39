"""Raised text: numbers keep their value, and no mark joins a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.documents.raised import power, raised


@pytest.mark.parametrize(
    ("before", "text", "after", "written"),
    [
        ("10", "6", " fish", "10^6"),
        ("10", "-6", " m", "10^-6"),
        ("10", "\u22126", "", "10^\u22126"),
        ("x", "2", "+y", "x^2"),
        ("x", "n+1", "", "x^{n+1}"),
        ("2", "n", "", "2^n"),
        ("E = mc", "2", "", "E = mc^2"),
        ("E=mc", "2", "", "E=mc^2"),
        ("(a+b)", "2", "", "(a+b)^2"),
        ("12 km", "2", " of", "12 km^2"),
        ("9.81 m s", "-2", "", "9.81 m s^-2"),
        ("Ca", "2+", " ions", "Ca^{2+}"),
        ("Na", "+", " ions", "Na^+"),
        ("e", "iπ", "", "e^{iπ}"),
        ("as was shown", "3", " before", "as was shown[3]"),
        ("as was shown.", "12", " Then", "as was shown.[12]"),
        ("as was shown", "1,2", "", "as was shown[1,2]"),
        ("as was shown", "1\u20133", "", "as was shown[1\u20133]"),
        ("as was shown", "[4]", "", "as was shown[4]"),
        ("as was shown", "a", "", "as was shown[a]"),
        ("as was shown", "*", "", "as was shown*"),
        ("as was shown", "a, b", "", "as was shown[a, b]"),
        ("Einstein's mc", "2", "", "Einstein's mc^2"),
        ("the n", "th", " one", "the nth"),
        ("as was shown ", "1", " in", "as was shown 1"),
        ("in 2004", "3", " it", "in 2004^3"),
        ("Kit", "TM", " is", "Kit TM"),
        ("Products", "new", "", "Products new"),
        ("1", "st", " of", "1st"),
        ("the 22", "nd", "", "the 22nd"),
        ("au XIV", "e", " siècle", "au XIVe"),
        ("le 1", "er", " mai", "le 1er"),
        ("M", "me", " Durand", "Mme"),
        ("", "1", "See there", "[1]"),
        ("", "1", " See there", "1"),
        ("the ", "14", "C method", "the ^14"),
        ("", "1", "\u20442", "1"),
        ("2", "1", "\u20442 inches", "2 1"),
        ("any", " ", "", "any"),
    ],
)
def test_written(before: str, text: str, after: str, written: str) -> None:
    assert before + raised(before, text, after) == written


@given(
    before=st.text("ab1Xe. )=", min_size=1, max_size=6),
    text=st.text("0123456789,+-n", min_size=1, max_size=4),
)
def test_figures_never_join_what_precedes_them(before: str, text: str) -> None:
    """Whatever else: the last number or word before stays the number or word that it was."""
    written = before + raised(before, text)
    word = re.search(r"[a-zA-Z0-9]+$", before)
    if word is not None and text[0].isdigit():
        assert re.match(r"[^a-zA-Z0-9]", written[len(before) :])


@pytest.mark.parametrize(
    ("text", "written"),
    [("2", "^2"), ("-1", "^-1"), ("n", "^n"), ("n+1", "^{n+1}"), ("(k)", "^(k)"), (" ", "")],
)
def test_power(text: str, written: str) -> None:
    assert power(text) == written
