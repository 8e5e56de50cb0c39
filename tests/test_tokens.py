"""The estimate of tokens: an upper bound by script, and not far above what vocabularies need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.tokens import estimate

COUNTED = {
    "English": (
        "All human beings are born free and equal in dignity and rights. They are endowed "
        "with reason and conscience and should act towards one another in a spirit of "
        "brotherhood. ",
        34,
    ),
    "German": (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit "
        "Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit "
        "begegnen. ",
        45,
    ),
    "Finnish": (
        "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. "
        "Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan "
        "veljeyden hengessä. ",
        69,
    ),
    "Vietnamese": (
        "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. "
        "Mọi con người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử "
        "với nhau trong tình bằng hữu. ",
        73,
    ),
    "Russian": (
        "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены "
        "разумом и совестью и должны поступать в отношении друг друга в духе братства. ",
        50,
    ),
    "Greek": (
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. "
        "Είναι προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται "
        "μεταξύ τους με πνεύμα αδελφοσύνης. ",
        164,
    ),
    "Arabic": (
        "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميراً "
        "وعليهم أن يعامل بعضهم بعضاً بروح الإخاء. ",
        51,
    ),
    "Hebrew": (
        "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, "
        "לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה. ",
        57,
    ),
    "Hindi": (
        "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता "
        "प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है और परस्पर उन्हें भाईचारे "
        "के भाव से बर्ताव करना चाहिए। ",
        172,
    ),
    "Thai": (
        "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธร"
        "รม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ ",
        80,
    ),
    "Chinese": (
        "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神互相对待。",
        40,
    ),
    "Japanese": (
        "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
        "人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない"
        "。",
        72,
    ),
    "Korean": (
        "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 "
        "천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다. ",
        58,
    ),
    "code": (
        "def area(radius: float) -> float:\n    return 3.14159 * radius ** 2\n\n\nfor"
        ' n in range(10):\n    print(f"{n}: {area(n):.2f}")\n',
        48,
    ),
    "numbers": (
        "926.98, 715.95, 739.72, 343.59, 806.68, 931.74, 861.46, 437.02\n",
        63,
    ),
    "emoji": (
        "😀🎉🚀👍🏽👨\u200d👩\u200d👧❤️🔥✨",
        47,
    ),
}
"""Texts, each with the highest count of four vocabularies (o200k, Qwen, DeepSeek V3, Tekken).

The sentences are the first article of the Universal Declaration of Human Rights, which vocabularies
know well; of other texts they need more.
"""


@pytest.mark.parametrize("script", COUNTED)
def test_no_vocabulary_needs_more(script: str) -> None:
    text, most = COUNTED[script]
    assert most <= estimate(text) <= 2.5 * most


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("a", 1), ("\ud800", 1)])
def test_small_texts(text: str, expected: int) -> None:
    assert estimate(text) == expected


def test_a_text_has_as_many_as_its_parts() -> None:
    texts = [text for text, _ in COUNTED.values()]
    parts = sum(map(estimate, texts))
    assert parts - len(texts) <= estimate("".join(texts)) <= parts


@given(st.text(min_size=1))
def test_every_character_counts_wherever_it_stands(text: str) -> None:
    assert estimate(text * 100) == sum(estimate(character * 100) for character in text)
