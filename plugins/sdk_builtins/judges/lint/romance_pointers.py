"""How French, Italian and Romanian point at a text."""

from __future__ import annotations

from sdk_builtins.judges.lint.pointer_words import phrases

_END = r"(?=\s*(?:$|[?!.,;:)\n]))"

FRENCH = phrases(
    {
        "hints": (
            r"texte| ici|passage|extrait|paragraphe|contexte|énoncé|ci-|plus haut|susmention"
            r"|précéd|page|tableau|figure|graphique|schéma|image|illustration|section|chapitre"
            r"|annexe|encadré|document|article|rapport|guide|manuel|étude|entretien|interview|faq"
            r"|foire aux questions|brochure|notice|livre|exposé|fiche|recette|ouvrage|discours"
            r"|récit|règlement|politique|auteur|autrice|narrat|locut|orat|intervenant|diagramme"
        ),
        "text": r"textes?|passages?|extraits?|paragraphes?|contexte|énoncé",
        "part": (
            r"tableaux?|figures?|graphiques?|schémas?|images?|illustrations?|pages?|sections?"
            r"|chapitres?|annexes?|encadré"
        ),
        "shown": r"tableau|figure|graphique|schéma|image|illustration|diagramme",
        "work": (
            r"documents?|articles?|rapports?|guides?|manuel|étude|entretien|interview|faq|brochure"
            r"|notice|livre|exposé|fiche|recette|ouvrage|discours|récit|règlement|politique"
        ),
        "thing": (
            r"phrases?|citations?|informations?|données|valeurs?|liste|exemples?|formule|lignes?"
            r"|étapes?|description|déclaration"
        ),
        "people": (
            r"auteure?s?|autrice|narrat(?:eur|rice)|locut(?:eur|rice)|orat(?:eur|rice)"
            r"|intervenante?|interviewée?"
        ),
        "the": r"le |la |les |l['’]|du |des |de la |au |aux |de l['’]|ce |cet |cette |ces ",
        "given": (
            r"ci-dessus|ci-avant|fournie?s?|donnée?s?|précédente?s?|susmentionnée?s?"
            r"|mentionnée?s? (?:plus haut|ci-dessus|précédemment)|citée?s?|proposée?s?"
            r"|présentée?s?|plus haut"
        ),
        "told": (
            r"mentionné|décrit|indiqué|cité|présenté|montré|évoqué|précisé|expliqué|énoncé|donné"
            r"|noté|écrit|dit|vu"
        ),
        "says": (
            r"dit|indique|mentionne|décrit|précise|explique|affirme|montre|donne|parle|énonce|cite"
            r"|écrit|présente|signale|souligne|suggère|évoque|recommande|rappelle|ne |permet"
        ),
        "by": r"selon|d['’]après|suivant|au vu de|en vous basant sur|à partir de|sur la base de",
        "next": (
            r"(?=\s*(?:$|[?!.,;:)\n]|\s(?:<says>|et|est|sont|a|ont|que|qui|où|quel\w*|comment"
            r"|pourquoi|quand|combien|pour|peut|doit|en|à)\b))"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:<the>)(?:<text>|<part>|<thing>|<work>) (?:ci-dessus|ci-avant|fourni|précédent"
        r"|susmentionné|cité|plus haut)e?s?\b(?! par\b)",
        r"\b(?:<the>)(?:<text>) (?:donné|proposé|présenté|suivant)e?s?\b",
        r"\b(?:<the>)page (?:suivante|dernière)<end>|\b(?:à|sur) la dernière page<end>",
        r"\b(?:comme|ainsi que) (?:<told>|l['’](?:a )?(?:<says>|<told>)|le (?:<says>)|(?:on"
        r"|nous) l?['’]?(?:a|avons) (?:vu|dit))e?s?\b[^.,;]{0,30}?(?:ci-dessus|plus haut"
        r"|précédemment|ici|(?:le|la|l['’]|ce|cette|cet) ?(?:<text>|<work>|<part>|<people>))",
        r"\b(?:<told>)e?s? (?:ci-dessus|plus haut|précédemment|ici)\b",
        r"\bsusmentionnée?s?\b|\bci-dessus\b<end>",
        r"\b(?:<people>) (?:ici|de (?:ce|cet|cette) (?:<text>|<work>)|écrit ici)\b",
    ),
    this=(r"\bc(?:e|et|ette|es) (?:<text>|<part>|<work>)<next>",),
    told=(
        r"\b(?:<by>) (?:le |la |l['’]|les |du |de l['’]|ce |cet )?(?:texte|passage|extrait"
        r"|paragraphe|contexte|énoncé)<next>",
        r"\b(?:<told>)e?s? dans (?:le |la |l['’]|les )(?:<text>)<next>",
        r"\b(?:le |l['’]|ce |cet )(?:texte|passage|extrait|paragraphe) (?:<says>)",
        r"\b(?:que )?(?:dit|indique|mentionne|précise|explique|affirme) (?:le |l['’])(?:texte"
        r"|passage|extrait|paragraphe)\b",
        r"(?:^|[.!?] )dans (?:le |l['’])(?:<text>),",
        r"\b(?:idée|propos|thème|sujet|message|but) (?:principale?|central|général)?e? ?(?:du"
        r"|de l['’]) ?(?:texte|passage|extrait)<next>",
    ),
    text=(r"\bdans (?:le |l['’])(?:texte|passage|extrait|paragraphe)<end>",),
    part=(
        r"\b(?:<by>|(?:<told>)e?s? dans) (?:le |la |l['’])(?:<shown>|section|page"
        r"|chapitre)(?:<end>| (?:de la page|de la section)\b)",
        r"\b(?:ligne|colonne|rangée|case)s? du tableau\b(?! (?:des?|du|\d))"
        r"|\bdans le tableau<end>",
        r"\b(?:montre|indique|donne|liste|présente)(?:-t-(?:il|elle))? (?:le |la "
        r"|l['’])(?:<shown>)<end>",
        r"\b(?:le |la |l['’])(?:<shown>) (?:montre|indique|donne|liste|présente|énumère)-t-",
        r"\b(?:texte|tableau|passage|liste|figure) ci-(?:dessous|après)(?=\s*[?.]?\s*$)",
    ),
    work=(
        r"\b(?:<by>) (?:le |la |l['’]|les )(?:<work>|<people>)<end>",
        r"(?:^|[.!?] )(?:le |la |l['’])(?:document|article|rapport|manuel|guide|étude"
        r"|<people>) (?:<says>)",
        r"\b(?:pense|dit|écrit|entend|veut dire|reproche|critique|affirme|décrit"
        r"|compare) (?:l['’]|le |la )(?:<people>)\b",
        r"\bcomme (?:l['’](?:explique|indique|écrit|affirme|souligne)|le (?:dit|précise"
        r"|souligne|note)) (?:l['’]|le |la )(?:<people>|<work>)\b",
        r"\b(?:que dit|que recommande|que précise|qu['’]indique) (?:le |la |l['’])(?:<work>"
        r"|<people>)<next>",
        r"\b(?:le |la |l['’])(?:<people>) (?:<says>)-t-(?:il|elle)\b"
        r"|\b(?:<told>)e?s? dans (?:le |la |l['’])(?:<work>)<end>",
    ),
    numbered=(
        r"\b(?:figure|tableau|page|section|chapitre|annexe|paragraphe"
        r"|encadré) \d+(?:\.\d+)*(?! (?:du|de|des|d['’])\b)<end>",
        r"\b(?:figure|tableau|page|section|chapitre|annexe) \d+(?:\.\d+)* (?:montre|indique"
        r"|donne|présente|est|dit|décrit)\b",
    ),
    see=(
        r"\b(?:voir|cf\.?) (?:la |le |l['’])?(?:figure|tableau|page|section|chapitre"
        r"|annexe) \d+(?! (?:du|de|des)\b)",
    ),
)

ITALIAN = phrases(
    {
        "hints": (
            r"test|bran|passag|passo|paragraf|estratt|contesto|frammento|sopra|precedent|suddett"
            r"|presente| qui|pagin|tabell|figur|grafic|immagin|illustrazione|sezion|capitol"
            r"|allegato|diagramma|schema|documento|articolo|rapporto|relazione|guida|manuale"
            r"|studio|intervist|faq|domande frequenti|opuscolo|libro|discorso|racconto|istruzioni"
            r"|autor|autrice|narrat|orat|scritt"
        ),
        "text": r"test[oi]|bran[oi]|passaggi?o?|paragraf[oi]|estratt[oi]|contesto|frammento",
        "part": (
            r"tabell[ae]|figur[ae]|grafic[oi]|immagin[ei]|illustrazione|pagin[ae]|sezion[ei]"
            r"|capitol[oi]|allegato|diagramma|schema"
        ),
        "shown": r"tabella|figura|grafico|immagine|illustrazione|diagramma|schema",
        "work": (
            r"documento|articolo|rapporto|relazione|guida|manuale|studio|intervista|faq|opuscolo"
            r"|libro|discorso|racconto|istruzioni"
        ),
        "thing": (
            r"frase|citazione|informazion[ei]|dati|valori|elenco|esempio|formula|riga|passi"
            r"|descrizione|dichiarazione"
        ),
        "people": (
            r"autore|autrice|autori|narrat(?:ore|rice)|orat(?:ore|rice)|intervistat[oa]"
            r"|scritt(?:ore|rice)"
        ),
        "done": (
            r"menzionat|descritt|mostrat|indicat|spiegat|citat|dett|vist|dat|fornit|presentat"
            r"|riportat"
        ),
        "told": r"menziona|descrive|mostra|indica|spiega|cita|dice|vede|afferma|scrive",
        "says": (
            r"dice|menziona|descrive|indica|spiega|afferma|mostra|dà|parla|cita|presenta"
            r"|suggerisce|raccomanda|riporta|non "
        ),
        "by": r"secondo|in base a|stando a|sulla base de|dal|dalla",
        "the": (
            r"il |lo |la |l['’]|i |gli |le |del |della |dell['’]|nel |nella |nell['’]|dal |dalla "
            r"|al |alla |questo |questa "
        ),
        "in": r"nel |nella |nell['’]|dal |dalla |dall['’]",
        "next": (
            r"(?=\s*(?:$|[?!.,;:)\n]|\s(?:<says>|e|è|sono|che|chi|qual\w*|come|quando|dove|per|si"
            r"|può|deve)\b))"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:<the>)(?:<text>|<part>|<thing>|<work>) (?:sopra|di sopra|precedent[ei]"
        r"|fornit[oaie]|citat[oaie]|menzionat[oaie]|riportat[oaie]|dat[oa]|qui sopra"
        r"|soprastante)\b(?! (?:a|al|da|dal)\b)",
        r"\b(?:<the>)(?:suddett[oaie]|presente|precedente) (?:<text>|tabella|figura|pagina"
        r"|capitolo|paragrafo)\b|\bsopra(?:menzionat|ccitat|ddett|indicat)[oaie]\b",
        r"\b(?:come|così come) (?:è (?:stato )?|già )?(?:<done>[oa]"
        r"|<told>)[^.,;]{0,15}? ?(?:sopra|in precedenza|qui|(?:<in>)(?:<text>|<work>|<part>)"
        r"|il (?:testo|brano)|l['’](?:<people>))(?!\w)",
        r"\b(?:<done>)[oaie] (?:sopra|in precedenza|qui|più sopra)\b|\b(?:<people>) (?:qui"
        r"|di quest[oa] (?:<text>|<work>))\b",
        r"\b(?:nell['’]ultima|nella prossima) pagina<end>",
    ),
    this=(r"\bquest(?:o|a|i|e) (?:<text>|<part>|<work>)<next>",),
    told=(
        r"\b(?:secondo|in base a|stando a) ?(?:il |la |l['’]|al |lo )(?:testo|brano|passaggio"
        r"|passo|paragrafo|estratto|contesto)<next>",
        r"\b(?:<done>)[oaie] (?:<in>)(?:<text>)<next>",
        r"\b(?:il |l['’])(?:testo|brano|passaggio|paragrafo|estratto) (?:<says>)",
        r"\b(?:dice|menziona|indica|spiega|afferma|descrive) (?:il |l['’])(?:testo|brano"
        r"|passaggio|paragrafo|estratto)\b",
        r"\b(?:idea|tema|scopo|messaggio) (?:principale|centrale)? ?(?:del |dell['’])(?:testo"
        r"|brano|passaggio)<next>",
    ),
    text=(r"\b(?:nel |del |dal |nell['’])(?:testo|brano|paragrafo|estratto)<end>",),
    part=(
        r"\b(?:secondo (?:il |la |l['’])|(?:<done>)[oaie] (?:<in>))(?:<shown>|sezione|pagina"
        r"|capitolo)<end>|\bnella tabella<end>",
        r"\b(?:riga|colonna|voce) della tabella\b|\b(?:mostra|indica|presenta) (?:il |la "
        r"|l['’])(?:<shown>)<end>",
    ),
    work=(
        r"\b(?:secondo|stando a|in base a) ?(?:il |la |l['’]|al |gli |le )(?:<work>"
        r"|<people>)<end>",
        r"\b(?:<done>)[oaie] (?:<in>)(?:<work>)<end>",
        r"(?:^|[.!?] )(?:il |la |l['’]|lo )(?:documento|articolo|rapporto|manuale|studio"
        r"|<people>) (?:<says>)",
        r"\b(?:dice|pensa|afferma|descrive|critica|intende) (?:l['’]|il |lo "
        r"|la )(?:<people>)\b",
        r"\b(?:dice|menziona|indica|raccomanda|descrive|afferma) (?:il |la |l['’])(?:<work>"
        r"|<people>)<next>",
    ),
    numbered=(
        r"\b(?:figura|tabella|pagina|sezione|capitolo|allegato"
        r"|grafico) \d+(?:\.\d+)*(?! de)(?:<end>|(?= (?:mostra|indica|presenta|è|dice)\b))",
    ),
    see=(
        r"\b(?:vedi|cfr\.?|si veda) (?:la |il )?(?:figura|tabella|pagina|sezione|capitolo"
        r"|allegato) \d+(?! de)",
    ),
)

ROMANIAN = phrases(
    {"end": _END},
    sure=(
        r"\b(?:textul|pasajul|paragraful|fragmentul|tabelul|figura|secțiunea|extrasul"
        r"|contextul) (?:de mai sus|de sus|anterior|furnizat|dat|citat|oferit)\b",
        r"\b(?:menționat|descris|arătat|prezentat|indicat|amintit)[ăeia]* (?:mai sus|anterior"
        r"|aici)\b",
        r"\b(?:pe|de pe) pagina (?:anterioară|precedentă|următoare)<end>",
    ),
    this=(
        r"\b(?:acest|această) (?:text|pasaj|paragraf|fragment|secțiune|capitol|tabel|figură"
        r"|articol|manual|document)<end>",
    ),
    told=(
        r"\b(?:conform|potrivit) (?:textului|pasajului|paragrafului|fragmentului"
        r"|contextului)<end>",
        r"\b(?:textul|pasajul|fragmentul) (?:spune|menționează|descrie|indică|arată"
        r"|precizează)\b",
        r"\b(?:menționat|descris|indicat)[ăeia]* în (?:text|pasaj|fragment)\b",
    ),
    text=(r"\bîn (?:text|pasaj|fragment)<end>",),
    part=(r"\b(?:conform|în) (?:tabelului|tabel|figurii|figură)<end>",),
    work=(
        r"\b(?:conform|potrivit) (?:autorului|autoarei|articolului|documentului|raportului"
        r"|manualului|ghidului)<end>",
    ),
)
