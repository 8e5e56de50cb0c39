"""The generation job of one input: its rounds of units, and the file that comes of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sdk_core.answers.left_over import Leftovers
from sdk_core.artifacts.example_files import write_examples
from sdk_core.components import Generator
from sdk_core.create import allocation
from sdk_core.create.allocation import Allocation
from sdk_core.create.corpus_output import DocumentShare
from sdk_core.create.document_inputs import OpenedInput
from sdk_core.create.grounding import Grounding
from sdk_core.create.pilot import Pilot, UnitOutcome
from sdk_core.create.target import Amount
from sdk_core.create.unit_context import UnitContext, surroundings
from sdk_core.documents import chunking
from sdk_core.errors import CallError, ComponentError, ErrorKind, ExitCode, SdkError
from sdk_core.llm.dry_run import is_unrecorded
from sdk_core.model import Chunk, Example, ExampleSet, Failure, RecordKind, Seed
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import guard
from sdk_core.runs.dispatcher import Unit
from sdk_core.runs.earlier_files import keep_better, note_kept
from sdk_core.runs.model_access import ModelAccess
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.specs import GeneratorSpec
from sdk_core.transforming import Step, pass_all_through

MOST_DROPPED = 1000
"""Examples that a transform left out which the report lists by themselves."""

SMALLEST_HALF = 200
"""Characters below which half of a passage says nothing by itself."""


@dataclass(frozen=True, slots=True)
class GenerationSetup:
    """What the jobs of one ``create`` share."""

    session: Session
    access: ModelAccess
    entry: Entry[GeneratorSpec, Generator]
    kind: RecordKind
    generator: Generator
    report: StageReport
    counters: ProgressCounters
    explicit_target: bool
    metadata: Mapping[str, Any]
    left: Leftovers
    pilot: Pilot | None = None
    steps: Sequence[Step] = ()

    @property
    def spec(self) -> GeneratorSpec:
        """The generator's spec."""
        return self.entry.spec

    @property
    def coverage(self) -> allocation.Coverage:
        """Where in a document examples are wanted."""
        return self.session.config.generation.coverage

    @property
    def deduplicate(self) -> bool:
        """Whether the same record is kept only once in a document."""
        return self.session.config.generation.enable_deduplication


class GenerationJob:
    """Makes the examples of one input and writes its file.

    Args:
        run: What all jobs share.
        order: Place of the input in the run.
        item: The input's entry in the report.
        opened: The input.
        output: The file to write, or the input's share of the one file of a corpus.
        amount: How many examples are wanted.
    """

    def __init__(
        self,
        run: GenerationSetup,
        order: int,
        item: ItemReport,
        opened: OpenedInput,
        output: Path | DocumentShare,
        amount: Amount,
    ) -> None:
        self._run = run
        self._amount = amount
        self._target = target = amount.number
        self._order = order
        self._item = item
        self._opened = opened
        self._output = output
        self._grounding = Grounding(opened.document)
        self._seconds: dict[Allocation, float] = {}
        self._lost = 0
        self._failures: list[Failure] = []
        self._results: dict[Allocation, list[Example]] = {}
        self._left_out: list[tuple[Example, str]] = []
        self._asking = 0
        self._unrecorded = False  # then what came is no measure of what to ask next
        self._prepared: Mapping[str, Any] = {}
        self._preparation: Literal["due", "running", "done"] = (
            "due" if run.spec.prepares else "done"
        )
        prompts = [run.access.prompts.get(prompt.name) for prompt in run.spec.prompts]
        needed = {name for prompt in prompts for name in prompt.uses}
        self._waits_for_preparation = bool(needed & set(run.spec.prepares))
        self._rounds = allocation.allocator(run.spec.unit, opened.units, target, run.coverage)
        self._todo = self._rounds.next((), 0)
        item.wanted = self._wanted(len(self._todo))
        if run.pilot is not None:
            chosen = run.pilot.asked[order]
            first = [ask for ask in self._todo if ask.chunk in chosen]
            asked_later = Allocation(min(chosen), None if run.spec.unit == "conversation" else 1)
            self._todo = first or [asked_later]
            item.wanted = sum(ask.wanted or 1 for ask in self._todo)

    @property
    def finished(self) -> bool:
        """Whether nothing is under way and nothing is left to ask."""
        return not self._asking and not self._todo and self._preparation == "done"

    def take(self) -> Unit | None:
        """Return the next unit to start."""
        if self._preparation == "due":
            self._preparation = "running"
            return self._prepare
        if not self._todo or (self._waits_for_preparation and self._preparation != "done"):
            return None
        ask = self._todo.pop(0)
        self._asking += 1
        return lambda: self._ask(ask)

    async def close(self) -> None:
        """Write the file and complete the report."""
        item, run = self._item, self._run
        limit = self._target if run.spec.unit in ("document", "documents") else item.wanted
        examples = allocation.assemble(self._results, run.deduplicate, limit)
        self._balance(len(examples))
        run.report.failures += self._failures
        item.spending = self._spending()
        if run.pilot is not None:
            self._tell(run.pilot, examples)
        target = item.wanted
        short = target is not None and len(examples) < target
        if not examples:
            item.exit_code = ExitCode.NOTHING
            item.note = "nothing usable came back"
            if self._left_out:
                item.note = f"transforms left out all {len(self._left_out)}: {self._left_out[0][1]}"
            if isinstance(self._output, DocumentShare):
                self._output.give_up()
        else:
            content = ExampleSet(
                kind=run.kind,
                examples=tuple(examples),
                summary=str(self._prepared.get("summary", "")),
                metadata=self._metadata(len(examples)),
                left_out=tuple(self._left_out),
            )
            item.note = f"{len(examples)} of {target}" if short else f"{len(examples)}"
            lost = self._failures or self._opened.bad
            if lost or (short and run.explicit_target):
                item.exit_code = ExitCode.PARTIAL
            await self._write(content, is_whole=not lost and not short)
        run.counters.done += 1
        run.session.progress.finished(item)

    async def _write(self, content: ExampleSet, *, is_whole: bool) -> None:
        """Write what was made, or put it to what is made of the other documents of a corpus."""
        if isinstance(self._output, DocumentShare):
            await asyncio.to_thread(self._output.add, content, is_whole=is_whole)
            return
        place, kept = self._output, ""
        if not is_whole and self._run.pilot is None:
            kinds = self._run.session.registry.record_kinds
            place, kept = keep_better(self._output, len(content.examples), kinds)
        await asyncio.to_thread(write_examples, place, content, single=self._opened.single)
        if kept:
            note_kept(self._run.report, [self._item], kept)
        self._item.outputs.append(self._output)

    def abandon(self, reason: SdkError) -> None:
        """Note that the run ended first."""
        self._run.report.failures += self._failures
        self._item.spending = self._spending()
        self._item.exit_code = reason.exit_code
        made = len(allocation.assemble(self._results, self._run.deduplicate, None))
        wanted = f" of {self._item.wanted}" if self._item.wanted else ""
        self._item.note = f"not finished: {made}{wanted} made"
        self._item.planned = self._item.pending = max(1, self._item.wanted or 0)

    def _spending(self) -> dict[str, int]:
        return self._run.access.ledger.items[self._order].to_dict()

    def _tell(self, pilot: Pilot, examples: Sequence[Example]) -> None:
        """Put what came of each unit into a pilot."""
        different = set(map(id, examples))
        spent = self._run.access.ledger.places
        for ask, came in self._results.items():
            chunk = None if self._run.spec.unit in ("document", "documents") else ask.chunk
            pilot.outcomes[self._opened.document.id, chunk] = UnitOutcome(
                place=(self._order, ask.chunk),
                wanted=ask.wanted,
                made=sum(id(example) in different for example in came),
                kept=0,
                spending=spent[self._place(ask)],
                seconds=self._seconds.get(ask, 0.0),
            )
        pilot.preparations.append(spent[self._place(None)])

    def _place(self, ask: Allocation | None) -> tuple[int, ...]:
        """Return the place of a unit among all of the run, that of the preparation for ``None``."""
        return (self._order, 1 + ask.sample, ask.chunk) if ask else (self._order, 0, 0)

    def _balance(self, made: int) -> None:
        """Account for what was wanted, what came, and what of it is kept."""
        item, bad = self._item, len(self._opened.bad)
        came = sum(map(len, self._results.values()))
        promised = item.wanted if self._run.explicit_target else None
        missing = self._lost if promised is None else max(0, promised - came - len(self._left_out))
        dropped = len(self._left_out)
        item.planned = came + dropped + missing + bad
        item.made, item.filtered, item.failed = made, came - made + dropped, missing + bad
        item.dropped = [
            {"file": item.input, "record": number, "reason": reason}
            for number, (_, reason) in enumerate(self._left_out[:MOST_DROPPED], 1)
        ]

    def _wanted(self, units: int) -> int | None:
        if self._run.spec.unit == "conversation":
            return units
        if self._run.spec.unit in ("document", "documents"):
            return self._target or 1
        return self._target

    async def _prepare(self) -> None:
        context = self._context(None, None, None)
        try:
            with guard.component(self._run.entry):
                given: object = await self._run.generator.prepare(self._opened.document, context)
                self._prepared = returned.mapping(given, "prepare()")
        except (CallError, ComponentError) as error:
            self._fail(f"its preparation ({', '.join(self._run.spec.prepares)})", error)
        # Not reached when the run ends in the middle, so that the job does not count as finished.
        self._preparation = "done"

    async def _ask(self, ask: Allocation) -> None:
        examples: list[Example] = []
        began = time.monotonic()
        try:
            examples = await self._in_parts(self._opened.units[ask.chunk], ask.wanted, ask)
        except (CallError, ComponentError) as error:
            self._unrecorded |= is_unrecorded(error)
            self._fail(self._unit_name(ask), error)
        # Not reached when the run ends in the middle, so that the job does not count as finished.
        self._asking -= 1
        self._seconds[ask] = time.monotonic() - began
        self._results[ask] = examples
        self._run.counters.made += len(examples)
        whole = self._run.pilot is None and not self._unrecorded
        if not self._todo and not self._asking and whole:
            made = len(allocation.assemble(self._results, self._run.deduplicate, None))
            self._todo = self._rounds.next(allocation.counts(self._results), made)

    async def _in_parts(self, unit: Any, wanted: int | None, ask: Allocation) -> list[Example]:
        """Return the examples of a unit, cut in halves for as long as it is too long."""
        try:
            return await self._run_generator(unit, wanted, ask)
        except CallError as error:
            too_long = error.kind == ErrorKind.CONTEXT_LENGTH and isinstance(unit, Chunk)
            if not too_long or len(unit.text) < 2 * SMALLEST_HALF:
                raise
        examples: list[Example] = []
        lost: list[CallError] = []
        for half, share in zip(chunking.halve(unit), _shares(wanted), strict=True):
            if share != 0:
                try:
                    examples += await self._in_parts(half, share, ask)
                except CallError as error:
                    lost.append(error)
        if lost and not examples:
            raise lost[0]
        for failure in lost:  # what the other half gave is kept
            self._fail(f"a part of {self._unit_name(ask)}", failure)
        return examples

    async def _run_generator(self, unit: Any, wanted: int | None, ask: Allocation) -> list[Example]:
        context = self._context(unit, wanted, ask)
        with guard.component(self._run.entry):
            given: object = await self._run.generator.generate(unit, context)
            examples, problems = returned.examples(given, self._run.kind)
        for problem in problems:
            self._on_loss(unit, 1, f"{self._run.entry.label}: {problem}")
        return self._through_steps(examples)

    def _through_steps(self, examples: Sequence[Example]) -> list[Example]:
        """Return what the transforms leave of some examples, and note what they leave out."""
        steps = [step for step in self._run.steps if step.level == "example"]
        if not steps:
            return list(examples)
        source = self._opened.document.source
        found, lost = pass_all_through(
            steps,
            ((each, source) for each in examples),
            lambda said: self._run.report.warn_once(f"{self._item.input}: {said}"),
        )
        self._left_out += lost
        return found

    def _context(self, unit: Any, wanted: int | None, ask: Allocation | None) -> UnitContext:
        """Return the context of a unit, or of the preparation where nothing is asked for."""
        run, sample, place = self._run, ask.sample if ask else 0, self._place(ask)
        chunk = unit if isinstance(unit, Chunk) else None
        return UnitContext(
            run.access,
            run.entry,
            priority=place,
            sample=sample,
            kind=run.kind,
            document=self._opened.document,
            chunks=self._opened.chunks,
            parts=self._opened.parts,
            chunk=chunk,
            seed=unit if isinstance(unit, Seed) else None,
            around=surroundings(self._opened.document, chunk, self._prepared),
            wanted=wanted,
            prepared=self._prepared,
            grounding=self._grounding,
            lost=lambda count, reason: self._on_loss(unit, count, reason),
            left=run.left,
        )

    def _on_loss(self, unit: Any, count: int, reason: str) -> None:
        self._lost += count
        place = ""
        if isinstance(unit, Chunk | Seed):
            place = f" {self._run.spec.unit} {unit.index + 1}"
        self._failures.append(self._failure(f"{self._item.input}{place}", reason, ""))

    def _fail(self, place: str, error: SdkError) -> None:
        guard.trace(error)
        self._lost += 1
        self._failures.append(
            self._failure(f"{self._item.input}: {place}", error.message, error.hint)
        )

    def _failure(self, item: str, error: str, hint: str) -> Failure:
        return Failure(
            item=item,
            stage=self._run.report.stage,
            component=self._run.spec.name,
            error=error,
            hint=hint,
            retryable=True,
        )

    def _unit_name(self, ask: Allocation) -> str:
        if self._run.spec.unit in ("document", "documents"):
            return f"the {self._run.spec.unit}"
        return f"{self._run.spec.unit} {ask.chunk + 1} of {len(self._opened.units)}"

    def _metadata(self, made: int) -> dict[str, Any]:
        document, words = self._opened.document, self._amount.new_words
        table = self._output.table if isinstance(self._output, DocumentShare) else None
        return {
            **self._run.metadata,
            **({} if table is None else {"table": table.as_posix()}),
            "source": document.source,
            "document_id": document.id,
            "title": document.title,
            "wanted": self._item.wanted,
            **({} if words is None else {"new_words": words}),
            "made": made,
            "left_out": self._item.filtered,
            **self._spending(),
            **({"transforms": [s.label for s in self._run.steps]} if self._run.steps else {}),
            **({"chunks_left_out": self._chunks_left_out()} if self._opened.left_out else {}),
            "failures": [f"{f.item}: {f.error}" for f in self._failures],
        }

    def _chunks_left_out(self) -> list[dict[str, Any]]:
        """Return the places in the document that transforms left out, and why."""
        return [
            {"chunk": chunk.index, "start": chunk.start, "end": chunk.end, "reason": reason}
            for chunk, reason in self._opened.left_out
        ]


def _shares(wanted: int | None) -> tuple[int | None, int | None]:
    """Return what each half of a chunk is asked for."""
    return (None, None) if wanted is None else (wanted - wanted // 2, wanted // 2)
