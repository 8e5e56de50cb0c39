"""What personal data and secrets look like, and what only looks like them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z\u00a1-\uffff]{2,24}(?![\w-])"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s?(?:\(at\)|\[at\]| at )\s?[\w-]{2,63}"
    r"\s?(?:\(dot\)|\[dot\]| dot )\s?\w{2,12}"
)
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,9}(?![A-Za-z0-9])")
_MORE = r"(?:[ \u00a0./\u2013-]{0,2}\(?\d\)?)"
_PHONE = re.compile(
    rf"(?<![A-Za-z0-9_/.-])(?:\+|00)[ ]?[1-9]{_MORE}{{6,14}}(?![A-Za-z0-9_/]|\.\d)"
    rf"|(?<![A-Za-z0-9_/.-])\(\d{{2,5}}\)[ ]?\d{_MORE}{{5,13}}(?![A-Za-z0-9_/])"
)
_DIALLED = re.compile(rf"(?<![A-Za-z0-9_/.+-])\(?\d{_MORE}{{5,14}}(?![A-Za-z0-9_/]|\.\d)")
_CALLS = re.compile(
    r"\b(?:tel|tél|télé|phone|telephone|téléphone|teléfono|telefono|telefoon|telefon\w*|tlf|cell"
    r"|mobile|mobil\w*|mob|móvil|celular|cellulare|portable|gsm|handy|komórk\w*|fax|call|dial"
    r"|appel\w+|llam\w+|ruf\w*|bel(?:t|len)?|ring\w*|zadzwo\w+|whatsapp|sms|hotline|numer|nummer)\b"
    r"|тел\w*|моб\w*|звон\w+|电话|電話|手机|手機|携帯|携帶|热线|熱線|전화|휴대폰|연락처|هاتف|جوال|اتصل"
    r"|טלפון|נייד|फ़ोन|फोन|मोबाइल|โทร|điện thoại",
    re.IGNORECASE,
)
_NEAR = 40
"""Characters before a number in which a word says that it is one to be called."""

_DATE = re.compile(
    r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d"
)
_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9])(?:sk-(?:proj-|ant-)?|sk_(?:live|test)_|pk_(?:live|test)_|rk_live_|gh[pousr]_"
    r"|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|ya29\.|hf_|npm_|pypi-|dop_v1_|shpat_|SG\."
    r"|eyJ[A-Za-z0-9_-]{8,}\.)[A-Za-z0-9_.\-]{8,}"
)
_PEM = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.*?-----END [A-Z ]*PRIVATE KEY-----)?", re.DOTALL
)
_NATIONAL = re.compile(
    r"(?:\b(?i:ssn|social security (?:number|no\.?)|national insurance (?:number|no\.?)|nhs number"
    r"|passport (?:number|no\.?)|driving licen[cs]e (?:number|no\.?)|pesel|cpf|cnpj|nif|nie|dni|bsn"
    r"|codice fiscale|personnummer|fødselsnummer|henkilötunnus|steuer-?id\w*|sozialversicherungsnummer"
    r"|personalausweisnummer|numéro de sécurité sociale|rodné číslo|aadhaar|t\.?c\.? kimlik)"
    r"|снилс|инн|паспорт\w*|身份证号?码?|身分證字號|マイナンバー|個人番号|주민등록번호|여권번호)"
    r"[^\d\n]{0,24}?((?:[A-Z]{0,2}\d[\dA-Z]*[ ./-]?){2,8})"
)
_NAMED = re.compile(
    r"(?i:bearer|token|api[_ -]?key|apikey|secret|passwor[dt]|passwort|mot de passe|contraseña|senha"
    r"|密码|密碼|パスワード|пароль|access[_ -]?key)[\"'`]?(?:\s*(?:[:=]|is|ist|est|es|是|は|—)\s*|\s+)[\"'`]?"
    r"([^\s\"'`,;。，]{8,200})"
)
_TOKEN = re.compile(
    r"(?<![\w/.-])[A-Za-z][A-Za-z0-9]{1,11}(?:_[A-Za-z0-9]{2,12})?_[A-Za-z0-9]{16,80}(?![\w-])"
)
_RANDOM = 3.2
"""Bits a character of a text with letters of both cases and digits from which on it is no word
(Shannon's entropy of its own characters)."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text.

    Args:
        rule: What it is: the name of the rule.
        start: Where it begins.
        end: Where it ends.
    """

    rule: str
    start: int
    end: int


def find_private(text: str) -> list[Match]:
    """Return what is private in a text, in order, none within another."""
    found = [Match(rule, start, end) for rule, find in _FINDERS for start, end in find(text)]
    found.sort(key=lambda match: (match.start, -match.end))
    apart: list[Match] = []
    for match in found:
        if not apart or match.start >= apart[-1].end:
            apart.append(match)
    return apart


def is_luhn(digits: str) -> bool:
    """Tell whether the last of some digits checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def is_iban(text: str) -> bool:
    """Tell whether an IBAN has the right check digits (ISO 13616, modulo 97)."""
    plain = re.sub(r"\s", "", text)
    if not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _emails(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _EMAIL.finditer(text))


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if digits[0] in "23456" and len(set(digits)) > 1 and is_luhn(digits):
            yield found.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN.finditer(text):
        end = found.end()
        while end - found.start() >= 15:  # words in capitals may follow
            if is_iban(text[found.start() : end]):
                yield found.start(), end
                break
            end = text.rfind(" ", found.start(), end)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(text):
        if _is_number(found.group()):
            yield found.span()
    for found in _DIALLED.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        said = list(_CALLS.finditer(before))
        if said and _is_number(found.group()) and not re.search(r"\d{4}", before[said[-1].end() :]):
            yield found.span()


def _is_number(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return 6 <= len(digits) <= 15 and not _DATE.fullmatch(text.strip())


def _national_ids(text: str) -> Iterator[tuple[int, int]]:
    for found in _NATIONAL.finditer(text):
        if len(re.sub(r"\D", "", found.group(1))) >= 6:
            yield found.start(1), found.start(1) + len(found.group(1).rstrip(" ./-"))


def _keys(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PREFIXED, _PEM):
        yield from (found.span() for found in pattern.finditer(text))
    for found in _NAMED.finditer(text):
        if _is_random(found.group(1).rstrip(".)")):
            yield found.span(1)
    for found in _TOKEN.finditer(text):
        if _is_random(found.group().rpartition("_")[2]):
            yield found.span()


def _is_random(text: str) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit)
    mixed = sum(any(map(kind, text)) for kind in kinds)
    if mixed < 2 or not any(map(str.isdigit, text)):
        return False
    counts = Counter(text)
    bits = -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
    return bits >= min(_RANDOM, math.log2(len(text)) - 0.5)


_FINDERS: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("key", _keys),
    ("email", _emails),
    ("iban", _ibans),
    ("card", _cards),
    ("national_id", _national_ids),
    ("phone", _phones),
)
