"""How Spanish and Portuguese point at a text."""

from __future__ import annotations

from sdk_builtins.judges.lint.pointer_words import phrases

_END = r"(?=\s*(?:$|[?!.,;:)\n]))"

SPANISH = phrases(
    {
        "hints": (
            r"texto|pasaje|fragmento|párrafo|extracto|contexto|enunciado|anterior|arriba|citad"
            r"|presente|mencionad|aquí|antes|página|tabla|figura|gráfic|imagen|imágen|ilustración"
            r"|sección|capítulo|anexo|apartado|diagrama|cuadro|documento|artículo|informe|guía"
            r"|manual|estudio|entrevist|faq|preguntas frecuentes|folleto|libro|reporte|discurso"
            r"|relato|preguntas|instruccion|autor|narrador|hablante|orador|escritor"
        ),
        "text": r"textos?|pasajes?|fragmentos?|párrafos?|extractos?|contexto|enunciado",
        "part": (
            r"tablas?|figuras?|gráficos?|gráfica|imagen|imágenes|ilustración|páginas?|sección"
            r"|capítulos?|anexo|apartado|diagrama|cuadro"
        ),
        "shown": r"tabla|figura|gráfico|gráfica|imagen|ilustración|diagrama|cuadro",
        "work": (
            r"documento|artículo|informe|guía|manual|estudio|entrevista|faq|folleto|libro|reporte"
            r"|discurso|relato|instrucciones"
        ),
        "thing": (
            r"frase|oración|cita|información|datos|valores|lista|ejemplo|fórmula|línea|pasos"
            r"|descripción|declaración"
        ),
        "people": r"autora?|autores|narradora?|hablante|oradora?|entrevistad[oa]|escritora?",
        "told": r"menciona|describe|muestra|indica|explica|señala|cita|dice|ve|vio|expone|detalla",
        "done": (
            r"mencionad|descrit|mostrad|indicad|explicad|señalad|citad|dich|vist|dad|proporcionad"
            r"|present(?:ad)"
        ),
        "says": (
            r"dice|menciona|describe|indica|explica|señala|afirma|muestra|da|habla|cita|presenta"
            r"|sugiere|recomienda|establece|no "
        ),
        "by": (
            r"según|de acuerdo con|conforme a|con base en|basándote en|basándose en|a partir de"
            r"|en base a"
        ),
        "next": (
            r"(?=\s*(?:$|[?!.,;:)\n]|\s(?:<says>|y|es|son|que|qué|quién|cuál\w*|cómo|cuándo|dónde"
            r"|para|se|ha|puede|debe)\b))"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:el|la|los|las|del|al|este|esta) (?:<text>|<part>|<thing>|<work>) (?:anterior"
        r"|anteriores|de arriba|de más arriba|proporcionad[oa]s?|citad[oa]s?"
        r"|mencionad[oa]s?(?: anteriormente| arriba)?|precedente|dad[oa]"
        r"|presentad[oa])\b(?! (?:a|al|por)\b)",
        r"\b(?:el|la|los|las|del) (?:anterior|citad[oa]|presente|mencionad[oa]) (?:<text>"
        r"|<part>)\b",
        r"\b(?:como|tal como|según) (?:se |ya se |lo |ya )?(?:ha |había )?(?:<told>"
        r"|<done>o?)[^.,;]{0,15}? (?:arriba|anteriormente|antes|más arriba|aquí|en (?:el|la"
        r"|este|esta) (?:<text>|<work>|<part>)|el (?:texto|pasaje)|l[ao]s? (?:<people>))\b",
        r"\b(?:<done>)[oa]s? (?:arriba|anteriormente|más arriba|aquí|antes)\b"
        r"|\barriba (?:mencionad|descrit|citad|indicad)[oa]s?\b",
        r"\bantes mencionad[oa]s?\b|\b(?:<people>) (?:aquí|de est[ea] (?:<text>|<work>))\b",
        r"\ben la (?:última|siguiente) página<end>",
    ),
    this=(r"\best(?:e|a|os|as) (?:<text>|<part>|<work>)<next>",),
    told=(
        r"\b(?:<by>) (?:el |la |este |lo que dice el )(?:texto|pasaje|fragmento|párrafo"
        r"|extracto|contexto|enunciado)<next>",
        r"\b(?:<done>)[oa]s? en (?:el|la) (?:<text>)<next>"
        r"|\bse (?:<told>)n? en el (?:<text>)<next>",
        r"\bel (?:texto|pasaje|fragmento|párrafo|extracto) (?:<says>)",
        r"\b(?:dice|menciona|indica|explica|afirma|describe) el (?:texto|pasaje|fragmento"
        r"|párrafo|extracto)\b",
        r"\b(?:idea|tema|propósito|mensaje|objetivo) (?:principal|central)? ?del (?:texto"
        r"|pasaje|fragmento|párrafo)<next>",
    ),
    text=(
        r"\b(?:en|d)el (?:texto|pasaje|fragmento|párrafo|extracto)<end>|\ben el (?:texto"
        r"|pasaje|fragmento|párrafo)<end>",
    ),
    part=(
        r"\b(?:<by>|(?:<done>)[oa]s? en|se (?:<told>)n? en) (?:el |la )(?:<shown>|sección"
        r"|página|capítulo|apartado)<end>",
        r"\b(?:fila|columna|línea|entrada) de la tabla\b|\ben la tabla<end>",
        r"\b(?:muestra|indica|presenta|representa) (?:el |la )(?:<shown>)<end>",
    ),
    work=(
        r"\b(?:<by>) (?:el|la|las|los) (?:<work>|<people>)<end>",
        r"\b(?:dice|menciona|indica|recomienda|describe|afirma) (?:el|la) (?:<work>"
        r"|<people>)<next>",
        r"\b(?:<done>)[oa]s? en (?:el|la) (?:<work>)<end>",
        r"(?:^|[.!?] )(?:el|la) (?:documento|artículo|informe|manual|estudio"
        r"|<people>) (?:<says>)",
        r"\b(?:dice|piensa|opina|afirma|describe|critica|quiere decir) (?:el "
        r"|la )(?:<people>)\b",
    ),
    numbered=(
        r"\b(?:figura|tabla|página|sección|capítulo|anexo|gráfico"
        r"|apartado) \d+(?:\.\d+)*(?! (?:del?|de la)\b)(?:<end>|(?= (?:muestra|indica"
        r"|presenta|es|dice)\b))",
    ),
    see=(
        r"\b(?:véase|ver|consulte) (?:la |el )?(?:figura|tabla|página|sección|capítulo"
        r"|anexo) \d+(?! (?:del?)\b)",
    ),
)

PORTUGUESE = phrases(
    {
        "hints": (
            r"texto|trecho|passage|parágrafo|excerto|fragmento|contexto|enunciado|acima|supra"
            r"|anterior|aqui|página|tabela|figura|gráfico|image|ilustração|seção|secção|capítulo"
            r"|anexo|diagrama|quadro|documento|artigo|relatório|guia|manual|estudo|entrevist|faq"
            r"|perguntas frequentes|folheto|livro|discurso|relato|instruções|autor|narrador"
            r"|falante|orador|escritor"
        ),
        "text": (
            r"textos?|trechos?|passage(?:m|ns)|parágrafos?|excertos?|fragmentos?|contexto|enunciado"
        ),
        "part": (
            r"tabelas?|figuras?|gráficos?|imagem|imagens|ilustração|páginas?|seção|secção"
            r"|capítulos?|anexo|diagrama|quadro"
        ),
        "shown": r"tabela|figura|gráfico|imagem|ilustração|diagrama|quadro",
        "work": (
            r"documento|artigo|relatório|guia|manual|estudo|entrevista|faq|folheto|livro|discurso"
            r"|relato|instruções"
        ),
        "thing": (
            r"frase|citação|informaç(?:ão|ões)|dados|valores|lista|exemplo|fórmula|linha|passos"
            r"|descrição|declaração"
        ),
        "people": r"autora?|autores|narradora?|falante|oradora?|entrevistad[oa]|escritora?",
        "done": (
            r"mencionad|descrit|mostrad|indicad|explicad|citad|dit|vist|dad|fornecid|apresentad"
            r"|referid"
        ),
        "told": r"menciona|descreve|mostra|indica|explica|cita|diz|vê|viu|afirma",
        "says": (
            r"diz|menciona|descreve|indica|explica|afirma|mostra|dá|fala|cita|apresenta|sugere"
            r"|recomenda|estabelece|não "
        ),
        "by": r"segundo|de acordo com|conforme|com base em|com base|a partir de|consoante",
        "the": r"o|a|os|as|do|da|no|na|ao|à|este|esta|deste|desta|neste|nesta",
        "next": (
            r"(?=\s*(?:$|[?!.,;:)\n]|\s(?:<says>|e|é|são|que|quem|qual|quais|como|quando|onde|para"
            r"|se|pode|deve)\b))"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:<the>) (?:<text>|<part>|<thing>|<work>) (?:acima|anterior|anteriores"
        r"|fornecid[oa]s?|citad[oa]s?|mencionad[oa]s?|dad[oa]|apresentad[oa]"
        r"|precedente)\b(?! (?:a|ao|por|pel[oa])\b)",
        r"\b(?:<the>) (?:referid[oa]|citad[oa]|presente) (?:<text>|<part>)\b|\b(?:acima"
        r"|supra) ?(?:mencionad|citad|descrit)[oa]s?\b",
        r"\b(?:como|conforme|tal como) (?:foi |já )?(?:<done>[oa]?"
        r"|<told>)[^.,;]{0,15}? ?(?:acima|anteriormente|aqui|n[oa] (?:<text>|<work>|<part>)"
        r"|o (?:texto|trecho)|[oa]s? (?:<people>))\b",
        r"\b(?:<done>)[oa]s? (?:acima|anteriormente|aqui)\b|\b(?:<people>) (?:aqui"
        r"|dest[ea] (?:<text>|<work>))\b",
        r"\bna (?:última|próxima) página<end>",
    ),
    this=(r"\b(?:n|d)?est(?:e|a|es|as) (?:<text>|<part>|<work>)<next>",),
    told=(
        r"\b(?:<by>) (?:o |a |no |na |este )(?:texto|trecho|passagem|parágrafo|excerto"
        r"|contexto|enunciado)<next>",
        r"\b(?:<done>)[oa]s? n[oa] (?:<text>)<next>",
        r"\b[oa] (?:texto|trecho|passagem|parágrafo|excerto) (?:<says>)",
        r"\b(?:diz|menciona|indica|explica|afirma|descreve) [oa] (?:texto|trecho|passagem"
        r"|parágrafo|excerto)\b",
        r"\b(?:ideia|tema|propósito|mensagem|objetivo) (?:principal|central)? ?d[oa] (?:texto"
        r"|trecho|passagem)<next>",
    ),
    text=(r"\b(?:n|d)[oa] (?:texto|trecho|passagem|parágrafo|excerto)<end>",),
    part=(
        r"\b(?:<by>|(?:<done>)[oa]s? (?:n|em)) ?[oa] (?:<shown>|seção|página|capítulo)<end>"
        r"|\bna tabela<end>",
        r"\b(?:linha|coluna|entrada) da tabela\b|\b(?:mostra|indica"
        r"|apresenta) [oa] (?:<shown>)<end>",
    ),
    work=(
        r"\b(?:<by>) [oa]s? (?:<work>|<people>)<end>",
        r"\b(?:<done>)[oa]s? n[oa]s? (?:<work>)<end>",
        r"(?:^|[.!?] )[oa] (?:documento|artigo|relatório|manual|estudo|<people>) (?:<says>)",
        r"\b(?:diz|pensa|acha|afirma|descreve|critica|quer dizer) [oa] (?:<people>)\b",
        r"\b(?:diz|menciona|indica|recomenda|descreve|afirma) [oa] (?:<work>|<people>)<next>",
    ),
    numbered=(
        r"\b(?:figura|tabela|página|seção|secção|capítulo|anexo"
        r"|gráfico) \d+(?:\.\d+)*(?! d[oae]s?\b)(?:<end>|(?= (?:mostra|indica|apresenta|é"
        r"|diz)\b))",
    ),
    see=(
        r"\b(?:ver|veja|consulte) (?:a |o )?(?:figura|tabela|página|seção|secção|capítulo"
        r"|anexo) \d+(?! d[oae]s?\b)",
    ),
)
