"""Judges: one judgement for each example, in their order and on the scale, or none at all."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Sequence
from contextlib import suppress

from sdk_core.components import Backend, Judge
from sdk_core.errors import BackendFailure, CallError
from sdk_core.kinds import JUDGE
from sdk_core.model import Example, Judgement
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.specs import JudgeSpec
from sdk_core.testing.bench import TALK
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, must_be_right, must_survive
from sdk_core.testing.factories import PAGES, make_example
from sdk_core.testing.models import BROKEN, Cancelled, RatingModel
from sdk_core.testing.scripted import ScriptedBackend
from sdk_core.testing.traces import leaves_nothing, unblocked
from sdk_core.testing.violations import NotApplicable, Violation

JudgeCase = Case[Entry[JudgeSpec, Judge]]

EXAMPLES = (
    make_example(question="How far does the canal rise?", answer="It rises by 63 metres."),
    make_example(
        question="What feeds the summit?",
        answer="A feeder of nine kilometres does.",
        passage=PAGES[1],
    ),
    make_example(
        question="What did the boats carry?", answer="Mainly coal, until 1868.", passage=PAGES[2]
    ),
)
"""What a judge is shown."""


def rates_each_example(case: JudgeCase) -> None:
    """It gives one Judgement for each example, also for one example and for a conversation."""
    talk = make_example(messages=TALK)
    for group in (EXAMPLES, EXAMPLES[:1], (talk,)):
        model, _ = _model(case, [e for e in group if "answer" in e.fields])
        given = _run(case, model, group)
        with must_be_right():
            returned.judgements(given, len(group), case.thing.spec.scale)


def understands_a_good_answer(case: JudgeCase) -> None:
    """A model that rates every example gives every example a score or a verdict."""
    model, _ = _model(case, EXAMPLES)
    given = _judgements(case, model, EXAMPLES)
    if any(judgement.score is None and judgement.keep is None for judgement in given):
        raise Violation(
            "it gives no score although the model rated every example.",
            "If it waits for answers of another form, give them to the suite: "
            f"answers={{{case.thing.spec.name!r}: [text]}}.",
        )


def keeps_to_its_scale(case: JudgeCase) -> None:
    """Scores are numbers within the scale that the spec names, and the judge says its name."""
    scale = case.thing.spec.scale
    model, _ = _model(case, EXAMPLES)
    given = _judgements(case, model, EXAMPLES)
    for _, problem in returned.judgements(given, len(EXAMPLES), scale):
        if problem:
            raise Violation(
                f"{problem}.",
                f"Give a number on the scale that its spec says ({scale[0]:g} to {scale[1]:g}), or "
                "None, with reasons in one text.",
            )
    for judgement in given:
        if judgement.judge != case.thing.spec.name:
            raise Violation(
                f"its judgements are signed {judgement.judge!r}.",
                f"Say Judgement(judge={case.thing.spec.name!r}, …), as the spec does.",
            )


def keeps_the_order(case: JudgeCase) -> None:
    """Each example gets its own score, whatever stands before it."""
    if case.thing.spec.name in case.plugin.settings.answers:
        raise NotApplicable("the answers of the suite's author do not follow the examples")
    model, expected = _model(case, EXAMPLES)
    backwards = EXAMPLES[::-1]
    first = _scores(_judgements(case, model, EXAMPLES))
    second = _scores(_judgements(case, model, backwards))
    asked = bool(model.requests)
    if second[::-1] != first or (asked and sorted(first) == expected and first != expected):
        raise Violation(
            f"examples that get the scores {first} get {second} when they come in the opposite "
            "order.",
            "Return judgements in the order of the examples, whatever the order of the answer.",
        )


def survives_broken_answers(case: JudgeCase) -> None:
    """Garbled, empty and odd answers give no score rather than a crash or a guess."""
    model, _ = _model(case, EXAMPLES)
    _judgements(case, model, EXAMPLES)
    if not model.requests:
        raise NotApplicable("it asks no model")
    for what, answer in BROKEN.items():
        try:
            given = _run(case, ScriptedBackend(answer), EXAMPLES, what=what)
        except (CallError, BackendFailure) as error:
            if isinstance(answer, Exception):
                continue
            raise Violation(
                f"it gives the examples up on {what}: {error.message}.",
                "Return a Judgement with score=None for each: the core asks for them again.",
            ) from error
        if len(given) != len(EXAMPLES):
            raise Violation(
                f"it gives {len(given)} judgements for {len(EXAMPLES)} examples on {what}.",
                "Return one for each, with score=None for an example that could not be rated.",
            )
        guessed = next((j for j in given if j.score is not None or j.keep is not None), None)
        if guessed is not None:
            raise Violation(
                f"it gives the score {guessed.score!r} on {what}.",
                "Return score=None where the answer has no rating.",
            )


def keeps_calls_apart(case: JudgeCase) -> None:
    """It changes no example, and one judge rates the same examples in the same way again."""
    judge, examples = case.component(), copy.deepcopy(EXAMPLES)
    with found_elsewhere():
        first = _run(case, _model(case, EXAMPLES)[0], examples, judge=judge)
        second = _run(case, _model(case, EXAMPLES)[0], copy.deepcopy(EXAMPLES), judge=judge)
    if examples != EXAMPLES:
        raise Violation(
            "judge() changes the examples that it is given.",
            "Copy what you change: dict(example.fields).",
        )
    if len(first) == len(EXAMPLES) and first != second:
        raise Violation(
            f"its second call for the same examples gives other judgements, {len(second)} of them.",
            "Keep nothing of a call in self or in the module: many calls are at work at once.",
        )


def leaves_nothing_behind(case: JudgeCase) -> None:
    """It neither prints nor leaves files or threads, and never blocks the event loop."""

    def use() -> None:
        with found_elsewhere():
            _run(case, _model(case, EXAMPLES)[0], EXAMPLES)

    with unblocked("judge()"):
        use()
    leaves_nothing("judge()", use, case.folder)


def can_be_stopped(case: JudgeCase) -> None:
    """A batch that is cancelled in the middle of a call ends as cancelled."""
    model, _ = _model(case, EXAMPLES)
    _judgements(case, model, EXAMPLES)
    if not model.requests:
        raise NotApplicable("it asks no model")
    with suppress(asyncio.CancelledError):
        _run(case, Cancelled(), EXAMPLES)
        raise Violation(
            "judge() goes on after it was cancelled.",
            "Let asyncio.CancelledError pass: catch Exception, never BaseException.",
        )


def _scores(judgements: Sequence[Judgement]) -> list[float]:
    found = [judgement.score for judgement in judgements if judgement.score is not None]
    if len(found) < len(judgements):
        raise NotApplicable("it does not rate everything")
    return found


def _model(case: JudgeCase, examples: Sequence[Example]) -> tuple[ScriptedBackend, list[float]]:
    """Return a model that rates the examples in rising order, and the scores that it gives."""
    given = case.plugin.settings.answers.get(case.thing.spec.name)
    low, high = case.thing.spec.scale
    # Whole numbers where there is room, since a schema may ask for integers.
    steps = [low + (high - low) * share for share in (0.4, 0.7, 1.0)]
    scores = [float(round(step)) if high - low >= 4 else step for step in steps]
    if given is not None:
        return ScriptedBackend(*given), scores
    return RatingModel(scores[: len(examples)], examples), scores


def _run(
    case: JudgeCase,
    model: Backend,
    examples: Sequence[Example],
    what: str = "a good answer",
    judge: Judge | None = None,
) -> list[Judgement]:
    bench = case.plugin.bench(case.thing)
    with must_survive(
        what,
        passing=(CallError, BackendFailure),
        crashed="Catch what your own reading of the answer raises and return score=None; declare "
        "every prompt that you ask for in the spec.",
        raised="Give the prompt exactly the variables that its PromptSpec declares.",
    ):
        # Examples are copied but for the check that looks at whether they stay as they are.
        shown = copy.deepcopy(list(examples)) if judge is None else examples
        return bench.judge(model, shown, judge=judge)


def _judgements(case: JudgeCase, model: Backend, examples: Sequence[Example]) -> list[Judgement]:
    """Return whole judgements.

    Raises:
        NotApplicable: They are not whole, which is the concern of another check.
    """
    try:
        given = _run(case, model, examples)
    except (CallError, Violation) as error:
        raise NotApplicable(str(error)) from error
    if len(given) != len(examples) or not all(isinstance(j, Judgement) for j in given):
        raise NotApplicable("it does not give one judgement for each example")
    return given


CHECKS = checks_over(
    JUDGE,
    rates_each_example,
    understands_a_good_answer,
    keeps_to_its_scale,
    keeps_the_order,
    survives_broken_answers,
    keeps_calls_apart,
    leaves_nothing_behind,
    can_be_stopped,
)
