"""Registers every built-in under another name: imported by the programs that the tests run.

What the built-ins say of one another goes by the new names too: the prompts that generators and
judges ask for, the prompts that the offline backend answers, the formats that trainers read.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sdk_core.api import hookimpl
from sdk_core.model import Judgement, RecordKind
from sdk_core.specs import (
    BackendSpec,
    ComponentSpec,
    GeneratorSpec,
    JudgeSpec,
    PromptSpec,
    TrainerSpec,
)

PREFIX = "other-"

_ORIGINALS: dict[str, str] = {}
"""Name in this module to the target that is changed under it."""


def registration(plural: str) -> Callable[[], Iterator[ComponentSpec | RecordKind]]:
    """Return the hook that gives the built-ins of a kind under their new names."""

    @hookimpl
    def hook() -> Iterator[ComponentSpec | RecordKind]:
        builtin = importlib.import_module(f"sdk_builtins.{plural}")
        yield from map(renamed, getattr(builtin, f"sdk_{plural}")())

    return hook


def renamed(spec: ComponentSpec | RecordKind) -> ComponentSpec | RecordKind:
    """Return a spec with another name, and other names wherever it names components or prompts.

    Kinds of records keep their names: files of other programs are told by them.
    """
    if isinstance(spec, RecordKind):
        fields = [replace(f, prompt=f.prompt and f"{PREFIX}{f.prompt}") for f in spec.fields]
        return replace(spec, fields=tuple(fields))
    name = f"{PREFIX}{spec.name}"
    if isinstance(spec, TrainerSpec):
        tasks = [
            replace(task, formats=_all(task.formats), storages=_all(task.storages))
            for task in spec.tasks
        ]
        return replace(spec, name=name, tasks=tuple(tasks))
    if isinstance(spec, GeneratorSpec | JudgeSpec):
        return replace(
            spec, name=name, target=_changed(spec), prompts=tuple(map(_prompt, spec.prompts))
        )
    if isinstance(spec, BackendSpec):
        return replace(spec, name=name, target=_changed(spec))
    return replace(spec, name=name)


def _all(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{PREFIX}{name}" for name in names)


def _prompt(prompt: PromptSpec) -> PromptSpec:
    return replace(prompt, name=f"{PREFIX}{prompt.name}")


def _changed(spec: ComponentSpec) -> str:
    attribute = f"{spec.kind}_{spec.name.replace('-', '_')}"
    _ORIGINALS[attribute] = spec.target
    return f"{__name__}:{attribute}"


class _Asking:
    """A context in which a component's own words for its prompts mean the new ones."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    async def complete(self, prompt: str, **given: Any) -> Any:
        return await self._context.complete(f"{PREFIX}{prompt}", **given)

    async def text(self, prompt: str, **given: Any) -> Any:
        return await self._context.text(f"{PREFIX}{prompt}", **given)

    async def items(self, prompt: str, fields: Sequence[str], **given: Any) -> Any:
        return await self._context.items(f"{PREFIX}{prompt}", fields, **given)


def __getattr__(name: str) -> type:
    """Return the class of a built-in that asks for prompts, or answers them, by the new names."""
    if name not in _ORIGINALS:
        raise AttributeError(name)
    module, _, attribute = _ORIGINALS[name].partition(":")
    original: type = getattr(importlib.import_module(module), attribute)
    members = _ASKING if hasattr(original, "judge") or hasattr(original, "generate") else _ANSWERING
    return type(
        attribute, (original,), {k: v(original) for k, v in members.items() if hasattr(original, k)}
    )


def _judge(original: type) -> Any:
    ask = _asking("judge")(original)

    async def judge(self: Any, examples: Any, ctx: Any) -> list[Judgement]:
        given = await ask(self, examples, ctx)
        return [replace(judgement, judge=f"{PREFIX}{judgement.judge}") for judgement in given]

    return judge


def _asking(method: str) -> Callable[[type], Any]:
    def of(original: type) -> Any:
        async def ask(self: Any, given: Any, ctx: Any) -> Any:
            return await getattr(original, method)(self, given, _Asking(ctx))

        return ask

    return of


def _complete(original: Any) -> Any:
    async def complete(self: Any, request: Any, **given: Any) -> Any:
        known = replace(request, task=request.task.removeprefix(PREFIX))
        return await original.complete(self, known, **given)

    return complete


_ASKING = {
    "prepare": _asking("prepare"),
    "generate": _asking("generate"),
    "judge": _judge,
}
_ANSWERING = {"complete": _complete}
