"""Short passages in fifteen languages, and answers to questions about them.

``texts`` holds the passages, by language and subject; ``answers`` has rows of passage, question,
answer and quote: right ones in ``good.tsv``, and in the others such as are wrong in one way.
"""

from __future__ import annotations

from pathlib import Path

from sdk_builtins.judges.exchange_view import Exchange
from sdk_core.model import Evidence

_HERE = Path(__file__).parent

Row = tuple[str, str, str, str]
"""Name of the passage, question, answer, quote."""

PASSAGES = {path.stem: path.read_text("utf-8") for path in sorted((_HERE / "texts").glob("*.md"))}


def _rows(name: str) -> tuple[Row, ...]:
    lines = (_HERE / "answers" / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = []
    for line in lines:
        name_of_passage, question, answer, quote = line.split("\t")
        rows.append((name_of_passage, question, answer, quote))
    return tuple(rows)


GOOD = _rows("good")
WRONG_NAMES = _rows("wrong_names")
REVERSED = _rows("reversed")
BESIDE = _rows("beside")
ADDED = _rows("added")


def about(name: str, question: str, answer: str, quote: str = "") -> Exchange:
    """Return an answer about a passage, which rests on a quote of it."""
    passage = PASSAGES[name]
    evidence = (cited(passage, quote),) if quote else ()
    return Exchange(question, answer, passage=passage, evidence=evidence, offset=0)


def cited(passage: str, quote: str) -> Evidence:
    """Return a quote as evidence, where it stands in a passage."""
    start = passage.index(quote)
    return Evidence(
        quote=quote,
        start=start,
        end=start + len(quote),
        match="exact",
        score=1.0,
        occurrences=1,
    )


def label(row: Row) -> str:
    """Return the name of a test about a row."""
    return f"{row[0]}-{row[2]}"
