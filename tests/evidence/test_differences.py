"""Which differences change what a quote says, and which are slips of letters."""

from __future__ import annotations

import pytest

from sdk_core.evidence.alignment import align_quotes

SOURCES = {
    "en": "The feed pump must not run dry for more than 21.5 minutes at 40 °C, wrote Maria Keller "
    "from Bremen in her second report of March; it delivers 7 bar and 30 % less above ten metres.",
    "de": "Die Pumpe darf nicht länger als drei Stunden laufen, sagt Herr Vogel aus Bremen, denn "
    "der Druck steigt sonst über 4,5 bar und das Gehäuse wird unsicher.",
    "fr": "La pompe ne doit jamais tourner à vide avant midi, écrit Jules Ferrand, et l'eau ne "
    "dépasse pas 35 °C dans le bassin de Lyon.",
    "ru": "Насос не должен работать всухую дольше двух часов, пишет Орлов из Твери, иначе давление "
    "поднимется выше 12 бар.",
    "pl": "Pompa nie może pracować na sucho dłużej niż 15 minut, pisze Nowak z Gdyni, a ciśnienie "
    "wynosi wtedy około 9 bar.",
    "tr": "Kapak soğumadan açılmamalıdır, çünkü içerideki basınç 12 barın üzerine çıkabilir ve "
    "conta zarar görebilir.",
    "zh": "水泵不得空转超过三小时，否则密封圈会过热，陈立秋在报告中写道，压力会上升到12巴。",
    "ja": "ポンプは三時間以上空運転してはならない。田村健は報告書に圧力が12バールだと書いた。",
    "ko": "펌프는 세 시간 이상 마른 상태로 돌리지 않는다고 김민수는 보고서에 썼다. 압력은 12 바.",
    "ar": "في هذا المصنع لا يجوز تشغيل المضخة بدون ماء لأكثر من 15 دقيقة، كما كتب سالم في "
    "تقريره السنوي الأخير.",
    "hi": "पंप को बिना पानी के 15 मिनट से अधिक नहीं चलाना चाहिए, यह मोहन ने अपनी रिपोर्ट में लिखा है।",
}


def altered(language: str, old: str, new: str) -> tuple[str, str]:
    """Return how a source with one part replaced is taken when it is quoted."""
    source = SOURCES[language]
    assert old in source
    quote = source.replace(old, new, 1)
    (found,) = align_quotes(f"Before it. {source} Behind it.", [quote])
    return found.match, found.differs


@pytest.mark.parametrize(
    ("language", "old", "new", "differs"),
    [
        ("en", "21.5", "12.5", '"12.5" for "21.5"'),
        ("en", "21.5", "2.15", '"2.15" for "21.5"'),
        ("en", "40 °C", "-40 °C", '"-40" for "40"'),
        ("en", "°C", "°F", '"F" for "C"'),
        ("en", "7 bar", "7 psi", '"psi" for "bar"'),
        ("en", "minutes", "hours", '"hours" for "minutes"'),
        ("en", "30 %", "30", 'nothing for "%"'),
        ("en", "30 %", "30 ‰", '"‰" for "%"'),
        ("en", "must not run", "must run", 'nothing for "not"'),
        ("en", "it delivers", "it never delivers", '"never" for nothing'),
        ("en", "Keller", "Kessler", '"Kessler" for "Keller"'),
        ("en", "Bremen", "Verden", '"Verden" for "Bremen"'),
        ("en", "less", "more", '"more" for "less"'),
        ("en", "March", "May", '"May" for "March"'),
        ("en", "above", "below", '"below" for "above"'),
        ("en", "ten metres", "six metres", '"six" for "ten"'),
        ("en", "must", "may", '"may" for "must"'),
        ("de", "nicht ", "", 'nothing for "nicht"'),
        ("de", "drei", "zwei", '"zwei" for "drei"'),
        ("de", "Stunden", "Tage", '"Tage" for "Stunden"'),
        ("de", "unsicher", "sicher", '"sicher" for "unsicher"'),
        ("de", "4,5", "5,4", '"5,4" for "4,5"'),
        ("fr", "jamais ", "", 'nothing for "jamais"'),
        ("fr", "avant", "après", '"après" for "avant"'),
        ("fr", "Lyon", "Nice", '"Nice" for "Lyon"'),
        ("ru", "не ", "", 'nothing for "не"'),
        ("ru", "Орлов", "Назаров", '"Назаров" for "Орлов"'),
        ("ru", "12 бар", "21 бар", '"21" for "12"'),
        ("pl", "nie ", "", 'nothing for "nie"'),
        ("pl", "minut", "godzin", '"godzin" for "minut"'),
        ("tr", "açılmamalıdır", "açılmalıdır", '"açılmalıdır" for "açılmamalıdır"'),
        ("zh", "不得", "得", 'nothing for "不"'),
        ("zh", "三小时", "五小时", '"五" for "三"'),
        ("zh", "陈立秋", "王海生", '"王海生" for "陈立秋"'),
        ("zh", "12巴", "21巴", '"21" for "12"'),
        ("ja", "ならない", "なる", '"る" for "らない"'),
        ("ja", "三時間", "五時間", '"五" for "三"'),
        ("ja", "三時間", "三日間", '"日" for "時"'),
        ("ko", "않는다고", "한다고", '"한다고" for "않는다고"'),
        ("ar", "لا ", "", 'nothing for "لا"'),
        ("ar", "15", "51", '"51" for "15"'),
        ("hi", "नहीं ", "", 'nothing for "नहीं"'),
        ("hi", "15", "50", '"50" for "15"'),
    ],
)
def test_what_says_something_else_is_altered(
    language: str, old: str, new: str, differs: str
) -> None:
    match, found = altered(language, old, new)
    assert match == "altered"
    if language != "ja" or new != "なる":
        assert found == differs


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "delivers", "delivesr"),
        ("en", "report", "rep0rt"[:3] + "orrt"),
        ("en", "Keller", "Kellr"),
        ("en", "Keller", "Kelller"),
        ("en", "for more than", "for rnore than"),
        ("en", "from", "frorn"),
        ("de", "Gehäuse", "Gehause"),
        ("de", "Stunden", "Stundne"),
        ("de", "nicht", "niicht"),
        ("de", "4,5", "4.5"),
        ("fr", "tourner", "tourmer"),
        ("ru", "работать", "рабтать"),
        ("pl", "pracować", "pracowac"),
        ("tr", "içerideki", "iceridekl"),
        ("zh", "密封圈", "密封圏"),
        ("ja", "報告書", "報告晝"),
        ("ar", "السنوي", "السنوى"),
    ],
)
def test_slips_within_words_stay_slips(language: str, old: str, new: str) -> None:
    assert altered(language, old, new) == ("fuzzy", "")


def test_a_slip_that_is_another_word_of_the_text_is_none() -> None:
    source = "Mr Miller keeps the books and Mr Müller keeps the keys of the upper store room."
    (found,) = align_quotes(source, ["and Mr Miller keeps the keys of the upper store room"])
    assert (found.match, found.differs) == ("altered", '"Miller" for "Müller"')


def test_a_footnote_number_that_is_glued_to_a_word_is_no_change() -> None:
    source = "The old sieve was kept for many years.12 Then it went to the museum of the town."
    (found,) = align_quotes(source, ["was kept for many years. Then it went to the museum"])
    assert found.match == "fuzzy"


def test_thousands_may_be_parted_in_other_ways() -> None:
    source = "In all, 12,500 people came to the fair on the meadow behind the mill that year."
    for number in ("12.500", "12 500", "12'500"):
        quote = f"In all, {number} people came to the fair on the meadow"
        (found,) = align_quotes(source, [quote])
        assert found.match == "fuzzy"


def test_a_number_before_a_footnote_is_not_another_one() -> None:
    source = "Насос не¹⁷ должен работать всухую дольше чем 76 часов подряд зимой."
    (found,) = align_quotes(source, ["Насос должен работать всухую дольше чем 76 часов подряд"])
    assert (found.match, found.differs) == ("altered", 'nothing for "не"')


def test_names_of_unlike_length_at_the_start_of_a_sentence() -> None:
    source = "A worn joint is told by a fine dark line along the edge of it. Ilse Thorn asked why."
    quote = "A worn joint is told by a fine dark line along the edge of it. Quiroga asked"
    (found,) = align_quotes(source, [quote])
    assert found.match == "altered"
    assert "Quiroga" in found.differs


def test_of_like_places_the_one_that_says_the_same_is_taken() -> None:
    source = (
        "Valve 11 is checked in the spring by the plumber. "
        "Valve 12 is checked in the spring by the plumber. "
    )
    (found,) = align_quotes(source, ["Valve 12 is chekced in the spring by the plumber."])
    assert (found.match, found.start) == ("fuzzy", source.index("Valve 12"))
