"""Rules about what an answer gives: nothing, the question again, another language, broken text."""

from __future__ import annotations

from sdk_builtins.judges.lint.answer_language import find_language
from sdk_builtins.judges.lint.broken_text import find_broken
from sdk_builtins.judges.lint.checks import Check
from sdk_builtins.judges.lint.echoes import find_echo
from sdk_builtins.judges.lint.emptiness import find_emptiness
from sdk_builtins.judges.lint.lengths import find_length
from sdk_builtins.judges.lint.reasoning_end import find_contradiction
from sdk_core.components import Rule

CHECKS: tuple[Check, ...] = (
    Check(Rule(name="echo", summary="Answers that only repeat the question"), find_echo),
    Check(Rule(name="empty", summary="Answers and reasoning without content"), find_emptiness),
    Check(
        Rule(name="contradictory_reasoning", summary="Reasoning that ends in another answer"),
        find_contradiction,
    ),
    Check(
        Rule(name="language", summary="Another language than that of the document"),
        find_language,
    ),
    Check(
        Rule(name="broken_text", summary="Wrongly decoded text, controls and broken markup"),
        find_broken,
    ),
    Check(
        Rule(name="length", summary="Absurd lengths, and texts that repeat themselves"), find_length
    ),
)
