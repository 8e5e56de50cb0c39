"""Texts that stop in the middle of a sentence, as answers do that reach a limit of tokens.

Short answers without a full stop are whole: "12 bar", "By the notary". So a text is cut only where
its last word, its brackets or the passage say that more was to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.hanging_words import (
    FUNCTION_WORDS,
    HANGING_ENDINGS,
    WHOLE_ENDINGS,
)
from sdk_builtins.judges.lint.languages import LETTER, WORD, languages_of
from sdk_builtins.judges.lint.quoting import quoted_end

_ENDED = re.compile(r"(?:[.!?…。！？．؟।॥։¿‽]|:-?[)D])[\s\"'”’“»«›‹)\]）】」』》〉*_`~|]*$")
"""Marks that end a sentence, with what may close behind them."""

_CODE = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]*`|https?://\S+", re.DOTALL)
_OPEN_END = re.compile(r"(?:[,，、:：(（\[{「『《“„«‹=&]|(?<=\s)[-–—+*/<])\s*$|[a-zà-öø-ÿа-яё]-$")
_SPACE = re.compile(r"\s+")
_LIST_ITEM = re.compile(r"\s*(?:[-*•+–]|\d{1,3}[.)]|\(?[a-z]\))\s")
_OPENERS = "([{（「『《【"
_CLOSERS = ")]}）」』》】"
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2}[.!?])[\"'”’»)]*\s+(?=[^\W\d_a-zа-яà-ÿ])|(?<=[。！？])\s*(?=\S)"
)
_SHORTENED = (
    "dr mr mrs ms st prof no nr vs etc approx ca fig vol inc ltd co corp jr sr art abs bzw usw ing"
    " sig dott sra dra av gen rev hon col capt sgt lt dept est tel ext ed eds pp vol mme mlle dhr"
    " mevr им тел стр ул др см рис напр inż mgr nr tzv např doc örn vb"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())
"""Words that a full stop shortens, in small letters."""

_LAST_WORD = re.compile(rf"{LETTER}+(?:['’]{LETTER}*)?['’]?$")
_WIDE = re.compile(r"[\u3041-\u9fff]")

_FEW = 2
"""Words that a text has at least, to be cut behind a word after which something must come."""

_SENTENCE = 6
"""Words that a text has at least, to be taken for a sentence."""

_LONG_SENTENCE = 8
_WIDE_SENTENCE = 8
"""The same in letters of Chinese and Japanese."""

_CLAUSE = 4
"""Words without a full stop behind sentences with one, from which on they are a sentence."""

_TAIL = 3
"""Words at the end of a text that are looked for in the passage."""

_WIDE_TAIL = 4
_STUB = 3
"""Letters that a word of the passage has more than the stub of it."""

_JAPANESE_ADVERBIALS = ("に", "で", "へ", "から", "まで")
"""Particles that end an answer as well as they stand before a verb."""

_STRANDING = frozenset({"en", "nl", "sv", "da", "no"})
"""Languages whose questions leave prepositions behind: ``What is the lever for``."""

_BROKEN_MATH = re.compile(
    r"\\begin\{(\w+\*?)\}(?!.*\\end\{\1\})|\\\((?!.*\\\))|\\\[(?!.*\\\])", re.DOTALL
)


def find_cuts(exchange: Exchange) -> Iterator[str]:
    """Yield which text of an exchange stops in the middle."""
    fields = (
        ("question", exchange.question),
        (exchange.field, exchange.answer),
        ("reasoning", exchange.reasoning),
    )
    for field, text in fields:
        if text.strip() and _is_cut(text.strip(), exchange, is_question=field == "question"):
            yield f"the {field} stops in the middle, {quoted_end(text)}"
            return


def _is_cut(text: str, exchange: Exchange, *, is_question: bool) -> bool:
    if text.count("```") % 2 or text.count("$$") % 2 or _BROKEN_MATH.search(text):
        return True
    if _ENDED.search(text):
        return False
    prose = _CODE.sub("`", text).rstrip(" \t\n*_")
    if not any(each.isalpha() for each in prose) or prose.endswith("`"):
        return False
    if _is_open(prose, is_question=is_question):
        return True
    languages = languages_of(exchange)
    wide = len(_WIDE.findall(prose))
    if wide * 2 > len(prose) or "ko" in languages or "th" in languages:
        return _is_cut_wide(prose, exchange, languages)
    return (
        _hangs(prose, exchange, languages, is_question=is_question)
        or _is_stub(prose, exchange)
        or (not is_question and _is_unfinished(prose, exchange.passage))
    )


def _is_open(prose: str, *, is_question: bool) -> bool:
    """Tell whether a text ends in a mark after which something comes, or in an open bracket."""
    found = _OPEN_END.search(prose)
    if found and prose.endswith("“") and prose.count("„") == prose.count("“"):
        return False  # the mark that opens in English closes in German
    if found and not (is_question and prose[-1] in ":：="):
        return len(prose) > 1 + len(found[0])
    depth = 0
    for each in prose:
        if each in _OPENERS:
            depth += 1
        elif each in _CLOSERS and depth:
            depth -= 1
    if depth:
        return True
    last = prose.rsplit("\n", 1)[-1]
    if last.startswith("|") and not last.endswith("|"):
        return True
    return _has_open_quote(prose)


def _has_open_quote(prose: str) -> bool:
    """Tell whether a quotation is not closed; German closes with the mark that English opens."""
    straight = len(re.findall(r'(?<!\d)"', prose))
    german = prose.count("„")
    curly = german or prose.count("“")
    closed = prose.count("“") if german else prose.count("”")
    if german and straight % 2 and not prose.count("“"):
        return False  # „…" is how typewriters close it
    return bool(straight % 2) or curly > closed or ("«" in prose and "»" not in prose)


def _hangs(
    prose: str, exchange: Exchange, languages: tuple[str, ...], *, is_question: bool
) -> bool:
    """Tell whether the last word is one that needs another behind it."""
    found = _LAST_WORD.search(prose)
    if not found:
        return False
    last = found[0].replace("’", "'")
    words = WORD.findall(prose)
    fewest = _SENTENCE if is_question else _FEW
    if (not last.islower() and last.isascii()) or len(words) < fewest:
        return False
    if _ends_in(exchange.passage, prose) or not languages:
        return False
    known = FUNCTION_WORDS.get(languages[0])
    if known is None:
        return False
    if is_question and languages[0] in _STRANDING and last in known.loose:
        return False
    if last in known.hanging:
        return True
    return last in known.loose and (
        len(words) >= _LONG_SENTENCE
        or (len(words) >= _CLAUSE and _goes_on(exchange.passage, prose.split()[-_TAIL:]))
    )


def _is_stub(prose: str, exchange: Exchange) -> bool:
    """Tell whether the last word is the beginning of a word of the passage, and none of its own."""
    found = _LAST_WORD.search(prose)
    words = WORD.findall(prose)
    if not found or len(words) < _SENTENCE or not found[0].islower() or len(found[0]) < _FEW:
        return False
    stub = re.escape(found[0])
    whole = f"{exchange.passage}\n{exchange.question}\n{exchange.answer}".replace(prose, "")
    if re.search(rf"\b{stub}\b", whole, re.IGNORECASE):
        return False
    if len(found[0]) > _CLAUSE + 1:
        return False
    return re.search(rf"\b{stub}[^\W\d_]{{{_STUB},}}", exchange.passage, re.IGNORECASE) is not None


def _is_unfinished(prose: str, passage: str) -> bool:
    """Tell whether a sentence of prose lacks its end: the passage goes on, or others have one."""
    line = prose.rsplit("\n", 1)[-1]
    if _LIST_ITEM.match(line) or "|" in line or line[-1].isdigit():
        return False
    start = _last_sentence(line)
    last = line[start:]
    words = last.split()
    has_others = start > 0 or (
        len(words) >= _LONG_SENTENCE and _ENDED.search(prose[: -len(line)]) is not None
    )
    if has_others and len(words) >= _CLAUSE and not last.isupper() and _LAST_WORD.search(last):
        return True
    return len(words) >= _LONG_SENTENCE and _goes_on(passage, words[-_TAIL:])


def _last_sentence(line: str) -> int:
    """Return where the last sentence of a line begins, 0 where no whole one stands before it."""
    start = 0
    for end in _SENTENCE_END.finditer(line):
        before = line[: end.start()].split()
        is_short = len(before) < _TAIL
        if not is_short and before[-1].lstrip("(").rstrip(".").lower() not in _ABBREVIATIONS:
            start = end.end()
    return start


def _goes_on(passage: str, tail: list[str]) -> bool:
    """Tell whether the passage has some words, each time with more of the sentence behind them."""
    pattern = r"\W+".join(re.escape(word.strip("*_\"'`,;")) for word in tail)
    found = list(re.finditer(rf"{pattern}(?P<rest>\W*\w?)", passage, re.IGNORECASE))
    return bool(found) and all(
        _SPACE.fullmatch(each["rest"][:-1]) and each["rest"][-1].islower() for each in found
    )


def _ends_in(passage: str, prose: str) -> bool:
    """Tell whether the passage has the last words of a text at the end of a sentence or a cell."""
    tail = r"\W+".join(re.escape(word) for word in prose.split()[-2:])
    return (
        re.search(rf"{tail}[\"'”»)]*(?:[.!?|;]|\s*\n\s*\n|\s*$)", passage, re.IGNORECASE)
        is not None
    )


def _is_cut_wide(prose: str, exchange: Exchange, languages: tuple[str, ...]) -> bool:
    """Tell whether a text stops in the middle, in a language of long words or none set apart."""
    language = languages[0] if languages else ""
    endings = HANGING_ENDINGS.get(language)
    if endings is None or _LIST_ITEM.match(prose.rsplit("\n", 1)[-1]):
        return False
    passage = "".join(exchange.passage.split()) if language != "ko" else exchange.passage
    packed = "".join(prose.split()) if language != "ko" else prose
    tail = packed[-_WIDE_TAIL:]
    at = passage.find(tail)
    following = passage[at + len(tail) : at + len(tail) + 2] if at >= 0 else ""
    ends_there = (
        at >= 0
        and not following[:1].isalnum()
        and not (language == "ko" and following[1:].isalnum())
    )
    if ends_there or len(packed) < _WIDE_SENTENCE:
        return False
    goes_on = at >= 0 and following[:1].isalnum()
    if language == "ja" and goes_on and packed.endswith(_JAPANESE_ADVERBIALS):
        return True
    hangs = packed.endswith(endings) and not packed.endswith(WHOLE_ENDINGS[language])
    has_others = bool(re.search(r"[。！？.!?]\s*\S{4,}$", packed)) and language in ("zh", "ja")
    if language == "ko":
        has_others = bool(re.search(r"다\.\s+\S+\s+\S+", packed))
    if language in ("ko", "ja", "zh") and has_others and not packed[-1].isdigit():
        return True
    return hangs
