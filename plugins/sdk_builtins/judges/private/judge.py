"""Finds personal data and secrets, and never repeats them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from sdk_builtins.judges.private.patterns import find_private
from sdk_core.components import Found, JudgeContext, Options, Rule, RuleJudge
from sdk_core.errors import UsageError
from sdk_core.model import Example, Judgement

_NAMES = {
    "email": "an e-mail address",
    "phone": "a phone number",
    "card": "a card number",
    "iban": "a bank account (IBAN)",
    "national_id": "the number of a person's papers",
    "key": "a key or token",
}


class PrivateOptions(Options):
    """Options of the judge."""

    action: Literal["drop", "report", "redact", "fail"] = Field(
        "drop",
        description="What comes of a finding: drop the record, report it only, keep it with a mark "
        "such as [EMAIL] in the place of the match, or fail the run",
    )


class PrivateJudge(RuleJudge[PrivateOptions]):
    """Looks for e-mail addresses, phone numbers, cards, bank accounts and keys."""

    name = "private"
    rules = tuple(
        Rule(name=rule, summary=f"{what[:1].upper()}{what[1:]}") for rule, what in _NAMES.items()
    )

    def look(self, example: Example, ctx: JudgeContext) -> Iterator[Found]:
        """Yield what is private, once for each kind and part; the match itself is never told."""
        for part, text in _parts(example):
            kinds = [match.rule for match in find_private(text)]
            for rule in dict.fromkeys(kinds):
                more = f" and {kinds.count(rule) - 1} more" if kinds.count(rule) > 1 else ""
                yield Found(rule, f"{_NAMES[rule]}{more} in the {part}")

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a verdict for each example, with the redacted one where that is wanted.

        Raises:
            UsageError: Something was found, and the user wants the run to fail for it.
        """
        given = await super().judge(examples, ctx)
        places: Sequence[object] = ctx.places or range(1, len(examples) + 1)
        return [
            self._as_wanted(judgement, example, str(place))
            for judgement, example, place in zip(given, examples, places, strict=True)
        ]

    def _as_wanted(self, judgement: Judgement, example: Example, place: str) -> Judgement:
        if judgement.keep or self.options.action == "drop":
            return judgement
        if self.options.action == "fail":
            raise UsageError(
                f"{place} holds {judgement.reasons}",
                hint="remove it, or say -O action=redact, drop or report",
            )
        findings = tuple(replace(each, drops=False) for each in judgement.findings)
        kept = replace(judgement, keep=True, findings=findings)
        if self.options.action == "report":
            return kept
        wanted = {each.rule for each in judgement.findings if each.drops}
        return replace(kept, instead=_redacted(example, wanted))


def _parts(example: Example) -> Iterator[tuple[str, str]]:
    for turn in example.messages:
        yield f"turn of the {turn.role}", turn.content
        if turn.reasoning:
            yield "reasoning", turn.reasoning
    for name, value in example.fields.items():
        if isinstance(value, str):
            yield name, value
    for each in example.evidence:
        yield "evidence", each.quote


def _redacted(example: Example, rules: set[str]) -> Example:
    """Return an example without what some rules find, in its passage and its quotes too.

    Spans of evidence stay: they are of the document, which is not changed.
    """

    def clean(value: Any) -> Any:
        return _without(value, rules) if isinstance(value, str) else value

    return replace(
        example,
        fields={name: clean(value) for name, value in example.fields.items()},
        messages=tuple(
            replace(turn, content=clean(turn.content), reasoning=clean(turn.reasoning))
            for turn in example.messages
        ),
        passage=clean(example.passage),
        evidence=tuple(replace(each, quote=clean(each.quote)) for each in example.evidence),
    )


def _without(text: str, rules: set[str]) -> str:
    parts, at = [], 0
    for match in find_private(text):
        if match.rule in rules:
            parts += [text[at : match.start], f"[{match.rule.upper()}]"]
            at = match.end
    return "".join([*parts, text[at:]])
