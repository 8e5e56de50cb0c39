"""Words of a text that carry its content, folded so that their forms compare across a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.closed_classes import ASKING, GRAMMAR, WEIGHTY

_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0900-\u0963\u0e31\u0e34-\u0e4e"
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[^\W\d_](?:[^\W_]|[{_MARKS}])*")
_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff"
_KANA = "\u3041-\u309f\u30a0-\u30ff"
_CJK = re.compile(f"[{_HAN}{_KANA}]")
_CJK_RUN = re.compile(f"[{_HAN}]+|[\u30a1-\u30ff]+|[\u3041-\u309f]+|[^{_HAN}{_KANA}]+")
_NOT_SHORT = re.compile(r"(?<=[a-z])n['’]t\b", re.IGNORECASE)

_SUFFIXES = tuple(sorted(
    ["s", "es", "ed", "d", "er", "ers", "ing", "ies", "y", "ly", "est", "ness", "ment", "ments", "ation", "ations", "ion", "ions", "e", "en", "n", "em", "et", "t", "te", "ten", "ung", "ungen", "lich", "liche", "lichen", "heit", "keit", "ent", "ant", "ait", "aient", "ons", "ez", "is", "ir", "it", "i", "u", "ue", "ues", "us", "ée", "ées", "és", "é", "o", "a", "os", "as", "ar", "ado", "ada", "ando", "re", "ato", "ata", "ati", "ate", "are", "ere", "ire", "ção", "ções", "ão", "zione", "zioni", "ów", "ami", "ach", "ego", "emu", "ych", "ie", "ą", "ę", "у", "а", "ы", "и", "е", "о", "й", "я", "ю", "ом", "ам", "ах", "ов", "ев", "ый", "ий", "ая", "ое", "ые", "ого", "ому", "ать", "ить", "ует", "ют", "ет", "ит", "ти", "є", "і", "ь", "ů", "ou", "ám", "ech", "ích", "ar", "or", "na", "en", "ler", "lar", "ın", "in", "un", "ün", "de", "da", "ة", "ات", "ون", "ين", "ים", "ות"],
    key=len, reverse=True,
))  # fmt: skip
"""Endings of inflected words in the languages that inflect by endings, longest first."""

_SAMPLE = 2000
"""Characters of a text by which its language is told."""

_STEM = 4
"""Letters that a stem keeps at least: shorter ones are of many words."""

_HAN_GRAMMAR = re.compile(
    "因为|因為|所以|由于|由於|因此|而且|以及|可以|应当|应该|應當|應該|需要|的|了|是|在|和|与|與|就|也|都|被|把|"
    "会|會|要|于|於|之|其|它|这|這|那|个|個|有|为|為|而|得|地|着|过|吗|呢|吧|请|請|将|將|由|对|對|从|從|"
    "什么|什麼|多少|为什么|怎么|怎麼|怎样|哪些|哪个|哪里|哪|谁|誰|几|何时|如何"
)
_JA_GRAMMAR = re.compile(
    "です|ます|である|ため|から|こと|もの|という|ので|いる|ある|する|した|して|ました|でした|れる|られる"
)
_KO_ENDINGS = re.compile(
    "(?:입니다|이다|합니다|됩니다|때문이다|때문입니다|때문에|에서는|에서|에게|으로|부터|까지|하는|한다|했다|되는|된다|은|는|이|가|을|를|"
    "의|에|로|와|과|도|만|인|한|다)$"
)
_KO_GRAMMAR = frozenset(
    [
        "때문",
        "그",
        "이",
        "저",
        "것",
        "수",
        "등",
        "및",
        "왜냐하면",
        "그래서",
        "그것",
        "있다",
        "있는",
        "있",
        "하다",
    ]
)

LANGUAGES_BY_WORD: dict[str, frozenset[str]] = {}
"""Languages in which a word is a function word."""

for _code, _grammar in GRAMMAR.items():
    for _each in _grammar | WEIGHTY[_code] | ASKING[_code]:
        LANGUAGES_BY_WORD[_each] = LANGUAGES_BY_WORD.get(_each, frozenset()) | {_code}


@lru_cache(maxsize=256)
def words(text: str) -> tuple[str, ...]:
    """Return the words and figures of a text, case folded; of Chinese and Japanese, whole runs."""
    plain = _NOT_SHORT.sub(" not", text.replace("can't", "can not").replace("cannot", "can not"))
    return tuple(_WORD.findall(unicodedata.normalize("NFC", plain).casefold()))


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, ``""`` where it does not show.

    By its script, then by its function words: a language counts if no other has as many of them.
    """
    likely = likely_languages(text)
    return likely[0] if len(likely) == 1 else ""


@lru_cache(maxsize=256)
def likely_languages(text: str) -> tuple[str, ...]:
    """Return the codes of the languages that have most function words of a text, often one."""
    script = _language_of_script(text)
    if script:
        return (script,)
    counts: Counter[str] = Counter()
    for word in words(text[:_SAMPLE]):
        counts.update(LANGUAGES_BY_WORD.get(word, ()))
    most = max(counts.values(), default=0)
    likely = tuple(code for code, count in counts.items() if count == most)
    told = tuple(code for code in likely if any(each in text for each in _LETTERS.get(code, "")))
    return told or likely


def exchange_language(exchange: Exchange) -> str:
    """Return the language of a question with its answer; the passage decides where they do not."""
    likely = likely_languages(f"{exchange.question}\n{exchange.answer}")
    if len(likely) == 1:
        return likely[0]
    there = language_of(exchange.passage[:_SAMPLE])
    return there if there in likely or not likely else ""


_LETTERS = {
    "de": "ß", "fr": "çœêè", "es": "ñ¿¡", "pt": "ãõç", "pl": "ąęłńśźż", "cs": "řěůť", "tr": "ğışç",
    "uk": "їєґі", "ru": "ыэъё", "da": "æø", "sv": "å", "ro": "țșă", "hu": "őű", "vi": "ạảấầậđư",
}  # fmt: skip
"""Letters that a language has and others like it have not; they decide between equals."""

_BY_LETTER = (
    ("ja", re.compile(f"[{_KANA}]")),
    ("zh", re.compile(f"[{_HAN}]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
)
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def _language_of_script(text: str) -> str:
    for code, letter in _BY_LETTER:
        if letter.search(text):
            many = len(letter.findall(text))
            return code if many * 3 >= len(_LATIN.findall(text)) else ""
    return ""


@lru_cache(maxsize=256)
def content(text: str, language: str, *, bare: bool = False) -> tuple[str, ...]:
    """Return the stems of a text's content words in order; of Chinese and Japanese, pieces of runs.

    Args:
        text: The text.
        language: ISO 639-1 code of its language; of an unknown one nothing counts as grammar.
        bare: Whether function words count for nothing that say something too, as "not", "after".
    """
    grammar = GRAMMAR.get(language, frozenset())
    if bare:
        grammar |= WEIGHTY.get(language, frozenset()) | ASKING.get(language, frozenset())
    return tuple(
        piece for word in words(text) if word not in grammar for piece in _pieces(word, language)
    )


def _pieces(word: str, language: str) -> Iterator[str]:
    if _CJK.search(word):
        yield from _cjk_pieces(word, language)
    elif language == "ko" and not word.isascii():
        stem = _KO_ENDINGS.sub("", word) or word
        if stem not in _KO_GRAMMAR and word not in _KO_GRAMMAR:
            yield stem
    elif language == "th" and len(word) > 3:
        yield from (word[i : i + 3] for i in range(len(word) - 2))
    else:
        yield stem_of(word)


def _cjk_pieces(run: str, language: str) -> Iterator[str]:
    """Yield the pairs of characters of what is left of a run without grammar."""
    for part in _CJK_RUN.findall(run):
        if not _CJK.match(part):
            yield part
        elif language == "ja" and "\u3041" <= part[0] <= "\u309f":
            bare = _JA_GRAMMAR.sub("", part)
            if len(bare) > 2 or bare in ("ない", "ず"):
                yield bare
        elif language == "ja":
            yield part
        else:
            for piece in filter(None, _HAN_GRAMMAR.sub(" ", part).split()):
                yield from (piece[i : i + 2] for i in range(max(1, len(piece) - 1)))


def stem_of(word: str) -> str:
    """Return a folded word without its ending; figures and short words as they are."""
    if len(word) <= _STEM or not word.isalpha():
        return word
    for suffix in _SUFFIXES:
        if len(word) - len(suffix) >= _STEM and word.endswith(suffix):
            return word[: -len(suffix)]
    return word


_VOWELS = re.compile("[aeiouyäöüàâáéèêëíìîïóòôúùûæøå]+")


def missing(stems: Iterable[str], among: Iterable[str], *, loosely: bool = False) -> list[str]:
    """Return the stems that are not among others, nor begin or continue one of them.

    Args:
        stems: What is looked for.
        among: Where.
        loosely: Whether words with other vowels count as the same, as "come" and "came".
    """
    there = set(among)
    rest = [stem for stem in dict.fromkeys(stems) if stem not in there]
    if not rest:
        return rest
    alpha = [each for each in there if (len(each) >= _STEM or _CJK.match(each)) and each.isalpha()]
    return [stem for stem in rest if not _is_form(stem, alpha, loosely)]


def _is_form(stem: str, among: list[str], loosely: bool) -> bool:
    if len(stem) == 1 and _CJK.match(stem):
        return any(stem in other for other in among)
    if not stem.isalpha() or len(stem) < _STEM:
        return False
    bones = _VOWELS.sub("", stem)
    for other in among:
        shared = min(len(stem), len(other))
        if abs(len(stem) - len(other)) <= 3 and stem[:shared] == other[:shared]:
            return True
        if loosely and len(bones) > 1 and stem[0] == other[0] and bones == _VOWELS.sub("", other):
            return True
    return False
