"""``save-as``: each format and storage, by name and content."""

from __future__ import annotations

import json

import pytest
from datasets import load_from_disk

QA = [{"question": "Où?", "answer": "Là."}, {"question": "Q2?", "answer": "A\n2"}]
COT = [{"question": "Why?", "reasoning": "Step 1.\nStep 2.", "answer": "So."}]


def test_formats_of_pairs(sdk, write, read, work):
    write("doc.json", {"summary": "S", "qa_pairs": QA})
    for name, file in [
        ("jsonl", "doc.jsonl"),
        ("alpaca", "doc_alpaca.json"),
        ("ft", "doc_ft.json"),
        ("chatml", "doc_chatml.jsonl"),
    ]:
        done = sdk("save-as", "doc.json", *(() if name == "jsonl" else ("-f", name)))
        assert done.code == 0, done.err
        assert f"Converted to {name} format" in done.out
        assert f"data/final/{file}" in done.out
    assert read("data/final/doc.jsonl") == QA
    assert read("data/final/doc_alpaca.json") == [
        {"instruction": pair["question"], "input": "", "output": pair["answer"]} for pair in QA
    ]
    tuned = read("data/final/doc_ft.json")
    assert tuned == read("data/final/doc_chatml.jsonl")
    assert [turn["role"] for turn in tuned[0]["messages"]] == ["system", "user", "assistant"]
    assert tuned[1]["messages"][2]["content"] == "A\n2"
    text = (work / "data/final/doc_alpaca.json").read_text(encoding="utf-8")
    assert "Où?" in text
    assert text.endswith("]\n")


@pytest.mark.parametrize("name", ["jsonl", "alpaca", "ft", "chatml"])
def test_reasoning_survives(sdk, write, work, name):
    write("doc.json", {"cot_examples": COT})
    done = sdk("save-as", "doc.json", "-f", name, "-o", "out")
    assert done.code == 0, done.err
    text = (work / "out").read_text(encoding="utf-8")
    assert "Step 1.\\nStep 2." in text
    assert "So." in text


def test_reasoning_survives_all_four_steps(sdk, write, read, at):
    write("notes.txt", "A text that is long enough to ask a question about it. " * 3)
    assert sdk("create", "notes.txt", "--type", "cot", *at).code == 0
    assert (
        sdk("curate", "data/generated/notes_cot_examples.json", "--judge", "rating", *at).code == 0
    )
    curated = "data/curated/notes_cot_examples_cleaned.json"
    assert {r["reasoning"] for r in read(curated)["cot_examples"]} == {"First this.\nThen that."}
    assert sdk("save-as", curated, "-f", "ft").code == 0
    for row in read("data/final/notes_cot_examples_cleaned_ft.json"):
        assert "First this.\nThen that." in row["messages"][-1]["content"]


def test_hugging_face_directories(sdk, write, work):
    write("doc.json", {"qa_pairs": QA})
    for name, columns in [("jsonl", {"question", "answer"}), ("chatml", {"messages"})]:
        done = sdk("save-as", "doc.json/", "--storage", "hf", "--format", name)
        assert done.code == 0, done.err
        dataset = load_from_disk(str(work / f"data/final/doc_{name}_hf"))
        assert set(dataset.column_names) == columns
        assert len(dataset) == 2
    again = sdk("save-as", "doc.json", "--storage", "hf", "--format", "chatml")
    assert again.code == 0, again.err


@pytest.mark.parametrize(
    "content",
    [
        {"qa_pairs": QA},
        {"filtered_pairs": QA},
        QA,
        [{"role": "user", "content": "Où?"}, {"role": "assistant", "content": "Là."}],
        [{"conversations": [{"from": "human", "value": "Où?"}, {"from": "gpt", "value": "Là."}]}],
        {
            "conversations": [
                [{"role": "user", "content": "Où?"}, {"role": "assistant", "content": "Là."}]
            ]
        },
        [
            {
                "messages": [
                    {"role": "user", "content": "Où?"},
                    {"role": "assistant", "content": "Là."},
                ]
            }
        ],
    ],
)
def test_every_input_that_is_promised(sdk, write, read, content):
    write("in.json", content)
    done = sdk("save-as", "in.json", "-f", "alpaca", "-o", "out.json")
    assert done.code == 0, done.err
    row = read("out.json")[0]
    assert (row["instruction"], row["output"]) == ("Où?", "Là.")


def test_json_lines_with_a_bad_line(sdk, write, read):
    write("in.jsonl", f"{json.dumps(QA[0])}\nnonsense\n{json.dumps(QA[1])}\n")
    done = sdk("save-as", "in.jsonl", "-f", "alpaca")
    assert done.code == 3
    assert "line 2" in done.err
    assert len(read("data/final/in_alpaca.json")) == 2


def test_a_directory_with_a_bad_file(sdk, write, listing):
    write("in/a_cleaned.json", {"qa_pairs": QA})
    write("in/bad.json", "[]]")
    write("in/sub/b.json", {"qa_pairs": QA})
    some = sdk("save-as", "in", "-f", "ft", "-o", "out")
    assert some.code == 3
    assert "in/bad.json" in some.err
    assert listing("out") == ["a_cleaned_ft.json"]
    deep = sdk("save-as", "in", "-f", "ft", "-o", "deep", "-r")
    assert deep.code == 3
    assert listing("deep/sub") == ["b_ft.json"]
    write("worse/bad.json", "{")
    worse = sdk("save-as", "worse")
    assert worse.code == 4
    assert worse.out == ""


def test_nothing_is_written_where_there_is_nothing(sdk, write, work):
    write("empty.json", {"qa_pairs": []})
    done = sdk("save-as", "empty.json")
    assert done.code == 4
    assert "empty.json" in done.err
    assert not (work / "data").exists()


def test_text_that_spoils_a_whole_file_is_left_out_by_every_format(sdk, write, work):
    bad = {"a\x00b": "NUL", "a\udc80": "half a character (U+DC80)"}
    write("in/bad.json", {"qa_pairs": [*QA, *({"question": "q?", "answer": a} for a in bad)]})
    write("in/good.json", {"qa_pairs": QA})
    listed = sdk("plugins", "list", "--kind", "exporter", "--json").json
    checked = 0
    for name in [row["name"] for row in listed]:
        done = sdk("save-as", "in", "-f", name, "--storage", "jsonl", "-o", f"out/{name}")
        written = {path.name[:3]: path.read_bytes() for path in (work / "out" / name).glob("*.j*")}
        if "goo" in written:  # else it has no use for pairs
            assert (name, done.code) == (name, 3)
            assert all(reason in done.err for reason in bad.values()), name
            assert written["bad"] == written["goo"], name
            checked += 1
    assert checked > 10


def test_the_config_says_what_is_usual(sdk, write, read, work):
    write("c.yaml", "format: {default: alpaca, pretty_json: false, include_metadata: true}\n")
    write("doc.json", {"qa_pairs": [{**QA[0], "provenance": {"source": "a.txt"}}]})
    assert sdk("save-as", "doc.json", "-c", "c.yaml").code == 0
    assert (work / "data/final/doc_alpaca.json").read_text(encoding="utf-8").count("\n") <= 3
    assert sdk("-c", "c.yaml", "save-as", "doc.json", "-f", "jsonl").code == 0
    assert "a.txt" in json.dumps(read("data/final/doc.jsonl"))
    assert sdk("save-as", "doc.json", "-f", "jsonl").code == 0
    assert read("data/final/doc.jsonl") == [QA[0]]
