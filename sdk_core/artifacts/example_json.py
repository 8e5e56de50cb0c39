"""One example as one JSON object, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import asdict
from dataclasses import fields as dataclass_fields
from typing import Any, get_args

from sdk_core.model import (
    Conversation,
    Criterion,
    Evidence,
    Example,
    Finding,
    Judgement,
    Message,
    Provenance,
    RecordKind,
)
from sdk_core.model.evidence import Match
from sdk_core.model.examples import new_example
from sdk_core.model.pictures import FIELD, MARK, with_pictures
from sdk_core.model.rating_scale import RATINGS, Scale
from sdk_core.model.record_kinds import TURNS_KEYS
from sdk_core.model.turns import is_turn, read_turns

_TEXTS = ("source", "document_id", "section", "generator", "prompt", "prompt_origin",
          "prompt_sha256", "backend", "model", "text_hash")  # fmt: skip
_NUMBERS = ("chunk", "start", "end", "page", "last_page")
_SCALARS = (int, float, bool)
EVIDENCE = "evidence"
"""Key of what a record rests on; where it holds text, that is the passage itself."""

_PASSAGE_KEYS = ("passage", "context", EVIDENCE)
_JUDGEMENT_KEYS = frozenset(each.name for each in dataclass_fields(Judgement)) - {"instead"}
_EVIDENCE_KEYS = frozenset(each.name for each in dataclass_fields(Evidence))
_CRITERION_KEYS = frozenset(each.name for each in dataclass_fields(Criterion))
_UNKNOWN = Provenance()
_READ_KEYS = frozenset({*TURNS_KEYS, "provenance", "judgements", *_PASSAGE_KEYS})


def to_record(example: Example, passages: MutableMapping[str, int]) -> dict[str, Any]:
    """Return an example as an object: its turns, its own fields, then where it comes from.

    Args:
        example: The example.
        passages: Passage to number. Many examples rest on one passage, so the record only names
            it; a passage not met before is added here.
    """
    record: dict[str, Any] = {}
    if example.messages:
        record[TURNS_KEYS[0]] = [message.to_dict() for message in example.messages]
    record.update(example.fields)
    kept = record.pop("provenance", None)
    if example.evidence:
        record[EVIDENCE] = [evidence_values(each) for each in example.evidence]
    origin = dict(kept) if isinstance(kept, Mapping) else {}
    origin.update(_provenance_dict(example.provenance))
    if example.passage and example.passage not in map(example.fields.get, _PASSAGE_KEYS):
        origin["passage"] = passages.setdefault(example.passage, len(passages))
    if origin:
        record["provenance"] = origin
    if example.judgements:
        record["judgements"] = [_judgement_dict(judgement) for judgement in example.judgements]
    return record


def from_record(
    raw: object, kind: RecordKind, passages: Sequence[Any] = (), *, encodable: bool = False
) -> Example:
    """Return the example that a record holds.

    Args:
        raw: A list of turns, an object with turns, or an object with the record's own fields.
        kind: Kind of the example.
        passages: The passages that records of this file name by number.
        encodable: Whether it is known that no text in it holds half a character.

    Raises:
        ValueError: The record cannot be used; the text says why.
    """
    if isinstance(raw, list):
        raw = {TURNS_KEYS[0]: raw}
    if not isinstance(raw, dict) or not raw:
        raise ValueError("it is no object with values")
    if not encodable:
        refuse_surrogates(raw)
    rest = kind.rename(dict(raw))
    if not kind.holds_turns and rest.keys().isdisjoint(_READ_KEYS):
        _require(kind, rest)
        return new_example(kind=kind.name, fields=rest, provenance=_UNKNOWN, declared=kind)
    messages = _take_messages(rest)
    if not messages and kind.holds_turns:
        raise ValueError("it has no turns with role and content")
    if not messages:
        _require(kind, rest)
    judgements = _take_judgements(rest)
    evidence = _take_evidence(rest)
    provenance, number = _take_provenance(rest)
    return new_example(
        kind=kind.name,
        fields=rest,
        messages=messages,
        provenance=provenance,
        judgements=judgements,
        passage=_passage(rest, passages, number),
        declared=kind,
        evidence=evidence,
    )


def _require(kind: RecordKind, fields: dict[str, Any]) -> None:
    """Check that a record holds what its kind needs; a number or a truth value is taken as text.

    Raises:
        ValueError: It does not.
    """
    try:
        kind.require(fields)
    except ValueError:
        numbers = [name for name in kind.required if type(fields.get(name)) in _SCALARS]
        if not numbers:
            raise
        fields |= {name: json.dumps(fields[name]) for name in numbers}
        kind.require(fields)


def _passage(fields: Mapping[str, Any], passages: Sequence[Any], number: int | None) -> str:
    if number is not None and number < len(passages) and isinstance(passages[number], str):
        return str(passages[number])
    for key in _PASSAGE_KEYS:
        text = fields.get(key)
        if isinstance(text, str):
            return text
    return ""


def _take_messages(record: dict[str, Any]) -> Conversation:
    for key in TURNS_KEYS:
        if isinstance(record.get(key), list):
            break
    else:
        return ()
    if not any(map(is_turn, record[key])):
        return ()
    messages = read_turns(record.pop(key))
    system = record.get("system") if record else None
    if isinstance(system, str) and system:  # some formats keep the system turn beside the turns
        del record["system"]
        if messages[0].role != "system" or messages[0].content != system:
            messages = (Message("system", system), *messages)
    if record:
        messages = _take_pictures(record, messages)
    if "assistant" not in [message.role for message in messages]:
        raise ValueError("its conversation has no assistant turn")
    return messages


def _take_pictures(record: dict[str, Any], messages: Conversation) -> Conversation:
    """Return turns that show the pictures beside them; a single one need not be marked."""
    images = record.get("images")
    if isinstance(images, list):
        del record["images"]
        return with_pictures(messages, images) if images else messages
    image = record.get(FIELD)
    if isinstance(image, str) and image and any(MARK in turn.content for turn in messages):
        del record[FIELD]
        return with_pictures(messages, [image])
    return messages


def _provenance_dict(provenance: Provenance) -> dict[str, Any]:
    values = {f.name: getattr(provenance, f.name) for f in dataclass_fields(provenance)}
    values["params"] = dict(provenance.params)
    return {name: value for name, value in values.items() if value not in (None, "", {})}


def _take_provenance(record: dict[str, Any]) -> tuple[Provenance, int | None]:
    """Take what is understood out of the record; what is not stays among its fields."""
    raw = record.get("provenance")
    if not isinstance(raw, dict):
        return _UNKNOWN, None
    known: dict[str, Any] = {}
    other: dict[str, Any] = {}
    number: int | None = None
    for name, value in raw.items():
        if (
            (name in _TEXTS and isinstance(value, str))
            or (name in _NUMBERS and _is_count(value))
            or (name == "params" and isinstance(value, dict))
        ):
            known[name] = value
        elif name == "passage" and _is_count(value):
            number = value
        else:
            other[name] = value
    if other:
        record["provenance"] = other
    else:
        del record["provenance"]
    return Provenance(**known), number


def _judgement_dict(judgement: Judgement) -> dict[str, Any]:
    values: dict[str, Any] = {"judge": judgement.judge, "score": judgement.score}
    if judgement.reasons:
        values["reasons"] = judgement.reasons
    if judgement.keep is not None:
        values["keep"] = judgement.keep
    if judgement.caveat:
        values["caveat"] = judgement.caveat
    if judgement.scale[1] != RATINGS[1]:  # on every other scale the score is a rating as it is
        values["scale"] = list(judgement.scale)
    if judgement.criteria:
        values["criteria"] = [_criterion_dict(each) for each in judgement.criteria]
    if judgement.findings:
        values["findings"] = [asdict(each) for each in judgement.findings]
    return values


def _criterion_dict(criterion: Criterion) -> dict[str, Any]:
    values: dict[str, Any] = {"name": criterion.name, "score": criterion.score}
    if criterion.scale != RATINGS:
        values["scale"] = list(criterion.scale)
    if criterion.reason:
        values["reason"] = criterion.reason
    return values


def _criteria(judgement: Mapping[str, Any]) -> tuple[Criterion, ...] | None:
    """Return the criteria of a judgement, ``None`` for what is none."""
    found = []
    raw = judgement.get("criteria", [])
    for value in raw if isinstance(raw, list) else [None]:
        if not isinstance(value, dict) or not {"name", "score"} <= value.keys() <= _CRITERION_KEYS:
            return None
        scale, score = _scale(value), value["score"]
        texts = (value["name"], value.get("reason", ""))
        numeric = score is None or isinstance(score, int | float)
        if scale is None or not numeric or not all(isinstance(text, str) for text in texts):
            return None
        found.append(Criterion(**{**value, "scale": scale}))
    return tuple(found)


def _findings(judgement: Mapping[str, Any]) -> tuple[Finding, ...] | None:
    """Return the findings of a judgement, ``None`` for what is none."""
    raw = judgement.get("findings", [])
    types = {"rule": str, "text": str, "drops": bool}
    for value in raw if isinstance(raw, list) else [None]:
        if not isinstance(value, dict) or value.keys() != types.keys():
            return None
        if not all(isinstance(value[name], kind) for name, kind in types.items()):
            return None
    return tuple(Finding(**value) for value in raw)


def evidence_values(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as an object; what is not known of it is left out."""
    values = asdict(evidence)
    return {k: v for k, v in values.items() if k == "quote" or v not in (None, "")}


def _take_evidence(record: dict[str, Any]) -> tuple[Evidence, ...]:
    """Take the evidence out of a record; what is none of ours stays among its fields."""
    raw = record.get(EVIDENCE)
    if not isinstance(raw, list) or not raw or not all(map(_is_evidence, raw)):
        return ()
    del record[EVIDENCE]
    return tuple(Evidence(**value) for value in raw)


def _is_evidence(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"quote", "match"} <= value.keys() <= _EVIDENCE_KEYS
        and isinstance(value["quote"], str)
        and value["match"] in get_args(Match)
        and all(_is_count(value.get(name, 0)) for name in ("start", "end", "occurrences", "page"))
        and isinstance(value.get("score", 0.0), int | float)
        and isinstance(value.get("differs", ""), str)
    )


def _take_judgements(record: dict[str, Any]) -> tuple[Judgement, ...]:
    raw = record.get("judgements")
    if not isinstance(raw, list) or not all(map(_is_judgement, raw)):
        return ()
    del record["judgements"]
    return tuple(
        Judgement(
            **{
                **value,
                "scale": _scale(value),
                "criteria": _criteria(value) or (),
                "findings": _findings(value) or (),
            }
        )
        for value in raw
    )


def _is_judgement(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"judge", "score"} <= value.keys() <= _JUDGEMENT_KEYS
        and isinstance(value["judge"], str)
        and (value["score"] is None or isinstance(value["score"], int | float))
        and isinstance(value.get("reasons", ""), str)
        and isinstance(value.get("keep"), bool | None)
        and isinstance(value.get("caveat", ""), str)
        and _scale(value) is not None
        and _criteria(value) is not None
        and _findings(value) is not None
    )


def _scale(judgement: Mapping[str, Any]) -> Scale | None:
    """Return the scale of a judgement's score, ``None`` for one that cannot be understood.

    Without one the score is a rating already: that of a judge whose scale ends at 10, or one of
    a file from before scales were written.
    """
    match judgement.get("scale", RATINGS):
        case [int() | float() as low, int() | float() as high] if low < high:
            return (low, high)
    return None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def refuse_surrogates(value: object) -> None:
    """Check that no text in a value holds half a character.

    Raises:
        ValueError: One does.
    """
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(
                f"it holds half a character (U+{ord(value[error.start]):04X}), which no UTF-8 "
                "file can carry"
            ) from None
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_surrogates(key)
            refuse_surrogates(item)
    elif isinstance(value, list):
        for item in value:
            refuse_surrogates(item)
