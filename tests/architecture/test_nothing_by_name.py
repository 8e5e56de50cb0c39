"""The core knows no component and no prompt by name, but for one default of each kind.

What counts as a name is decided by how a word is used. A word that means a component or prompt and
nothing else is not to stand in the core's code at all, alone in a string. A word that is plain data
as well, because a spec or the core itself uses it for something else (a file ending, part of a
media type, a kind of record, a task, a variable of a prompt, a member of a class, a module), is a
name where it meets something that holds names: where it is compared with a name, a format, a
storage and the like, looked up in or by them, or given to one as its value. Sentences for users are
no code.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import sdk_core
from sdk_core.kinds import KINDS
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.specs import (
    ComponentSpec,
    ExporterSpec,
    GeneratorSpec,
    ParserSpec,
    Reasoning,
    StorageSpec,
    Task,
    Unit,
)
from tests.architecture.name_uses import Vocabulary, members, uses

CORE = Path(sdk_core.__file__).parent

_DEFAULT = "the one default of its kind"
_LEGACY = "a key of older config files"

EXCEPTIONS = {
    ("sdk_core/defaults.py", "qa"): _DEFAULT,
    ("sdk_core/defaults.py", "rating"): _DEFAULT,
    ("sdk_core/defaults.py", "vllm"): _DEFAULT,
    ("sdk_core/defaults.py", "jsonl"): _DEFAULT,
    ("sdk_core/defaults.py", "json"): _DEFAULT,
    ("sdk_core/config/legacy.py", "vllm"): _LEGACY,
    ("sdk_core/config/legacy.py", "api-endpoint"): _LEGACY,
    ("sdk_core/config/schema.py", "lance"): "how parsed documents lie, not the storage",
    ("sdk_core/model/record_kinds.py", "text"): "the field of a parsed document's segment",
    ("sdk_core/export/stage.py", "hub"): "the service that refused an upload, not the storage",
    ("sdk_core/testing/factories.py", "rating"): "whose word an example of a fixture bears",
    ("sdk_core/testing/models.py", "offline"): "what answers plugins under test without a model",
}
"""File and name to the reason why it stands there."""


CAUGHT = [
    'if spec.name == "alpaca": ...',
    'if spec.name != "json": ...',
    'if "text" == entry.spec.name: ...',
    'if choice.storage in ("hub", "parquet"): ...',
    'if "summary" in session.prompts: ...',
    'if spec.name.lower() in {"json", "csv"}: ...',
    'if getattr(spec, "name") == "json": ...',
    'if report.settings["format"] == "messages": ...',
    'if flags.get("storage") == "json": ...',
    'match entry.spec.name:\n    case "qa" | "cot": ...',
    'registry.get("parser", "text")',
    'session.registry.get(kind, "text")',
    'session.config.parsers.get("text", {})',
    'library.prompts["summary"]',
    'self.prompts.render("qa_rating", {})',
    'Selector("storage", "storage", "json")',
    'click.option("--type", "kind", default="qa")',
    'plan_export(session, format="messages")',
    'def plan(session, storage="json"): ...',
    'def plan(session, *, prompt="summary"): ...',
    'class Llm:\n    provider: str = Field("vllm")',
    'class Choice:\n    storage: str = "json"',
    'class Curate:\n    judges: list[str] = Field(["rating"])',
    'DEFAULT_FORMAT = "jsonl"',
    'DEFAULTS = {"exporter": "jsonl"}',
    'storage = choice.storage or "json"',
    'storage = "json" if plain else choice.storage',
    'def default_storage():\n    return "json"',
    'options = {"json": {"pretty": True}}[entry.spec.name]',
    'options = {"json": {"pretty": True}}.get(storage.name, {})',
    'LABELS = ("vllm", "Sharegpt")',
]

PLAIN = [
    'if spec.name == "of_mine": ...',
    'if path.suffix == ".json" or path.suffix[1:] == "json": ...',
    'if document.step in ("json", "fence"): ...',
    'if example.kind == "summary": ...',
    'if spec.view == "messages": ...',
    'if task in ("dpo", "kto"): ...',
    'match segment.kind:\n    case "code": ...',
    'row["text"], row.get("image"), fields.get("rating")',
    'if "text" not in table.column_names: ...',
    'checked.model_dump(mode="json")',
    'names = ["text", "source"]',
    'def refuse(source, what="text"): ...',
    'summary = prepared.get("summary", "")',
    'log("vllm and alpaca are named in a sentence")',
]


def modules() -> list[Path]:
    return sorted(CORE.rglob("*.py"))


@cache
def vocabulary() -> Vocabulary:
    """Return the names that are registered, and what words of the core are plain data as well."""
    registry = Registry(Manager(disabled=["all"]))
    found = [entry.spec for kind in KINDS.values() for entry in registry.all(kind)]
    prompts = [prompt for prompt, _ in registry.prompts.values()]
    own = {path.stem for path in modules()}
    own |= {name for path in modules() for name in members(path.read_text("utf-8"))}
    variables = {variable for prompt in prompts for variable in prompt.variables}
    return Vocabulary(
        names=frozenset({*registry.prompts, *(spec.name for spec in found)}),
        data=frozenset({*own, *variables, *(word for spec in found for word in data_words(spec))}),
        kinds=frozenset(KINDS),
    )


def data_words(spec: ComponentSpec) -> Iterator[str]:
    """Yield what a spec says in words: endings, media types, kinds of records, tasks."""
    for literal in (Unit, Reasoning, Task):
        yield from get_args(literal)
    if isinstance(spec, ParserSpec):
        yield from (ending.removeprefix(".") for ending in spec.extensions)
        yield from (part for kind in spec.media_types for part in kind.split("/"))
    elif isinstance(spec, GeneratorSpec):
        yield spec.example_kind
    elif isinstance(spec, ExporterSpec):
        yield from spec.kinds
    elif isinstance(spec, StorageSpec):
        yield spec.extension.removeprefix(".")


def test_core_uses_no_name() -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for path in modules():
        place = path.relative_to(CORE.parent).as_posix()
        for use in uses(path.read_text("utf-8"), vocabulary()):
            found.setdefault((place, use.name), []).append(f"line {use.line}: {use.how}")

    assert {place: said for place, said in found.items() if place not in EXCEPTIONS} == {}
    assert [place for place in EXCEPTIONS if place not in found] == []
    assert len(EXCEPTIONS) <= 12


@pytest.mark.parametrize("source", CAUGHT)
def test_names_are_caught(source: str) -> None:
    assert uses(source, vocabulary())


@pytest.mark.parametrize("source", PLAIN)
def test_plain_data_is_let_through(source: str) -> None:
    assert uses(source, vocabulary()) == []
