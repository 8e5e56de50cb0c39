"""The format of Stanford's Alpaca: one instruction and one output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

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
            turns = [turn for turn in example.to_messages() if turn.role != "system"]
            if [turn.role for turn in turns] != ["user", "assistant"]:
                raise ValueError(
                    f"the format holds one question and one answer, the record has {len(turns)} "
                    "turns; use ft or chatml"
                )
            row = {"instruction": turns[0].content, "input": "", "output": turns[1].content}
            for name in ("instruction", "output"):
                if not row[name].strip():
                    raise ValueError(f"its {name} would be empty")
            yield row
