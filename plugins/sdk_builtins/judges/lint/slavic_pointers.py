"""How Slavic languages point at a text: without articles, so in set frames only."""

from __future__ import annotations

from sdk_builtins.judges.lint.pointer_words import phrases

_END = r"(?=\s*(?:$|[?!.,;:)\n–—]))"

RUSSIAN = phrases(
    {
        "text": (
            r"текст(?:а|у|е|ом)?|отрывк(?:а|у|е|ом|и|ах)|отрывок|абзац(?:а|у|е|ем|ах)?"
            r"|фрагмент(?:а|у|е|ом|ах)?|пассаж(?:а|у|е)?|контекст(?:а|у|е|ом)?|выдержк[аеи]"
        ),
        "part": (
            r"таблиц(?:а|ы|е|у|ей)|рисун(?:ок|ка|ке|ку)|раздел(?:а|у|е)?|глав(?:а|ы|е|у)"
            r"|страниц(?:а|ы|е|у)|график(?:а|е|у)?|диаграмм(?:а|ы|е|у)|пункт(?:а|е|у)?|схем(?:а|е"
            r"|ы)|изображени(?:е|и|я)|приложени(?:е|и|я)"
        ),
        "work": (
            r"документ(?:а|у|е)?|стать(?:я|и|е|ю)|отч[её]т(?:а|у|е)?|руководств(?:о|а|у|е)"
            r"|инструкци(?:я|и|ю)|исследовани(?:е|я|ю|и)|интервью|справк(?:а|и|е)|пособи(?:е|я|ю"
            r"|и)|книг(?:а|и|е)"
        ),
        "people": r"автор(?:а|у|ы|ов)?|рассказчик(?:а|у)?|говорящ(?:ий|его|ему)|интервьюируем\w+",
        "told": (
            r"упомянут\w*|описан\w*|указан\w*|показан\w*|приведен\w*|приведён\w*|упомина\w+"
            r"|сказано|говорится|изложен\w*|назван\w*|перечислен\w*|отмечен\w*|описыва\w+"
            r"|представлен\w*|процитирован\w*"
        ),
        "says": (
            r"говорит\w*|упомина\w+|описыва\w+|указыва\w+|утвержда\w+|сообща\w+|привод\w+"
            r"|объясня\w+|пишет|называ\w+|счита\w+|рекоменду\w+|показыва\w+|сказано|указано"
            r"|упомянут\w*|описан\w*|гласит"
        ),
        "this": (
            r"эт(?:от|ого|ому|ом|им|а|ой|у|о)|данн(?:ый|ого|ому|ом|ая|ой|ую|ое)|настоящ(?:ий|его"
            r"|ем|ей|ая)"
        ),
        "given": (
            r"(?:выше)?(?:приведён|приведен|указан|упомянут|изложен|процитирован|представлен"
            r"|описан)н(?:ый|ого|ому|ом|ая|ой|ую|ое|ым|ые|ых)|предоставленн\w+|предыдущ\w+"
            r"|предложенн\w+|цитируем\w+"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:выше|ранее) ?(?:указанн|упомянут|приведённ|приведенн|описанн|изложенн"
        r"|названн)\w+",
        r"\b(?:приведённ|приведенн|предоставленн|предложенн|процитированн|цитируем|предыдущ"
        r"|предшествующ|упомянут)\w* (?:выше )?(?:<text>)\b",
        r"\b(?:предыдущ|предшествующ)\w* (?:<part>)\b|\b(?:на|с) (?:последней"
        r"|следующей) странице?<end>",
        r"\b(?:<text>|<part>) (?:выше)\b|\b(?:<told>)(?:,)? (?:выше|здесь|ранее)\b"
        r"|\bвыше (?:<told>)",
        r"\bкак (?:\w+ )?(?:<told>|<says>|уже говорилось) (?:выше|здесь|ранее|в (?:<text>"
        r"|<part>|этом|данном)|(?:<people>))",
        r"\bкак (?:<says>) (?:в )?(?:<text>)|\b(?:<people>) (?:здесь|этого|данного)\b",
    ),
    this=(r"\b(?:<this>) (?:<text>|<part>|<work>)(?=\s*(?:$|[?!.,;:)]|\s(?:<says>|<told>)))",),
    told=(
        r"\b(?:что|кто|когда|где|как|почему|сколько|как(?:ой|ая|ое|ие)"
        r"|котор\w+)(?: \w+)?,? согласно (?:<text>)\b",
        r"\b(?:согласно|судя по|исходя из|на основании|на основе|по) (?:<text>)(?:<end>"
        r"|(?= (?:как|что|где|когда|сколько|кто)\b))",
        r"\b(?:в|из|во) (?:тексте|отрывке|абзаце|фрагменте|текста|отрывка) (?:<told>|<says>"
        r"|следует|не)",
        r"\b(?:<told>) в (?:тексте|отрывке|абзаце|фрагменте)<end>|\b(?:текст|отрывок|абзац"
        r"|фрагмент) (?:<says>)",
        r"\b(?:<says>) (?:текст|отрывок|абзац|фрагмент)<end>",
        r"\b(?:главная|основная) (?:мысль|идея|тема) (?:текста|отрывка|абзаца)<end>",
    ),
    text=(r"\b(?:в|из) (?:тексте|отрывке|фрагменте|отрывка)<end>",),
    part=(
        r"\b(?:согласно|по|в) (?:таблице|рисунку|диаграмме|графику|схеме)<end>|\b(?:строк"
        r"|столб)\w+ таблицы(?:<end>|(?= для\b))",
        r"\b(?:показ\w+|изображ\w+|указан\w*|привед\w+) (?:на|в) (?:рисунке|таблице|диаграмме"
        r"|графике|схеме)<end>",
    ),
    work=(
        r"\b(?:согласно|по мнению|по словам) (?:<work>|<people>)<end>",
        r"\b(?:что|о ч[её]м|почему|как)\b[^?]{0,20} (?:<people>) (?:<says>|дума\w+|относит\w+)",
        r"(?:^|[.!?] )(?:документ|статья|отч[её]т|автор) (?:<says>)",
        r"\b(?:<says>) (?:<people>)<end>|\b(?:<told>) в (?:<work>)<end>|\b(?:о ч[её]м"
        r"|что) (?:<says>) (?:<people>|статья|документ)\b",
    ),
    numbered=(
        r"\b(?:рисун(?:ок|ке)|рис\.|таблиц[аеы]|табл\.|страниц[аеы]|стр\.|глав[аеы]"
        r"|раздел[еа]?|приложени[еи]) \d+(?:\.\d+)*<end>",
    ),
    see=(
        r"\b(?:см\.|смотри) (?:рис\.|рисунок|табл\.|таблицу|стр\.|страницу|главу|раздел"
        r"|приложение) \d+(?! [а-я]+)",
    ),
)

UKRAINIAN = phrases(
    {
        "text": (
            r"текст(?:у|і|ом)?|урив(?:ок|ку|ка|ком)|абзац(?:у|і|ом)?|фрагмент(?:у|і|а|ом)?"
            r"|контекст(?:у|і|ом)?|уривку"
        ),
        "part": (
            r"таблиц(?:я|і|ю)|рисун(?:ок|ка|ку)|розділ(?:у|і)?|сторін(?:ка|ки|ці)|графік(?:а|у)?"
            r"|діаграм(?:а|и|і)|пункт(?:у|і)?"
        ),
        "work": (
            r"документ(?:а|у|і)?|статт(?:я|і|ю|ею)|звіт(?:у|і)?|посібник(?:а|у)?|інструкці(?:я|ї"
            r"|єю)|дослідженн(?:я|і)|довідк(?:а|и)"
        ),
        "people": r"автор(?:а|у|ки|ка)?|оповідач(?:а)?",
        "told": (
            r"згадан\w*|описан\w*|вказан\w*|зазначен\w*|показан\w*|наведен\w*|сказано|йдеться"
            r"|згаду\w+|перелічен\w*|процитован\w*"
        ),
        "says": (
            r"говорить\w*|згаду\w+|опису\w+|вказу\w+|стверджу\w+|повідомля\w+|поясню\w+|пише"
            r"|назива\w+|рекоменду\w+|зазнача\w+|сказано|йдеться"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:вище|раніше) ?(?:зазначен|згадан|наведен|описан|вказан)\w+|\b(?:наведен"
        r"|наданн?|процитован|попередн|запропонован)\w* (?:вище )?(?:<text>|<part>)\b",
        r"\b(?:<text>|<part>) вище\b|\b(?:<told>),? (?:вище|тут|раніше)\b|\bвище (?:<told>)"
        r"|\bна (?:останній|наступній) сторінці<end>",
        r"\bяк (?:\w+ )?(?:<told>|<says>) (?:вище|тут|раніше|[ув] (?:<text>|<part>|цьому)"
        r"|(?:<people>))",
    ),
    this=(r"\b(?:ц(?:ей|ього|ьому|я|ій|ю|им)|дан(?:ий|ого|ому|ій)) (?:<text>|<part>|<work>)<end>",),
    told=(
        r"\b(?:згідно з|відповідно до|за|на основі|виходячи з) (?:<text>)<end>|\b(?:у|в|із"
        r"|з) (?:тексті|уривку|абзаці|фрагменті|тексту) (?:<told>|<says>|не)",
        r"\b(?:<told>) [ув] (?:тексті|уривку|абзаці|фрагменті)<end>|\b(?:текст|уривок"
        r"|абзац) (?:<says>)|\b(?:<says>) (?:текст|уривок)<end>",
    ),
    text=(r"\b[ув] (?:тексті|уривку|фрагменті)<end>",),
    part=(
        r"\b(?:згідно з|за|в|у) (?:таблицею|таблиці|рисунком|діаграмою)<end>|\b(?:рядк"
        r"|стовп)\w+ таблиці<end>",
    ),
    work=(
        r"\b(?:<told>) [ув] (?:<work>)<end>|\b(?:що|як|чому) (?:<people>) (?:<says>|думає)\b"
        r"|\b(?:згідно з|на думку|за словами) (?:<work>|<people>)<end>",
    ),
    numbered=(
        r"\b(?:рисун(?:ок|ку)|рис\.|таблиц[яі]|сторін(?:ка|ці)|розділ[іу]?) \d+(?:\.\d+)*<end>",
    ),
    see=(r"\bдив\. (?:рис\.|рисунок|табл\.|таблицю|сторінку|розділ) \d+(?! [а-яіїєґ]+)",),
)

POLISH = phrases(
    {
        "text": (
            r"tekst(?:u|em|owi|cie)?|fragment(?:u|em|owi|cie)?|akapit(?:u|em|cie)?|urywk(?:u|iem"
            r"|a)|urywek|ustęp(?:u|ie|em)?|kontekst(?:u|em|cie)?"
        ),
        "part": (
            r"tabel(?:a|i|ę|ą)|rysun(?:ek|ku|kiem)|wykres(?:u|ie|em)?|stron(?:a|y|ie|ę)"
            r"|rozdzia(?:ł|łu|le)|sekcj(?:a|i|ę)|ilustracj(?:a|i)|punk(?:t|cie|tu)"
        ),
        "work": (
            r"dokumen(?:t|tu|tem|cie)|artyku(?:ł|łu|łem|le)|raport(?:u|em|cie)?|podręcznik(?:a|u"
            r"|iem)?|poradnik(?:a|u|iem)?|instrukcj(?:a|i|ą)|badani(?:e|a|u)|wywiad(?:u|em|zie)?"
            r"|regulamin(?:u|em|ie)?"
        ),
        "people": r"autor(?:a|em|ki|ka|zy|ów)?|narrator(?:a)?|mówc(?:a|y)",
        "told": (
            r"wspomni\w+|opisan\w*|wymienion\w*|podan\w*|pokazan\w*|przedstawion\w*|wskazan\w*"
            r"|mowa|powiedziano|napisano|wynika|cytowan\w*"
        ),
        "says": (
            r"mówi|wspomina|opisuje|podaje|wymienia|wskazuje|stwierdza|wyjaśnia|twierdzi|pisze"
            r"|nazywa|zaleca|pokazuje|informuje"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:powyższ|przytoczon|cytowan|dostarczon|poprzedn|wyżej wymienion"
        r"|zamieszczon)(?:y|ego|emu|ym|ej|a|ą|e|i|iego|im|iej)(?: powyżej)? (?:<text>|<part>"
        r"|<work>|informac\w+|zdani\w+)",
        r"\b(?:podan|dan)(?:y|ego|ym) (?:tekst|fragment|kontekst)\w*|\b(?:<text>"
        r"|<part>) (?:powyżej|wyżej)\b",
        r"\b(?:powyżej|wyżej|tutaj|wcześniej) (?:<told>)|\b(?:<told>) (?:powyżej|wyżej"
        r"|wcześniej|tutaj)\b|\bna (?:ostatniej|następnej) stronie<end>",
        r"\bjak (?:\w+ )?(?:<told>|<says>) (?:powyżej|wyżej|tutaj|w (?:<text>|<part>|tym)"
        r"|(?:tekst|<people>))",
    ),
    this=(
        r"\b(?:ten|tego|temu|tym|ta|tej|tę|niniejsz(?:y|ego|ym|ej)) (?:<text>|<part>"
        r"|<work>)<end>",
    ),
    told=(
        r"\b(?:co|kto|kiedy|gdzie|jak|dlaczego|ile|jaki\w*|któr\w+)(?: \w+)?,? (?:według"
        r"|zgodnie z) (?:<text>)\b",
        r"(?:^|[.!?] )(?:według|zgodnie z) (?:<text>)(?= \w*(?:e|ł|ła|ło|li|ły|ją|się|są"
        r"|jest)\b)",
        r"\b(?:według|zgodnie z|na podstawie|w świetle) (?:<text>)<end>|\bw (?:tekście"
        r"|fragmencie|akapicie|ustępie) (?:<told>|<says>|nie)",
        r"\b(?:<told>) (?:w|z) (?:tekście|fragmencie|akapicie|tekstu|fragmentu)<end>"
        r"|\b(?:tekst|fragment|akapit) (?:<says>)|\b(?:<says>) (?:tekst|fragment|akapit)<end>",
    ),
    text=(r"\bw (?:tekście|fragmencie|akapicie)<end>",),
    part=(
        r"\b(?:według|zgodnie z|w) (?:tabeli|tabelą|rysunku|wykresie|wykresem)<end>"
        r"|\b(?:wiersz|kolumn)\w* tabeli<end>|\b(?:pokazuje|przedstawia) (?:tabela|rysunek"
        r"|wykres)<end>",
    ),
    work=(
        r"\b(?:<told>) w (?:<work>)<end>|\b(?:co|jak|dlaczego) (?:<people>) (?:<says>|myśli"
        r"|sądzi)\b|\b(?:według|zgodnie z|zdaniem) (?:<work>|<people>)<end>"
        r"|\b(?:<says>) (?:<people>|artykuł|dokument)(?=\s*\?)",
    ),
    numbered=(
        r"\b(?:rysun(?:ek|ku)|tabel[ai]|stron[ay]|stronie|rozdzial?ł?e?"
        r"|wykres) \d+(?:\.\d+)*<end>",
    ),
    see=(
        r"\b(?:zob\.|patrz|por\.) (?:rysunek|rys\.|tabela|tab\.|strona|str\."
        r"|rozdział) \d+(?! [a-zęóąśłżźćń]+)",
    ),
)

CZECH = phrases(
    {
        "text": (
            r"text(?:u|em|ě)?|úryv(?:ek|ku|kem)|odstav(?:ec|ce|ci|cem)|pasáž(?:e|i|í)?|kontext(?:u"
            r"|em)?|ukáz(?:ka|ky|ce)"
        ),
        "part": (
            r"tabul(?:ka|ky|ce|kou)|obráz(?:ek|ku|kem)|graf(?:u|em)?|stran(?:a|ě|y|u)|stránce"
            r"|kapitol(?:a|e|y|u)|oddíl(?:u)?|schéma"
        ),
        "work": (
            r"dokument(?:u|em|ě)?|člán(?:ek|ku|kem)|zpráv(?:a|y|ě)|příruč(?:ka|ky|ce)|návod(?:u|em"
            r"|ě)?|studi(?:e|i|í)|rozhovor(?:u|em)?"
        ),
        "people": r"autor(?:a|ka|ky|em|ů)?|vypravěč(?:e)?|mluvčí(?:ho)?",
        "told": (
            r"zmíněn\w*|popsán\w*|popsan\w*|uveden\w*|ukázán\w*|znázorněn\w*|uvádí|řečeno|napsáno"
            r"|citovan\w*|jmenovan\w*"
        ),
        "says": (
            r"říká|uvádí|zmiňuje|popisuje|tvrdí|vysvětluje|píše|ukazuje|doporučuje|nazývá|jmenuje"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:výše |shora )(?:uveden|zmíněn|popsan|citovan|jmenovan)\w+|\b(?:předchozí"
        r"|citovan|poskytnut|předložen|přiložen)\w{0,3} (?:<text>|<part>)\b",
        r"\b(?:uveden|dan)(?:ý|ého|ém|ému|ým) (?:text|úryv|kontext)\w*|\b(?:<text>"
        r"|<part>) výše\b|\b(?:<told>) (?:výše|zde|dříve)\b|\bna (?:poslední|další"
        r"|následující) stran[ěy]<end>",
        r"\bjak (?:je |se |bylo )?(?:\w+ )?(?:<told>|<says>) (?:výše|zde|v (?:<text>|<part>"
        r"|tomto)|(?:text|<people>))|\bjak (?:je )?(?:výše|zde) (?:<told>)",
    ),
    this=(r"\b(?:tent?o|tohoto|tomuto|tomto|tímto|tato|této|tuto) (?:<text>|<part>|<work>)<end>",),
    told=(
        r"\b(?:co|kdo|kdy|kde|jak|proč|kolik|jak[ýáé]\w*|kter\w+)(?: \w+)?,? (?:podle"
        r"|dle) (?:<text>)\b",
        r"(?:^|[.!?] )(?:podle|dle) (?:<text>)(?= (?:\w*(?:í|l|la|lo|li)|je|jsou|se|činí)\b)",
        r"\b(?:podle|dle|na základě) (?:<text>)<end>|\bv (?:textu|úryvku|odstavci"
        r"|pasáži) (?:<told>|<says>|není|se (?:<says>))",
        r"\b(?:<told>) v (?:textu|úryvku|odstavci|pasáži)<end>|\b(?:text|úryvek"
        r"|odstavec) (?:<says>)|\b(?:<says>) (?:text|úryvek|odstavec)<end>",
    ),
    text=(r"\bv (?:textu|úryvku|odstavci|pasáži)<end>",),
    part=(
        r"\b(?:podle|dle|v) (?:tabulky|tabulce|obrázku|grafu)<end>|\b(?:řád"
        r"|sloup)\w+ tabulky<end>",
    ),
    work=(
        r"\b(?:<told>) v (?:<work>)<end>|\b(?:co|jak|proč) (?:si )?(?:<people>) (?:<says>"
        r"|myslí)\b|\b(?:podle|dle) (?:<work>|<people>)<end>|\b(?:<says>) (?:<people>|článek"
        r"|dokument)(?=\s*\?)",
    ),
    numbered=(
        r"\b(?:obráz(?:ek|ku)|tabul(?:ka|ce|ky)|stran[aěy]|kapitol[aey]"
        r"|graf) \d+(?:\.\d+)*<end>",
    ),
    see=(
        r"\bviz (?:obrázek|obr\.|tabulka|tab\.|strana|str\."
        r"|kapitola) \d+(?! [a-zěščřžýáíéúů]+)",
    ),
)
