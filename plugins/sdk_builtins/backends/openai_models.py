"""What a list of models says of them: which there are, and how much they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CONTEXT = (
    "max_model_len",  # vLLM, SGLang
    "n_ctx",  # llama.cpp, in "meta"
    "loaded_context_length",  # LM Studio
    "context_length",  # OpenRouter, Together, Fireworks
    "context_window",  # Groq
    "max_context_length",  # Mistral, LM Studio
    "max_input_tokens",  # Anthropic, LiteLLM
)
"""Fields with the tokens of prompt and answer together, what is in force before what could be."""

_ANSWER = ("max_completion_tokens", "max_output_tokens")
"""Fields with the tokens of an answer, at Groq, OpenRouter (in "top_provider") and LiteLLM."""

_INNER = ("meta", "top_provider", "limits", "model_info")


@dataclass(frozen=True, slots=True)
class ModelList:
    """The models that a server lists.

    Args:
        entries: What it says of each, by name.
    """

    entries: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, answer: object) -> ModelList | None:
        """Return the list in a decoded answer, ``None`` when there is none."""
        found = answer.get("data") if isinstance(answer, dict) else answer
        if not isinstance(found, list):
            return None
        return cls({str(e["id"]): e for e in found if isinstance(e, dict) and "id" in e})

    def has(self, model: str) -> bool:
        """Whether a model is in the list; Gemini's names have ``models/`` before them."""
        return model in self.entries or f"models/{model}" in self.entries

    def limits(self, model: str) -> tuple[int, int]:
        """Return the tokens that a model holds, and those of an answer; 0 where it is not said.

        A server with one model answers as that one, whatever it is called.
        """
        entry = self.entries.get(model) or self.entries.get(f"models/{model}")
        if entry is None and len(self.entries) == 1:
            entry = next(iter(self.entries.values()))
        if entry is None:
            return 0, 0
        return _number(entry, _CONTEXT), _number(entry, _ANSWER)


def _number(entry: Mapping[str, Any], names: tuple[str, ...]) -> int:
    inner = (entry.get(name) for name in _INNER)
    places = [part for part in inner if isinstance(part, dict)]
    for name in names:
        for place in (*places, entry):
            if type(place.get(name)) is int and place[name] > 0:
                return int(place[name])
    return 0
