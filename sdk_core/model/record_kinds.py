"""Kinds of records, declared: what a record holds, how it lies in files, how it is talked about.

A declaration holds plain values and no code, so that it can be written into a file of records and
read back when the package that made them is gone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from string import Formatter
from typing import Any

from sdk_core.model.calls import Conversation, Message, new_message

TURNS_KEYS = ("conversations", "messages")
"""Keys under which a record may hold its turns; the first is the one that is written."""

AROUND_RECORDS = ("metadata", "metrics", "rejected", "unrated")
"""Keys of a file that say something of the whole of its records."""

_KEPT = frozenset({*TURNS_KEYS, "provenance", "judgements", "rating"})

PASSAGE = "passage"
"""Name by which a turn may use the source text that a record rests on."""

_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_ROLES = ("system", "user", "assistant")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordField:
    """A field of a record.

    Args:
        name: Its name in files.
        aliases: Other names under which files may hold it; it is renamed when it is read.
        required: Whether a record with nothing in it is of no use.
        judged: Whether a judge sees it.
        exported: Whether formats of a record's own fields carry it.
        prompt: Prompt that writes it on the way to a format, where a record has none: with the
            ``text`` of the record's document, its ``title`` and its ``source``.
    """

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = True
    judged: bool = True
    exported: bool = True
    prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTurn:
    """A turn of the conversation that a record becomes.

    Args:
        role: ``system``, ``user`` or ``assistant``.
        text: Its text, with fields in braces: ``"Define {term}."``; ``{passage}`` is the source
            text. A paragraph whose fields are all empty is left out. Lists become words between
            commas.
        reasoning: Field that holds what the assistant thought before, ``""`` for none.
    """

    role: str
    text: str
    reasoning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record.

    Args:
        name: Lower-case name, words joined by ``-``; generators and exporters name it.
        summary: One line for listings.
        fields: What a record holds; it may hold more, which goes along.
        list_key: Key of the list of records in files.
        other_keys: Other keys under which files may list them.
        identity: Fields that make two records the same. What ``create`` makes twice is dropped by
            all of them; similar records are found by the first.
        turns: How a record becomes a conversation; empty when it does not, or is one.
        holds_turns: Whether a record is a conversation of its own.
        bare: Whether a file is nothing but the list; only for kinds that are told by it.
        whole: Whether a file of one document is the one record, with its fields at the top.
        lists_turns: Whether files list the conversations beside the records.
        target_key: Option of a generator, or key under ``generation``, that holds the number of
            records wanted of an input and that ``--num-pairs`` sets; ``""`` for as many as come.
        tasks: Task categories of a dataset of them, as the Hugging Face Hub names them.
        told: Whether other programs too know its files by their layout, so that the declaration
            need not be written into them.

    Raises:
        ValueError: A name, a key or a turn is not valid.
    """

    name: str
    summary: str = ""
    fields: tuple[RecordField, ...] = ()
    list_key: str = "examples"
    other_keys: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    turns: tuple[RecordTurn, ...] = ()
    holds_turns: bool = False
    bare: bool = False
    whole: bool = False
    lists_turns: bool = False
    target_key: str = ""
    tasks: tuple[str, ...] = ("text-generation",)
    told: bool = False
    required: frozenset[str] = field(init=False, repr=False, compare=False)
    unexported: frozenset[str] = field(init=False, repr=False, compare=False)
    _texts: tuple[_TurnText, ...] = field(init=False, repr=False, compare=False)
    _needed: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _aliased: tuple[RecordField, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        what = f"record kind {self.name!r}"
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{what}: a name is lower-case letters, digits, '-' '_' '.'")
        if not self.list_key:
            raise ValueError(f"{what} needs the key of its list")
        if self.bare and not self.told:
            raise ValueError(f"{what}: a bare list has no place for the declaration of its kind")
        names = [each.name for each in self.fields]
        if len(names) != len(set(names)) or "" in names:
            raise ValueError(f"{what} needs fields with names, each of them once")
        known = {*names, PASSAGE}
        self._require_free(what)
        strict = self.told or not self.fields  # layouts of others hold text and nothing else
        texts = tuple(_TurnText(turn, what, strict) for turn in self.turns)
        used = {name for text in texts for name in text.names} | set(self.identity)
        if self.fields and (unknown := sorted(used - known)):
            raise ValueError(f"{what} has no field {unknown[0]!r}, which it uses")
        put = object.__setattr__
        needed = tuple(each.name for each in self.fields if each.required)
        put(self, "_needed", needed)
        put(self, "required", frozenset(needed))
        put(self, "unexported", frozenset(each.name for each in self.fields if not each.exported))
        put(self, "_texts", texts)
        put(self, "_aliased", tuple(each for each in self.fields if each.aliases))

    def _require_free(self, what: str) -> None:
        """Refuse names under which files hold something else, which would take a value's place."""
        own = {name for each in self.fields for name in (each.name, *each.aliases)}
        keys = {self.list_key, *self.other_keys} - ({*TURNS_KEYS} if self.holds_turns else set())
        kept = own & (_KEPT | {*AROUND_RECORDS} if self.whole else _KEPT)
        if taken := sorted(kept | (keys & {*TURNS_KEYS, *AROUND_RECORDS, "summary"})):
            raise ValueError(
                f"{what} cannot call a field or its list {taken[0]!r}, which files keep for "
                "something else; choose another name"
            )

    @property
    def talks(self) -> bool:
        """Whether a record is a conversation or becomes one."""
        return self.holds_turns or bool(self.turns)

    @property
    def answer_fields(self) -> tuple[str, str] | None:
        """The field that the last turn is, and the one with the reasoning before it."""
        last = self._texts[-1] if self._texts else None
        return (last.only, last.turn.reasoning) if last is not None and last.only else None

    def conversation(
        self, values: Mapping[str, Any], passage: str = "", *, inline: bool = True
    ) -> Conversation:
        """Return a record as a conversation.

        Args:
            values: Its fields.
            passage: The source text that it rests on.
            inline: Whether reasoning stands in ``<think>`` tags before its answer, the form that
                most chat templates keep, rather than apart from it.

        Raises:
            ValueError: It lacks what its turns are made of.
        """
        messages = []
        for text in self._texts:
            message = text.message(values, passage, inline)
            if message is None:
                break
            messages.append(message)
        else:
            if messages:
                return tuple(messages)
        needed = " and ".join(
            f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
            for name in dict.fromkeys(name for text in self._texts for name in text.needed)
        )
        raise ValueError(
            f"the record has neither messages nor {needed}"
            if needed
            else f"a record of the kind {self.name} is no conversation"
        )

    def require(self, values: Mapping[str, Any]) -> None:
        """Check that a record holds what its kind needs.

        Raises:
            ValueError: It does not; the text says what is missing.
        """
        for name in self._needed:
            value = values.get(name)
            if not isinstance(value, str):
                empty = self.told or value is None or value in ([], {})
            else:
                empty = not value or value.isspace()
            if empty:
                how = "empty" if value == "" else "missing or no text"
                raise ValueError(f"its {name} is {how}")

    def rename(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return a record with its fields under their own names, in the same order."""
        names = {}
        for each in self._aliased:
            found = [alias for alias in each.aliases if alias in values]
            if found and each.name not in values:
                names[found[0]] = each.name
        return {names.get(key, key): value for key, value in values.items()} if names else values

    def judged(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a judge sees of a record: all, where neither fields nor turns are known."""
        if not self.fields and not self.talks:
            return dict(values)
        seen = (each.name for each in self.fields if each.judged)
        return {name: values[name] for name in seen if name in values}

    def to_dict(self) -> dict[str, Any]:
        """Return the declaration as JSON-serialisable values; what is usual is left out."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_dict(cls, given: object) -> RecordKind:
        """Return the declaration that `to_dict` gave; what it does not know is left out.

        Raises:
            ValueError: It is damaged; the text says where.
        """
        return cls(**_read(cls, given, "the declaration of the record kind"))


class _TurnText:
    """The text of a turn, taken apart once.

    Args:
        turn: The turn.
        what: What messages call its kind.
        strict: Whether what is no text is as good as missing where it is all there is.

    Raises:
        ValueError: Its role or its braces are wrong.
    """

    def __init__(self, turn: RecordTurn, what: str, strict: bool) -> None:
        if turn.role not in _ROLES:
            raise ValueError(f"{what}: {turn.role!r} is no role of a turn")
        self.turn = turn
        self._strict = strict
        self._paragraphs = []
        for paragraph in turn.text.split("\n\n"):
            try:
                parts = [(literal, name) for literal, name, _, _ in Formatter().parse(paragraph)]
            except ValueError as error:
                raise ValueError(f"{what}: {paragraph!r} has wrong braces: {error}") from None
            self._paragraphs.append(parts)
        used = [name for parts in self._paragraphs for _, name in parts if name is not None]
        self.needed = tuple(dict.fromkeys(used))
        self.names = {*used, *([turn.reasoning] if turn.reasoning else [])}
        self.only = self.needed[0] if used and turn.text == f"{{{used[0]}}}" else ""

    def message(self, values: Mapping[str, Any], passage: str, inline: bool) -> Message | None:
        """Return the turn with its reasoning, ``None`` when a record has nothing to put into it."""
        content = values.get(self.only) if self.only else None
        if not isinstance(content, str) or self.only == PASSAGE:
            content = self._written(values, passage)
            if content is None:
                return None
        if not self.turn.reasoning:
            reasoning = None if inline or self.turn.role != "assistant" else ""
            return new_message(self.turn.role, content, (), reasoning)
        thought = values.get(self.turn.reasoning)
        thought = thought if isinstance(thought, str) else ""
        if inline:
            return new_message(self.turn.role, with_reasoning(content, thought))
        return new_message(self.turn.role, content, (), thought)

    def _written(self, values: Mapping[str, Any], passage: str) -> str | None:
        if self.only and self.only != PASSAGE:
            return None if self._strict else _words(values.get(self.only)) or None
        found = {name: _words(values.get(name)) for name in self.needed}
        if PASSAGE in found and not found[PASSAGE]:
            found[PASSAGE] = passage
        if found and not any(found.values()):
            return None
        paragraphs = []
        for parts in self._paragraphs:
            names = [name for _, name in parts if name is not None]
            if not names or any(found[name] for name in names):
                text = "".join(literal + (found[name] if name else "") for literal, name in parts)
                paragraphs.append(text)
        return "\n\n".join(paragraphs)


def with_reasoning(answer: str, reasoning: str) -> str:
    """Return an answer with the reasoning, if any, in ``<think>`` tags before it."""
    return f"<think>\n{reasoning}\n</think>\n\n{answer}" if reasoning else answer


UNDECLARED = RecordKind(
    name="record",
    summary="What nothing is known of but that it may be a question with its answer",
    identity=("question", "image"),
    turns=(
        RecordTurn(role="user", text="{question}"),
        RecordTurn(role="assistant", text="{answer}", reasoning="reasoning"),
    ),
)
"""The kind of examples that no package has declared, as files and plugins had them before."""

DOCUMENT = RecordKind(
    name="document",
    summary="A piece of a parsed document",
    fields=(RecordField(name="text"),),
)
"""The kind of the records that a parsed document gives, one a segment."""


def _words(value: object) -> str:
    """Return a value as it stands in a turn."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_words, value)))
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, RecordKind | RecordField | RecordTurn):
        return {
            each.name: _plain(given)
            for each in fields(value)
            if each.init and (given := getattr(value, each.name)) != each.default
        }
    return value


_NESTED: Mapping[str, type[Any]] = {"fields": RecordField, "turns": RecordTurn}


def _read(cls: type[Any], given: object, where: str) -> dict[str, Any]:
    """Return the arguments of a class out of plain values, each checked by the type it has."""
    if not isinstance(given, Mapping):
        raise ValueError(f"{where} is no object")
    values: dict[str, Any] = {}
    for each in fields(cls):
        if not each.init:
            continue
        if each.name not in given:
            if each.default is MISSING:
                raise ValueError(f"{where} has no {each.name}")
            continue
        value, place = given[each.name], f"{each.name} in {where}"
        expected = str if each.default is MISSING else type(each.default)
        if expected is tuple and isinstance(value, list):
            if inner := _NESTED.get(each.name):
                value = tuple(inner(**_read(inner, item, place)) for item in value)
            elif all(isinstance(item, str) for item in value):
                value = tuple(value)
        if not isinstance(value, expected):
            raise ValueError(f"{place} is not what it should be")
        values[each.name] = value
    return values
