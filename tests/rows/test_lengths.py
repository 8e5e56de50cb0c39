"""How long rows are in training: their texts, calls of tools, and what a chat template adds."""

from __future__ import annotations

from typing import Any

from sdk_core.model import Example, Message
from sdk_core.rows.lengths import TOKENS_OF_A_SYSTEM_TURN, TOKENS_PER_TURN, example_tokens
from sdk_core.tokens import estimate


def talk(*turns: Message, **fields: Any) -> Example:
    return Example(kind="conversation", messages=turns, fields=fields)


def characters(text: str) -> int:
    return len(text)


def test_a_template_adds_its_marks_and_to_a_bound_its_own_system_turn() -> None:
    turns = (Message("user", "How long?"), Message("assistant", "14 days."))
    texts = estimate("How long?\n14 days.")
    assert example_tokens(talk(*turns), estimate) == (
        texts + 2 * TOKENS_PER_TURN + TOKENS_OF_A_SYSTEM_TURN
    )
    told = talk(Message("system", "Be brief."), *turns)
    with_system = estimate("Be brief.\nHow long?\n14 days.")
    assert example_tokens(told, estimate) == with_system + 3 * TOKENS_PER_TURN
    assert example_tokens(talk(*turns), characters) == len("How long?\n14 days.") + 10


def test_all_that_a_trainer_sees_is_counted() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "count", "arguments": "x" * 500}}
    question, answer = Message("user", "How many?"), Message("assistant", "Twelve.")
    plain = example_tokens(talk(question, answer), characters)
    calling = Message("assistant", "", details={"tool_calls": [call]})
    assert example_tokens(talk(question, calling, answer), characters) > plain + 500
    thinking = Message("assistant", "Twelve.", reasoning="y" * 500)
    assert example_tokens(talk(question, thinking), characters) == plain + 501
    tools = [{"type": "function", "function": {"name": "count", "description": "z" * 500}}]
    assert example_tokens(talk(question, answer, tools=tools), characters) > plain + 500
    assert example_tokens(talk(question, answer, id="i" * 500), characters) == plain


def test_an_upper_bound_for_chinese_code_and_tables() -> None:
    """Counts of Tekken, the vocabulary of Mistral, which has the most for Chinese."""
    warranty = (
        "水泵的保修期为自购买之日起两年，涵盖所有制造缺陷，"
        "但不包括因不当安装、腐蚀性液体或电压波动造成的损坏。"
    )
    assert estimate(warranty) >= 60
    assert estimate("| M7 | 50.75 | 055433 |\n| M8 | 58.00 | 063352 |\n") >= 38
    assert estimate("    m = re.match(r'^(\\d+)\\s*[:=]\\s*(.+)$', line)\n") >= 24
