"""Words for parts and multiples: half, a third, twice."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS: dict[float, str] = {
    1 / 2: "half halves halved halb halbe halben halber halbes hälfte halbiert moitié demi demie mitad"
           " medio media metà mezzo mezza metade meio meia helft halve half hälften halva halv"
           " połowa połowę połowy pół polovina polovinu polovině půl половина половину половины"
           " наполовину половини yarısı yarım yarı نصف النصف חצי מחצית आधा आधी आधे nửa setengah",
    1 / 3: "third thirds drittel tiers tercio tercios terzo terzi terço terços derde tredjedel"
           " trzecia třetina třetinu треть трети третина ثلث שליש तिहाई sepertiga",
    1 / 4: "quarter quarters viertel quart quarts cuarto cuartos quarto quarti quartos kwart"
           " fjärdedel ćwierć ćwiartka čtvrtina čtvrtinu четверть четверти чверть çeyrek ربع רבע"
           " चौथाई seperempat",
    1 / 5: "fifth fifths fünftel cinquième quinto vijfde femtedel пятая",
    1 / 10: "tenth tenths zehntel dixième décimo decimo tiende tiondel десятая",
    2.0: "twice double doubled doubles doppelt doppelte doppelten verdoppelt verdoppelte zweimal"
         " doublé doublée duplica doble dobles doppio doppia raddoppia dobro duplo dobra verdubbeld"
         " dubbel dubbelt dubbla podwójnie dwukrotnie dvojnásobek dvakrát вдвое дважды удвоилась"
         " двічі kat iki_kat ضعف כפול दोगुना gấp_đôi",
    3.0: "thrice triple tripled triples dreifach dreimal tripla triplo drievoudig втрое тричі",
}  # fmt: skip

_GLUED: dict[float, str] = {
    1 / 2: "一半 半数 半分 半 절반 반 ครึ่ง", 2.0: "两倍 二倍 倍 두배 두 배 เท่า", 1 / 4: "四分之一",
}  # fmt: skip

_KNOWN = {word: part for part, listed in _WORDS.items() for word in listed.split()}
_SIGNS = {sign: part for part, listed in _GLUED.items() for sign in listed.split()}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=512)
def parts_in(text: str) -> frozenset[float]:
    """Return the parts and multiples that a text speaks of: 0.5 for ``half of that``."""
    found = {_KNOWN[word] for word in _WORD.findall(text.lower()) if word in _KNOWN}
    return frozenset(found | {part for sign, part in _SIGNS.items() if sign in text})
