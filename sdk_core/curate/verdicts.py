"""What the words of several judges amount to: a record is kept, rejected, or stays unrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sdk_core.model import Judgement

Combine = Literal["all", "any", "weighted"]

KEPT, REJECTED, UNRATED = "kept", "rejected", "unrated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a record.

    Args:
        fate: ``kept``, ``rejected`` or ``unrated``.
        reason: Why it is not kept, ``""`` where it is.
    """

    fate: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Jury:
    """The judges of a run together.

    Args:
        threshold: Rating from which a record is kept, 0 to 10. 0 drops nothing that was judged.
        combine: Which of the judges that rate must be content.
        weights: Weight of a judge's rating by its name, 1 where it has none.
    """

    threshold: float
    combine: Combine = "all"
    weights: Mapping[str, float] | None = None

    def objection(self, judgement: Judgement) -> str:
        """Return why a judgement speaks against keeping, ``""`` when it does not.

        A threshold of 0 keeps whatever was judged, also against a judge's own verdict on it.
        """
        if self.threshold <= 0:
            return ""
        if judgement.keep is not None:
            if judgement.keep:
                return ""
            said = "; ".join(
                f"{judgement.judge} ({each.rule}): {each.text}"
                for each in judgement.findings
                if each.drops
            )
            return said or judgement.reasons or f"{judgement.judge} says no"
        rating = judgement.rating
        if rating is None or rating >= self.threshold:
            return ""
        score = "" if rating == judgement.score else f" (a score of {judgement.score:g})"
        return f"{judgement.judge} {rating:g}{score} is below {self.threshold:g}"

    def decide(self, free: Sequence[Judgement], paid: Sequence[Judgement], unrated: str) -> Verdict:
        """Return what becomes of a record.

        Judges that ask no model must all be content; the others as ``combine`` says.

        Args:
            free: The judgements of judges that ask no model.
            paid: Those of the others.
            unrated: Why a judge has not judged it, ``""`` where all have.
        """
        for judgement in free:
            if against := self.objection(judgement):
                return Verdict(REJECTED, against)
        if self.combine == "weighted" and paid:
            against = self._below_together(paid)
        else:
            found = [self.objection(judgement) for judgement in paid]
            against = next(filter(None, found), "")
            if self.combine == "any" and found and not all(found):
                return Verdict(KEPT)
            if self.combine == "any" and unrated:
                against = ""
        if against and not (unrated and self.combine == "weighted"):
            return Verdict(REJECTED, against)
        return Verdict(UNRATED, unrated) if unrated else Verdict(KEPT)

    def _below_together(self, judgements: Sequence[Judgement]) -> str:
        """Return that the weighted mean of ratings is below the threshold, if it is.

        The verdict of a judge that gives none counts as the highest or the lowest rating.
        """
        weighed = [
            (self._weight(each), rating)
            for each in judgements
            if (rating := _as_rating(each)) is not None
        ]
        total = sum(weight for weight, _ in weighed)
        if not total:
            return ""
        mean = sum(weight * rating for weight, rating in weighed) / total
        if mean >= self.threshold or self.threshold <= 0:
            return ""
        names = ", ".join(each.judge for each in judgements)
        return f"{names}: {mean:.3g} together is below {self.threshold:g}"

    def _weight(self, judgement: Judgement) -> float:
        return (self.weights or {}).get(judgement.judge, 1.0)


def _as_rating(judgement: Judgement) -> float | None:
    if judgement.rating is None and judgement.keep is not None:
        return 10.0 if judgement.keep else 0.0
    return judgement.rating
