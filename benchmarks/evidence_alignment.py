"""How well quotes are found in documents, with slips, with things put in between, and forged.

Run as ``python benchmarks/evidence_alignment.py [--quotes 1500] [--seed 7]``. Quotes of 50 to 240
characters (half of that in Chinese and Japanese) are cut from documents in eight languages; two
thirds of the sources then get a footnote mark, a page break or a hyphenated line within the quoted
part. A quote counts as aligned when both ends of its span are those it was cut at. The baseline is
the first and last block that difflib finds in common.
"""

from __future__ import annotations

import argparse
import difflib
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugins"), str(ROOT / "benchmarks")]

from evidence_texts import LANGUAGES, Mark, document  # noqa: E402

from sdk_core.evidence.alignment import align_quotes  # noqa: E402
from sdk_core.model.evidence import Evidence  # noqa: E402

RATES = (0.0, 0.02, 0.05)
LEAST_ALIGNED = {0.0: 99.0, 0.02: 95.0, 0.05: 85.0}
BASELINE = 60
WIDE = ("zh", "ja")


@dataclass(frozen=True)
class Case:
    """A quote and the source that it was cut from.

    Args:
        language: Its language.
        source: The source, with what was put in.
        quote: The quote, in one line.
        raw: The quoted part as it was before anything was put in.
        start: Where it begins in the source.
        end: Behind its end.
        put_in: What was put into the source.
        marks: Words of the quote of which it is known what they are, by their place in the quote.
    """

    language: str
    source: str
    quote: str
    raw: str
    start: int
    end: int
    put_in: str
    marks: tuple[Mark, ...]


def cut(language: str, rng: random.Random) -> Case:
    """Return a quote of whole words, and its source with something put in, or nothing."""
    text, marks = document(language, rng)
    edges = _edges(text, language)
    size = rng.randint(50, 240) // (2 if language in WIDE else 1)
    start = rng.choice([edge for edge in edges if edge < len(text) - 260])
    end = max((edge for edge in edges if start < edge <= start + size), default=start + size)
    quote = text[start:end].strip()
    end = start + len(quote)
    if "".join(text.split()).count("".join(quote.split())) > 1:
        return cut(language, rng)  # it would not be known which place is meant
    put_in = rng.choice(("note", "page", "hyphen") if rng.random() < 2 / 3 else ("nothing",))
    inner, put_in = _put_in(quote, put_in, language, rng)
    kept = tuple(
        replace(each, start=each.start - start, end=each.end - start)
        for each in marks
        if each.start >= start and each.end <= end
    )
    return Case(
        language=language,
        source=text[:start] + inner + text[end:],
        quote=" ".join(quote.split()),
        raw=quote,
        start=start,
        end=start + len(inner),
        put_in=put_in,
        marks=kept,
    )


def _edges(text: str, language: str) -> list[int]:
    if language in WIDE:
        return [i for i in range(1, len(text)) if not text[i - 1].isascii() and text[i].isalpha()]
    return [i for i in range(1, len(text)) if text[i - 1].isspace() and text[i].isalpha()]


def _put_in(quote: str, kind: str, language: str, rng: random.Random) -> tuple[str, str]:
    """Return the quoted part with something put in, and what it was."""
    low, high = len(quote) // 4, 3 * len(quote) // 4
    if language in WIDE:
        spaces = [i for i in range(low, high) if not (quote[i - 1].isascii() or quote[i].isascii())]
    else:
        spaces = [i for i in range(low, high) if quote[i] == " " and not quote[i - 1].isdigit()]
    insides = [
        i for i in range(low, high) if quote[i - 3 : i + 3].isalpha() and quote[i - 3 : i].islower()
    ]
    if kind == "hyphen" and insides and language not in WIDE:
        at = rng.choice(insides)
        return quote[:at] + "-\n" + quote[at:], kind
    if kind in ("note", "hyphen") and spaces:
        at = rng.choice(spaces)
        number = rng.randint(1, 40)
        raised = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        mark = rng.choice((f"[{number}]", raised, f"[^{number}]"))
        return quote[:at] + mark + quote[at:], "note"
    if kind == "page" and spaces:
        at = rng.choice(spaces)
        page = rng.randint(2, 300)
        rest = quote[at:].lstrip()
        breaks = rng.choice(
            (f"\n\n— {page} —\n\n", f"\n\n{page}\n\f", "\n\f\n", f"\nPage {page}\n")
        )
        return quote[:at] + breaks + rest, kind
    return quote, "nothing"


def with_slips(quote: str, rate: float, rng: random.Random) -> str:
    """Return a quote of which a share of the letters is lost, doubled, replaced or exchanged."""
    letters = sorted({each for each in quote if each.isalpha()})
    made: list[str] = []
    for character in quote:
        if not character.isalpha() or rng.random() >= rate:
            made.append(character)
            continue
        slip = rng.randrange(4)
        if slip == 1:
            made.append(character * 2)
        elif slip == 2:
            made.append(rng.choice(letters))
        elif slip == 3 and made and made[-1].isalpha():
            made.insert(-1, character)
    return "".join(made)


def forged(case: Case, rng: random.Random) -> tuple[str, str] | None:
    """Return a quote with one word changed that changes what it says, and of which kind."""
    flat = [each for each in case.marks if each.start > 0 and each.end < len(case.raw)]
    if case.language == "ja":
        flat = [each for each in flat if each.kind != "no"]
    if not flat:
        return None
    mark = rng.choice(flat)
    other = rng.choice(mark.others) if mark.others else ""
    quote = case.raw[: mark.start] + other + case.raw[mark.end :]
    return " ".join(quote.split()), mark.kind


def baseline(case: Case, quote: str) -> tuple[int, int]:
    """Return the span from the first to the last block that difflib finds in common."""
    matcher = difflib.SequenceMatcher(None, case.source, quote, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 3]
    return (blocks[0].a, blocks[-1].a + blocks[-1].size) if blocks else (0, 0)


def align(case: Case, quote: str) -> tuple[Evidence, float]:
    """Return where a quote is found, and the seconds that it took, normal form included once."""
    begun = time.perf_counter()
    found = align_quotes(case.source, [quote])
    return found[0], time.perf_counter() - begun


def report_rate(rate: float, cases: list[Case], rng: random.Random, *, show: bool) -> None:
    """Print how many quotes with a share of slips were aligned."""
    exact: dict[str, list[bool]] = defaultdict(list)
    matches: Counter[str] = Counter()
    seconds: list[float] = []
    for case in cases:
        quote = with_slips(case.quote, rate, rng)
        align_quotes(case.source, ["warm-up of the normal form"])
        found, took = align(case, quote)
        seconds.append(took)
        matches[found.match] += 1
        is_exact = (found.start, found.end) == (case.start, case.end)
        exact[case.put_in].append(is_exact)
        exact[case.language].append(is_exact)
        exact["all"].append(is_exact)
        wrong = not is_exact or found.match in ("altered", "none")
        if show and wrong:
            place = "" if found.start is None else repr(case.source[found.start : found.end])
            true = repr(case.source[case.start : case.end])
            print(f"  {found.match} {found.differs}\n    {quote!r}\n    {place}\n    {true}")
    shares = {name: 100 * statistics.fmean(values) for name, values in exact.items()}
    if not rate:
        found_plain = 100 * (matches["exact"] + matches["normalised"]) / len(cases)
        print(f"slips 0 %: found as they are or in normal form {found_plain:.1f} %   target 100 %")
    print(
        f"slips {rate:.0%}: both ends exact {shares['all']:.1f} %"
        f"   target >= {LEAST_ALIGNED[rate]:g} %"
        f"   {1e3 * statistics.median(seconds):.2f} ms a quote (median),"
        f" {1e3 * max(seconds):.1f} at most"
    )
    print("   " + "  ".join(f"{name} {shares[name]:.0f}" for name in shares if name != "all"))
    print("   " + "  ".join(f"{name} {count}" for name, count in matches.most_common()))


def report_forged(cases: list[Case], rate: float, rng: random.Random, *, show: bool) -> None:
    """Print what forged quotes were taken for, where the words are not those of another place."""
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        made = forged(case, rng)
        if made is None:
            continue
        quote = with_slips(made[0], rate, rng)
        found, _ = align(case, quote)
        elsewhere = found.start is not None and not (
            found.start < case.end and case.start < (found.end or 0)
        )
        taken[made[1]]["elsewhere" if elsewhere else found.match] += 1
        if show and found.is_found and not elsewhere:
            print(f"  {made[1]} taken for {found.match}: {quote!r}\n    {case.quote!r}")
    total = sum((counter for counter in taken.values()), Counter())
    missed = total.total() - total["altered"] - total["none"] - total["elsewhere"]
    print(f"forged, slips {rate:.0%}: {missed} of {total.total()} taken for genuine   target 0")
    for kind, counter in taken.items():
        print(f"   {kind:7} " + "  ".join(f"{name} {n}" for name, n in counter.most_common()))


def report_baseline(cases: list[Case], rng: random.Random) -> None:
    """Print how difflib does on some of the quotes."""
    seconds, exact = [], []
    for case in cases[:BASELINE]:
        quote = with_slips(case.quote, 0.05, rng)
        begun = time.perf_counter()
        span = baseline(case, quote)
        seconds.append(time.perf_counter() - begun)
        exact.append(span == (case.start, case.end))
    print(
        f"baseline (difflib, slips 5 %): both ends exact {100 * statistics.fmean(exact):.1f} %"
        f"   {1e3 * statistics.median(seconds):.2f} ms a quote (median)"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quotes", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="print the quotes that went wrong")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    cases = [cut(LANGUAGES[i % len(LANGUAGES)], rng) for i in range(options.quotes)]
    share = sum(case.put_in != "nothing" for case in cases) / len(cases)
    size = statistics.median(len(case.source) for case in cases)
    print(
        f"{len(cases)} quotes of documents of {size:.0f} characters,"
        f" {share:.0%} with something put in"
    )
    third = len(cases) // 3
    for index, rate in enumerate(RATES):
        report_rate(rate, cases[index * third : (index + 1) * third], rng, show=options.show)
    report_forged(cases[:third], 0.0, rng, show=options.show)
    report_forged(cases[third:], 0.02, rng, show=options.show)
    report_baseline(cases, rng)


if __name__ == "__main__":
    main()
