"""The curation job of one file: ratings in batches, second chances, and the file that is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sdk_core.artifacts.example_files import Loaded, write_curated
from sdk_core.artifacts.segment_rows import storable
from sdk_core.curate.curation_setup import CurationSetup, JudgingContext
from sdk_core.curate.free_checks import FreeVerdicts
from sdk_core.curate.verdicts import KEPT, REJECTED
from sdk_core.documents import losses
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import CallError, ComponentError, ErrorKind, ExitCode, SdkError
from sdk_core.llm.dry_run import is_unrecorded
from sdk_core.model import Example, Failure, Judgement, RecordPlace
from sdk_core.registry import returned
from sdk_core.reports import ItemReport
from sdk_core.rows.example_text import example_question
from sdk_core.runs import guard
from sdk_core.runs.dispatcher import Unit
from sdk_core.runs.earlier_files import keep_better, note_kept
from sdk_core.runs.model_access import Caller
from sdk_core.runs.record_pictures import PictureFinder


@dataclass(frozen=True, slots=True)
class JudgingBatch:
    """Some examples of a file that one judge rates in one go."""

    judge: int
    indices: tuple[int, ...]
    again: bool = False


class CurationJob:
    """Rates the examples of one file and writes those that are kept.

    Args:
        run: What all jobs share.
        order: Place of the file in the run.
        item: The file's entry in the report.
        source: The file.
        loaded: Its content.
        output: The file to write.
        left_out: Records that transforms left out, and why.
        checked: What the judges that ask no model said of the records.
    """

    def __init__(
        self,
        run: CurationSetup,
        order: int,
        item: ItemReport,
        source: Path,
        loaded: Loaded,
        output: Path,
        left_out: Sequence[tuple[Example, str]] = (),
        checked: FreeVerdicts | None = None,
    ) -> None:
        self._run = run
        self._order = order
        self._item = item
        self._source = source
        self._loaded = loaded
        self._output = output
        self._checked = checked or FreeVerdicts()
        self._examples = [
            changed(example, self._checked.of(index))
            for index, example in enumerate(loaded.examples.examples)
        ]
        self._left_out = left_out
        self._reasons: dict[tuple[int, int], str] = {}
        self._judgements: dict[tuple[int, int], Judgement] = {}
        self._pictures = PictureFinder(run.session, lambda _: source)
        self._unseen: set[tuple[int, int]] = set()
        self._halved = 0
        self._running = 0
        self._second_chance_due = False
        self._round: list[int] = []
        self._todo: list[JudgingBatch] = []
        self._asked: set[tuple[int, int]] = set()
        # Where each judge must be content, what one of them rejects the dearer ones are spared.
        numbers = range(len(run.judges))
        in_turn = run.jury.combine == "all" and run.jury.threshold > 0
        self._rounds = [[n] for n in numbers] if in_turn else [list(numbers)] if numbers else []
        self._next_round()
        item.planned = len(self._examples) + len(loaded.bad) + len(left_out)
        item.left_out = losses.totals(LeftOut(reason) for _, reason in left_out)

    def _next_round(self) -> None:
        """Put what the next judges are asked among what is to do, if there is anything."""
        self._second_chance_due = True
        while self._rounds and not self._todo:
            wanted = [i for i in range(len(self._examples)) if self._is_open(i)]
            self._round = self._rounds.pop(0)
            for judge in self._round:
                spec = self._run.judges[judge][0].spec
                size = self._run.batch_size if spec.sees == "batch" else 0
                self._asked |= {(judge, index) for index in wanted}
                self._todo += [JudgingBatch(judge, ids) for ids in self._batches(wanted, size)]

    def _is_open(self, index: int) -> bool:
        """Whether nothing speaks against a record so far."""
        given = (self._judgements.get((n, index)) for n in range(len(self._run.judges)))
        return index not in self._checked.dropped and (
            self._run.jury.combine != "all"
            or not any(self._run.jury.objection(each) for each in given if each is not None)
        )

    @property
    def finished(self) -> bool:
        """Whether nothing is under way and nothing is left to rate."""
        return not self._running and not self._todo

    def take(self) -> Unit | None:
        """Return the next batch to rate."""
        if not self._todo:
            return None
        batch = self._todo.pop(0)
        self._running += 1
        return lambda: self._rate(batch)

    async def close(self) -> None:
        """Write the file and complete the report."""
        run, item = self._run, self._item
        kept, rejected, unrated = self._sort()
        item.spending = self._spending()
        if self._halved:
            run.report.warnings.append(
                f"{item.input}: batches too long for the model were rated in halves: {self._halved}"
            )
        for (judge, _), judgement in self._judgements.items():
            if judgement.score is not None:
                run.scores[judge][judgement.score] += 1
        caveats = Counter(j.caveat for j in self._judgements.values() if j.caveat)
        run.report.warnings += [
            f"{item.input}: records judged {caveat}: {count}" for caveat, count in caveats.items()
        ]
        item.made, item.filtered = len(kept), len(rejected)
        item.failed = len(unrated) + len(self._loaded.bad)
        run.report.failures += [self._failure(example, reason) for example, reason in unrated]
        if kept:
            metadata = {**self._loaded.examples.metadata, "curation": self._metadata()}
            item.note = f"kept {len(kept)} of {len(self._examples) + len(self._left_out)}"
            item.exit_code = ExitCode.PARTIAL if item.failed else ExitCode.OK
            place, stays = self._output, ""
            if item.failed:
                kinds = run.session.registry.record_kinds
                place, stays = keep_better(self._output, len(kept) + len(rejected), kinds)
            await asyncio.to_thread(
                write_curated,
                place,
                kept,
                rejected,
                unrated,
                kind=self._loaded.examples.kind,
                summary=self._loaded.examples.summary,
                metadata=metadata,
            )
            if stays:
                note_kept(run.report, [item], stays)
            item.outputs.append(self._output)
        else:
            item.exit_code = ExitCode.NOTHING
            item.note = self._why_nothing(rejected, unrated)
        run.counters.done += 1
        run.session.progress.finished(item)

    def abandon(self, reason: SdkError) -> None:
        """Note that the run ended first."""
        self._item.spending = self._spending()
        self._item.exit_code = reason.exit_code
        rated = len(self._examples) - len({index for _, index in self._missing()})
        self._item.note = f"not finished: {rated} of {len(self._examples)} rated"
        self._item.failed = len(self._loaded.bad)
        self._item.pending = len(self._examples) + len(self._left_out)

    def _spending(self) -> dict[str, int]:
        return self._run.access.ledger.items[self._order].to_dict()

    async def _rate(self, batch: JudgingBatch) -> None:
        entry, judge = self._run.judges[batch.judge]
        examples = [self._examples[index] for index in batch.indices]
        place = (self._order, int(batch.again), batch.judge, batch.indices[0])
        caller = Caller(self._run.access, entry, priority=place, sample=int(batch.again))
        reason = "the judge gave no usable rating, also when asked for it alone"
        judgements: list[tuple[Judgement | None, str]] = []
        try:
            if entry.spec.media:
                examples, unseen = await asyncio.to_thread(self._with_pictures, batch)
                batch = replace(batch, indices=tuple(i for i in batch.indices if i not in unseen))
            with guard.component(entry):
                places = tuple(self._place(index) for index in batch.indices)
                context = JudgingContext(caller, entry, self._run.jury.threshold, places)
                given: object = await judge.judge(examples, context) if examples else []
                judgements = returned.judgements(given, len(examples), entry.spec.scale)
        except (CallError, ComponentError) as error:
            too_long = isinstance(error, CallError) and error.kind == ErrorKind.CONTEXT_LENGTH
            if too_long and len(batch.indices) > 1 and entry.spec.sees == "batch":
                self._halve(batch)
                return
            if is_unrecorded(error):
                self._second_chance_due = False
            guard.trace(error)
            reason = error.message
        given_to = list(zip(batch.indices, judgements, strict=False))
        defects = {
            index: f"{entry.label}: {problem}" for index, (_, problem) in given_to if problem
        }
        found = {
            index: replace(judgement, scale=entry.spec.scale)
            for index, (judgement, _) in given_to
            if judgement and (judgement.score is not None or judgement.keep is not None)
        }
        if not found and not defects:  # else it is not the answer that is of no use
            await caller.reject()
        # Not reached when the run ends in the middle, so that the job does not count as finished;
        # and nothing is awaited from here on, so that it does not before its second chance is set.
        self._running -= 1
        for index in batch.indices:
            self._reasons[batch.judge, index] = defects.get(index, reason)
            if index in found:
                self._judgements[batch.judge, index] = found[index]
                self._run.counters.made += 1
        if not self._todo and not self._running and self._second_chance_due:
            self._second_chance_due = False
            self._todo = [
                JudgingBatch(judge, (index,), True)
                for judge, index in self._missing()
                if judge in self._round
                and (judge, index) not in self._unseen
                and self._run.judges[judge][0].spec.sees == "batch"
            ]
        if not self._todo and not self._running:
            self._next_round()

    def _place(self, index: int) -> RecordPlace:
        return RecordPlace(self._item.input, index + 1)

    def _with_pictures(self, batch: JudgingBatch) -> tuple[list[Example], set[int]]:
        """Return the examples of a batch with their pictures, and which have none to be found.

        Without its picture nothing can be said of a record about one, so that it is not rated.
        """
        seen: list[Example] = []
        unseen: dict[int, str] = {}
        for index in batch.indices:
            try:
                seen.append(self._pictures.complete(index, self._examples[index]))
            except ValueError as error:
                unseen[index] = str(error)
        for index, reason in unseen.items():
            self._reasons[batch.judge, index] = reason
            self._unseen.add((batch.judge, index))
        return seen, set(unseen)

    def _batches(self, wanted: Sequence[int], size: int) -> list[tuple[int, ...]]:
        """Return what is judged in one go: some records, or one that stands for a document.

        Such a one is shown beside its document, in a call of its own, whose answer must not depend
        on how the next document fares.

        Args:
            wanted: Indices of the records.
            size: Records in a batch, 0 for all of them in one.
        """
        if not size:
            return [tuple(wanted)] if wanted else []
        alone = [i for i in wanted if self._examples[i].declared.whole]
        others = [i for i in wanted if not self._examples[i].declared.whole]
        return [(i,) for i in alone] + [
            tuple(others[start : start + size]) for start in range(0, len(others), size)
        ]

    def _halve(self, batch: JudgingBatch) -> None:
        half = len(batch.indices) // 2
        parts = (batch.indices[:half], batch.indices[half:])
        self._todo[:0] = [replace(batch, indices=part) for part in parts]
        self._halved += 1
        self._running -= 1

    def _missing(self) -> list[tuple[int, int]]:
        """Return the judges and records of which a judgement was asked for in vain so far."""
        return sorted(self._asked - self._judgements.keys())

    def _sort(
        self,
    ) -> tuple[list[Example], list[tuple[Example, str]], list[tuple[Example, str]]]:
        """Return what is kept, rejected and unrated, each in the file's order."""
        kept: list[Example] = []
        rejected = list(self._left_out)
        unrated: list[tuple[Example, str]] = []
        missing: dict[int, str] = {}
        for judge, index in self._missing():
            missing.setdefault(index, self._reasons.get((judge, index), "not rated"))
        for index, unjudged in enumerate(self._examples):
            free = self._checked.of(index)
            paid = [
                judgement
                for judge in range(len(self._run.judges))
                if (judgement := self._judgements.get((judge, index))) is not None
            ]
            # A file that was curated before is judged anew, not on top of its old ratings.
            example = replace(unjudged, judgements=(*free, *paid))
            why = self._checked.unjudged.get(index) or missing.get(index, "")
            verdict = self._run.jury.decide(free, self._votes(index), why)
            if verdict.fate == KEPT:
                kept.append(example)
            elif verdict.fate == REJECTED:
                rejected.append((example, verdict.reason))
            else:
                unrated.append((example, verdict.reason))
        return kept, rejected, unrated

    def _votes(self, index: int) -> list[Judgement]:
        """Return the judgements that count for or against a record."""
        found = []
        for judge, (entry, _) in enumerate(self._run.judges):
            judgement = self._judgements.get((judge, index))
            if judgement is not None and (entry.spec.votes or judgement.keep is False):
                found.append(judgement)
        return found

    def _asks_model(self) -> bool:
        return any(entry.spec.needs_model for entry, _ in self._run.judges)

    def _why_nothing(
        self, rejected: list[tuple[Example, str]], unrated: list[tuple[Example, str]]
    ) -> str:
        if self._left_out and len(rejected) == len(self._left_out):
            return f"transforms left out all {len(rejected)}: {rejected[0][1]}"
        if not rejected:
            return f"no record could be rated: {unrated[0][1]}" if unrated else "no records"
        ratings = [j.rating for e, _ in rejected for j in e.judgements if j.rating is not None]
        best = f"; the best rating is {max(ratings):g}" if ratings else ""
        if not ratings:
            return f"none of {len(self._examples)} records was kept: {rejected[0][1]}"
        return f"none of {len(self._examples)} records reached {self._run.jury.threshold:g}{best}"

    def _failure(self, example: Example, reason: str) -> Failure:
        asked = example_question(example).partition("\n")[0] or "a record"
        return Failure(
            item=f"{self._item.input}: {asked[:80]}",
            stage=self._run.report.stage,
            component=", ".join(self._names()),
            error=f"unrated: {reason}",
            hint="run the same command again to ask only for these",
            retryable=True,
        )

    def _names(self) -> list[str]:
        return [entry.spec.name for entry, _ in self._run.judges] or list(self._run.free)

    def _metadata(self) -> dict[str, object]:
        return {
            "input": storable(self._source.as_posix()),
            "judges": [*self._run.free, *(entry.qualified for entry, _ in self._run.judges)],
            "threshold": self._run.jury.threshold,
            **({"combine": self._run.jury.combine} if len(self._run.judges) > 1 else {}),
            **(self._run.access.facts() if self._asks_model() else {}),
            **({"transforms": list(self._run.steps)} if self._run.steps else {}),
            "plugins": self._run.session.plugins(),
            **self._spending(),
        }


def changed(example: Example, judgements: Sequence[Judgement]) -> Example:
    """Return an example as judges that were told to change it have left it."""
    return next((each.instead for each in reversed(judgements) if each.instead), example)
