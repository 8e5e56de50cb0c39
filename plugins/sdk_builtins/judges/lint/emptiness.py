"""Finds answers and reasoning that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.content_words import (
    content,
    exchange_language,
    language_of,
    missing,
    words,
)
from sdk_builtins.judges.lint.echoes import asks_openly
from sdk_builtins.judges.lint.quoting import quoted
from sdk_builtins.judges.lint.remarks import Remark
from sdk_builtins.judges.lint.vague_words import is_generic, is_vague

_PLACEHOLDER = re.compile(
    r"\W*(?:n\s?[/.]\s?a\.?|na|tbd|tba|todo|null|nil|undefined|nan|lorem ipsum.*|placeholder|answer"
    r"|(?:your |the )?answer(?: goes)? here|not applicable|not available|no answer|s\.?\s?o\.?"
    r"|k\.\s?a\.|keine angabe|entfällt|sans objet|no aplica|non applicabile|não se aplica|n\.v\.t\."
    r"|nie dotyczy|н/д|нет данных|немає даних|ej tillämpligt|不适用|不適用|无|無|暂无|該当なし|해당\s?없음)\W*",
    re.IGNORECASE | re.DOTALL,
)
_CODE_LIKE = re.compile(r"[`\"'“”«»「」]")
_BARE = re.compile(r"[\s\-–—―_.…·•*?？。、,，~=]*")
_BECAUSE = frozenset(
    [
        "because",
        "since",
        "as",
        "weil",
        "denn",
        "darum",
        "deshalb",
        "daher",
        "car",
        "parce",
        "porque",
        "pues",
        "perché",
        "poiché",
        "omdat",
        "want",
        "ponieważ",
        "bo",
        "потому",
        "поскольку",
        "тому",
        "бо",
        "protože",
        "neboť",
        "eftersom",
        "çünkü",
        "لأن",
        "لأنه",
        "כי",
        "מפני",
        "משום",
        "क्योंकि",
        "vì",
        "karena",
        "sebab",
        "fordi",
        "deoarece",
        "mert",
        "koska",
    ]
)
_ZH_VAGUE = re.compile(
    "因为|因為|由于|由於|所以|原因|理由|情况|情況|条件|條件|因素|方面|某些|某个|某個|某种|某種|一些|一定|各种|各種|多种|多種|若干|"
    "几个|幾個|许多|許多|很多|不同|特定|相关|相關|规定|規定|有关|有關|具体|具體|视|視|取决于|取決於|而定|看|决定|決定|参见|參見|"
    "参考|參考|参照|见|見|答案|问题|問題|如上|上述|以上|如下|请|請|很容易|容易|轻松|正常|适当|適當|合适|正确地|因此|根据|根據|按照|"
    "依据|它|他|她|这|這|那|是|有|的|了|在|就|会|會|可以|能|为|為|之|下|上|这样|這樣|以|也|都|不一|需要|应该|應該|说明|說明"
)
_JA_VAGUE = re.compile(
    "理由|事情|場合|状況|条件|要因|原因|ある種|ある|いくつか|いろいろ|色々|さまざま|様々|多く|一定|特定|によります|による|よって|異なります|異なる|"
    "次第|参照|ください|下さい|ご|答え|質問|規則|簡単|容易|適切|通常|上記|以上|から|ため|です|ます|である|だ|し|て|の|は|が|を|に|と|も|で|"
    "それ|これ|ので|なん|何らか|か|な|場"
)
_KO_VAGUE = re.compile(
    "때문|이유|경우|상황|조건|요인|여러|다양한|어떤|일부|특정|일정한|따라|다르|다릅니다|달라|달라집니다|참조|참고|하십시오|하세요|답변|답|질문|"
    "규정|쉽게|간단히|적절히|적절하게|보통|일반적으로|위와|같이|있습니다|있다|있기|가지|입니다|합니다|됩니다|그|은|는|이|가|을|를|의|에|로|도|"
    "몇|으로|하게|주십시오|주세요|바랍니다"
)
_ZH_THINKING = re.compile(
    "第[一二三四五六七八九十\\d]+步|步骤|步驟|思考|想一想|考虑|考慮|分析|得出|结论|結論|因此|所以|答案|问题|問題|首先|然后|然後|接着|最后|最後|"
    "理解|阅读|閱讀|查找|寻找|尋找|找到|仔细|仔細|认真|认真地|一下|需要|我们|我們|我|要|先|再|就|是|的|了|可以|回答|得到|进行|進行|这个|這個|"
    "题目|題目|推理|过程|過程|让|讓|来|來|看|这|這|并|並|和|已经|已經|根据|根據|信息|推断|总结|總結"
)
_JA_THINKING = re.compile(
    "ステップ|手順|考え|考える|思考|結論|答え|回答|質問|問題|まず|次に|最後に|それから|そして|したがって|分析|理解|読|探|見つけ|慎重|必要|推論|"
    "出す|出し|第|[一二三四五]|し|する|て|の|は|が|を|に|と|も|で|た|ます|です|ました|する|ない|む|み|す|る|情報|得|導|き|く|え"
)
_KO_THINKING = re.compile(
    "단계|생각|결론|답변|답|질문|문제|먼저|다음|마지막|따라서|그러므로|분석|이해|읽|찾|신중|필요|추론|정보|도출|내린|내리|한다|합니다|하고|하자|"
    "해보|보자|첫|두|세|번째|은|는|이|가|을|를|의|에|로|다|기|고|그|나"
)
_CJK_TABLES = {
    "zh": (_ZH_VAGUE, _ZH_THINKING),
    "ja": (_JA_VAGUE, _JA_THINKING),
    "ko": (_KO_VAGUE, _KO_THINKING),
}
_NOT_LETTER = re.compile(r"[\W\d_]+")
_DEPENDS = (
    "depend", "vary", "vari", "dépend", "dipend", "abhäng", "häng", "afhankelijk", "hang", "zależ",
    "завис", "залеж", "závis", "bero", "bağlı", "afhæng", "függ", "riippu", "tergantung",
)  # fmt: skip
"""Beginnings of words that say what something depends on, where they are followed by it."""

_MUCH_THINKING = 4
"""Words about thinking among which words of the question are no content either."""

_LONG = 400
"""Characters from which a text is not looked at: so many do not say nothing by chance."""


_FIGURES = re.compile(r"\d+(?=\s*[-+\u2212\u00d7*/\u00f7=])")


def find_emptiness(exchange: Exchange) -> Iterator[str]:
    """Yield where the answer, or the reasoning, gives no content."""
    answer, field = exchange.answer.strip(), exchange.field
    if not answer:
        yield f"the {field} is empty"
    elif _is_placeholder(answer):
        text = f"the {field} is only {quoted(answer)}"
        yield Remark(text) if answer in exchange.cited else text
    elif exchange.question and len(answer) < _LONG:
        yield from _vague(exchange, answer)
    reasoning = exchange.reasoning.strip()
    if reasoning and len(reasoning) < _LONG and _only_thinks(reasoning, exchange):
        yield f"the reasoning says nothing of the matter: {quoted(reasoning)}"


def _is_placeholder(answer: str) -> bool:
    return bool(_BARE.fullmatch(answer) or _PLACEHOLDER.fullmatch(answer)) and not (
        _CODE_LIKE.search(answer)
    )


def _vague(exchange: Exchange, answer: str) -> Iterator[str]:
    language = exchange_language(exchange)
    if not language or not asks_openly(exchange.question, language):
        return
    text = f"the answer gives no content: {quoted(answer)}"
    if language in _CJK_TABLES:
        vague = _CJK_TABLES[language][0]
        left = _NOT_LETTER.sub("", vague.sub("", answer))
        repeats = not any(map(str.isdigit, answer)) and _is_asked(left, exchange.question)
        if repeats and _evades_cjk(answer, exchange.question):
            yield text
        return
    said = content(answer, language)
    if not said:
        if _BECAUSE.intersection(words(answer)):
            yield text
        return
    if any(stem.isdigit() for stem in said):
        return
    evasive = [stem for stem in said if is_vague(stem, language, "evasive")]
    rest = [s for s in said if s not in evasive and not is_generic(s, language)]
    if missing(rest, content(exchange.question, language)):
        return
    if rest and all(stem.startswith(_DEPENDS) for stem in evasive):
        evasive = []
    gives_reason = _BECAUSE.intersection(words(answer)) and len(rest) < len(said)
    if evasive or gives_reason:
        is_quantity = len(said) == 1 and not rest and answer in exchange.cited
        yield Remark(text) if is_quantity else text


_CJK_EVASIVE = re.compile(
    "原因|某|一定|各种|各種|一些|若干|特定|取决|取決|而定|参|參|规定|規定|情况|情況|容易|适当|適當|理由|答案|視|视|不同|具体|"
    "場合|状況|条件|いろいろ|色々|さまざま|様々|次第|適切|簡単|によ|なんらか|何らか|"
    "이유|경우|상황|조건|여러|다양|따라|참조|참고|적절|쉽게|일정|특정"
)


def _evades_cjk(answer: str, question: str) -> bool:
    found = _CJK_EVASIVE.findall(answer)
    return any(each not in question for each in found)


def _is_asked(rest: str, question: str) -> bool:
    """Return whether all that is left of an answer stands in the question."""
    return all(letter in question for letter in rest)


def _only_thinks(reasoning: str, exchange: Exchange) -> bool:
    if _is_placeholder(reasoning):
        return True
    if len(_FIGURES.findall(reasoning)) > 1:  # it works something out
        return False
    languages = dict.fromkeys((exchange_language(exchange), language_of(reasoning)))
    return any(_thinks_in(each, reasoning, exchange.question) for each in languages if each)


def _thinks_in(language: str, reasoning: str, question: str) -> bool:
    """Return whether all words of the reasoning are about thinking, or about what is asked."""
    if language in _CJK_TABLES:
        return not _NOT_LETTER.sub("", _CJK_TABLES[language][1].sub("", reasoning))
    said = [stem for stem in content(reasoning, language, bare=True) if not stem.isdigit()]
    rest = [stem for stem in said if not is_vague(stem, language, "thinking")]
    if rest and len(said) - len(rest) >= _MUCH_THINKING:
        rest = missing(rest, content(question, language))
    return bool(said) and not rest
