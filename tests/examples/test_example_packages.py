"""The example packages, installed from their wheels and used through the command line."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lancedb
import pytest

from sdk_core.testing.program import Finished
from tests.examples import books
from tests.examples.conftest import PACKAGES
from tests.examples.ollama_server import Body, OllamaServer, Reply, said

pytestmark = pytest.mark.xdist_group("packages")

Program = Callable[..., Finished]

TEXT = (
    "Bell Rock lighthouse was finished in 1811. Its tower of granite is 35 metres tall. "
    "The lamp could be seen from a distance of 35 miles. Robert Stevenson built it on a reef. "
    "The sea covers the reef at every tide. Work was possible for two hours a day at most."
)
HOUSE_RULE = "House rule of Acme"


@pytest.fixture
def book(work: Path) -> Path:
    """Return a whole book in the folder where the program runs."""
    path = work / "book.fb2"
    path.write_bytes(books.book())
    return path


@pytest.fixture
def notes(work: Path) -> Path:
    """Return a short text in the folder where the program runs."""
    path = work / "notes.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def config(work: Path, ollama: OllamaServer) -> Path:
    """Return a config file that makes the test server the backend."""
    path = work / "config.yaml"
    path.write_text(
        "llm: {provider: ollama}\n"
        f"ollama: {{api_base: '{ollama.url}', num_ctx: 8192, keep_alive: 10m}}\n"
        "generation: {temperature: 0.2, top_p: 0.9, max_tokens: 512, seed: 7}\n",
        encoding="utf-8",
    )
    return path


def rows(table: Path) -> list[dict[str, Any]]:
    """Return the rows of a parsed document, its metadata decoded."""
    database = lancedb.connect(table.parent)
    found: list[dict[str, Any]] = database.open_table(table.stem).to_arrow().to_pylist()
    for row in found:
        row["metadata"] = json.loads(row["metadata"])
    return found


def load(path: Path) -> Any:
    """Return the content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_plugin_is_listed_with_its_package(packaged: Program) -> None:
    listed = packaged("plugins", "list", "--json")
    components = {(row["kind"], row["name"]): row["distribution"] for row in listed.json}
    assert components["parser", "fb2"] == "sdk-fb2"
    assert components["exporter", "sharegpt-strict"] == "sdk-sharegpt"
    assert components["backend", "ollama"] == "sdk-ollama"
    assert components["parser", "pdf"] == "synthetic-data-kit"
    readable = packaged("plugins", "list").out
    for name in ("sdk-fb2 0.1.0", "sdk-sharegpt 0.1.0", "sdk-ollama 0.1.0"):
        assert f"[{name}]" in readable


def test_doctor_finds_nothing_wrong(packaged: Program) -> None:
    done = packaged("plugins", "doctor", "--strict")
    assert done.code == 0, done.out
    assert "all plugins work" in done.out
    for name in PACKAGES:
        assert re.search(rf"^ok +{name} 0\.1\.0 +\d+ ms +API 1$", done.out, re.MULTILINE), done.out


def test_help_of_the_program_loads_no_component(packaged: Program) -> None:
    code = (
        "import sys; from sdk_core.cli.main import run; run(['create', '--help']);"
        "print(sorted({'lxml', 'aiohttp', 'pydantic', 'lancedb'} & set(sys.modules)))"
    )
    assert packaged("-c", code, program="python").out.endswith("\n[]\n")


def test_options_are_explained(packaged: Program) -> None:
    parser = packaged("plugins", "info", "sdk-fb2/fb2").out
    assert "skip_front_matter (yes or no; default false)" in parser
    assert ".fb2" in parser
    assert (
        'api_base (text; default "http://localhost:11434")'
        in packaged("plugins", "info", "ollama").out
    )


def test_chapters_become_rows_of_clean_text(packaged: Program, book: Path, work: Path) -> None:
    done = packaged("ingest", book.name)
    assert done.code == 0, done.err
    assert "Text successfully extracted to data/parsed/book.lance" in done.out
    found = rows(work / "data/parsed/book.lance")
    assert [row["kind"] for row in found] == ["section"] * 4
    assert [row["index"] for row in found] == [1, 2, 3, 4]
    headings = [row["metadata"].get("heading", "") for row in found]
    assert headings == ["", "A Field Guide to Lighthouses", "The Lamp", "The Tower"]
    assert {row["title"] for row in found} == {"A Field Guide to Lighthouses"}
    facts = json.loads(found[0]["document"])
    assert facts == {"author": "Ada Quay, Bo Mole", "language": "en-GB"}
    assert "image" not in found[0]
    lamp, tower = (row["text"] for row in found[2:])
    assert lamp == (
        "# The Lamp\n\n"
        "A Fresnel lens throws the light of one lamp over twenty nautical miles—far beyond any "
        "mirror[^1].\n\n"
        "Its rings of glass bend the rays into a single beam.\n\n"
        "[^1]: Built in 1823."
    )
    assert tower.startswith("# The Tower\n\n## Granite\n\nGranite towers")
    assert tower.endswith("| Tower | Height |\n| --- | --- |\n| Bell Rock | 35 m |")


def test_front_matter_is_left_out_on_request(packaged: Program, book: Path, work: Path) -> None:
    done = packaged("ingest", book.name, "-O", "skip_front_matter=true")
    assert done.code == 0, done.err
    found = rows(work / "data/parsed/book.lance")
    assert [row["metadata"]["heading"] for row in found] == ["The Lamp", "The Tower"]
    misspelt = packaged("ingest", book.name, "-O", "skip_frontmatter=true")
    assert misspelt.code == 2
    assert "did you mean skip_front_matter?" in misspelt.err


def test_pictures_are_kept_on_request(packaged: Program, book: Path, work: Path) -> None:
    done = packaged("ingest", book.name, "--multimodal")
    assert done.code == 0, done.err
    assert "picture plan.png was left out" in done.err
    pictures = [row for row in rows(work / "data/parsed/book.lance") if row["image"]]
    assert [row["metadata"]["heading"] for row in pictures] == ["The Lamp"]
    assert pictures[0]["image"] == books.lens()
    assert pictures[0]["image_type"] == "image/png"
    assert pictures[0]["image_alt"] == "A lens with its lamp"


def test_books_that_cannot_be_read_are_told_apart(packaged: Program, work: Path) -> None:
    whole = books.book()
    shelf = {
        "cut": (whole[: len(whole) // 2], "no XML or damaged"),
        "empty": (b"", "is empty"),
        "other": (b"<book/>", "other XML"),
        "textless": (
            b'<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"/>',
            "no text found",
        ),
    }
    folder = work / "shelf"
    folder.mkdir()
    for name, (data, _) in shelf.items():
        (folder / f"{name}.fb2").write_bytes(data)
    (folder / "good.fb2").write_bytes(whole)
    done = packaged("ingest", "shelf", "--json")
    assert done.code == 3
    failures = {Path(failure["item"]).stem: failure for failure in done.json["failures"]}
    assert set(failures) == set(shelf)
    for name, (_, reason) in shelf.items():
        assert reason in failures[name]["error"], name
        assert failures[name]["hint"], name
        assert failures[name]["component"] == "fb2"
    assert done.json["outputs"] == ["data/parsed/good.lance"]


def test_no_plugins_means_none(packaged: Program, book: Path) -> None:
    done = packaged("--no-plugins", "ingest", book.name)
    assert done.code == 2
    assert "no parser reads the extension .fb2" in done.err
    assert "what to do: " in done.err
    listed = packaged("--no-plugins", "plugins", "list", "--json").json
    assert {row["distribution"] for row in listed} == {"synthetic-data-kit"}


@pytest.mark.usefixtures("without_fb2")
def test_without_the_package_the_supported_kinds_are_named(packaged: Program, book: Path) -> None:
    done = packaged("ingest", book.name)
    assert done.code == 2
    assert "no parser reads the extension .fb2" in done.err
    hint = done.err.partition("supported: ")[2]
    assert {".pdf", ".html", ".docx", ".pptx", ".txt"} <= set(hint.split())
    assert ".fb2" not in hint
    assert len(hint) < 200


def test_a_book_becomes_sharegpt_rows(packaged: Program, book: Path, work: Path) -> None:
    assert packaged("ingest", book.name, "-O", "skip_front_matter=true").code == 0
    made = packaged("create", "data/parsed/book.lance", "--provider", "offline", "-n", "4")
    assert made.code in (0, 3), made.err
    pairs = load(work / "data/generated/book_qa_pairs.json")["qa_pairs"]
    assert pairs
    saved = packaged("save-as", "data/generated/book_qa_pairs.json", "--format", "sharegpt-strict")
    assert saved.code == 0, saved.err
    assert load(work / "data/final/book_qa_pairs_sharegpt_strict.json") == [
        {
            "conversations": [
                {"from": "human", "value": pair["question"]},
                {"from": "gpt", "value": pair["answer"]},
            ]
        }
        for pair in pairs
    ]


def test_sharegpt_keeps_conversations_whole_and_names_what_it_refuses(
    packaged: Program, work: Path
) -> None:
    talk = [
        {"role": "user", "content": "Who built it?"},
        {"role": "assistant", "content": "Stevenson."},
        {"role": "user", "content": "When?"},
        {"role": "assistant", "content": "By 1811."},
    ]
    twice = [talk[0], talk[2], talk[3]]
    records = [{"conversations": talk}, {"conversations": twice}]
    (work / "talks.json").write_text(json.dumps(records), encoding="utf-8")
    done = packaged("save-as", "talks.json", "-f", "sharegpt-strict", "-O", "system=Be brief.")
    assert done.code == 3
    assert "record 2: the turns of human and gpt do not alternate" in done.err
    (row,) = load(work / "data/final/talks_sharegpt_strict.json")
    assert [turn["from"] for turn in row["conversations"]] == [
        "system", "human", "gpt", "human", "gpt",
    ]  # fmt: skip
    assert row["conversations"][0]["value"] == "Be brief."
    assert row["conversations"][4]["value"] == "By 1811."


@pytest.mark.usefixtures("notes")
def test_ollama_is_asked_as_the_config_says(
    packaged: Program, work: Path, config: Path, ollama: OllamaServer
) -> None:
    done = packaged("-c", config.name, "create", "notes.txt", "-n", "3")
    assert done.code == 0, done.err
    written = load(work / "data/generated/notes_qa_pairs.json")
    assert len(written["qa_pairs"]) == 3
    assert all(pair["answer"] in TEXT for pair in written["qa_pairs"])
    assert written["metadata"]["backend"] == "ollama"
    assert written["metadata"]["model"] == "llama3.2"
    assert written["metadata"]["prompt_tokens"] > 0
    assert written["metadata"]["completion_tokens"] > 0
    for body in ollama.chats:
        assert body["model"] == "llama3.2"
        assert body["stream"] is False
        assert body["truncate"] is False
        assert body["keep_alive"] == "10m"
        assert [message["role"] for message in body["messages"]] == ["system", "user"]
        options = body["options"]
        assert (options["temperature"], options["top_p"]) == (0.2, 0.9)
        assert (options["num_predict"], options["num_ctx"], options["seed"]) == (512, 8192, 7)
    assert HOUSE_RULE not in "".join(ollama.systems())


@pytest.mark.usefixtures("notes")
def test_ollama_is_found_by_flags(packaged: Program, work: Path, ollama: OllamaServer) -> None:
    flags = ("--provider", "ollama", "--api-base", ollama.url, "--model", "llama3.2:latest")
    done = packaged("create", "notes.txt", "-n", "2", *flags)
    assert done.code == 0, done.err
    assert len(load(work / "data/generated/notes_qa_pairs.json")["qa_pairs"]) == 2
    assert {body["model"] for body in ollama.chats} == {"llama3.2:latest"}
    checked = packaged("system-check", "--provider", "ollama", "--api-base", ollama.url)
    assert checked.code == 0, checked.err
    assert f"ollama is running: {ollama.url} has llama3.2:latest" in checked.out


@pytest.mark.usefixtures("notes")
def test_a_model_that_is_missing_is_pulled_by_hand(
    packaged: Program, config: Path, ollama: OllamaServer
) -> None:
    done = packaged("-c", config.name, "create", "notes.txt", "-n", "2", "--model", "qwen3")
    assert done.code == 5
    assert "has no model 'qwen3'" in done.err
    assert "`ollama pull qwen3`" in done.err
    assert ollama.chats == []
    ollama.models = ()
    checked = packaged("-c", config.name, "system-check")
    assert checked.code == 5
    assert "`ollama pull llama3.2`" in checked.err


@pytest.mark.usefixtures("notes")
def test_a_server_that_is_not_there_is_told_at_once(packaged: Program) -> None:
    with OllamaServer() as gone:
        address = gone.url
    done = packaged("create", "notes.txt", "--provider", "ollama", "--api-base", address)
    assert done.code == 5
    assert f"{address} cannot be reached" in done.err
    assert "ollama serve" in done.err


def test_a_passage_that_does_not_fit_is_halved(
    packaged: Program, work: Path, config: Path, ollama: OllamaServer
) -> None:
    refused = []

    def overflow(body: Body) -> Reply | None:
        prompt = body["messages"][-1]["content"]
        if "pairs" not in prompt or len(prompt) < 1600:
            return None
        refused.append(prompt)
        return Reply(400, {"error": "the input length exceeds the context length"})

    ollama.script = overflow
    sentences = (f"Light number {n} stands {n + 10} metres above the sea." for n in range(40))
    (work / "lights.txt").write_text(" ".join(sentences), encoding="utf-8")
    done = packaged("-c", config.name, "create", "lights.txt", "-n", "4")
    assert done.code == 0, done.err
    assert len(refused) == 1
    assert len(load(work / "data/generated/lights_qa_pairs.json")["qa_pairs"]) == 4


@pytest.mark.usefixtures("notes")
def test_a_busy_server_is_asked_again(
    packaged: Program, work: Path, config: Path, ollama: OllamaServer
) -> None:
    refusals = [
        Reply(503, {"error": "server busy, please try again.  maximum pending requests exceeded"}),
        Reply(500, {"error": "llama runner process has terminated"}),
    ]
    ollama.script = lambda body: refusals.pop() if refusals else None
    done = packaged("-c", config.name, "create", "notes.txt", "-n", "2")
    assert done.code == 0, done.err
    assert not refusals
    assert len(load(work / "data/generated/notes_qa_pairs.json")["qa_pairs"]) == 2


def test_ollama_is_shown_the_pictures_of_a_book(
    packaged: Program, book: Path, config: Path, ollama: OllamaServer
) -> None:
    pair = {"question": "What is shown?", "answer": "A lens with its lamp."}
    ollama.script = lambda body: said(body, json.dumps([pair]))
    assert packaged("ingest", book.name, "--multimodal").code == 0
    done = packaged(
        "-c", config.name, "create", "data/parsed/book.lance", "--type", "multimodal-qa", "-n", "1"
    )
    assert done.code == 0, done.err
    shown = [image for body in ollama.chats for image in body["messages"][-1].get("images", ())]
    assert [base64.b64decode(image) for image in shown] == [books.lens()]


@pytest.mark.usefixtures("notes")
def test_house_rules_reach_the_model(
    packaged: Program, work: Path, config: Path, ollama: OllamaServer
) -> None:
    pack = ("--prompt-pack", "acme")
    done = packaged("-c", config.name, "create", "notes.txt", "-n", "2", *pack)
    assert done.code == 0, done.err
    asked = [system for system in ollama.systems() if "question-answer pairs" in system]
    assert asked
    for system in asked:
        assert HOUSE_RULE in system
        assert "Answer with a JSON array" in system
    made = load(work / "data/generated/notes_qa_pairs.json")
    origins = {pair["provenance"]["prompt_origin"] for pair in made["qa_pairs"]}
    assert origins == {"acme (acme-prompts 0.1.0)"}

    ollama.chats.clear()
    curated = packaged(
        "-c",
        config.name,
        "curate",
        "data/generated/notes_qa_pairs.json",
        "-t",
        "1",
        "--judge",
        "rating",
        *pack,
    )
    assert curated.code == 0, curated.err
    assert ollama.systems()
    assert all("house rubric of Acme" in system for system in ollama.systems())


def test_the_origin_of_a_prompt_is_told(packaged: Program) -> None:
    listed = {row["name"]: row for row in packaged("prompts", "list", "--json").json}
    assert listed["qa_generation"]["origin"] == "builtin"
    packed = packaged("prompts", "list", "--json", "--prompt-pack", "acme")
    origins = {row["name"]: row["origin"] for row in packed.json}
    assert origins["qa_generation"] == "acme (acme-prompts 0.1.0)"
    assert origins["summary"] == "builtin"
