"""How fast, in how much memory and how completely repeated records are found.

Run as ``python benchmarks/near_duplicates.py [--records 100000] [--seed 7]``. Records are made of
invented words; one in ten repeats an earlier one, half of those with the words in another order.
The baseline compares all with all, for as many records as that is bearable. Half of the records
and all of them are looked through in processes of their own, so that the growth of their peak
memory is that of the records between.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from sdk_builtins.judges.duplicates.comparison import Pair, same_in_other_words  # noqa: E402
from sdk_builtins.judges.duplicates.judge import DuplicatesJudge  # noqa: E402
from sdk_core.model import Example, RecordPlace  # noqa: E402

BASELINE = 1000
REPEATED = 0.1
LEAST_FOUND = 0.98
VOCABULARY = 4000
PAGE = 500


@dataclass(frozen=True)
class Context:
    """What the judge is told.

    Args:
        places: Where the records stand.
        threshold: Unused.
    """

    places: tuple[RecordPlace, ...]
    threshold: float = 1.0


def records(count: int, seed: int) -> Iterator[tuple[Example, bool]]:
    """Yield records, and whether each repeats one of the last few hundred."""
    rng = random.Random(seed)
    letters = "bcdfghjklmnpqrtvwx"
    vocabulary = ["".join(rng.choices(letters, k=rng.randint(4, 9))) for _ in range(VOCABULARY)]
    last: list[tuple[list[str], str]] = []
    for _ in range(count):
        repeats = bool(last) and rng.random() < REPEATED
        if repeats:
            asked, answer = rng.choice(last)
            asked = rng.sample(asked, len(asked)) if rng.random() < 0.5 else asked
        else:
            asked = rng.sample(vocabulary, 9)
            answer = " ".join(rng.choices(vocabulary, k=12))
            last = [*last[1 - PAGE :], (asked, answer)]
        yield _record(asked, answer), repeats


def found(count: int, seed: int) -> tuple[float, float]:
    """Return the seconds for a number of records, and the share of the repeated ones found."""
    judge, places, repeated = DuplicatesJudge(), [], set()

    def surveyed() -> Iterator[tuple[RecordPlace, Example]]:
        for number, (record, repeats) in enumerate(records(count, seed), 1):
            place = RecordPlace("made", number)
            places.append(place)
            if repeats:
                repeated.add(place)
            yield place, record

    started = time.perf_counter()
    judge.survey(surveyed())
    empty = [Example(kind="qa", fields={"question": "", "answer": ""})] * len(places)
    told = asyncio.run(judge.judge(empty, Context(tuple(places))))  # type: ignore[arg-type]
    seconds = time.perf_counter() - started
    dropped = {place for place, each in zip(places, told, strict=True) if each.keep is False}
    return seconds, len(dropped & repeated) / len(repeated)


def all_with_all(count: int, seed: int) -> float:
    """Return the seconds for comparing each record with each other."""
    pairs = [Pair.of(record) for record, _ in records(count, seed)]
    started = time.perf_counter()
    for first, second in combinations(pairs, 2):
        same_in_other_words(first, second)
    return time.perf_counter() - started


def main() -> None:
    """Print the measured figures; fail where too few repeated records are found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.alone:
        seconds, share = found(args.records, args.seed)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(seconds, share, peak * (1 if sys.platform == "darwin" else 1024))
        return
    baseline, (indexed, _) = all_with_all(BASELINE, args.seed), found(BASELINE, args.seed)
    print(f"{BASELINE} records: all with all {baseline:.1f} s, {baseline / indexed:.0f} × as long")
    half, whole = (_alone(count, args.seed) for count in (args.records // 2, args.records))
    each = (whole[2] - half[2]) / (args.records - args.records // 2)
    print(f"{args.records} records: {whole[0]:.1f} s, {whole[0] / half[0]:.1f} × that of half")
    print(f"peak memory {whole[2] / 2**20:.0f} MiB, {each:.0f} bytes a record more")
    print(f"repeated records found: {100 * whole[1]:.2f} %")
    if whole[1] < LEAST_FOUND:
        sys.exit(f"fewer than {100 * LEAST_FOUND:.0f} % of the repeated records were found")


def _record(asked: list[str], answer: str) -> Example:
    fields = {"question": f"What {' '.join(asked)}?", "answer": f"{answer}."}
    return Example(kind="qa", fields=fields)


def _alone(count: int, seed: int) -> tuple[float, float, float]:
    command = [sys.executable, __file__, "--alone", f"--records={count}", f"--seed={seed}"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, share, peak = map(float, printed.split())
    return seconds, share, peak


if __name__ == "__main__":
    main()
