"""``save-as``: datasets as folders, pictures, documents, and storages that break their word."""

from __future__ import annotations

import json
import shutil

import pytest
from datasets import load_dataset

from tests.cli.conftest import DOCUMENTS

PAIRS = [
    {
        "question": f"Question {n} about {word}?",
        "answer": f"Answer {n}.",
        "provenance": {"source": f"{word}.pdf", "document_id": word},
    }
    for n, word in enumerate(["tide", "quartz", "harbour", "comet", "glacier", "loom"] * 2)
]

LIARS = """
import json
from sdk_core.components import Storage

class Liar(Storage):
    def write(self, splits, path):
        [[rows]] = splits.values()
        kept = [dict(row) for row in rows]
        path.write_text(json.dumps(self.changed(kept)))
        return len(kept)

    def read(self, path):
        yield "", json.loads(path.read_text())

class Cutter(Liar):
    def changed(self, rows):
        rows[1]["answer"] = rows[1]["answer"][:-1]
        return rows

class Loser(Liar):
    def changed(self, rows):
        return rows[:-1]
"""
REGISTRATION = """
from sdk_core.api import StorageSpec, hookimpl

@hookimpl
def sdk_storages():
    yield StorageSpec(name="cutter", target="acme_liars:Cutter", summary="Cuts an answer")
    yield StorageSpec(name="loser", target="acme_liars:Loser", summary="Loses a row")
"""


def test_a_dataset_of_many_files(sdk, write, work, tmp_path):
    write("in/a.json", {"qa_pairs": PAIRS[:7]})
    write("in/b.jsonl", "".join(json.dumps(pair) + "\n" for pair in PAIRS[7:]))
    flags = ("--merge", "all", "-f", "chatml", "--split", "50/50", "--shard-size", "3")
    done = sdk("save-as", "in", *flags, "--compress", "gz", "--json")
    assert done.code == 0, done.err
    (item,) = done.json["items"]
    assert item["made"] + item["filtered"] == item["planned"] == 12
    folder = work / "data/final/all"
    names = sorted(path.name for path in folder.glob("*.gz"))
    assert any(name.startswith("train-00000-of-") for name in names)
    loaded = load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert sum(map(len, loaded.values())) == item["made"]
    asked = {
        split: {row["messages"][1]["content"].split()[-1] for row in rows}
        for split, rows in loaded.items()
    }
    assert not asked["train"] & asked["test"]


def test_pictures_beside_the_rows_and_inside_them(sdk, work, read):
    shutil.copy(DOCUMENTS / "slides.pptx", work)
    assert sdk("ingest", "slides.pptx", "--multimodal").code == 0
    made = sdk(
        *("create", "data/parsed/slides.lance", "--type", "multimodal-qa"),
        *("--provider", "offline", "-n", "2"),
    )
    assert made.code == 0, made.err
    pairs = "data/generated/slides_multimodal_qa_pairs.json"
    assert sdk("save-as", pairs, "-f", "multimodal", "-o", "out").code == 0
    for row in read("out/train.jsonl"):
        assert row["messages"][0]["content"].startswith("<image>\n")
        (name,) = row["images"]
        assert (work / "out" / name).read_bytes().startswith(b"\x89PNG")
    assert (
        sdk("save-as", pairs, "-f", "multimodal", "--images", "data-url", "-o", "x.jsonl").code == 0
    )
    assert read("x.jsonl")[0]["images"][0].startswith("data:image/png;base64,")
    shutil.rmtree(work / "data/parsed")
    gone = sdk("save-as", pairs, "-f", "multimodal", "-o", "gone")
    assert gone.code == 4
    assert "which is not below data/parsed" in gone.err
    assert not (work / "gone").exists()


def test_documents_themselves_for_further_pretraining(sdk, write, read):
    write("notes.txt", "A first line.\n\nA second one.")
    assert sdk("ingest", "notes.txt").code == 0
    assert sdk("save-as", "data/parsed/notes.lance", "-f", "cpt").code == 0
    assert read("data/final/notes_cpt.jsonl") == [{"text": "A first line.\n\nA second one."}]
    refused = sdk("save-as", "data/parsed/notes.lance", "-f", "alpaca")
    assert refused.code == 2
    assert "not a file of examples" in refused.err


@pytest.mark.parametrize("storage", ["cutter", "loser"])
def test_what_was_not_kept_is_not_put_in_place(sdk, write, work, install, storage):
    write("in.json", {"qa_pairs": PAIRS[:3]})
    write("out.json", "older")
    env = install("acme_lying", REGISTRATION, acme_liars=LIARS)
    done = sdk("save-as", "in.json", "--storage", storage, "-o", "out.json", env=env)
    assert done.code == 6
    row = 2 if storage == "cutter" else 3
    assert f"does not hold what was written: row {row} differs" in done.err
    assert f"a defect of the storage '{storage}'" in done.err
    assert (work / "out.json").read_text() == "older"


@pytest.mark.parametrize(
    "metadata",
    [{"record_kind": {"name": "glossary"}}, {"kind": "glossary", "key": "examples"}],
    ids=["declared", "undeclared"],
)
def test_a_format_that_carries_nothing_of_it_says_so_before_writing(sdk, write, work, metadata):
    content = {"summary": "S", "examples": [{"term": "t"}], "metadata": metadata}
    write("doc.json", content)
    done = sdk("save-as", "doc.json", "-f", "alpaca")
    assert done.code == 4
    assert "holds glossary records, which the format 'alpaca' cannot carry" in done.err
    assert not (work / "data").exists()
    none = sdk("save-as", write("pairs.json", {"qa_pairs": PAIRS}), "-f", "dpo")
    assert none.code == 4
    assert "no worse answer" in none.err
