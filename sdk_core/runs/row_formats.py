"""Formats of rows that exporters read back, and which of them a file of anybody's is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sdk_core import defaults
from sdk_core.artifacts.example_json import from_record
from sdk_core.artifacts.layouts import ACCEPTED, ReadRow, Row, RowFormats
from sdk_core.components import Exporter
from sdk_core.errors import DocumentError, SdkError, UsageError
from sdk_core.kinds import EXPORTER
from sdk_core.model import Conversation, Example
from sdk_core.model.record_kinds import TURNS_KEYS
from sdk_core.runs.data_files import turns_in
from sdk_core.runs.row_reader import WORSE, BrokenReader, ExporterEntry, RowReader
from sdk_core.runs.session import Session

_SAME = {
    "conversation": "conversations",
    "dialog": "messages",
    "dialogue": "messages",
    "query": "question",
    "problem": "question",
    "generated_solution": "answer",
    "user": "question",
    "human": "question",
    "assistant": "answer",
    "bot": "answer",
    "inputs": "prompt",
    "targets": "completion",
}
"""Names that others have for ours, taken where rows are told by none of their own."""

_CHOICES, _LETTERS = ("choices", "options"), frozenset("ABCDEFGHabcdefgh")
"""Columns of answers to choose from, and how an answer may name one of them."""

_OWN = "records of question and answer, or of turns"
"""What messages call our own shapes."""


class ExporterRows(RowFormats):
    """Reads the rows of files by the formats of exporters.

    Args:
        session: The command's surroundings.
        name: The format that the user says the rows have, ``""`` to tell it by their keys.
        columns: Our names of columns, by theirs.

    Raises:
        UnknownComponent: There is no format of that name.
        UsageError: It cannot read.
    """

    def __init__(
        self, session: Session, name: str = "", columns: Mapping[str, str] | None = None
    ) -> None:
        self._session = session
        self._kinds = session.registry.record_kinds
        self._columns = columns or {}
        entries = session.registry.all(EXPORTER)
        self._told = [(e, frozenset(keys)) for e in entries for keys in e.spec.told_by]
        self._readers: dict[str, ReadRow] = {}
        self._matching: dict[tuple[str, ...], dict[str, frozenset[str]]] = {}
        self._entries = {e.qualified: e for e in entries}
        self._named = session.registry.get(EXPORTER, name) if name else None
        if self._named is not None and self._named.spec.view == "messages":
            self._require_reader(self._named)

    @property
    def is_told(self) -> bool:
        """Whether the user says how rows are read."""
        return self._named is not None or bool(self._columns)

    @property
    def accepted(self) -> str:
        """What may be read, for messages to the user."""
        formats: dict[str, str] = {}
        for entry, keys in self._told:
            first = entry.spec.told_by[0]
            if keys == frozenset(first):
                formats.setdefault(entry.spec.name, f"{entry.spec.name} ({', '.join(first)})")
        return (
            f"{ACCEPTED}; rows of {'; '.join(formats.values())}. Name columns with "
            "--columns question=THEIRS,answer=THEIRS, or the format with --as NAME"
        )

    def tells(self, row: Row) -> bool:
        """Tell whether rows with the keys of this one are read."""
        return bool(self._formats_of(tuple(row)))

    def choose(self, path: Path, rows: Sequence[Row]) -> ReadRow | None:
        """Return what reads the rows of a file, ``None`` for our own shapes.

        Args:
            path: The file, for what is told of it.
            rows: Its first rows.

        Raises:
            DocumentError: They may be read in several ways, lack a column that the user names, or
                answer with the number of a choice.
        """
        columns = self._columns
        _require_texts(path, rows)
        if columns:
            _require_columns(path, rows, columns)
        elif self._named is None:
            plain = self._choose(path, rows)
            if plain or not (columns := self._like_ours(rows)):
                return self._told_reader(path, plain, {}) if plain and plain != _OWN else None
        renamed = [_renamed(row, columns) for row in rows]
        name = self._own_name() if self._named else self._choose(path, renamed)
        return self._told_reader(path, name, columns) if name else None

    def format_of(self, path: Path, rows: Sequence[Row]) -> str:
        """Return the name of the format that the rows of a file are told by, ``""`` for none.

        Args:
            path: The file, for messages.
            rows: Its first rows; those of our own shapes are rows of the format that is told by
                the same keys, else of the one that writes records as they are.

        Raises:
            DocumentError: They may be read in several ways.
        """
        name = self._choose(path, rows)
        if name != _OWN:
            return self._entries[name].spec.name if name else ""
        own = Counter(self._own_keys(row) for row in rows)
        keys = max(own, key=own.__getitem__)
        like = (entry.spec.name for entry, told in self._told if told == keys)
        return next(like, defaults.EXPORTER)

    def _own_name(self) -> str:
        """Return the name of the format that the user names."""
        assert self._named is not None
        reads = self._named.load().read is not Exporter.read
        own = self._named.spec.view == "fields" and not self._named.spec.told_by
        return self._named.qualified if reads and not own else _OWN

    def _told_reader(self, path: Path, name: str, columns: Mapping[str, str]) -> ReadRow:
        """Return what reads rows, and tell which format that is."""
        read = self._read_own if name == _OWN else self._reader(name)
        label = _OWN if name == _OWN else self._entries[name].spec.name
        as_ours = "".join(
            f", {theirs} as {ours}" for theirs, ours in columns.items() if theirs != ours
        )
        self._session.progress.note(f"{path}: read as {label}{as_ours}")
        return (lambda row: read(_renamed(row, columns))) if columns else read

    def _choose(self, path: Path, rows: Sequence[Row]) -> str:
        """Return the format that most of the rows have, ``""`` for none that is known.

        Raises:
            DocumentError: They have several.
        """
        ballots = [self._readings(row) for row in rows]
        votes = Counter(name for ballot in ballots for name in ballot)
        most = max(votes.values(), default=0)
        best = [name for name in votes if votes[name] == most]
        order = [_OWN, *self._entries]
        for name in sorted(best, key=order.index):
            rivals = [_rival(ballot, name, best) for ballot in ballots]
            if not any(rivals):
                return name
        if not best:
            return ""
        first = min(best, key=order.index)
        number, ballot, other = next(
            (number, ballot, rival)
            for number, ballot in enumerate(ballots, start=1)
            if (rival := _rival(ballot, first, best))
        )
        if first not in ballot:
            held = next(n for n, ballot in enumerate(ballots, start=1) if first in ballot)
            raise DocumentError(
                f"{path} holds rows of several formats: record {held} is {self._label(first)}, "
                f"record {number} is {self._label(other)}",
                hint="put each format into a file of its own, or read those of one with --as NAME",
            )
        readings = " or ".join(
            f"{self._label(name)} ({_shown(ballot[name])})" for name in (first, other)
        )
        raise DocumentError(
            f"{path} can be read in two ways: record {number} is {readings}",
            hint="say which with --as NAME, or name its columns with --columns",
        )

    def _label(self, name: str) -> str:
        return "a record of ours" if name == _OWN else f"{self._entries[name].spec.name} rows"

    def _readings(self, row: Row) -> dict[str, Example | None]:
        """Return what a row holds by each format that it may have, the more telling ones alone.

        A format whose keys are among those of another that reads the row too is none of them, nor
        one of a single key where there is another.
        """
        matching, own = self._formats_of(tuple(row)), self._own_keys(row)
        plain = all(keys <= own or len(keys) == 1 for keys in matching.values())
        if own and plain and self._is_own(row):
            return {_OWN: None}
        found: dict[str, Example | None] = {}
        sets = dict(matching)
        if own:
            sets[_OWN] = own
        for name in sets:
            read = self._read_own if name == _OWN else self._reader(name)
            try:
                found[name] = read(row)
            except (ValueError, RecursionError):
                continue
        told = {name: sets[name] for name in found}
        strong = any(name == _OWN or len(keys) > 1 for name, keys in told.items())
        return {
            name: example
            for name, example in found.items()
            if not any(
                told[name] < keys or (name != _OWN and other == _OWN and told[name] == keys)
                for other, keys in told.items()
            )
            and not (strong and name != _OWN and len(told[name]) == 1)
        }

    def _formats_of(self, keys: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """Return the formats that rows with these keys may have, each with those that tell it."""
        if keys not in self._matching:
            found: dict[str, frozenset[str]] = {}
            for entry, told in self._told:
                if told.issubset(keys):
                    name = entry.qualified
                    found[name] = found.get(name, frozenset()) | told
            self._matching[keys] = found
        return self._matching[keys]

    def _own_keys(self, row: Row) -> frozenset[str]:
        """Return the keys by which a row is one of our records, none when it is not."""
        kind = self._kinds.of(row)
        if kind is None:
            return frozenset()
        if kind.holds_turns:
            return frozenset(k for k in TURNS_KEYS if isinstance(row.get(k), list))
        return kind.required

    def _is_own(self, row: Row) -> bool:
        try:
            self._read_own(row)
        except (ValueError, RecursionError):
            return False
        return True

    def _read_own(self, row: Row) -> Example:
        return from_record(row, self._kinds.of(row) or self._kinds.default)

    def _like_ours(self, rows: Sequence[Row]) -> dict[str, str]:
        """Return names that are known, by those that mean the same or differ in case or space.

        Turns that are JSON text keep their name, and are read as what they hold.
        """
        known = {name for _, keys in self._told for name in keys} | {*TURNS_KEYS}
        known |= {each.name for kind in self._kinds for each in kind.fields}
        theirs = dict.fromkeys(str(key) for row in rows for key in row)
        plain = {name: "_".join(name.lower().split()) for name in theirs}
        plain = {name: _SAME.get(ours, ours) for name, ours in plain.items()}
        texts = {key for row in rows for key in TURNS_KEYS if isinstance(row.get(key), str)}
        return {
            name: ours
            for name, ours in plain.items()
            if (ours != name or name in texts)
            and ours in known
            and list(plain.values()).count(ours) == 1
        }

    def _require_reader(self, entry: ExporterEntry) -> None:
        if entry.load().read is Exporter.read:
            raise UsageError(
                f"the format {entry.spec.name!r} cannot read what it writes",
                hint="leave --as out, or name the columns with --columns",
            )

    def _reader(self, name: str) -> ReadRow:
        if name not in self._readers:
            try:
                exporter = self._session.component(self._entries[name], options=False)
            except SdkError as error:  # a package that is broken: of no use here, and no obstacle
                self._readers[name] = BrokenReader(error.message)
            else:
                self._readers[name] = RowReader(self._entries[name], exporter, self._kinds)
        return self._readers[name]


def _rival(ballot: Mapping[str, Example | None], name: str, names: Sequence[str]) -> str:
    """Return a format that reads something else in a row than the named one, ``""`` for none."""
    one = ballot.get(name)
    for other in names:
        if other != name and other in ballot and not _covers(one, ballot[other]):
            return other
    return ""


def _covers(one: Example | None, other: Example | None) -> bool:
    """Tell whether a reading holds all that another one does."""
    if one is None or other is None:
        return one is other
    if _said(one) != _said(other):
        return False
    worse = WORSE in one.fields or WORSE not in other.fields
    return worse and (one.kept is other.kept or other.kept)


def _said(example: Example) -> Conversation | dict[str, Any]:
    try:
        return example.to_messages()
    except ValueError:
        return dict(example.fields)


def _shown(example: Example | None) -> str:
    """Return the first and the last words of a reading, for messages."""
    assert example is not None
    said = _said(example)
    texts = [turn.content for turn in said] if isinstance(said, tuple) else list(said.values())
    return " → ".join(repr(str(text)[:40]) for text in (texts[0], texts[-1]))


def _renamed(row: Row, columns: Mapping[str, str]) -> Row:
    if not isinstance(row, dict):  # it is refused by whatever reads it
        return row
    renamed = {columns.get(key, key): value for key, value in row.items()}
    for key in TURNS_KEYS:
        if key in renamed:
            renamed[key] = turns_in(renamed[key])
    return renamed


def _require_texts(path: Path, rows: Sequence[Row]) -> None:
    """Refuse rows whose answer is the number or letter of a choice, which alone says nothing."""
    for number, row in enumerate(rows, start=1):
        answer = row.get("answer")
        numbered = isinstance(answer, int) or (isinstance(answer, str) and answer in _LETTERS)
        listed = next((n for n in _CHOICES if isinstance(row.get(n), list | dict) and row[n]), "")
        if numbered and listed and not (isinstance(row[listed], list) and answer in row[listed]):
            raise DocumentError(
                f"{path}: record {number} answers with {answer!r}, one of its {listed}",
                hint=f"put the text of the choice into its answer, or rename {listed}",
            )


def _require_columns(path: Path, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    names = dict.fromkeys(str(key) for row in rows for key in row)
    for theirs, ours in columns.items():
        if theirs not in names:
            raise DocumentError(
                f"{path} has no column {theirs!r}", hint=f"it has {', '.join(names) or 'none'}"
            )
        if ours in names and ours not in columns and ours != theirs:
            raise DocumentError(
                f"{path} has a column {ours!r} already, which {theirs!r} would replace",
                hint=f"give it another name too: --columns {ours}={theirs},other={ours}",
            )
