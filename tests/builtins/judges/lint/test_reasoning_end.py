"""Reasoning that ends in another answer than the one given, and reasoning that does not."""

from __future__ import annotations

import pytest

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.reasoning_end import find_contradiction

CONTRADICTORY = [
    (
        "How many days?",
        "Ten days.",
        "The rule gives 5 days and 3 more. 5 + 3 = 8, so it is 8 days.",
    ),
    (
        "Is the valve open?",
        "Yes.",
        "The lever points across the pipe. A lever across means closed. Therefore the "
        "valve is not open.",
    ),
    (
        "Ist die Pumpe zugelassen?",
        "Ja, sie ist zugelassen.",
        "Zugelassen sind nur Geräte mit Siegel. Die Pumpe hat kein Siegel. Also ist die "
        "Pumpe nicht zugelassen.",
    ),
    (
        "Le vélo peut-il entrer ?",
        "Oui.",
        "Seuls les piétons entrent. Donc le vélo ne peut pas entrer.",
    ),
    (
        "¿Está abierto el museo el lunes?",
        "Sí.",
        "El museo cierra los lunes. Por lo tanto, el museo no está abierto el lunes.",
    ),
    (
        "Сколько стоит билет?",
        "300 рублей.",
        "Билет стоит 250 рублей, скидки нет. Сбор 50 рублей отменён. Значит, билет стоит "
        "250 рублей.",
    ),
    (
        "Quanto costa il biglietto?",
        "18 euro.",
        "Il biglietto costa 12 euro e il supplemento 3 euro. 12 + 3 = 15, quindi costa 15 euro.",
    ),
    ("Which part fits?", "Part AB-120", "Series two needs the long part. So it takes part AB-150."),
    (
        "Wer genehmigt die Reise?",
        "Die Teamleitung.",
        "Bis 500 Euro genehmigt die Teamleitung. Die Reise kostet mehr. Also genehmigt "
        "der Vorstand die Reise.",
    ),
    ("水箱容量是多少？", "五升。", "主水箱三升，副水箱一升。因此一共四升。"),
    (
        "ポンプは使えますか？",
        "はい、使えます。",
        "湿度が高いです。したがって、ポンプは使えません。",
    ),
    (
        "Kiedy jest termin?",
        "Do 14 dni.",
        "Termin to 7 dni od doręczenia, a w święta 10 dni. Było święto, więc termin to 10 dni.",
    ),
    (
        "Wanneer sluit de winkel?",
        "Om 18.00 uur.",
        "De winkel sluit om 18.00 uur, op zaterdag een uur eerder. Het is zaterdag, dus "
        "sluit hij om 17.00 uur.",
    ),
    (
        "Pode-se usar o forno?",
        "Sim.",
        "A regra proíbe fornos a gás. Portanto, não se pode usar o forno.",
    ),
    (
        "Why do seals leak?",
        "Because the screws are loose.",
        "Grease swells the rubber of the seals. So the seals leak because of the grease.",
    ),
]

GOOD = [
    ("How many days?", "Eight days.", "The rule gives 5 days and 3 more. 5 + 3 = 8."),
    ("How much?", "About 11 %.", "19.8 / 184.6 = 0.107, so about 10.7 %."),
    ("How long?", "90 minutes.", "It takes one and a half hours. So the film takes 1.5 hours."),
    ("Is it free?", "No, it costs £5.", "Children pay nothing. He is an adult, so he pays £5."),
    (
        "Can a rich diet fill empty stores?",
        "No.",
        "A rich diet only helps to keep full stores full. It cannot fill empty ones.",
    ),
    (
        "Is a permit needed?",
        "No.",
        "Permits are needed above 10 m. The mast is 8 m high, which is less than 10 m.",
    ),
    (
        "Is a permit needed?",
        "Yes.",
        "Below 10 m no permit is needed. The mast is 12 m high, so it does not fall "
        "under the exemption.",
    ),
    ("Who approves?", "The board.", "Above £500 the board approves. The trip costs £600."),
    (
        "Wer genehmigt?",
        "Der Vorstand.",
        "Die Reise kostet mehr als 500 Euro. Also ist der Vorstand zuständig.",
    ),
    (
        "Which month?",
        "In March.",
        "The report is due 60 days after the year ends on 31 December. That is 1 March.",
    ),
    (
        "Why?",
        "Because rubber swells in grease.",
        "Grease makes the rubber swell and then it leaks. So only water is used.",
    ),
    (
        "Quand ?",
        "À 7 heures.",
        "Le marché ouvre deux heures avant 9 heures. 9 - 2 = 7, donc à 7 heures.",
    ),
    (
        "What closes the valve?",
        "The float.",
        "The float rises with the water and presses the valve shut. So the flow ends.",
    ),
    (
        "What is the fee?",
        "£21",
        "It is £4.20 a metre. 5 × 4.20 = 21.00. So the stall costs 21 pounds, and half "
        "of that, £10.50, comes back on a stop.",
    ),
    ("这个可以水洗吗？", "不可以。", "说明书规定滤网不能水洗。所以不可以水洗。"),
    (
        "Was the bill within the limit?",
        "No, it was above it.",
        "The limit is £50. The bill was £60. So the limit was exceeded by £10.",
    ),
    ("Сколько?", "Двадцать пять.", "5 × 5 = 25"),
    ("How many?", "Twenty-five.", "5 × 5 = 25, so there are 25 chairs."),
]


@pytest.mark.parametrize(("question", "answer", "reasoning"), CONTRADICTORY)
def test_another_answer_is_found(question: str, answer: str, reasoning: str) -> None:
    assert list(find_contradiction(Exchange(question, answer, reasoning)))


@pytest.mark.parametrize(("question", "answer", "reasoning"), GOOD)
def test_the_same_answer_is_not(question: str, answer: str, reasoning: str) -> None:
    assert list(find_contradiction(Exchange(question, answer, reasoning))) == []
