"""Completion: what shells are told, by the protocol and by the shells that are there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROGRAM


@pytest.fixture
def completed(sdk):
    """Return a function that completes the last of some words as bash does."""

    def do(*words: str, env: dict[str, str] | None = None) -> list[str]:
        asked = {
            "_SYNTHETIC_DATA_KIT_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("synthetic-data-kit", *words)),
            "COMP_CWORD": str(len(words)),
        }
        return sdk(env={**asked, **(env or {})}).out.split()

    return do


@pytest.mark.parametrize(
    ("words", "among"),
    [
        (("cu",), "curate"),
        (("create", "--type", "cot"), "cot-enhance"),
        (("run", "--type", "multi"), "multimodal-qa"),
        (("create", "a.txt", "--provider", "vl"), "vllm"),
        (("curate", "--judge", "rat"), "rating"),
        (("ingest", "--parser", "ht"), "html"),
        (("save-as", "x.json", "-f", "alp"), "alpaca"),
        (("save-as", "--storage", "h"), "hf"),
        (("save-as", "--for", "tr"), "trl"),
        (("validate", "--as", "alp"), "alpaca"),
        (("create", "--prompt", "qa_g"), "qa_generation="),
        (("-v", "create", "--max-c"), "--max-cost"),
        (("create", "--type", "qa", "--summ"), "--summarise"),
        (("completion", "f"), "fish"),
    ],
)
def test_names_and_flags(completed, words, among):
    found = completed(*words)
    assert f"plain,{among}" in found
    assert all(row.startswith(f"plain,{words[-1]}") for row in found)


@pytest.mark.parametrize(
    "words", [("ingest", ""), ("create", "-o", ""), ("create", "--prompt-pack", "x"), ("-c", "")]
)
def test_files(completed, words):
    assert [row.partition(",")[0] for row in completed(*words)] == ["file"]


def test_names_of_plugins_and_without_them(completed, install, write):
    code = (
        "from sdk_core.api import GeneratorSpec, hookimpl\n"
        "@hookimpl\n"
        "def sdk_generators():\n"
        "    return [GeneratorSpec(name='quizzes', target='acme:Q', summary='Quizzes')]\n"
    )
    seen = install("acme", code)
    assert completed("create", "--type", "qu", env=seen) == ["plain,quizzes"]
    assert completed("--no-plugins", "create", "--type", "qu", env=seen) == []
    without = write("without.yaml", {"plugins": {"disable": ["acme"]}})
    assert completed("-c", without, "create", "--type", "qu", env=seen) == []


def test_the_retired_dry_runs_are_not_offered(completed):
    assert completed("create", "--pl") == completed("create", "--dry") == []


SHELLS = {
    "bash": """
        eval "$(synthetic-data-kit completion bash)"
        COMP_WORDS=(synthetic-data-kit create --type cot-) COMP_CWORD=3
        _synthetic_data_kit_completion synthetic-data-kit
        echo "${COMPREPLY[@]}"
    """,
    "zsh": """
        autoload -U compinit; compinit -u -D
        eval "$(synthetic-data-kit completion zsh)"
        (( $+_comps[synthetic-data-kit] )) && echo cot-enhance
    """,
    "fish": """
        synthetic-data-kit completion fish | source
        complete -C 'synthetic-data-kit create --type cot-'
    """,
}


@pytest.mark.parametrize("shell", SHELLS)
def test_shells_take_what_they_are_told(shell, work: Path, environment):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    assert Path(PROGRAM).parent == Path(sys.executable).parent
    path = f"{Path(PROGRAM).parent}:{environment['PATH']}"
    done = subprocess.run(
        [program, "-c", SHELLS[shell]],
        cwd=work,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"\bcot-enhance\b", done.stdout), done.stderr
