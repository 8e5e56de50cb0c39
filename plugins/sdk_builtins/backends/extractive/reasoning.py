"""The way from a passage to an answer, put into words."""

from __future__ import annotations

from sdk_builtins.backends.extractive.questions import Pair
from sdk_builtins.backends.extractive.ranking import rank
from sdk_builtins.backends.extractive.sentences import main_sentences

_STEPS = {
    "year": "It names the year in which this happened.",
    "maker": "It names who did it.",
    "count": "It gives the number together with what is counted.",
    "named": "It gives the name.",
    "purpose": "It says what the thing is there for.",
    "definition": "It says what is meant, so it can be given as the definition.",
    "identity": "It says the same thing the other way round, so its subject is what is asked for.",
    "reason": "What follows “because” is the reason that it gives.",
    "condition": "It gives the condition first and then what follows from it.",
    "event": "It starts with the year and goes on with what happened then.",
    "action": "It says what is done, and by what.",
    "term": "It names the term first and then explains it.",
    "cloze": "Setting it beside the statement shows which words belong in the gap.",
}
_ANY_STEP = "It answers the question directly."


def explain(pair: Pair) -> str:
    """Return why the answer of a pair is right, with the sentence that it rests on."""
    evidence = " ".join(pair.evidence.split())
    step = _STEPS.get(pair.rule, _ANY_STEP)
    conclusion = (
        "So the whole sentence is the answer."
        if pair.answer.strip() == pair.evidence.strip()
        else f"So the answer is: {' '.join(pair.answer.split())}"
    )
    return (
        f"The question is settled by this sentence of the text: “{evidence}”\n{step}\n{conclusion}"
    )


def reconstruct(question: str, answer: str, *, steps: bool = False) -> str:
    """Return a line of thought that leads to an answer somebody else gave.

    Args:
        question: What was asked.
        answer: What was answered.
        steps: Whether to go through more of the answer, point by point.
    """
    asked = " ".join(question.split())
    lead = f"The user says: “{_shorten(asked)}”" if asked else "There is no question before this."
    sentences = main_sentences(answer)
    if not sentences:
        return f"{lead}\nThere is nothing to say beyond what was said."
    points = sorted(rank(sentences).select(4 if steps else 2), key=lambda sentence: sentence.index)
    listed = "\n".join(f"{n}. {_shorten(p.flat)}" for n, p in enumerate(points, start=1))
    return f"{lead}\nWhat matters here:\n{listed}\nWith that I can answer."


def _shorten(text: str, longest: int = 240) -> str:
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + " …"
