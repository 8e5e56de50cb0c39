"""Closed classes of words that turn what a sentence says: negations, numbers, measures, opposites.

The words are those of the grammars of some twenty languages. Words that are ordinary in another
language of the list, such as the Finnish "en", are left out.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS = _words(
    """
    no not never neither nor none nobody nothing nowhere without cannot except unless hardly
    nicht kein keine keinen keinem keiner keines nie niemals ohne weder niemand nichts außer
    ne pas jamais aucun aucune sans rien personne nul nulle sauf non
    nunca jamás tampoco ningún ninguno ninguna nadie nada sin salvo excepto
    senza né nessun nessuno nessuna niente neppure neanche tranne
    não nem sem nenhum nenhuma ninguém jamais exceto
    niet geen nooit zonder niemand niets behalve
    nie nigdy bez żaden żadna żadne nikt nic oprócz
    ne není nejsou nikdy žádný žádná žádné nikdo nesmí
    не ни нет без никогда нельзя никто ничего кроме
    ні немає ніколи ніхто нічого не крім
    inte ej aldrig ingen inget inga utan icke ikke ikkje uden uten
    değil yok hiç hiçbir asla
    לא אין בלי ללא אל מעולם אינו אינה אינם
    لا ليس ليست لم لن غير بدون دون ما
    नहीं न मत बिना कभी
    không chẳng chưa đừng chớ
    안 못 아니 아니다 없다 없는 없이 않는다 않는 않다
    ei eivät älä ilman nem nincs sem soha nu niciodată fără δεν μην χωρίς ποτέ όχι
    tidak bukan tanpa jangan
    """
)
"""Words that deny, as `str.casefold` leaves them."""

DENYING = re.compile(
    "不|没|沒|無|无|非|未|勿|莫|否|ない|なかっ|なけれ|ません|まい|ずに|ไม่|มิ|ไร้|않|없|못|아니|n't"
)
"""What denies within words, or in scripts that have no space between words."""

DENYING_PREFIXES = _words(
    "un in im il ir non dis mis de anti miss des nicht onge on ne nie не ни без бес غير לא"
)
"""What stands before a word and turns it round, as in *unsafe* and *nemá*."""

TURKISH_NEGATIVE = re.compile(r"m[ae](?:z|yan|yen|mal|d[ıi]|li|k|l[ıi])|m[ıiuü]yor")
"""The negative suffix of Turkish verbs, as in *edilmez* and *yapılmamalıdır*."""

NUMBER_WORDS = _words(
    """
    zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million billion trillion half quarter third dozen twice double triple
    first second fourth fifth sixth
    null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig
    hundert tausend millionen milliarde milliarden halb viertel drittel doppelt dreifach
    deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante cinquante cent mille
    milliard milliards demi tiers quart
    dos tres cuatro cinco seis siete ocho nueve diez doce veinte treinta cuarenta cincuenta
    cien mil millón millones mitad tercio
    tre quattro cinque sette otto nove dieci undici dodici venti trenta quaranta cento
    mila milione milioni miliardo miliardi metà
    dois três quatro sete oito dez onze doze vinte trinta milhão milhões bilhão bilhões metade
    twee drie vijf zes zeven acht negen tien twaalf twintig dertig honderd duizend miljoen miljard
    dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć dwadzieścia sto tysiąc milion miliard
    dva tři čtyři pět šest sedm osm devět deset dvacet tisíc
    два две три четыре пять шесть семь восемь девять десять двадцать тридцать сто тысяча тысяч
    миллион миллионов миллиард миллиардов половина треть два дві чотири п'ять шість сім вісім
    två tre fyra fem sju åtta nio tio tjugo hundra tusen miljon miljoner miljard
    iki üç dört beş altı yedi sekiz dokuz yirmi yüz milyon milyar yarım
    """
)
"""Cardinals and fractions in words; not "one", which many languages have as an article."""

CJK_NUMBERS = frozenset("〇零一二三四五六七八九十百千万萬亿億兆两兩半倍")
"""Numerals of Chinese and Japanese."""

MEASURES = _words(
    """
    mm cm dm m km nm μm mg g kg t μg ml cl dl l hl ha s ms min h d w kw mw gw kwh mwh wh v kv mv a
    ma ah hz khz mhz ghz pa kpa mpa hpa bar mbar psi n nm kn j kj mj kcal cal k c f °c °f ω db lm lx
    kb gb tb kib mib gib mb bit byte in ft yd mi lb oz gal rpm mol ppm px pt eur usd gbp chf jpy
    second seconds minute minutes hour hours day days week weeks month months year years decade
    decades century centuries percent
    sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten
    jahr jahre jahren prozent
    seconde secondes heure heures jour jours semaine semaines mois an ans année années
    segundo segundos minuto minutos hora horas día días semana semanas mes meses año años
    secondo secondi ora ore giorno giorni settimana settimane mese mesi anno anni
    dia dias mês ano anos dag dagen weken maand maanden jaar uur uren
    dzień dni tydzień tygodni tygodnie miesiąc miesięcy rok lat lata godzin godziny minut
    den dní týden týdnů měsíc měsíců let hodin
    день дня дней неделя недели недель месяц месяца месяцев год года лет час часа часов минут
    dagar vecka veckor månad månader år timme timmar gün hafta ay yıl saat dakika
    tonne tonnes gram grams kilogram kilograms milligram milligrams microgram micrograms litre
    litres liter liters millilitre millilitres metre metres meter meters kilometre kilometres
    kilometer kilometers centimetre centimetres centimeter centimeters millimetre millimetres
    millimeter millimeters inch inches foot feet mile miles pound pounds euro euros dollar dollars
    """
)
"""Units of measure and of time."""

_OPPOSITES = """
    min max, minimum maximum, minimal maximal, before after, above below, over under, more less,
    more fewer, most least, increase decrease, increases decreases, increased decreased, left right,
    open closed, open close, opens closes, on off, inside outside, up down, must may, shall may,
    always sometimes, all some, higher lower, highest lowest, first last, north south, east west,
    hot cold, true false, with without, add remove, start stop, enable disable, early late,
    vor nach, über unter, mehr weniger, links rechts, oben unten, mindestens höchstens, muss darf,
    immer selten, alle einige, höher niedriger, steigt sinkt, mit ohne, ein aus, öffnen schließen,
    avant après, plus moins, gauche droite, dessus dessous, augmente diminue, avec sans,
    antes después, más menos, izquierda derecha, encima debajo, aumenta disminuye, con sin,
    antes depois, mais menos, esquerda direita, acima abaixo, prima dopo, più meno,
    sinistra destra, sopra sotto, voor na, meer minder, links rechts, boven onder, przed po,
    więcej mniej, lewo prawo, před po, více méně, до после, больше меньше, выше ниже,
    слева справа, більше менше, вище нижче, före efter, mer mindre, över under, vänster höger,
    önce sonra, sağ sol, alt üst
"""

OPPOSITES = frozenset(frozenset(pair.split()) for pair in _OPPOSITES.split(","))
"""Pairs of words of which one says the contrary of the other."""

CJK_OPPOSITES = frozenset(
    map(
        frozenset,
        _words("上下 前後 前后 左右 大小 多少 高低 内外 増減 增减 東西 东西 南北 開閉 开关"),
    )
)
"""Pairs of characters of which one says the contrary of the other."""
