"""What the curation jobs of one ``curate`` share, and what a judge is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sdk_core.components import Judge
from sdk_core.curate.verdicts import Jury
from sdk_core.model import RecordPlace
from sdk_core.model.rating_scale import from_rating
from sdk_core.reports import StageReport
from sdk_core.runs.chosen_judges import JudgeEntry
from sdk_core.runs.model_access import Caller, ModelAccess
from sdk_core.runs.session import ProgressCounters, Session


class JudgingContext:
    """The `JudgeContext` of one batch.

    Args:
        caller: The way to the model.
        entry: The judge.
        threshold: The threshold, from 0 to 10.
        places: Where the examples of the batch stand.
    """

    def __init__(
        self,
        caller: Caller,
        entry: JudgeEntry,
        threshold: float,
        places: tuple[RecordPlace, ...],
    ) -> None:
        self.threshold = from_rating(threshold, entry.spec.scale)
        self.places = places
        self.complete = caller.complete
        self.object = caller.object


@dataclass(frozen=True, slots=True)
class CurationSetup:
    """What the jobs of one ``curate`` share.

    ``judges`` are those that are asked a file at a time, the cheapest first; ``free`` are the
    names of those that have judged before. ``scores`` counts what each judge gave, ``steps`` names
    the transforms that records went through.
    """

    session: Session
    access: ModelAccess
    judges: Sequence[tuple[JudgeEntry, Judge]]
    report: StageReport
    counters: ProgressCounters
    free: Sequence[str]
    jury: Jury
    batch_size: int
    scores: Sequence[Counter[float]]
    steps: Sequence[str] = ()
