"""Score the parser of model output on a file of cases.

usage: python benchmarks/score_parsing.py CASES.jsonl [--show CLASS[,CLASS]] [--seconds 10]

Each line of CASES.jsonl holds one case: "raw" (the model's text), "kind" ("qa", "cot" or
"rating"), "tier", optionally "finish_reason" and "pairs", and "expect" with the acceptable
result, further ones under "also". Every case runs in a child process with a limit on time and
memory. Exit status 1 if any case is wrong, silently empty, unreported or a crash.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sdk_core.answers import parse_items, parse_ratings

CLASSES = (
    "right", "unreported", "overreported", "partly", "refused", "silent_empty", "wrong", "crash",
)  # fmt: skip
UNSAFE = frozenset(("unreported", "silent_empty", "wrong", "crash"))
FIELDS = {"qa": ("question", "answer"), "cot": ("question", "reasoning", "answer")}
MEMORY_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Row:
    """One scored case; seconds is the parser's own time."""

    name: str
    kind: str
    tier: str
    outcome: str
    seconds: float


def build(value: Any) -> Any:
    """Expand the shorthand for large texts and long lists.

    value: {"$cat": [parts]} joins parts, of which [text, n] repeats a text and
    {"$range": [a, b], "item": template} repeats a template with {i} counted.
    """
    if isinstance(value, list):
        out: list[Any] = []
        for entry in value:
            if isinstance(entry, dict) and "$range" in entry:
                for i in range(*entry["$range"]):
                    item = entry["item"].items()
                    out.append({k: v.replace("{i}", str(i)) for k, v in item})
            else:
                out.append(build(entry))
        return out
    if not isinstance(value, dict):
        return value
    if "$cat" not in value:
        return {k: build(v) for k, v in value.items()}
    pieces: list[str] = []
    for part in value["$cat"]:
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(part, list):
            pieces.append(part[0] * part[1])
        else:
            numbers = range(*part["$range"])
            pieces.extend(part["item"].replace("{i}", str(i)) for i in numbers)
    return "".join(pieces)


def read_cases(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the cases of a file with their shorthand expanded."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                case: dict[str, Any] = json.loads(line)
                yield case | {"raw": build(case["raw"]), "expect": build(case["expect"])}


def _plain(record: dict[str, str | None], fields: tuple[str, ...]) -> tuple[str | None, ...]:
    values = (record.get(f) for f in fields)
    return tuple(v if v is None else v.replace("\r\n", "\n").strip() for v in values)


def judge_items(case: dict[str, Any]) -> tuple[str, float]:
    """Parse a case of records and return its class and the seconds it took."""
    fields = FIELDS[case["kind"]]
    start = time.perf_counter()
    parsed = parse_items(case["raw"], fields, finish_reason=case.get("finish_reason"))
    seconds = time.perf_counter() - start
    accepted = [case["expect"], *case["expect"].get("also", [])]
    got = [_plain(dict(item), fields) for item in parsed.items]
    wanted = [(a["status"], [_plain(i, fields) for i in a["items"]]) for a in accepted]
    if any(value and "\ud800" <= max(value) <= "\udfff" for item in got for value in item):
        return "wrong", seconds
    statuses = {status for status, items in wanted if items == got}
    if parsed.status in statuses:
        return "right", seconds
    if not got:
        return "refused" if parsed.status == "failed" else "silent_empty", seconds
    if statuses:
        return "unreported" if parsed.status == "ok" else "overreported", seconds
    known = {item for _, items in wanted for item in items}
    if not set(got) <= known:
        return "wrong", seconds
    return "partly" if parsed.status == "partial" else "unreported", seconds


def judge_ratings(case: dict[str, Any]) -> tuple[str, float]:
    """Parse a case of ratings and return its class and the seconds it took."""
    start = time.perf_counter()
    parsed = parse_ratings(case["raw"], case["pairs"], finish_reason=case.get("finish_reason"))
    seconds = time.perf_counter() - start
    accepted = [a["ratings"] for a in (case["expect"], *case["expect"].get("also", []))]
    got = list(parsed.scores)
    if any(len(a) == len(got) and all(map(_same, got, a)) for a in accepted):
        return "right", seconds
    for i, score in enumerate(got):
        if score is not None and not any(_same(score, a[i]) for a in accepted):
            return "wrong", seconds
    return "partly" if any(s is not None for s in got) else "refused", seconds


def _same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) < 1e-6


def _child(case: dict[str, Any], out: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    judge = judge_ratings if case["kind"] == "rating" else judge_items
    out.send(judge(case))
    out.close()


def score(case: dict[str, Any], limit_s: float) -> Row:
    """Score one case in a child process; no answer in limit_s seconds is a crash."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(case, sender))
    child.start()
    sender.close()
    outcome, seconds = "crash", limit_s
    if receiver.poll(limit_s):
        try:
            outcome, seconds = receiver.recv()
        except EOFError:
            seconds = 0.0
    child.kill()
    child.join()
    receiver.close()
    return Row(str(case["id"]), case["kind"], case["tier"], outcome, seconds)


def table(rows: list[Row]) -> str:
    """Format counts by tier and kind, the share of right cases and the times."""
    groups = {"all": rows}
    for row in rows:
        groups.setdefault(row.tier, []).append(row)
        groups.setdefault(f"{row.tier} {row.kind}", []).append(row)
    head = f"{'group':<16}{'n':>5}" + "".join(f"{c:>14}" for c in CLASSES)
    lines = [head + f"{'right %':>10}{'median ms':>11}{'max ms':>9}"]
    for name, members in sorted(groups.items()):
        counts = Counter(r.outcome for r in members)
        times = [r.seconds * 1000 for r in members]
        line = f"{name:<16}{len(members):>5}" + "".join(f"{counts[c]:>14}" for c in CLASSES)
        share = 100 * counts["right"] / len(members)
        lines.append(f"{line}{share:>10.1f}{statistics.median(times):>11.2f}{max(times):>9.0f}")
    return "\n".join(lines)


def main() -> int:
    """Score the cases named on the command line."""
    arguments = argparse.ArgumentParser(description="Score the parser of model output.")
    arguments.add_argument("cases", type=Path)
    arguments.add_argument("--show", default="", help="list the cases of these classes")
    arguments.add_argument("--seconds", type=float, default=10.0, help="limit for one case")
    options = arguments.parse_args()
    rows = [score(case, options.seconds) for case in read_cases(options.cases)]
    if not rows:
        print("The file holds no cases.", file=sys.stderr)
        return 1
    print(table(rows))
    shown = set(options.show.split(","))
    for row in rows:
        if row.outcome in shown:
            print(f"{row.outcome:<14}{row.name}")
    return 1 if any(row.outcome in UNSAFE for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
