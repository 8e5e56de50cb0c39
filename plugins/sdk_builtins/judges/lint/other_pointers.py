"""How languages with endings and scripts of their own point at a text, from Finnish to Hindi."""

from __future__ import annotations

from sdk_builtins.judges.lint.pointer_words import phrases

_END = r"(?=\s*(?:$|[?!.,;:)\n،؟。！？、，）]))"

TURKISH = phrases(
    {
        "text": (
            r"metin|metne|metinde|metnin|metni|metinden|paragraf(?:a|ta|ın|ı|tan)?|pasaj(?:a|da|ın"
            r"|ı)?|parça(?:ya|da|nın)?|alıntı(?:ya|da|nın)?|bağlam(?:a|da|ın)?"
        ),
        "part": (
            r"tablo(?:ya|da|nun|yu|daki)?|şekil|şekle|şekilde(?:ki)?|grafi(?:k|ğe|kte(?:ki)?)"
            r"|bölüm(?:e|de|ün|deki)?|sayfa(?:ya|da|nın|daki)?|madde(?:ye|de)?|resim(?:de)?"
        ),
        "work": (
            r"belge(?:ye|de|nin)?|makale(?:ye|de|nin)?|rapor(?:a|da|un)?|kılavuz(?:a|da|un)?"
            r"|rehber(?:e|de|in)?|çalışma(?:ya|da)?|el kitabı(?:na|nda)?|doküman(?:a|da)?"
        ),
        "told": (
            r"belirtil\w*|bahsed\w*|bahsi geçen|anlatıl\w*|açıklan\w*|göster\w*|söz ed\w*|geçen"
            r"|verilen|söyle\w*|yer al\w*|ifade ed\w*|belirt\w*|anılan"
        ),
        "end": _END,
    },
    sure=(
        r"\b(?:yukarıdaki|yukarıda (?:verilen|geçen|belirtilen|bahsedilen|anlatılan"
        r"|sözü edilen)|önceki|verilen|aktarılan|sunulan) (?:<text>|<part>|bilgi\w*"
        r"|cümle\w*)\b",
        r"\b(?:yukarıda|daha önce|burada) (?:da )?(?:<told>)|\bsöz konusu (?:metin|paragraf"
        r"|pasaj)\w*|\b(?:son|bir sonraki|önceki) sayfada(?:ki)?\b",
    ),
    this=(
        r"\bbu (?:metin|metne|metinde|metnin|metni|paragraf\w*|pasaj\w*|parça(?:ya|da)"
        r"|bölüm(?:de|e|ün|deki)|sayfada(?:ki)?|tabloda(?:ki)?|makale(?:ye|de|nin)"
        r"|belge(?:ye|de)|kılavuz(?:a|da)|rapor(?:a|da)|yazıda|rehberde)\b",
    ),
    told=(
        r"(?:^|[,.;?!] ?)(?:metne|paragrafa|pasaja|parçaya|alıntıya) göre\b|\b(?:metinde"
        r"|paragrafta|pasajda|parçada) (?:\w+ )?(?:<told>)|(?:^|[,.] ?)(?:metinde|paragrafta"
        r"|pasajda)\b",
    ),
    part=(
        r"(?:^|[,.] ?)(?:tabloya|grafiğe|şekle) göre\b|(?:^|[,.] ?)(?:tabloda|grafikte"
        r"|şekilde)(?:ki)?\b|\btablonun (?:\w+ )?(?:satır|sütun)\w*",
    ),
    work=(
        r"(?:^|[,.] ?)(?:belgeye|makaleye|rapora|kılavuza|rehbere|yazara|çalışmaya"
        r"|el kitabına) göre\b|(?:^|[,.] ?)yazar(?:ın|a)?\b",
    ),
    numbered=(
        r"(?:^|[,.] ?)(?:şekil|tablo|sayfa|bölüm) \d+(?:['’]\w+)?\b|(?:^"
        r"|[,.] ?)\d+\. (?:sayfada|bölümde|şekilde|tabloda)\b",
    ),
    see=(r"\bbkz\.? (?:şekil|tablo|sayfa|bölüm) \d+",),
)

ARABIC = phrases(
    {
        "text": r"النص|الفقرة|المقطع|المقتطف|السياق|القطعة|النصّ",
        "part": r"الجدول|الشكل|القسم|الفصل|الصفحة|الرسم|المخطط|الصورة",
        "work": r"الوثيقة|المقال|المقالة|التقرير|الدليل|الدراسة|المقابلة|المستند|الكتيب|الكتاب",
        "people": r"الكاتب|المؤلف|المؤلفة|الكاتبة|الراوي|المتحدث",
        "end": _END,
    },
    sure=(
        r"(?:<text>|<part>|<work>) (?:أعلاه|السابق|السابقة|المذكور|المذكورة|المقدم|المقدمة"
        r"|المعطى|المعطاة|الوارد|الواردة|المرفق|آنفا|التالي|التالية)(?! (?:في|من|ل)\S*)",
        r"(?:المذكور|المذكورة|الموصوف|الموضح|الموضحة|المبين|ذُكر|ذكر|ورد|سبق|مذكور|موضح|مبين"
        r"|هو مذكور|جاء) ?(?:أعلاه|سابقا|سابقًا|هنا|آنفا|ذكره)",
        r"(?:كما|مثلما) (?:ورد|جاء|ذكر|يذكر|ذُكر|هو مذكور|يوضح|يشير|هو موضح) (?:في )?(?:<text>"
        r"|<part>|<work>|هذا|هذه|أعلاه|<people>)",
    ),
    this=(r"(?:هذا|هذه|بهذا|بهذه|لهذا) (?:<text>|<part>|<work>)<end>",),
    told=(
        r"(?:وفق|وفقا|وفقًا|بحسب|حسب|طبقا|طبقًا|استنادا|استنادًا|بناء|بناءً) ?(?:ل|لل|إلى "
        r"|على )?(?:<text>|لنص|لفقرة|نص|مقطع|ـ?للنص|للفقرة|للمقطع|للمقتطف|للسياق)<end>|(?:وفقا"
        r"|وفقًا|طبقا|طبقًا) (?:للنص|للفقرة|للمقطع|للمقتطف|للسياق)",
        r"(?:في|من) (?:النص|الفقرة|المقطع|المقتطف|القطعة)<end>|(?:يذكر|يقول|يشير|ذكر|يوضح"
        r"|يصف) (?:النص|المقطع|المقتطف)|(?:النص|المقطع) (?:يذكر|يقول|يشير|يوضح)",
    ),
    part=(
        r"(?:في|حسب|بحسب|وفق) (?:الجدول|الشكل|الرسم|المخطط)<end>|(?:وفقا|وفقًا) (?:للجدول"
        r"|للشكل|للرسم)|(?:الصف|العمود|السطر) [^؟?]{0,20}(?:من|في) الجدول<end>",
    ),
    work=(
        r"(?:بحسب|حسب|وفق) (?:<work>|<people>)<end>|(?:وفقا|وفقًا|طبقا) (?:للوثيقة|للمقال"
        r"|للمقالة|للتقرير|للدليل|للدراسة|للمستند|للكاتب|للمؤلف)<end>",
    ),
    numbered=(r"(?:الشكل|الجدول|الصفحة|القسم|الفصل) (?:رقم )?[\d٠-٩]+<end>",),
    see=(r"(?:انظر|راجع) (?:إلى )?(?:الشكل|الجدول|الصفحة|القسم|الفصل) (?:رقم )?[\d٠-٩]+",),
)

HEBREW = phrases(
    {
        "text": r"(?:ה|ב|מה|שב|ל)?(?:טקסט|קטע|פסקה|פיסקה|מובאה|ציטוט|הקשר|פסקא)",
        "part": r"(?:ה|ב|מה|שב|ל)?(?:טבלה|איור|תרשים|סעיף|פרק|עמוד|גרף|תמונה)",
        "work": r"(?:ה|ב|ל)?(?:מסמך|מאמר|דוח|מדריך|מחקר|ראיון|כתבה|ספר|חוברת)",
        "end": _END,
    },
    sure=(
        r"(?:<text>|<part>) (?:שלעיל|לעיל|דלעיל|הנ\"ל|הקודם|הקודמת|הנתון|הנתונה|שסופק|שניתן"
        r"|המצוטט|למעלה|שלמעלה|הבא|המצורף)",
        r"(?:שהוזכר|שהוזכרה|שתואר|שצוין|המוזכר|המוזכרת|הנזכר|כאמור|כפי שצוין|כפי שתואר"
        r"|כפי שהוזכר|שנאמר|כמתואר|כמצוין) ?(?:לעיל|כאן|קודם|למעלה|בטקסט|בקטע|בפסקה|בסעיף זה)",
    ),
    this=(r"(?:<text>|<part>|<work>) (?:זה|זו|הזה|הזו|הזאת|זאת)<end>",),
    told=(
        r"(?:לפי|על פי|על-פי|בהתאם ל|בהתבסס על|מתוך) ?(?:ה)?(?:טקסט|קטע|פסקה|פיסקה|הקשר"
        r"|מובאה)<end>|(?:בטקסט|בקטע|בפסקה)<end>|(?:הטקסט|הקטע|הפסקה) (?:אומר|אומרת|מציין"
        r"|מציינת|מתאר|מתארת|מזכיר)",
    ),
    part=(r"(?:לפי|על פי) (?:הטבלה|האיור|התרשים|הגרף)<end>|(?:בטבלה|באיור|בתרשים|בגרף)<end>",),
    work=(
        r"(?:לפי|על פי|לדברי|לדעת) (?:המסמך|המאמר|הדוח|המדריך|המחקר|הכתבה|המחבר|המחברת|הכותב"
        r"|הכותבת|הסופר)<end>",
    ),
    numbered=(r"(?:איור|טבלה|עמוד|סעיף|פרק) \d+(?:\.\d+)*<end>",),
    see=(r"(?:ראו|ראה) (?:איור|טבלה|עמוד|סעיף|פרק) \d+",),
)

HINDI = phrases(
    {
        "text": r"पाठ|गद्यांश|अनुच्छेद|अंश|उद्धरण|लेखांश|पैराग्राफ|परिच्छेद|संदर्भ",
        "part": r"तालिका|चित्र|अनुभाग|खंड|अध्याय|पृष्ठ|आरेख|सारणी|भाग",
        "work": (r"दस्तावेज़|दस्तावेज|लेख|रिपोर्ट|मार्गदर्शिका|पुस्तिका|अध्ययन|साक्षात्कार|नियमावली"),
    },
    sure=(
        r"(?:उपर्युक्त|उपरोक्त|ऊपर (?:दिए गए|दिए|दी गई|उल्लिखित|वर्णित|बताए गए|दिया गया|के)"
        r"|दिए गए|दी गई|पिछले|पिछली|पूर्ववर्ती) (?:<text>|<part>|जानकारी)",
        r"(?:ऊपर|पहले|यहाँ|यहां) (?:बताया|बताई|उल्लेख|उल्लिखित|वर्णित|कहा|दिखाया|बताए)"
        r"|(?:पिछले|अंतिम|अगले) पृष्ठ पर",
    ),
    this=(r"इस (?:<text>|<part>|<work>) (?:में|के|का|की|से|पर)",),
    told=(
        r"(?:^|[,।] ?)(?:पाठ|गद्यांश|अनुच्छेद|लेखांश|पैराग्राफ) (?:के अनुसार|के आधार पर|में)"
        r"|(?:पाठ|गद्यांश|अनुच्छेद|लेखांश) (?:में )?(?:कहता|बताता|उल्लेख|बताया|दिया|कहा)"
        r"|(?:गद्यांश|अनुच्छेद|लेखांश|पैराग्राफ) के अनुसार",
    ),
    part=(
        r"(?:^|[,।] ?)(?:तालिका|चित्र|सारणी|आरेख) (?:के अनुसार|में)|(?:तालिका"
        r"|सारणी) की (?:पहली|दूसरी|तीसरी|अंतिम) (?:पंक्ति|कॉलम)",
    ),
    work=(
        r"(?:^|[,।] ?)(?:<work>|लेखक|लेखिका) के अनुसार|(?:^|[,।] ?)लेखक (?:क्या|ने|क्यों"
        r"|किस)",
    ),
    numbered=(
        r"(?:^|[,।] ?)(?:चित्र|तालिका|पृष्ठ|अध्याय|खंड) (?:संख्या )?[\d०-९]+ (?:में|पर|क्या"
        r"|के)",
    ),
)

GREEK = phrases(
    {
        "text": r"κείμεν(?:ο|ου)|απόσπασμα|αποσπάσματος|παράγραφο(?:ς|υ)?|χωρίο|χωρίου",
        "part": (
            r"πίνακα(?:ς)?|εικόνα(?:ς)?|σχήμα(?:τος)?|ενότητα(?:ς)?|κεφάλαιο|σελίδα(?:ς)?"
            r"|διάγραμμα"
        ),
        "end": _END,
    },
    sure=(
        r"(?:παραπάνω|ανωτέρω|προαναφερ\w+|προηγούμεν\w+|πιο πάνω|δοθέν\w*) (?:<text>|<part>)"
        r"|(?:<text>|<part>) (?:παραπάνω|πιο πάνω|που δόθηκε)|(?:αναφέρ\w+|περιγράφ\w+"
        r"|αναφέρθηκε) (?:παραπάνω|πιο πάνω|ανωτέρω|εδώ)",
    ),
    this=(
        r"(?:αυτό το|αυτού του|αυτή την|αυτή η|αυτής της|αυτόν τον|αυτός ο) (?:<text>|<part>"
        r"|άρθρο|εγχειρίδιο|έγγραφο)<end>",
    ),
    told=(
        r"(?:σύμφωνα με|βάσει|με βάση) (?:το|την|τον|του|της) (?:<text>)<end>|(?:το"
        r"|η) (?:κείμενο|απόσπασμα|παράγραφος) (?:λέει|αναφέρει|περιγράφει|δηλώνει)|(?:λέει"
        r"|αναφέρει|αναφέρεται) (?:στο|στην|το|η) (?:<text>)<end>|στο (?:κείμενο"
        r"|απόσπασμα)<end>",
    ),
    work=(
        r"σύμφωνα με (?:το|τον|την) (?:άρθρο|έγγραφο|εγχειρίδιο|συγγραφέα|έκθεση|μελέτη"
        r"|οδηγό)<end>",
    ),
)

FINNISH = phrases(
    {
        "text": r"teksti\w{0,4}|katkelma\w{0,4}|kappale\w{0,4}|tekstikatkelma\w{0,4}",
        "end": _END,
    },
    sure=(
        r"\b(?:yllä|edellä) (?:oleva\w*|mainit\w+|esitet\w+|kuvat\w+)|\b(?:annetu\w+"
        r"|edellise\w+) (?:<text>|taulukon|taulukossa|sivulla|luvussa)\b",
    ),
    this=(
        r"\b(?:tämän|tässä|tämä) (?:<text>|luvu\w*|osion|osiossa|sivun|sivulla|taulukon"
        r"|taulukossa|artikkelin|artikkelissa|oppaan|oppaassa)<end>",
    ),
    told=(
        r"\b(?:tekstin|katkelman|kappaleen) (?:mukaan|perusteella)\b|\b(?:tekstissä"
        r"|katkelmassa|kappaleessa) (?:mainit\w+|sanotaan|kerrotaan|kuvat\w+)",
    ),
    work=(r"\b(?:artikkelin|raportin|oppaan|asiakirjan|kirjoittajan|ohjeen) mukaan<end>",),
)

HUNGARIAN = phrases(
    {
        "text": r"szöveg\w{0,4}|szövegrész\w{0,4}|részlet\w{0,4}|bekezdés\w{0,4}|idézet\w{0,4}",
        "end": _END,
    },
    sure=(
        r"\b(?:fenti|előző|megadott|idézett|fentebbi) (?:<text>|táblázat\w*|ábra|ábrán"
        r"|oldal\w*|fejezet\w*)|\b(?:fent|fentebb|korábban|itt) (?:említett|leírt|bemutatott"
        r"|felsorolt|idézett)",
    ),
    this=(
        r"\be(?:bben|nnek|rről|zen|z) az? (?:<text>|fejezet\w*|oldal\w*|táblázat\w*|cikk\w*"
        r"|útmutató\w*)<end>",
    ),
    told=(
        r"\ba szöveg(?:rész)? (?:szerint|alapján)\b|\ba (?:részlet|bekezdés) (?:szerint"
        r"|alapján)\b|\ba szövegben (?:említett|szereplő|leírt)",
    ),
    work=(r"\b(?:a|az) (?:cikk|jelentés|útmutató|dokumentum|szerző|kézikönyv) szerint<end>",),
)
