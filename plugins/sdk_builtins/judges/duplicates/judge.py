"""Finds records that repeat others of the run, or of datasets that were made before."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter

from sdk_builtins.judges.duplicates.answers import contradicts
from sdk_builtins.judges.duplicates.comparison import Pair, same_in_other_words
from sdk_core.components import Found, JudgeContext, Options, Rule, RuleJudge
from sdk_core.model import Example, Judgement, RecordPlace
from sdk_core.similarity.minhash import MinHashIndex

_SHOWN = 80
_NEIGHBOURS = 24
"""Records that rest on one place of which each is compared with the next ones."""


class DuplicatesJudge(RuleJudge[Options]):
    """Compares each record with all that come before it and stay.

    Of records that repeat one another the first stays. What a record repeats is looked for once all
    are known, among those that share most of their words.
    """

    name = "duplicates"
    rules = (
        Rule(name="exact", summary="Asks again what another record asks, and answers the same"),
        Rule(name="near", summary="Asks it in other words, and answers the same"),
        Rule(
            name="conflicting_answer",
            summary="Asks again what another record asks, and answers otherwise",
            action="flag",
        ),
    )

    def __init__(self, options: Options | None = None) -> None:
        super().__init__(options)
        self._pairs: list[Pair] = []
        self._places: list[RecordPlace] = []
        self._keys = array("q")
        self._index = MinHashIndex()
        self._found: dict[RecordPlace, Found] | None = None

    def survey(self, records: Iterable[tuple[RecordPlace, Example]]) -> None:
        """Take in the records of a file."""
        self._found = None
        for place, example in records:
            pair = Pair.of(example)
            self._pairs.append(pair)
            self._places.append(place)
            self._index.add(pair.elements)
            self._keys.append(hash((pair.kind, pair.key)))

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return for each example whether it repeats one before it."""
        if not self._pairs:
            fresh = DuplicatesJudge(self.options)
            fresh.survey(zip(ctx.places, examples, strict=True))
            found = fresh._compare()
        else:
            if self._found is None:
                self._found = self._compare()
            found = self._found
        return [self.verdict(filter(None, [found.get(place)])) for place in ctx.places]

    def look(self, example: Example, ctx: JudgeContext) -> Iterator[Found]:
        """Find nothing: a record by itself repeats nothing."""
        yield from ()

    def _compare(self) -> dict[RecordPlace, Found]:
        """Return what is found of each place of which something is."""
        found: dict[int, Found] = {}
        first: dict[int, list[int]] = {}
        for number, pair in enumerate(self._pairs):
            alike = first.setdefault(self._keys[number], [])
            for earlier in alike:
                if not contradicts(self._pairs[earlier].answer, pair.answer):
                    found[number] = Found("exact", f"it repeats {self._places[earlier]}")
                    break
                said = f"it asks what {self._places[earlier]} asks and answers otherwise"
                found[number] = Found("conflicting_answer", f"{said}: {self._answer(earlier)}")
            else:
                alike.append(number)
        for earlier, later in self._candidates():
            if later in found or (earlier in found and found[earlier].rule != "conflicting_answer"):
                continue
            if same_in_other_words(self._pairs[earlier], self._pairs[later]):
                asked = _cut(self._pairs[earlier].question)
                said = f"it asks what {self._places[earlier]} asks, in other words: {asked}"
                found[later] = Found("near", said)
        return {self._places[number]: each for number, each in found.items()}

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Yield pairs in the order of the later, so that what is dropped is known by then."""
        return merge(self._at_one_place(), self._index.pairs(), key=itemgetter(1, 0))

    def _at_one_place(self) -> Iterator[tuple[int, int]]:
        """Yield records that rest on the same place of a document, the earlier one first."""
        spans = sorted(
            (pair.document, *span, number)
            for number, pair in enumerate(self._pairs)
            for span in pair.spans
        )
        found = set()
        for at, (document, _, end, number) in enumerate(spans):
            for other, start, _, second in spans[at + 1 : at + 1 + _NEIGHBOURS]:
                if other != document or start >= end:
                    break
                if number != second:
                    found.add((min(number, second), max(number, second)))
        yield from sorted(found, key=lambda each: each[::-1])

    def _answer(self, number: int) -> str:
        return _cut(self._pairs[number].answer)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN]}…"'
