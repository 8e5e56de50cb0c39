"""Questions with their solutions, for training by reward."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from sdk_core.components import Exporter
from sdk_core.components import Options as BaseOptions
from sdk_core.model import Example


class GrpoExporter(Exporter):
    """Gives the turns before the answer, and the answer as what a reward is measured by."""

    class Options(BaseOptions):
        """Options of the format."""

        style: Literal["trl", "verl", "bedrock"] = Field(
            "trl",
            description="trl: prompt, solution; verl: prompt, reward_model …; bedrock: messages, "
            "reference_answer.",
        )

    options: Options

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
                    "data_source": example.provenance.source or "synthetic",
                    "prompt": prompt,
                    "ability": example.kind,
                    "reward_model": {"style": "rule", "ground_truth": solution},
                    "extra_info": {"index": zlib.crc32(before[-1].content.encode())},
                }
