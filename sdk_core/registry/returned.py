"""What hooks and methods of plugins may return: the one place where that is checked.

What a parser yields is checked where it is packed, in the process that runs it, and the rows of an
exporter where they become lines of JSON: both are looked at value by value there anyway.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sdk_core.model import (
    Completion,
    Criterion,
    Example,
    Finding,
    Judgement,
    Listed,
    RecordKind,
    Usage,
)
from sdk_core.registry.boundary import WrongReturn

T = TypeVar("T")

_PLAIN = (str, int, float, bool, type(None))


def one(given: object, wanted: type[T], method: str) -> T:
    """Return what a method gave, if it is of the type that it must have.

    Raises:
        WrongReturn: It is not.
    """
    if isinstance(given, wanted) and not (wanted is int and isinstance(given, bool)):
        return given
    raise _wrong(method, given, f"return {_a(wanted)}")


def mapping(given: object, method: str) -> Mapping[str, Any]:
    """Return the values by name that a method gave.

    Raises:
        WrongReturn: It is no mapping.
    """
    if isinstance(given, Mapping):
        return given
    raise _wrong(method, given, "return a mapping of names to values")


def several(given: object, wanted: type[T], method: str) -> list[T]:
    """Return the items that a method gave, if each is of the type that it must have.

    Raises:
        WrongReturn: One is not, or there are none to be had.
    """
    remedy = f"return {wanted.__name__} objects, none or several"
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise _wrong(method, given, remedy)
    items = list(given)
    for item in items:
        if not isinstance(item, wanted):
            raise _wrong(method, item, remedy, "among what it gives")
    return items


def each(given: object, wanted: type[T], method: str) -> Iterator[T]:
    """Yield the items that a method gives as they come, if each is of the type that it must have.

    Raises:
        WrongReturn: One is not, or there are none to be had.
    """
    remedy = f"yield {wanted.__name__} objects, none or several"
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise _wrong(method, given, remedy)
    for item in given:
        if not isinstance(item, wanted):
            raise _wrong(method, item, remedy, "among what it gives")
        yield item


def require_listed(listed: Listed, seen: Container[str]) -> None:
    """Check that what a source lists can be told from all else, and be named.

    Args:
        listed: What it lists.
        seen: What it has listed before, by ``uri``.

    Raises:
        WrongReturn: It cannot.
    """
    for name in ("uri", "name", "folder", "media_type", "change_token", "title"):
        text: object = getattr(listed, name)
        if not isinstance(text, str) or (not text and name in ("uri", "name")):
            what = f"find() gave a thing whose {name} is {_shown(text)}"
            raise WrongReturn(what, f"give it a {name}")
    if listed.uri in seen:
        raise WrongReturn(f"find() gave {listed.uri} twice", "give each thing a uri of its own")
    if ".." in listed.folder.split("/") or listed.folder.startswith("/") or "/" in listed.name:
        where = f"{listed.folder}/{listed.name}"
        raise WrongReturn(f"find() gave the place {where}", "give folders below the address")


def examples(given: object, kind: RecordKind) -> tuple[list[Example], list[str]]:
    """Return the examples of a generator that can be written, and what is wrong with each other.

    Args:
        given: What ``generate`` returned.
        kind: The kind of its records.

    Raises:
        WrongReturn: It is no list of examples.
    """
    if not isinstance(given, list):
        raise _wrong("generate()", given, "return a list of Example objects")
    whole, problems = [], []
    for example in several(given, Example, "generate()"):
        problem = problem_of(example, kind)
        if problem:
            problems.append(f"generate() gave an example whose {problem}")
        else:
            whole.append(example)
    return whole, problems


def unwritable_example(example: Example) -> str:
    """Return what keeps an example from being written, ``""`` for nothing."""
    problem = unwritable(example.fields, "fields")
    for turn in example.messages:
        problem = problem or unwritable(getattr(turn, "content", turn), "turn")
    return problem


def problem_of(example: Example, kind: RecordKind) -> str:
    """Return what keeps an example from being written and read again, ``""`` for nothing.

    Args:
        example: The example.
        kind: The kind that it is to be of.
    """
    problem = unwritable_example(example)
    if problem or example.messages or example.kind != kind.name:
        return problem
    try:
        kind.require(example.fields)
    except ValueError as error:
        return str(error).removeprefix("its ")
    return ""


def judgements(
    given: object, count: int, scale: tuple[float, float]
) -> list[tuple[Judgement | None, str]]:
    """Return a judgement for each example, or what is wrong with the one that was given.

    Args:
        given: What ``judge`` returned.
        count: Number of the examples.
        scale: Lowest and highest score, by the judge's spec.

    Raises:
        WrongReturn: There is not one for each.
    """
    remedy = "return a list with one Judgement for each example, in their order"
    if not isinstance(given, list):
        raise _wrong("judge()", given, remedy)
    if len(given) != count:
        raise WrongReturn(f"judge() gave {len(given)} judgements for {count} examples", remedy)
    found: list[tuple[Judgement | None, str]] = []
    for judgement in several(given, Judgement, "judge()"):
        problem = _problem_in(judgement, scale)
        found.append((None, f"judge() gave {problem}") if problem else (judgement, ""))
    return found


def _problem_in(judgement: Judgement, scale: tuple[float, float]) -> str:
    score, (low, high) = judgement.score, scale
    if score is not None:
        if isinstance(score, bool) or not isinstance(score, int | float):
            return f"the score {_shown(score)}, which is {_a(type(score))} and no number"
        if not low <= score <= high:  # nor does NaN
            return f"the score {score!r}, and its scale is {low:g} to {high:g}"
    if judgement.keep not in (None, True, False):
        return f"{_shown(judgement.keep)} for keep, which is True, False or None"
    for criterion in judgement.criteria:
        if problem := _problem_in_criterion(criterion):
            return problem
    for finding in judgement.findings:
        if not isinstance(finding, Finding):
            return f"{_shown(finding)} among its findings, which are Finding objects"
        if problem := unwritable(finding.text, "finding"):
            return problem
    if not isinstance(judgement.instead, Example | None):
        return f"{_shown(judgement.instead)} for instead, which is an Example"
    for name in ("judge", "reasons", "caveat"):
        text: object = getattr(judgement, name)
        if not isinstance(text, str):
            return f"{_shown(text)} for {name}, which is text"
    return unwritable(judgement.reasons, "reasons")


def _problem_in_criterion(criterion: object) -> str:
    if not isinstance(criterion, Criterion):
        return f"{_shown(criterion)} among its criteria, which are Criterion objects"
    score, (low, high) = criterion.score, criterion.scale
    if score is not None and (isinstance(score, bool) or not low <= score <= high):
        return f"the score {score!r} for {criterion.name}, and its scale is {low:g} to {high:g}"
    for name in ("name", "reason"):
        if not isinstance(getattr(criterion, name), str):
            return f"a criterion whose {name} is no text"
    return unwritable(criterion.reason, "reason")


def completion(given: object) -> Completion:
    """Return a backend's answer.

    Raises:
        WrongReturn: It is none, or one of its values has a wrong type.
    """
    method, remedy = "complete()", "return Completion(text=…, model=…, finish_reason=…, usage=…)"
    if not isinstance(given, Completion):
        raise _wrong(method, given, remedy)
    for name, wanted in (("text", str), ("model", str), ("finish_reason", str), ("usage", Usage)):
        value: object = getattr(given, name)
        if not isinstance(value, wanted):
            what = f"{method} gave a Completion whose {name} is {type(value).__name__}"
            raise WrongReturn(what, f"make it {_a(wanted)}")
    for count in (given.usage.prompt_tokens, given.usage.completion_tokens):
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            what = f"{method} gave a Completion whose usage counts {_shown(count)} tokens"
            raise WrongReturn(what, "make it a whole number, 0 where the server counts none")
    return given


def problems(given: object) -> list[str]:
    """Return what an exporter says against a row.

    Raises:
        WrongReturn: It is no sequence of texts; one text is none either.
    """
    return several(given, str, "check()")


def require_row(given: object) -> None:
    """Check that an exporter gave a row, where a look at its line of JSON leaves that open.

    Raises:
        WrongReturn: It is none, or has a key that is no text.
    """
    if not isinstance(given, dict):
        raise _wrong("rows()", given, "yield dicts, one a row")
    if problem := unwritable(given, "row"):
        raise WrongReturn(f"rows() gave a row of which the {problem}", "yield what JSON has")


def pairs(given: object, method: str) -> list[tuple[str, str]]:
    """Return names with texts.

    Raises:
        WrongReturn: They are something else, or a text cannot be written.
    """
    remedy = "yield the name and the text of each file"
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        raise _wrong(method, given, remedy)
    found = list(given)
    for pair in found:
        if not isinstance(pair, tuple) or [type(part) for part in pair] != [str, str]:
            raise _wrong(method, pair, remedy)
        if problem := unwritable(pair[1], f"text of {pair[0]}"):
            raise WrongReturn(f"{method} gave a file: the {problem}", remedy)
    return found


def unwritable(value: object, name: str) -> str:
    """Return what keeps a value from being written as JSON and read as it was.

    Args:
        value: The value.
        name: What it is called.
    """
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            return f"{name} holds half a character (U+{ord(value[error.start]):04X})"
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return f"{name} is {value}, for which JSON has no form"
    if isinstance(value, _PLAIN):
        return ""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                return f"{name} has the key {_shown(key)}, which is no text"
            if problem := unwritable(item, f"{name}.{key}" if name != "fields" else key):
                return problem
        return ""
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return next(filter(None, (unwritable(item, name) for item in value)), "")
    kind = type(value).__name__
    return f"{name} is {_shown(value)}, {_a(type(value))}, which JSON does not have ({kind})"


def _wrong(method: str, given: object, remedy: str, where: str = "") -> WrongReturn:
    between = f" {where}" if where else ""
    what = "nothing" if given is None else f"{_shown(given)}, {_a(type(given))},"
    return WrongReturn(f"{method} gave {what}{between}".rstrip(","), remedy)


def _a(kind: type[Any]) -> str:
    names = {str: "text", int: "a whole number", bool: "a truth value", type(None): "nothing"}
    article = "an" if kind.__name__[0] in "aeiouAEIOU" else "a"
    return names.get(kind, f"{article} {kind.__name__}")


def _shown(value: object) -> str:
    """Return a value as messages show it, of any length and with any ``repr``."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  the repr of a plugin's own class
        return f"an object of the type {type(value).__name__}"
    return text if len(text) <= 80 else f"{text[:77]}…"
