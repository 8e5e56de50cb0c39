"""Finds faults of form: what a reader sees to be wrong without knowing the subject."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import exchanges
from sdk_builtins.judges.lint import substance, wording
from sdk_builtins.judges.lint.remarks import Remark
from sdk_core.components import Found, JudgeContext, Options, RuleJudge
from sdk_core.model import Example

CHECKS = (*wording.CHECKS, *substance.CHECKS)


class LintJudge(RuleJudge[Options]):
    """Looks at the wording of questions, reasoning and answers."""

    name = "lint"
    rules = tuple(check.rule for check in CHECKS)

    def look(self, example: Example, ctx: JudgeContext) -> Iterator[Found]:
        """Yield what the rules find, each rule once for each exchange."""
        for exchange in exchanges(example):
            for check in CHECKS:
                if self.action(check.rule.name) != "off":
                    for text in check.find(exchange):
                        sure = not isinstance(text, Remark)
                        yield Found(check.rule.name, text, is_sure=sure)
