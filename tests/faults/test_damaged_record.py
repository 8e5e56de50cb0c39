"""Flipped bytes in the record of answers: good rows are kept, the others are asked for again."""

from __future__ import annotations

import asyncio
import random
import sqlite3

import pytest

from sdk_core.llm.journal import Journal
from sdk_core.model import Completion
from tests.faults.runs import outputs, recorded
from tests.llm.clients import ask

PAGE = 4096


def damage(path, *, pages: int, seed: int) -> None:
    """Flip bytes in some pages behind the first one."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    dice = random.Random(seed)
    for page in dice.sample(range(1, len(content) // PAGE), pages):
        for _ in range(40):
            content[page * PAGE + dice.randrange(PAGE)] ^= dice.randrange(1, 256)
    path.write_bytes(content)


def run_damage_run(sdk, work, texts, at, model, *, pages: int, seed: int) -> int:
    """Return how many answers were asked for again; the output must be the same."""
    command = ["create", texts, "-n", "12", *at, "-o", "out"]
    assert sdk(*command).code == 0
    before, asked = outputs(work / "out"), len(model.chat)
    damage(work / "out/.sdk/journal.db", pages=pages, seed=seed)
    again = sdk(*command)
    assert again.code == 0, again.err
    assert "Traceback" not in again.err
    assert outputs(work / "out") == before
    assert recorded(work / "out") == asked
    redone = len(model.chat) - asked
    if redone:
        assert "damaged" in again.err or "cannot be read" in again.err
    return redone


def test_damage_costs_the_damaged_answers_only(sdk, work, texts, at, model):
    redone = run_damage_run(sdk, work, texts, at, model, pages=2, seed=1)
    assert redone < len(model.chat) - redone
    assert list((work / "out/.sdk").glob("journal.db.damaged-*"))


def record(path, *answers: str) -> None:
    """Put answers to the question ``Q`` into a record."""

    async def put(journal: Journal) -> None:
        for text in answers:
            await journal.put(ask("Q"), Completion(text=text))

    with Journal(path) as journal:
        asyncio.run(put(journal))


def change(path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def look_up(path) -> tuple[Completion | None, list[str]]:
    notes: list[str] = []
    with Journal(path, note=notes.append) as journal:
        return journal.get(ask("Q")), notes


def test_a_letter_that_changed_in_an_answer_is_noticed(tmp_path):
    """The file is sound to SQLite, which does not look into texts."""
    path = tmp_path / "out/.sdk/journal.db"
    record(path, "forty-two")
    change(path, "UPDATE answers SET text = 'forty-twa'")
    known, notes = look_up(path)
    assert known is None
    assert any("damaged on the disk" in note for note in notes)


def test_a_record_without_checksums_is_read_and_goes_on(tmp_path):
    path = tmp_path / "out/.sdk/journal.db"
    record(path, "older")
    change(path, "ALTER TABLE answers DROP COLUMN checksum")
    known, notes = look_up(path)
    assert known is not None
    assert (known.text, notes) == ("older", [])
    record(path, "newer")
    change(path, "UPDATE answers SET text = 'changed'")
    assert look_up(path)[0] is None


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30))
def test_any_damage(sdk, work, texts, at, model, seed):
    run_damage_run(sdk, work, texts, at, model, pages=1 + seed % 4, seed=seed)
