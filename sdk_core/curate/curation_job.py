"""The curation job of one file: ratings in batches, second chances, and the file that is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sdk_core.artifacts.example_files import Loaded, write_curated
from sdk_core.artifacts.segment_rows import storable
from sdk_core.components import Judge
from sdk_core.documents import losses
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import CallError, ComponentError, ErrorKind, ExitCode, SdkError
from sdk_core.llm.dry_run import is_unrecorded
from sdk_core.model import Example, Failure, Judgement
from sdk_core.model.rating_scale import from_rating
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.reports import ItemReport, StageReport
from sdk_core.rows.example_text import example_question
from sdk_core.runs import guard
from sdk_core.runs.dispatcher import Unit
from sdk_core.runs.earlier_files import keep_better, note_kept
from sdk_core.runs.model_access import Caller, ModelAccess
from sdk_core.runs.record_pictures import PictureFinder
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.specs import JudgeSpec

JudgeEntry = Entry[JudgeSpec, Judge]


class JudgingContext:
    """The `JudgeContext` of one batch.

    Args:
        caller: The way to the model.
        entry: The judge.
        threshold: The threshold, from 0 to 10.
    """

    def __init__(self, caller: Caller, entry: JudgeEntry, threshold: float) -> None:
        self.threshold = from_rating(threshold, entry.spec.scale)
        self.complete = caller.complete
        self.object = caller.object


@dataclass(frozen=True, slots=True)
class CurationSetup:
    """What the jobs of one ``curate`` share.

    ``scores`` counts what each judge gave, ``steps`` names the transforms that records went
    through.
    """

    session: Session
    access: ModelAccess
    judges: Sequence[tuple[JudgeEntry, Judge]]
    report: StageReport
    counters: ProgressCounters
    threshold: float
    batch_size: int
    scores: Sequence[Counter[float]]
    steps: Sequence[str] = ()


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
    ) -> None:
        self._run = run
        self._order = order
        self._item = item
        self._source = source
        self._loaded = loaded
        self._output = output
        self._examples = loaded.examples.examples
        self._left_out = left_out
        self._reasons: dict[tuple[int, int], str] = {}
        self._judgements: dict[tuple[int, int], Judgement] = {}
        self._pictures = PictureFinder(run.session, lambda _: source)
        self._unseen: set[tuple[int, int]] = set()
        self._halved = 0
        self._running = 0
        self._second_chance_due = True
        self._todo = [
            JudgingBatch(judge, indices)
            for judge, (entry, _) in enumerate(run.judges)
            for indices in (
                self._batches(run.batch_size) if entry.spec.sees == "batch" else self._set()
            )
        ]
        item.planned = len(self._examples) + len(loaded.bad) + len(left_out)
        item.left_out = losses.totals(LeftOut(reason) for _, reason in left_out)

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
                context = JudgingContext(caller, entry, self._run.threshold)
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
                if (judge, index) not in self._unseen
                and self._run.judges[judge][0].spec.sees == "batch"
            ]

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

    def _set(self) -> list[tuple[int, ...]]:
        """Return all records as one, for a judge that looks at them together."""
        return [tuple(range(len(self._examples)))] if self._examples else []

    def _batches(self, size: int) -> list[tuple[int, ...]]:
        """Return what is judged in one go: some records, or one that stands for a document.

        Such a one is shown beside its document, in a call of its own, whose answer must not depend
        on how the next document fares.
        """
        alone = [i for i, example in enumerate(self._examples) if example.declared.whole]
        others = [i for i, example in enumerate(self._examples) if not example.declared.whole]
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
        return [
            (judge, index)
            for judge in range(len(self._run.judges))
            for index in range(len(self._examples))
            if (judge, index) not in self._judgements
        ]

    def _sort(
        self,
    ) -> tuple[list[Example], list[tuple[Example, str]], list[tuple[Example, str]]]:
        """Return what is kept, rejected and unrated, each in the file's order."""
        kept: list[Example] = []
        rejected = list(self._left_out)
        unrated: list[tuple[Example, str]] = []
        for index, unjudged in enumerate(self._examples):
            # A file that was curated before is judged anew, not on top of its old ratings.
            example, against, reason = replace(unjudged, judgements=()), "", ""
            for judge in range(len(self._run.judges)):
                judgement = self._judgements.get((judge, index))
                if judgement is None:
                    reason = reason or self._reasons.get((judge, index), "not rated")
                    continue
                example = example.with_judgement(judgement)
                against = against or self._objection(judgement)
            if against:
                rejected.append((example, against))
            elif reason:
                unrated.append((example, reason))
            else:
                kept.append(example)
        return kept, rejected, unrated

    def _objection(self, judgement: Judgement) -> str:
        """Return why a judgement speaks against keeping, ``""`` when it does not.

        A threshold of 0 is below every rating: it keeps whatever was rated, also against a judge's
        own verdict on it.
        """
        if judgement.score is not None and self._run.threshold <= 0:
            return ""
        if judgement.keep is not None:
            return "" if judgement.keep else judgement.reasons or f"{judgement.judge} says no"
        rating = judgement.rating
        if rating is None or rating >= self._run.threshold:
            return ""
        score = "" if rating == judgement.score else f" (a score of {judgement.score:g})"
        return f"{judgement.judge} {rating:g}{score} is below {self._run.threshold:g}"

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
        return f"none of {len(self._examples)} records reached {self._run.threshold:g}{best}"

    def _failure(self, example: Example, reason: str) -> Failure:
        asked = example_question(example).partition("\n")[0] or "a record"
        return Failure(
            item=f"{self._item.input}: {asked[:80]}",
            stage=self._run.report.stage,
            component=", ".join(entry.spec.name for entry, _ in self._run.judges),
            error=f"unrated: {reason}",
            hint="run the same command again to ask only for these",
            retryable=True,
        )

    def _metadata(self) -> dict[str, object]:
        return {
            "input": storable(self._source.as_posix()),
            "judges": [entry.qualified for entry, _ in self._run.judges],
            "threshold": self._run.threshold,
            **(self._run.access.facts() if self._asks_model() else {}),
            **({"transforms": list(self._run.steps)} if self._run.steps else {}),
            "plugins": self._run.session.plugins(),
            **self._spending(),
        }
