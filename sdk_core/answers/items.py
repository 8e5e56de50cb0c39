"""Question-answer pairs and other records from one answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sdk_core.answers.answer_tree import AnswerTree, Record, Records, node_text
from sdk_core.answers.cuts import cut_of
from sdk_core.answers.escapes import encodable
from sdk_core.answers.fields import FieldNames, plain_name
from sdk_core.answers.json_reader import read_answer
from sdk_core.answers.labelled import read_labelled, read_numbered
from sdk_core.answers.left_over import left_in_text, left_in_tree
from sdk_core.answers.parsed import ParsedItems
from sdk_core.answers.records import collect, usable
from sdk_core.answers.tabular import read_table
from sdk_core.answers.tagged import read_tagged
from sdk_core.answers.toml_tables import read_toml
from sdk_core.answers.unwrapping import unfence
from sdk_core.answers.yaml_lists import read_yaml_list

# A prompt's own example has few entries; many numbered ones are data.
MAX_PLACEHOLDERS = 4
_PLACEHOLDER_WORDS = frozenset([
    "question", "answer", "reasoning", "text", "here", "your", "the", "string", "str", "goes",
    "a", "an", "of", "and", "q", "sample", "example", "placeholder", "insert", "first", "second",
    "third", "one", "two", "three", "step", "by", "chain", "thought", "generated", "to",
    "quote", "verbatim", "evidence",
])  # fmt: skip
_CORRECTION = re.compile(
    r"\b(?:correct(?:ed|ion)?|revis(?:ed|ion)|fixed|oops|sorry|redo|second thoughts?|final"
    r"|updated|improved|instead|actually|wait"
    r"|mistake|wrong|better|rewritten)\b",
    re.IGNORECASE,
)


def parse_items(
    text: str,
    fields: Sequence[str] = ("question", "answer"),
    *,
    beside: Sequence[str] = (),
    finish_reason: str | None = None,
) -> ParsedItems:
    """Read records with the given fields from one model answer.

    text: the raw answer. fields: required field names; well-known ones are also found under
    their usual aliases. beside: fields that a record may have and need not. finish_reason: what
    the server reported, in its own word. When the text may be cut, only a structure that is
    provably complete counts as "ok". Never raises.
    """
    names = FieldNames(fields, beside)
    cut = cut_of(text, finish_reason)
    visible, document = read_answer(text, names, keep_field_tags="reasoning" in names.fields)
    if not names.fields or not visible.strip():
        why = f"The answer is empty: it {cut}." if cut else "The answer is empty."
        return ParsedItems((), "failed", 1, "none", why)
    from_json = _from_document(document, visible, names, cut) if document else None
    if document and from_json:
        from_json = replace(from_json, left=left_in_tree(document, from_json.items))
    if document and document.step == "json" and from_json:
        return from_json
    if document and from_json and from_json.items:
        quoted = _is_quoted(document, visible, names, len(from_json.items))
        if not quoted:
            return from_json
    for records in _text_steps(visible, names):
        parsed = _from_records(records, names, cut)
        if parsed.items:
            return replace(parsed, left=left_in_text(visible, parsed.items, names))
    if from_json:
        return from_json
    return ParsedItems(
        (), "failed", 1, "none", f"The answer holds no record with {' and '.join(names.fields)}."
    )


def _text_steps(text: str, names: FieldNames) -> Iterator[Records]:
    plain = unfence(text)
    for read in (read_tagged, read_yaml_list, read_labelled, read_table, read_numbered, read_toml):
        yield read(plain, names)


def _is_quoted(document: AnswerTree, text: str, names: FieldNames, count: int) -> bool:
    """Tell whether the JSON is only data inside tagged or labelled records."""
    head = document.gaps[0]
    for read in (read_tagged, read_labelled):
        # Only a tag or label before the first bracket can enclose the JSON.
        if read(head, names).found:
            found = read(text, names).found
            if sum(1 for r in found if usable(r, names)) >= count:
                return True
    return False


def _items(records: Iterable[Record], names: FieldNames) -> list[dict[str, str]]:
    """Return the text of the records that have some in every field."""
    items = []
    for record in records:
        texts = {
            name: encodable(node_text(record.get(name)) or "").strip()
            for name in (*names.fields, *names.beside)
        }
        if all(texts[name] for name in names.fields):
            items.append({name: text for name, text in texts.items() if text})
    return items


def _real(items: list[dict[str, str]]) -> list[dict[str, str]]:
    """Drop the examples of the prompt that a model echoed."""
    echoed = [all(_is_placeholder(v) for v in item.values()) for item in items]
    if sum(echoed) > MAX_PLACEHOLDERS:
        return items
    return [item for item, echo in zip(items, echoed, strict=True) if not echo]


def _is_placeholder(value: str) -> bool:
    if len(value) > 60:
        return False
    words = re.findall(r"[^\W\d_]+", value.casefold())
    return (
        all(w in _PLACEHOLDER_WORDS for w in words)
        and (not words or bool({"question", "answer", "reasoning", "string", "text"} & set(words)))
        and (bool(words) or value.strip(" .…") == "")
    )


def _from_document(document: AnswerTree, visible: str, names: FieldNames, cut: str) -> ParsedItems:
    collected = collect(document, names)
    superseded = _superseded(document, collected.complete, names)
    kept = [r for i, (r, _) in enumerate(collected.complete) if i not in superseded]
    items = _items(kept, names)
    lost = collected.lost + document.swallowed + len(kept) - len(items)
    lost += sum(_records_in(text, names) for text in (*document.gaps[1:], document.tail))
    real = _real(items)
    only_echo = bool(items) and not real
    if not document.closed or collected.torn or (cut and not document.provable):
        lost = max(lost, 1)
    if not real:
        # An empty list that a sentence merely mentions is not an answer.
        stands_last = document.step in ("json", "fence") or visible.rstrip(" .`\n")[-1:] in "]}"
        blank = collected.blank and stands_last
        if blank and not (lost or collected.error or only_echo):
            return ParsedItems((), "empty", 0, document.step, "The model returned no items.")
        what = "only the example of the prompt" if only_echo else "no usable record"
        return ParsedItems((), "failed", max(lost, 1), document.step, f"The answer holds {what}.")
    return _result(real, lost, document.step, cut)


def _records_in(text: str, names: FieldNames) -> int:
    """Return how many records stand in a text between or after values that were read."""
    if not text.strip():
        return 0
    steps = _text_steps(text.replace("```", ""), names)
    return max(sum(usable(record, names) for record in records.found) for records in steps)


def _superseded(
    document: AnswerTree, complete: list[tuple[Record, int]], names: FieldNames
) -> set[int]:
    """Find drafts: records that a later value, announced as a correction, answers anew."""
    gone: set[int] = set()
    if len(document.values) < 2:
        return gone
    first = names.fields[0]
    last_at: dict[str, int] = {}
    for i, (record, top) in enumerate(complete):
        name = plain_name(node_text(record[first]) or "")
        earlier = last_at.get(name)
        if earlier is not None and complete[earlier][1] != top:
            gap = document.gaps[top] if top < len(document.gaps) else ""
            if _CORRECTION.search(gap):
                gone.add(earlier)
        last_at[name] = i
    return gone


def _from_records(records: Records, names: FieldNames, cut: str) -> ParsedItems:
    found = records.found
    lost = 0
    if cut and records.open_end and found and not records.torn:
        # Such text has no closing mark, so the last record may be half of one.
        closed = records.step == "tagged"
        found = found if closed and usable(found[-1], names) else found[:-1]
        lost = 1
    items = _items(found, names)
    lost += len(found) - len(items)
    lost = max(lost, 1) if records.torn else lost
    real = _real(items)
    if not real:
        return ParsedItems((), "failed", max(lost, 1), records.step, "No usable record was found.")
    return _result(real, lost, records.step, cut)


def _result(items: list[dict[str, str]], lost: int, step: str, cut: str) -> ParsedItems:
    if not lost:
        return ParsedItems(tuple(items), "ok", 0, step, "")
    cause = cut or "is damaged or incomplete"
    noun = "record" if lost == 1 else "records"
    reason = f"The answer {cause}: at least {lost} {noun} could not be used."
    return ParsedItems(tuple(items), "partial", lost, step, reason)
