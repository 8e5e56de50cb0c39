"""Generators: the number wanted, provenance, and broken answers of a model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sdk_core.components import Backend, Generator
from sdk_core.errors import CallError, UnknownComponent
from sdk_core.kinds import GENERATOR
from sdk_core.model import Chunk, Example, Request
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.specs import GeneratorSpec
from sdk_core.testing.bench import Generated, sample_unit
from sdk_core.testing.checks import (
    Case,
    checks_over,
    found_elsewhere,
    must_be_right,
    must_survive,
    must_work,
)
from sdk_core.testing.factories import make_document
from sdk_core.testing.models import BROKEN, GARBLED, Cancelled, good_model, truncated
from sdk_core.testing.scripted import ScriptedBackend
from sdk_core.testing.traces import leaves_nothing, unblocked
from sdk_core.testing.violations import NotApplicable, Violation

GeneratorCase = Case[Entry[GeneratorSpec, Generator]]

_MOST_CALLS = 40
"""Model calls that one unit may take, however little comes of them."""


def makes_examples(case: GeneratorCase) -> None:
    """A model that answers well gives a list of examples of the kind that the spec names."""
    result, spec = _try(case, good_model(case.plugin, case.thing), "a good answer"), case.thing.spec
    if result.error is not None:
        raise Violation(
            f"it gives up a sample although the model answers: {result.error.message}.",
            _TELL_ANSWERS.format(name=spec.name),
        ) from result.error
    _require_examples(case, result)
    if not result.examples:
        raise Violation(
            "it makes no example of a good answer"
            + (f" ({result.completions[0].text[:120]!r})." if result.completions else "."),
            _TELL_ANSWERS.format(name=spec.name),
        )
    for example in result.examples:
        if example.kind != spec.example_kind:
            raise Violation(
                f"it makes examples of the kind {example.kind!r}, and its spec says "
                f"{spec.example_kind!r}.",
                "Build examples with ctx.example(), or correct example_kind in the spec.",
            )


def keeps_provenance(case: GeneratorCase) -> None:
    """Each example says which document and chunk it comes from, and what made it."""
    result, document = _run(case, good_model(case.plugin, case.thing)), make_document()
    unit = sample_unit(case.thing.spec, document)
    expected: dict[str, Any] = {
        "source": document.source,
        "document_id": document.id,
        "generator": case.thing.qualified,
    }
    if isinstance(unit, Chunk):
        expected |= {"chunk": unit.index, "start": unit.start, "end": unit.end}
    for example in _whole(result):
        for name, value in expected.items():
            found = getattr(example.provenance, name)
            if found != value:
                raise Violation(
                    f"the provenance of an example has {name}={found!r} instead of {value!r}.",
                    "Build each example with ctx.example(fields), which knows where it is from.",
                )
        if result.requests and not example.provenance.prompt:
            raise Violation(
                "the provenance of an example names no prompt.",
                "Build each example with ctx.example(fields) after the call that it came of.",
            )


def heeds_the_number_wanted(case: GeneratorCase) -> None:
    """``ctx.wanted`` decides how much is asked for, or how much is given."""
    if case.thing.spec.unit != "chunk":
        raise NotApplicable("it makes one example of each unit")
    few = _run(case, good_model(case.plugin, case.thing), wanted=2)
    many = _run(case, good_model(case.plugin, case.thing), wanted=7)
    asked = [_shown(request) for request in few.requests]
    if len(few.examples) > 2 and asked == [_shown(request) for request in many.requests]:
        raise Violation(
            f"it gives {len(few.examples)} examples where 2 are wanted, and asks the same when 7 "
            "are.",
            "Put ctx.wanted into the prompt as the number of examples, or cut the list to it.",
        )


def stops(case: GeneratorCase) -> None:
    """A model of which nothing comes is asked a few times, not for ever."""
    for answer in ("[]", GARBLED):
        result = _run(case, ScriptedBackend(answer), wanted=5)
        if len(result.requests) > _MOST_CALLS:
            raise Violation(
                f"it makes {len(result.requests)} calls for 5 examples of one unit when the model "
                f"answers {answer!r}.",
                "Ask once: the core comes back for what is missing.",
            )


def prepares_what_it_says(case: GeneratorCase) -> None:
    """``prepare`` gives every variable that the spec names in ``prepares``."""
    spec = case.thing.spec
    if not spec.prepares:
        raise NotApplicable("it prepares nothing")
    bench = case.plugin.bench(case.thing)
    remedy = f"Give the suite answers that it understands: answers={{{spec.name!r}: […]}}."
    with must_work("prepare() failed", remedy):
        prepared = bench.prepare(good_model(case.plugin, case.thing))
    if not isinstance(prepared, Mapping):
        raise Violation(
            f"prepare() gave an object of the type {type(prepared).__name__}.",
            "Return a mapping of variables to values.",
        )
    missing = [name for name in spec.prepares if name not in prepared]
    if missing:
        raise Violation(
            f"prepare() does not give {missing[0]!r}, which its spec names.",
            "Return a value for each name in prepares, or take the name out of the spec.",
        )


def survives_broken_answers(case: GeneratorCase) -> None:
    """Garbled, empty and odd answers and failed calls give fewer examples, never a crash."""
    good = _run(case, good_model(case.plugin, case.thing))
    if not good.requests:
        raise NotApplicable("it asks no model")
    models = {what: ScriptedBackend(answer) for what, answer in BROKEN.items()}
    if good.completions:
        models["an answer that is cut off"] = truncated(good.completions)
    for what, model in models.items():
        _require_examples(case, _try(case, model, what))


def reports_what_is_lost(case: GeneratorCase) -> None:
    """When nothing comes of a garbled answer or a failed call, it says so or gives the unit up."""
    good = _run(case, good_model(case.plugin, case.thing))
    if not good.requests:
        raise NotApplicable("it asks no model")
    for what in ("garbled text", "a failed call"):
        result = _run(case, ScriptedBackend(BROKEN[what]))
        if not result.examples and not result.lost and result.error is None:
            raise Violation(
                f"it makes nothing of {what} and does not say so.",
                "Read answers with ctx.items(), let CallError pass, or call ctx.lost(count, "
                "reason).",
            )


def makes_a_declared_kind(case: GeneratorCase) -> None:
    """The record kind that its spec names is declared, by its own package or the program."""
    name = case.thing.spec.example_kind
    try:
        case.plugin.registry.record_kind(name)
    except UnknownComponent as error:
        raise Violation(
            f"its spec says example_kind={name!r}, and nobody declares that record kind.",
            "Declare it with sdk_record_kinds, so that its records can be judged and exported.",
        ) from error


def keeps_units_apart(case: GeneratorCase) -> None:
    """One generator gives the same for the same unit again, and leaves no task running."""
    generator = case.component()
    results = []
    for _ in range(2):
        with found_elsewhere():
            model = good_model(case.plugin, case.thing)
            results.append(_try(case, model, "a model's answer", generator=generator))
    first, second = ([_content(example) for example in _whole(result)] for result in results)
    if first != second:
        raise Violation(
            f"its second call for one unit gives {len(second)} other examples than the first.",
            "Keep nothing of a unit in self or in the module: many units are at work at once.",
        )
    if results[0].running:
        raise Violation(
            f"generate() leaves {results[0].running} task running when it returns.",
            "Wait for each task that it starts: async with asyncio.TaskGroup().",
        )


def leaves_nothing_behind(case: GeneratorCase) -> None:
    """It neither prints nor leaves files or threads, and never blocks the event loop."""

    def use() -> None:
        _run(case, good_model(case.plugin, case.thing))

    with unblocked("generate()"):
        use()
    leaves_nothing("generate()", use, case.folder)


def can_be_stopped(case: GeneratorCase) -> None:
    """A unit that is cancelled in the middle of a call ends as cancelled."""
    if not _run(case, good_model(case.plugin, case.thing)).requests:
        raise NotApplicable("it asks no model")
    with suppress(asyncio.CancelledError):
        _run(case, Cancelled())
        raise Violation(
            "generate() goes on after it was cancelled.",
            "Let asyncio.CancelledError pass: catch Exception, never BaseException.",
        )


def leaves_half_records_out(case: GeneratorCase) -> None:
    """Of an answer that is cut off, only whole records become examples."""
    good = _run(case, good_model(case.plugin, case.thing))
    if case.thing.spec.unit == "conversation":
        raise NotApplicable("it adds to conversations, which stay whole")
    if not good.completions or not _is_list(good.completions[-1].text):
        raise NotApplicable("its answers are no list of records")
    whole = [_content(example) for example in good.examples]
    result = _run(case, truncated(good.completions))
    for example in result.examples:
        if _content(example) not in whole:
            raise Violation(
                f"it made an example of a record that was cut off: {dict(example.fields)!r}.",
                "Read answers with ctx.items(), which leaves such records out and reports them.",
            )


_TELL_ANSWERS = (
    "If it waits for answers of another form, give them to the suite: answers={{{name!r}: [text]}}."
)


def _run(case: GeneratorCase, model: Backend, *, wanted: int = 3) -> Generated:
    """Run the generator on the usual unit.

    Raises:
        NotApplicable: It broke, which is the concern of other checks.
    """
    with found_elsewhere():
        return _try(case, model, "a model's answer", wanted=wanted)


def _try(
    case: GeneratorCase,
    model: Backend,
    what: str,
    *,
    wanted: int = 3,
    generator: Generator | None = None,
) -> Generated:
    """Run the generator on the usual unit.

    Raises:
        Violation: It broke.
    """
    bench = case.plugin.bench(case.thing)
    with must_survive(
        what,
        passing=CallError,
        crashed="Read answers with ctx.items() or catch what your own reading raises; declare "
        "every prompt that you ask for in the spec.",
        raised="Give the prompt exactly the variables that its PromptSpec declares.",
    ):
        return bench.generate(model, wanted=wanted, generator=generator)


def _require_examples(case: GeneratorCase, result: Generated) -> None:
    with must_be_right():
        kind = case.plugin.registry.kind_made_by(case.thing.spec)
        _, problems = returned.examples(result.examples, kind)
    if problems:
        raise Violation(
            f"{problems[0]}.",
            "Put text, numbers, truth values, lists and dicts of these into fields, and a value "
            "into each field that the record kind requires.",
        )


def _whole(result: Generated) -> list[Example]:
    if not result.examples or not all(isinstance(e, Example) for e in result.examples):
        raise NotApplicable("it makes no examples")
    return result.examples


def _shown(request: Request) -> list[str]:
    return [message.content for message in request.messages]


def _content(example: Example) -> tuple[Any, ...]:
    return dict(example.fields), example.messages


def _is_list(text: str) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    if isinstance(value, dict):
        value = next((item for item in value.values() if isinstance(item, list)), None)
    return isinstance(value, list) and len(value) > 1


CHECKS = checks_over(
    GENERATOR,
    makes_examples,
    keeps_provenance,
    heeds_the_number_wanted,
    stops,
    prepares_what_it_says,
    survives_broken_answers,
    reports_what_is_lost,
    leaves_half_records_out,
    makes_a_declared_kind,
    keeps_units_apart,
    leaves_nothing_behind,
    can_be_stopped,
)
