"""What a line of reasoning concludes: its last clause, and whether a word says that it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = (
    r"so(?! (?:much|many|far|long|that|on|called|as)\b)|therefore|thus|hence|consequently|altogether|"
    r"in all|in total|(?:the )?(?:final )?answer is|it follows|that means|which means|makes|gives|"
    r"also|daher|deshalb|somit|folglich|demnach|insgesamt|ergibt|lautet|mithin|donc|ainsi|"
    r"par conséquent|au total|c'est pourquoi|por lo tanto|por tanto|por consiguiente|así que|entonces|"
    r"en total|por eso|quindi|dunque|perciò|pertanto|in totale|portanto|logo|assim|por isso|no total|"
    r"dus|daarom|derhalve|in totaal|więc|zatem|dlatego|czyli|łącznie|поэтому|значит|следовательно|"
    r"итого|таким образом|итак|отже|тому|значить|таким чином|разом|tedy|proto|takže|celkem|alltså|"
    r"därför|således|totalt|dolayısıyla|bu nedenle|bu yüzden|o halde|yani|demek ki|toplam|vì vậy|"
    r"do đó|vậy|jadi|maka|oleh karena itu|sehingga|derfor|altså|deci|așadar|prin urmare|tehát|ezért|"
    r"siis|joten|näin ollen|لذلك|إذن|وبالتالي|لذا|לכן|ולכן|इसलिए|अतः"
)
_MARK = re.compile(
    rf"\b(?:{_WORDS})\b|所以|因此|因而|于是|於是|可见|可見|总共|一共|したがって|従って|よって|だから|そのため|つまり|"
    "따라서|그러므로|그래서|즉",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|(?<=[。！？।])\s*|\n+")
_CLAUSE = re.compile(r"[,;:，；：、–—]\s?")
_SHORTEST = 2
"""Characters that a conclusion has at least."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The end of a line of reasoning.

    Args:
        text: What is concluded.
        is_marked: Whether a word such as "therefore", or the sign of equality, says so.
    """

    text: str
    is_marked: bool


def conclusion_of(reasoning: str) -> Conclusion:
    """Return what reasoning concludes: its last sentence, from the clause with the mark on."""
    sentences = [each.strip() for each in _SENTENCE.split(reasoning) if each.strip()]
    if not sentences:
        return Conclusion("", False)
    last = sentences[-1]
    marks = list(_MARK.finditer(last))
    equals = max(last.rfind("="), last.rfind("＝"))
    if equals >= 0 and (not marks or equals > marks[-1].end()):
        return Conclusion(last[equals + 1 :].strip(), True)
    if not marks:
        return Conclusion(last, False)
    clauses = [each.end() for each in _CLAUSE.finditer(last, 0, marks[-1].start() + 1)]
    text = last[clauses[-1] if clauses else 0 :]
    text = _MARK.sub(" ", text).strip(" ,.;:，。")
    return Conclusion(text if len(text) >= _SHORTEST else last, True)
