"""Which rating from 1 to 10 a text or a JSON value states: by the word and the scale beside it.

A number without either may be that of a list, of facts, of a page. What is not certainly a rating
is none: a guessed one would decide what a model is trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sdk_core.answers.answer_tree import Bare, Node, Obj
from sdk_core.answers.fields import plain_name

LOWEST = 1.0
HIGHEST = 10.0

_COUNTING = (
    "one two three four five six seven eight nine ten",
    "eins zwei drei vier fünf sechs sieben acht neun zehn",
    "un deux trois quatre cinq six sept huit neuf dix",
    "uno dos tres cuatro cinco seis siete ocho nueve diez",
    "uno due tre quattro cinque sei sette otto nove dieci",
    "一 二 三 四 五 六 七 八 九 十",
)
_WORDS = {
    word: float(value) for words in _COUNTING for value, word in enumerate(words.split(), start=1)
}
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_UNIT = r"(?:\s?(?:points?|pts?\b|punkte?n?|puntos?|punti|pontos?|балл(?:ов|а)?|分|点|점))?"
_OF = r"(?:/|out\s+of|of|von|aus|sur|sobre|de|su|из|满分|満点)"
_NUMBER = re.compile(
    rf"(?P<value>(?<![A-Za-z0-9_À-ÿ.,/])[-+]?\d{{1,6}}(?:[.,]\d{{1,6}})?(?!\d)"
    rf"|(?<!\w)(?:{_ANY_WORD})(?!\w))"
    rf"{_UNIT}(?P<scale>\s*[(（]?\s*{_OF}\s*(?P<most>\d{{1,6}}|{_ANY_WORD})(?:[.,]0+)?(?![\d%])"
    rf"{_UNIT}(?:\s*[)）])?)?[*_`\"'”’\]>}})）]*",
    re.IGNORECASE,
)
_MOST_BEFORE = 100
"""Characters before a number in which the word that makes it a rating stands."""

_NOUN = (
    r"(?:rating|rated(?:\s+as)?(?:\s+an?)?|score|grade|mark|verdict|évaluation|notation"
    r"|(?:gesamt)?(?:bewertung|punktzahl|note)"
    r"|calificación|puntuación|puntaje|valutazione|punteggio|voto|nota|avaliação|pontuação|ocena|оценка"
    r"|评分|评级|得分|分数|打分|点数|評価|スコア|評点|점수|평점)"
)
_WHOLE = (
    r"(?:overall|final|total|in total|global|gesamt|insgesamt|globale|finale|totale|总体|最终"
    r"|综合|总分|总)"
)
_BEFORE_NOUN = (
    r"(?:the|this|that|my|a|its|quality|pair|record|item|summary|is|die|meine|la|le|ma|el|mi|il"
    r"|dou|doy)"
)
_LINKS = (
    r"[*_]*\s*(?:(?:for|of|für|pour|para)\s[^.!?:：\n]{1,60})?"
    r"(?:[(\[（](?P<range>[^()\[\]（）\n]{1,30})[)\]）][*_]*)?\s*"
    r"(?:is|was|would be|of|ist|est(?: de)?|es(?: de)?|è|это|为|是|は|[:：=→]|[-–—](?=\s))?"
    r"[\s*_`\"'“\[({]*\Z"
)
_NAMED = re.compile(
    rf"(?:(?:^|[^\w\s]|\n|\d|[的对]|\b{_BEFORE_NOUN})\s*(?<![A-Za-zÀ-ÿ]){_NOUN}"
    rf"|(?<!\w)(?P<final>{_WHOLE})\s*(?:quality\s+)?{_NOUN}?)(?![A-Za-zÀ-ÿ]){_LINKS}",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"(?:(?P<who>\b(?:i|we|ich|wir|je|nous|yo|io|я)\b|\bi['’]d)[^.!?。\n]{0,60})?"
    r"(?<!\w)(?:rat(?:e[ds]?|ing)|giv(?:e[ns]?|ing)|gave|assign(?:s|ed)?|award(?:s|ed)?|deserves?"
    r"|earn(?:s|ed)?|gets?|receives?|merits?|score[ds]?|scale|bewerte|gebe|würde|vergebe|verdient"
    r"|bekommt|donne|attribue|mérite|obtient|doy|otorgo|asigno|merece|assegno|merita|ставлю)(?!\w)"
    r"(?:\s+[^\W\d]{1,12}){0,4}?(?P<article>\s+(?:an?|une?|una|eine[nr]?))?\s*[:：]?\s*[*_`\"'“]*\Z"
    r"|[给打](?P<chinese>\D{0,12})\Z",
    re.IGNORECASE,
)
_ON_SCALE = re.compile(r"\bscale\s(?:of|from)?\s*[^.!?\n]{0,30}:\s*\Z", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:can ?not|\w+n['’]t|not|never|unable|nicht|kein\w*|ne|no puedo|не|above|below|if)\b"
    r"[^.!?。\n]*\Z|[不没][^。\n]*\Z",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"\d\s*(?:to|bis|à|a|-|–|—|~)\s*(?P<to>\d{1,6})|(?:/|of|von|sur|de|max\w*)\s*(?P<of>\d{1,6})",
    re.IGNORECASE,
)
_SCALE_OF = re.compile(r"\bscale\s+(?:of|from)?\s*\d+\s*(?:to|-|–)\s*(\d{1,6})", re.IGNORECASE)
# After the number only text that explains it, never another number, unit, noun or fraction.
_TAIL = re.compile(
    r"\s*\Z|[ \t]*\n|\s*[.!。！；…](?!\d)|\s*[,;，、](?!\s*\d)|\s*[(\[（]|\s*[-–—:：]\s*(?=[^\W\d])"
    r"|\s+(?:because|since|as|for (?:this|the|being|its)|due|given|with|weil|da|denn|für|mit|car"
    r"|parce|pour|avec|porque|por|para|con|perché|per|потому)\b|\s*[因，]",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[-+]?\d{1,3},\d{3}")
_LISTED = re.compile(r"\d+[.):、](?:\s+\w|[^\W\d])")
_DECORATION = " \t\n*_`\"'“”[]{}"
_ENCLOSED = re.compile(r"\\boxed\{([^{}]{1,20})\}|<(\d[^<>]{0,9})>|^\((\d[^()]{0,9})\)$")
_LABEL = re.compile(r"[^\W\d]\s*[*_]*[:：=]\s*[*_]*\s*\Z")


_OF_TEN, _CALLED, _CALLED_FINAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number that may be a rating; ``score`` is None where it is none of 1 to 10.

    weight: what speaks for it: it is of ten, it is called a rating, it is called the final one.
    """

    score: float | None
    weight: int


def score_text(text: str, *, named: bool = True) -> float | None:
    """Return the rating that a text states, or None.

    text: such as "8", "8.5", "8,5", "8/10", "eight", "Rating: 6", "8 (clear)", or sentences that
    say which number is the rating. Fractions of another scale, ranges, percentages, words of
    praise, unlike ratings and numbers outside 1..10 give None. named: whether the text stands
    where a rating belongs, so that a number at its beginning is not that of a list.
    """
    text = _ENCLOSED.sub(lambda found: found[found.lastindex or 0], text.strip()).strip(_DECORATION)
    if not text or len(text) > 10_000:
        return None
    mentions = list(_mentions(text))
    alone = _NUMBER.match(text)
    if alone and (named or not _LISTED.match(text)) and _TAIL.match(text, alone.end()):
        mentions = [m for m in mentions if m.weight > _OF_TEN]
        mentions.append(_Mention(_value(alone), _CALLED))
    weight = max((mention.weight for mention in mentions), default=0)
    scores = {mention.score for mention in mentions if mention.weight == weight}
    if weight > _OF_TEN:
        scores.discard(None)
    return scores.pop() if len(scores) == 1 else None


def _mentions(text: str) -> Iterator[_Mention]:
    other = _SCALE_OF.search(text)
    foreign = other is not None and int(other.group(1)) != HIGHEST
    for number in _NUMBER.finditer(text):
        before = text[max(0, number.start() - _MOST_BEFORE) : number.start()]
        named = _NAMED.search(before)
        bounds = _BOUNDS.search(named.group("range") or "") if named else None
        beyond = bounds is not None and int(bounds.group("to") or bounds.group("of")) != HIGHEST
        usable = _TAIL.match(text, number.end()) and not _DENIED.search(before)
        score = _value(number) if usable else None
        if beyond or (foreign and not number.group("scale")):
            score = None
        if named:
            yield _Mention(score, _CALLED_FINAL if named.group("final") else _CALLED)
        elif _is_given(before, number) or _ON_SCALE.search(before):
            yield _Mention(score, _CALLED)
        elif number.group("scale") and not _LABEL.search(before):
            yield _Mention(score, _OF_TEN)


def _is_given(before: str, number: re.Match[str]) -> bool:
    """Tell whether somebody says that a pair gets this number."""
    given = _GIVEN.search(before)
    if given is None:
        return False
    if given.group("chinese") is not None:
        return "分" in number.group()
    return bool(given.group("who") or given.group("article") or number.group("scale"))


def _value(number: re.Match[str]) -> float | None:
    """Return a number as a rating, None where it is out of scale or of another one."""
    most = number.group("most")
    if most is not None and _read(most) != HIGHEST:
        return None
    value = _read(number.group("value"))
    return value if LOWEST <= value <= HIGHEST else None


def _read(text: str) -> float:
    word = text.casefold()
    if word in _WORDS:
        return _WORDS[word]
    return 0.0 if _THOUSANDS.fullmatch(word) else float(word.replace(",", "."))


_TOTALS = (
    "rating", "score", "value", "overall", "overallrating", "overallscore", "total", "final",
    "grade", "number",
)  # fmt: skip
_SCALE_KEYS = frozenset(
    ("max", "outof", "scale", "maximum", "maxscore", "maxrating", "maximumrating", "scalemax")
)


def score_of(value: Node) -> float | None:
    """Return the rating that a JSON value states, or None.

    value: a number, a text as in score_text, a list of one, or an object with a score member.
    """
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if isinstance(value, Obj):
        members = {plain_name(k): v for k, v in value.pairs}
        inner = next((members[k] for k in _TOTALS if k in members), None)
        value = None if has_other_scale(value) else inner
    if isinstance(value, Bare | str):
        return score_text(value if isinstance(value, str) else value.text)
    return None


def has_other_scale(record: Obj) -> bool:
    """Tell whether an object says beside its rating that the best one is not 10."""
    scales = (v for k, v in record.pairs if plain_name(k) in _SCALE_KEYS)
    texts = (v.text if isinstance(v, Bare) else v for v in scales)
    ends = (re.findall(r"\d+(?:\.\d+)?", text)[-1:] for text in texts if isinstance(text, str))
    return any(float(end) != HIGHEST for found in ends for end in found)
