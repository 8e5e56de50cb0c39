"""What kind of answer a question wants, as its question words tell."""

from __future__ import annotations

import re
from typing import Literal

Wanted = Literal["who", "where", "when", "number", ""]
"""A person or body, a place, a time, a number; ``""`` for anything."""

_WORDS: dict[str, dict[Wanted, str]] = {
    "en": {
        "who": r"who|whom|by whom",
        "where": r"where|in which (?:city|town|country|place|countries|cities)",
        "when": r"when|what year|which year|what date|how long|how soon|how often|at what time",
        "number": r"how (?:many|much|high|tall|old|far|heavy|deep|large|big|fast|wide)",
    },
    "de": {
        "who": r"wer|wem|wen|von wem",
        "where": r"wo|wohin|woher|in welch\w+ (?:stadt|ort|land)",
        "when": r"wann|seit wann|bis wann|wie lange|in welchem jahr|wie oft",
        "number": r"wie ?viele?|wie (?:hoch|groß|alt|weit|schwer|tief|lang|schnell|breit)",
    },
    "fr": {
        "who": r"qui|à qui|par qui",
        "where": r"où|dans quell?e? (?:ville|pays|lieu)",
        "when": r"quand|en quelle année|combien de temps|à quelle date",
        "number": r"combien",
    },
    "es": {
        "who": r"quién|quiénes",
        "where": r"dónde|adónde|en qué (?:ciudad|país|lugar)",
        "when": r"cuándo|en qué año|en qué fecha|cuánto tiempo",
        "number": r"cuánt[oa]s?",
    },
    "it": {
        "who": r"chi",
        "where": r"dove|in quale (?:città|paese|luogo)",
        "when": r"quando|in che anno|in quale anno|quanto tempo",
        "number": r"quant[oaie]",
    },
    "pt": {
        "who": r"quem",
        "where": r"onde|em que (?:cidade|país|lugar)",
        "when": r"quando|em que ano|quanto tempo",
        "number": r"quant[oa]s?",
    },
    "nl": {
        "who": r"wie",
        "where": r"waar|in welke stad|in welk land",
        "when": r"wanneer|hoe lang|in welk jaar|hoe vaak",
        "number": r"hoeveel|hoe (?:hoog|groot|oud|ver|zwaar|diep)",
    },
    "sv": {
        "who": r"vem|vilka",
        "where": r"var|vart|varifrån",
        "when": r"när|hur länge|vilket år",
        "number": r"hur (?:många|mycket|hög|stor|gammal|långt|tung|djup)\w*",
    },
    "pl": {
        "who": r"kto|kogo|komu|kim",
        "where": r"gdzie|dokąd|skąd",
        "when": r"kiedy|jak długo|w którym roku",
        "number": r"ile|ilu",
    },
    "cs": {"who": r"kdo|koho|komu", "where": r"kde|kam|odkud", "when": r"kdy|jak dlouho", "number": r"kolik"},
    "ru": {
        "who": r"кто|кого|кому|кем",
        "where": r"где|куда|откуда|в каком (?:городе|месте)|в какой стране",
        "when": r"когда|в каком году|как долго|сколько времени",
        "number": r"сколько|скольких",
    },
    "uk": {"who": r"хто|кого|кому|ким", "where": r"де|куди|звідки", "when": r"коли|як довго", "number": r"скільки"},
    "tr": {"who": r"kim|kime|kimin|kimler", "where": r"nerede|nereye|nereden", "when": r"ne zaman|kaç yılında", "number": r"kaç|ne kadar"},
    "ar": {"who": r"\A\s*من|من الذي|من هو|من هي", "where": r"أين", "when": r"متى", "number": r"كم"},
    "he": {"who": r"מי", "where": r"איפה|היכן", "when": r"מתי", "number": r"כמה"},
    "hi": {"who": r"कौन|किसने|किसे", "where": r"कहाँ|कहां", "when": r"कब", "number": r"कितने|कितना|कितनी"},
    "vi": {"who": r"ai", "where": r"ở đâu|nơi nào", "when": r"khi nào|năm nào|bao lâu", "number": r"bao nhiêu"},
}  # fmt: skip

_UNSPACED: dict[str, dict[Wanted, str]] = {
    "zh": {
        "who": r"谁|誰|何人|哪位|哪家",
        "where": r"哪里|哪裡|哪儿|何处|何處|在哪|哪个城市|哪座|哪国",
        "when": r"何时|何時|什么时候|什麼時候|哪年|哪一年|多久|多长时间",
        "number": r"多少|几[个名人台条天年次位]|幾|多[高大重远深长]",
    },
    "ja": {
        "who": r"誰|だれ",
        "where": r"どこ|何処|どの[都市国町街]",
        "when": r"いつ|何年|何月|どのくらいの(?:時間|期間)",
        "number": r"いくつ|いくら|何[人個台回本枚時分秒日円%％]",
    },
    "ko": {"who": r"누구|누가", "where": r"어디|어느 (?:도시|나라)", "when": r"언제|몇 년", "number": r"몇|얼마"},
    "th": {"who": r"ใคร", "where": r"ที่ไหน|แห่งใด", "when": r"เมื่อไ[หร]|เมื่อใด|กี่ปี", "number": r"เท่าไ[หร]|เท่าใด|กี่"},
}  # fmt: skip

_PATTERNS: dict[str, dict[Wanted, re.Pattern[str]]] = {
    **{
        code: {kind: re.compile(rf"(?<!\w)(?:{each})(?!\w)") for kind, each in kinds.items()}
        for code, kinds in _WORDS.items()
    },
    **{
        code: {kind: re.compile(each) for kind, each in kinds.items()}
        for code, kinds in _UNSPACED.items()
    },
}
_START = 40
"""Characters of a question among which its question word stands, where words are set apart."""


def wanted(question: str, language: str) -> Wanted:
    """Return what kind of answer a question wants, ``""`` where it asks for two or none of them.

    Args:
        question: The question.
        language: ISO 639-1 code of its language.
    """
    text = question.lower()
    if language in _WORDS:
        text = text[:_START]
    kinds = [kind for kind, each in _PATTERNS.get(language, {}).items() if each.search(text)]
    return kinds[0] if len(kinds) == 1 else ""
