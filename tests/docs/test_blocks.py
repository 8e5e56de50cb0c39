"""Every block and command of the documentation, run as a reader would run it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs import shell
from tests.docs.pages import DOCS, PAGES, blocks, name_of, spans
from tests.docs.session import Session
from tests.docs.untried import UNTRIED

GROUPS = 2
"""Number of workers that share the pages; each needs a server and a forking process."""

RUN = [
    pytest.param(page, id=name_of(page), marks=pytest.mark.xdist_group(f"docs-{number % GROUPS}"))
    for number, page in enumerate(PAGES)
    if any(blocks(page))
]

PROMISED = {
    "README.md": (
        "data/parsed/report.lance",
        "data/generated/report_qa_pairs.json",
        "data/curated/report_cleaned.json",
        "data/final/report_cleaned_alpaca_hf/dataset_info.json",
        "data/final/notes_cleaned_ft_hf/dataset_info.json",
    )
}
"""What must be there when a page has been followed."""


@pytest.mark.parametrize("page", RUN)
def test_page_runs_from_top_to_bottom(page: Path, begin: Callable[..., Session]) -> None:
    session = begin(page)
    session.follow()

    for path in PROMISED.get(name_of(page), ()):
        assert (session.folder / path).exists(), path


@pytest.mark.soak
@pytest.mark.parametrize("page", RUN)
def test_page_runs_with_the_installed_script(page: Path, begin: Callable[..., Session]) -> None:
    begin(page, installed=True).follow()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_sentences_are_the_program_s(page: Path) -> None:
    """What stands in a sentence is not run; the program must know its flags all the same."""
    wrong = []
    for span in spans(page):
        if span.startswith(f"{shell.PROGRAM} ") and not re.search(r"[…\[]", span):
            problem = shell.check(span)
            if problem:
                wrong.append(f"{span}: {problem}")

    assert wrong == []


def test_every_command_that_is_left_out_occurs() -> None:
    found = {
        line.untried
        for page in PAGES
        for block in blocks(page)
        if block.language in ("bash", "setup")
        for line in shell.lines(block.text, name_of(page))
    }

    assert [entry.pattern for entry in UNTRIED if entry not in found] == []


def test_the_pages_are_found() -> None:
    assert DOCS / "index.md" in PAGES
    assert len(RUN) > 20
