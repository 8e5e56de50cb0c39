"""What the statements of an answer may rest on: passage, question and evidence, looked up by word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import spoken
from sdk_builtins.judges.grounded.asking import Wanted, wanted
from sdk_builtins.judges.grounded.names import is_derived
from sdk_builtins.judges.grounded.slots import Slot, slots
from sdk_builtins.judges.grounded.word_forms import Vocabulary, fold, tokens, vocabulary


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer may take its words from.

    Args:
        text: Passage and question.
        words: Their vocabulary.
        language: ISO 639-1 code of the passage, ``""`` where it does not show.
        is_foreign: Whether the answer is in another language than the passage.
        wanted: What kind of answer the question wants.
        slots: Where the answer has other words than the evidence.
        thought: The figures of the reasoning.
    """

    text: str
    words: Vocabulary
    language: str
    is_foreign: bool
    wanted: Wanted
    slots: tuple[Slot, ...]
    thought: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Tell whether a name stands in the text in some form, or is built from words of it."""
        pieces = [token.key for token in tokens(name)]
        solid = "".join(pieces)
        if solid in self.words.words or (len(solid) > 3 and solid in self.words.solid):
            return True
        if is_derived(name, self.text):
            return True
        return bool(pieces) and all(self._has_piece(piece) for piece in pieces)

    def _has_piece(self, piece: str) -> bool:
        if self.words.has_name(piece, self.language):
            return True
        return piece.isalpha() and self.words.builds(piece)

    def slot_of(self, word: str) -> Slot | None:
        """Return the slot in which a word of the answer stands where the evidence has another."""
        key = fold(word)
        for slot in self.slots:
            if any(token.key == key for token in slot.said):
                return slot
        return None


@lru_cache(maxsize=8)
def ground_of(exchange: Exchange) -> Ground:
    """Return what the answer of an exchange may rest on."""
    text = f"{exchange.passage}\n{exchange.question}"
    language = spoken.language(exchange.passage)
    own = spoken.language(f"{exchange.question}\n{exchange.answer}")
    cited = [line for line in exchange.cited.split("\n") if line.strip()]
    return Ground(
        text=text,
        words=vocabulary(text),
        language=language,
        is_foreign=bool(language and own and language != own),
        wanted=wanted(exchange.question, own or language),
        slots=tuple(slot for line in cited[:8] for slot in slots(exchange.answer, line)),
        thought=frozenset(each.key for each in tokens(exchange.reasoning) if each.is_figure),
    )
