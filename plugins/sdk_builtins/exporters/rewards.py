"""Questions with their solutions, for training by reward."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from sdk_builtins.exporters.turns import ASKED, check_texts
from sdk_core.components import Exporter, Options
from sdk_core.model import Example, Message
from sdk_core.naming import public_name


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
        """Yield one row an example."""
        for example in examples:
            *before, answer = example.to_messages()
            prompt, solution = [turn.to_dict() for turn in before], answer.content
            if self.options.style == "trl":
                yield {"prompt": prompt, "solution": solution}
            elif self.options.style == "bedrock":
                yield {"messages": prompt, "reference_answer": solution}
            else:
                yield {
                    "data_source": public_name(example.provenance.source) or "synthetic",
                    "prompt": prompt,
                    "ability": example.kind,
                    "reward_model": {"style": "rule", "ground_truth": solution},
                    "extra_info": {"index": zlib.crc32(before[-1].content.encode())},
                }

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        style = self.options.style
        yield from ASKED.check(row, "messages" if style == "bedrock" else "prompt")
        if style == "trl":
            yield from check_texts(row, "solution")
        elif style == "bedrock":
            yield from check_texts(row, "reference_answer")
        else:
            yield from check_texts(row, "data_source", "ability")
            reward = row.get("reward_model")
            if not isinstance(reward, Mapping):
                yield "it has no reward_model, an object with style and ground_truth"
            else:
                yield from check_texts(reward, "style", "ground_truth")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the question of a row with its solution as the answer."""
        style = self.options.style
        turns = ASKED.read(row["messages" if style == "bedrock" else "prompt"])
        solution = (
            row["reward_model"]["ground_truth"]
            if style == "verl"
            else row["solution" if style == "trl" else "reference_answer"]
        )
        return Example(kind="conversation", messages=(*turns, Message("assistant", solution)))
