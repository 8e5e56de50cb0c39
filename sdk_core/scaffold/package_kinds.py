"""What there is to know of each kind of plugin, beside its templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_EXAMPLE_TEXT = {"common/example.txt": "example.txt"}
_EXAMPLE_PAIRS = {"common/example.json": "example.json"}
_PROMPTS = "src/@@{module}/prompts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaffoldKind:
    """A kind of plugin.

    Args:
        summary: What the component that is written does, with an article.
        files: Template to the file that is made of it; names stand in both as in templates.
        usage: Commands that use the plugin, run in the package's folder.
        dependencies: What it needs beside this program.
        prompt_ending: Ending of its prompt's name, ``""`` for kinds without a prompt.
    """

    summary: str
    files: Mapping[str, str]
    usage: tuple[str, ...]
    dependencies: tuple[str, ...] = ()
    prompt_ending: str = field(default="")


COMMON: Mapping[str, str] = MappingProxyType(
    {
        "common/pyproject.toml": "pyproject.toml",
        "common/README.md": "README.md",
        "common/gitignore": ".gitignore",
        "common/workflow.yml": ".github/workflows/test.yml",
        "common/py.typed": "src/@@{module}/py.typed",
        "common/test_contract.py": "tests/test_contract.py",
    }
)
"""Template to file, for all kinds."""


KINDS: Mapping[str, ScaffoldKind] = MappingProxyType(
    {
        "parser": ScaffoldKind(
            summary="a parser of text files with headings",
            files={
                "parser/init.py": "src/@@{module}/__init__.py",
                "parser/parser.py": "src/@@{module}/parser.py",
                "parser/test_parser.py": "tests/test_parser.py",
                "parser/example.txt": "example@@{extension}",
            },
            usage=(
                "synthetic-data-kit ingest example@@{extension}",
                "synthetic-data-kit create data/parsed/example.lance --provider offline -n 3",
            ),
        ),
        "source": ScaffoldKind(
            summary="a source of the pages of a notebook",
            files={
                "source/init.py": "src/@@{module}/__init__.py",
                "source/source.py": "src/@@{module}/source.py",
                "source/test_source.py": "tests/test_source.py",
            },
            usage=("synthetic-data-kit ingest @@{component}:notebook.sqlite",),
        ),
        "transform": ScaffoldKind(
            summary="a transform that leaves drafts out of documents",
            files={
                "transform/init.py": "src/@@{module}/__init__.py",
                "transform/transform.py": "src/@@{module}/transform.py",
                "transform/test_transform.py": "tests/test_transform.py",
                **_EXAMPLE_TEXT,
            },
            usage=(
                "synthetic-data-kit ingest example.txt --transform @@{component}",
                "synthetic-data-kit inspect --dropped data/parsed/example.lance",
            ),
        ),
        "chunker": ScaffoldKind(
            summary="a chunker that cuts before each clause",
            files={
                "chunker/init.py": "src/@@{module}/__init__.py",
                "chunker/chunker.py": "src/@@{module}/chunker.py",
                "chunker/test_chunker.py": "tests/test_chunker.py",
                **_EXAMPLE_TEXT,
            },
            usage=(
                "synthetic-data-kit create example.txt --chunker @@{component} --provider offline "
                "-n 3",
            ),
        ),
        "generator": ScaffoldKind(
            summary="a generator of terms with definitions, a kind of record with its own prompt",
            files={
                "generator/init.py": "src/@@{module}/__init__.py",
                "generator/generator.py": "src/@@{module}/generator.py",
                "generator/prompt.j2": f"{_PROMPTS}/@@{{prompt}}.j2",
                "generator/test_generator.py": "tests/test_generator.py",
                **_EXAMPLE_TEXT,
            },
            usage=(
                "synthetic-data-kit create example.txt --type @@{component} --provider offline "
                "-n 3",
            ),
            prompt_ending="_generation",
        ),
        "judge": ScaffoldKind(
            summary="a judge with its own rubric",
            files={
                "judge/init.py": "src/@@{module}/__init__.py",
                "judge/judge.py": "src/@@{module}/judge.py",
                "judge/prompt.j2": f"{_PROMPTS}/@@{{prompt}}.j2",
                "judge/test_judge.py": "tests/test_judge.py",
                **_EXAMPLE_PAIRS,
            },
            usage=(
                "synthetic-data-kit curate example.json --judge @@{component} --provider offline "
                "-t 1",
            ),
            prompt_ending="_rubric",
        ),
        "backend": ScaffoldKind(
            summary="a backend for a gateway that speaks the OpenAI chat protocol",
            files={
                "backend/init.py": "src/@@{module}/__init__.py",
                "backend/backend.py": "src/@@{module}/backend.py",
                "backend/failures.py": "src/@@{module}/failures.py",
                "backend/test_backend.py": "tests/test_backend.py",
                **_EXAMPLE_TEXT,
            },
            usage=(
                "export @@{key_variable}=…",
                "synthetic-data-kit system-check --provider @@{component} --api-base URL",
                "synthetic-data-kit create example.txt --provider @@{component} --api-base URL "
                "--model NAME -n 3",
            ),
            dependencies=("aiohttp>=3.9",),
        ),
        "exporter": ScaffoldKind(
            summary="a format of prompts and completions",
            files={
                "exporter/init.py": "src/@@{module}/__init__.py",
                "exporter/exporter.py": "src/@@{module}/exporter.py",
                "exporter/test_exporter.py": "tests/test_exporter.py",
                **_EXAMPLE_PAIRS,
            },
            usage=("synthetic-data-kit save-as example.json --format @@{component}",),
        ),
        "storage": ScaffoldKind(
            summary="a storage of rows in an SQLite database",
            files={
                "storage/init.py": "src/@@{module}/__init__.py",
                "storage/storage.py": "src/@@{module}/storage.py",
                "storage/test_storage.py": "tests/test_storage.py",
                **_EXAMPLE_PAIRS,
            },
            usage=("synthetic-data-kit save-as example.json --storage @@{component}",),
        ),
        "prompt-pack": ScaffoldKind(
            summary="a prompt pack that adds house rules to the question-answer prompt",
            files={
                "prompt-pack/init.py": "src/@@{module}/__init__.py",
                "prompt-pack/qa_generation.j2": f"{_PROMPTS}/qa_generation.j2",
                "prompt-pack/test_prompts.py": "tests/test_prompts.py",
                **_EXAMPLE_TEXT,
            },
            usage=(
                "synthetic-data-kit prompts render qa_generation --input example.txt "
                "--prompt-pack @@{component}",
                "synthetic-data-kit create example.txt --prompt-pack @@{component} "
                "--provider offline -n 3",
            ),
        ),
        "command": ScaffoldKind(
            summary="a command that looks into files of examples",
            files={
                "command/init.py": "src/@@{module}/__init__.py",
                "command/cli.py": "src/@@{module}/cli.py",
                "command/test_cli.py": "tests/test_cli.py",
                **_EXAMPLE_PAIRS,
            },
            usage=("synthetic-data-kit @@{component} example.json",),
            dependencies=("click>=8.1.7",),
        ),
    }
)
"""The kinds that a package can be written for, by the name that users give."""
