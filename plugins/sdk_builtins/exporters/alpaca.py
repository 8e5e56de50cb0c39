"""The format of Stanford's Alpaca: one instruction and one output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.reading import PAIRS, exchange
from sdk_builtins.exporters.room import TEXTS, require_no_tools, system_text
from sdk_builtins.exporters.turns import check_texts
from sdk_core.components import Exporter
from sdk_core.model import Conversation, Example

_EXCHANGE = ["user", "assistant"]


class AlpacaExporter(Exporter):
    """Gives ``instruction``, an empty ``input`` and ``output``; reasoning leads the output.

    Of a conversation, the system turn is in ``system`` and what was said before in ``history``,
    pairs of question and answer; both as LLaMA-Factory has them.
    """

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example; our own default system turn is left out.

        Raises:
            ValueError: An example holds more than questions and answers in turn, or what only a
                turn could say.
        """
        for example in examples:
            turns = example.to_messages()
            TEXTS.require(turns)
            require_no_tools(example)
            system, turns = system_text(turns)
            if not _take_turns(turns):
                raise ValueError(
                    "the format holds questions and answers in turn, after one system turn; "
                    "messages and jsonl keep other orders"
                )
            asked, answered = turns[-2], turns[-1]
            row: dict[str, Any] = {
                "instruction": asked.content,
                "input": "",
                "output": answered.content,
            }
            if example.declared.holds_turns or system or len(turns) > 2:
                before = zip(turns[:-2:2], turns[1:-2:2], strict=True)
                row["system"] = system
                row["history"] = [[one.content, other.content] for one, other in before]
            yield row

    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        """Return what is wrong with a row; ``system`` and ``history`` may stand beside the rest."""
        problems = check_texts(row, "instruction", "output")
        problems += check_texts(row, "input", empty=True)
        if "system" in row:
            problems += check_texts(row, "system", empty=True)
        if "history" in row:
            history = row["history"]
            if not isinstance(history, list) or not all(map(_is_exchange, history)):
                problems.append("history is no list of pairs of question and answer")
        return problems

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the question of a row with its answer, of the same columns under other names too.

        Raises:
            ValueError: It has no such columns.
        """
        return exchange(row, *PAIRS)


def _is_exchange(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)


def _take_turns(turns: Conversation) -> bool:
    roles = [turn.role for turn in turns]
    return roles == _EXCHANGE or (bool(roles) and roles == _EXCHANGE * (len(roles) // 2))
