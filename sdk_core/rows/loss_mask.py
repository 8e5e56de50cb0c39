"""Which tokens of an example carry loss, shown for the first few."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sdk_core import tokens
from sdk_core.model import Example
from sdk_core.rows import chat_template
from sdk_core.rows.chat_template import ChatTemplate, RenderedChat

LOOKED_AT = 100
"""Examples that are rendered; what is wrong with a template shows in the first."""

SHOWN = 3
"""Those of them that are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a rendered example.

    Args:
        text: Its text.
        learnt: Whether its tokens carry loss.
    """

    text: str
    learnt: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as a model reads it.

    Args:
        pieces: Its text, cut where loss begins and ends, at the borders of tokens.
        tokens: Tokens in all.
        learnt: Those of them that carry loss.
    """

    pieces: tuple[Piece, ...]
    tokens: int
    learnt: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-serialisable values; a piece is its text and whether it is learnt."""
        pieces = [[piece.text, piece.learnt] for piece in self.pieces]
        return {"tokens": self.tokens, "learnt": self.learnt, "pieces": pieces}


@dataclass(slots=True)
class LossCheck:
    """Renders the first examples with a model's chat template.

    Args:
        template: The template.
        encode: Gives the spans of a text's tokens, in characters.
        seen: How many examples were rendered.
        shown: The first of them.
        found: What is wrong, and with how many.
    """

    template: ChatTemplate
    encode: tokens.Encode
    seen: int = 0
    shown: list[Shown] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    def see(self, example: Example) -> None:
        """Render an example, unless enough have been."""
        if self.seen >= LOOKED_AT:
            return
        try:
            messages = example.to_messages()
        except ValueError:  # a text of its own, of which no template makes anything
            return
        self.seen += 1
        try:
            rendered = self.template.render(messages)
        except ValueError as error:
            self.found[str(error)] += 1
            return
        self.found.update(set(chat_template.lost(messages, rendered.text)))
        shown, crossing = _cut(rendered, self.encode(rendered.text))
        if not shown.learnt:
            self.found["no token would carry loss"] += 1
        if crossing:
            self.found[
                "a token lies across the border of question and answer, so that the answer "
                "loses its beginning or the question gets loss"
            ] += 1
        if len(self.shown) < SHOWN:
            self.shown.append(shown)

    def warnings(self) -> list[str]:
        """Return what is wrong, one sentence each."""
        of = f"of {self.seen} rows" if self.seen < LOOKED_AT else f"of the first {self.seen} rows"
        return [f"{text}: {count} {of}" for text, count in self.found.most_common()]


def open_check(tokenizer: str) -> LossCheck | None:
    """Return a check with the chat template beside a tokenizer, ``None`` when there is none.

    Raises:
        UsageError: The template or the tokenizer cannot be used.
    """
    if tokenizer == tokens.BY_CHARACTERS:
        return None
    template = chat_template.find_template(tokenizer)
    return None if template is None else LossCheck(template, tokens.encoder(tokenizer))


def _cut(rendered: RenderedChat, tokens: list[chat_template.Span]) -> tuple[Shown, bool]:
    """Return what is learnt of a text token by token, and whether a token is learnt in part."""
    pieces: list[Piece] = []
    learnt, crossing, place = 0, False, 0
    for start, end in tokens:
        inside = any(begin < end and start < stop for begin, stop in rendered.learnt)
        crossing |= any(start < begin < end for begin, _ in rendered.learnt)
        learnt += inside
        if end <= place:  # a part of a character that the token before shows
            continue
        text = rendered.text[place:end]
        if pieces and pieces[-1].learnt == inside:
            pieces[-1] = Piece(pieces[-1].text + text, inside)
        else:
            pieces.append(Piece(text, inside))
        place = end
    if place < len(rendered.text):
        pieces.append(Piece(rendered.text[place:], learnt=False))
    return Shown(tuple(pieces), len(tokens), learnt), crossing
