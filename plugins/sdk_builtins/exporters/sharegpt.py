"""ShareGPT turns, as LLaMA-Factory, axolotl, ms-swift and Unsloth read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sdk_core.components import Exporter
from sdk_core.model import Example

_SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt"}


class ShareGptExporter(Exporter):
    """Gives ``conversations`` of ``from`` and ``value``; a system turn comes first."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: A turn has a role that this format does not know.
        """
        for example in examples:
            turns = []
            for message in example.to_messages():
                if message.role not in _SPEAKERS:
                    raise ValueError(f"ShareGPT has no role {message.role!r}")
                turns.append({"from": _SPEAKERS[message.role], "value": message.content})
            yield {"conversations": turns}
