"""Packages of every kind: written by `plugins new`, built, installed, tested, and used."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sdk_core.testing.program import Finished
from tests.cli import model as good_model
from tests.scaffold.conftest import NAMES, Workshop
from tests.server.openai_server import OpenAIServer, Received

pytestmark = pytest.mark.xdist_group("scaffold")

Program = Callable[..., Finished]


@pytest.fixture
def use(
    program: Program, workshop: Workshop, work: Path, openai_server: OpenAIServer
) -> Callable[[str], list[Finished]]:
    """Return a function that runs the commands under "Use" in a package's README.

    They run beside a copy of the package's example; ``URL`` and ``NAME`` are those of a server.
    """

    def run(kind: str) -> list[Finished]:
        package = workshop.packages[kind]
        shutil.copy(next(package.glob("example.*")), work)
        part = (package / "README.md").read_text(encoding="utf-8").partition("## Use")[2]
        block = part.partition("```bash\n")[2].partition("```")[0]
        values = {"URL": openai_server.url, "NAME": "test-model"}
        finished = []
        for line in block.splitlines():
            command, *arguments = shlex.split(line)
            if command == "synthetic-data-kit":
                finished.append(program(*(values.get(a, a) for a in arguments)))
                assert finished[-1].code == 0, f"{line}\n{finished[-1].err}"
        return finished

    return run


Use = Callable[[str], list[Finished]]


def load(path: Path) -> Any:
    """Return the content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def test_each_package_passes_its_own_tests(program: Program, workshop: Workshop) -> None:
    done = program(
        *("-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", "-v"),
        *(path / "tests" for path in workshop.packages.values()),
        name="python",
    )
    assert done.code == 0, done.out + done.err
    for name in NAMES.values():
        assert f"test_package_is_installed[{name}] PASSED" in done.out


def test_doctor_finds_nothing_wrong(program: Program) -> None:
    done = program("plugins", "doctor", "--strict")
    assert done.code == 0, done.out + done.err
    for name in NAMES.values():
        assert name in done.out


def test_parser(use: Use, program: Program, workshop: Workshop, work: Path) -> None:
    use("parser")
    assert len(load(work / "data/generated/example_qa_pairs.json")["qa_pairs"]) == 3
    example = next(workshop.packages["parser"].glob("example.*"))
    broken = work / f"broken{example.suffix}"
    broken.write_bytes(b"\xff\xfe\x00 broken")
    done = program("ingest", broken.name)
    assert done.code == 4
    assert "is not UTF-8 text" in done.err


def test_generator(use: Use, work: Path) -> None:
    use("generator")
    terms = load(work / f"data/generated/example_{NAMES['generator']}.json")["terms"]
    assert len(terms) == 3
    assert all(term["term"] and term["definition"] for term in terms)


def test_judge(use: Use, program: Program, work: Path, openai_server: OpenAIServer) -> None:
    (offline,) = use("judge")
    assert "kept 3 of 3" in offline.out

    def rate(request: Received) -> str:
        return json.dumps(good_model.ratings(request, lambda p: 9 if "Why" in p["question"] else 4))

    openai_server.script(good_model.saying(rating=rate))
    flags = ("--judge", NAMES["judge"], "--api-base", openai_server.url)
    done = program("curate", "example.json", *flags, "-O", "style=short words")
    assert done.code == 0, done.err
    assert "short words" in openai_server.chat[0].body["messages"][0]["content"]
    (kept,) = load(work / "data/curated/example_cleaned.json")["qa_pairs"]
    assert (kept["question"][:3], kept["rating"]) == ("Why", 9)


def test_backend(use: Use, work: Path, openai_server: OpenAIServer) -> None:
    openai_server.script(good_model.reply)
    checked, _ = use("backend")
    assert "has test-model" in checked.out
    written = load(work / "data/generated/example_qa_pairs.json")
    assert len(written["qa_pairs"]) == 3
    assert written["metadata"]["backend"] == NAMES["backend"]


def test_exporter(use: Use, work: Path) -> None:
    use("exporter")
    name = NAMES["exporter"]
    rows = (work / f"data/final/example_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(rows[0]) == {
        "prompt": "When was Bell Rock lighthouse finished?",
        "completion": "It was finished in 1810.",
    }


def test_storage(use: Use, work: Path) -> None:
    use("storage")
    with closing(sqlite3.connect(work / "data/final/example.sqlite")) as database:
        answers = database.execute("SELECT json_extract(row, '$.answer') FROM examples").fetchall()
    assert [answer[:6] for (answer,) in answers] == ["It was", "The se", "It ben"]


def test_prompt_pack(use: Use, work: Path) -> None:
    shown, _ = use("prompt-pack")
    assert "House rule" in shown.out
    (first, *_) = load(work / "data/generated/example_qa_pairs.json")["qa_pairs"]
    assert first["provenance"]["prompt_origin"].startswith(NAMES["prompt-pack"])


def test_command(use: Use) -> None:
    (done,) = use("command")
    assert "3 examples" in done.out
