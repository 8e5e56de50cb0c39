"""Exporters: rows that are JSON, alike, and made of the examples without changing them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sdk_core.components import Exporter
from sdk_core.errors import SdkError
from sdk_core.export.request import ExportRequest
from sdk_core.export.row_images import Pictures
from sdk_core.export.style import RowStyle
from sdk_core.kinds import EXPORTER
from sdk_core.model import Example, Image
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import ExporterSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, in_words
from sdk_core.testing.factories import make_image
from sdk_core.testing.record_samples import sample_records
from sdk_core.testing.violations import NotApplicable, Violation

ExporterCase = Case[Entry[ExporterSpec, Exporter]]


def makes_rows(case: ExporterCase) -> None:
    """At least one kind of example gives rows, and each row is a dict with text for keys."""
    found = False
    for kind, group in _samples(case).items():
        for row in _rows(case, group) or ():
            found = True
            if not isinstance(row, dict) or not all(isinstance(key, str) for key in row) or not row:
                raise Violation(
                    f"rows() gives {row!r:.120} for an example of the kind {kind}.",
                    "Yield dicts whose keys are text, with at least one key.",
                )
    if not found:
        raise Violation(
            "it refuses every kind of example: " + ", ".join(_samples(case)) + ".",
            "Make rows() carry at least one of them; say which in the spec's kinds.",
        )


def deals_with_each_kind(case: ExporterCase) -> None:
    """An example of any kind gives rows or a ValueError that says why, never a crash."""
    for kind, group in _samples(case).items():
        for example in group:
            _given(case, [example], kind)


def gives_json(case: ExporterCase) -> None:
    """Rows hold only what JSON has, and are the same after a round trip through it."""
    for row in _all_rows(case):
        placed = Pictures("data-url").placed(row) if case.thing.spec.media else row
        try:
            text = json.dumps(placed, ensure_ascii=False, allow_nan=False)
            text.encode()
        except (TypeError, ValueError) as error:
            raise Violation(
                f"a row cannot be written as JSON: {error}.",
                "Put only text, numbers, booleans, None, lists and dicts into rows.",
            ) from error
        back = json.loads(text)
        if back != placed or not _same_types(back, placed):
            raise Violation(
                f"a row comes back from JSON as another: {placed!r:.120}.",
                "Use lists rather than tuples, and text for the keys of dicts.",
            )


def keeps_its_keys(case: ExporterCase) -> None:
    """Rows of examples that have the same parts have the same keys."""
    for kind, group in _samples(case).items():
        rows = [row for example in group for row in _rows(case, [example]) or ()]
        keys = [list(row) for row in rows if isinstance(row, dict)]
        for other in keys[1:]:
            if set(other) != set(keys[0]):
                raise Violation(
                    f"rows of a {kind} example have the keys {keys[0]} and {other}.",
                    "Let the keys depend on the format alone, with an empty value where an example "
                    "has none.",
                )


def leaves_examples_alone(case: ExporterCase) -> None:
    """Making rows changes no example, and a second time gives the same rows."""
    for group in _samples(case).values():
        shaped = list(_shaped(case, group))
        before = copy.deepcopy(shaped)
        with found_elsewhere():
            first = _rows_of(case, shaped)
        if shaped != before:
            raise Violation(
                "rows() changes the examples that it is given.",
                "Copy what you change: dict(example.fields), list(example.messages).",
            )
        if _rows_of(case, shaped) != first:
            raise Violation(
                "rows() gives other rows the second time.",
                "Let nothing but the examples and the options decide what it yields.",
            )


def _samples(case: ExporterCase) -> dict[str, tuple[Example, ...]]:
    """Return records of every kind that is declared, those of the author's package too."""
    return sample_records(case.plugin.registry.record_kinds)


def _shaped(case: ExporterCase, group: Iterable[Example]) -> Iterable[Example]:
    """Yield the examples in the form in which the core gives them to this exporter."""
    spec = case.thing.spec
    style = RowStyle(ExportRequest(reasoning=spec.reasoning), spec)
    for example in copy.deepcopy(list(group)):
        if spec.kinds and example.kind not in spec.kinds:
            continue
        complete = replace(example, images=(make_image(),)) if spec.media else example
        try:
            yield from style.apply(complete)
        except ValueError:
            continue  # refused by the core before an exporter sees it


def _rows(case: ExporterCase, group: Sequence[Example]) -> list[Any] | None:
    """Return the rows, ``None`` when the exporter refuses the examples."""
    with found_elsewhere():
        return _rows_of(case, list(_shaped(case, group)))


def _rows_of(case: ExporterCase, shaped: Sequence[Example]) -> list[Any] | None:
    """Return the rows of examples as the core asks for them: one by one unless ``needs_all``.

    Raises:
        Violation: It failed in another way than by ValueError.
    """
    exporter = case.component()
    groups = [shaped] if case.thing.spec.needs_all else [[example] for example in shaped]
    rows: list[Any] = []
    refused = False
    for group in groups:
        if not group:
            continue
        try:
            with guard.component(case.thing):
                rows += exporter.rows(group)
        except SdkError as error:
            if not isinstance(error.__cause__, ValueError):
                raise Violation(
                    f"it crashed on an example of the kind {group[0].kind}: "
                    f"{in_words(error.__cause__ or error)}.",
                    "Raise ValueError with the reason for an example that has no place in the "
                    "format.",
                ) from error
            if not str(error.__cause__).strip():
                raise Violation(
                    "its ValueError is empty.",
                    "Say why the example has no place in the format.",
                ) from error
            refused = True
    return None if refused and not rows else rows


def _given(case: ExporterCase, group: Sequence[Example], kind: str) -> None:
    rows = _rows_of(case, list(_shaped(case, group)))
    if rows is not None and not all(isinstance(row, dict) for row in rows):
        raise NotApplicable(f"its rows of the kind {kind} are no dicts")


def _all_rows(case: ExporterCase) -> list[dict[str, Any]]:
    rows = [row for group in _samples(case).values() for row in _rows(case, group) or ()]
    return [row for row in rows if isinstance(row, dict)]


def _same_types(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return isinstance(other, dict) and all(_same_types(one[k], other.get(k)) for k in one)
    if isinstance(one, list):
        return isinstance(other, list) and all(map(_same_types, one, other))
    return isinstance(other, Image) or type(one) is type(other)


CHECKS = checks_over(
    EXPORTER, makes_rows, deals_with_each_kind, gives_json, keeps_its_keys, leaves_examples_alone
)
