"""What is wrong with a file as such, whatever its format; a file name stands before its bytes."""

from __future__ import annotations

import json

from tests.validate.cases.turns import ASK, TELL, Row, talk

QA = {"question": "q?", "answer": "a"}
OTHER = {"question": "p?", "answer": "b"}


def lines(*rows: Row) -> bytes:
    """Return JSON Lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def named(name: str, content: bytes) -> tuple[str, bytes]:
    """Return a file."""
    return name, content


PC = {"prompt": "q?", "completion": "a"}

BROKEN = {
    "a key that stands twice": (
        "jsonl",
        named("x.jsonl", lines(QA) + b'{"question": "p?", "answer": "b", "answer": "c"}\n'),
        "'answer'",
    ),
    "a key that stands twice inside": (
        "messages",
        named("x.jsonl", lines(*talk(ASK, TELL)).replace(b'"role"', b'"role": "x", "role"', 1)),
        "'role'",
    ),
    "a key that stands twice in an array": (
        "jsonl",
        named("x.json", b'[{"question": "q?", "question": "p?", "answer": "a"}]'),
        "'question'",
    ),
    "a key written in two ways": (
        "jsonl",
        named("x.jsonl", b'{"question": "q?", "answer": "a", "\\u0061nswer": "b"}\n'),
        "'answer'",
    ),
    "a byte order mark": (
        "jsonl",
        named("x.jsonl", b"\xef\xbb\xbf" + lines(QA)),
        "byte order mark",
    ),
    "UTF-16": ("jsonl", named("x.jsonl", lines(QA).decode().encode("utf-16")), "UTF-16"),
    "Latin-1": ("jsonl", named("x.jsonl", '{"question": "é"}\n'.encode("latin-1")), "no UTF-8"),
    "line ends of Windows": ("jsonl", named("x.jsonl", lines(QA).replace(b"\n", b"\r\n")), "CR"),
    "NUL": ("jsonl", named("x.jsonl", lines({**QA, "answer": "a\0b"})), "NUL"),
    "half a character": ("jsonl", named("x.jsonl", b'{"answer": "\\ud83d"}\n'), "half a character"),
    "half a character as a key": ("jsonl", named("x.jsonl", b'{"\\ud83d": "a"}\n'), "half a char"),
    "NUL in a key": ("jsonl", named("x.jsonl", lines({"a\0": "b"})), "NUL"),
    "mixed columns": ("lm-eval", named("x.jsonl", lines(QA, {**OTHER, "n": 1})), "first time"),
    "columns that get lost": ("lm-eval", named("x.jsonl", lines({**QA, "n": 1}, OTHER)), "lacks"),
    "mixed types": (
        "lm-eval",
        named("x.jsonl", lines({**QA, "n": 1}, {**OTHER, "n": "two"})),
        "whole number",
    ),
    "a null": ("lm-eval", named("x.jsonl", lines({**QA, "source": None})), "null"),
    "a header without rows": ("alpaca", named("x.csv", b"instruction,input,output\n"), "no rows"),
    "no header": ("alpaca", named("x.csv", b""), "no rows"),
    "a row with more cells than the header": (
        "alpaca",
        named("x.csv", b"instruction,input,output\nq?,,a,b\n"),
        "more",
    ),
    "a row with fewer cells than the header": (
        "alpaca",
        named("x.csv", b"instruction,input,output\nq?,\n"),
        "output",
    ),
    "a column that stands twice": (
        "alpaca",
        named("x.csv", b"instruction,input,output,output\nq?,,a,b\n"),
        "'output'",
    ),
    "nothing": ("jsonl", named("x.jsonl", b""), "no rows"),
    "an empty array": ("jsonl", named("x.json", b"[]"), "no rows"),
    "an array of lines": ("jsonl", named("x.jsonl", json.dumps([QA]).encode()), "JSON array"),
    "two values on a line": ("jsonl", named("x.jsonl", b'{"a": "b"} {"a": "c"}\n'), "no JSON"),
    "NaN": ("jsonl", named("x.jsonl", b'{"score": NaN}\n'), "NaN"),
    "half a file": ("jsonl", named("x.jsonl", lines(QA, OTHER)[:-9]), "no JSON"),
    "an array inside a line": ("jsonl", named("x.jsonl", lines(QA) + b"[1]\n"), "no object"),
}

GOOD = {
    "an array": ("jsonl", named("x.json", json.dumps([QA, OTHER], indent=2).encode())),
    "lines": ("jsonl", named("x.jsonl", lines(QA, OTHER))),
    "compact lines": ("jsonl", named("x.jsonl", lines(QA).replace(b": ", b":"))),
    "escaped lines": ("jsonl", named("x.jsonl", b'{"question": "\\u00e9\\ud83d\\ude00"}\n')),
    "spaces around a row": ("jsonl", named("x.jsonl", b'  {"question" : "q?"}  \n')),
    "one key in two objects": (
        "jsonl",
        named("x.jsonl", lines({"question": "q?", "meta": {"question": "p?"}})),
    ),
    "a table of text": ("alpaca", named("x.csv", b"instruction,input,output\nq?,i,a\n")),
    "line ends of Windows in a table": (
        "alpaca",
        named("x.csv", b"instruction,input,output\r\nq?,i,a\r\np?,i,b\r\n"),
    ),
    "a line break in a cell": (
        "prompt-completion",
        named("x.csv", b'prompt,completion\n"q?\n",a\n'),
    ),
    "an empty cell": ("alpaca", named("x.csv", b"instruction,input,output\nq?,,a\n")),
    "labels in a table": (
        "kto",
        named("x.csv", b"prompt,completion,label\nq?,a,True\nq?,b,False\n"),
    ),
}
