"""Answers that repeat the question or say nothing, and short right ones that do neither."""

from __future__ import annotations

import pytest

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.echoes import find_echo
from sdk_builtins.judges.lint.emptiness import find_emptiness

ECHOES = [
    ("Why do the doors open?", "Because the doors open."),
    ("¿Por qué se cierra la válvula?", "La válvula se cierra porque se cierra la válvula."),
    ("Perché il forno deve essere caldo?", "Il forno deve essere caldo perché deve essere caldo."),
    ("Warum ist die Pumpe laut?", "Die Pumpe ist laut, weil sie laut ist."),
    ("Почему насос шумит?", "Насос шумит, потому что он шумит."),
    ("Dlaczego zawór jest zamknięty?", "Zawór jest zamknięty, ponieważ zawór jest zamknięty."),
    ("Waarom is de klep gesloten?", "De klep is gesloten omdat de klep gesloten is."),
    ("Por que a bomba é silenciosa?", "A bomba é silenciosa porque é silenciosa."),
    ("Varför är ventilen stängd?", "Ventilen är stängd eftersom den är stängd."),
    ("Pompa neden gürültülü?", "Pompa gürültülü çünkü pompa gürültülü."),
    ("为什么阀门是关闭的？", "因为阀门是关闭的。"),
    ("なぜポンプは停止しますか？", "ポンプが停止するからです。"),
    ("لماذا المضخة صاخبة؟", "لأن المضخة صاخبة."),
    ("Tại sao máy bơm ồn?", "Vì máy bơm ồn."),
    ("How long is the 12 km tunnel?", "12 km"),
    ("In which year was the bridge of 1897 built?", "In 1897."),
    ("Wie hoch ist der 80 m hohe Turm?", "80 m hoch"),
    ("Hoe heet de molen De Zwaan?", "De Zwaan"),
    ("Чому клапан закритий?", "Тому що клапан закритий."),
    ("Proč je ventil zavřený?", "Ventil je zavřený, protože je zavřený."),
    ("ทำไมราคาสูงขึ้น", "เพราะราคาสูงขึ้น"),
    ("मूल्य क्यों बढ़ा?", "क्योंकि मूल्य बढ़ा।"),
]

EMPTY = [
    ("Why?", "N/A"),
    ("x", "-"),
    ("Wann öffnet das Museum?", "Es kommt darauf an."),
    ("Quand ouvre le musée ?", "Cela dépend."),
    ("¿Cómo se limpia el filtro?", "De varias maneras."),
    ("Warum ist das so geregelt?", "Aus verschiedenen Gründen."),
    ("Почему цена выросла?", "По разным причинам."),
    ("为什么价格上涨？", "由于各种原因。"),
    ("なぜ価格が上がったのですか？", "さまざまな理由によります。"),
    ("왜 가격이 올랐습니까?", "여러 가지 이유 때문입니다."),
    ("Dlaczego cena wzrosła?", "Z różnych powodów."),
    ("Perché il prezzo è salito?", "Per vari motivi."),
    ("Por que o preço subiu?", "Por vários motivos."),
    ("Waarom steeg de prijs?", "Om verschillende redenen."),
    ("Varför steg priset?", "Av olika skäl."),
    ("Fiyat neden arttı?", "Çeşitli nedenlerden dolayı."),
    ("Which members may vote?", "Certain members."),
    ("How should the valve be fitted?", "It should be fitted properly."),
    ("Hoe wordt het filter gereinigd?", "Zie het antwoord."),
    ("Jak się czyści filtr?", "Łatwo."),
    ("Як чистити фільтр?", "Певним чином."),
    ("لماذا ارتفع السعر؟", "لأسباب مختلفة."),
    ("Tại sao giá tăng?", "Vì nhiều lý do khác nhau."),
    ("मूल्य क्यों बढ़ा?", "कई कारणों से।"),
    ("למה המחיר עלה?", "מסיבות שונות."),
]

EMPTY_REASONING = [
    ("Where does the tram start?", "Step 1: think. Step 2: conclude."),
    ("Où commence le tram ?", "Étape 1 : réfléchir. Étape 2 : conclure."),
    ("Wo beginnt die Straßenbahn?", "Schritt 1: nachdenken. Schritt 2: antworten."),
    ("Where is it?", "Let me read the question carefully. Then the answer follows."),
    ("Where is it?", "Reasoning: N/A"),
    ("电车从哪里出发？", "第一步：思考。第二步：得出结论。"),
]

GOOD = [
    ("Does it open?", "No."),
    ("How many?", "Four."),
    ("Which part?", "480-1132"),
    ("Est-ce ouvert ?", "Oui"),
    ("Is the valve open or closed?", "Closed."),
    ("Which one is heavier, the copper or the tin plate?", "The copper plate."),
    ("Which of the two, Anna and Ben, arrived first?", "Ben"),
    ("What is the pump?", "The pump is a small motor that moves water."),
    ("Where is the switch of the pump?", "Under the pump."),
    ("When does the alarm sound, relative to the stop of the pump?", "Before the stop."),
    ("What does the server return?", "The answer."),
    ("Is the pump allowed on the deck?", "The pump is allowed on the deck."),
    ("Wo liegt der Schalter?", "Neben dem Schalter der Pumpe."),
    ("清岚可以水洗吗？", "可以。"),
    ("阀门是开还是关？", "关。"),
    ("Combien de fois ?", "Jamais."),
    ("What should be done if the filter is blocked?", "Clean the filter."),
    ("Who may vote?", "All members."),
    ("Who may vote in the club?", "Everyone."),
    ("What does the price depend on?", "It depends on the weight."),
    ("What does the shipping price depend on besides weight?", "On distance."),
    ("How does the fee vary with weight?", "It rises with the weight."),
    ("How many apples have Tom and Mary if Tom has 3 and Mary 4? Who has more?", "Mary."),
    ("Which characters separate fields?", "`-`"),
    ("Warum?", "Weil das Wasser gefriert."),
    ("Какой клапан открыт: левый или правый?", "Левый."),
    ("Wie oft wird gereinigt?", "Nie."),
    ("What colour is it?", "Red."),
    ("How is the door opened?", "By hand."),
    ("Was bedeutet E12?", "Fehler"),
    ("どの弁が開きますか？", "左の弁です。"),
    ("ポンプは停止しますか？", "停止します。"),
    ("펌프가 멈춥니까?", "네, 멈춥니다."),
    ("What is the name?", "Certainty"),
    ("What remains after filtering?", "Different salts."),
    ("What is stored?", "The given name."),
    ("Welche Angaben braucht das Amt?", "Name und Anschrift."),
    ("What happens when the limit is exceeded?", "Nothing happens."),
    ("What is the limit?", "There is no limit."),
    ("Who is the author?", "Unknown"),
    ("What is the default?", "None"),
]


@pytest.mark.parametrize(("question", "answer"), ECHOES)
def test_echoes_are_found(question: str, answer: str) -> None:
    assert list(find_echo(Exchange(question, answer)))


@pytest.mark.parametrize(("question", "answer"), EMPTY)
def test_answers_without_content_are_found(question: str, answer: str) -> None:
    assert list(find_emptiness(Exchange(question, answer)))


@pytest.mark.parametrize(("question", "reasoning"), EMPTY_REASONING)
def test_reasoning_without_content_is_found(question: str, reasoning: str) -> None:
    assert list(find_emptiness(Exchange(question, "1907", reasoning)))


@pytest.mark.parametrize(("question", "answer"), GOOD)
def test_right_answers_are_neither(question: str, answer: str) -> None:
    exchange = Exchange(question, answer)
    assert [*find_echo(exchange), *find_emptiness(exchange)] == []
