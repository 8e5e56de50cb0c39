"""The pages of hooks and components say exactly what the code says."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sdk_core import components, hookspecs, model, specs
from sdk_core.errors import ErrorKind
from sdk_core.kinds import KINDS
from sdk_core.reports import StageReport
from tests.docs.pages import DOCS, blocks, headings, read, rows

HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("sdk_"))
BASES = {kind.base: f"{kind.name}.md" for kind in KINDS.values()}
"""Base class of a kind to the name of its page."""

CONTEXTS = {
    "Parser": ("ParseContext",),
    "Generator": ("ModelContext", "GenerationContext"),
    "Judge": ("ModelContext", "JudgeContext"),
    "Transform": ("TransformContext",),
    "InputSource": ("SourceContext",),
}
"""Kind of component to the contexts that its page describes."""

TABLES = [
    *((f"hooks/{kind.hook}.md", kind.spec) for kind in KINDS.values()),
    ("hooks/sdk_generators.md", specs.PromptSpec),
    ("hooks/sdk_trainers.md", specs.TaskSpec),
    ("hooks/sdk_record_kinds.md", model.RecordKind),
    ("hooks/sdk_record_kinds.md", model.RecordField),
    ("hooks/sdk_record_kinds.md", model.RecordTurn),
    ("hooks/sdk_prompt_packs.md", specs.PromptPack),
    ("hooks/sdk_commands.md", specs.CommandSpec),
    ("hooks/sdk_health_checks.md", specs.HealthCheck),
    ("hooks/sdk_stage_started.md", specs.StageInfo),
    ("components/judge.md", model.Judgement),
    ("components/backend.md", model.Completion),
    ("components/trainer.md", model.TrainingSet),
]

SECTIONS = (
    "Signature",
    "When it is called",
    "Errors",
    "Example",
    "Common mistakes",
    "See also",
)


def page_of(name: str) -> Path:
    """Return the page of a hook or a kind of component."""
    if name in BASES:
        return DOCS / "plugins" / "components" / BASES[name]
    return DOCS / "plugins" / "hooks" / f"{name}.md"


def stubs(page: Path) -> dict[str, Any]:
    """Return the functions that a page shows without a body, by name."""
    found: dict[str, Any] = {}
    for block in blocks(page):
        if block.language == "python" and not block.title and ": ..." in block.text:
            exec(
                compile(f"from __future__ import annotations\n{block.text}", "page", "exec"), found
            )
    return {name: value for name, value in found.items() if _function(value)}


def _function(value: object) -> Any:
    if isinstance(value, property):
        return value.fget
    if isinstance(value, classmethod):
        return value.__func__
    return value if inspect.isfunction(value) else None


def described(value: object) -> str:
    """Return kind and signature of a function, method or property."""
    function = _function(value)
    kind = "async " if inspect.iscoroutinefunction(function) else ""
    kind = "property " if isinstance(value, property) else kind
    kind = "classmethod " if isinstance(value, classmethod) else kind
    return kind + str(inspect.signature(function)).replace("'", "")


def public(owner: type) -> Iterator[tuple[str, object]]:
    """Yield the public functions that a class and the bases of it alone define."""
    shared = set(components.Component.__mro__)
    for name, value in (pair for c in owner.__mro__ if c not in shared for pair in vars(c).items()):
        if not name.startswith("_") and _function(value):
            yield name, value


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_has_a_page_with_its_signature(hook: str) -> None:
    shown = stubs(page_of(hook))

    assert headings(page_of(hook))[0] == f"`{hook}`"
    assert {name: described(value) for name, value in shown.items()} == {
        hook: described(getattr(hookspecs, hook))
    }


@pytest.mark.parametrize("kind", BASES)
def test_component_has_a_page_with_its_methods(kind: str) -> None:
    expected = {
        name: described(value)
        for owner in (kind, *CONTEXTS.get(kind, ()))
        for name, value in public(getattr(components, owner))
    }

    shown = {name: described(value) for name, value in stubs(page_of(kind)).items()}

    assert headings(page_of(kind))[0] == kind
    assert shown == expected


@pytest.mark.parametrize("name", [*HOOKS, *BASES])
def test_page_has_all_its_parts(name: str) -> None:
    found = headings(page_of(name))

    assert [part for part in SECTIONS if part not in found] == []


@pytest.mark.parametrize(("page", "kind"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_fields_are_in_the_table_with_type_and_default(page: str, kind: type) -> None:
    shown = {
        row[0].strip("`"): (row[1].strip("`"), row[2].strip("`"))
        for row in rows(DOCS / "plugins" / page)
        if len(row) == 4
    }
    wrong = {}
    for field in filter(lambda field: field.init, dataclasses.fields(kind)):
        expected = (type_of(field), default_of(field))
        if shown.get(field.name) != expected:
            wrong[field.name] = (shown.get(field.name), expected)

    assert wrong == {}


def type_of(field: dataclasses.Field[Any]) -> str:
    """Return a field's type as its author wrote it, our own names for types spelt out."""
    spelt = {name: getattr(specs, name) for name in ("Unit", "Reasoning", "Task")}
    written = str(field.type)
    found = spelt.get(written)
    return str(found).replace("typing.", "").replace("'", '"') if found else written


def default_of(field: dataclasses.Field[Any]) -> str:
    """Return a field's default as Python, or ``required``."""
    if field.default is not dataclasses.MISSING:
        return repr(field.default).replace("'", '"')
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.default_factory.__name__}()"
    return "required"


def test_every_attribute_of_a_report_is_described() -> None:
    page = read(page_of("sdk_stage_finished"))

    missing = [f.name for f in dataclasses.fields(StageReport) if f"| `{f.name}` |" not in page]

    assert missing == []


def test_every_kind_of_failed_call_is_described() -> None:
    kinds = {value for name, value in vars(ErrorKind).items() if name.isupper()}
    cells = " ".join(row[0] for row in rows(page_of("Backend")))

    internal = {ErrorKind.UNRECORDED}  # of `--replay`; no backend raises it
    assert kinds - internal - set(re.findall(r"`(\w+)`", cells)) == set()


def test_index_pages_name_every_page() -> None:
    for index, names in (("hooks", HOOKS), ("components", BASES)):
        page = read(DOCS / "plugins" / f"{index}.md")
        missing = [name for name in names if f"({index}/{page_of(name).name})" not in page]

        assert missing == [], index
