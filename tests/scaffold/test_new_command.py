"""`plugins new`: the names it gives, what it refuses, and what it leaves alone."""

from __future__ import annotations

import ast
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import SdkError, StorageError, UsageError
from sdk_core.scaffold.names import Taken, choose_names, distribution_name
from sdk_core.scaffold.package_files import TEMPLATES, render_package, write
from sdk_core.scaffold.package_kinds import KINDS
from sdk_core.testing.program import Finished

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "distribution"),
    [
        ("sdk-epub", "sdk-epub"),
        ("Acme Epub", "acme-epub"),
        (" acme__epub.v2 ", "acme-epub-v2"),
        ("X", "x"),
    ],
)
def test_names_are_normalised(typed: str, distribution: str) -> None:
    assert distribution_name(typed) == distribution


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "is no name for a package"),
        ("-", "is no name"),
        ("-epub", "did you mean epub?"),
        ("3gpp", "did you mean sdk-3gpp?"),
        ("Bücher", "did you mean bucher?"),
        ("../epub", "did you mean epub?"),
        ("a/b", "did you mean a-b?"),
        ("日本", "is no name"),
        ("a" * 65, "more than 64 characters"),
        ("json", "a name of Python's own"),
        ("class", "a name of Python's own"),
        ("Synthetic Data Kit", "the name of this program"),
        ("sdk_core", "the name of this program"),
    ],
)
def test_bad_names_are_refused_with_a_right_one(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        distribution_name(typed)
    assert said in refused.value.message
    assert "sdk-" in refused.value.hint


@given(st.text(max_size=80))
def test_any_text_is_a_name_that_can_be_imported_or_refused(text: str) -> None:
    try:
        name = distribution_name(text)
    except UsageError:
        return
    assert distribution_name(name) == name
    assert name.replace("-", "_").isidentifier()
    assert name.isascii()


def named(name: str, kind: str, *taken: str) -> str:
    """Return the component's name in a package of that name."""
    return choose_names(name, kind, Taken(components=frozenset(taken))).component


def test_components_are_called_like_the_package_unless_that_is_taken() -> None:
    assert named("sdk-epub", "parser") == "epub"
    assert named("acme-parser", "parser") == "acme"
    assert named("sdk-parser", "parser") == "parser"
    assert named("acme-prompts", "prompt-pack") == "acme"
    assert named("sdk-pdf", "parser", "pdf") == "sdk-pdf"
    assert named("pdf", "parser", "pdf") == "pdf-parser"
    assert named("pdf", "parser", "pdf", "pdf-parser") == "pdf-2"
    assert choose_names("sdk-3gpp", "parser", Taken()).class_stem == "Sdk3gpp"
    names = choose_names("sdk-md", "parser", Taken(extensions=frozenset({".md", ".sdkmd"})))
    assert (names.component, names.extension) == ("md", ".sdkmddoc")
    taken = Taken(prompts=frozenset({"qa_generation"}))
    names = choose_names("sdk-qa", "generator", taken, prompt_ending="_generation")
    assert (names.component, names.prompt) == ("sdk-qa", "sdk_qa_generation")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["x", "sdk-3gpp-class", "acme-" + "long-name-" * 5 + "end"])
def test_files_of_every_kind_are_valid_under_any_name(kind: str, name: str) -> None:
    names = choose_names(name, kind, Taken(), prompt_ending=KINDS[kind].prompt_ending)
    files = render_package(names, kind, version="1.2.3", api=1)
    project = tomllib.loads(files["pyproject.toml"])["project"]
    assert project["entry-points"]["sdk_core.plugins"] == {names.component: names.module}
    assert "synthetic-data-kit>=1.2" in project["dependencies"]
    registration = files[f"src/{names.module}/__init__.py"]
    imported = {
        node.module
        for node in ast.walk(ast.parse(registration))
        if isinstance(node, ast.ImportFrom)
    }
    assert imported == {"collections.abc", "sdk_core.api"}
    for path, text in files.items():
        assert "@@" not in path + text
        if path.endswith(".py"):
            compile(text, path, "exec")


def test_every_template_is_used_and_ships(tmp_path: Path) -> None:
    names = choose_names("sdk-trial", "parser", Taken())
    used = {path for kind in KINDS for path in render_package(names, kind, version="1.0", api=1)}
    assert {".gitignore", ".github/workflows/test.yml", "README.md"} <= used
    listed = {
        *(f"{t}.tmpl" for kind in KINDS.values() for t in kind.files),
        *(f"common/{path.name}" for path in (TEMPLATES / "common").iterdir()),
    }
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.tmpl")}
    assert there == listed
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as shipped:
        names_in_it = {name.partition("/templates/")[2] for name in shipped.getnames()}
    assert there <= names_in_it


def test_generated_code_is_in_order(tmp_path: Path) -> None:
    for kind in KINDS:
        names = choose_names(f"sdk-trial-{kind}", kind, Taken(), prompt_ending="_x")
        folder = tmp_path / names.distribution
        write(render_package(names, kind, version="1.0", api=1), folder)
        ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--quiet"]
        done = subprocess.run(
            [*ruff, "--select", "E,F,I,UP,B,SIM,RUF,C4,PLE", "--ignore", "E501", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    files = {"a.txt": "new", "b/c.txt": "new"}
    full = tmp_path / "full"
    full.mkdir()
    (full / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(UsageError, match=r"is not empty: it holds a\.txt"):
        write(files, full)
    assert (full / "a.txt").read_text(encoding="utf-8") == "old"
    assert not (full / "b").exists()
    with pytest.raises(UsageError, match="is a file"):
        write(files, full / "a.txt")
    with pytest.raises(SdkError) as failed:
        write(files, full / "a.txt" / "package")
    assert isinstance(failed.value, StorageError | UsageError)
    assert "--dir" in failed.value.hint

    checkout = tmp_path / "checkout"
    (checkout / ".git").mkdir(parents=True)
    before = checkout.stat().st_ino
    write(files, checkout)
    assert (checkout / "b/c.txt").read_text(encoding="utf-8") == "new"
    assert checkout.stat().st_ino == before
    assert (checkout / ".git").is_dir()


def test_the_command_says_what_it_made_and_refuses_what_it_cannot(
    sdk: Callable[..., Finished], tmp_path: Path
) -> None:
    done = sdk("plugins", "new", "Acme PDF", "--kind", "parser", "--dir", "made here")
    assert done.code == 0, done.err
    for line in (
        "distribution   acme-pdf",
        "import name    acme_pdf",
        "parser         acme-pdf",
        "  made here/src/acme_pdf/parser.py",
        "  cd 'made here'",
        "  pip install -e '.[test]'",
        "  synthetic-data-kit ingest example.acmepdf",
    ):
        assert line in done.out, line
    assert (tmp_path / "work/made here/example.acmepdf").is_file()
    again = sdk("plugins", "new", "acme-pdf", "--kind", "parser", "--dir", "made here")
    assert again.code == 2
    assert "is not empty" in again.err
    other = sdk("plugins", "new", "click", "--kind", "command")
    assert other.code == 2
    assert "for instance sdk-click" in other.err
    unknown = sdk("plugins", "new", "sdk-pdf", "--kind", "parsr")
    assert unknown.code == 2
    assert "'prompt-pack'" in unknown.err
