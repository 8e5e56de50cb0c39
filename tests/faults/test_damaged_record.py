"""Flipped bytes in the record of answers: good rows are kept, the others are asked for again."""

from __future__ import annotations

import asyncio
import random
import shutil
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


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE answers SET checksum = 0",
        "UPDATE answers SET checksum = 0, text = 'forty-twa'",
        "UPDATE answers SET checksum = ''",
        "UPDATE answers SET text = substr(text, 1, 4)",
        "UPDATE answers SET finish_reason = 'length'",
        "UPDATE answers SET completion_tokens = 7",
        "UPDATE answers SET text = x'ff00'",
        "ALTER TABLE answers DROP COLUMN checksum",
    ],
)
def test_a_row_that_is_not_what_was_written_is_never_reused(tmp_path, damage):
    path = tmp_path / "out/.sdk/journal.db"
    record(path, "forty-two")
    change(path, damage)
    known, notes = look_up(path)
    assert known is None
    assert any("damaged" in note for note in notes)
    record(path, "anew")
    assert look_up(path)[0].text == "anew"


def test_an_older_answer_takes_the_place_of_a_damaged_one(tmp_path):
    path = tmp_path / "out/.sdk/journal.db"
    record(path, "first", "second")
    change(path, "UPDATE answers SET text = 'secund' WHERE text = 'second'")
    known, notes = look_up(path)
    assert (known.text, notes) == ("first", [])


def test_a_record_that_is_removed_under_a_run_is_written_anew(tmp_path):
    path = tmp_path / "out/.sdk/journal.db"
    notes: list[str] = []

    async def put_all(journal: Journal) -> None:
        for number, text in enumerate(["one", "two", "three"]):
            await journal.put(ask(text), Completion(text=text))
            if number == 0:
                shutil.rmtree(path.parent)
        assert [journal.get(ask(text)).text for text in ("one", "two")] == ["one", "two"]

    with Journal(path, note=notes.append) as journal:
        asyncio.run(put_all(journal))
    assert len(notes) == 1
    with Journal(path) as journal:
        assert [journal.get(ask(t)).text for t in ("one", "two", "three")] == [
            "one",
            "two",
            "three",
        ]


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30))
def test_any_damage(sdk, work, texts, at, model, seed):
    run_damage_run(sdk, work, texts, at, model, pages=1 + seed % 4, seed=seed)
