"""Judges records by a rubric: criteria whose levels are described, one at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, Field, create_model, model_validator

from sdk_builtins.judges.asked import asked, evidence_of
from sdk_builtins.judges.beside_passage import ask_beside
from sdk_builtins.judges.document_view import PIECE
from sdk_builtins.judges.fencing import fenced
from sdk_builtins.judges.rubric_files import Rubric, RubricCriterion, load_rubric
from sdk_builtins.judges.settling import judge_each, settled_values
from sdk_builtins.judges.shown_pictures import pictures_of
from sdk_core.components import Judge, JudgeContext, Options
from sdk_core.model import Criterion, Example, Judgement

NAME = "rubric"


class RubricOptions(Options):
    """Options of the judge."""

    file: str = Field(
        "",
        description="Rubric: a YAML file, or qa, reasoning, summary or record; without it the one "
        "that suits each record",
    )
    document_chars: int = Field(
        24_000,
        ge=PIECE,
        description="Characters of a passage, or of a summary's document, that are shown at most",
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a record is shown, and the ready rubric that suits it."""

    answer: str
    question: str = ""
    reasoning: str = ""
    evidence: str = ""
    what: str = "records"
    ready: str = "record"


class RubricJudge(Judge[RubricOptions]):
    """Asks for a level of each criterion and takes their weighted mean.

    Criteria are asked for one by one, or together in an order that depends on the record: the
    first of a list colours the others (2602.02219). Their levels are kept with the judgement.
    """

    def __init__(self, options: RubricOptions | None = None) -> None:
        super().__init__(options)
        self._loaded: dict[str, Rubric] = {}

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a judgement for each example; without a score where a criterion has no level.

        Raises:
            CallError: No call brought anything.
            ConfigError: The rubric cannot be used.
        """
        if self.options.file:
            self._rubric(self.options.file)  # before anything is paid for
        return await judge_each(NAME, examples, lambda example: self._judge(example, ctx))

    def _rubric(self, file: str) -> Rubric:
        if file not in self._loaded:
            self._loaded[file] = load_rubric(file)
        return self._loaded[file]

    async def _judge(self, example: Example, ctx: JudgeContext) -> Judgement:
        shown = _shown(example)
        rubric = self._rubric(self.options.file or shown.ready)
        criteria = shuffled(rubric.criteria, shown.question + "\n" + shown.answer)
        groups = [(each,) for each in criteria] if rubric.calls == "criterion" else [criteria]
        images = pictures_of(example)

        async def ask(asked_for: Sequence[RubricCriterion], passage: str, left_out: int) -> Any:
            texts = fenced(
                question=shown.question,
                reasoning=shown.reasoning,
                answer=shown.answer,
                evidence=shown.evidence,
                passage=passage,
            )
            return await ctx.object(
                "rubric_rating",
                schema=_verdicts(asked_for, rubric),
                images=images,
                pictures=len(images),
                what=shown.what,
                criteria=described(asked_for),
                left_out=left_out,
                **texts,
            )

        room = self.options.document_chars
        given = await settled_values(
            ask_beside(example.passage, room, partial(ask, group)) for group in groups
        )
        found: dict[str, _Verdict] = {}
        for verdicts in given:
            found |= verdicts[0].by_name() if verdicts else {}
        caveat = next((each[1] for each in given if each and each[1]), "")
        if shown.ready == "summary" and not example.passage:
            caveat = "without the text of its document, which is not in the file"
        return _judgement(rubric, found, caveat)


def shuffled(criteria: Sequence[RubricCriterion], seed: str) -> tuple[RubricCriterion, ...]:
    """Return criteria in an order that depends on a text alone.

    Args:
        criteria: The criteria.
        seed: The text.
    """

    def place(each: RubricCriterion) -> bytes:
        return hashlib.sha256(f"{each.name}\n{seed}".encode(errors="replace")).digest()

    return tuple(sorted(criteria, key=place))


def described(criteria: Sequence[RubricCriterion]) -> str:
    """Return criteria as a prompt shows them: the question, and each level from the lowest on."""
    return "\n\n".join(
        "\n".join(
            [
                f"{each.name}: {each.question}",
                *(f"  level {level}: {text}" for level, text in sorted(each.levels.items())),
            ]
        )
        for each in criteria
    )


class _Verdict(BaseModel):
    """A reason, and the level that follows from it."""

    reason: str
    level: int


class _Verdicts(BaseModel):
    """A verdict for each criterion, under its name."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """Put the verdict on a criterion that was asked for alone under its name."""
        names = [field.alias for field in cls.model_fields.values()]
        bare = isinstance(given, Mapping) and "level" in given and names[0] not in given
        return {names[0]: given} if bare and len(names) == 1 else given

    def by_name(self) -> dict[str, _Verdict]:
        """Return the verdicts by the names of their criteria."""
        return {
            field.alias or name: getattr(self, name)
            for name, field in type(self).model_fields.items()
        }


def _verdicts(criteria: Sequence[RubricCriterion], rubric: Rubric) -> type[_Verdicts]:
    """Return the class of an answer: an object of verdicts, each with a level of the scale."""
    low, high = rubric.scale
    level = Field(ge=low, le=high, json_schema_extra={"enum": list(rubric.levels)})
    verdict = create_model("Verdict", __base__=_Verdict, level=(int, level))
    # By an alias, as a criterion may be called like something that a class has.
    members: dict[str, Any] = {
        f"criterion_{number}": (verdict, Field(alias=each.name))
        for number, each in enumerate(criteria)
    }
    return create_model("Verdicts", __base__=_Verdicts, **members)


def _judgement(rubric: Rubric, found: Mapping[str, _Verdict], caveat: str) -> Judgement:
    low, high = rubric.scale
    criteria = tuple(
        Criterion(
            name=each.name,
            score=float(verdict.level) if (verdict := found.get(each.name)) else None,
            scale=(float(low), float(high)),
            reason=verdict.reason.strip() if verdict else "",
        )
        for each in rubric.criteria
    )
    scores = {each.name: each.score for each in criteria if each.score is not None}
    if len(scores) < len(criteria):
        missing = ", ".join(each.name for each in criteria if each.score is None)
        return Judgement(
            judge=NAME,
            score=None,
            reasons=f"not judged: no usable level of {missing}",
            criteria=criteria,
        )
    lowest = min(criteria, key=lambda each: each.score or 0.0)
    return Judgement(
        judge=NAME,
        score=rubric.overall(scores),
        reasons=f"{lowest.name} {lowest.score:g} of {high}: {lowest.reason}".strip(": "),
        criteria=criteria,
        caveat=caveat,
    )


def _shown(example: Example) -> _Shown:
    found = [each for each in asked(example) if each.question]
    if found:
        last = found[-1]
        return _Shown(
            answer=last.answer,
            question=last.question,
            reasoning=last.reasoning,
            evidence=evidence_of(last),
            what="answers to questions",
            ready="reasoning" if last.reasoning else "qa",
        )
    fields = example.declared.judged(example.fields) or dict(example.fields)
    if example.declared.whole or list(fields) == ["summary"]:
        text = str(fields.get("summary") or json.dumps(fields, ensure_ascii=False))
        return _Shown(answer=text, what="summaries of documents", ready="summary")
    text = json.dumps(fields, ensure_ascii=False, indent=1, default=str)
    spoken = "\n\n".join(f"{turn.role}: {turn.content}" for turn in example.messages)
    return _Shown(answer=spoken or text)
