"""Exporters: rows that are JSON, alike, and made of the examples without changing them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sdk_core.components import Exporter
from sdk_core.errors import SdkError
from sdk_core.export.request import ExportRequest
from sdk_core.export.row_images import Pictures
from sdk_core.export.style import RowStyle
from sdk_core.kinds import EXPORTER
from sdk_core.model import Example, Image
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import ExporterSpec
from sdk_core.testing.checks import (
    Case,
    checks_over,
    found_elsewhere,
    in_words,
    must_work,
)
from sdk_core.testing.factories import make_image
from sdk_core.testing.record_samples import sample_records
from sdk_core.testing.traces import leaves_nothing
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
        for example in _shaped(case, group):
            with found_elsewhere():
                rows = _rows_of(case, [example])
            if rows == [] and not case.thing.spec.needs_all:
                raise Violation(
                    f"rows() gives no row of an example of the kind {kind} and no reason.",
                    "Raise ValueError with the reason: users are told what was left out and why.",
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
        shaped, exporter = list(_shaped(case, group)), case.component()
        before = copy.deepcopy(shaped)
        with found_elsewhere():
            first = _rows_of(case, shaped, exporter)
        if shaped != before:
            raise Violation(
                "rows() changes the examples that it is given.",
                "Copy what you change: dict(example.fields), list(example.messages).",
            )
        if _rows_of(case, shaped, exporter) != first:
            raise Violation(
                "rows() gives other rows the second time.",
                "Let nothing but the examples and the options decide what it yields.",
            )


def keeps_every_turn(case: ExporterCase) -> None:
    """No turn of user or assistant gets lost: it is in a row, or the example is refused."""
    if case.thing.spec.view != "messages":
        raise NotApplicable("it looks at fields")
    for kind, group in _samples(case).items():
        for example in _shaped(case, group):
            rows = _rows(case, [example])
            if not rows:
                continue
            text = _joined(rows)
            turns = (turn for turn in example.messages if turn.role != "system")
            lost = next((turn for turn in turns if turn.content not in text), None)
            if lost is not None:
                raise Violation(
                    f"the {lost.role}'s turn {lost.content[:60]!r} of a {kind} example is in no "
                    "row.",
                    "Raise ValueError for a conversation that has no place in the format, or say "
                    "in the spec what it takes (one_answer=True).",
                )


def checks_its_own_rows(case: ExporterCase) -> None:
    """``check`` finds nothing against its own rows, and takes rows that anybody wrote."""
    exporter = case.component()
    for row in _all_rows(case):
        placed = Pictures("data-url").placed(row) if case.thing.spec.media else row
        if problems := _checked(case, exporter, placed):
            raise Violation(
                f"check() refuses a row of its own: {problems[0]}.",
                "Let check() take what rows() makes: each row is checked when it is written.",
            )
    for odd in ({}, *_oddities(next(iter(_all_rows(case)), {}))):
        _checked(case, exporter, odd)


def reads_back_what_it_made(case: ExporterCase) -> None:
    """What ``read`` makes of a row says what the row says, turn by turn."""
    for group in _samples(case).values():
        for example in _shaped(case, group):
            for row in _rows(case, [example]) or ():
                back = _read(case, row)
                in_row = [t.content for t in example.messages if t.content in _joined(row)]
                said = _joined([t.content for t in (*back.messages, *back.rejected)], back.fields)
                place = 0
                for turn in in_row:
                    place = said.find(turn, place)
                    if place < 0:
                        raise Violation(
                            f"read() loses {turn[:60]!r}, or gives it before what stands before it "
                            f"in the row {row!r:.120}.",
                            "Make read() the way back of rows(), or do not define it.",
                        )


def _read(case: ExporterCase, row: dict[str, Any]) -> Example:
    """Return what an exporter reads in a row of its own.

    Raises:
        NotApplicable: It reads none.
        Violation: It fails, or gives no example.
    """
    placed = Pictures("data-url").placed(row) if case.thing.spec.media else row
    failing = "read() fails on a row of its own"
    remedy = "Make read() the way back of rows(), or do not define it."
    exporter = case.component()
    with must_work(failing, remedy), guard.component(case.thing):
        try:
            return returned.one(exporter.read(placed), Example, "read()")
        except NotImplementedError:
            pass
    raise NotApplicable("it does not define read()")


def has_a_true_spec(case: ExporterCase) -> None:
    """The kinds that its spec names are declared, and the options that it sets are there."""
    spec, known = case.thing.spec, case.component().options_type.model_fields
    for name in spec.kinds:
        if name not in {kind.name for kind in case.plugin.registry.record_kinds}:
            raise Violation(
                f"its spec names the record kind {name!r}, which nobody declares.",
                "Correct kinds, or declare it with sdk_record_kinds.",
            )
    for option, _ in spec.settings:
        if option not in known:
            raise Violation(
                f"its spec sets the option {option!r}, which it does not have.",
                "Name an option in settings before the key of the config.",
            )


def leaves_nothing_behind(case: ExporterCase) -> None:
    """It neither prints nor leaves files or threads."""
    leaves_nothing("rows()", lambda: _all_rows(case), case.folder)


def _checked(case: ExporterCase, exporter: Exporter, row: Mapping[str, Any]) -> list[str]:
    remedy = "Return a sentence for each thing that is wrong with a row, whatever it holds."
    with must_work(f"check() fails on the row {row!r:.80}", remedy), guard.component(case.thing):
        return returned.problems(exporter.check(row))


def _oddities(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row with other types in the place of each value."""
    values: tuple[Any, ...] = (None, 7, "text", [], [None], ["text"], {}, [{}])
    for value in values:
        yield from ({**row, key: value} for key in row)


def _joined(*values: Any) -> str:
    return "\n".join(text for value in values for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


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


def _rows_of(
    case: ExporterCase, shaped: Sequence[Example], exporter: Exporter | None = None
) -> list[Any] | None:
    """Return the rows of examples as the core asks for them: one by one unless ``needs_all``.

    Raises:
        Violation: It failed in another way than by ValueError.
    """
    used = case.component() if exporter is None else exporter
    groups = [shaped] if case.thing.spec.needs_all else [[example] for example in shaped]
    rows: list[Any] = []
    refused = False
    for group in groups:
        if not group:
            continue
        try:
            with guard.component(case.thing):
                rows += used.rows(group)
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
    EXPORTER,
    makes_rows,
    deals_with_each_kind,
    gives_json,
    keeps_its_keys,
    leaves_examples_alone,
    keeps_every_turn,
    checks_its_own_rows,
    reads_back_what_it_made,
    has_a_true_spec,
    leaves_nothing_behind,
)
