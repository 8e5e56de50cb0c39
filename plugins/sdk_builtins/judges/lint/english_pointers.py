"""How English points at a text."""

from __future__ import annotations

from sdk_builtins.judges.lint.pointer_words import phrases

ENGLISH = phrases(
    {
        "hints": (
            r"text|bullet|sentence|line|row|step|introduction|conclusion|preface|abstract|passage"
            r"|paragraph|excerpt|extract|snippet|above|below|here|earlier|previous|preceding"
            r"|next page|last page|first page|same page|provided|given|supplied|quoted|foregoing"
            r"|afore|said|table|figure|diagram|chart|graph|image|picture|illustration|section"
            r"|chapter|page|appendix|listing|slide|footnote|screenshot|document|article|report"
            r"|guide|manual|handbook|faq|study|paper|interview|transcript|essay|story|post|leaflet"
            r"|brochure|fact|speech|lecture|website|book|instruction|policy|notice|memo|author"
            r"|speaker|narrator|writer|fig.|exhibit|equation|box|as it|as she|as he"
        ),
        "text": r"texts?|passages?|paragraphs?|excerpts?|extracts?|snippets?|context",
        "part": (
            r"tables?|figures?|diagrams?|charts?|graphs?|images?|pictures?|illustrations?"
            r"|sections?|subsections?|chapters?|pages?|appendix|listings?|footnotes?|slides?"
            r"|screenshots?"
        ),
        "shown": r"tables?|figure|diagram|chart|graph|image|picture|illustration|screenshot",
        "work": (
            r"documents?|articles?|reports?|guides?|guidelines?|manual|handbook|faq|study|paper"
            r"|interview|transcript|essay|story|blog post|leaflet|brochure|case study|fact ?sheet"
            r"|speech|lecture|website|book|instructions|policy|notice|memo"
        ),
        "thing": (
            r"sentences?|statements?|quotes?|quotations?|information|data|results?|description"
            r"|material|content|source|lines?|list|example|code|formula|equation|dialogue"
            r"|conversation|scenario|recipe|steps?|figures?|points?|clauses?|rules?|row"
        ),
        "people": r"authors?|speakers?|narrator|writers?|interviewee|interviewer",
        "told": (
            r"mentioned|described|shown|listed|stated|noted|given|discussed|quoted|outlined"
            r"|defined|explained|presented|referenced|referred to|indicated|provided|specified"
            r"|illustrated|named|depicted|cited|set out|summari[sz]ed|seen|written|reported"
            r"|detailed|covered"
        ),
        "say": (
            r"say|state|mention|describe|list|show|give|indicate|suggest|explain|argue|claim|note"
            r"|discuss|recommend|tell|define|call|imply|present|identify|report|specify|mean"
            r"|conclude|emphasi[sz]e|refer|provide|compare|illustrate|depict|cover|advise|use|name"
            r"|write|warn"
        ),
        "says": (
            r"says|states|mentions|describes|lists|shows|gives|indicates|suggests|explains|argues"
            r"|claims|notes|discusses|tells|defines|specifies|reports|implies|identifies|concludes"
            r"|makes|does not|doesn['’]t|also|reads|tells|refers|provides|confirms|writes"
        ),
        "by": r"according to|based on|as per|per|judging by|drawing on|with reference to|going by",
        "next": (
            r"(?=\s*(?:$|[?!.,;:)\n]|['’]s? (?:main|title|point|purpose|tone|own|first)|\s(?:is"
            r"|are|was|were|does|do|did|has|have|had|can|could|will|would|should|must|may|and|or"
            r"|but|that|which|who|what|how|why|when|where|as|if|to|for|in|with|at|after|before"
            r"|because|regarding|<says>|<say>)\b))"
        ),
        "rest": (
            r"(?=\s*(?:$|[?!.,;:)\n])|\s(?:is|are|was|were|have|has|does|do|did|should|can|must"
            r"|may|will|and|or|but|for|that|which|when|if|how|by|to|in)\b)"
        ),
    },
    sure=(
        r"\b(?:the|this|that|these|those) (?:above|aforementioned|above[- ]mentioned|provided"
        r"|given|supplied|quoted|foregoing|said) (?:\w+ )?(?:<text>|<part>|<work>|<thing>)\b",
        r"\b(?:<by>|from|using|in|with) the (?:\w+ )?(?:<text>|information|data|details"
        r"|material|<work>) (?:provided|given|supplied|presented)(?=\s*(?:$|[?.,;:)]))",
        r"\bas (?:\w+ )?(?:<told>) in the (?:<shown>)(?=\s*(?:$|[?.,;:)]))",
        r"\b(?:the|this|that) (?:preceding|previous|following|next) (?:<text>|table|figure"
        r"|chapter)\b(?! of\b)",
        r"\b(?:<text>|<part>|<thing>|<work>) above<rest>",
        r"\b(?:<part>|paragraph|step) \d+(?:\.\d+)* above\b",
        r"\b(?:<told>) (?:above|earlier|here|previously)<rest>(?! in \d)",
        r"\bas (?:\w+ )?(?:<told>|we (?:have )?(?:saw|seen)) (?:above|earlier|before"
        r"|previously|here)\b",
        r"\bas (?:(?:he|she|it|they|the (?:<people>|<text>)) )(?:<says>|said|say|explained"
        r"|wrote|put it) (?:in (?:the|this) (?:<text>|<part>|<work>)|here|above|earlier)\b",
        r"\bthe (?:<people>) (?:here|above|of this)\b",
        r"\b(?:on|from|at) the (?:previous|preceding|next|following|opposite|last|first"
        r"|same) page(?= (?:<rest>)|<rest>)(?! in (?:a|the)\b)(?! of)",
        r"\b(?:<told>|printed) (?:on|at the \w+ of) the (?:previous|next|opposite|last|first"
        r"|same) page\b(?! (?:of|in)\b)",
        r"\b(?:you|we|i) (?:have )?(?:just )?(?:read|were given) (?:above|in the text"
        r"|in the passage)\b",
        r"\bin the (?:text|passage|excerpt|paragraph)s? (?:above|provided|given|quoted"
        r"|below)\b",
    ),
    this=(
        r"\bthis (?:<text>|<part>|<work>)<next>",
        r"\bin this (?:<text>|section|chapter|article|faq|manual|guide)\b",
    ),
    told=(
        r"\b(?:<by>) the (?:\w+ )?(?:<text>)<next>",
        r"\b(?:<told>) (?:in|by|throughout|within) the (?:<text>)<next>",
        r"\bthe (?:<text>) (?:<says>)\b",
        r"\b(?:does|do|did) the (?:<text>) (?:<say>)\b",
        r"\bwhat (?:is|are) the (?:<text>) (?:mainly |primarily |mostly )?about\b",
        r"\b(?:<by>) the (?:<shown>)(?=,)",
        r"(?:^|[.!?] )(?:in|from) the (?:<text>)\b(?=,| (?:what|which|who|how|why|where"
        r"|when)\b)",
        r"\b(?:does|did|do|is|was) (?:the )?(?:<people>) (?:of (?:the|this) (?:<text>|<work>))",
        r"\bthe (?:main|central|key) (?:idea|point|topic|message|argument|theme"
        r"|purpose) of the (?:<text>)<next>",
    ),
    text=(
        r"\b(?:in|from|of|by|to) the (?:passage|excerpt|text|paragraph|snippet)(?=\s*(?:$"
        r"|[?!.,;)]))",
        r"\b(?:which|what|where|who)\b[^?]{0,30}\bin the (?:passage|text|excerpt"
        r"|paragraph)\b(?! (?:of|box|field|area|file|editor|message|on|about|from|by)\b)",
        r"\b(?:summari[sz]e|paraphrase|analy[sz]e|interpret|read) the (?:<text>)<next>",
        r"\bthe (?:preceding|previous) (?:section|paragraph|page)(?=\s*(?:$|[?!.,;)]))",
    ),
    part=(
        r"\b(?:<by>|<told> in|shown by|from) the (?:<shown>|section|chapter|page)(?=\s*(?:$"
        r"|[?!.,;:]|\s(?:what|which|how|who|when|where|is|are|was|were|do|does|did|can|should"
        r"|must|for)\b))",
        r"\b(?:rows?|columns?|lines?|entry|entries|cells?|bars?) (?:of|in"
        r"|from) the (?:<shown>)(?=\s*(?:$|[?!.,;:]|\s(?:show|list|say|give|contain|is|are"
        r"|for|mean|state|refer|indicate)\b))",
        r"\b(?:does|do|did) the (?:<shown>|section|chapter|page|appendix)(?: (?:in|on|of"
        r"|under) (?:section|page|chapter|appendix) [\w.]+)? (?:say|state|mention|describe"
        r"|list|show|give|indicate|illustrate|depict|explain|tell|recommend|present)\b",
        r"\b(?:does|do|did) the (?:first|second|third|fourth|fifth|last|final) (?:<text>"
        r"|bullet(?: point)?|sentence|row|column|line|item|chapter) (?:<say>)\b",
        r"\bin the (?:first|second|third|fourth|fifth|last|final) (?:paragraph|sentence"
        r"|bullet point|chapter|excerpt|passage)<next>",
        r"\bthe (?:<shown>|section|page) (?:on|in) (?:page|section|chapter) \d+\b(?! of)",
        r"\b(?:text|passage|table|list|figure|code|paragraph|excerpt|diagram"
        r"|image)s? below(?=\s*[?.,]?\s*$)",
        r"\b(?:<told>) below(?=\s*[?.]?\s*$)",
    ),
    work=(
        r"\b(?:<by>|<told> (?:in|by|throughout)) the (?:<work>)(?=\s*(?:$|[?!.,;:]|\s(?:what"
        r"|which|how|who|when|where|why|is|are|was|were|do|does|did|can|should|must)\b))",
        r"\b(?:does|do|did) the (?:<work>) (?:<say>)\b|\b(?:does|do|did) the (?:<people>) \w+",
        r"\b(?:<by>) the (?:<people>)<next>",
        r"\bas the (?:<people>) (?:<says>|puts it)\b",
        r"(?:^|[.!?] )the (?:document|article|report|study|paper|guide|manual|faq|transcript"
        r"|essay|author|speaker) (?:<says>)\b",
        r"\bwhere in the (?:<work>)<next>",
        r"\bwhat (?:is|are) the (?:<work>) (?:mainly |primarily |mostly )?about\b",
        r"\b(?:summari[sz]e|paraphrase) the (?:<work>)<next>",
        r"\b(?:<told>|made) in the (?:introduction|conclusion|preface|abstract)<next>",
        r"\bwho is the (?:<people>)(?=\s*\?)",
        r"\bthe (?:author|narrator|speaker|interviewee)['’]s \w+",
        r"\bthe (?:<people>)['’]s? (?:main|view|opinion|argument|attitude|tone|purpose"
        r"|point)\b",
        r"\bthe (?:purpose|title|topic|author|subject|main \w+) of the (?:<work>)<next>",
    ),
    numbered=(
        r"\b(?:<told>) (?:in|on) (?:figure|fig\.|table|page|section|chapter"
        r"|appendix) \d+(?:\.\d+)*(?! (?:of|in)\b)",
        r"\b(?:in|on) (?:line|sentence|bullet|row) \d+(?=\s*(?:$|[?.,;]))",
        r"\b(?:figure|fig\.|table|page|section|chapter|paragraph|appendix|exhibit|listing"
        r"|equation|slide|footnote|box) \(?(?:\d+(?:[.-]\d+)*|[a-z])\)?(?=\s*(?:$|[?!.,;:]"
        r"|\s(?:is|are|was|were|do|does|did|has|have|what|which|how|and|for|about|show|list"
        r"|say|describe|give|state|explain|illustrate|depict|represent)\b))",
    ),
    see=(
        r"\b(?:see|refer to|shown in|described in|listed in|given in|cf\."
        r"|consult) (?:the )?(?:figure|fig\.|table|page|section|chapter|appendix"
        r"|paragraph) \(?\d+(?:[.-]\d+)*\)?(?! of\b| in the\b)",
    ),
)
