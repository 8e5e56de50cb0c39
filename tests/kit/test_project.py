"""The steps for Python programs: as the command line, in any thread, without a print."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import sdk_core.kit as sdk
from sdk_core.errors import ConfigError, ExitCode, UsageError
from sdk_core.kit import Event, Project
from tests.server.openai_server import OpenAIServer
from tests.server.replies import completion

OFFLINE = {"llm": {"provider": "offline"}}
TEXT = "# Canal\n\nThe canal is 41 kilometres long. It was dug in 1804. Horses pulled the boats.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a document; the program stands elsewhere."""
    (tmp_path / "project" / "docs").mkdir(parents=True)
    (tmp_path / "project" / "docs" / "canal.md").write_text(TEXT, "utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "project"


@pytest.fixture
def project(folder: Path) -> Project:
    return Project(folder, config=OFFLINE)


def test_all_steps_write_below_the_folder(project, folder, capsys):
    report = project.ingest("docs")
    assert report.exit_code is ExitCode.OK
    assert report.outputs == [folder / "data/parsed/canal.lance"]
    assert project.create("data/parsed", num_pairs=2).made == 2
    assert project.curate("data/generated", threshold=0).made == 2
    saved = project.save_as("data/curated", format="alpaca", merged="canal")
    assert saved.outputs == [folder / "data/final/canal"]
    assert [document.title for document in project.documents()] == ["Canal"]
    questions = [example.fields["question"] for example in project.examples("data/curated")]
    assert len(questions) == 2
    assert list(Path.cwd().iterdir()) == []
    assert capsys.readouterr() == ("", "")


def test_a_run_gives_the_report_of_each_stage(project, folder):
    transforms = ["regex={pattern: Horses, replacement: Mules}", {"length": {"least": 5}}]
    reports = project.run(
        "docs", output="out", num_pairs=2, threshold=0, merged="all", transforms=transforms
    )
    assert [report.stage for report in reports] == ["ingest", "create", "curate", "save-as"]
    assert reports[-1].outputs == [folder / "out/final/all"]
    [document] = project.documents("out/parsed")
    assert "Mules pulled" in document.text


def test_the_same_files_as_the_command_line(project, folder, sdk: Callable[..., object]):
    project.create("docs/canal.md", num_pairs=2, chunk_size=300, chunk_overlap=0)
    written = json.loads((folder / "data/generated/canal_qa_pairs.json").read_text("utf-8"))
    done = sdk(  # type: ignore[call-arg]
        *("create", folder / "docs/canal.md", "-n", "2", "--chunk-size", "300"),
        *("--chunk-overlap", "0", "--provider", "offline", "-o", folder / "other"),
    )
    assert done.code == 0  # type: ignore[attr-defined]
    other = json.loads((folder / "other/canal_qa_pairs.json").read_text("utf-8"))
    assert written == other


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda p: p.create("docs", num_pair=2), UsageError, "there is no argument 'num_pair'"),
        (lambda p: p.create("nowhere"), UsageError, "nowhere does not exist"),
        (lambda p: p.create("docs", type="novel"), UsageError, "no generator 'novel'"),
        (lambda p: p.create("docs", chunk_size=10), ConfigError, "chunk_size"),
        (lambda p: p.ingest("docs", transforms=["lenght"]), UsageError, "did you mean length"),
        (lambda p: p.curate("docs", judges=["nobody"]), UsageError, ""),
    ],
)
def test_mistakes_raise_before_anything_is_done(project, folder, call, error, said):
    with pytest.raises(error, match=said):
        call(project)
    assert not (folder / "data").exists()


def test_what_happens_is_told(folder):
    events: list[Event] = []
    Project(folder, config=OFFLINE, on_event=events.append).create("docs/canal.md", num_pairs=2)
    kinds = [event.kind for event in events]
    assert kinds[0] == "started"
    assert kinds[-1] == "stopped"
    [finished] = [event for event in events if event.kind == "finished"]
    assert finished.stage == "create"
    assert finished.item is not None
    assert finished.item.made == 2
    assert finished.counters.calls >= 1


def test_inside_of_a_running_event_loop(project):
    async def main() -> tuple[int, int]:
        both = await asyncio.gather(
            project.acreate("docs/canal.md", num_pairs=2),
            project.acreate("docs/canal.md", type="cot", num_pairs=1, output="other"),
        )
        return sum(report.made for report in both), project.create("docs", type="summary").made

    assert asyncio.run(main()) == (3, 1)


def test_in_many_threads_at_once(folder):
    reports = {}

    def make(number: int) -> None:
        reports[number] = sdk.create(
            "docs/canal.md", folder=folder, config=OFFLINE, num_pairs=2, output=f"out{number}"
        )

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.made for report in reports.values()] == [2] * 4


def test_signal_handlers_stay_as_they_are(project):
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    project.run("docs", num_pairs=1, threshold=0)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_an_interrupted_call_keeps_what_was_paid_for(folder, openai_server: OpenAIServer):
    program = (
        "import sys, sdk_core.kit as sdk\n"
        "config = {'vllm': {'api_base': sys.argv[1], 'model': 'test-model'}}\n"
        "sdk.create('long.txt', config=config, num_pairs=50, concurrency=1,\n"
        "           settings={'generation': {'chunk_size': 1000}})\n"
    )
    lines = (f"Lock {number} was built in {1700 + number} of stone.\n" for number in range(900))
    (folder / "long.txt").write_text("".join(lines), "utf-8")
    openai_server.latency = 0.2
    running = subprocess.Popen(
        [sys.executable, "-c", program, openai_server.url],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(openai_server.chat) < 3:
        assert running.poll() is None, running.stderr and running.stderr.read()
        threading.Event().wait(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate()
    assert running.returncode in (1, 130, -signal.SIGINT)
    assert "KeyboardInterrupt" in said
    asked = len(openai_server.chat)
    openai_server.latency = 0.0
    report = sdk.create(
        "long.txt",
        folder=folder,
        config={"vllm": {"api_base": openai_server.url, "model": "test-model"}},
        num_pairs=50,
        settings={"generation": {"chunk_size": 1000}},
    )
    assert report.reused >= asked - 2
    assert report.made


def test_a_server_that_is_not_there_is_in_the_report(folder):
    config = {"vllm": {"api_base": "http://127.0.0.1:9/v1"}}
    report = sdk.create("docs/canal.md", folder=folder, config=config)
    assert report.exit_code is ExitCode.BACKEND
    assert "cannot be reached" in report.failures[0].error


def test_files_that_are_plugins(folder, openai_server: OpenAIServer):
    (folder / "ours.py").write_text(
        "from sdk_core.functions import judge\n\n\n"
        "@judge()\ndef brief(example):\n    return len(example.fields['answer']) < 40\n",
        "utf-8",
    )
    project = Project(folder, config=OFFLINE, plugins=["ours.py"])
    project.create("docs/canal.md", num_pairs=2)
    assert project.curate("data/generated", judges=["brief"]).exit_code is ExitCode.OK


def test_examples_and_reports_show_themselves_with_their_texts_escaped(project, folder):
    (folder / "pairs.json").write_text(
        json.dumps([{"question": "<script>?", "answer": "a & b" + "x" * 3000}]), "utf-8"
    )
    [example] = project.examples("pairs.json")
    shown = example._repr_html_()
    assert "&lt;script&gt;?" in shown
    assert "a &amp; b" in shown
    assert "more characters" in shown
    report = project.create("docs/canal.md", num_pairs=1)
    assert "canal_qa_pairs.json" in report._repr_html_()


def test_the_import_costs_next_to_nothing():
    program = (
        "import sys, sdk_core.kit\n"
        "heavy = {'openai', 'lancedb', 'pyarrow', 'pydantic', 'jinja2', 'yaml', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_answer_of_use_is_asked_for_once(folder, openai_server: OpenAIServer):
    openai_server.script(
        lambda request: completion('[{"question": "Q?", "answer": "A."}]', request.body)
    )
    config = {"vllm": {"api_base": openai_server.url, "model": "test-model"}}
    for _ in range(2):
        report = sdk.create("docs/canal.md", folder=folder, config=config, num_pairs=1)
    assert (report.calls, report.reused) == (report.calls, report.calls)
    assert os.path.exists(folder / "data/generated/.sdk") or report.reused
