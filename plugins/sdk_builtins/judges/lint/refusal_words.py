"""How models decline: patterns by the ISO 639-1 codes of languages, without regard to case."""

from __future__ import annotations

_AI = (
    r"(?:an? )?(?:ai|a\.i\.|artificial intelligence|(?:large )?language model|chat ?bot"
    r"|virtual assistant|llm)\b"
)
_CANNOT = (
    r"(?:can ?not|can['’]?t|am (?:\w+ )?(?:unable|not able)(?: to)?|['’]m (?:\w+ )?(?:unable"
    r"|not able)(?: to)?|won['’]t|will not|(?:do not|don['’]t) feel comfortable"
    r"|must decline(?: to)?|have to decline(?: to)?|could not|couldn['’]t|(?:am"
    r"|['’]m) not allowed to)"
)
_HELP = (
    r"(?:help (?:with|you)|assist|answer|provide|give (?:you|an?y?|legal|medical|financial|advice)"
    r"|verify|determine|comply|offer|share|discuss|create|generate|access|reveal|disclose|predict"
    r"|confirm|speculate|fulfil+|browse|reproduce|summari[sz]e|process|find (?:any|the|that|this"
    r"|an)|tell (?:you|from)|say (?:from|based)|respond|engage|continue|do that|recommend|comment)"
)
_GIVEN_TEXT = (
    r"(?:(?:provided|given|supplied|above|available|present|source) (?:text|context|passage"
    r"|document|information|excerpt|content|data|material)|(?:text|context|passage|excerpt"
    r"|document)(?: (?:that )?you(?:['’]ve| have)? (?:given|provided|shared|sent|posted))?(?: me)?)"
)

SELF = {
    "en": (
        rf"\bas {_AI}(?: (?:language )?model| assistant| system| program)?,? (?:i|my)\b",
        r"\bas an ai(?: language)? (?:model|assistant)\b",
        r"\bas (?:a (?:large )?language model|an? ai)[,.]",
        rf"\bi(?: am|['’]m) (?:just |only |merely |simply )?{_AI}",
        r"\bmy (?:training data|knowledge (?:cut-?off|base)|chain of thought|internal reasoning)\b",
        r"\bi was (?:trained|created|developed) by\b",
    ),
    "de": (
        r"\bals (?:eine? )?(?:ki|künstliche intelligenz|sprachmodell)(?:[- ]?(?:sprach)?(?:modell"
        r"|assistent(?:in)?|system))?\b,? (?:kann|habe|bin|darf|ist|verfüge|besitze)",
        r"\bich bin (?:nur |lediglich )?(?:eine? )?(?:ki|künstliche intelligenz|sprachmodell"
        r"|chatbot)\b",
    ),
    "fr": (
        r"\ben tant qu[e'’] ?(?:une? )?(?:ia\b|intelligence artificielle|modèle (?:de langage"
        r"|d['’]ia)|assistant (?:ia|virtuel))",
        r"\bje (?:ne )?suis (?:qu['’])?une? (?:ia\b|intelligence artificielle|modèle de langage)",
    ),
    "es pt": (
        r"\bcomo (?:una? |um |uma )?(?:ia\b|inteligencia artificial|inteligência artificial"
        r"|modelo de (?:lenguaje|linguagem|língua)|asistente (?:de ia|virtual)"
        r"|assistente (?:de ia|virtual))",
        r"\b(?:soy|sou) (?:solo |sólo |apenas )?(?:una?|um|uma) (?:ia\b|modelo de l"
        r"|intelig[eê]n[ct]ia artificial)",
    ),
    "it": (
        r"\b(?:in quanto|come|essendo) (?:un['’]? ?|una )?(?:ia\b|intelligenza artificiale"
        r"|modello (?:linguistico|di linguaggio)|assistente (?:ia|virtuale))",
        r"\bsono (?:solo |soltanto )?un['’]? ?(?:ia\b|intelligenza artificiale"
        r"|modello linguistico)",
    ),
    "nl": (r"\bals (?:een )?(?:ai\b|ai-|taalmodel|kunstmatige intelligentie)",),
    "sv da no": (
        r"\bsom (?:en )?(?:ai\b|ai-|språkmodell|sprogmodel|kunstig intelligens"
        r"|artificiell intelligens)",
    ),
    "pl cs": (
        r"\bjako (?:model językowy|sztuczna inteligencja|ai\b|si\b|jazykový model"
        r"|umělá inteligence)",
    ),
    "ro": (
        r"\b(?:ca|în calitate de) (?:model (?:de limbaj|lingvistic)|ai\b|inteligență artificială)",
    ),
    "tr": (r"(?:yapay zek[aâ](?: dil modeli)?|dil modeli) olarak",),
    "ru": (
        r"\b(?:как|будучи|являясь) (?:языков\w+ модел\w+|искусственн\w+ интеллект\w*|ии\b"
        r"|нейросет\w+)",
        r"\bя (?:всего лишь |только |просто )?(?:языковая модель|искусственный интеллект|ии\b"
        r"|нейросеть)",
    ),
    "uk": (
        r"\bяк (?:мовна модель|штучний інтелект|ші\b)|\bя (?:лише |просто )?(?:мовна модель"
        r"|штучний інтелект)",
    ),
    "ar": (
        r"(?:بصفتي|باعتباري|كوني|أنا(?: مجرد)?) (?:نموذج|ذكاء|مساعد)|كنموذج (?:لغ|ذكاء)"
        r"|كذكاء اصطناعي",
    ),
    "he": (
        r"(?:כמודל שפה|כבינה מלאכותית|בתור (?:מודל|בינה)|אני (?:רק )?(?:מודל שפה|בינה מלאכותית))",
    ),
    "hi": (
        r"(?:एक )?(?:एआई|ai|कृत्रिम बुद्धिमत्ता|भाषा मॉडल)(?: भाषा)?(?: मॉडल| सहायक)? (?:के रूप में"
        r"|होने के नाते|हूँ|हूं)",
    ),
    "zh": (
        r"作为(?:一个|一款|一名)?(?:人工智能|AI|大?语言模型|大模型|智能助手)|我(?:只)?是(?:一个"
        r"|一款)?(?:人工智能|AI|语言模型|大模型)",
    ),
    "ja": (
        r"(?:AI|人工知能|言語モデル)(?:言語モデル|アシスタント|モデル)?(?:として|である私|なので"
        r"|ですので)",
    ),
    "ko": (
        r"(?:인공지능|AI|언어 모델)(?: 언어)?(?: ?모델| ?어시스턴트| ?비서)?(?:로서|이기 때문"
        r"|이므로)|저는 (?:인공지능|AI|언어 모델)",
    ),
    "vi": (
        r"(?:là|với tư cách là) (?:một )?(?:mô hình ngôn ngữ|trí tuệ nhân tạo|trợ lý (?:ai|ảo)"
        r"|ai\b)",
    ),
    "th": (r"(?:ในฐานะ|เป็นเพียง)(?:ที่เป็น)?\s?(?:โมเดลภาษา|แบบจำลองภาษา|ปัญญาประดิษฐ์|AI|ผู้ช่วย)",),
    "id": (r"sebagai (?:sebuah )?(?:model bahasa|ai\b|kecerdasan buatan)",),
    "el hu fi": (
        r"ως (?:γλωσσικό μοντέλο|τεχνητή νοημοσύνη)|nyelvi modellként"
        r"|mesterséges intelligenciaként|kielimallina",
    ),
}
"""What a model calls itself."""

DECLINES = {
    "en": (
        rf"(?:^|[\n.,;!?:] ?|\b(?:but|that|so|and|unfortunately|sorry|apologi[sz]e"
        rf"|as) )i ?{_CANNOT} (?:\w+ ){{0,2}}?{_HELP}\b",
        r"\bi(?: am|['’]m) (?:very |really |so |truly )?(?:sorry|afraid),? (?:but |that )?(?:i"
        r"|the|this|there|it)\b[^.]{0,60}?(?:can|could|not|n['’]t|unable|no )",
        r"\bi (?:sincerely )?apologi[sz]e,? (?:but|for (?:the|any) (?:confusion|inconvenience"
        r"|mistake|error))",
        r"\b(?:my )?apologies,? (?:but|for|i)\b",
        r"\bi(?: am|['’]m) not sure (?:i|that i|how i) can\b",
        r"\b(?:not |im)possible for me to\b",
        r"^\s*i (?:do not|don['’]t) know\b[^.]{0,30}\.?\s*$",
        r"(?:^|[\n.] ?)(?:sorry|unfortunately),? (?:but )?i (?:do(?: not|n['’]t)|can|am|could|was)",
        r"\bi (?:do not|don['’]t) have (?:\w+[ -]){0,2}?(?:access|information|enough|sufficient"
        r"|the ability|data|knowledge)",
    ),
    "de": (
        r"\b(?:kann|könnte|darf) ich\b[^.]{0,110}?\b(?:nicht"
        r"|keine?n?)\b[^.]{0,80}?\b(?:beantworten|helfen|geben|sagen|machen|bereitstellen"
        r"|erteilen|weiterhelfen|liefern|finden|nennen|dienen|erstellen)",
        r"\bich (?:kann|könnte|darf|bin)\b[^.]{0,80}?\b(?:nicht"
        r"|keine?n?)\b[^.]{0,80}?\b(?:beantworten|helfen|geben|sagen|machen|bereitstellen"
        r"|erteilen|weiterhelfen|liefern|finden|nennen|dienen|erstellen|der lage)",
        r"\b(?:es )?tut mir (?:sehr )?leid,? (?:aber |doch |dass )(?:ich|diese|dazu|darüber|dabei"
        r"|als)|\bich bitte um entschuldigung",
        r"\bliegen mir (?:\w+ ){0,3}?keine\b|\b(?:mir|ich)\b[^.]{0,30} (?:liegen|verfüge"
        r"|habe)\b[^.]{0,30}\b(?:keine|nicht) (?:\w+ ){0,3}(?:informationen|angaben|zugriff"
        r"|zugang|daten)",
    ),
    "fr": (
        r"\bje ne (?:peux|puis|suis pas (?:en mesure|capable|autorisé\w*)|dispose pas|saurais"
        r"|parviens pas)\b(?: pas)?[^.]{0,40}(?:répond|aid|fourn|donn|accès|inform|vérifi|dévoil"
        r"|révél|trouv|dire|génér|cré|assist)?",
        r"\b(?:je suis )?(?:désolée?|navrée?),? (?:mais )?(?:je|cette (?:information|question)"
        r"|aucune)\b",
        r"\bje (?:vous prie de m['’]excuser|m['’]excuse),? mais|\bje n['’]ai pas (?:accès"
        r"|suffisamment|d['’]information|assez)",
    ),
    "es": (
        r"\b(?:no|me es imposible|no me es posible) (?:puedo|podría|estoy (?:en condiciones"
        r"|autorizad)|dispongo|tengo (?:acceso|información|suficiente)|soy capaz)\b[^.]{0,30}",
        r"\b(?:lo (?:siento|lamento)(?: mucho)?|disculp[ae]|perdón"
        r"|me disculpo),? (?:pero )?(?:yo |no (?:puedo|tengo|dispongo|me es|estoy|soy|sé)|(?:esa?"
        r"|esta) (?:información|pregunta))",
    ),
    "pt": (
        r"\bnão (?:posso|consigo|poderia|tenho (?:acesso|informaç\w+|como)|disponho"
        r"|estou (?:autorizad|apt)\w*)\b[^.]{0,30}(?:respond|ajud|fornec|dar|acess|inform|verific"
        r"|revel|gerar|criar|oferec|)",
        r"\b(?:desculpe|lamento|sinto muito|peço desculpas?),? (?:mas )?(?:eu |por não"
        r"|não (?:posso|tenho|consigo|disponho|sei|sou)|ess[ae] (?:informação|pergunta))",
    ),
    "it": (
        r"\bnon (?:posso|sono in grado di|riesco a|dispongo di|ho accesso"
        r"|ho (?:abbastanza )?informazioni)\b[^.]{0,20}?(?:rispond|aiut|forn|dar|accesso|inform"
        r"|verific|rivel|gener|crear|offr|trov|$)",
        r"\b(?:mi dispiace|sono spiacente|mi scuso|spiacente),? (?:ma |però )?(?:io |non (?:posso"
        r"|sono|ho|dispongo|riesco|so)\b|questa (?:informazione|domanda))",
    ),
    "nl": (
        r"\bik (?:kan|mag|ben)\b[^.]{0,70}?\b(?:niet|geen)\b[^.]{0,60}?\b(?:beantwoorden|helpen"
        r"|geven|zeggen|verstrekken|staat|bieden|antwoord|advies|informatie)"
        r"|\bkan ik\b[^.]{0,70}?\b(?:niet|geen)\b[^.]{0,60}?\b(?:beantwoorden|helpen|geven|zeggen"
        r"|verstrekken|bieden)",
        r"\b(?:het spijt me|sorry|mijn excuses),? (?:maar|dat ik|ik)\b|\bik heb geen (?:toegang"
        r"|informatie)",
    ),
    "sv da no": (
        r"\b(?:jag kan|kan jag|jeg kan|kan jeg)\b[^.]{0,25}?\b(?:inte|ikke|ej|desværre|dessverre"
        r"|tyvärr)\b[^.]{0,40}?\b(?:svara|hjälpa|ge|svare|hjælpe|hjelpe|gi|give|besvara|besvare"
        r"|tillhandahålla|lämna)\b",
        r"\b(?:jag är ledsen|ledsen|jag beklagar|jeg beklager|beklager|undskyld|förlåt),? (?:men"
        r"|at jeg|att jag)\b|\bjag har (?:inte|ingen) (?:tillgång|information)"
        r"|\bjeg har ikke (?:adgang|tilgang)",
    ),
    "pl": (
        r"\bnie (?:mogę|jestem w stanie|potrafię|mam (?:dostępu|informacji"
        r"|możliwości))\b[^.]{0,40}|\b(?:przykro mi|przepraszam|niestety),? (?:ale )?(?:nie mogę"
        r"|nie mam|nie jestem|jako)\b",
    ),
    "cs": (
        r"\b(?:nemohu|nemůžu|nejsem schop\w+|nedokážu|nemám (?:přístup|informace"
        r"|dostatek))\b[^.]{0,40}|\b(?:omlouvám se|je mi líto|promiňte),? ale[^.]{0,40}(?:nemohu"
        r"|nemůžu|nemám|nejsem|jako)",
    ),
    "ro": (
        r"\bnu (?:pot|sunt capabil|am acces|dispun|am (?:suficiente )?informații)\b[^.]{0,40}"
        r"|\b(?:îmi pare rău|scuze|îmi cer scuze),? (?:dar|nu)\b",
    ),
    "tr": (
        r"\b(?:üzgünüm|özür dilerim|maalesef|kusura bakmayın)\b[^.]{0,80}(?:emem|amam|emiyorum"
        r"|amıyorum|edemem|değilim|erişimim|bilgim)|(?:yanıtlayamam|cevaplayamam|yardımcı olamam"
        r"|yanıt veremem|cevap veremem|bilgi veremem|sağlayamam|erişimim yok)",
    ),
    "ru": (
        r"\b(?:я )?не (?:могу|в состоянии|имею (?:доступа|возможности|права)|располагаю"
        r"|смогу)\b[^.]{0,40}?(?:ответ|помо|предостав|дать|доступ|возможн|информац|сообщ|провер"
        r"|раскры|созда|выполн|сказать|данн)|\b(?:извините|простите|прошу прощения"
        r"|мне (?:очень )?жаль),? (?:но|я не|я)\b|\bу меня нет (?:доступа|информации|данных"
        r"|достаточн)",
    ),
    "uk": (
        r"\b(?:я )?не (?:можу|маю (?:доступу|змоги|права)|зможу)\b[^.]{0,40}?(?:відпов|допомог"
        r"|надат|дати|доступ|інформ|переві|розкри|створ|викона|сказат)|\b(?:вибачте|перепрошую"
        r"|мені (?:дуже )?шкода),? (?:але|я)\b|\bу мене немає (?:доступу|інформації|даних)",
    ),
    "ar": (
        r"(?:لا (?:أستطيع|يمكنني|أملك|أقدر)|ليس لدي|لست قادر\w*|لن أتمكن|لا يسعني)[^.]{0,40}"
        r"|(?:عذر[اًً]+|آسف|أعتذر|معذرة)[،,]? ?(?:ولكن|لكن|لا|لكنني|ولكنني|عن)",
    ),
    "he": (
        r"(?:איני|אינני|אני לא) (?:יכול\w*|מסוגל\w*|רשאי\w*)[^.]{0,40}|לא (?:אוכל|ניתן לי)"
        r"|(?:אני )?(?:מצטער\w*|מתנצל\w*),? (?:אבל|אך|אני|לא)|אין לי (?:גישה|מידע|מספיק)",
    ),
    "hi": (
        r"मैं [^।.]{0,70}(?:नहीं (?:दे|कर|बता|सक)|असमर्थ|सक्षम नहीं)|(?:मुझे (?:खेद|अफ़सोस|अफसोस"
        r"|दुख) है|क्षमा करें|माफ़ करें|माफ करें),? ?(?:लेकिन|कि|मैं|पर)"
        r"|मेरे पास [^।.]{0,40}(?:नहीं है|जानकारी नहीं)",
    ),
    "zh": (
        r"(?:抱歉|对不起|很遗憾|不好意思|對不起)[，,。！!]?[^。]{0,30}?(?:(?:我"
        r"|本人)[^。]{0,20}?(?:无法|不能|没|不|無法)|(?:无法|不能|無法)[^。]{0,12}?(?:回答|提供"
        r"|帮助|协助|给出|确定|判断|透露))|我(?:目前)?(?:无法|不能|没有办法|没办法|無法)(?:为您"
        r"|给您|直接|准确)?(?:回答|提供|给出|帮助|协助|透露|确定|访问|获取|生成|完成|判断)",
    ),
    "ja": (
        r"(?:申し訳(?:ありません|ございません|ない)|すみません|ごめんなさい"
        r"|恐れ入りますが)[がけ、。]?[^。]{0,30}(?:答え|回答|提供|手伝い|お伝え|情報|わかり"
        r"|分かり|判断|お手伝|モデル)[^。]{0,20}(?:ません|できない|かねます)|(?:お答え|回答"
        r"|お手伝い|提供|お伝え|ご案内)(?:する|は|を|すること)?[^。]{0,8}(?:できません"
        r"|できかねます|いたしかねます|しかねます)",
    ),
    "ko": (
        r"(?:죄송|미안)(?:합니다|하지만|해요|하게도)[.,]? [^.]{0,40}(?:답|제공|도움|도와|안내"
        r"|알 수|확인|정보|대답|모르)[^.]{0,20}(?:없|못|않|릅)|(?:답변|대답|제공|도움|도와|안내"
        r"|확인)[^.]{0,14}(?:드릴|할|줄|될) 수(?:가|는)? 없",
    ),
    "vi": (
        r"(?:xin lỗi|rất tiếc|tôi (?:rất )?tiếc)[,.]? (?:nhưng )?(?:tôi|mình|rằng)"
        r"|tôi không (?:thể|có (?:quyền|đủ|thông tin)) ?(?:trả lời|cung cấp|giúp|đưa ra|truy cập"
        r"|tiết lộ|xác|tạo|cho|hỗ trợ|thông tin)?",
    ),
    "th": (
        r"(?:ขออภัย|ขอโทษ|เสียใจ)[^.]{0,30}(?:ไม่สามารถ|ไม่มี)[^.]{0,10}(?:ตอบ|ให้|ช่วย|เข้าถึง|ข้อมูล"
        r"|ทราบ)|(?:ฉัน|ผม|ดิฉัน|เรา)ไม่สามารถ(?:ตอบ|ให้|ช่วย|เข้าถึง)",
    ),
    "id": (
        r"\b(?:maaf|mohon maaf),? (?:tetapi |namun )?(?:saya|aku)\b|\bsaya tidak (?:dapat|bisa"
        r"|memiliki (?:akses|informasi))\b",
    ),
    "el fi hu": (
        r"\b(?:λυπάμαι|συγγνώμη),? (?:αλλά|δεν)|\bδεν μπορώ να (?:απαντ|βοηθ|δώσ|παρ)"
        r"|\bvalitettavasti en\b|\bpahoittelen\b|\bsajnálom,? de\b|\bsajnos nem tudok\b"
        r"|\bnem tudok (?:válasz|segít)",
    ),
}
"""First person, inability, and a verb of answering or helping."""

UNSAID = {
    "en": (
        rf"\bno (?:\w+ )?(?:information|details?|mention)\b[^.]{{0,40}}\b(?:is|are|was) (?:given"
        rf"|provided|available|made|found) in (?:the )?{_GIVEN_TEXT}",
        rf"\b(?:is|are|was|were) not (?:\w+ )?(?:available|provided|mentioned|included|given"
        rf"|present|contained|specified"
        rf"|stated|found|covered|discussed) (?:in|by|within) (?:the |this |your )?{_GIVEN_TEXT}",
        rf"\b(?:the|this|your) {_GIVEN_TEXT} (?:does not|doesn['’]t|do not"
        rf"|did not) (?:\w+ )?(?:mention|contain|provide|specify"
        r"|include|say|state|give|cover|indicate|offer|have|discuss)",
        rf"\bthere is (?:no|not enough|insufficient) (?:\w+ ){{0,3}}?(?:information|mention"
        rf"|details?|data)\b[^.]{{0,60}}?\bin (?:the )?{_GIVEN_TEXT}",
        rf"\b(?:cannot|can['’]t|can not) be (?:answered|determined|inferred)\b[^.]{{0,20}}?(?:from"
        rf"|based|with|using) [^.]{{0,20}}?{_GIVEN_TEXT}",
        r"\b(?:insufficient|not enough) (?:information|context|data) (?:is |was )?(?:provided"
        r"|given|available|to (?:answer|determine))",
    ),
    "de": (
        r"(?:auf (?:der )?grundlage|aus|in|anhand) (?:der|dem|den) (?:mir )?(?:vorliegenden"
        r"|bereitgestellten|gegebenen) (?:text|informationen|kontext|auszug"
        r"|angaben)[^.]{0,60}\b(?:nicht|keine?)\b",
        r"\bder (?:vorliegende |bereitgestellte |gegebene )?(?:text|auszug|kontext"
        r"|abschnitt) (?:enthält|nennt|gibt|erwähnt|sagt|liefert) (?:\w+ ){0,2}(?:keine?n?|nicht)",
    ),
    "fr": (
        r"\ble (?:texte|passage|contexte|document)(?: (?:fourni|donné"
        r"|ci-dessus))? ne (?:mentionne|précise|contient|donne|dit|fournit|permet) pas",
        r"\bcette information (?:n['’]est pas|ne figure pas)",
    ),
    "es pt it": (
        r"\b(?:el|o|il) (?:texto|testo|contexto|contesto|pasaje|documento|brano"
        r"|trecho) (?:\w+ )?(?:no|não|non) (?:menciona|proporciona|contiene|contém|indica"
        r"|especifica|fornece|menziona|fornisce|specifica|dice)",
        r"\b(?:esta|essa|questa) informaci?[óç]\w+ (?:no|não) (?:está|se encuentra|consta|figura)",
    ),
    "nl": (
        r"\bde (?:gegeven |verstrekte )?(?:tekst|passage|context) (?:vermeldt|bevat|geeft|noemt"
        r"|zegt) (?:\w+ )?(?:niet|geen)",
    ),
    "ru": (
        r"\b(?:тексте?|контексте?|отрывк\w+|документе?)\b[^.]{0,40}\bне (?:упомина|содерж|указан"
        r"|сказан|привод|говорит)",
    ),
    "zh": (
        r"(?:文中|文章|原文|上文|文本|提供的(?:文本|内容|信息|资料|上下文))[^。]{0,12}(?:没有|未"
        r"|并未|不包含)(?:提|说|给|包含|涉及|明确)",
    ),
    "ja": (
        r"情報(?:は|が)(?:提供|記載|含ま)[^。]{0,4}ていません|(?:本文|文章|テキスト"
        r"|提供された)[^。]{0,14}(?:記載|言及|情報|書かれて)[^。]{0,6}(?:ありません"
        r"|されていません|ない|いません)",
    ),
    "ko": (r"(?:본문|지문|제공된|텍스트)[^.]{0,20}(?:언급|정보|나와|포함)[^.]{0,10}(?:없|않)",),
}
"""That the text which the model was given does not say it."""

OFFERS = {
    "en": (
        r"\b(?:is there anything else|would you like me to|let me know if you|feel free to (?:ask"
        r"|reach|provide)|could you (?:please )?(?:share|provide|clarify|give me|send)"
        r"|please (?:provide|share|give) (?:me )?(?:with )?(?:the|more|a) (?:\w+ )?(?:text"
        r"|context|passage|document|information|details|question))",
    ),
    "de": (
        r"\b(?:kann|soll) ich (?:ihnen|dir) (?:sonst|noch|weiter|eine)|\bgibt es sonst noch etwas"
        r"|\blassen sie (?:es )?mich wissen",
    ),
    "fr": (
        r"\bn['’]hésitez pas à (?:me |demander|poser)|\bpuis-je vous aider"
        r"|\bsouhaitez-vous que je\b",
    ),
    "es pt it": (
        r"\b¿?(?:hay algo más en lo que|puedo ayudar(?:te|le) (?:con|en)|quieres que"
        r"|desea que (?:yo )?)|\bposso ajudar (?:com|em) (?:mais|algo)|\bposso aiutarti"
        r"|\bfammi sapere se",
    ),
    "zh ja ru": (
        r"(?:有什么|还有什么)(?:其他|别的)?[^。]{0,8}(?:帮|需要)|如果您?(?:还)?有(?:其他"
        r"|任何)[^。]{0,8}问题|(?:他に|ほかに)[^。]{0,12}(?:お手伝い|ご質問)|дайте знать, если"
        r"|чем ещё я могу помочь",
    ),
}
"""What an assistant adds: it offers more, or asks for what it has not got."""

ENGLISH_HINTS = (
    *(
        " i ",
        " i'",
        " i’",
        "\ni ",
        "(i ",
        '"i ',
        " my ",
        " ai ",
        " ai,",
        "language model",
        "sorry",
        "apolog",
    ),
    *("provided", "given", "supplied", "context", "passage", "text", "document", "excerpt"),
    *(
        "information",
        "anything else",
        "for me to",
        "would you",
        "let me",
        "feel free",
        "could you",
        "please",
    ),
)
"""Pieces of which a text has one, if it has any of the English patterns."""
