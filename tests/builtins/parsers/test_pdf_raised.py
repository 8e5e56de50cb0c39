"""Raised and lowered figures on PDF pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.builtins.parsers.pdf_writer import pdf

Parse = Callable[..., Any]
FULL, RAISED, LOWERED = (11, 0), (7, 4.5), (7, -2)


def line(*parts: str, y: int = 700) -> bytes:
    """Return commands for parts of one line; ``^`` before one raises it, ``_`` lowers it."""
    commands = [f"BT 72 {y} Td"]
    for part in parts:
        size, rise = {"^": RAISED, "_": LOWERED}.get(part[0], FULL)
        text = part[1:] if part[0] in "^_" else part
        commands.append(f"/F1 {size} Tf {rise} Ts ({text}) Tj")
    return "\n".join([*commands, "ET\n"]).encode("cp1252")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("The sea holds 10", "^6", " fish in all."), "The sea holds 10^6 fish in all."),
        (("It weighs 10", "^-3", ", and E=mc", "^2", "."), "It weighs 10^-3, and E=mc^2."),
        (("The lot has 12 m", "^2", " of x", "^2", "+y", "^2"), "The lot has 12 m^2 of x^2+y^2"),
        (("Lit by the keeper", "^3", " in 1884."), "Lit by the keeper[3] in 1884."),
        (("So it was said.", "^12", " Then he slept."), "So it was said.[12] Then he slept."),
        (("There are 2", "^n+1", ", or more"), "There are 2^{n+1}, or more"),
        (("On the 21", "^st", " of May"), "On the 21st of May"),
        (("It gave off CO", "_2", " and H", "_2", "O."), "It gave off CO2 and H2O."),
        (("A rope of 1", "^1", "/", "_2", " fathoms"), "A rope of 1 1/2 fathoms"),
        (("A rope of length", "^1", "/n", " for each"), "A rope of length 1/n for each"),
        (("The torus S", "^2", "/G is flat."), "The torus S^2/G is flat."),
        (("It takes ", "^2n", "/", "_3k", " knots"), "It takes 2n/3k knots"),
        (("Then sin", "^2", " grows, as log", "_2", " does."), "Then sin^2 grows, as log2 does."),
        (("Boys", "^1", "/girls", "^2", " who row"), "Boys[1]/girls[2] who row"),
        (("In 1884, 106, and (12) of 31.", " "), "In 1884, 106, and (12) of 31."),
    ],
)
def test_raised_figures_change_no_number(
    parse: Parse, parts: tuple[str, ...], expected: str
) -> None:
    assert parse("pdf", pdf(line(*parts))).text == expected


def test_marks_before_notes(parse: Parse) -> None:
    page = line("The keeper lit it.", "^4") + line("^4", "Kept by the harbour master.", y=100)
    assert parse("pdf", pdf(page)).text == (
        "The keeper lit it.[4]\n\n[4] Kept by the harbour master."
    )


def test_figures_that_were_drawn_apart(parse: Parse) -> None:
    """Word processors draw a raised figure as a text of its own at a height of its own."""
    page = (
        b"BT /F1 12 Tf 72 700 Td (The sea holds 10) Tj ET BT /F1 7 Tf 162.7 705 Td (6) Tj ET "
        b"BT /F1 12 Tf 169.9 700 Td (fish in the bay.) Tj ET"
    )
    assert parse("pdf", pdf(page)).text == "The sea holds 10^6 fish in the bay."
