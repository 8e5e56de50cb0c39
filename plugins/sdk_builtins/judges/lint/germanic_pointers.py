"""How German, Dutch and Scandinavian languages point at a text."""

from __future__ import annotations

from sdk_builtins.judges.lint.pointer_words import phrases

_END = r"(?=\s*(?:$|[?!.,;:)\n]))"

GERMAN = phrases(
    {
        "hints": (
            r"text|passage|absatz|absätz|abschnitt|auszug|auszüg|ausschnitt|paragraph|oben|obig"
            r"|vorliegend|vorstehend|vorherig|vorhergehend|vorangeh|vorangegangen|gegeben"
            r"|bereitgestellt|zitiert|besagt|abgebildet|vorig|seite|tabelle|abb|tab.|grafik"
            r"|diagramm|bild|kapitel|anhang|liste|übersicht|folie|fußnote|hier|zuvor|vorher|vorhin"
            r"|bereits|eingangs|o. g.|o.g.|dokument|artikel|bericht|handbuch|leitfaden|anleitung"
            r"|studie|interview|faq|broschüre|vortrag|merkblatt|aufsatz|buch|quelle|leitlinie"
            r"|richtlinie|satzung|vertrag|rede|ratgeber|autor|verfasser|sprecher|erzähler"
            r"|interviewte|beispiel|zeile|spalte|s. "
        ),
        "text": (
            r"texte?s?|textes|passagen?|absatz(?:es)?|absätzen?|abschnitt(?:s|es|e|en)?|auszugs?"
            r"|auszüge|textauszug|textstelle|textabschnitt|textpassage|ausschnitt|kontexts?"
            r"|paragraphen?"
        ),
        "part": (
            r"tabellen?|abbildung(?:en)?|grafik(?:en)?|diagramms?|bild(?:e|es)?|seiten?|kapitels?"
            r"|anhangs?|liste|schaubild|fußnote|übersicht|beispiel|folie"
        ),
        "shown": r"tabelle|abbildung|grafik|diagramm|bild|schaubild|übersicht",
        "work": (
            r"dokuments?|artikels?|berichts?|handbuchs?|leitfadens?|anleitung|studie|interviews?"
            r"|faq|broschüre|vortrags?|merkblatts?|aufsatz(?:es)?|buch(?:es|s)?|quelle|webseite"
            r"|leitlinie|richtlinie|satzung|vertrags?|rede|ratgebers?"
        ),
        "thing": (
            r"aussagen?|informationen|angaben|zitate?s?|satz(?:es)?|sätze|daten|werte?n?"
            r"|beschreibung|inhalt|formel|zeilen?|punkte?n?|regel|rezept|szenario|gespräch|dialog"
            r"|fall"
        ),
        "people": (
            r"autor(?:in|en|innen)?s?|verfasser(?:in|s|innen)?|sprecher(?:in|s)?|erzähler(?:in|s)?"
            r"|interviewte[rn]?"
        ),
        "the": r"der|die|das|dem|den|des|im|vom|zum|am|diese[rsmn]?|jene[rsmn]?",
        "given": (
            r"(?:oben(?: ?(?:stehend|genannt|erwähnt|angeführt|beschrieben|gezeigt|aufgeführt))"
            r"|obig|vorliegend|vorstehend|gegeben|bereitgestellt|zitiert|vorherig|vorangehend"
            r"|vorhergehend|vorangegangen|angegeben|besagt|abgebildet|vorig)e[nrms]?"
        ),
        "told": (
            r"genannt|erwähnt|beschrieben|gezeigt|aufgeführt|angegeben|dargestellt|erläutert"
            r"|erklärt|gesagt|ausgeführt|zitiert|steht|aufgelistet|zu sehen|beschriebenen?"
            r"|genannten?|erwähnten?|angegebenen?|aufgeführten?|gezeigten?"
        ),
        "says": (
            r"sagt|nennt|erwähnt|beschreibt|besagt|zeigt|gibt|führt|erklärt|erläutert|schreibt"
            r"|behauptet|argumentiert|meint|enthält|lautet|heißt|steht|wird|bezeichnet|empfiehlt"
            r"|betont|definiert|behandelt"
        ),
        "by": r"laut|gemäß|nach|entsprechend|zufolge",
        "next": (
            r"(?=\s*(?:$|[?!.,;:)\n]|\s(?:zufolge|nach|über|zu|für|bei|genannt\w*|erwähnt\w*"
            r"|beschrieben\w*|angegeben\w*|aufgeführt\w*|hervor|steht|wird|werden|wurde|wurden|ist"
            r"|sind|war|waren|und|oder|als|hat|haben|kann|muss|soll|der|die|das|ein|eine|wann|wie"
            r"|was|wer|wo|<says>)\b))"
        ),
    },
    sure=(
        r"\b(?:<the>|laut|aus|in) (?:mir )?<given> (?:\w+ )?(?:<text>|<part>|<work>|<thing>)\b",
        r"\b(?:<the>) (?:folgenden?|nächsten|letzten|ersten|gleichen) (?:<text>"
        r"|seite)(?=\s*(?:$|[?!.,;]|\s(?:genannt\w*|erwähnt\w*|beschrieben\w*|angegeben\w*"
        r"|steht|wird|werden)\b))",
        r"\b(?:<text>|<part>|<thing>) (?:oben|weiter oben)\b",
        r"\b(?:wie |die |der |das |den |dem )?(?:(?:weiter )?oben|hier|zuvor|vorher|vorhin"
        r"|bereits|eingangs) (?:bereits )?(?:erwähnt|genannt|beschrieben|gezeigt|ausgeführt"
        r"|dargestellt|erläutert|zitiert|aufgeführt|abgebildet)(?:e[nrms]?)?\b",
        r"\bwie (?:\w+ )?(?:im|in der|in diesem|in dieser) (?:<text>|<work>"
        r"|<part>) (?:\w+ )?(?:<told>)",
        r"\bwie (?:aus |in )?(?:der|dem|die|das|den) (?:<shown>|<text>|dokument|artikel"
        r"|bericht) (?:\w+ )?(?:hervorgeht|zeigt|ersichtlich|entnehmen|<told>)",
        r"\bobengenannt\w*|\bo\. ?g\.",
        r"\b(?:<people>) (?:hier|dieses (?:<text>|<work>)|dieser (?:<text>|<work>))",
    ),
    this=(r"\bdiese[rsmn]? (?:<text>|<part>|<work>)\b(?! (?:der|des|von|vom)\b)",),
    told=(
        r"\b(?:laut|gemäß|entsprechend) (?:dem|der|den|diesem) (?:<text>)\b(?! (?:des|von|vom"
        r"|zu|zum|zur|über|im|in)\b)",
        r"\b(?:laut|gemäß) (?:text|passage|absatz|abschnitt|auszug)\b(?! (?:des|der|von|vom"
        r"|zu|über|im|in)\b)(?! \d)",
        r"\b(?:dem|der) (?:<text>) (?:nach|zufolge)\b",
        r"\b(?:der|die|das) (?:text|passage|absatz|abschnitt|auszug|textauszug|ausschnitt"
        r"|textstelle|textpassage) (?:<says>)\b(?! genannt)",
        r"\b(?:sagt|nennt|erwähnt|beschreibt|besagt|zeigt|gibt|erklärt|erläutert|behauptet"
        r"|meint|empfiehlt|definiert|behandelt) (?:der|die) (?:text|passage|absatz|abschnitt"
        r"|auszug)\b",
        r"\b(?:im|in der|aus dem|aus der|in dem) (?:<text>)(?= (?:\w+ ){0,2}(?:<told>|hervor"
        r"|behandelt|vor|die rede))",
    ),
    text=(
        r"\b(?:im|aus dem|in der|aus der|in dem) (?:text|textauszug|passage|auszug"
        r"|textstelle)(?=\s*(?:$|[?!.,;)]))",
    ),
    part=(
        r"\b(?:<by>|aus|in) (?:der|dem|den) (?:<shown>|seite)(?=\s*(?:$|[?!.,;:]"
        r"|\s(?:genannt\w*|aufgeführt\w*|angegeben\w*|gezeigt\w*|hervor|zu entnehmen"
        r"|dargestellt\w*|aufgelistet\w*)\b))",
        r"\b(?:zeile|spalte|reihe|eintrag|einträge) (?:der|in der|des"
        r"|im) (?:<shown>)s?(?=\s*(?:$|[?!.,;:])| für\b)",
        r"\b(?:zeigt|nennt|sagt|gibt|enthält|führt) (?:die|das|der) (?:<shown>|zeile"
        r"|spalte)\b(?! (?:der|des|über|von|„|\"))",
        r"\b(?:<by>) (?:tabelle|abbildung)(?=\s*(?:$|[?!.,;:]))",
        r"\b(?:<text>|<shown>) unten(?=\s*[?.]?\s*$)",
    ),
    work=(
        r"\b(?:<by>) (?:dem |der |den )?(?:<work>)(?=\s*(?:$|[?!.,;:]|\s(?:die|das|ein|eine"
        r"|beträgt|ist|sind|wird|werden|kann|muss|hat|gilt|für)\b))",
        r"\b(?:meint|sagt|denkt|findet|behauptet|kritisiert|beschreibt|schreibt|hält"
        r"|bezeichnet) (?:der|die) (?:<people>)\b(?! (?:des|der|von)\b)",
        r"(?:^|[.!?] )(?:der|die|das) (?:dokument|artikel|bericht|studie"
        r"|<people>) (?:<says>)\b",
        r"\bwie (?:der|die) (?:<people>) (?:\w+ )?(?:<says>)\b",
        r"\b(?:sagt|nennt|beschreibt|erwähnt|empfiehlt|schreibt|gibt) (?:der|die"
        r"|das) (?:<work>|<people>)(?= (?:über|zu|zum|zur|als|für|an|dass)\b|\s*[?,])",
        r"\b(?:laut|nach ansicht|nach meinung|nach) (?:der|des|dem) (?:<people>)(?=\s*(?:$"
        r"|[?!.,;:]))",
        r"\b(?:im|in der|in dem) (?:<work>) (?:erwähnt|beschrieben|genannt|angegeben"
        r"|aufgeführt)",
    ),
    numbered=(
        r"\b(?:abbildung|abb\.|tabelle|tab\.|seite|kapitel|abschnitt|anhang|folie"
        r"|fußnote) \d+(?:\.\d+)*(?=\s*(?:$|[?!,;:]|\.\s|\s(?:ist|sind|wird|werden|zeigt|zu"
        r"|dargestellt|genannt|beschrieben|über|die|der|das|und)\b))",
    ),
    see=(
        r"\b(?:siehe|vgl\.|s\.) (?:abbildung|abb\.|tabelle|tab\.|seite|kapitel|abschnitt"
        r"|anhang) \d+(?! (?:der|des)\b)",
    ),
)

DUTCH = phrases(
    {
        "text": (
            r"tekst(?:en)?|passages?|alinea|fragment|paragraaf|tekstfragment|uittreksel|context"
        ),
        "part": (
            r"tabel|figuur|afbeelding|grafiek|pagina|bladzijde|hoofdstuk|sectie|bijlage|lijst"
            r"|schema"
        ),
        "work": (
            r"document|artikel|rapport|handleiding|gids|studie|interview|faq|brochure|verslag|boek"
            r"|richtlijn"
        ),
        "people": r"auteurs?|schrijver|spreker|verteller|schrijfster",
        "told": (
            r"genoemd|vermeld|beschreven|getoond|gegeven|weergegeven|aangegeven|besproken|genoemde"
            r"|vermelde|beschreven"
        ),
        "says": (
            r"zegt|noemt|vermeldt|beschrijft|toont|geeft|stelt|legt|meldt|bevat|schrijft|beweert"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:de|het|dit|deze) (?:bovenstaande|gegeven|verstrekte|vorige|voorgaande"
        r"|geciteerde|bovengenoemde|onderhavige) (?:\w+ )?(?:<text>|<part>|<work>|informatie"
        r"|zin|citaat|gegevens)\b",
        r"\b(?:<text>|<part>) hierboven\b|\bhierboven (?:genoemd|vermeld|beschreven"
        r"|getoond)e?\b",
        r"\bzoals (?:\w+ )?(?:hierboven|eerder|hier|boven) (?:\w+ )?(?:<told>)"
        r"|\bbovengenoemde\b",
        r"\bzoals (?:in )?(?:de|het|deze|dit) (?:<text>|<work>|<part>) (?:<told>|<says>)",
        r"\bop de (?:vorige|laatste|volgende) (?:pagina|bladzijde)<end>",
    ),
    this=(r"\b(?:deze|dit) (?:<text>|<part>|<work>)\b(?! van\b| over \w)",),
    told=(
        r"\b(?:volgens|op basis van|blijkens) de (?:tekst|passage|alinea|context)(?! (?:van"
        r"|over|op)\b)\b",
        r"\b(?:volgens|op basis van) het (?:fragment|tekstfragment)\b",
        r"\b(?:de|het) (?:<text>) (?:<says>)\b|\b(?:zegt|noemt|vermeldt|stelt) de (?:tekst"
        r"|passage|alinea)\b",
        r"\bin de (?:tekst|passage|alinea) (?:<told>)\b|\b(?:<told>) in de (?:tekst|passage"
        r"|alinea)\b",
    ),
    text=(r"\b(?:in|uit) de (?:tekst|passage|alinea)<end>",),
    part=(
        r"\b(?:volgens|in|uit) de (?:tabel|figuur|afbeelding|grafiek)<end>",
        r"\b(?:rij|kolom|regel) (?:van|in|uit) de tabel\b",
        r"\b(?:toont|laat|geeft|noemt) de (?:tabel|figuur|afbeelding|grafiek)\b(?! (?:van"
        r"|over))",
    ),
    work=(
        r"\bvolgens (?:de|het) (?:<work>|<people>)<end>",
        r"\bin (?:de|het) (?:<work>) (?:wordt |worden |staat |is )?(?:<told>)\b"
        r"|\b(?:<told>) in (?:de|het) (?:<work>)<end>",
        r"\b(?:zegt|vindt|denkt|schrijft|bedoelt) (?:de|het) (?:<people>)\b(?! van\b)",
        r"\b(?:zegt|schrijft|beschrijft|noemt) (?:de|het) (?:<work>|<people>)(?= (?:over|dat"
        r"|als)\b|\s*\?)",
    ),
    numbered=(
        r"\b(?:figuur|tabel|pagina|bladzijde|hoofdstuk|paragraaf"
        r"|bijlage) \d+(?:\.\d+)*(?! van\b| uit\b)",
    ),
    see=(r"\bzie (?:figuur|tabel|pagina|bladzijde|hoofdstuk|paragraaf|bijlage) \d+(?! van\b)",),
)

SCANDINAVIAN = phrases(
    {
        "text": (
            r"texten|teksten|stycket|passagen|avsnittet|afsnittet|avsnittet|utdraget|uddraget"
            r"|textutdraget"
        ),
        "part": r"tabellen|figuren|bilden|billedet|bildet|diagrammet|sidan|siden|kapitlet|grafen",
        "work": (
            r"dokumentet|artikeln|artiklen|artikkelen|rapporten|manualen|handboken|håndbogen"
            r"|håndboken|guiden|intervjun|interviewet|intervjuet|studien|vägledningen|vejledningen"
            r"|veilederen"
        ),
        "people": r"författaren|forfatteren|talaren|taleren|berättaren|fortælleren",
        "told": (
            r"nämn\w*|nævn\w*|nevn\w*|beskriv\w*|beskrev\w*|angiv\w*|angitt\w*|visa[sd]\w*|vist\w*"
            r"|står|omtal\w*"
        ),
        "says": (
            r"säger|nämner|beskriver|anger|visar|siger|nævner|angiver|viser|sier|nevner|angir"
            r"|skriver|menar|mener|står"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:ovanstående|ovenstående|ovennævnte|ovennevnte|ovannämnda|föregående|foregående"
        r"|forrige|nämnda) (?:text|tekst|stycke|passage|avsnitt|afsnit|tabell?|figur|sida"
        r"|side|information|informasjon|utdrag|uddrag)\w*",
        r"\b(?:den|det) (?:givna|givne|gitte) (?:text|tekst|passag|kontext|kontekst|avsnitt"
        r"|afsnit)\w*",
        r"\b(?:<text>|<part>) (?:ovan|ovenfor|ovanför)\b",
        r"\bsom (?:\w+ )?(?:<told>) (?:ovan|ovenfor|tidigare|tidligere|här|her|i (?:<text>"
        r"|<work>|<part>))\b",
        r"\b(?:<told>) (?:ovan|ovenfor)\b",
        r"\b(?:på|af|av) (?:föregående|forrige|nästa|næste|neste|sista|sidste"
        r"|siste) (?:sidan?|side)<end>",
    ),
    this=(
        r"\b(?:denna|detta|denne|dette|den här|det här|den her|det her) (?:text|tekst|stycke"
        r"|passage|avsnitt|afsnit|sida|side|tabell?|figur|kapitel|kapittel|artikel|artikkel"
        r"|manual|guide|faq|dokument|rapport)(?:en|n|et|t)?<end>",
    ),
    told=(
        r"\b(?:enligt|ifølge|i følge|i henhold til|utifrån|ud fra"
        r"|ut fra) (?:<text>)\b(?! (?:om|av|af|i)\b)",
        r"\b(?:<text>) (?:<says>)\b|\b(?:säger|nämner|siger|nævner|sier|nevner"
        r"|beskriver) (?:<text>)\b",
        r"\b(?:<told>) i (?:<text>)\b",
    ),
    text=(r"\b(?:i|ur|fra|från) (?:<text>)<end>",),
    part=(
        r"\b(?:enligt|ifølge|i) (?:<part>)<end>|\b(?:visar|viser) (?:<part>)(?! (?:över|over"
        r"|fra|från))",
        r"\b(?:raden|rækken|rækkene|kolumnen|kolonnen) (?:i|av|af) tabellen\b",
    ),
    work=(
        r"\b(?:enligt|ifølge|i følge) (?:<work>|<people>)<end>",
        r"\b(?:säger|siger|sier|skriver|nämner|nævner|nevner) (?:<work>|<people>)(?= om\b"
        r"|\s*\?)",
    ),
    numbered=(
        r"\b(?:figur|tabell?|sida|side|kapitel|kapittel|avsnitt|afsnit) \d+(?:\.\d+)*(?! (?:i"
        r"|av|af)\b)",
    ),
    see=(r"\bse (?:figur|tabell?|sida|side|kapitel|avsnitt|afsnit) \d+(?! (?:i|av|af)\b)",),
)
