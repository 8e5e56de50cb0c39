"""Residue of prompts, templates and answer formats in a record.

What the passage says itself, such as ``{id}`` in the documentation of an interface, is no residue;
tokens of chat templates at the ends of a text always are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.asking import asks_from_start
from sdk_builtins.judges.lint.label_words import (
    ANSWER_LABELS,
    DIFFICULTY_LABELS,
    DIFFICULTY_LEVELS,
    OPENINGS,
    PAIR_HINTS,
    PAIRS,
    QUESTION_LABELS,
    REASONING_LABELS,
)
from sdk_builtins.judges.lint.languages import languages_of
from sdk_builtins.judges.lint.quoting import quoted

_MARK = r"[\s*_#>\"'“„«\[(（【-]*"
"""Markdown and quotation marks that may stand before a label."""

_COLON = r"[\s*_]*[:：][\s*_]*"

_TOKEN = re.compile(
    r"<\|[^|<>\n]{1,40}\|>|<｜[^｜<>\n]{1,40}｜>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start"
    r"|end)_of_turn>|<(?:bos|eos|pad|unk|eot|eod)>|<0x[0-9A-F]{2}>|\[/?(?:TOOL_CALLS?"
    r"|AVAILABLE_TOOLS|TOOL_RESULTS?|BOS|EOS|CLS|SEP|PAD)\]|</?(?:tool_calls?|tool_responses?"
    r"|function_calls?|antml:\w+)>"
)
"""Tokens of chat templates: ChatML, Llama 2 and 3, Mistral, Gemma, DeepSeek, BERT."""

_TAG = re.compile(
    r"</?(?:think(?:ing)?|thought|reasoning|answer|question|text|document|context|passage|quote"
    r"|evidence|response|output|instructions?|example|system|user|assistant|human|qa|pairs?"
    r"|items?|final_answer|scratchpad)(?:\s[^<>\n]{0,60})?>",
    re.IGNORECASE,
)
"""Tags in which prompts put what they give and what they want."""

_FIELD = re.compile(
    r"\{\{[^{}\n]{0,60}\}\}|\{%[^{}\n]{0,80}%\}|\{(?:question|answer|text|context|topic|passage"
    r"|document|reasoning|name|title|response)\}|\[(?:insert|your|add|fill in|placeholder|todo"
    r"|einfügen|insérer|insertar|inserire|inserir|вставьте|插入|填写)\b[^\]\n]{0,60}\](?!\()"
    r"|%(?:answer|question|text|context)%|\[(?:question|answer)\]|<(?:insert|your|add|placeholder)\b[^<>\n]{0,60}>",
    re.IGNORECASE,
)

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)

_KEYS = (
    r"questions?|answers?|reasoning|rationale|explanation|difficulty|level|quotes?|evidence"
    r"|qa_pairs?|pairs|question_type|response|instruction|context|frage|antwort|réponse|pregunta"
    r"|respuesta|domanda|risposta|pergunta|resposta|вопрос|ответ|问题|答案|質問|回答|질문|답변"
)
_JSON_KEY = re.compile(rf"[\"“'](?:{_KEYS})[\"”']\s*:\s*[\"“'\[{{\dtfn]", re.IGNORECASE)
_JSON_END = re.compile(r"[\"”]\s*,\s*[\"“]\w{2,30}[\"”]\s*:|[\"”]\s*[}\]]\s*[}\],]*\s*$")
_TOOL_CALL = re.compile(
    r"\{\s*[\"']name[\"']\s*:\s*[\"'][^\"']+[\"']\s*,\s*[\"'](?:arguments|parameters)[\"']"
)
_OPENED = re.compile(r"[{\[]")

_START = re.compile(
    rf"{_MARK}(?:(?P<question>{QUESTION_LABELS})|(?P<answer>{ANSWER_LABELS})"
    rf"|(?P<reasoning>{REASONING_LABELS}))"
    rf"[\s*_]*(?:(?:no\.?|nr\.?|n°|№)?\s*\d{{1,3}}\b[\s*_]*)?[:：][\s*_]*(?=\S)",
    re.IGNORECASE,
)
_SHORT_LABEL = re.compile(rf"{_MARK}(?:[QA]\s?\d{{1,3}}\s*[.:)]|[QAF]\s?:)[*_]*\s+(?=\S)")
"""``Q4.``, ``A:``, ``Q:``; a bare ``A.`` is the initial of a name."""

_NUMBER = re.compile(r"[\s*_]*(?:\(\d{1,3}\)|\d{1,3}\s?[.)、．:]|[A-E]\.)[\s*_]*(?=[^\W\d_])")
_OPTION = re.compile(r"\(?([A-Ea-e])\)\s+\S")
_NEXT = re.compile(
    rf"(?:^|\n)[\s*_#>-]*(?:{QUESTION_LABELS}|{ANSWER_LABELS})[\s*_]*\d{{0,3}}[\s*_]*[:：]"
    r"|(?:^|\n)[\s*_#>-]*[QA]\s?\d{0,3}\s*[:：]|[.!?。]\s+Q\s?\d{0,3}\s?:\s"
    rf"|(?:^|\n)[ \t]*#{{1,6}}[ \t]*(?:{QUESTION_LABELS}|{ANSWER_LABELS}|instructions?|response"
    rf"|input"
    r"|output|anweisung|consigne|instrucci[oó]n|istruzione|instrução|инструкция|指令"
    r"|指示)\b[\s\d:：]*|(?:^|\s)#{2,6} (?:instructions?|response|input|output|anweisung|antwort"
    r"|aufgabe|réponse|consigne|respuesta|instrucción|risposta|istruzione|resposta|instrução"
    r"|ответ|инструкция|指令|回答)\s?[:：]|(?:^|\n)\s*(?:human|assistant|user|system)\s?:\s"
    r"|^\s*(?:assistant|user|system|model)\s*\n",
    re.IGNORECASE,
)
_LEVEL = re.compile(rf"(?:{DIFFICULTY_LABELS}){_COLON}(?:{DIFFICULTY_LEVELS})\b", re.IGNORECASE)
_PAIRS = re.compile(PAIRS, re.IGNORECASE)
_OPENING = re.compile(OPENINGS, re.IGNORECASE)
_TOLD = re.compile(
    r"\bthe user (?:(?:wants|asked|asks|is asking|told|instructed) (?:me|us)\b|wants? (?:a|an"
    r"|one) (?:question|answer|json))|\bas (?:a |an )?json (?:array|object|list)\b|\b(?:i"
    r"|we) (?:should|must|need to|have to|will|'ll) (?:now )?(?:create|generate|write|produce"
    r"|come up with) (?:a|an|one|the|\d+|another)?[\w\s-]{0,20}\bquestions?\b",
    re.IGNORECASE,
)
_TOLD_HINTS = ("user", "question", "json")
_FENCED = re.compile(r"\s*(?:```|~~~)(\w*)\s*\n(.*?)\n?\s*(?:```|~~~)\s*", re.DOTALL)
_PROSE_FENCES = ("", "text", "txt", "plaintext", "markdown", "md")
_PROSE = re.compile(r"\s*[^\W\d_][^\n{}<>=;|`$]*\s[^\n{}<>=;|`$]*[.!?。]\s*")
_CHEAP = re.compile(r"[:：#).、．]")
"""One of these every label, number of a list and heading has."""


def find_leaks(exchange: Exchange) -> Iterator[str]:
    """Yield what of a prompt, a template or an answer format is left in an exchange."""
    fields = (
        ("question", exchange.question),
        (exchange.field, exchange.answer),
        ("reasoning", exchange.reasoning),
    )
    for field, text in fields:
        if text and (rest := _leak(field, text, exchange)):
            yield f"the {field} holds {rest}"
            return


def _leak(field: str, text: str, exchange: Exchange) -> str:
    """Return what is left in one text, in words; ``""`` for nothing."""
    return (
        _tokens(text, exchange.passage)
        or _marks(text, exchange.passage)
        or _json(text, exchange)
        or _labels(field, text, exchange)
        or _talk(field, text, exchange.passage)
        or _fence(text)
    )


def _tokens(text: str, passage: str) -> str:
    if "<" not in text and "[" not in text:
        return ""
    stripped = text.strip()
    for found in _TOKEN.finditer(stripped):
        at_end = found.start() == 0 or found.end() == len(stripped)
        if found[0] not in passage or (at_end and found[0] != stripped):
            return f"a token of a chat template, {quoted(found[0])}"
    return ""


def _marks(text: str, passage: str) -> str:
    if not any(mark in text for mark in "<{[%"):
        return ""
    text = _CODE.sub("", text)
    for pattern, what in ((_TAG, "a tag of a prompt"), (_FIELD, "an unfilled field")):
        for found in pattern.finditer(text):
            if found[0] not in passage:
                return f"{what}, {quoted(found[0])}"
    return ""


def _json(text: str, exchange: Exchange) -> str:
    if '"' not in text and "“" not in text and "'" not in text:
        return ""
    if "json" in exchange.question.lower():
        return ""
    for pattern in (_JSON_KEY, _TOOL_CALL):
        if (found := pattern.search(text)) and found[0] not in exchange.passage:
            return f"the JSON of an answer, {quoted(text[found.start() :])}"
    ended = _JSON_END.search(text)
    if (
        ended
        and "`" not in text
        and not _OPENED.search(text[: ended.start()])
        and ended[0] not in exchange.passage
    ):
        return f"the end of a JSON object, {quoted(ended[0])}"
    return ""


def _labels(field: str, text: str, exchange: Exchange) -> str:
    if not _CHEAP.search(text):
        return ""
    for pattern in (_START, _SHORT_LABEL):
        if found := pattern.match(text):
            return f"the label {quoted(found[0])}"
    if field == "question":
        numbered = _NUMBER.match(text)
        if numbered and asks_from_start(text[numbered.end() :], languages_of(exchange)):
            return f"the number of a list, {quoted(numbered[0])}"
    elif field != "reasoning":
        option = _OPTION.match(text)
        if option and _is_lone(option[1], text, exchange.question):
            return f"the letter of an option, {quoted(option[0].split()[0])}"
        if (found := _NEXT.search(text)) and found[0].strip() not in exchange.passage:
            return f"the beginning of another record, {quoted(text[found.start() :])}"
    if field == "reasoning" and (found := _NEXT.search(text)) and "#" in found[0]:
        return f"a heading of a prompt, {quoted(found[0])}"
    if (found := _LEVEL.search(text)) and found[0] not in exchange.passage:
        return f"a field of the answer format, {quoted(found[0])}"
    return ""


def _is_lone(letter: str, text: str, question: str) -> bool:
    """Tell whether an option's letter stands alone: no others follow, and none were offered."""
    others = rf"(?m)(?:^|\s)\(?[{letter}B-Eb-e]\)\s"
    return not re.search(others, question) and len(re.findall(others, text)) < 2


def _talk(field: str, text: str, passage: str) -> str:
    if (found := _OPENING.match(text.lstrip("*_# "))) and found[0] not in passage:
        return f"what was said to whoever asked for it, {quoted(found[0])}"
    lowered = text.lower()
    found = _PAIRS.search(text) if any(hint in lowered for hint in PAIR_HINTS) else None
    if found and found[0].lower() not in passage.lower():
        return f"words of the prompt, {quoted(found[0])}"
    found = _TOLD.search(text) if any(hint in lowered for hint in _TOLD_HINTS) else None
    if found and (field == "reasoning" or found.start() == 0) and found[0] not in passage:
        return f"words about the prompt, {quoted(found[0])}"
    return ""


def _fence(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return ""
    found = _FENCED.fullmatch(text)
    if found and found[1].lower() in _PROSE_FENCES and _PROSE.fullmatch(found[2]):
        return "nothing but prose in a code fence"
    return ""
