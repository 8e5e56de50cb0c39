"""Find records in a JSON tree of any shape: wrappers, numbered keys, parallel lists, chat turns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sdk_core.answers.answer_tree import TORN, AnswerTree, Bare, Node, Obj, Record, node_text
from sdk_core.answers.fields import FieldNames, plain_name
from sdk_core.answers.json_reader import looks_like_json
from sdk_core.answers.json_strict import MAX_DEPTH, decode_whole, depth_within
from sdk_core.answers.roles import ROLES, turn_of

# Strings that hold JSON are opened at most this often, so nesting them costs linear time.
MAX_OPENED = 5_000
# What stands among records and is none was meant to be one.
_APART, _AMONG = -1, -2
_LETTER = re.compile(r"[^\W\d_]")
# The end of a record and the beginning of the next, both inside one string.
_GLUED = re.compile(r"""["”]\s*\}\s*,?\s*(?=\{\s*["“](\w{1,40})["”]\s*:)""")
_SCHEMA_KEYS = frozenset(("properties", "$schema", "$ref", "$defs"))


@dataclass(slots=True)
class Collected:
    """Records of a tree, which is walked without recursion.

    names: the requested fields. complete: (record, top-level value it came from).
    lost: records without all fields. torn: a string or bracket never ended.
    blank: an empty list stood where records belong. error: an error object was seen.
    """

    names: FieldNames
    complete: list[tuple[Record, int]] = field(default_factory=list)
    lost: int = 0
    torn: bool = False
    blank: bool = False
    error: bool = False
    _opened: int = 0
    _top: int = 0

    def walk(self, values: list[Node]) -> None:
        """Collect the records of all top-level values."""
        if self._merge(values):
            return
        for self._top, value in enumerate(values):
            self._walk_value(value)
        if not self._seen():
            for value in values:
                self._rows(value)

    def _seen(self) -> int:
        return len(self.complete) + self.lost

    def _emit(self, record: Record) -> None:
        last = self.names.fields[-1]
        text = record.get(last)
        glued = _GLUED.search(text) if isinstance(text, str) else None
        if isinstance(text, str) and glued and self._begins_record(text, glued):
            self._emit({**record, last: text[: glued.start()]})
            self._unglue(text[glued.end() :])
        elif usable(record, self.names):
            self.complete.append((record, self._top))
        else:
            self.lost += 1

    def _begins_record(self, text: str, glued: re.Match[str]) -> bool:
        """Tell whether a record ends there and the next begins, and no JSON is quoted."""
        closes = text.count('"', 0, glued.start()) % 2 == 0
        return closes and self.names.find(glued.group(1)) is not None

    def _unglue(self, text: str) -> None:
        """Collect the records behind the one that they were written into by mistake."""
        document = decode_whole(f'[{text}"}}]') if self._opened < MAX_OPENED else None
        self._opened += 1
        if document is None:
            self.lost += 1
        else:
            self._walk_value(document.values[0])

    def _walk_value(self, value: Node) -> None:
        stack: list[tuple[Node, int]] = [(value, _APART)]
        while stack:
            node, before = stack.pop()
            if before >= 0:
                # All children of an incomplete object are done: without records inside it was
                # not a wrapper, so it was a record that lacks a field.
                self.lost += self._seen() == before
            elif node is TORN:
                self.torn = True
            elif isinstance(node, str):
                opened = self._open(node)
                if opened is not None:
                    stack.append((opened, _APART))
                elif before == _AMONG and _LETTER.search(node):
                    self.lost += 1
            elif isinstance(node, list):
                self.blank = self.blank or not node
                if not self._conversation(node) and not self._merge(node):
                    place = _AMONG if any(map(self._holds_record, node)) else _APART
                    stack.extend((child, place) for child in reversed(node))
            elif isinstance(node, Obj):
                self._object(node, stack, among=before == _AMONG)

    def _object(self, node: Obj, stack: list[tuple[Node, int]], *, among: bool) -> None:
        records = split(node, self.names)
        keys = {k for k, _ in node.pairs}
        if _SCHEMA_KEYS & keys:
            return
        self.error = self.error or bool(keys & {"error", "errors", "detail", "code"})
        self.torn = self.torn or any(v is TORN for _, v in node.pairs)
        wraps = any(self._holds_record(v) for r in records for v in r.values())
        whole = any(usable(r, self.names) for r in records)
        columns = self._columns(node)
        if whole and not wraps and not columns:
            for record in records:
                self._emit(record)
            # Keys that repeat within one record are values lost.
            names = [plain_name(k) for k, _ in node.pairs if self.names.find(k)]
            repeats = len(names) - len(set(names))
            self.lost += max(0, repeats - (len(records) - 1) * len(set(names)))
            # One record inside of another describes it; a list of them follows it up.
            inside = (v for k, v in node.pairs if isinstance(v, list) and not self.names.find(k))
            self.lost += sum(self._holds_record(child) for v in inside for child in v)
            return
        if columns:
            self._parallel(columns)
            return
        if self._numbered(node) or self._mapping(node):
            return
        if records or (among and node.pairs):
            stack.append((None, self._seen()))
        stack.extend(
            (v, _APART) for _, v in reversed(node.pairs) if isinstance(v, Obj | list | str)
        )

    def _holds_record(self, value: Node) -> bool:
        """Tell whether the value of a field is itself a record or a list of records."""
        nodes = value if isinstance(value, list) else [value]
        return any(
            isinstance(n, Obj) and any(usable(r, self.names) for r in split(n, self.names))
            for n in nodes
        )

    def _open(self, text: str) -> Node:
        if self._opened >= MAX_OPENED or not looks_like_json(text, self.names):
            return None
        self._opened += 1
        document = decode_whole(text) if depth_within(text, MAX_DEPTH) else None
        if document is None:
            self.lost += 1
            return None
        return document.values[0]

    def _conversation(self, nodes: list[Node]) -> bool:
        """Read user and assistant turns as question and answer."""
        if not self.names.is_question_answer or len(nodes) < 2:
            return False
        turns = [turn for turn in map(turn_of, nodes) if turn and turn[0] in ROLES]
        if len(turns) < len(nodes):
            return False
        first, second = self.names.fields
        asked: Node = None
        for role, content in turns:
            if ROLES[role] == "user":
                self.lost += asked is not None
                asked = content
            elif ROLES[role] == "assistant":
                self._emit({first: asked, second: content})
                asked = None
        self.lost += asked is not None
        return True

    def _merge(self, nodes: list[Node]) -> bool:
        """Join neighbouring objects that hold one field each."""
        if len(nodes) < 2:
            return False
        fragments: list[tuple[str, Node]] = []
        for node in nodes:
            records = split(node, self.names) if isinstance(node, Obj) else []
            if len(records) != 1 or len(records[0]) != 1:
                return False
            ((name, value),) = records[0].items()
            if node_text(value) is None:
                return False
            fragments.append((name, value))
        if not {name for name, _ in fragments}.issuperset(self.names.fields):
            return False
        record: Record = {}
        for name, value in fragments:
            if name in self.names.beside:
                if record or self.complete:
                    (record or self.complete[-1][0]).setdefault(name, value)
                continue
            if name in record or (not record and name != self.names.fields[0]):
                self.lost += 1
                record = {}
            record[name] = value
            if record.keys() >= set(self.names.fields):
                self._emit(record)
                record = {}
        self.lost += bool(record)
        return True

    def _columns(self, node: Obj) -> dict[str, list[Node]]:
        """Return the lists of an object that holds one for each field, else nothing."""
        columns: dict[str, list[Node]] = {}
        for key, value in node.pairs:
            match = self.names.find(key)
            name = match.field if match else self.names.plural(key)
            if name and isinstance(value, list) and all(isinstance(v, str | Bare) for v in value):
                columns.setdefault(name, value)
        whole = columns.keys() >= set(self.names.fields) and any(columns.values())
        if whole:
            # A column that a record need not have is no reason to lose the others.
            length = len(columns[self.names.fields[0]])
            for name in self.names.beside:
                if len(columns.get(name, ())) != length:
                    columns.pop(name, None)
        return columns if whole else {}

    def _parallel(self, columns: dict[str, list[Node]]) -> None:
        """Read lists of equal length, one for each field."""
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            # Which entries belong together is unknown.
            self.lost += max(lengths)
            return
        for values in zip(*columns.values(), strict=True):
            self._emit(dict(zip(columns, values, strict=True)))

    def _numbered(self, node: Obj) -> bool:
        """Read keys such as question_1, answer_1."""
        records: dict[int, Record] = {}
        for key, value in node.pairs:
            match = self.names.find(key)
            if match and match.number is not None:
                records.setdefault(match.number, {}).setdefault(match.field, value)
        if not any(r.keys() >= set(self.names.fields) for r in records.values()):
            return False
        for record in records.values():
            self._emit(record)
        return True

    def _mapping(self, node: Obj) -> bool:
        """Read an object whose keys are the questions and whose values are the answers."""
        if not self.names.is_question_answer or not node.pairs:
            return False
        first, second = self.names.fields
        for key, value in node.pairs:
            asks = key.rstrip().endswith(("?", "？", "؟")) or len(key.split()) > 2
            if not asks or not isinstance(value, str | Bare | bool | Obj | list):
                return False
            if self.names.find(key) or (isinstance(value, Obj | list) and node_text(value) is None):
                return False
        for key, value in node.pairs:
            self._emit({first: key, second: value})
        return True

    def _rows(self, value: Node) -> None:
        """Read a list of lists, one per record, in the order of the fields."""
        fields = self.names.fields
        if not isinstance(value, list) or len(fields) < 2:
            return
        rows = [row for row in value if isinstance(row, list)]
        if any(row is not TORN and not isinstance(row, list) for row in value):
            return
        if not all(isinstance(c, str | Bare) or c is TORN for row in rows for c in row):
            return
        for row in rows:
            header = all(isinstance(c, str) and self.names.find(c) for c in row)
            if len(row) == len(fields) and not header:
                self._emit(dict(zip(fields, row, strict=True)))
            else:
                self.lost += not header


def usable(record: Record, names: FieldNames) -> bool:
    """Tell whether a record has non-empty text in every field."""
    return all((node_text(record.get(f)) or "").strip() for f in names.fields)


def split(obj: Obj, names: FieldNames) -> list[Record]:
    """Split an object into records; keys that repeat after a full record begin another one."""
    parts: list[dict[str, tuple[int, Node]]] = [{}]
    seen: set[str] = set()
    for key, value in obj.pairs:
        match = names.find(key)
        if not match or match.number is not None:
            continue
        name = plain_name(key)
        current = parts[-1]
        if name in seen:
            if not all(f in current for f in names.fields):
                # The same key twice in one record: the later value wins, the first is a loss.
                current[match.field] = (match.rank, value)
                continue
            if match.field == names.fields[0]:
                parts.append({})
                seen = set()
                current = parts[-1]
        seen.add(name)
        held = current.get(match.field)
        if held is None or match.rank <= held[0] or node_text(held[1]) is None:
            current[match.field] = (match.rank, value)
    return [{f: v for f, (_, v) in part.items()} for part in parts if part]


def collect(document: AnswerTree, names: FieldNames) -> Collected:
    """Collect the records of a document.

    document: the tree. names: the requested fields.
    """
    collected = Collected(names)
    collected.walk(document.values)
    return collected
