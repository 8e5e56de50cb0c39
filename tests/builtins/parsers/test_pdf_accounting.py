"""Each letter and digit that a PDF draws is in the text or in the account of what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builtins.parsers.parser_harness import EXAMPLES, FIXTURES
from tests.builtins.parsers.pdf_characters import alphanumerics, drawn
from tests.builtins.parsers.pdf_writer import lines, pdf, rules
from tests.builtins.parsers.test_pdf_running_heads import DATA, FURNITURE, book

Parse = Callable[..., Any]
GRID = rules(
    *((70, y, 310, y) for y in (520, 496, 450)), *((x, 450, x, 520) for x in (70, 150, 310))
)
PAGES = {
    **{f"furniture, {kind}": book(*heads) for kind, heads in FURNITURE.items()},
    **{f"data, {kind}": book(*heads) for kind, heads in DATA.items()},
    "unseen": pdf(
        lines("Plain.") + lines("beyond 12", top=2000) + b"3 Tr " + lines("invisible 7", top=500)
    ),
    "bold twice": pdf(b"".join(lines("Lamp 4", "Oil 9", x=x, font="F2 11") for x in (72, 73))),
    "hyphens": pdf(
        lines("A light-", "house of 1884 and a well-", "known reef in thun-"), lines("der.")
    ),
    "table": pdf(GRID + lines("Ship", x=74, top=504) + lines("Fate 3", x=154, top=504)),
    "marks": pdf(lines("\u2022 one", "\u2022 two", "Contents . . . . . . . . 12")),
    "turned": pdf(
        b"q 0 -1 1 0 0 800 cm " + lines("First 1", "Second 2", "Third 3", top=500) + b" Q"
    ),
}


def files() -> dict[str, bytes]:
    found = [*EXAMPLES.glob("*.pdf"), *FIXTURES.glob("*.pdf")]
    return {path.name: Path(path).read_bytes() for path in found if path.name != "encrypted.pdf"}


@pytest.mark.parametrize("name", [*PAGES, *files()])
def test_nothing_is_lost_without_account(parse: Parse, name: str) -> None:
    data = PAGES.get(name) or files()[name]
    parsed = parse("pdf", data)
    whole = alphanumerics(parsed.text)
    for part in parsed.context.left_out:
        whole += alphanumerics(part.text)
    assert whole == sum((drawn(data, s.index - 1) for s in parsed.segments), Counter[str]())
