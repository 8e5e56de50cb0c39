"""What was paid for is on disk when `put` returns, and survives kills, damage and odd answers."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import StorageError
from sdk_core.llm.journal import SCHEMA_VERSION, Journal
from sdk_core.llm.recorded_answers import request_key
from sdk_core.model import Completion, Image, Message, Request, Usage
from tests.waiting import PATIENCE

ANSWER = Completion(
    text="An answer.",
    model="m",
    finish_reason="length",
    usage=Usage(prompt_tokens=3, completion_tokens=2),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out" / ".sdk" / "answers.sqlite"


def question(text: str = "Q?") -> Request:
    return Request(messages=(Message("system", "s"), Message("user", text)), model="m")


def put(path: Path, *texts: str, fresh: bool = False, answer: Completion = ANSWER) -> None:
    """Record an answer to each question."""

    async def run() -> None:
        with Journal(path, fresh=fresh) as journal:
            await asyncio.gather(
                *(
                    journal.put(question(t), replace(answer, text=f"{answer.text} {t}"))
                    for t in texts
                )
            )

    asyncio.run(run())


def test_an_answer_comes_back_whole(path: Path) -> None:
    put(path, "a", "b")
    with Journal(path) as journal:
        assert journal.get(question("b")) == replace(ANSWER, text="An answer. b")
        assert journal.get(question("c")) is None


def test_what_is_committed_is_flushed_to_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a power cut shows the difference, so the setting of each connection is looked at."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noting(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", noting)
    full, extra = 2, 3
    with Journal(path):
        assert opened
        for connection in opened:
            assert connection.execute("PRAGMA synchronous").fetchone()[0] in (full, extra)


def test_the_last_answer_counts_and_a_rejected_one_does_not(path: Path) -> None:
    async def run() -> None:
        with Journal(path) as journal:
            await journal.put(question(), ANSWER)
            await journal.put(question(), replace(ANSWER, text="better"))
            assert journal.get(question()) == replace(ANSWER, text="better")
            await journal.reject(question())
            assert journal.get(question()) is None
            await journal.put(question(), replace(ANSWER, text="third"))
            assert journal.get(question()) == replace(ANSWER, text="third")

    asyncio.run(run())
    with Journal(path) as journal:
        assert journal.get(question()) == replace(ANSWER, text="third")


def test_a_fresh_run_ignores_earlier_answers_and_later_ones_have_both(path: Path) -> None:
    put(path, "a")

    async def run() -> None:
        with Journal(path, fresh=True) as journal:
            assert journal.get(question("a")) is None
            await journal.put(question("b"), ANSWER)
            assert journal.get(question("b")) == ANSWER

    asyncio.run(run())
    with Journal(path) as journal:
        assert journal.get(question("a")) is not None
        assert journal.get(question("b")) is not None


def test_many_writers_at_once_are_all_kept(path: Path) -> None:
    texts = [str(n) for n in range(2000)]
    put(path, *texts)
    with Journal(path) as journal:
        assert all(journal.get(question(t)) for t in texts)


@pytest.mark.parametrize(
    "answer",
    [
        replace(ANSWER, text="half a character \ud83d"),
        replace(ANSWER, model="\udcff", finish_reason="\ud800"),
        replace(ANSWER, text="null \x00 character"),
        replace(ANSWER, text="x" * 3_000_000),
    ],
    ids=["surrogate", "surrogate-names", "null", "long"],
)
def test_odd_answers_are_kept(path: Path, answer: Completion) -> None:
    put(path, "q", answer=answer)
    with Journal(path) as journal:
        kept = journal.get(question("q"))
    assert kept is not None
    assert len(kept.text) == len(answer.text) + 2


def test_a_value_that_cannot_be_stored_fails_its_own_call_and_the_journal_goes_on(
    path: Path,
) -> None:
    async def run() -> None:
        with Journal(path) as journal:
            monstrous = replace(ANSWER, usage=Usage(prompt_tokens=1 << 70))
            with pytest.raises(StorageError, match="cannot be written"):
                await asyncio.wait_for(journal.put(question("a"), monstrous), PATIENCE)
            await asyncio.wait_for(journal.put(question("b"), ANSWER), PATIENCE)
            assert journal.get(question("b")) == ANSWER

    asyncio.run(run())


def test_the_folder_is_its_owners_only(path: Path) -> None:
    put(path, "a")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


CHILD = dedent(
    """
    import asyncio, sys
    from pathlib import Path
    from sdk_core.llm.journal import Journal
    from sdk_core.model import Completion, Message, Request

    async def main():
        journal = Journal(Path(sys.argv[1]))
        for number in range(100_000):
            request = Request(
                messages=(Message("system", "s"), Message("user", str(number))), model="m"
            )
            await journal.put(request, Completion(text=f"answer {number}"))
            print(number, flush=True)

    asyncio.run(main())
    """
)


@pytest.fixture
def child(path: Path) -> Callable[[], subprocess.Popen[str]]:
    """Return a function that starts a process that puts answers and says which are put."""

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True
        )

    return start


def test_what_was_acknowledged_survives_a_kill_and_another_run_may_follow(
    path: Path, child: Callable[[], subprocess.Popen[str]]
) -> None:
    process = child()
    assert process.stdout is not None
    try:
        for _ in range(20):
            process.stdout.readline()
        with pytest.raises(StorageError, match=f"another run .process {process.pid}. is writing"):
            Journal(path)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read().split()
        process.wait()
    acknowledged = 20 + len([line for line in rest if line.isdigit()])
    with Journal(path) as journal:
        for number in range(acknowledged):
            found = journal.get(question(str(number)))
            assert found is not None
            assert found.text == f"answer {number}"


def test_one_process_cannot_open_it_twice_and_can_open_it_again(path: Path) -> None:
    with Journal(path), pytest.raises(StorageError, match="another run"):
        Journal(path)
    with Journal(path):
        pass


@pytest.mark.parametrize("blocked", ["out", "out/.sdk"])
def test_a_place_that_cannot_be_written_is_a_storage_error(
    tmp_path: Path, path: Path, blocked: str
) -> None:
    (tmp_path / blocked).parent.mkdir(exist_ok=True)
    (tmp_path / blocked).write_text("a file", "utf-8")
    with pytest.raises(StorageError, match="cannot be written"):
        Journal(path)


def test_a_file_of_a_newer_version_is_left_alone_and_not_locked(path: Path) -> None:
    put(path, "a")
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    for _ in range(2):
        with pytest.raises(StorageError, match="written by a newer version"):
            Journal(path)


def _filled(path: Path, count: int = 400) -> list[str]:
    texts = [f"{n} {'x' * 200}" for n in range(count)]
    put(path, *texts)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return texts


def _survivors(path: Path, texts: list[str]) -> tuple[int, list[str]]:
    """Return how many answers are still known, and what the journal said of the damage."""
    notes: list[str] = []

    async def run() -> int:
        with Journal(path, note=notes.append) as journal:
            found = [journal.get(question(text)) for text in texts]
            await journal.put(question("new"), ANSWER)
            assert journal.get(question("new")) == ANSWER
        return sum(answer is not None for answer in found)

    known = asyncio.run(run())
    with Journal(path) as journal:
        assert journal.get(question("new")) == ANSWER
    return known, notes


def test_a_damaged_page_costs_its_rows_only_and_is_told(path: Path) -> None:
    texts = _filled(path)
    data = bytearray(path.read_bytes())
    for page in (data.index(b"An answer. 100 "), data.index(b"An answer. 300 ")):
        start = page // 4096 * 4096
        data[start : start + 4096] = bytes(4096)
    path.write_bytes(data)
    known, notes = _survivors(path, texts)
    assert 360 <= known < 400
    assert any(f"{known} were saved" in note for note in notes)
    assert list(path.parent.glob("answers.sqlite.damaged-*"))


def test_a_truncated_file_keeps_what_was_before_the_end(path: Path) -> None:
    texts = _filled(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4])
    known, notes = _survivors(path, texts)
    assert known > 200
    assert any("was damaged" in note for note in notes)


@pytest.mark.parametrize("content", [b"no database at all" * 300, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_put_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    known, notes = _survivors(path, ["a"])
    assert known == 0
    [aside] = path.parent.glob("answers.sqlite.damaged-*")
    assert aside.read_bytes() == content
    assert str(aside) in notes[0]


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_never_keep_a_run_from_starting(path: Path, seed: int) -> None:
    texts = _filled(path, 120)
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(1 + seed * 3):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    known, _ = _survivors(path, texts)
    assert known >= 0


def test_salvage_keeps_the_order_of_answers(path: Path) -> None:
    put(path, "a", answer=replace(ANSWER, text="old"))
    put(path, "a", answer=replace(ANSWER, text="new"))
    _filled(path)
    data = bytearray(path.read_bytes())
    start = data.index(b"An answer. 200 ") // 4096 * 4096
    data[start : start + 4096] = bytes(4096)
    path.write_bytes(data)
    _, notes = _survivors(path, [])
    assert notes
    with Journal(path) as journal:
        found = journal.get(question("a"))
    assert found is not None
    assert found.text == "new a"


REQUEST = replace(
    question(),
    params={"temperature": 0.5, "max_tokens": 10},
    schema={"type": "array"},
    task="qa",
    variables={"text": "x"},
)


@pytest.mark.parametrize(
    "change",
    [
        {"model": "other"},
        {"params": {"temperature": 0.6, "max_tokens": 10}},
        {"params": {"temperature": 0.5}},
        {"messages": (Message("user", "Q?"),)},
        {"messages": (Message("system", "s"), Message("assistant", "Q?"))},
        {"messages": (Message("system", "s"), Message("user", "Q!"))},
        {
            "messages": (
                Message("system", "s"),
                Message("user", "Q?", (Image(data=b"a", media_type="image/png"),)),
            )
        },
        {"schema": None},
        {"schema": {"type": "object"}},
        {"sample": 1},
    ],
)
def test_another_question_has_another_key(change: dict[str, object]) -> None:
    assert request_key(replace(REQUEST, **change)) != request_key(REQUEST)  # type: ignore[arg-type]


def test_images_count_by_their_bytes() -> None:
    def key(data: bytes, name: str) -> str:
        image = Image(data=data, media_type="image/png", name=name)
        return request_key(Request(messages=(Message("user", "Q?", (image,)),)))

    assert key(b"a", "x") == key(b"a", "y")
    assert key(b"a", "x") != key(b"b", "x")


@pytest.mark.parametrize(
    "change",
    [
        {"task": "other"},
        {"variables": {}},
        {"params": {"max_tokens": 10, "temperature": 0.5}},
    ],
)
def test_what_the_model_does_not_see_leaves_the_key_alone(change: dict[str, object]) -> None:
    assert request_key(replace(REQUEST, **change)) == request_key(REQUEST)  # type: ignore[arg-type]


@given(st.text(), st.text())
def test_keys_tell_any_two_texts_apart(first: str, second: str) -> None:
    same = request_key(question(first)) == request_key(question(second))
    assert same is (first == second)


def test_an_answer_from_before_a_schema_was_asked_for_serves_until_it_is_of_no_use(
    path: Path,
) -> None:
    structured = replace(question(), schema={"type": "object"})
    put(path, "Q?")
    with Journal(path) as journal:
        found = journal.get(structured)
        assert found is not None
        assert found.text == "An answer. Q?"
        asyncio.run(journal.reject(structured))
        assert journal.get(structured) is None
        asyncio.run(journal.put(structured, replace(ANSWER, text="New.")))
        found = journal.get(structured)
        assert found is not None
        assert found.text == "New."
        assert journal.get(question()) is None
