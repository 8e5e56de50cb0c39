"""Values of a text: figures with their units, numbers in words, and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sdk_builtins.judges.lint.content_words import stem_of

_CODE = r"[A-Za-z]{1,8}-?\d[\w/]*(?:-\w+)*|\d{2,}-\d{4,}(?:-\d+)*"
_FIGURE = r"(?P<money>[£$€¥₹₽]\s?)?(?P<figure>\d[\d.,'’\u00a0\u202f]*\d|\d)"
_VALUE = re.compile(
    rf"(?<![\w.])(?:(?P<code>{_CODE})(?!\w)|{_FIGURE}"
    r"(?:\s?(?P<unit>%|°\s?[CF]|[£$€¥₹₽]|[^\W\d_]+(?:/[^\W\d_]+)?))?)"
)
_NEAR = 0.02
"""Part by which values may differ that are the same, rounded."""

_SCALES = (1.0, 100.0, 1000.0, 0.01, 0.001)
"""Factors between values that are the same in other units: a share and its percentage."""

_NUMBERS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "de": "null - zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "zéro - deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "cero - dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "zero - due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "zero - dois três quatro cinco seis sete oito nove dez onze doze",
    "nl": "nul - twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять",
    "cs": "nula jeden dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct",
    "sv": "noll - två tre fyra fem sex sju åtta nio tio elva tolv",
    "tr": "sıfır - iki üç dört beş altı yedi sekiz dokuz on - -",
}
_BY_WORD = {
    code: {word: float(i) for i, word in enumerate(text.split()) if word != "-"}
    for code, text in _NUMBERS.items()
}
_LARGER = (
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand hundert tausend vingt "
    "trente quarante cinquante soixante cent mille veinte treinta cuarenta cincuenta sesenta setenta "
    "ochenta noventa cien ciento mil vinte trinta quarenta cinquenta sessenta oitenta cem cento honderd "
    "duizend dwadzieścia trzydzieści czterdzieści sto tysiąc двадцать тридцать сорок пятьдесят "
    "шестьдесят семьдесят восемьдесят девяносто сто тысяча двадцять тридцять п'ятдесят дев'яносто "
    "тисяча dvacet třicet čtyřicet padesát tisíc hundra tusen yirmi otuz kırk elli altmış yetmiş "
    "seksen doksan yüz bin half halb halbe demi demie media mezza mezzo meia meio половина пол"
)
_TENS = frozenset(_LARGER.split())
"""Words of larger numbers and of parts: beside them a small number is not all that is said."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_HAN_NUMBER = re.compile("([一二两兩三四五六七八九十]{1,3})(?=([\u4e00-\u9fff]))")
_HAN = {
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure or a code.

    Args:
        text: It as it stands, for messages.
        readings: What a figure may mean: "1.000" is one and a thousand; empty for codes.
        unit: The folded word or sign that it counts, ``""`` for none.
    """

    text: str
    readings: tuple[float, ...] = ()
    unit: str = ""

    def equals(self, other: Value) -> bool:
        """Return whether both may be the same value, rounded or on another scale."""
        if not self.readings or not other.readings:
            return self.text.casefold() == other.text.casefold()
        return any(
            _is_near(mine, theirs * scale)
            for mine in self.readings
            for theirs in other.readings
            for scale in _SCALES
        )

    def compares_with(self, other: Value) -> bool:
        """Return whether both are of one sort: codes of one form, or figures of one unit."""
        if not self.readings or not other.readings:
            return not self.readings and not other.readings and _form(self) == _form(other)
        return self.unit == other.unit or not self.unit or not other.unit


def _is_near(one: float, other: float) -> bool:
    apart = abs(one - other)
    is_rounded = one.is_integer() != other.is_integer() and apart <= 0.5
    return is_rounded or apart <= _NEAR * max(abs(one), abs(other))


def _form(code: Value) -> str:
    return re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "9", code.text))


def values(text: str, language: str) -> list[Value]:
    """Return the values of a text in order.

    Args:
        text: The text.
        language: ISO 639-1 code of the language in which it may have numbers in words.
    """
    found = [(match.start(), _value(match)) for match in _VALUE.finditer(text)]
    found += _in_words(text, language)
    return [value for _, value in sorted(found, key=lambda each: each[0])]


def _value(match: re.Match[str]) -> Value:
    if match["code"]:
        return Value(match["code"])
    unit = (match["money"] or match["unit"] or "").strip()
    return Value(match[0].strip(), _readings(match["figure"]), _unit(unit))


def _unit(word: str) -> str:
    if "\u3040" <= word[:1] <= "\u9fff":
        return word[0]
    return stem_of(word.casefold().replace(" ", ""))


def _readings(figure: str) -> tuple[float, ...]:
    bare = re.sub(r"['’\u00a0\u202f]", "", figure)
    read = set()
    for thousands, point in ((",", "."), (".", ",")):
        try:
            read.add(float(bare.replace(thousands, "").replace(point, ".")))
        except ValueError:
            continue
    return tuple(read)


def _in_words(text: str, language: str) -> Iterator[tuple[int, Value]]:
    if language == "zh":
        for match in _HAN_NUMBER.finditer(text):
            yield match.start(), Value(match[1] + match[2], (_han_number(match[1]),), match[2])
        return
    by_word = _BY_WORD.get(language)
    if by_word is None:
        return
    all_words = list(_WORD.finditer(text.casefold()))
    if any(word[0] in _TENS for word in all_words):
        return
    for i, word in enumerate(all_words):
        number = by_word.get(word[0])
        if number is not None:
            unit = all_words[i + 1][0] if i + 1 < len(all_words) else ""
            yield word.start(), Value(f"{word[0]} {unit}".strip(), (number,), stem_of(unit))


def _han_number(text: str) -> float:
    tens, has_tens, ones = text.partition("十")
    if not has_tens:
        return float(_HAN.get(text[-1], 0))
    return 10.0 * _HAN.get(tens, 1) + _HAN.get(ones, 0)
