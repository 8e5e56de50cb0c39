"""What the tables of phrases that point at a text are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_NEVER = re.compile(r"(?!)")
_WORD = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Phrases:
    """How a language points at a text.

    Its patterns are compiled when they are first looked for: a run meets few languages.

    Args:
        words: Alternatives that patterns name in angle brackets: ``<text>``. Those named
            ``hints`` are pieces of words of which a text has one, if any of the patterns is in it.
        patterns: By role, patterns that are searched for in small letters.
    """

    words: Mapping[str, str]
    patterns: Mapping[str, tuple[str, ...]]

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Pieces of words of which a text has one, if any of the patterns is in it."""
        return tuple(self.words.get("hints", "").split("|"))

    @cached_property
    def sure(self) -> re.Pattern[str]:
        """Phrases that point at a text wherever they stand: ``the passage above``."""
        return self._compiled("sure")

    @cached_property
    def this(self) -> re.Pattern[str]:
        """The same with a demonstrative, which may take up a noun before it: ``this table``."""
        return self._compiled("this")

    @cached_property
    def told(self) -> re.Pattern[str]:
        """The bare text as what says something: ``according to the text``."""
        return self._compiled("told")

    @cached_property
    def text(self) -> re.Pattern[str]:
        """The bare text otherwise; what the passage is about may be a text."""
        return self._compiled("text")

    @cached_property
    def part(self) -> re.Pattern[str]:
        """Bare tables, figures and pages as what says something, in questions."""
        return self._compiled("part")

    @cached_property
    def work(self) -> re.Pattern[str]:
        """Bare books, reports and authors as what says something, where none is named."""
        return self._compiled("work")

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """Figures, pages and sections by number, in questions that name no document."""
        return self._compiled("numbered")

    @cached_property
    def see(self) -> re.Pattern[str]:
        """Referring a reader to one of these, in answers."""
        return self._compiled("see")

    def _compiled(self, role: str) -> re.Pattern[str]:
        alternatives = self.patterns.get(role)
        if not alternatives:
            return _NEVER
        pattern = "|".join(f"(?:{each})" for each in alternatives)
        for _ in range(2):  # words may name words
            pattern = _WORD.sub(lambda found: f"(?:{self.words[found[1]]})", pattern)
        return re.compile(pattern)


def phrases(words: Mapping[str, str], **patterns: tuple[str, ...]) -> Phrases:
    """Return the phrases of a language, by role as `Phrases` names them."""
    return Phrases(words, patterns)
