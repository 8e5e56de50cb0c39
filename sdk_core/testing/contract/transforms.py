"""Transforms: what they give, what they leave out, and that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sdk_core.components import Transform
from sdk_core.errors import SdkError
from sdk_core.kinds import TRANSFORM
from sdk_core.model import Chunk, Document, Example, Segment
from sdk_core.registry.registry import Entry
from sdk_core.specs import Level, TransformSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, must_survive, must_work
from sdk_core.testing.factories import (
    PAGES,
    make_chunk,
    make_document,
    make_example,
    make_image,
)
from sdk_core.testing.traces import leaves_nothing
from sdk_core.testing.violations import Violation
from sdk_core.transforming import INCOMPLETE, Losses, Step, apply

TransformCase = Case[Entry[TransformSpec, Transform]]

Item = Document | Segment | Chunk | Example

ODD_TEXTS = {
    "an empty text": "",
    "white space": " \n\t\n ",
    "one long word": "canal" * 2000,
    "text in Japanese": "運河は一七八九年に掘られた。" * 20,
    "emoji and accents": "e\u0301 👩\u200d🚀 n\u0303\r\n" * 40,
    "marks of formats": "<b>{{ text }}</b> | a | b |\n|---|---|\n```\n\\\n```\n",
}
"""What a text may be, by the words for messages."""


def gives_what_it_is_for(case: TransformCase) -> None:
    """On each of its levels it gives things of that level, or leaves the thing out."""
    for level, item in _samples(case):
        _apply(case, level, item)


def says_what_it_leaves_out(case: TransformCase) -> None:
    """What it does not pass on is left out with a reason."""
    for level, item in _samples(case):
        found, said = _applied(case, level, item)
        if not found and not said.parts[-1][0].strip():
            raise Violation(
                f"it leaves out a {level} for the reason {said.parts[-1][0]!r}.",
                "Say why in a few words: ctx.leave_out(reason). They are counted and listed.",
            )


def keeps_what_it_is_given(case: TransformCase) -> None:
    """What it passes on keeps its source, its offsets, its pictures and its provenance."""
    for level, item in _samples(case):
        found, said = _applied(case, level, item)
        if not found and said.parts[-1][0].startswith(INCOMPLETE):
            raise Violation(
                f"of a given {level} there comes back {said.parts[-1][0]}.",
                "Keep the fields that the kind of a record needs.",
            )
        for each in found:
            lost = _lost(item, each, len(found))
            if lost and (isinstance(item, Example) or not said.parts):
                raise Violation(
                    f"of a given {level} there comes back one {lost}.",
                    "Make what you give of what you are given: dataclasses.replace(item, text=…).",
                )


def does_the_same_again(case: TransformCase) -> None:
    """Given the same thing again it does the same, so that runs can be repeated."""
    for level, item in _samples(case):
        transform = case.component()
        first, second = (_applied(case, level, item, transform)[0] for _ in range(2))
        if first != second:
            raise Violation(
                f"two runs on the same {level} differ.",
                "Let nothing but the thing decide: no clock, no random number, nothing left over "
                "in self. To look at all examples together, write a judge of sets.",
            )


def survives_odd_texts(case: TransformCase) -> None:
    """Texts of any sort are passed on or left out."""
    for level in case.thing.spec.on:
        for what, text in ODD_TEXTS.items():
            item = _item(case, level, text)
            with must_survive(
                what,
                passing=_Nothing,
                crashed="Expect any text, none as well.",
                raised="Raise nothing: leave out what you cannot take, with ctx.leave_out(reason).",
            ):
                _run(_step(case, level), item)


def leaves_nothing_behind(case: TransformCase) -> None:
    """It neither prints nor leaves files or threads."""
    (level, item), *_ = _samples(case)
    step = _step(case, level)

    def use() -> None:
        with found_elsewhere(), must_work("it fails", ""):
            _run(step, item)

    leaves_nothing("apply()", use, case.folder)


class _Nothing(SdkError):
    """No error may come of a text."""


def _samples(case: TransformCase) -> Iterator[tuple[Level, Any]]:
    for level in case.thing.spec.on:
        yield level, _item(case, level, "")


def _item(case: TransformCase, level: Level, text: str) -> Item:
    """Return a thing of a level: the usual one, or one with some text."""
    image = make_image()
    if level == "document":
        document = make_document(text or "\n\n".join(PAGES), metadata={"author": "Ada Quay"})
        first, *others = document.segments
        return replace(document, segments=(replace(first, images=(image,)), *others))
    if level == "segment":
        return Segment(text=text or PAGES[0], kind="page", index=2, images=(image,))
    if level == "chunk":
        chunk = make_chunk(document=make_document(), images=(image,))
        return replace(chunk, text=text) if text else chunk
    example = make_example(answer=text) if text else make_example()
    declared = case.plugin.registry.record_kinds.default
    return replace(example, declared=declared)


def _step(case: TransformCase, level: Level, transform: Transform | None = None) -> Step:
    return Step(case.thing, level, {}, transform or case.component())


def _run(step: Step, item: Any) -> None:
    apply(step, item, Losses("canal.txt", lambda _: None))


def _apply(
    case: TransformCase, level: Level, item: Any, transform: Transform | None = None
) -> tuple[list[Any], Losses]:
    said = Losses("canal.txt", lambda _: None)
    with must_work(f"apply() failed on a {level}", f"Make it take a {level}, or correct on=."):
        found: list[Any] = apply(_step(case, level, transform), item, said)
        return found, said


def _applied(
    case: TransformCase, level: Level, item: Any, transform: Transform | None = None
) -> tuple[list[Any], Losses]:
    """Return what becomes of a thing.

    Raises:
        NotApplicable: It fails, which is the concern of another check.
    """
    with found_elsewhere():
        return _apply(case, level, item, transform)


def _lost(item: Item, after: Item, number: int) -> str:
    """Return what a thing has lost on its way, ``""`` for nothing."""
    if isinstance(item, Example) and isinstance(after, Example):
        if after.provenance != item.provenance:
            return "without its provenance"
        return "" if after.kind == item.kind else f"as a {after.kind}"
    if isinstance(item, Document) and isinstance(after, Document):
        if after.source != item.source:
            return f"with the source {after.source!r}"
        before, left = (sum(len(s.images) for s in d.segments) for d in (item, after))
        return "without its pictures" if left < before and number == 1 else ""
    images, left_images = (getattr(each, "images", ()) for each in (item, after))
    return "without its pictures" if len(left_images) < len(images) and number == 1 else ""


CHECKS = checks_over(
    TRANSFORM,
    gives_what_it_is_for,
    says_what_it_leaves_out,
    keeps_what_it_is_given,
    does_the_same_again,
    survives_odd_texts,
    leaves_nothing_behind,
)
