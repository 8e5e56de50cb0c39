"""Rules about what is said: references to an unseen text, refusals, leaks, cuts, no question."""

from __future__ import annotations

from sdk_builtins.judges.lint.checks import Check
from sdk_builtins.judges.lint.cut_off import find_cuts
from sdk_builtins.judges.lint.leaks import find_leaks
from sdk_builtins.judges.lint.no_question import find_no_question
from sdk_builtins.judges.lint.refusals import find_refusals
from sdk_builtins.judges.lint.unseen_text import find_unseen_text
from sdk_core.components import Rule

CHECKS: tuple[Check, ...] = (
    Check(
        Rule(name="unseen_text", summary="references to a text that the reader has not got"),
        find_unseen_text,
    ),
    Check(
        Rule(name="refusal", summary="texts that decline, or speak of the model that wrote them"),
        find_refusals,
    ),
    Check(
        Rule(name="leak", summary="residue of prompts, templates and answer formats"), find_leaks
    ),
    Check(Rule(name="cut_off", summary="texts that stop in the middle of a sentence"), find_cuts),
    Check(
        Rule(name="no_question", summary="questions that are headings, statements or instructions"),
        find_no_question,
    ),
)
