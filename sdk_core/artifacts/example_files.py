"""The JSON files between the stages: generated and curated examples.

What is written can be read by scripts made for Meta's synthetic-data-kit; what is read may also
come from elsewhere. Text passes through byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sdk_core.artifacts import json_files
from sdk_core.artifacts.atomic import replace_bytes
from sdk_core.artifacts.example_json import from_record, to_record
from sdk_core.artifacts.json_files import JsonValues
from sdk_core.artifacts.layouts import (
    ACCEPTED,
    CONVERSATIONS,
    DECLARATION_KEY,
    GENERIC_KEY,
    SAMPLE,
    VERSION,
    VERSION_KEY,
    ReadRow,
    RowFormats,
    Shape,
    loose_rows,
    no_example,
    recognise,
    record_kind,
)
from sdk_core.errors import DocumentError
from sdk_core.model import Example, ExampleSet, Message, RecordKind, RecordKinds

SYSTEM_PROMPT = "You are a helpful assistant."
"""System turn of the conversations that are listed beside questions and answers."""

_ORIGIN_KEYS = ("provenance", "judgements")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file of examples held.

    Args:
        examples: Its usable examples with the file's summary and metadata.
        single: Whether the file is one conversation rather than a list.
        bad: One sentence for each record that cannot be used.
        rejected: How many records a curation or a label rejected and are not among the examples.
        disliked: Those of them that a label rejected.
        numbers: Where each example stands among the records of the file, from 1 on; empty where
            that is not known.
        unrated: How many of the last examples are such that could not be judged.
    """

    examples: ExampleSet
    single: bool
    bad: tuple[str, ...]
    rejected: int = 0
    disliked: tuple[Example, ...] = ()
    numbers: tuple[int, ...] = ()
    unrated: int = 0


def read_examples(
    path: Path,
    kinds: RecordKinds,
    *,
    rejected: bool = False,
    unrated: bool = False,
    content: JsonValues | None = None,
    formats: RowFormats | None = None,
) -> Loaded:
    """Read a file of examples, of this package or from elsewhere.

    One unusable record never spoils the file: it is left out and named in ``bad``. Of a curated
    file the kept records are read. Of a turn, its role, its content and its reasoning are kept.

    Args:
        path: The file.
        kinds: The kinds of records that are known; a file may declare another one.
        rejected: Whether the records of a curated file that fell below its threshold are read
            after the kept ones; they have a field ``reason``.
        unrated: Whether those that could not be judged are read after these.
        content: What the file holds, where it is no JSON.
        formats: Formats of rows that are read beside our own shapes.

    Raises:
        DocumentError: The file cannot be read, is no JSON, or holds no examples.
    """
    path = Path(path)
    content = content or json_files.load(path)
    accepted = formats.accepted if formats else ACCEPTED
    if formats is not None and (rows := loose_rows(content.values, kinds, formats)):
        sample = [row for _, row in rows[:SAMPLE] if isinstance(row, dict)]
        read = formats.choose(path, sample)
        if read is not None:
            return _read_rows(path, rows, read, content.bad, rejected, accepted)
    shapes: list[tuple[str, Shape]] = []
    bad = list(content.bad)
    for place, value in content.values:
        try:
            shape = recognise(value, kinds)
        except ValueError as error:
            bad.append(f"{place or 'the value'}: {error}")
            continue
        if shape is not None:
            shapes.append((place, shape))
        else:
            bad.append(f"{place or 'the value'}: {no_example(value)}")
    if not shapes:
        raise _not_examples(path, bad[0], accepted)

    examples: list[Example] = []
    numbers: list[int] = []
    before = unjudged = 0
    for place, shape in shapes:
        records = [*shape.records, *(shape.rejected if rejected else ())]
        judged = len(records)
        records += shape.unrated if unrated else ()
        for number, raw in enumerate(records, start=1):
            try:
                example = from_record(raw, record_kind(raw, shape, kinds), shape.passages)
                examples.append(replace(example, kept=number <= len(shape.records)))
                numbers.append(before + number)
                unjudged += number > judged
            except (ValueError, RecursionError) as error:
                name = place if content.lines and len(shape.records) == 1 else f"record {number}"
                at = f"{place}, {name}" if content.lines and name != place else name
                bad.append(f"{at}: {error}")
        before += len(records)
    first = shapes[0][1]
    if not examples and bad and not _is_own_file(first):
        raise _not_examples(path, bad[0], accepted)
    loaded = ExampleSet(
        kind=_file_kind(shapes, examples, kinds),
        examples=tuple(examples),
        summary=first.summary,
        metadata=first.metadata,
    )
    left_out = 0 if rejected else sum(len(shape.rejected) for _, shape in shapes)
    single = first.single and not content.lines
    return Loaded(loaded, single, tuple(bad), left_out, numbers=tuple(numbers), unrated=unjudged)


def _read_rows(
    path: Path,
    rows: Sequence[tuple[str, Any]],
    read: ReadRow,
    unread: Sequence[str],
    rejected: bool,
    accepted: str,
) -> Loaded:
    """Return the examples of rows of another format."""
    examples, bad = [], list(unread)
    for place, row in rows:
        try:
            examples.append(read(row))
        except (ValueError, RecursionError) as error:
            bad.append(f"{place}: {error}")
    if not examples:
        raise _not_examples(path, bad[0], accepted)
    wanted = [example for example in examples if example.kept or rejected]
    kinds = {example.kind: example.declared for example in examples}
    kind = next(iter(kinds.values()))
    disliked = tuple(example for example in examples if not example.kept)
    found = ExampleSet(kind=kind, examples=tuple(wanted))
    left_out = len(examples) - len(wanted)
    return Loaded(found, False, tuple(bad), left_out, disliked)


def write_examples(path: Path, examples: ExampleSet, *, single: bool = False) -> None:
    """Write generated examples; the file appears whole or not at all.

    Args:
        path: The file.
        examples: The examples with summary and metadata. What their kind calls bare is written as
            nothing but the list, which has no place for metadata.
        single: Whether the records of a bare list were made from one record, which is then written
            as one object.

    Raises:
        StorageError: The place cannot be written.
    """
    passages: dict[str, int] = {}
    records = [to_record(example, passages) for example in examples.examples]
    kind = examples.kind
    content: Any
    if kind.bare:
        # Passages have no place in a bare list, so the numbers that point at them go too.
        records = [_without_passage(record) for record in records]
        content = records
        if single and len(records) == 1:
            content = {**records[0], "metadata": file_metadata(examples.metadata, kind, {})}
    else:
        content = {"summary": examples.summary}
        if kind.whole and len(records) == 1:
            content |= records[0]
        else:
            content[kind.list_key] = records
        if kind.lists_turns:
            content[CONVERSATIONS] = conversations_of(examples.examples)
        if examples.left_out:
            content["rejected"] = [
                {**to_record(example, passages), "reason": why}
                for example, why in examples.left_out
            ]
        content["metadata"] = file_metadata(examples.metadata, kind, passages)
    replace_bytes(path, json_files.encode_json(content))


def write_curated(
    path: Path,
    kept: Sequence[Example],
    rejected: Sequence[tuple[Example, str]],
    unrated: Sequence[tuple[Example, str]],
    *,
    kind: RecordKind,
    summary: str,
    metadata: Mapping[str, Any],
) -> None:
    """Write the outcome of a curation; the file appears whole or not at all.

    Args:
        path: The file.
        kept: The examples to go on with, each with its judgements.
        rejected: The examples below the threshold and why.
        unrated: The examples for which no rating could be had and why.
        kind: The kind of the file's records.
        summary: Summary of the document.
        metadata: Facts about the run.

    Raises:
        StorageError: The place cannot be written.
    """
    passages: dict[str, int] = {}
    key = GENERIC_KEY if kind.list_key == CONVERSATIONS else kind.list_key
    total = len(kept) + len(rejected) + len(unrated)
    ratings = [rating(example) for example in (*kept, *(example for example, _ in rejected))]
    known = [value for value in ratings if value is not None]
    content = {
        "summary": summary,
        key: [_rated_record(example, passages) for example in kept],
        CONVERSATIONS: conversations_of(kept),
        "metrics": {
            "total": total,
            "filtered": len(kept),
            "retention_rate": round(len(kept) / total, 2) if total else 0.0,
            "avg_score": round(sum(known) / len(known), 1) if known else 0.0,
        },
        "rejected": [{**_rated_record(e, passages), "reason": why} for e, why in rejected],
        "unrated": [{**to_record(e, passages), "reason": why} for e, why in unrated],
    }
    content["metadata"] = file_metadata(metadata, kind, passages)
    replace_bytes(path, json_files.encode_json(content))


def rating(example: Example) -> float | None:
    """Return the mean rating of an example, the latest of each judge; ``None`` for none."""
    latest = {judgement.judge: judgement.rating for judgement in example.judgements}
    ratings = [value for value in latest.values() if value is not None]
    if len(ratings) < 2:
        return ratings[0] if ratings else None
    return round(sum(ratings) / len(ratings), 2)


def _rated_record(example: Example, passages: dict[str, int]) -> dict[str, Any]:
    record = to_record(example, passages)
    value = rating(example)
    if value is None:
        return record
    own = {name: item for name, item in record.items() if name not in _ORIGIN_KEYS}
    origin = {name: item for name, item in record.items() if name in _ORIGIN_KEYS}
    return {**own, "rating": value, **origin}


def file_metadata(
    metadata: Mapping[str, Any], kind: RecordKind, passages: Mapping[str, int]
) -> dict[str, Any]:
    """Add what the reader needs and cannot see in the records themselves."""
    full = {**metadata, VERSION_KEY: VERSION}
    if not kind.told:
        full[DECLARATION_KEY] = kind.to_dict()
    if passages:
        full["passages"] = list(passages)
    return full


def conversations_of(examples: Iterable[Example]) -> list[list[dict[str, str]]]:
    """Return the examples as conversations; those that are none are left out."""
    conversations = []
    for example in examples:
        try:
            messages = example.to_messages()
        except ValueError:  # a plugin's own kind need not be a conversation
            continue
        if messages[0].role != "system":
            messages = (Message("system", SYSTEM_PROMPT), *messages)
        conversations.append([message.to_dict() for message in messages])
    return conversations


def _without_passage(record: dict[str, Any]) -> dict[str, Any]:
    origin = {k: v for k, v in record.pop("provenance", {}).items() if k != "passage"}
    return {**record, "provenance": origin} if origin else record


def _file_kind(
    shapes: list[tuple[str, Shape]], examples: list[Example], kinds: RecordKinds
) -> RecordKind:
    """Return the kind that all records of a file have, the default one when they differ."""
    declared = [shape.kind for _, shape in shapes if shape.kind is not None]
    found = {kind.name: kind for kind in [e.declared for e in examples] or declared}
    return found.popitem()[1] if len(found) == 1 else kinds.default


def _is_own_file(shape: Shape) -> bool:
    """Whether the value named its records, so that an empty list is an answer too."""
    return bool(shape.metadata) or bool(shape.summary) or not shape.records


def _not_examples(path: Path, reason: str, accepted: str) -> DocumentError:
    return DocumentError(
        f"{path} is not a file of examples: {reason}", hint=f"accepted are {accepted}"
    )
