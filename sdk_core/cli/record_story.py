"""One record on the screen: what it says, what it rests on, and who judged it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sdk_core.cli import console

if TYPE_CHECKING:
    from sdk_core.config.schema import ModelPrice
    from sdk_core.model import Evidence, Example, Judgement
    from sdk_core.runs.record_views import FileView, RecordView

_OPEN, _CLOSE = "⟦", "⟧"
"""Around what a record rests on."""

_MATCHES = {
    "exact": "found as it is",
    "normalised": "found but for case, spaces and marks",
    "fragments": "found in pieces",
    "fuzzy": "found but for a few letters",
    "altered": "found, but it says something else",
    "answer": "no quote; the answer was found",
    "none": "not found",
}


def tell(file: FileView, view: RecordView, prices: Mapping[str, ModelPrice], *, why: bool) -> None:
    """Print a record.

    Args:
        file: The file.
        view: The record.
        prices: US dollars for a million tokens, by model.
        why: Whether its passage, its origin and its judgements are printed too.
    """
    example = view.example
    fate = f" · {view.fate}" if view.fate else ""
    console.result(f"record {view.number} of {file.path} · {view.id}{fate}")
    for name, text in _texts(example):
        _field(name, text)
    if view.reason:
        _field("reason", view.reason)
    if not why:
        return
    for each in example.evidence:
        _field("evidence", _evidence(each))
    if example.passage:
        _field("passage", _marked(example))
    for judgement in example.judgements:
        _field(f"judged by {judgement.judge}", _judgement(judgement))
    for name, text in _origin(file, example, prices):
        _field(name, text)


def _texts(example: Example) -> Iterator[tuple[str, str]]:
    for turn in example.messages:
        yield turn.role, turn.content
    for name, value in example.fields.items():
        if name not in ("reason", "provenance", "judgements"):
            yield name, value if isinstance(value, str) else str(value)


def _field(name: str, text: str) -> None:
    lines = text.split("\n")
    if len(lines) == 1:
        console.result(f"  {name}: {text}")
        return
    console.result(f"  {name}:")
    for line in lines:
        console.result(f"    {line}".rstrip())


def _evidence(evidence: Evidence) -> str:
    said = _MATCHES[evidence.match]
    if evidence.differs:
        said += f" ({evidence.differs})"
    if evidence.start is not None:
        said += f", characters {evidence.start} to {evidence.end} of the document"
    if evidence.page is not None:
        said += f", page {evidence.page}"
    if evidence.occurrences > 1:
        said += f", one of {evidence.occurrences} such places"
    return f"“{evidence.quote}” – {said}"


def _marked(example: Example) -> str:
    """Return the passage with marks around what the record rests on."""
    offset, text = example.provenance.start or 0, example.passage
    spans = sorted(
        (max(0, each.start - offset), min(len(text), each.end - offset))
        for each in example.evidence
        if each.start is not None and each.end is not None
    )
    parts, at = [], 0
    for start, end in spans:
        if at <= start < end:
            parts += [text[at:start], _OPEN, text[start:end], _CLOSE]
            at = end
    return "".join([*parts, text[at:]])


def _judgement(judgement: Judgement) -> str:
    if judgement.score is None:
        said = "drops it" if judgement.keep is False else "content"
    else:
        low, high = judgement.scale
        said = f"{judgement.score:g}" + ("" if high == 10 else f" of {low:g} to {high:g}")
    lines = [f"{said}: {judgement.reasons}" if judgement.reasons else said]
    lines += [
        f"{each.name} {'not judged' if each.score is None else format(each.score, 'g')}"
        + (f": {each.reason}" if each.reason else "")
        for each in judgement.criteria
    ]
    lines += [f"({judgement.caveat})"] if judgement.caveat else []
    return "\n".join(lines)


def _origin(
    file: FileView, example: Example, prices: Mapping[str, ModelPrice]
) -> Iterator[tuple[str, str]]:
    origin = example.provenance
    if origin.source:
        page = "" if origin.page is None else f", page {origin.page}"
        section = f", {origin.section}" if origin.section else ""
        chunk = "" if origin.chunk is None else f", chunk {origin.chunk + 1}"
        yield "source", f"{origin.source}{page}{section}{chunk}"
    if origin.generator:
        yield "made by", origin.generator
    if origin.prompt:
        yield "prompt", f"{origin.prompt} ({origin.prompt_origin}, {origin.prompt_sha256[:12]})"
    if origin.model:
        params = ", ".join(f"{k} {v}" for k, v in origin.params.items())
        yield "model", f"{origin.model} by {origin.backend}" + (f" ({params})" if params else "")
    for name, facts in (("create", file.metadata), ("curate", file.metadata.get("curation", {}))):
        if price := _price(file, facts, prices):
            yield f"price of {name}", price


def _price(file: FileView, facts: Mapping[str, Any], prices: Mapping[str, ModelPrice]) -> str:
    """Return a record's share of what its file took, ``""`` where that is not known."""
    asked, answered = facts.get("prompt_tokens"), facts.get("completion_tokens")
    if not isinstance(asked, int) or not isinstance(answered, int) or not file.records:
        return ""
    count = len(file.records)
    said = f"about {(asked + answered) / count:,.0f} tokens, a share of {count} records"
    price = prices.get(str(facts.get("model", "")))
    if price is None:
        return said
    dollars = (asked * price.input + answered * price.output) / 1e6 / count
    return f"{said}, ${dollars:.6f}"
