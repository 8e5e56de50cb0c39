"""Records in labelled text: Q: / A:, **Question 1:**, headings and numbered questions."""

from __future__ import annotations

import re

from sdk_core.answers.answer_tree import Node, Record, Records, group_records
from sdk_core.answers.fields import FieldNames

_LABEL = re.compile(
    r"^[ \t>]{0,20}(?:[-*•+][ \t]+)?(?P<head>\#{1,6}[ \t]*)?(?:\(?\d{1,4}[.)][ \t]*)?"
    r"(?P<open>[*_`]{0,3})(?P<label>[^\W\d_][^\W\d_ ]{0,25}(?:[ _-][^\W\d_]{1,20}){0,3}?"
    r"(?:[ \t]?(?:[(（][^\W\d_]{1,20}[)）]|/[^\W\d_]{1,20}))?)"
    r"[ \t]*(?:\#|no\.?)?[ \t]*(?P<num>\d{0,4})[ \t]*(?P<mid>[*_`]{0,3})[ \t]*"
    r"(?:(?P<sep>[:：])|(?P<weak>[.)]|[-–—](?=[ \t]))|(?=[ \t]*$))"
    r"(?P<close>[*_`]{0,3})[ \t]*",
    re.MULTILINE,
)
_TAIL = re.compile(
    r"\s*(?:[-*_=]{3,}|(?:\#{1,6}[ \t]*|[*_]{1,3})?(?:(?:pair|item|example|entry|q&a|qa|record)\b)?"
    r"[ \t]*\#?\d{0,4}[.):]?[*_]{0,3}:?)[ \t]*\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\n[ \t]*\n(?:(?:I hope|Hope this|Let me know|Feel free|These (?:questions|pairs|are))\b)"
    r"[^\n]*\Z"
)
_INLINE = re.compile(
    r"(?<=\s)[*_]{0,3}([^\W\d_][^\W\d_ ]{0,25})[ ]?\d{0,4}[*_]{0,3}[:：][*_]{0,3}\s"
)
_BOLD_QUESTION = re.compile(r"\*\*([^*]+[?？])\*\*[ \t]*[-–—:]?[ \t]*(\S.*)")
_NUMBERED = re.compile(
    r"^[ \t]*[*_]{0,3}(?:(\d{1,4})[.)]|[-•*](?=[ \t]+\*\*))[ \t]+(\S[^\n]*)$", re.MULTILINE
)


def read_labelled(text: str, names: FieldNames) -> Records:
    """Read fields that follow a label at the start of a line.

    text: the cleaned answer. names: the requested fields. A value reaches to the next label.
    """
    records = Records(step="labelled")
    marks: list[tuple[str, str, re.Match[str]]] = []
    for match in _LABEL.finditer(text):
        found = names.find(match.group("label"))
        if found and _is_label(match):
            marks.append((found.field, match.group("num"), match))
    parts: list[tuple[str, Node]] = []
    for i, (name, number, match) in enumerate(marks):
        end = marks[i + 1][2].start() if i + 1 < len(marks) else len(text)
        value = text[match.end() : end]
        if match.group("open") and not (match.group("mid") or match.group("close")):
            value = value.replace(match.group("open"), "", 1)
        value = _trim(value, last=i + 1 == len(marks))
        if name == "index":
            parts.append((name, number or value))
            continue
        if number and "index" in names.fields:
            parts.append(("index", number))
        parts.extend(_split_inline(name, value, names))
    records.found = group_records(parts)
    return records


def _is_label(match: re.Match[str]) -> bool:
    if match.group("sep"):
        return True
    if match.group("weak"):
        return bool(match.group("num"))
    # Without a separator only a heading or a bold line is a label.
    return bool(match.group("head") or (match.group("open") and match.group("mid")))


def _trim(value: str, last: bool) -> str:
    """Cut separators and headings of the next record off the end of a value."""
    value = value.strip()
    if last:
        value = _CLOSING.sub("", value).rstrip()
    for _ in range(3):
        head, newline, line = value.rpartition("\n")
        if not newline or (line.strip() and not _TAIL.fullmatch(line)):
            break
        if line.strip().isdigit() and not last:
            break
        value = head.rstrip()
    for mark in ("**", "__"):
        inner = value[2:-2]
        if value.startswith(mark) and value.endswith(mark) and mark not in inner and inner.strip():
            return inner.strip()
    return value


def _split_inline(name: str, value: str, names: FieldNames) -> list[tuple[str, Node]]:
    """Split a value that holds the next field behind a label on the same line."""
    line, newline, rest = value.partition("\n")
    for match in _INLINE.finditer(line):
        found = names.find(match.group(1))
        if found and found.field not in (name, names.fields[0]):
            tail = line[match.end() :] + newline + rest
            head = line[: match.start()].strip()
            return [(name, head), (found.field, tail.strip())]
    return [(name, value)]


def read_numbered(text: str, names: FieldNames) -> Records:
    """Read numbered questions, each followed by its answer on the next lines."""
    records = Records(step="numbered")
    if not names.is_question_answer:
        return records
    first, second = names.fields
    marks: list[tuple[str, str, re.Match[str]]] = []
    for match in _NUMBERED.finditer(text):
        line = match.group(2)
        bold = _BOLD_QUESTION.fullmatch(line)
        if bold:
            marks.append((bold.group(1), bold.group(2), match))
        elif match.group(1) and line.rstrip("*_ \t").endswith(("?", "？", "؟")):
            marks.append((line, "", match))
    ends = [*(match.start() for _, _, match in marks[1:]), len(text)]
    for (question, rest, match), end in zip(marks, ends, strict=False):
        body = _trim(rest + text[match.end() : end], last=end == len(text))
        lines = [line.strip() for line in body.split("\n")]
        answer, others = _beside("\n".join(lines), names)
        answer = re.sub(r"^[-–—•*>][ \t]+", "", answer).strip()
        asked = question.strip().strip("*_").strip()
        records.found.append({first: asked, second: answer, **others})
    return records


def _beside(body: str, names: FieldNames) -> tuple[str, Record]:
    """Return what stands before the first label of a field beside, and such fields."""
    marks = [
        (found.field, match)
        for match in (_LABEL.finditer(body) if names.beside else ())
        if (found := names.find(match.group("label"))) and found.field in names.beside
    ]
    ends = [*(match.start() for _, match in marks[1:]), len(body)]
    others: Record = (
        {
            name: body[match.end() : end].strip()
            for (name, match), end in zip(marks, ends, strict=True)
        }
        if marks
        else {}
    )
    return (body[: marks[0][1].start()] if marks else body), others
