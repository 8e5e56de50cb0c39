"""The judges that ask no model: they see every file before anything is paid for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sdk_core.artifacts.example_files import Loaded
from sdk_core.components import Judge
from sdk_core.curate.verdicts import Jury
from sdk_core.errors import CallError, ComponentError
from sdk_core.model import Example, Judgement, RecordPlace
from sdk_core.model.rating_scale import from_rating
from sdk_core.registry import returned
from sdk_core.runs import guard
from sdk_core.runs.chosen_judges import JudgeEntry

FreeJudge = tuple[JudgeEntry, Judge]


@dataclass(frozen=True, slots=True)
class FreeContext:
    """The `JudgeContext` of a judge that asks no model."""

    entry: JudgeEntry
    threshold: float
    places: tuple[RecordPlace, ...]

    async def complete(self, *_: object, **__: object) -> None:
        """Refuse: its spec says that it asks no model."""
        raise ComponentError(
            "it asks a model, and its spec says that it needs none",
            kind=self.entry.spec.kind,
            name=self.entry.spec.name,
            distribution=self.entry.distribution,
        )

    object = complete


@dataclass(slots=True)
class FreeVerdicts:
    """What the judges that ask no model said of the records of a file.

    Args:
        given: Their judgements by the index of a record, in the order of the judges.
        unjudged: Why a record was not judged by one of them.
        dropped: Records that one of them speaks against.
    """

    given: dict[int, list[Judgement]] = field(default_factory=dict)
    unjudged: dict[int, str] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)

    def of(self, index: int) -> Sequence[Judgement]:
        """Return the judgements of a record."""
        return self.given.get(index, ())


class FreeChecks:
    """Asks the judges of a run that need no model.

    Where one of them surveys the run, `survey` is called for every file first; what the others say
    is kept until the file's turn comes.

    Args:
        judges: The judges, those that survey last.
        jury: What their words amount to.
    """

    def __init__(self, judges: Sequence[FreeJudge], jury: Jury) -> None:
        self._first = [each for each in judges if not each[0].spec.surveys]
        self._surveying = [each for each in judges if each[0].spec.surveys]
        self._jury = jury
        self._known: dict[int, FreeVerdicts] = {}
        self.dropped: Counter[tuple[str, str]] = Counter()
        """Records dropped, by judge and rule."""

    @property
    def surveys(self) -> bool:
        """Whether a judge wants to see all files before anything is judged."""
        return bool(self._surveying)

    async def survey(self, order: int | None, file: str, examples: Sequence[Example]) -> None:
        """Show a file to the judges that survey the run.

        Args:
            order: Place of the file in the run, ``None`` for one to compare with.
            file: Its name.
            examples: Its records.
        """
        verdicts = FreeVerdicts()
        if order is not None:
            await self._judge(self._first, file, examples, verdicts)
            self._known[order] = verdicts
        records = [
            (RecordPlace(file, index + 1, earlier=order is None), example)
            for index, example in enumerate(examples)
            if index not in verdicts.dropped
        ]
        for entry, judge in self._surveying:
            with guard.component(entry):
                judge.survey(records)

    async def check(self, order: int, file: str, loaded: Loaded) -> FreeVerdicts:
        """Return what the judges say of a file's records."""
        examples = loaded.examples.examples
        verdicts = self._known.pop(order, None)
        if verdicts is None:
            verdicts = FreeVerdicts()
            await self._judge(self._first, file, examples, verdicts)
        await self._judge(self._surveying, file, examples, verdicts)
        return verdicts

    async def _judge(
        self,
        judges: Sequence[FreeJudge],
        file: str,
        examples: Sequence[Example],
        verdicts: FreeVerdicts,
    ) -> None:
        for entry, judge in judges:
            todo = [index for index in range(len(examples)) if index not in verdicts.dropped]
            if not todo:
                return
            places = tuple(RecordPlace(file, index + 1) for index in todo)
            threshold = from_rating(self._jury.threshold, entry.spec.scale)
            context = FreeContext(entry, threshold, places)
            try:
                with guard.component(entry):
                    given: object = await judge.judge([examples[i] for i in todo], context)  # type: ignore[arg-type]
                    found = returned.judgements(given, len(todo), entry.spec.scale)
            except (CallError, ComponentError) as error:
                guard.trace(error)
                verdicts.unjudged |= dict.fromkeys(todo, error.message)
                continue
            for index, (judgement, problem) in zip(todo, found, strict=True):
                self._note(entry, verdicts, index, judgement, problem)

    def _note(
        self,
        entry: JudgeEntry,
        verdicts: FreeVerdicts,
        index: int,
        judgement: Judgement | None,
        problem: str,
    ) -> None:
        if judgement is None or (judgement.score is None and judgement.keep is None):
            verdicts.unjudged[index] = f"{entry.label}: {problem or 'it gave no verdict'}"
            return
        verdicts.given.setdefault(index, []).append(_shared(judgement))
        if self._jury.objection(judgement):
            verdicts.dropped.add(index)
            rules = [each.rule for each in judgement.findings if each.drops] or [""]
            self.dropped[entry.spec.name, rules[0]] += 1


_CONTENT: dict[str, Judgement] = {}


def _shared(judgement: Judgement) -> Judgement:
    """Return one and the same object for all records that a judge says nothing of.

    Those are most of them, and the judgements of all files may have to wait in memory.
    """
    plain = Judgement(judge=judgement.judge, score=None, keep=True)
    if judgement != plain or judgement.instead is not None:
        return judgement
    return _CONTENT.setdefault(judgement.judge, plain)
