"""What a question asks for: a time, a place, a person, a reason; by its first question word.

Words that are something else in another language of the list, such as the Dutch "wie" (who), which
is German for how, ask for nothing in particular.
"""

from __future__ import annotations

import re

_WORDS = {
    "time": "when wann quand cuándo quando wanneer kiedy когда коли kdy när متى מתי कब",
    "place": "where wo wohin woher où dónde adónde onde dove waar gdzie где куда kde kam nerede"
    " nereye أين איפה היכן कहाँ कहां",
    "person": "who whom whose wer wen wem wessen quién quiénes quem chi kto кто кого хто kdo vem kim"
    " kimin कौन किसने",
    "reason": "why warum weshalb wieso pourquoi perché waarom dlaczego почему чому proč varför neden"
    " niçin niye لماذا למה מדוע क्यों",
    "": "what which how was welche welcher welches welchen welchem wie wieviel que qu quel quelle"
    " quels quelles comment combien qué cuál cuáles cómo cuánto cuántos cuánta cuántas qual quais"
    " como quanto quantos quanti quante cosa come wat welke hoe hoeveel co jaki jaka jakie który"
    " która które jak ile что какой какая какое какие как сколько що який яка яке які як скільки"
    " jaký jaká jaké který která které kolik vad vilken vilket vilka hur ne hangi nasıl kaç",
}
_CLASSES = {word: asked for asked, listed in _WORDS.items() for word in listed.split()}

_UNSPACED = {
    "time": "什么时候|什麼時候|何时|何時|いつ|언제|เมื่อไหร่|เมื่อไร|เมื่อใด",
    "place": "哪里|哪裡|哪儿|何处|どこ|어디|ที่ไหน|ที่ใด",
    "person": "谁|誰|누가|누구|ใคร",
    "reason": "为什么|為什麼|为何|為何|なぜ|どうして|왜|ทำไม|เพราะเหตุใด",
}
_UNSPACED_PATTERN = re.compile(
    "|".join(f"(?P<{asked}>{listed})" for asked, listed in _UNSPACED.items())
)
_BETWEEN = re.compile(r"[\s'’,.;:?!¿¡\"“”„()]+")


def asked_for(question: str) -> str:
    """Return time, place, person or reason, ``""`` where none of them is asked for."""
    plain = question.casefold()
    for word in _BETWEEN.split(plain):
        if word in _CLASSES:
            return _CLASSES[word]
    found = _UNSPACED_PATTERN.search(plain)
    return found.lastgroup or "" if found else ""
