"""Questions that ask nothing: headings, statements, instructions to whoever writes questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.asking import asks_anywhere
from sdk_builtins.judges.lint.languages import languages_of
from sdk_builtins.judges.lint.quoting import quoted

_MARK = re.compile(r"[?？؟⁇‽¿՞]|;\s*$")
"""Question marks of any script; in Greek it is a semicolon."""

_BLANK = re.compile(r"_{2,}|\.{4,}|…|\(\s{2,}\)|\[\s*(?:mask|blank)\s*\]|（\s*）|=\s*$|:\s*$", re.I)
"""Where something is to be filled in."""

_LETTERS = re.compile(r"[^\W\d_]")

_OTHER = r"(?:[\w'’-]+\s+){0,5}?"
_TO_GENERATOR = re.compile(
    "|".join(
        (
            r"(?:please\s+)?(?:write|generate|create|formulate|ask|make|produce|give(?: me)?"
            r"|provide|compose|come up with|add|propose)\s+(?:\d+|a|an|another|one|two|three|four"
            r"|five|ten"
            r"|some|several|more|new|the)\s+"
            r"(?:(?:more|new|another|further|other|next|difficult|hard|harder|easy|simple"
            r"|challenging|factual|different|good|short|open-ended|multiple-choice|diverse|unique"
            r"|detailed|additional|extra|follow-up|\d+)"
            r",?\s+(?:and\s+)?){0,3}(?:question|q&a|qa\b|quiz|question-answer)",
            r"(?:bitte\s+)?(?:schreiben?|generieren?|erstellen?|formulieren?|erzeugen?|stellen?"
            r"|verfassen?)\s+(?:sie\s+)?(?:\d+|eine?n?|noch eine?|weitere|fünf|drei|zwei|zehn"
            r"|mehrere)\s+" + _OTHER + r"fragen?\b",
            r"(?:veuillez\s+)?(?:écri\w+|génér\w+|cré\w+|formul\w+|rédig\w+|pos\w+|propos\w+)\s+"
            r"(?:\d+|une?|encore une|deux|trois|cinq|dix|plusieurs|d'autres|des)\s+" + _OTHER
            + r"questions?\b",
            r"(?:por favor,?\s+)?(?:escrib\w+|gener\w+|cre[ae]\w*|formul\w+|redact\w+|haz|haga"
            r"|elabor\w+)"
            r"\s+(?:\d+|una?|otra|dos|tres|cinco|diez|varias)\s+" + _OTHER + r"preguntas?\b",
            r"(?:por favor,?\s+)?(?:escrev\w+|ger[ae]\w*|cri[ae]\w*|formul\w+|elabor\w+|faça)\s+"
            r"(?:\d+|uma?|outra|mais|duas|três|cinco|dez|várias)\s+" + _OTHER + r"perguntas?\b",
            r"(?:scriv\w+|gener\w+|cre[ai]\w*|formul\w+|elabor\w+|fai|fate)\s+(?:\d+|una?|un'altra"
            r"|altre|due|tre|cinque|dieci)\s+" + _OTHER + r"domand[ae]\b",
            r"(?:schrijf|genereer|maak|formuleer|stel|bedenk)\s+(?:\d+|een|nog een|twee|drie|vijf"
            r"|tien)"
            r"\s+" + _OTHER + r"vragen?\b",
            r"(?:skriv|generera|generer|skapa|formulera|formuler|ställ|stil|lav|lag)\s+(?:\d+|en|et"
            r"|ett|fem"
            r"|tre|två|to|ti)\s+" + _OTHER + r"(?:fråg\w+|spørgsmål|spørsmål)\b",
            r"(?:napisz|wygeneruj|utwórz|stwórz|sformułuj|ułóż|zadaj)\s+" + _OTHER
            + r"(?:pytani\w+|pytań)",
            r"(?:napiš\w*|vygeneruj\w*|vytvoř\w*|zformuluj\w*|formuluj\w*|polož\w*)\s+" + _OTHER
            + r"otáz\w+",
            r"(?:напиши|сгенерируй|создай|сформулируй|составь|придумай|задай)(?:те)?\s+" + _OTHER
            + r"вопрос\w*",
            r"(?:напиши|згенеруй|створи|сформулюй|склади|придумай|постав)(?:іть|те)?\s+" + _OTHER
            + r"(?:за)?питан\w*",
            r"[^.?!]{0,80}\bsoru(?:lar)?\s+(?:daha\s+)?(?:yaz|oluştur|üret|hazırla|sor)\w*",
            r"(?:اكتب|أنشئ|ولّد|ولد|صغ|اطرح)\s+" + _OTHER + r"(?:سؤال|أسئلة|الأسئلة)",
            r"(?:כתוב|כתבו|צור|צרו|נסח|נסחו|חבר)\s+" + _OTHER + r"שאל",
            r"[^।?]{0,80}(?:प्रश्न|सवाल)\s+(?:लिख|बना|तैयार|उत्पन्न)",
            r"(?:viết|tạo|đặt|soạn)\s+(?:ra\s+|thêm\s+)?(?:\d+|một|hai|ba|năm|mười|các)\s+" + _OTHER
            + r"câu hỏi",
            r"(?:tulis|buat|susun|ajukan)(?:lah|kan)?\s+" + _OTHER + r"pertanyaan",
            r"(?:请)?(?:再)?(?:根据[^，。]{0,15}[，,])?(?:请)?(?:再)?(?:写|生成|提出|编写|设计"
            r"|创建|出)(?:出|一|两|三|五|十"
            r"|\d|几|个|道|些|更|多|条|新|关于|[^，。]){1,20}(?:问题|题目|问答)",
            r"[^。]{0,40}(?:質問|問題)を[^。]{0,12}(?:作成|生成|書い|作っ|考え)",
            r"[^.?]{0,40}(?:질문|문제)(?:을|를)?\s[^.?]{0,12}?(?:작성|생성|만들|써)",
            r"(?:กรุณา|โปรด|จง)?(?:เขียน|สร้าง|ตั้ง)คำถาม",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip


def find_no_question(exchange: Exchange) -> Iterator[str]:
    """Yield that a question asks for nothing, or asks for more questions."""
    question = exchange.question.strip()
    if not question or not _LETTERS.search(question):
        return
    if found := _TO_GENERATOR.match(question.lstrip("*_#\"'“ ")):
        yield f"the question is an instruction to write questions, {quoted(found[0])}"
    elif _is_statement(question, exchange):
        yield f"the question asks nothing, {quoted(question)}"


def _is_statement(question: str, exchange: Exchange) -> bool:
    """Tell whether a text asks nothing, in a language whose ways of asking are known."""
    if _MARK.search(question) or _BLANK.search(question):
        return False
    verdicts = [asks_anywhere(question, language) for language in languages_of(exchange)]
    return bool(verdicts) and all(verdict is False for verdict in verdicts)
