"""The dataset card and the manifest: what the Hub and ``datasets`` read of them, what they tell."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import datasets
import pytest
import yaml
from click.testing import CliRunner

from sdk_core.cli.root import cli
from sdk_core.columns import infer_columns
from sdk_core.export.card import features
from sdk_core.export.provenance import MOST, ProvenanceSummary, public_name, public_word
from sdk_core.model import Example, Provenance

CURATED = {
    "summary": "Canals.",
    "qa_pairs": [
        {
            "question": f"What is the {word} of a canal, and what is it good for?",
            "answer": "It lifts boats.\u2028And lowers them.",
            "rating": 8,
            "provenance": {
                "source": "/home/me/secret | `x`/canal.pdf",
                "document_id": "0123456789abcdef",
                "generator": "synthetic-data-kit/qa",
                "prompt": "qa_generation",
                "prompt_origin": "builtin",
                "prompt_sha256": "5" * 64,
                "backend": "vllm",
                "model": "me/model",
            },
        }
        for word in ("lock", "bridge", "bank", "lock")
    ],
    "rejected": [{"question": "q?", "answer": "a", "reason": "below 7"}],
    "metadata": {
        "prompts": {"summary": {"origin": "/home/me/p.j2", "sha256": "6" * 64}},
        "curation": {"judges": ["rating"], "threshold": 7.5, "backend": "b", "model": "judge-1"},
    },
}
TALKS = [
    {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]},
    {
        "messages": [
            {"role": "user", "content": "q"},
            {"role": "assistant", "content": "<think>\nr\n</think>\n\na"},
        ]
    },
]
UNLIKE = [
    {"question": "a", "answer": "b", "n": 1},
    {"question": "c", "answer": "d", "n": 0.5, "tags": ["x"], "o": {"p": [{"q": True}]}},
]


def save(folder: Path, content: Any, *more: str) -> Path:
    """Write the content and export it as one dataset; return its folder."""
    lines = isinstance(content, list)
    source = folder / ("in.jsonl" if lines else "canal_cleaned.json")
    text = "".join(json.dumps(row) + "\n" for row in content) if lines else json.dumps(content)
    source.write_text(text, encoding="utf-8")
    arguments = ["save-as", str(source), "-o", f"{folder}/out", "--merge", "canal", *more]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    return folder / "out"


def read_card(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the header and the text of a card."""
    _, header, text = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(header), text


def test_what_the_card_tells(tmp_path: Path) -> None:
    folder = save(tmp_path, CURATED, "-f", "messages", "--dedup", "exact", "--license", "mit")
    header, text = read_card(folder)
    assert header["license"] == "mit"
    assert header["language"] == ["en"]
    assert {"synthetic"} <= set(header["tags"])
    assert header["annotations_creators"] == ["machine-generated"]
    assert header["size_categories"] == ["n<1K"]
    assert header["task_categories"] == ["question-answering", "text-generation"]
    assert header["configs"][0]["data_files"] == [{"split": "train", "path": "train.jsonl"}]
    assert header["dataset_info"]["splits"][0]["num_examples"] == 3
    assert "/home/me" not in text
    for told in (
        "`canal.pdf` | `0123456789abcdef`",
        "generator `synthetic-data-kit/qa`, backend `vllm`, model `me/model`",
        f"name `qa_generation`, from `builtin`, SHA-256 `{'5' * 64}`",
        f"name `summary`, from `p.j2`, SHA-256 `{'6' * 64}`",
        "judge `rating`, backend `b`, model `judge-1`",
        "Lowest rating kept: `7.5`",
        "| repetition | 1 |",
        "| rejected by a judge, and not read | 1 |",
    ):
        assert told in text


def test_the_manifest_accounts_for_every_file_and_row(tmp_path: Path) -> None:
    first = save(tmp_path, CURATED, "-f", "messages", "--dedup", "exact")
    manifest = (first / "export.json").read_bytes()
    told = json.loads(manifest)
    assert told["rows_in"] == told["rows_out"] + sum(told["dropped"].values()) == 4
    files = {path.name: path.read_bytes() for path in first.iterdir()}
    assert told["files"] == {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
        if name != "export.json"
    }
    assert told["inputs"][0]["records"] == 4
    assert told["read_back_and_compared"] is True
    assert str(tmp_path) not in manifest.decode()
    again = save(tmp_path, CURATED, "-f", "messages", "--dedup", "exact")
    assert (again / "export.json").read_bytes() == manifest


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        (TALKS, ("-f", "messages", "--reasoning", "field")),
        (TALKS, ("-f", "vertex")),
        (TALKS, ("-f", "bedrock", "--storage", "parquet")),
        (TALKS, ("-f", "sharegpt", "--storage", "hub")),
        (TALKS, ("-f", "messages", "--shard-size", "1", "--compress", "gz")),
        (UNLIKE, ("-f", "jsonl")),
        ([{"question": "a", "answer": "b"}], ("-f", "alpaca", "--storage", "csv")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_datasets_opens_the_folder_by_its_card(
    content: Any, flags: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    folder = save(tmp_path, content, *flags)
    loaded = datasets.load_dataset(str(folder))
    assert {name: len(part) for name, part in loaded.items()} == {"train": len(content)}
    assert [f["name"] for f in read_card(folder)[0]["dataset_info"]["features"]] == loaded[
        "train"
    ].column_names


def test_without_card_and_for_single_files(tmp_path: Path) -> None:
    folder = save(tmp_path, TALKS, "-f", "messages", "--no-card")
    assert {path.name for path in folder.iterdir()} == {"train.jsonl", "export.json"}
    done = CliRunner().invoke(cli, ["save-as", f"{tmp_path}/in.jsonl", "-o", f"{tmp_path}/x.jsonl"])
    assert done.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out", "x.jsonl"}


def test_features_of_nested_columns() -> None:
    rows = [{"a": 1, "b": [1.5], "c": {"d": True}, "e": [{"f": "x"}], "g": None, "h": [[1]]}]
    assert features(infer_columns(rows)) == [
        {"name": "a", "dtype": "int64"},
        {"name": "b", "list": "float64"},
        {"name": "c", "struct": [{"name": "d", "dtype": "bool"}]},
        {"name": "e", "list": [{"name": "f", "dtype": "string"}]},
        {"name": "g", "dtype": "string"},
        {"name": "h", "list": {"list": "int64"}},
    ]


def test_facts_stay_small_and_private() -> None:
    facts = ProvenanceSummary()
    for number in range(MOST + 10):
        origin = Provenance(source=f"{number}.pdf", document_id=str(number), generator="g")
        facts.see(Example(kind="qa", fields={"question": "q"}, provenance=origin))
    assert len(facts.sources) == MOST
    assert facts.sources.more
    assert list(facts.generators) == [("g", "", "")]
    assert public_name("C:\\Users\\me\\a.pdf") == "a.pdf"
    assert public_name("https://me:pw@host/a/b.html") == "https://host/a/b.html"
    assert public_word("/home/me/data/in.json") == "in.json"
    assert public_word("data/in.json") == "data/in.json"
