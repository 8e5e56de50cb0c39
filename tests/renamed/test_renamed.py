"""Every command does as well when the built-in components and prompts have other names."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sdk_core.kinds import EXPORTER, STORAGE, TRAINER
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.specs import ExporterSpec, TrainerSpec
from sdk_core.testing.program import Finished
from tests.cli.one_process import run_in_one_process
from tests.renamed.installation import ROOT, install_renamed
from tests.renamed.renaming import PREFIX

Name = Callable[[str], str]
Commands = list[list[str]]

DOCUMENTS = (
    *(ROOT / "examples" / "documents").glob("*.*"),
    *(ROOT / "tests" / "contract" / "samples").glob("canal.*"),
)

CURATED = "data/curated/report_cleaned.json"
PICTURES = "data/generated/pictures_multimodal_qa_pairs.json"

# Times, names that LanceDB draws, and sizes and hashes of files that hold the names.
_VOLATILE = re.compile(
    r"\d+\.\d+ s\b|\d+ ms\b|\b[0-9a-f]{64}\b"
    r"|[\w-]{36,}\.(?:txn|lance)|\"(?:sha256|bytes|milliseconds|location|target)\": [^,}\n]+"
)

_TEXTS = (".json", ".jsonl", ".csv", ".md", ".yaml", ".py", ".sh", ".toml", ".txt", ".j2")


def registry() -> Registry:
    return Registry(Manager(disabled=["all"]))


def reading(name: Name) -> Iterator[list[str]]:
    """Yield commands that read documents."""
    yield ["ingest", "documents", "--preview"]
    yield ["ingest", "documents", "--into", "all"]
    yield ["inspect", "data/parsed/all.lance", "--json"]
    yield ["ingest", "documents/report.pdf"]
    yield ["ingest", "documents/canal.txt", "--parser", name("markdown"), "-n", "as-markdown"]
    yield ["ingest", "documents/report.pdf", "--parser", name("pdfminer"), "-n", "by-pdfminer"]
    yield ["ingest", "documents/slides.pptx", "--multimodal", "-n", "pictures"]
    yield ["plugins", "info", name("pdf"), "--json"]


def making(name: Name) -> Iterator[list[str]]:
    """Yield commands that make and rate examples."""
    model = ["--provider", name("offline")]
    report = "data/parsed/report.lance"
    for generator, source in (
        ("qa", report),
        ("cot", report),
        ("summary", report),
        ("multimodal-qa", "data/parsed/pictures.lance"),
        ("cot-enhance", "data/generated/report_qa_pairs.json"),
    ):
        create = ["create", source, "--type", name(generator), *model]
        yield [*create, "--preview"]
        yield create
        yield [*create, "-n", "3", "-o", f"data/few/{generator}.json"]
    yield ["create", "documents/notes.txt", "--type", name("cot"), *model]
    yield ["create", "documents/report.pdf", "--type", name("qa"), *model]
    yield ["-c", "own.yaml", "create", "data/parsed/as-markdown.lance", "--type", name("qa")]
    cut = [*("create", report, "--type", name("qa"), *model), "-o", "data/cut"]
    yield [*cut, "--chunker", name("structure"), "--transform", name("length") + "={least: 1}"]
    curate = ["curate", "data/generated/report_qa_pairs.json", *model, "-t", "6"]
    yield [*curate, "--judge", name("rating"), "--preview"]
    yield [*curate, "--judge", name("rating")]
    yield ["-c", "own.yaml", "curate", "data/generated/report_cot_examples.json"]
    for prompt, source in (
        ("qa_generation", report),
        ("cot_generation", report),
        ("summary", report),
        ("cot_enhancement", "data/generated/report_qa_pairs.json"),
        ("multimodal_qa_generation", "data/parsed/pictures.lance"),
        ("qa_rating", "data/generated/report_qa_pairs.json"),
    ):
        yield ["-c", "own.yaml", "prompts", "render", name(prompt), "--input", source]
    yield ["prompts", "list", "--json"]
    yield ["prompts", "show", name("summary"), "--origin"]
    yield ["prompts", "lint"]


def writing(name: Name) -> Iterator[list[str]]:
    """Yield commands that write and check datasets."""
    generated = "data/generated/report_qa_pairs.json"
    save = ["save-as", CURATED, "--storage", name("json"), "-f"]
    for entry in registry().all(EXPORTER):
        spec = entry.spec
        assert isinstance(spec, ExporterSpec)
        shows = spec.media and not spec.embeds
        given = f"data/out/{spec.name}{'' if shows else spec.extension}"  # beside pictures
        compares = spec.preference or spec.labels
        source = PICTURES if shows else "preferences.json" if compares else CURATED
        yield ["save-as", source, "--storage", name("json"), "-f", name(spec.name), "-o", given]
        yield ["validate", given, "--as", name(spec.name)]
    for entry in registry().all(STORAGE):
        storage = ["--storage", name(entry.spec.name)]
        yield ["save-as", CURATED, "-f", name("prompt-completion"), *storage]
        yield ["save-as", CURATED, "-f", name("alpaca"), *storage, "--split", "80/10/10"]
    for entry in registry().all(TRAINER):
        assert isinstance(entry.spec, TrainerSpec)
        for task in entry.spec.tasks:
            source = "preferences.json" if task.task == "dpo" else CURATED
            yield [
                *("save-as", source, "--for", name(entry.spec.name), "--task", task.task),
                *("-o", f"data/sets/{entry.spec.name}-{task.task}"),
            ]
    for style in ("alpaca", "sharegpt"):
        for trainer in ("axolotl", "llamafactory"):
            folder = f"data/sets/{trainer}-{style}"
            yield [*save, name(style), "--for", name(trainer), "-o", folder]
    yield ["save-as", CURATED, "--for", name("axolotl"), "--storage", name("parquet")]
    yield ["save-as", "data/parsed/report.lance", *save[2:], name("cpt")]
    yield ["save-as", PICTURES, "--storage", name("json"), "-f", name("multimodal"), "--preview"]
    own = ["-c", "own.yaml", "save-as", generated, "--storage", name("json")]
    yield [*own, "-o", "data/own.jsonl"]
    yield [*own, "-f", name("alpaca"), "-o", "data/own.json"]


def others(name: Name) -> Iterator[list[str]]:
    """Yield the commands that remain."""
    chosen = ["--type", name("qa"), "-f", name("ft"), "--storage", name("json"), "-n", "4"]
    yield ["-c", "own.yaml", "run", "documents/article.html", *chosen, "--preview"]
    yield ["-c", "own.yaml", "run", "documents/article.html", *chosen, "--preview", "-v"]
    yield ["-c", "own.yaml", "run", "documents/article.html", *chosen]
    yield ["-c", "own.yaml", "config", "validate"]
    yield ["-c", "own.yaml", "system-check"]
    yield ["system-check", "--provider", name("offline"), "--json"]
    yield ["plugins", "list", "--json"]
    for component in ("cot-enhance", "rating", "jsonl", "json", "trl", "offline"):
        yield ["plugins", "info", name(component), "--json"]
    yield ["plugins", "doctor", "--json"]
    yield ["save-as", "--format", name("jsonl"), "--storage", name("json"), "--help"]
    yield ["create", "--type", name("cot-enhance"), "--provider", name("offline"), "--help"]


def commands(name: Name) -> Commands:
    return [*reading(name), *making(name), *writing(name), *others(name)]


def prepare(folder: Path, name: Name) -> None:
    """Put documents, preferences and a config into a folder."""
    (folder / "documents").mkdir(parents=True)
    for path in DOCUMENTS:
        shutil.copy(path, folder / "documents")
    pairs = [
        {"question": f"Is {n} even?", "answer": "It is.", "rejected": "Perhaps."}
        for n in range(0, 40, 2)
    ]
    (folder / "preferences.json").write_text(json.dumps({"qa_pairs": pairs}))
    config = {
        "llm": {"provider": name("offline")},
        "generation": {"num_pairs": 3},
        "curate": {"judges": [name("rating")], "threshold": 2},
        "format": {"default": name("jsonl"), "include_metadata": True, "pretty_json": False},
        "exporters": {name("multimodal"): {}},
    }
    (folder / "own.yaml").write_text(json.dumps(config))


def plain(text: str) -> str:
    """Return a text without the prefix, what changes from run to run, and widths of columns."""
    lines = _VOLATILE.sub("…", text.replace(PREFIX, "")).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def files(folder: Path) -> dict[str, str]:
    """Return the files of a folder with the content of those that are text; tables as a whole."""
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        inside = any(part.endswith(".lance") or part == ".sdk" for part in place.parent.parts)
        if not inside and (path.is_file() or path.suffix == ".lance"):
            text = path.read_text("utf-8") if path.suffix in _TEXTS and path.is_file() else ""
            found[plain(str(place))] = plain(text)
    return found


def told(done: Sequence[Finished]) -> list[tuple[int, str, str]]:
    return [(answer.code, plain(answer.out), plain(answer.err)) for answer in done]


@pytest.fixture
def both(tmp_path: Path, environment: dict[str, str]) -> list[tuple[Path, list[Finished]]]:
    """Return folder and outcome of all commands, with the usual names and with others."""
    named: dict[str, tuple[Name, dict[str, str]]] = {
        "usual": (str, {}),
        "other": (lambda name: f"{PREFIX}{name}", install_renamed(tmp_path / "site")),
    }

    def run(which: str) -> tuple[Path, list[Finished]]:
        name, variables = named[which]
        folder = tmp_path / which / "work"
        prepare(folder, name)
        whole = {**environment, **variables, "SDK_GENERATION__CHUNKER": name("fixed")}
        return folder, run_in_one_process(commands(name), folder, whole)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(run, named))


def test_all_commands_do_as_well_under_other_names(
    both: list[tuple[Path, list[Finished]]],
) -> None:
    (folder, usual), (other_folder, other) = both
    lines = [" ".join(command) for command in commands(str)]
    pairs = zip(lines, told(usual), told(other), strict=True)
    differing = [(line, one, two) for line, one, two in pairs if one != two]
    assert differing == []
    failed = {line: answer.code for line, answer in zip(lines, usual, strict=True) if answer.code}
    assert failed == {}
    assert files(other_folder) == files(folder)
