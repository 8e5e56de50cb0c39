"""Judges that ask no model: they look for what is known to be wrong, and say what they found."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import Field, create_model

from sdk_core.components.base import Options, OptionsT
from sdk_core.components.models import Judge, JudgeContext
from sdk_core.model.examples import Example, Finding, Judgement

Action = Literal["drop", "flag", "off"]
"""What comes of a finding: the record is dropped, kept with a remark, or not looked at for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a judge looks for.

    Args:
        name: Its name, in small letters and underscores; an option of the judge bears it.
        summary: What it finds: ``Refusals, and talk of the model about itself``.
        action: What comes of a finding unless the user says otherwise.
    """

    name: str
    summary: str
    action: Action = "drop"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a rule.

    Args:
        rule: Name of the rule.
        text: What was found, in words.
        is_sure: Whether a rule that drops may drop for it; else it is a remark in any case.
    """

    rule: str
    text: str
    is_sure: bool = True


class RuleJudge(Judge[OptionsT]):
    """Base of judges that ask no model.

    Each rule becomes an option of the judge, in which the user says ``drop``, ``flag`` or ``off``.
    A record is kept unless a rule that drops has found something.
    """

    name: ClassVar[str]
    """Name of the judge, as its spec says it."""

    rules: ClassVar[tuple[Rule, ...]]
    """What it looks for."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "rules" in vars(cls):
            cls.options_type = _with_rules(cls.options_type, cls.rules)

    @abstractmethod
    def look(self, example: Example, ctx: JudgeContext) -> Iterable[Found]:
        """Return what its rules find in an example; of rules that are off, nothing counts."""

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a verdict for each example: to keep it or not, and what was found."""
        return [self.verdict(self.look(example, ctx)) for example in examples]

    def action(self, rule: str) -> Action:
        """Return what comes of a finding of a rule."""
        action: Action = getattr(self.options, rule)
        return action

    def verdict(self, found: Iterable[Found]) -> Judgement:
        """Return the judgement that findings amount to."""
        findings = tuple(
            Finding(rule=each.rule, text=each.text, drops=each.is_sure and action == "drop")
            for each in found
            if (action := self.action(each.rule)) != "off"
        )
        dropping = [each.text for each in findings if each.drops]
        return Judgement(
            judge=self.name,
            score=None,
            keep=not dropping,
            reasons="; ".join(dropping or [each.text for each in findings]),
            findings=findings,
        )


def _with_rules(base: type[Options], rules: Sequence[Rule]) -> type[Options]:
    fields: dict[str, Any] = {
        rule.name: (Action, Field(rule.action, description=rule.summary)) for rule in rules
    }
    made: type[Options] = create_model(base.__name__, __base__=base, **fields)
    return made
