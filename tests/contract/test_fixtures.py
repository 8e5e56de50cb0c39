"""The fixtures that tests of plugin packages get with the distribution."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Chunk, Document, Example
from sdk_core.testing import Program, ScriptedBackend

PAIRS = '[{"question": "How long is it?", "answer": "41 km."}]'


def test_the_program_runs_without_the_settings_of_the_developer(
    sdk_cli: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SDK_GENERATION__NUM_PAIRS", "none of your business")
    isolated = Program.isolated(tmp_path / "again")
    done = isolated("config", "show", env={"SDK_CURATE__THRESHOLD": "8"})
    assert done.code == 0, done.err
    assert "generation.num_pairs = 25" in done.out
    assert "curate.threshold = 8" in done.out
    failed = isolated("ingest", "nowhere.txt")
    assert (failed.code, failed.out) == (2, "")
    assert "nowhere.txt" in failed.err
    assert list(sdk_cli.folder.iterdir()) == []
    assert Path(isolated.environment["HOME"]).is_relative_to(tmp_path)


def test_a_scripted_backend_stands_in_for_a_model(
    scripted_backend: type[ScriptedBackend],
    make_chunk: Callable[..., Chunk],
    make_example: Callable[..., Example],
) -> None:
    backend = scripted_backend("no list", PAIRS)
    made = backend.generate("qa", make_chunk("The canal is 41 kilometres long."), wanted=1)
    assert [example.fields["answer"] for example in made.examples] == ["41 km."]
    assert made.examples[0].provenance.model == "scripted"
    assert len(backend.requests) == 2  # a broken answer is asked for once more

    judge = scripted_backend('[{"index": 1, "rating": 9}, {"index": 2, "rating": 3}]')
    examples = [make_example(), make_example(question="And how high?", answer="63 metres.")]
    assert [given.score for given in judge.judge("rating", examples)] == [9, 3]

    refusing = scripted_backend(CallError("no", kind=ErrorKind.BAD_REQUEST))
    assert refusing.generate("qa").error is not None
    with pytest.raises(CallError):
        refusing.judge("rating", examples)


def test_chunks_and_documents_fit_each_other(
    make_document: Callable[..., Document], make_chunk: Callable[..., Chunk]
) -> None:
    document = make_document(pages=["One page.", "Another page."])
    chunk = make_chunk(document=document, index=1)
    assert document.text[chunk.start : chunk.end] == chunk.text == "Another page."
    assert make_chunk("A text.").text == "A text."


def test_any_pytest_of_the_environment_pays_little_for_the_fixtures() -> None:
    code = "import sys, sdk_core.testing.pytest_plugin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"pydantic", "jinja2", "yaml", "openai", "lancedb", "sdk_core.components"}
