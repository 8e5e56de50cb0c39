"""Questions with their solutions, for training by reward."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from sdk_builtins.exporters.messages import beside
from sdk_builtins.exporters.reading import answer_of, asked_by, conversation, rest
from sdk_builtins.exporters.room import TEXTS
from sdk_builtins.exporters.turns import ASKED, check_exchange, check_texts
from sdk_core.components import Exporter, Options
from sdk_core.model import Example
from sdk_core.naming import public_name

# Keys of the question and of its solution; verl has the latter in its ``reward_model``.
_KEYS = {
    "trl": ("prompt", "solution"),
    "verl": ("prompt", "ground_truth"),
    "bedrock": ("messages", "reference_answer"),
}


class GrpoOptions(Options):
    """Options of the format."""

    style: Literal["trl", "verl", "bedrock"] = Field(
        "trl",
        description="trl: prompt, solution; verl: prompt, reward_model …; bedrock: messages, "
        "reference_answer.",
    )


class GrpoExporter(Exporter[GrpoOptions]):
    """Gives the turns before the answer, and the answer as what a reward is measured by."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: The answer is more than a text, or no question stands before it.
        """
        asked, solved = _KEYS[self.options.style]
        for example in examples:
            *before, answer = example.to_messages()
            TEXTS.require((answer,), "its answer")
            prompt, solution = [turn.to_dict() for turn in before], answer.content
            if self.options.style != "verl":
                yield {asked: prompt, solved: solution, **beside(example)}
            else:
                yield {
                    "data_source": public_name(example.provenance.source) or "synthetic",
                    asked: prompt,
                    "ability": example.kind,
                    "reward_model": {"style": "rule", solved: solution},
                    "extra_info": {"index": zlib.crc32(before[-1].content.encode())},
                    **beside(example),
                }

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        asked, solved = _KEYS[self.options.style]
        if self.options.style == "trl":
            yield from check_exchange(row, asked)
        else:
            yield from ASKED.check(row, asked)
        if self.options.style != "verl":
            yield from check_texts(row, solved)
        else:
            yield from check_texts(row, "data_source", "ability")
            reward = row.get("reward_model")
            if not isinstance(reward, Mapping):
                yield "it has no reward_model, an object with style and ground_truth"
            else:
                yield from check_texts(reward, "style", solved)

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the question of a row with its solution as the answer, in whichever style.

        Raises:
            ValueError: It has no question with a solution.
        """
        asked, solved = next((keys for keys in _KEYS.values() if keys[1] in row), _KEYS["verl"])
        held = row if solved in row else row.get("reward_model")
        if not isinstance(held, Mapping):
            raise ValueError("it has no solution")
        prompt = asked_by(row, asked)
        turns = (*prompt.turns, *answer_of(held, solved))
        fields = rest(row, *prompt.used, *(solved if held is row else "reward_model",))
        return conversation(turns, fields, prompt.passage)
