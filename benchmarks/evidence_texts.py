"""Documents in eight languages that are made of sentences with known numbers, units and names."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_SENTENCES = {
    "en": (
        "The feed pump must {no:not} run dry for more than {number} {time}.",
        "{name} measured {number} {unit} at the inlet, which surprised everyone in the workshop.",
        "After cleaning, the housing is {no:never} closed before {number} {time} have passed.",
        "In the older model the limit was {number} {unit}, as {name} wrote in the annual report.",
        "Nobody should open the cover while the wheel is turning or the lamp is lit.",
        "A worn gasket is usually recognised by a thin dark line along its outer edge.",
        "According to {name} the change has {no:not} affected the yield in the third season.",
        "Water from the upper basin reaches the mill through a wooden channel of {number} {unit}.",
    ),
    "de": (
        "Die Pumpe darf {no:nicht} länger als {number} {time} trocken laufen.",
        "{name} hat am Zulauf {number} {unit} gemessen, was in der Werkstatt alle überraschte.",
        "Nach der Reinigung bleibt das Gehäuse mindestens {number} {time} geöffnet.",
        "Beim älteren Modell lag der Grenzwert bei {number} {unit}, wie {name} berichtet.",
        "Eine verschlissene Dichtung erkennt man meist an einer dünnen dunklen Linie am Rand.",
        "Nach Angaben von {name} wurde der Ertrag dadurch {no:nicht} beeinträchtigt.",
        "Über eine hölzerne Rinne gelangt das Wasser aus dem oberen Becken zur Mühle.",
    ),
    "fr": (
        "La pompe ne doit {no:jamais} tourner à vide plus de {number} {time}.",
        "{name} a mesuré {number} {unit} à l'entrée, ce qui a surpris tout l'atelier.",
        "Après le nettoyage, on laisse le boîtier ouvert pendant {number} {time} au moins.",
        "Sur l'ancien modèle, la limite était de {number} {unit}, comme l'écrit {name}.",
        "Un joint usé se reconnaît le plus souvent à une fine ligne sombre le long du bord.",
        "L'eau du bassin supérieur arrive au moulin par un canal de bois très étroit.",
    ),
    "es": (
        "La bomba {no:no} debe funcionar en seco más de {number} {time}.",
        "{name} midió {number} {unit} en la entrada, lo que sorprendió a todo el taller.",
        "Después de la limpieza, la carcasa queda abierta durante {number} {time}.",
        "En el modelo antiguo el límite era de {number} {unit}, según escribe {name}.",
        "Una junta gastada se reconoce casi siempre por una línea oscura a lo largo del borde.",
        "El agua de la balsa superior llega al molino por un canal de madera muy estrecho.",
    ),
    "pl": (
        "Pompa {no:nie} może pracować na sucho dłużej niż {number} {time}.",
        "{name} zmierzył na wlocie {number} {unit}, co zaskoczyło cały warsztat.",
        "Po czyszczeniu obudowa pozostaje otwarta przez co najmniej {number} {time}.",
        "Zużytą uszczelkę poznaje się zwykle po cienkiej ciemnej linii wzdłuż krawędzi.",
        "Woda z górnego zbiornika dociera do młyna wąskim drewnianym korytem.",
    ),
    "ru": (
        "Насос {no:не} должен работать всухую дольше чем {number} {time}.",
        "{name} измерил на входе {number} {unit}, что удивило всю мастерскую.",
        "После очистки корпус остаётся открытым в течение {number} {time}.",
        "Изношенную прокладку обычно узнают по тонкой тёмной линии вдоль края.",
        "Вода из верхнего бассейна поступает к мельнице по узкому деревянному жёлобу.",
    ),
    "zh": (
        "水泵{no:不}得空转超过{number}{time}，否则密封圈会过热。",
        "{name}在进水口测得{number}{unit}，车间里所有人都感到意外。",
        "清洗之后，外壳应保持打开至少{number}{time}，然后再盖上盖子。",
        "磨损的垫圈通常可以从外缘一条细细的黑线看出来。",
        "上游水池的水经过一条狭窄的木槽流到磨坊，冬天会结冰。",
    ),
    "ja": (
        "ポンプは{number}{time}以上空運転して{no:は}ならない。",
        "{name}は入口で{number}{unit}を測定し、工場の全員が驚いた。",
        "清掃の後、ケースは少なくとも{number}{time}開けたままにしておく。",
        "摩耗したパッキンは外側の縁に沿った細く暗い線で見分けられる。",
        "上の池の水は狭い木の樋を通って水車小屋まで流れてくる。",
    ),
}
"""Sentences by language; what stands in braces is filled in, ``{no:...}`` is a negation."""

_NAMES = {
    "ru": ("Орлов", "Вера Климова", "Семён Бугров", "Назаров"),
    "zh": ("陈立秋", "王海生", "周明远", "赵怀谷"),
    "ja": ("田村健", "森下光子", "石黒隆", "大谷春男"),
}
_LATIN_NAMES = (
    "Marta Lindqvist",
    "Oskar Brandl",
    "Nowak",
    "Jules Ferrand",
    "Ilse Thorn",
    "Quiroga",
)
_UNITS = ("bar", "mm", "kg", "l/min", "kW", "°C", "mbar", "V")
_TIMES = {
    "en": ("minutes", "hours", "days"),
    "de": ("Minuten", "Stunden", "Tage"),
    "fr": ("minutes", "heures", "jours"),
    "es": ("minutos", "horas", "días"),
    "pl": ("minut", "godzin", "dni"),
    "ru": ("минут", "часов", "дней"),
    "zh": ("分钟", "小时", "天"),
    "ja": ("分間", "時間", "日間"),
}
_SLOT = re.compile(r"\{(\w+)(?::([^}]*))?\}")
LANGUAGES = tuple(_SENTENCES)


@dataclass(frozen=True)
class Mark:
    """A word of a document of which it is known what it is.

    Args:
        kind: ``number``, ``unit``, ``no`` or ``name``.
        start: Where it begins.
        end: Behind its end.
        others: What could stand there instead.
    """

    kind: str
    start: int
    end: int
    others: tuple[str, ...] = ()


def document(language: str, rng: random.Random, sentences: int = 40) -> tuple[str, list[Mark]]:
    """Return a document and the words of which it is known what they are."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0

    def put(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    gap = "" if language in ("zh", "ja") else " "
    for index in range(sentences):
        sentence = rng.choice(_SENTENCES[language])
        at = 0
        for slot in _SLOT.finditer(sentence):
            put(sentence[at : slot.start()])
            at = slot.end()
            kind, text, others = _filled(slot, language, rng)
            marks.append(Mark(kind, length, length + len(text), others))
            put(text)
        put(sentence[at:])
        put("\n\n" if index % 6 == 5 else gap)
    return "".join(parts), marks


def _filled(
    slot: re.Match[str], language: str, rng: random.Random
) -> tuple[str, str, tuple[str, ...]]:
    kind, given = slot.group(1), slot.group(2)
    if kind == "no":
        return kind, given, ()
    if kind == "number":
        number = f"{rng.randint(2, 95)}" + rng.choice(("", f".{rng.randint(1, 9)}"))
        return kind, number, (f"{rng.randint(100, 999)}", number[::-1] + "7", "1" + number)
    choices = {
        "name": _NAMES.get(language, _LATIN_NAMES),
        "unit": _UNITS,
        "time": _TIMES[language],
    }[kind]
    text = rng.choice(choices)
    return (
        "unit" if kind == "time" else kind,
        text,
        tuple(each for each in choices if each != text),
    )
