"""Numbers in words, in the languages that set words apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

_SEPARATE = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "hundred=100* thousand=1000* dozen=12",
    ),
    "fr": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
        " seize",
        "vingt trente quarante cinquante soixante septante quatrevingt nonante",
        "cent=100* cents=100* mille=1000* une=1 douzaine=12 dizaine=10 quinzaine=15 vingtaine=20"
        " trentaine=30 cinquantaine=50 centaine=100 huitante=80",
    ),
    "es": (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés"
        " veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300 trescientas=300"
        " cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600"
        " seiscientas=600 setecientos=700 setecientas=700 ochocientos=800 ochocientas=800"
        " novecientos=900 novecientas=900 mil=1000* docena=12 decena=10 veintiún=21 veintiuna=21",
    ),
    "pt": (
        "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze"
        " dezesseis dezessete dezoito dezenove",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
        "uma=1 duas=2 quatorze=14 dezasseis=16 dezassete=17 dezanove=19 cem=100 cento=100"
        " duzentos=200 duzentas=200 trezentos=300 trezentas=300 quatrocentos=400 quatrocentas=400"
        " quinhentos=500 quinhentas=500 seiscentos=600 seiscentas=600 setecentos=700"
        " setecentas=700 oitocentos=800 oitocentas=800 novecentos=900 novecentas=900 mil=1000*"
        " dúzia=12 dezena=10",
    ),
    "pl": (
        "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście"
        " trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
        "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt"
        " osiemdziesiąt dziewięćdziesiąt",
        "dwie=2 dwóch=2 trzech=3 czterech=4 pięciu=5 sześciu=6 siedmiu=7 ośmiu=8 dziewięciu=9"
        " dziesięciu=10 dwunastu=12 piętnastu=15 dwudziestu=20 trzydziestu=30 sto=100 stu=100"
        " dwieście=200 trzysta=300 czterysta=400 pięćset=500 sześćset=600 siedemset=700"
        " osiemset=800 dziewięćset=900 tysiąc=1000* tysiące=1000* tysięcy=1000*",
    ),
    "cs": (
        "nula jeden dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct"
        " patnáct šestnáct sedmnáct osmnáct devatenáct",
        "dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát",
        "dvě=2 dvou=2 tří=3 čtyř=4 pěti=5 šesti=6 sedmi=7 osmi=8 devíti=9 deseti=10 dvanácti=12"
        " patnácti=15 dvaceti=20 třiceti=30 sto=100* stě=100* sta=100* set=100* tisíc=1000*"
        " tisíce=1000*",
    ),
    "ru": (
        "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать"
        " тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
        "две=2 двух=2 трёх=3 трех=3 четырёх=4 четырех=4 пяти=5 шести=6 семи=7 восьми=8 девяти=9"
        " десяти=10 двенадцати=12 пятнадцати=15 двадцати=20 тридцати=30 сорока=40 сто=100 ста=100"
        " двести=200 триста=300 четыреста=400 пятьсот=500 шестьсот=600 семьсот=700 восемьсот=800"
        " девятьсот=900 тысяча=1000* тысячи=1000* тысяч=1000*",
    ),
    "uk": (
        "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять"
        " тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
        "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
        "дві=2 двох=2 трьох=3 чотирьох=4 п'яти=5 шести=6 семи=7 восьми=8 десяти=10 сто=100"
        " двісті=200 триста=300 п'ятсот=500 тисяча=1000* тисячі=1000* тисяч=1000*",
    ),
    "tr": (
        "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
        "yirmi otuz kırk elli altmış yetmiş seksen doksan",
        "on=10 yüz=100* bin=1000* düzine=12",
    ),
    "vi": ("không một hai ba bốn năm sáu bảy tám chín", "", "mười=10 trăm=100* nghìn=1000*"),
    "id": (
        "nol satu dua tiga empat lima enam tujuh delapan sembilan",
        "",
        "sepuluh=10 sebelas=11 seratus=100 seribu=1000",
    ),
}  # fmt: skip
"""By language: words from 0 up, the tens from twenty, and others; ``*`` marks multipliers."""

_GLUED = {
    "de": (
        "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
        " fünfzehn sechzehn siebzehn achtzehn neunzehn",
        "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
        "hundert",
        "tausend",
        "{unit}und{ten}",
    ),
    "nl": (
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien"
        " vijftien zestien zeventien achttien negentien",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        "honderd",
        "duizend",
        "{unit}en{ten}",
    ),
    "it": (
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici"
        " quattordici quindici sedici diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
        "cento",
        "mila",
        "{ten}{unit}",
    ),
    "sv": (
        "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton"
        " sjutton arton nitton",
        "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
        "hundra",
        "tusen",
        "{ten}{unit}",
    ),
    "no": (
        "null en to tre fire fem seks syv åtte ni ti elleve tolv tretten fjorten femten seksten"
        " sytten atten nitten",
        "tjue tretti førti femti seksti sytti åtti nitti",
        "hundre",
        "tusen",
        "{ten}{unit}",
    ),
    "da": (
        "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten"
        " sytten atten nitten",
        "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems",
        "hundrede",
        "tusind",
        "{unit}og{ten}",
    ),
}  # fmt: skip
"""By language: words from 0 up, the tens from twenty, hundred, thousand, and how tens are made."""

_JOINERS = frozenset(["and", "et", "y", "e", "und", "en", "och", "og", "i", "и", "та", "ve"])
_THOUSANDS = ("tausend", "duizend", "mila", "mille", "tusen", "tusind")
_WORD = re.compile(r"[^\W\d_]+_*(?:['’][^\W\d_]+)?")
_EIGHTY = re.compile(r"\bquatre[- ]vingts?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words, and where it stands."""

    start: int
    end: int
    value: float


_VARIANTS = {
    "de": {"eins": 1.0, "eine": 1.0, "einen": 1.0, "einer": 1.0, "zwo": 2.0},
    "nl": {"één": 1.0},
    "it": {"un": 1.0, "una": 1.0, "mille": 1000.0},
}


@lru_cache(maxsize=64)
def _known(languages: frozenset[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the words that say a number, and those that multiply the one before."""
    values: dict[str, float] = {}
    multipliers: dict[str, float] = {}
    for language in sorted(languages & _SEPARATE.keys()):
        small, tens, others = _SEPARATE[language]
        values |= {word: float(value) for value, word in enumerate(small.split())}
        values |= {word: 10.0 * value for value, word in enumerate(tens.split(), 2)}
        for word, _, value in (other.partition("=") for other in others.split()):
            if value.endswith("*"):
                multipliers[word] = float(value[:-1])
            else:
                values[word] = float(value)
    for language in sorted(languages & _GLUED.keys()):
        small, tens, hundred, thousand, pattern = _GLUED[language]
        values |= _glued(small.split(), tens.split(), hundred, pattern)
        values |= _VARIANTS.get(language, {})
        multipliers[hundred] = 100.0
        multipliers[thousand] = 1000.0
    return values, multipliers


def _glued(small: list[str], tens: list[str], hundred: str, pattern: str) -> dict[str, float]:
    below: dict[str, float] = {word: float(value) for value, word in enumerate(small)}
    for (value, unit), (ten_value, ten) in product(enumerate(small[1:10], 1), enumerate(tens, 2)):
        word = pattern.format(unit=unit, ten=ten)
        if hundred == "cento" and unit[0] in "uo":
            word = ten[:-1] + unit
        if pattern == "{unit}en{ten}" and unit.endswith("ee"):
            word = f"{unit}ën{ten}"
        below[word] = float(10 * ten_value + value)
        if hundred == "cento" and unit == "tre":
            below[f"{ten}tré"] = below[word]
    below |= {ten: 10.0 * value for value, ten in enumerate(tens, 2)}
    whole = dict(below)
    for times, unit in enumerate(["", *small[2:10]], 1):
        for joined, (word, number) in product(("", "und", "en", "og"), [("", 0.0), *below.items()]):
            if number or not (word or joined):
                whole.setdefault(f"{unit}{hundred}{joined}{word}", times * 100 + number)
    if small[1] == "ein":
        whole |= {f"ein{word}": v for word, v in whole.items() if word.startswith(hundred)}
    return whole


def number_words(text: str, languages: frozenset[str]) -> Iterator[WordNumber]:
    """Yield the numbers that a text says in words, each as long as it goes.

    Args:
        text: What is read.
        languages: ISO 639-1 codes of what it may be written in: ``to`` is two in Danish.
    """
    values, multipliers = _known(languages)
    if not values:
        return
    lowered = _EIGHTY.sub(lambda found: "quatrevingt".ljust(len(found[0]), "_"), text).lower()
    if len(lowered) != len(text):  # a letter that grows when it is made small
        return
    words = _Words(values, multipliers)
    run: list[tuple[int, int, str]] = []
    for found in _WORD.finditer(lowered):
        word = found[0].rstrip("_").replace("’", "'")
        if run and not _joins(lowered[run[-1][1] : found.start()]):
            yield from words.numbers(run)
            run = []
        if words.says(word) or (run and word in _JOINERS):
            run.append((found.start(), found.end(), word))
        elif run:
            yield from words.numbers(run)
            run = []
    yield from words.numbers(run)


def _joins(between: str) -> bool:
    return between == "-" or between.isspace()


@dataclass(frozen=True, slots=True)
class _Words:
    """Number words of some languages, and how they add up."""

    values: dict[str, float]
    multipliers: dict[str, float]

    def says(self, word: str) -> bool:
        """Tell whether a word says a number or makes one larger."""
        return word in self.values or word in self.multipliers or self.large(word) is not None

    def large(self, word: str) -> float | None:
        """Return what a glued word of more than a thousand says: ``viertausendfünfhundert``."""
        for thousand in _THOUSANDS:
            head, found, tail = word.partition(thousand)
            if found and thousand in self.multipliers and (head or tail):
                times = self.values.get(head) if head else 1.0
                rest = self.values.get(tail.removeprefix("und")) if tail else 0.0
                if times is not None and rest is not None:
                    return times * 1000 + rest
        return None

    def numbers(self, run: list[tuple[int, int, str]]) -> Iterator[WordNumber]:
        """Yield the numbers of a run of number words; two that do not add up are two numbers."""
        start = end = -1
        total = current = last = 0.0
        for begin, stop, word in run:
            value = self.values.get(word, self.large(word))
            times = self.multipliers.get(word)
            if value is None and times is None:
                continue
            if times is not None and (value is None or start >= 0):
                start = begin if start < 0 else start
                if times > 100.0:
                    total, current = total + (current or 1.0) * times, 0.0
                elif current < 100:
                    current = (current or 1.0) * times
                last, end = times, stop
                continue
            assert value is not None
            if start >= 0 and not _adds(last, value):
                yield WordNumber(start, end, total + current)
                start, total, current = -1, 0.0, 0.0
            start = begin if start < 0 else start
            current += value
            last, end = _granularity(value), stop
        if start >= 0:
            yield WordNumber(start, end, total + current)


def _adds(last: float, value: float) -> bool:
    """Tell whether a number word adds to the one before: ``forty`` and ``two``, not ``ten``."""
    if not 0 < value < last:
        return False
    if last == 10:
        return value >= 7  # dix-sept
    return last >= 100 or value < (20 if last in (60.0, 80.0) else 10)  # soixante-dix


def _granularity(value: float) -> float:
    """Return the size of number below which another may be added: 20 for 20, 100 for 300."""
    for size in (1000, 100):
        if value >= size and value % size == 0:
            return float(size)
    return value if value % 10 == 0 else 0.0
