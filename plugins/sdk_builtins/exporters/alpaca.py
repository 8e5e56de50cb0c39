"""The format of Stanford's Alpaca: one instruction and one output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.reading import exchange
from sdk_builtins.exporters.turns import check_texts
from sdk_core.components import Exporter
from sdk_core.model import Example


class AlpacaExporter(Exporter):
    """Gives ``instruction``, an empty ``input`` and ``output``; reasoning leads the output."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example; a system turn has no place in this format and is left out.

        Raises:
            ValueError: An example is not exactly one question with one answer, or holds text that
                no file can carry.
        """
        for example in examples:
            turns = example.to_messages()
            if turns[0].role == "system":
                turns = turns[1:]
            if len(turns) != 2 or turns[0].role != "user" or turns[1].role != "assistant":
                raise ValueError(
                    f"the format holds one question and one answer, the record has {len(turns)} "
                    "turns; use ft or chatml"
                )
            row = {"instruction": turns[0].content, "input": "", "output": turns[1].content}
            for name in ("instruction", "output"):
                if not row[name].strip():
                    raise ValueError(f"its {name} would be empty")
            yield row

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row; ``system`` and ``history`` may stand beside the rest."""
        yield from check_texts(row, "instruction", "output")
        yield from check_texts(row, "input", empty=True)
        if "system" in row:
            yield from check_texts(row, "system", empty=True)
        history = row.get("history", [])
        if not isinstance(history, list) or not all(map(_is_exchange, history)):
            yield "history is no list of pairs of question and answer"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the question of a row with its answer, of the same columns under other names too.

        Raises:
            ValueError: It has no such columns.
        """
        return exchange(row)


def _is_exchange(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)
