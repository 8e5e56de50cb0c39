"""Decorators that make a component of one function, for files that are plugins.

A file named by ``plugins.files`` of the config or by ``--plugin`` needs no package, no entry point
and no class: ``@judge`` above a function is a judge of the function's name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal, TypeVar

from sdk_core.components import (
    Exporter,
    GenerationContext,
    Generator,
    Judge,
    JudgeContext,
    Transform,
    TransformContext,
)
from sdk_core.model import Chunk, Document, Example, Judgement, Segment
from sdk_core.registry.plugin_files import SPECS
from sdk_core.specs import (
    ComponentSpec,
    ExporterSpec,
    GeneratorSpec,
    JudgeSpec,
    Level,
    PromptSpec,
    TransformSpec,
)
from sdk_core.specs.models import Unit

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

Decorator = Callable[[FunctionT], FunctionT]


def transform(
    *, on: Level | Sequence[Level], name: str = "", summary: str = ""
) -> Decorator[FunctionT]:
    """Make a transform of a function of the thing, or of the thing and a `TransformContext`.

    It returns the thing, changed or not, a list of several, a text in place of that of a segment or
    chunk, ``True`` to keep the thing as it is, or ``None`` or ``False`` to leave it out.

    Args:
        on: What it works on: ``document``, ``segment``, ``chunk`` or ``example``, or several.
        name: Its name; the function's, with ``-`` for ``_``.
        summary: A line for listings; the first line of the function's docstring.
    """
    levels: tuple[Level, ...] = (on,) if isinstance(on, str) else tuple(on)

    def decorate(function: FunctionT) -> FunctionT:
        called = name or _name(function)

        class FunctionTransform(Transform[Any]):
            """A function as a transform."""

            def apply(self, item: Any, ctx: TransformContext) -> Iterable[Any]:
                """Yield what the function returns."""
                found = _call(function, item, ctx)
                if found is None or found is False:
                    ctx.leave_out(called)
                elif found is True:
                    yield item
                elif isinstance(found, str) and isinstance(item, Segment | Chunk):
                    yield replace(item, text=found)
                elif isinstance(found, Document | Segment | Chunk | Example):
                    yield found
                else:
                    yield from found

        spec = partial(_spec, TransformSpec, function, called, summary, on=levels)
        return _announced(function, FunctionTransform, spec)

    return decorate


def judge(
    *,
    name: str = "",
    summary: str = "",
    scale: tuple[float, float] = (0.0, 10.0),
    prompts: Mapping[str, str] | None = None,
) -> Decorator[FunctionT]:
    """Make a judge of a function of an `Example`, or of an example and a `JudgeContext`.

    It returns a score, ``True`` or ``False`` to keep or drop the example whatever the threshold,
    either with a reason behind it, a `Judgement`, or ``None`` where it cannot tell. It may be
    ``async``, to ask a model with ``ctx.complete``.

    Args:
        name: Its name; the function's, with ``-`` for ``_``.
        summary: A line for listings; the first line of the function's docstring.
        scale: Lowest and highest score.
        prompts: Templates by the name by which the function asks for them.
    """

    def decorate(function: FunctionT) -> FunctionT:
        called = name or _name(function)

        class FunctionJudge(Judge):
            """A function as a judge."""

            async def judge(
                self, examples: Sequence[Example], ctx: JudgeContext
            ) -> list[Judgement]:
                """Return what the function says of each example."""
                return [
                    _judgement(called, await _awaited(_call(function, example, ctx)))
                    for example in examples
                ]

        asks = bool(prompts) or inspect.iscoroutinefunction(function)
        spec = partial(
            _spec, JudgeSpec, function, called, summary, scale=scale, needs_model=asks,
            prompts=_prompts(prompts),
        )  # fmt: skip
        return _announced(function, FunctionJudge, spec)

    return decorate


def generator(
    *,
    name: str = "",
    summary: str = "",
    unit: Unit = "chunk",
    kind: str = "",
    prompts: Mapping[str, str] | None = None,
) -> Decorator[FunctionT]:
    """Make a generator of an ``async`` function of a unit and a `GenerationContext`.

    It returns examples, or their fields as mappings, one or a list of them.

    Args:
        name: Its name; the function's, with ``-`` for ``_``.
        summary: A line for listings; the first line of the function's docstring.
        unit: What it gets: a ``chunk``, a ``document`` or a ``conversation``.
        kind: The kind of records that it makes; questions with answers if not given.
        prompts: Templates by the name by which the function asks for them.
    """

    def decorate(function: FunctionT) -> FunctionT:
        called = name or _name(function)

        class FunctionGenerator(Generator):
            """A function as a generator."""

            async def generate(self, unit: Any, ctx: GenerationContext) -> list[Example]:
                """Return what the function makes of a unit."""
                found = await _awaited(_call(function, unit, ctx))
                given = [found] if isinstance(found, Example | Mapping) else list(found or ())
                return [e if isinstance(e, Example) else ctx.example(e) for e in given]

        named = {"example_kind": kind} if kind else {}
        spec = partial(
            _spec, GeneratorSpec, function, called, summary, unit=unit, **named,
            prompts=_prompts(prompts), needs_model=inspect.iscoroutinefunction(function),
        )  # fmt: skip
        return _announced(function, FunctionGenerator, spec)

    return decorate


def exporter(
    *,
    name: str = "",
    summary: str = "",
    view: Literal["messages", "fields"] = "messages",
    **spec: Any,
) -> Decorator[FunctionT]:
    """Make a format of a function of an `Example` that returns a row, or a list of rows.

    Args:
        name: Its name; the function's, with ``-`` for ``_``.
        summary: A line for listings; the first line of the function's docstring.
        view: What of an example it looks at: its ``messages``, or its own ``fields``.
        spec: What else an `ExporterSpec` says.
    """

    def decorate(function: FunctionT) -> FunctionT:
        called = name or _name(function)

        class FunctionExporter(Exporter):
            """A function as a format."""

            def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
                """Yield what the function makes of each example."""
                for example in examples:
                    found = function(example)
                    yield from [found] if isinstance(found, dict) else found

        suffix = spec.pop("file_suffix", f"_{called.replace('-', '_')}")
        made = partial(
            _spec, ExporterSpec, function, called, summary, view=view, file_suffix=suffix, **spec
        )
        return _announced(function, FunctionExporter, made)

    return decorate


def _announced(
    function: FunctionT, component: type[Any], spec: Callable[[str], ComponentSpec]
) -> FunctionT:
    component.__name__ = component.__qualname__ = f"{component.__name__} {_name(function)}"
    component.__module__ = function.__module__
    setattr(function, "component", component)  # noqa: B010  a function has any attributes
    setattr(function, SPECS, spec)
    return function


def _spec(
    kind: type[ComponentSpec],
    function: Callable[..., Any],
    name: str,
    summary: str,
    target: str,
    **values: Any,
) -> ComponentSpec:
    said = summary or (inspect.getdoc(function) or "").partition("\n")[0] or name
    return kind(name=name, target=target, summary=said, **values)


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", "").strip("_").lower().replace("_", "-")


def _prompts(templates: Mapping[str, str] | None) -> tuple[PromptSpec, ...]:
    return tuple(PromptSpec.of_template(name, text) for name, text in (templates or {}).items())


def _call(function: Callable[..., Any], item: Any, ctx: Any) -> Any:
    """Call a function with the thing, and with the context if it has a place for it."""
    takes = len(inspect.signature(function).parameters)
    return function(item, ctx) if takes > 1 else function(item)


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _judgement(name: str, given: Any) -> Judgement:
    if isinstance(given, Judgement):
        return given
    verdict, reasons = given if isinstance(given, tuple) else (given, "")
    if isinstance(verdict, bool):
        return Judgement(judge=name, score=None, keep=verdict, reasons=reasons)
    return Judgement(judge=name, score=verdict, reasons=reasons)
