"""Names under which models return a requested field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Earlier names win when one object holds several names of a group.
GROUPS: tuple[tuple[str, ...], ...] = (
    (
        "question", "q", "ques", "prompt", "instruction", "query", "problem", "pregunta", "frage",
        "问题", "user", "human", "task", "input",
        "问", "質問", "질문", "вопрос", "domanda", "pergunta", "vraag", "pytanie", "soru",
        "câuhỏi", "سؤال", "प्रश्न",
    ),
    (
        "answer", "a", "ans", "response", "output", "completion", "finalanswer", "solution",
        "reply", "respuesta", "antwort", "reponse", "réponse", "答案", "assistant", "result",
        "答", "回答", "答え", "답변", "답", "ответ", "risposta", "resposta", "antwoord",
        "odpowiedź", "cevap", "trảlời", "إجابة", "उत्तर",
    ),
    (
        "reasoning", "chainofthought", "cot", "rationale", "steps", "reasoningsteps",
        "reasoningprocess", "thoughtprocess", "stepbystep", "thinking", "thought", "thoughts",
        "explanation", "analysis", "working", "workings", "derivation", "推理",
        "begründung", "raisonnement", "razonamiento", "ragionamento", "raciocínio", "рассуждение",
    ),
    (
        "rating", "score", "overallrating", "overallscore", "finalrating", "finalscore",
        "totalscore", "qualityscore", "qualityrating", "overall", "grade", "mark", "total",
        "bewertung", "gesamtbewertung", "punktzahl", "évaluation", "calificación", "puntuación",
        "valutazione", "punteggio", "avaliação", "pontuação", "оценка", "评分", "得分", "分数",
        "評価", "スコア", "점수", "평점",
    ),
    (
        "index", "idx", "pairindex", "pairid", "pairnumber", "pair", "itemindex", "itemid", "item",
        "number", "no", "num", "nr", "position", "id", "n", "nummer", "numéro", "número", "序号",
        "编号", "paar", "paire", "par", "record",
    ),
    (
        "reason", "explanation", "justification", "rationale", "comment", "comments", "feedback",
        "critique", "reasoning", "begründung", "raison", "razón", "motivo", "理由", "原因", "이유",
    ),
    (
        "quote", "evidence", "citation", "excerpt", "sourcequote", "supportingquote",
        "verbatimquote", "quotation", "zitat", "beleg", "extrait", "cita", "citazione", "citação",
        "citaat", "cytat", "цитата", "引用", "引文", "原文", "证据", "根拠", "인용", "근거",
    ),
    ("role", "from", "speaker", "author", "sender"),
    ("content", "value", "text", "message", "utterance"),
)  # fmt: skip

_TWICE = re.compile(r"[()（）\[\]/|]")
_NOISE = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(\d{0,6})(\D.*?)(\d{0,6})", re.DOTALL)
_AFFIXED = re.compile(
    r"(?:generated|model|user|final|correct|expected|suggested|the)?(.+?)(?:text|body|string)?"
)
MAX_KEY = 300


def plain_name(key: str) -> str:
    """Return the name without case, separators and decoration."""
    return _NOISE.sub("", key).casefold()


@dataclass(frozen=True, slots=True)
class KeyMatch:
    """One key recognised as a field.

    field: the requested field. rank: 0 for the best name of its group.
    number: the counter glued to the name ("question_2"), if any.
    """

    field: str
    rank: int
    number: int | None


class FieldNames:
    """Recognises keys, labels and tags that mean one of the requested fields."""

    def __init__(self, fields: Sequence[str], beside: Sequence[str] = ()) -> None:
        """Build the table of names.

        fields: requested names; two names of one alias group are matched literally.
        beside: further names, which a record may have and need not.
        """
        self.fields: tuple[str, ...] = tuple(dict.fromkeys(fields))
        self.beside: tuple[str, ...] = tuple(dict.fromkeys(beside))
        self._ranks: dict[str, tuple[str, int]] = {}
        self._cache: dict[str, KeyMatch | None] = {}
        every = (*self.fields, *self.beside)
        plain = {f: plain_name(f) for f in every}
        groups = {f: next((g for g in GROUPS if plain[f] in g), ()) for f in every}
        for f in every:
            self._ranks.setdefault(plain[f], (f, 0))
        uses = Counter(groups.values())
        for f, group in groups.items():
            if uses[group] == 1:
                for rank, name in enumerate(group, start=1):
                    self._ranks.setdefault(plain_name(name), (f, rank))

    @property
    def is_question_answer(self) -> bool:
        """Tell whether exactly a question and an answer are asked for."""
        return len(self.fields) == 2 and (
            plain_name(self.fields[0]) in GROUPS[0] and plain_name(self.fields[1]) in GROUPS[1]
        )

    def find(self, key: str) -> KeyMatch | None:
        """Return the field that a key stands for, or None."""
        if len(key) > MAX_KEY:
            return None
        if key in self._cache:
            return self._cache[key]
        found = self._look_up(plain_name(key)) or self._look_up_each(key)
        if len(self._cache) < 4096:
            self._cache[key] = found
        return found

    def plural(self, key: str) -> str | None:
        """Return the field that a plural key ("questions") stands for, or None."""
        name = plain_name(key)
        entry = self._ranks.get(name.removesuffix("s")) if name.endswith("s") else None
        return entry[0] if entry else None

    def _look_up_each(self, key: str) -> KeyMatch | None:
        """Return the field that the parts of a key such as ``答案 (answer)`` agree on, or None."""
        parts = [part for part in _TWICE.split(key) if part.strip()]
        found = [self._look_up(plain_name(part)) for part in parts] if len(parts) > 1 else []
        named = {match.field: match for match in found if match}
        return named.popitem()[1] if len(named) == 1 else None

    def _look_up(self, name: str) -> KeyMatch | None:
        entry = self._ranks.get(name)
        if entry:
            return KeyMatch(entry[0], entry[1], None)
        numbered = _NUMBERED.fullmatch(name)
        if not numbered:
            return None
        before, core, after = numbered.groups()
        number = int(before or after) if (before or after) and not (before and after) else None
        entry = self._ranks.get(core)
        if entry:
            return KeyMatch(entry[0], entry[1], number)
        affixed = _AFFIXED.fullmatch(core)
        entry = self._ranks.get(affixed.group(1)) if affixed else None
        # A decorated single letter ("the a") is too weak a hint.
        if entry and affixed and len(affixed.group(1)) > 2:
            return KeyMatch(entry[0], entry[1] + 50, number)
        return None
