"""``validate``: golden files pass as their own format, and each small defect is found."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sdk_core.config.layers import load_config
from sdk_core.errors import DocumentError, UsageError
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.rows.measures import Measurements
from sdk_core.runs.session import Session
from sdk_core.validate.stage import FileReport, run
from tests.builtins.exporters.golden_rows import GOLDEN
from tests.registry.distributions import core, install

ASK = {"role": "user", "content": "q?"}
TELL = {"role": "assistant", "content": "a"}
WORSE = {"role": "assistant", "content": "b"}
TALK = {"messages": [ASK, TELL]}
QA = {"question": "q?", "answer": "a"}
PARTS = {"contents": [{"role": "user", "parts": [{"text": "q"}]}]}
BLOCKS = [{"role": "user", "content": [{"text": "q"}]}]


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(
        loaded=load_config(environment={}), registry=Registry(Manager(distributions=[core()]))
    )


Look = Callable[..., FileReport]


@pytest.fixture
def look(session: Session, tmp_path: Path) -> Look:
    def do(content: Any, name: str, format_name: str = "jsonl", **asked: Any) -> FileReport:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else lines(*content))
        return run(session, str(path), format_name, Measurements(**asked))

    return do


def lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def talk(*turns: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [{"messages": list(turns), **more}]


def said(role: str, text: Any = "x", **more: Any) -> dict[str, Any]:
    return {"role": role, "content": text, **more}


@pytest.mark.parametrize("golden", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_a_golden_file_is_right(golden: Path, session: Session) -> None:
    least = {"openai": 10, "fireworks": 3}.get(golden.stem, 1)
    verdict = run(session, str(golden), golden.stem, Measurements())
    assert verdict.findings.problems == []
    assert verdict.rows == verdict.measured["rows"] >= least


FILES = [
    (b"\xef\xbb\xbf" + lines(QA), "x.jsonl", "encoding", "byte order mark"),
    (lines(QA).decode().encode("utf-16"), "x.jsonl", "encoding", "UTF-16"),
    (lines(QA) + b'{"question": "\xff"}\n', "x.jsonl", "encoding", "byte 15 is no UTF-8"),
    (json.dumps([QA]).encode(), "x.jsonl", "extension", "one JSON array"),
    (lines(QA, QA), "x.json", "extension", "a row a line"),
    (gzip.compress(lines(QA)), "x.jsonl", "extension", "packed with gzip"),
    (lines(QA), "x.jsonl.gz", "extension", "not packed"),
    (json.dumps(QA, indent=2).encode(), "x.jsonl", "line", "several lines"),
    (lines(QA).replace(b"\n", b"\r\n") * 2, "x.jsonl", "line", "CR and LF"),
    (lines(QA) + b"\n" + lines(QA), "x.jsonl", "line", "is empty"),
    (lines({**QA, "answer": "a\u2028b"}), "x.jsonl", "line", "bare U+2028"),
    (lines({**QA, "answer": "a\u0085b"}), "x.jsonl", "line", "bare U+0085"),
    (lines(QA) + b"{'answer': 1}\n", "x.jsonl", "json", "no JSON"),
    (b'{"rating": NaN}\n', "x.jsonl", "json", "NaN"),
    (b'[{"answer": 1}', "x.json", "json", "no JSON"),
    (b"", "x.jsonl", "rows", "no rows"),
    (b"[]", "x.json", "rows", "no rows"),
    (json.dumps({"qa_pairs": [QA]}).encode(), "x.json", "shape", "one object"),
    (lines(QA, [1]), "x.jsonl", "shape", "no object"),
    (lines(QA, {}), "x.jsonl", "shape", "empty object"),
    (b'{"answer": "\\ud83d"}\n', "x.jsonl", "characters", "half a character"),
    (lines({"answer": "a\0b"}), "x.jsonl", "characters", "NUL"),
    (b"text\r\n\xff\r\n", "x.csv", "encoding", "no UTF-8"),
]


ALPACA = {"instruction": "q?", "input": "", "output": "a"}
COLUMNS = [
    ((ALPACA, {**ALPACA, "n": 8}), "keys", "'n' appears here"),
    (({**ALPACA, "n": 8}, ALPACA), "keys", "lacks 'n'"),
    (({**ALPACA, "n": 8}, {**ALPACA, "n": 8.5}), "type", "with a fraction here"),
    (({**ALPACA, "n": 42}, {**ALPACA, "n": "forty"}), "type", "n is text here"),
    (({**ALPACA, "n": None},), "null", "n is null"),
]


@pytest.mark.parametrize(("rows", "kind", "text"), COLUMNS)
def test_a_defect_of_columns(rows: Any, kind: str, text: str, look: Look) -> None:
    verdict = look(lines(*rows), "x.jsonl", "alpaca")
    assert [p.kind for p in verdict.findings.problems] == [kind] * verdict.findings.counts[kind]
    assert text in verdict.findings.problems[0].text
    assert verdict.exit_code == 3
    own = [{**QA, **{k: v for k, v in row.items() if k == "n"}} for row in rows]
    assert look(lines(*own), "y.jsonl").findings.problems == []  # these are a record's own


@pytest.mark.parametrize(("content", "name", "kind", "text"), FILES)
def test_a_defect_of_a_file(content: bytes, name: str, kind: str, text: str, look: Look) -> None:
    verdict = look(content, name)
    assert [p.kind for p in verdict.findings.problems] == [kind] * verdict.findings.counts[kind]
    assert text in verdict.findings.problems[0].text
    assert verdict.exit_code == 3


SHAPES = [
    ("alpaca", [{"instruction": "q", "output": "a"}], "no input"),
    ("alpaca", [{"instruction": "q", "input": "", "output": " "}], "output is empty"),
    ("alpaca", [{"instruction": "q", "input": "", "output": "a", "history": ["x"]}], "history"),
    ("messages", [QA], "no messages"),
    ("messages", [{"messages": []}], "messages is empty"),
    ("messages", talk(ASK, {"role": "assistant"}), "turn 2 of messages has no content"),
    ("messages", talk(ASK, said("assistant", " ")), "an empty content"),
    ("messages", talk(ASK, said("bot")), "the role 'bot'"),
    ("messages", talk(TELL), "no turn of the user"),
    ("messages", talk(ASK, TELL, ASK), "ends with a turn of the user"),
    ("messages", talk(ASK, said("assistant", 3)), "no text as its content"),
    ("openai", talk(ASK, TELL, id=1) * 10, "the key 'id', which is refused"),
    ("openai", talk(ASK, said("assistant", reasoning_content="r")) * 10, "'reasoning_content'"),
    ("openai", [TALK] * 9, "9 rows; openai takes 10"),
    ("fireworks", [TALK] * 2, "2 rows; fireworks takes 3"),
    ("together", [{**TALK, "text": "t"}], "the key 'text'"),
    ("sharegpt", [{"conversations": [{"from": "user", "value": "q"}]}], "the from 'user'"),
    ("prompt-completion", [{"prompt": "q", "completion": ["a"]}], "completion is no text"),
    ("trl", [{"prompt": [ASK, TELL], "completion": [TELL]}], "ends with an answer"),
    ("trl", [{"prompt": [ASK], "completion": "a"}], "completion is no list of turns"),
    ("text", [{"text": ""}], "text is empty"),
    ("dpo", [{"prompt": [ASK], "chosen": [TELL], "rejected": [TELL]}], "are the same"),
    ("dpo", [{"prompt": [ASK], "chosen": [TELL]}], "no rejected"),
    ("dpo-implicit", [{"chosen": [ASK, TELL], "rejected": [said("user"), WORSE]}], "differ before"),
    ("dpo-messages", [{"messages": [ASK], "chosen": TELL, "rejected": ASK}], "rejected is no turn"),
    (
        "dpo-openai",
        [{"input": {}, "preferred_output": [TELL], "non_preferred_output": [WORSE]}],
        "no messages",
    ),
    ("dpo-swift", [{**TALK, "rejected_response": "a"}], "same as the good one"),
    ("kto", [{"prompt": [ASK], "completion": [TELL], "label": "yes"}], "no label"),
    ("grpo", [{"prompt": [ASK]}], "no solution"),
    ("vertex", [PARTS], "no answer to learn"),
    ("vertex", [{"contents": [{"role": "assistant", "parts": []}]}], "the role 'assistant'"),
    ("bedrock", [{"messages": BLOCKS}], "schemaVersion"),
    ("bedrock", [{"schemaVersion": "bedrock-conversation-2024", **TALK}], "no list of parts"),
    ("multimodal", [{**TALK, "images": ["https://x/a.png"]}], "shows 0 pictures"),
    ("multimodal", talk(said("user", "<image>"), TELL, images=["gone.png"]), "is not there"),
    ("lm-eval", [{"question": "q"}], "no answer"),
    ("inspect", [{"input": "q", "target": [1]}], "target 1 is no text"),
    ("cpt", [{"content": "x"}], "no text"),
]


@pytest.mark.parametrize(("name", "rows", "text"), SHAPES)
def test_a_defect_of_a_row(name: str, rows: list[Any], text: str, look: Look) -> None:
    verdict = look(rows, "x.jsonl", name)
    assert text in " ".join(problem.text for problem in verdict.findings.problems)
    assert set(verdict.findings.counts) <= {"shape", "rows", "pictures"}


def test_what_others_write_and_readers_read_is_right(look: Look) -> None:
    function = {"name": "f", "arguments": "{}"}
    call = {"role": "assistant", "content": "", "tool_calls": [{"id": "1", "function": function}]}
    tool = said("tool", tool_call_id="1")
    parts = said("user", [{"type": "text", "text": "q"}])
    for name, rows in {
        "messages": talk(parts, call, tool, TELL, tools="[]"),
        "openai": talk(
            ASK, {**TELL, "weight": 1}, tools=[{"type": "function", "function": function}]
        )
        * 10,
        "dpo": [{"prompt": [ASK], "chosen": [TELL], "rejected": [WORSE], "score": 0.5}],
        "prompt-completion": [{"prompt": "q", "completion": " a"}],
        "inspect": [{"input": "q", "target": ["a", "b"]}],
        "vertex": [
            PARTS | {"contents": [*PARTS["contents"], {"role": "model", "parts": [{"text": "a"}]}]}
        ],
    }.items():
        assert look(rows, "x.jsonl", name).findings.problems == [], name


def test_tables_and_folders(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "data").mkdir(parents=True)
    table = pa.Table.from_pylist([TALK, talk(ASK)[0]])
    pq.write_table(table, folder / "data" / "train-00000-of-00001.parquet")
    (folder / "test.jsonl").write_bytes(lines(TALK, {"messages": None}))
    (folder / "README.md").write_text("about it")
    stream = folder / "saved" / "data-00000-of-00001.arrow"
    stream.parent.mkdir()
    with pa.OSFile(str(stream), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.slice(0, 1))
    state = {"_data_files": [{"filename": stream.name}], "_format_type": None}
    (stream.parent / "state.json").write_text(json.dumps(state))
    verdict = run(session, str(folder), "messages", Measurements(sequence_length=11))
    found = {(p.place, p.kind) for p in verdict.findings.problems}
    assert found == {
        ("saved: row 1", "repeats"),
        ("test.jsonl: line 1", "repeats"),
        ("data/train-00000-of-00001.parquet: row 2", "shape"),
        ("test.jsonl: line 2", "null"),
        ("test.jsonl: line 2", "shape"),
    }
    assert (verdict.files, verdict.rows, verdict.measured["rows"]) == (3, 5, 3)
    assert verdict.measured["longer"] == 3
    assert any("longer than 11 tokens" in note for note in verdict.findings.notes)
    (tmp_path / "x.parquet").write_bytes(b"PAR1 and nothing")
    with pytest.raises(DocumentError, match="cannot be read as parquet"):
        run(session, str(tmp_path / "x.parquet"), "messages", Measurements())
    (tmp_path / "x.toml").write_text("a = 1")
    with pytest.raises(UsageError, match="no kind of file that is known"):
        run(session, str(tmp_path / "x.toml"), "messages", Measurements())


EARLIER = """
    import json
    from sdk_core.api import StorageSpec, hookimpl
    from sdk_core.components import Storage

    @hookimpl
    def sdk_storages():
        yield StorageSpec(
            name="canal", target="sdk_canal:Canal", summary="A folder", suffix="_canal", splits=True
        )

    class Canal(Storage):
        def write(self, rows, path): ...
        def write_splits(self, splits, path): ...
        def read(self, path):
            yield from map(json.loads, path.read_text().splitlines())
        def read_splits(self, path):
            return ((file.name, self.read(file)) for file in sorted(path.glob("*.canal")))
"""


def test_a_folder_of_splits_that_a_package_of_an_earlier_signature_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    found = install(tmp_path, "sdk-canal", EARLIER)
    registry = Registry(Manager(distributions=[core(), found]))
    session = Session(loaded=load_config(environment={}), registry=registry)
    folder = tmp_path / "set_canal"
    folder.mkdir()
    (folder / "test.canal").write_bytes(lines(QA))
    (folder / "train.canal").write_bytes(lines(QA, QA))
    with pytest.warns(DeprecationWarning, match="Canal"):
        verdict = run(session, str(folder), "jsonl", Measurements())
    assert (verdict.rows, verdict.findings.problems) == (3, [])


def test_many_problems_are_counted_and_a_few_are_kept(look: Look) -> None:
    verdict = look([QA] * 2500, "x.jsonl", "messages")
    assert verdict.findings.counts == {"shape": 2500}
    assert len(verdict.findings.problems) == 1000
