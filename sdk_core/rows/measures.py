"""What is true of the rows of a file: how long they are, and what a trainer would make of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sdk_core import tokens
from sdk_core.model import Example
from sdk_core.rows import loss_mask
from sdk_core.rows.lengths import Lengths, training_text

# What the tokenizers of common models turn into control tokens, and what multimodal trainers
# count as a picture.
_CONTROL = re.compile(r"<\|[\w-]{2,40}\|>|</?s>|\[/?INST\]|<(?:bos|eos|pad|unk|image|video|audio)>")

RENDERED = "rendered"
"""Kind of an example whose text was made by a chat template."""


class Measurements:
    """Looks at examples on their way to a trainer.

    Args:
        tokenizer: What counts tokens, as `tokens.counter` has it.
        sequence_length: Tokens that a row may have in training, 0 for any number.
        show_loss: Whether the tokens that carry loss are shown.

    Raises:
        UsageError: The tokenizer or its chat template cannot be used.
    """

    def __init__(
        self,
        tokenizer: str = tokens.BY_CHARACTERS,
        sequence_length: int = 0,
        *,
        show_loss: bool = False,
    ) -> None:
        self.lengths = Lengths(tokens.counter(tokenizer), tokenizer)
        self.limit = sequence_length
        self.loss = loss_mask.open_check(tokenizer)
        self._shows = show_loss
        self._control: Counter[str] = Counter()
        self._leading_space = 0

    def see(self, example: Example) -> None:
        """Look at an example."""
        text = training_text(example)
        self.lengths.add(example, text)
        if self.loss is not None:
            self.loss.see(example)
        if _answer(example)[:1].isspace():
            self._leading_space += 1
        if ("<" in text or "[" in text) and example.kind != RENDERED:
            self._control.update(sorted(set(_CONTROL.findall(text))))

    def warnings(self) -> list[str]:
        """Return what users should look at, one sentence each."""
        found = [] if self.loss is None else self.loss.warnings()
        if self._shows and self.loss is None:
            found.append(
                "--show-loss needs a chat template: give --tokenizer the folder of a model with "
                "tokenizer.json and chat_template.jinja or tokenizer_config.json"
            )
        if self.limit and (longer := self.lengths.longer(self.limit)):
            found.append(
                f"{longer:,} of {self.lengths.found.total():,} rows are longer than {self.limit:,} "
                "tokens; trainers cut their answers (--max-tokens leaves them out)"
            )
        if self._control:
            names = ", ".join(f"{token} ({count})" for token, count in self._control.most_common(5))
            found.append(
                f"texts hold control tokens, which a trainer may take for its own: {names}"
            )
        if self._leading_space:
            found.append(
                f"{self._leading_space} answers begin with white space, which blurs the line "
                "between question and answer in training"
            )
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON-serialisable values."""
        measured = self.lengths
        figures: dict[str, Any] = {
            "rows": measured.found.total(),
            "tokens": measured.total,
            "counter": measured.counter,
            "longest": measured.longest,
            "median": measured.quantile(0.5),
            "histogram": [[end, count] for end, count in measured.histogram().items()],
        }
        if self.limit:
            figures["sequence_length"] = self.limit
            figures["longer"] = measured.longer(self.limit)
        if self._shows and self.loss is not None:
            figures["loss"] = [shown.to_dict() for shown in self.loss.shown]
        return figures


def _answer(example: Example) -> str:
    if example.messages:
        return example.messages[-1].content
    names = example.declared.answer_fields
    answer = example.fields.get(names[0]) if names else None
    return answer if isinstance(answer, str) else ""
