"""The core knows no component, prompt or kind of record by name, but for one default of each.

What counts as a name is decided by how a word is used. A word that means a component or prompt and
nothing else is not to stand in the core's code at all, alone in a string. A word that is plain data
as well, because a spec or the core itself uses it for something else (a file ending, part of a
media type, a kind of record, a task, a variable of a prompt, a member of a class, a module), is a
name where it meets something that holds names: where it is compared with a name, a format, a
storage and the like, looked up in or by them, or given to one as its value. Sentences for users are
no code. Names of record kinds, keys of their lists and suffixes of their files are looked for in
the same way, where something holds a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import sdk_core
from sdk_core.kinds import GENERATOR, KINDS
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.specs import (
    ComponentSpec,
    Level,
    ParserSpec,
    Reasoning,
    StorageSpec,
    Task,
    Unit,
)
from tests.architecture.name_uses import Vocabulary, members, uses

pytestmark = pytest.mark.xdist_group("names")  # the vocabulary is gathered once

CORE = Path(sdk_core.__file__).parent

_DEFAULT = "the one default of its kind"
_LEGACY = "a key of older config files"

EXCEPTIONS = {
    ("sdk_core/defaults.py", "qa"): _DEFAULT,
    ("sdk_core/defaults.py", "rating"): _DEFAULT,
    ("sdk_core/defaults.py", "vllm"): _DEFAULT,
    ("sdk_core/defaults.py", "jsonl"): _DEFAULT,
    ("sdk_core/defaults.py", "json"): _DEFAULT,
    ("sdk_core/defaults.py", "fixed"): _DEFAULT,
    ("sdk_core/config/legacy.py", "vllm"): _LEGACY,
    ("sdk_core/config/legacy.py", "api-endpoint"): _LEGACY,
    ("sdk_core/config/schema.py", "lance"): "how parsed documents lie, not the storage",
    ("sdk_core/model/record_kinds.py", "text"): "the field of a parsed document's segment",
    ("sdk_core/documents/losses.py", "structure"): "a reason for a loss, not the chunker",
    ("sdk_core/export/hub.py", "dataset"): "a word of the hub's interface, not the source",
    ("sdk_core/export/stage.py", "hub"): "the service that refused an upload, not the storage",
    ("sdk_core/testing/factories.py", "rating"): "whose word an example of a fixture bears",
    ("sdk_core/testing/models.py", "offline"): "what answers plugins under test without a model",
}
"""File and name to the reason why it stands there."""


_FIXTURE = "of which kind an example of a fixture is"

RECORD_EXCEPTIONS = {
    ("sdk_core/defaults.py", "qa"): _DEFAULT,
    ("sdk_core/defaults.py", "_qa_pairs"): "a suffix that curated files leave out by contract",
    ("sdk_core/answers/fields.py", "cot"): "what models call a field, not the kind",
    ("sdk_core/testing/factories.py", "qa"): _FIXTURE,
    ("sdk_core/testing/factories.py", "conversation"): _FIXTURE,
    ("sdk_core/testing/contract/extras.py", "qa"): "a setting that an observer is told",
}

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

RECORDS_CAUGHT = [
    'if example.kind == "summary": ...',
    'if spec.example_kind in ("qa", "cot"): ...',
    'Example(kind="conversation", messages=turns)',
    'key = {"qa": 1}[example.kind]',
    'records = content["qa_pairs"]',
    'path.stem.removesuffix("_cot_examples")',
]

RECORDS_PLAIN = [
    'if spec.unit == "conversation": ...',
    'summary = prepared.get("summary", "")',
    'if segment.kind == "page": ...',
    'log("qa_pairs are named in a sentence")',
]

PLAIN = [
    'if spec.name == "of_mine": ...',
    'if path.suffix == ".json" or path.suffix[1:] == "json": ...',
    'if document.step in ("json", "fence"): ...',
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
    own |= {kind.name for kind in registry.record_kinds}
    variables = {variable for prompt in prompts for variable in prompt.variables}
    return Vocabulary(
        names=frozenset({*registry.prompts, *(spec.name for spec in found)}),
        data=frozenset({*own, *variables, *(word for spec in found for word in data_words(spec))}),
        kinds=frozenset(KINDS),
    )


@cache
def record_vocabulary() -> Vocabulary:
    """Return the names, keys and suffixes of the built-in kinds of records."""
    registry = Registry(Manager(disabled=["all"]))
    kinds = list(registry.record_kinds)
    suffixes = {entry.spec.suffix for entry in registry.all(GENERATOR)}
    keys = {key for kind in kinds for key in (kind.list_key, *kind.other_keys)}
    return Vocabulary(
        names=frozenset({*(kind.name for kind in kinds), *keys, *suffixes}),
        data=vocabulary().data - {"qa", "cot"},
        kinds=frozenset({"kind"}),
    )


def data_words(spec: ComponentSpec) -> Iterator[str]:
    """Yield what a spec says in words: endings, media types, kinds of records, tasks."""
    for literal in (Unit, Reasoning, Task, Level):
        yield from get_args(literal)
    if isinstance(spec, ParserSpec):
        yield from (ending.removeprefix(".") for ending in spec.extensions)
        yield from (part for kind in spec.media_types for part in kind.split("/"))
    elif isinstance(spec, StorageSpec):
        yield spec.extension.removeprefix(".")


@pytest.mark.parametrize(
    ("words", "exceptions"),
    [(vocabulary, EXCEPTIONS), (record_vocabulary, RECORD_EXCEPTIONS)],
    ids=["components", "records"],
)
def test_core_uses_no_name(
    words: Callable[[], Vocabulary], exceptions: dict[tuple[str, str], str]
) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for path in modules():
        place = path.relative_to(CORE.parent).as_posix()
        for use in uses(path.read_text("utf-8"), words()):
            found.setdefault((place, use.name), []).append(f"line {use.line}: {use.how}")

    assert {place: said for place, said in found.items() if place not in exceptions} == {}
    assert [place for place in exceptions if place not in found] == []
    assert len(exceptions) <= 15


@pytest.mark.parametrize("source", RECORDS_CAUGHT)
def test_names_of_records_are_caught(source: str) -> None:
    assert uses(source, record_vocabulary())


@pytest.mark.parametrize("source", RECORDS_PLAIN)
def test_plain_words_of_records_are_let_through(source: str) -> None:
    assert uses(source, record_vocabulary()) == []


@pytest.mark.parametrize("source", CAUGHT)
def test_names_are_caught(source: str) -> None:
    assert uses(source, vocabulary())


@pytest.mark.parametrize("source", PLAIN)
def test_plain_data_is_let_through(source: str) -> None:
    assert uses(source, vocabulary()) == []
