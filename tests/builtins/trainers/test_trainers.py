"""What ``--for TRAINER`` writes: data under the names that are read, and settings that parse."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from sdk_builtins.trainers import sdk_trainers
from sdk_core.cli.root import cli
from sdk_core.errors import UsageError
from sdk_core.export.trainer_settings import epochs, sequence_length
from sdk_core.rows.lengths import Lengths
from sdk_core.specs import TaskSpec, TrainerSpec

TASKS = [(trainer, task) for trainer in sdk_trainers() for task in trainer.tasks]
NAMES = {"mlx": "valid.jsonl", "megatron": "validation.jsonl"}
RECORDS = [
    {
        "question": f"What is {sha256(bytes([n])).hexdigest()}?",
        "answer": f"Lock {n} lifts boats.",
        "reasoning": f"Locks lift boats, and {n} is one.",
        "rejected": "A key.",
        "provenance": {"source": f"/home/me/canal{n}.pdf", "document_id": f"{n:016x}"},
    }
    for n in range(60)
]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("records") / "canal.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def save(records: Path, folder: Path, *more: str) -> Result:
    """Run ``save-as`` in this process."""
    return CliRunner().invoke(cli, ["save-as", str(records), "-o", str(folder), *more])


def made_for(
    records: Path, folder: Path, trainer: str, *more: str, merge: str = "canal"
) -> dict[str, str]:
    """Write the dataset for a trainer and return its text files by name."""
    done = save(records, folder / merge, "--merge", merge, "--for", trainer, *more)
    assert done.exit_code == 0, done.output
    files = [p for p in (folder / merge).iterdir() if p.suffix != ".parquet"]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def require_sound(name: str, text: str, folder: Path) -> None:
    """Read a file by its ending, as the one who is to read it would."""
    if name.endswith(".py"):
        compile(text, name, "exec")
    elif name.endswith(".sh"):
        (folder / name).write_text(text, encoding="utf-8")
        sh = shutil.which("sh")
        assert sh is not None
        subprocess.run([sh, "-n", folder / name], check=True)
        assert not re.search(r"\\\n\s*(\n|\Z)", text), "a line goes on into nothing"
    elif name.endswith(".yaml"):
        assert yaml.load(text, Loader=_Tagged)
    elif name.endswith(".json"):
        assert json.loads(text)


class _Tagged(yaml.SafeLoader):
    """Reads lm-evaluation-harness's own ``!function`` too."""


_Tagged.add_constructor("!function", lambda loader, node: node.value)


@pytest.mark.parametrize(
    ("trainer", "task"), TASKS, ids=lambda spec: spec.name if hasattr(spec, "name") else spec.task
)
def test_data_and_settings(
    trainer: TrainerSpec, task: TaskSpec, records: Path, tmp_path: Path
) -> None:
    flags = ("--task", task.task, "--split", "60/20/20")
    files = made_for(records, tmp_path, trainer.name, *flags)
    settings = set(files) - {"README.md", "export.json"} - {n for n in files if "jsonl" in n}
    assert settings
    text = "".join(files[name] for name in settings)
    assert "{{" not in text.replace("{{question}}", "").replace("{{answer}}", "")
    assert "{%" not in text
    for name in settings:
        require_sound(name, files[name], tmp_path)
    data = {path.name for path in (tmp_path / "canal").iterdir()} - settings
    ending = "parquet" if task.storages[0] == "parquet" else "jsonl"
    names = {"train", "validation", "test"} if task.task != "eval" else {"test"}
    own = dict(task.split_names)
    expected = {f"{own.get(name, name)}.{ending}" for name in names}
    assert data == {*expected, "README.md", "export.json"}
    assert NAMES.get(trainer.name, next(iter(expected))) in data
    told = json.loads(files["export.json"])
    assert (told["trainer"], told["task"]) == (trainer.name, task.task)
    if task.task == "eval":
        assert 0 < told["rows_out"] < 30  # the same rows that training on the other splits leaves
        assert told["dropped"]["other splits"] + told["rows_out"] == 60


def test_names_that_only_look_harmless(records: Path, tmp_path: Path) -> None:
    for trainer in ("inspect", "lm-eval", "llamafactory", "vertex", "trl"):
        flags = ("--base-model", "a'\"$(b)\n/c")
        files = made_for(records, tmp_path / trainer, trainer, *flags[:1], "a'b\"c$(d)")
        for name in set(files) - {"README.md"}:
            require_sound(name, files[name], tmp_path)


def test_llama_factory_reads_columns_and_tags(records: Path, tmp_path: Path) -> None:
    def info(task: str, *more: str) -> dict[str, Any]:
        files = made_for(records, tmp_path / (task + "".join(more)), "llamafactory", *more)
        told: dict[str, Any] = json.loads(files["dataset_info.json"])["canal"]
        assert json.loads(files["train.jsonl"].splitlines()[0]).keys() >= set(
            told["columns"].values()
        )
        return told

    tuning = info("sft")
    assert tuning["file_name"] == "train.jsonl"
    assert tuning["formatting"] == "sharegpt"
    assert (tuning["tags"]["role_tag"], tuning["tags"]["user_tag"]) == ("role", "user")
    pairs = info("dpo", "--task", "dpo")
    assert pairs["ranking"] is True
    assert set(pairs["columns"]) == {"messages", "chosen", "rejected"}
    assert set(info("kto", "--task", "kto")["columns"]) == {"messages", "kto_tag"}
    assert info("alpaca", "--format", "alpaca")["columns"]["response"] == "output"


def test_settings_come_from_the_data(records: Path, tmp_path: Path) -> None:
    files = made_for(records, tmp_path, "axolotl", "--base-model", "me/small")
    config = yaml.safe_load(files["axolotl.yaml"])
    assert config["base_model"] == "me/small"
    assert config["sequence_len"] == 256
    assert config["num_epochs"] == 5
    assert [entry["path"] for entry in config["datasets"]] == ["train.jsonl"]
    assert "60 rows to train on" in files["axolotl.yaml"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({10: 100}, 256),
        ({900: 100}, 960),
        ({1000: 99, 1900: 1}, 2048),
        ({1000: 990, 50_000: 10}, 1024),
        ({9000: 1}, 9216),
        ({}, 256),
    ],
)
def test_sequence_length(found: dict[int, int], expected: int) -> None:
    lengths = Lengths(len, "a tokenizer")
    lengths.found.update(found)
    assert sequence_length(lengths) == expected


def test_few_rows_get_epochs() -> None:
    assert [epochs(rows, "sft") for rows in (100, 5_000, 20_000, 100_000)] == [5, 3, 2, 1]
    assert epochs(100, "dpo") == 1


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (["--for", "mlx", "--storage", "parquet"], "train.jsonl, valid.jsonl and test.jsonl"),
        (["--for", "mlx", "--task", "dpo"], "it has sft"),
        (["--for", "openai", "--format", "vertex"], "it reads openai"),
        (["--for", "swift", "--reasoning", "field"], "takes no notice"),
        (["--for", "openai", "--compress", "gz"], "one plain file"),
        (["--for", "llamafactory", "--task", "kto", "-O", "style=trl"], "style=llamafactory"),
        (["--for", "llamafactory", "--task", "kto", "-f", "kto", "--style", "trl"], "it needs"),
        (["--for", "mxl"], "did you mean mlx"),
        (["--task", "dpo"], "name the trainer with --for"),
    ],
)
def test_contradictions_are_refused(
    flags: list[str], reason: str, records: Path, tmp_path: Path
) -> None:
    error = save(records, tmp_path / "x", *flags).exception
    assert isinstance(error, UsageError)
    assert reason in f"{error.message} {error.hint}"
    assert not (tmp_path / "x").exists()


def test_questions_that_look_alike_are_trained_on(tmp_path: Path) -> None:
    source = tmp_path / "alike.jsonl"
    rows = [{"question": f"What is lock number {n}?", "answer": str(n)} for n in range(20)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    flags = ("--for", "trl", "--split", "50/50", "--split-by", "row")
    done = save(source, tmp_path / "x", *flags)
    assert done.exit_code == 0, done.output
    files = [tmp_path / "x" / f"{split}.jsonl" for split in ("train", "test")]
    assert [len(file.read_text().splitlines()) for file in files] == [10, 10]


def test_too_few_rows_for_a_service(records: Path, tmp_path: Path) -> None:
    done = save(records, tmp_path / "x", "--for", "openai", "--limit", "9")
    assert done.exit_code == 4
    assert "openai takes 10 rows or more for sft, and 9 were made" in " ".join(done.output.split())
    assert not (tmp_path / "x").exists()
