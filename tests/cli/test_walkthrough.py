"""The walk-through as it is written in the documentation."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from datasets import load_from_disk

from tests.cli import model as good_model
from tests.cli.model import of_task
from tests.server.openai_server import OpenAIServer

SERVED = "meta-llama/Llama-3.3-70B-Instruct"


def walk(sdk, *, before=()):
    """Run the four steps on the report and return what each printed."""
    said = []
    curated = "data/curated/report_cleaned.json"
    for command in (
        ["ingest", "docs/report.pdf"],
        ["create", "data/parsed/report.lance", "--type", "qa"],
        ["curate", "data/generated/report_qa_pairs.json"],
        ["save-as", curated, "--format", "alpaca", "--storage", "hf"],
    ):
        done = sdk(*before, *command)
        assert done.code == 0, done.err
        said.append(done.out.strip())
    return said


@pytest.fixture
def report(documents: Path, work: Path) -> None:
    (work / "docs").mkdir()
    (documents / "report.pdf").rename(work / "docs" / "report.pdf")


def check_the_steps(said, work):
    ingested, created, curated, exported = said
    assert ingested == "Text successfully extracted to data/parsed/report.lance"
    assert created.startswith("Content saved to data/generated/report_qa_pairs.json")
    assert curated.startswith("Cleaned content saved to data/curated/report_cleaned.json")
    assert exported.startswith("Converted to alpaca format")
    assert "data/final/report_cleaned_alpaca_hf" in exported
    dataset = load_from_disk(str(work / "data/final/report_cleaned_alpaca_hf"))
    assert len(dataset) == 25
    assert set(dataset.column_names) == {"instruction", "input", "output"}
    assert dataset[0]["output"] == "Answer 1 is naïve ≥ 5"
    assert dataset[0]["input"] == ""
    assert sorted(p.name for p in (work / "data").iterdir()) == [
        "curated",
        "final",
        "generated",
        "parsed",
    ]


@pytest.mark.usefixtures("report")
def test_without_a_config_vllm_is_asked_at_port_8000(sdk, work):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", 8000))
        except OSError:
            pytest.skip("port 8000 is taken on this machine")
    with OpenAIServer(good_model.reply, port=8000, models=(SERVED,)) as server:
        checked = sdk("system-check")
        assert checked.code == 0
        assert "vLLM server is running" in checked.out
        assert "http://localhost:8000/v1" in checked.out
        check_the_steps(walk(sdk), work)
        assert {r.body["model"] for r in server.chat} == {"meta-llama/Llama-3.3-70B-Instruct"}


@pytest.mark.usefixtures("report")
@pytest.mark.installed
def test_with_a_config_of_three_keys(sdk, work, write, model):
    model.api_key = "sk-three-keys-0001"
    write(
        "config.yaml",
        'llm: {provider: "api-endpoint"}\n'
        f'api-endpoint: {{api_base: "{model.url}", api_key: "sk-three-keys-0001", '
        'model: "acme/large"}\n',
    )
    checked = sdk("-c", "config.yaml", "system-check")
    assert checked.code == 0
    assert "api-endpoint is running" in checked.out
    check_the_steps(walk(sdk, before=("-c", "config.yaml")), work)
    assert {request.body["model"] for request in model.chat} == {"acme/large"}
    assert "sk-three-keys-0001" not in (work / "data/generated/report_qa_pairs.json").read_text()


def test_directories(sdk, work, write, documents, model, listing, read):
    write("config.yaml", f'llm: {{provider: vllm}}\nvllm: {{api_base: "{model.url}"}}\n')
    config = ("-c", "config.yaml")
    (documents / "picture.bmp").write_bytes(b"BM")

    ingested = sdk(*config, "ingest", "./documents/", "--output-dir", "data/parsed")
    assert ingested.code == 0, ingested.err
    assert ingested.out.count("Text successfully extracted to data/parsed/") == 6
    assert "picture.bmp" in ingested.err
    names = ["README", "article", "handbook", "notes", "report", "slides"]
    assert listing("data/parsed") == [f"{name}.lance" for name in names]

    created = sdk(
        *config, "create", "./data/parsed/", "--type", "qa", "--output-dir", "data/generated"
    )
    assert created.code == 0, created.err
    assert listing("data/generated") == [f"{name}_qa_pairs.json" for name in names]
    assert {len(read(f"data/generated/{n}_qa_pairs.json")["qa_pairs"]) for n in names} == {25}
    assert len(of_task(model, "qa")) == 6

    curated = sdk(
        *config, "curate", "./data/generated/", "--threshold", "8.0", "--output", "data/curated"
    )
    assert curated.code == 0, curated.err
    assert listing("data/curated") == [f"{name}_cleaned.json" for name in names]

    exported = sdk(
        *config,
        *("save-as", "./data/curated/", "-f", "ft", "--storage", "hf", "--output", "data/final"),
    )
    assert exported.code == 0, exported.err
    assert listing("data/final") == [f"{name}_cleaned_ft_hf" for name in names]
    dataset = load_from_disk(str(work / "data/final/notes_cleaned_ft_hf"))
    assert [turn["role"] for turn in dataset[0]["messages"]] == ["system", "user", "assistant"]

    verbose = sdk(
        *config,
        *("create", "./data/parsed/", "--type", "cot", "--chunk-size", "6000", "--verbose"),
    )
    assert verbose.code == 0, verbose.err
    assert len(listing("data/generated")) == 12
    assert all(f"data/parsed/{name}.lance" in verbose.err for name in names)
    assert len(read("data/generated/notes_cot_examples.json")["cot_examples"]) == 5
