"""Words that deny, by language, and which words of a clause they deny."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sdk_builtins.judges.grounded.clauses import clauses
from sdk_builtins.judges.grounded.names import is_small
from sdk_builtins.judges.grounded.word_forms import Token, fold, tokens
from sdk_builtins.judges.lint.closed_classes import NEGATION

_REACH = 5
"""Words at most between what denies and what is denied."""

_REACH_UNSPACED = 10
"""The same in characters, in scripts that do not set words apart."""

_FIRST = 4
"""Pairs of characters next to what denies, which may be an auxiliary, among which its verb is."""

_MORE: Mapping[str, str] = {
    "en": "no not nobody none never nothing nowhere neither nor without absence lack lacks lacking "
    "unable impossible",
    "de": "nicht nie niemals kein keine keinen keinem keiner keines nichts niemand weder ohne nirgends",
    "fr": "ne n pas jamais aucun aucune rien ni sans nul nulle",
    "es": "no nunca jamas ningun ninguno ninguna nada nadie ni sin tampoco",
    "it": "non mai nessun nessuno nessuna niente nulla ne senza",
    "pt": "nao nunca jamais nenhum nenhuma nada ninguem nem sem",
    "nl": "niet geen nooit niets niemand noch zonder",
    "sv": "inte ej ingen inget inga aldrig icke utan",
    "da": "ikke ingen intet aldrig uden ej",
    "no": "ikke ingen intet aldri uten",
    "pl": "nie nigdy zaden zadna zadne zadnego zadnej nic nikt bez ani",
    "cs": "ne neni nejsou nikdy zadny zadna zadne nic nikdo bez ani nelze",
    "ru": "не нет никогда никакой никакие никаких ничего никто без нельзя ни невозможно",
    "uk": "не ні ніколи жоден жодна жодне жодних ничого ніхто без немає неможливо",
    "tr": "degil yok hicbir asla hic olmaz",
    "ar": "لا ليس ليست لم لن غير بدون دون",
    "he": "לא אין אינו אינה אינם בלי ללא",
    "hi": "नही न मत बिना",
    "vi": "khong chua chang dung",
    "id": "tidak bukan belum jangan tanpa",
    "ro": "nu niciun nicio niciodata nimic fara",
    "hu": "nem nincs nincsenek soha semmi senki ne",
    "fi": "ei eivat en emme ilman",
    "el": "δεν μην οχι ποτε κανενας χωρις",
}  # fmt: skip

_DENYING = {
    code: frozenset(fold(word) for word in words.split())
    | frozenset(fold(word) for word in NEGATION.get(code, ()) if len(word) > 1)
    for code, words in _MORE.items()
}

_NOT_DENYING = {
    "en": r"not only|not just|not even|not necessarily|no later than|no more than|no less than|no fewer than|not more than|not less than|not until|no matter|no\. ?\d|none other|nothing but|no longer than|no earlier than",
    "de": r"nicht nur|nicht einmal|auch nicht|nicht zwingend|nicht mehr als|nicht weniger als|nichts als|nicht später als|nicht erst",
    "fr": r"\bn(?:e |')(?=(?:(?!\bpas\b|\bni\b|\bjamais\b|\baucune?\b|\brien\b|\bplus\b)[^,.;:])*\b(?:que|qu')\b)|pas seulement|pas même|même pas|non seulement|pas plus de|sans exception|avant que[^,.;]*?\bne?\b",
    "es": r"ni siquiera|no solo|no sólo|no más de|no menos de|no obstante",
    "it": r"nemmeno|neppure|non solo|non soltanto|non più di|non meno di|nonostante|se non",
    "pt": r"nem mesmo|não só|não apenas|não mais de|não menos de|no entanto",
    "nl": r"niet eens|ook niet|niet alleen|niet meer dan|niet minder dan",
    "sv": r"inte ens|inte bara|inte mer än|inte mindre än|inte minst",
    "pl": r"nawet nie|nie tylko|nie więcej niż|nie mniej niż|nie później niż|nie wcześniej niż",
    "cs": r"ne jen|nejen|ne více než|ne méně než",
    "ru": r"даже не|не только|не более|не менее|не позднее|не ранее|ни разу|тем не менее|не раньше",
    "uk": r"не тільки|не лише|не більше|не менше|не пізніше|не раніше",
    "tr": r"sadece değil|yalnız değil",
    "vi": r"không chỉ|không quá|không những",
    "id": r"tidak hanya|tidak lebih dari|bukan hanya",
}
"""What has a word that denies and denies nothing, or only how much."""

_UNSPACED = {
    "zh": (
        r"不得不|不仅|不僅|不但|不只|不论|不論|不管|不同|不锈|不鏽|不断|不斷|不过|不過|不足|不久|不少|不超过|不超過"
        r"|不低于|不高于|不低於|不高於|无论|無論|没关系|不一定|非常|不等|不妨|不然|无线|無線|别墅|未来|未來|能不能|会不会|是不是|可不可以|有没有|不多于|不少于|不晚于|不早于|不可避免|未必|除非",
        r"不|没有|沒有|没|沒|未|无|無|勿|禁止|非|别",
    ),
    "ja": (
        r"なければならない|なければなりません|なくてはならない|ないといけない|ざるを得ない|かもしれない|かもしれません"
        r"|に違いない|だけでなく|だけではなく|のみならず|少ない|少なく|足りない|危ない|やむを得ない|無線|無料|しかない|しか|なければ|までに限ら|無断|非常",
        r"ない|なく|なかった|ません|ず[、にと]|ぬ|なし|無し|不可|禁止|できな|いいえ|未",
    ),
    "ko": (
        r"뿐만 아니라|뿐 아니라|않으면 안|지 않을 수 없|밖에 없|없이는|못지않|아닌가|안내|안전|안정|안에|안쪽|안경|시간 안",
        r"않|없|못|아니|아닌|안 |금지|불가|말아야|마십시오|마세요",
    ),
    "th": (r"ไม่เพียง|ไม่เกิน|ไม่น้อยกว่า|ไม่ต่ำกว่า|หรือไม่|ไม่ว่า|แต่ไม่เพียง", r"ไม่|ห้าม|มิ|ไร้|ปราศจาก"),
}  # fmt: skip

_BARE = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _NOT_DENYING.items()}
_BARE_UNSPACED = {code: re.compile(bare) for code, (bare, _) in _UNSPACED.items()}
_CUES_UNSPACED = {code: re.compile(cues) for code, (_, cues) in _UNSPACED.items()}

_PROHIBITING = {
    "en": "forbid forbad prohibit ban banned disallow refus exclu reject fail",
    "de": "verbot untersag unzulassig ausgeschlossen ausgenommen abgelehnt verweiger scheiter gescheitert misslang misslung",
    "fr": "interdi prohib exclu refus defend echou echec",
    "es": "prohib vedad exclu rechaz deneg fall fracas",
    "it": "vietat proibit esclus rifiut respin fallit",
    "pt": "proib vedad exclu recus rejeit falh fracass",
    "nl": "verboden uitgesloten uitgezonderd geweigerd mislukt",
    "sv": "forbj undant uteslut",
    "pl": "zabron zakaz wyklucz wylacz odmow niedozwol",
    "cs": "zakaz vylouc odmit",
    "ru": "запре исключ отказ недопуст неуда провал",
    "uk": "заборон виключ відмов",
    "tr": "yasak haric reddedil",
    "zh": "禁止 不得 拒绝 排除 失败",
    "ja": "禁止 不可 拒否 除外 失敗",
    "ko": "금지 불가 거부 제외 실패",
}
"""Beginnings of words that deny what they say, as a verb with a negation does."""

_WITHOUT = frozenset(
    [
        "without",
        "ohne",
        "sans",
        "sin",
        "senza",
        "sem",
        "zonder",
        "utan",
        "uden",
        "uten",
        "bez",
        "без",
        "fara",
        "nelkul",
        "ilman",
    ]
)
"""Words that deny once more what a clause denies already: ``not without consent``."""

_ONLY = {
    "en": "only solely exclusively",
    "de": "nur ausschließlich lediglich erst",
    "fr": "seul seulement uniquement exclusivement seuls seule seules",
    "es": "solo sólo solamente únicamente exclusivamente",
    "it": "solo soltanto solamente unicamente esclusivamente",
    "pt": "só apenas somente unicamente exclusivamente",
    "nl": "alleen slechts uitsluitend pas",
    "sv": "bara endast enbart",
    "pl": "tylko wyłącznie jedynie dopiero",
    "cs": "jen pouze výhradně jedině",
    "ru": "только лишь исключительно",
    "uk": "тільки лише виключно",
    "tr": "sadece yalnızca yalnız ancak",
    "zh": "只 仅 僅 才",
    "ja": "のみ だけ しか 限",
    "ko": "만 뿐",
}
"""Words by which a clause denies all but what it names."""

KNOWN = frozenset(_DENYING) | frozenset(_UNSPACED)
"""ISO 639-1 codes of the languages in which denials are told."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause with what it denies.

    Args:
        words: Its content words; of scripts without spaces, pairs of characters.
        denied: Those that something near denies.
        focus: For each word that denies, the one that it denies first of all.
        cues: The words that deny.
        text: The clause as it stands.
        is_restricted: Whether it denies in a way that is not told: all but one, or twice.
    """

    words: tuple[str, ...]
    denied: frozenset[str]
    focus: tuple[str, ...]
    cues: tuple[str, ...]
    text: str
    is_restricted: bool

    @property
    def is_denial(self) -> bool:
        """Whether it denies what it is about, and not only that something goes with it."""
        return any(cue not in _WITHOUT for cue in self.cues)


@lru_cache(maxsize=512)
def statements(text: str, language: str) -> tuple[Statement, ...]:
    """Return the clauses of a text with what they deny.

    Args:
        text: The text.
        language: ISO 639-1 code, one of `KNOWN`.
    """
    made = _unspaced if language in _UNSPACED else _spaced
    return tuple(made(clause, language) for clause in clauses(text))


def denies(text: str, language: str) -> bool:
    """Tell whether anything in a text denies."""
    return any(each.cues for each in statements(text, language))


def prohibits(text: str, language: str) -> bool:
    """Tell whether a text denies in a word that says so by itself, such as ``forbidden``."""
    begun = tuple(_PROHIBITING.get(language, "").split())
    if language in _UNSPACED:
        return any(each in text for each in begun)
    return bool(begun) and any(token.key.startswith(begun) for token in tokens(text))


def _spaced(clause: str, language: str) -> Statement:
    bare = _BARE.get(language)
    plain = bare.sub(lambda match: " " * len(match[0]), clause) if bare else clause
    there = tokens(plain)
    cues = [at for at, token in enumerate(there) if token.key in _DENYING[language]]
    words: list[str] = []
    denied: set[str] = set()
    for at, token in enumerate(there):
        if not _has_content(token, language):
            continue
        words.append(token.key)
        if any(abs(at - cue) <= _REACH for cue in cues):
            denied.add(token.key)
    focus = [_focus(there, cue, language) for cue in cues]
    return Statement(
        tuple(words),
        frozenset(denied),
        tuple(filter(None, focus)),
        tuple(there[at].key for at in cues),
        clause,
        _is_restricted(there, len(cues), language),
    )


def _is_restricted(there: Sequence[Token], cues: int, language: str) -> bool:
    keys = {token.key for token in there}
    if cues > 1 and keys & _WITHOUT:
        return True
    return any(fold(word) in keys for word in _ONLY.get(language, "").split())


_BEHIND = frozenset({"tr", "hi"})
"""Languages whose words that deny stand behind what they deny."""


def _focus(there: Sequence[Token], cue: int, language: str) -> str:
    """Return the content word next to one that denies, on the side that it denies."""
    behind = [token.key for token in there[cue + 1 :] if _has_content(token, language)]
    before = [token.key for token in reversed(there[:cue]) if _has_content(token, language)]
    first, second = (before, behind) if language in _BEHIND else (behind, before)
    return (first or second or [""])[0]


def _has_content(token: Token, language: str) -> bool:
    if token.is_figure:
        return False
    return len(token.key) > 1 and not (
        is_small(token.text, language) or token.key in _DENYING[language]
    )


def _unspaced(clause: str, language: str) -> Statement:
    plain = _BARE_UNSPACED[language].sub(lambda match: " " * len(match[0]), clause)
    cues = list(_CUES_UNSPACED[language].finditer(plain))
    blanked = _CUES_UNSPACED[language].sub(lambda match: " " * len(match[0]), plain)
    pieces = _pieces(blanked, language)
    denied: set[str] = set()
    focus: list[str] = []
    for cue in cues:
        if language in ("ja", "ko"):
            near = [key for _, end, key in pieces if 0 <= cue.start() - end <= _REACH_UNSPACED]
            focus.extend(near[-_FIRST:])
        else:
            near = [key for start, _, key in pieces if 0 <= start - cue.end() <= _REACH_UNSPACED]
            focus.extend(near[:_FIRST])
        denied.update(near)
    return Statement(
        tuple(key for _, _, key in pieces),
        frozenset(denied),
        tuple(focus),
        tuple(cue[0] for cue in cues),
        clause,
        any(word in clause for word in _ONLY[language].split()) if language in _ONLY else False,
    )


_PIECE = re.compile(r"[一-鿿々]{2,}|[ァ-ヿ]{2,}|[가-힣]{2,}|[A-Za-z][A-Za-z0-9-]+|[ก-๛]{4,}")


def _pieces(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return where the content of an unspaced text stands: pairs of characters, whole words."""
    found: list[tuple[int, int, str]] = []
    for run in _PIECE.finditer(text):
        if run[0][0] > "\u2e80" and not "\u30a1" <= run[0][0] <= "\u30ff" and run[0][0] < "\uac00":
            found.extend(
                (at, at + 2, text[at : at + 2]) for at in range(run.start(), run.end() - 1)
            )
        elif "ก" <= run[0][0] <= "๛":
            found.extend(
                (at, at + 3, text[at : at + 3]) for at in range(run.start(), run.end() - 2)
            )
        else:
            found.append((run.start(), run.end(), fold(run[0])))
    return found
