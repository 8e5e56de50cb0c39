"""Words with which questions and tasks begin, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """How a language asks, where words are set apart.

    Args:
        interrogative: Words that ask, wherever a clause or a phrase begins with them.
        first: Words that ask where a sentence begins with them: auxiliaries, particles.
        tasks: Beginnings of verbs that tell to do something.
        personal: Words by which someone speaks of himself or to somebody: what a user says.
        last: Endings of a sentence's last word that ask or tell.
    """

    interrogative: frozenset[str]
    first: frozenset[str] = frozenset()
    tasks: tuple[str, ...] = ()
    personal: frozenset[str] = frozenset()
    last: tuple[str, ...] = ()


def _words(
    interrogative: str, first: str = "", tasks: str = "", personal: str = "", last: str = ""
) -> QuestionWords:
    return QuestionWords(
        frozenset(interrogative.split()),
        frozenset(first.split()),
        tuple(tasks.split()),
        frozenset(personal.split()),
        tuple(last.split()),
    )


QUESTION_WORDS = {
    "en": _words(
        "what which who whom whose why how when where whether",
        "is are was were am do does did can could will would shall should may might must has have"
        " had isn aren wasn don doesn didn can't won hasn haven shouldn please true if given",
        "describe= explain= list= name= state= give= show= write= compare= calculate="
        " compute= define= summarise= summarize= identify= outline= discuss= provide= tell="
        " translate= convert= find= determine= estimate= derive= prove= solve= rewrite="
        " rephrase= classify= categorise= categorize= sort= rank= sketch= draw= draft= create="
        " generate= complete= fill= choose= select= pick= match= order= arrange= mention="
        " specify= suggest= recommend= propose= evaluate= assess= analyse= analyze= justify="
        " contrast= distinguish= differentiate= illustrate= paraphrase= quote= cite= recite="
        " count= extract= correct= decide= imagine= assume= consider= suppose= formulate="
        " express= enumerate= indicate= clarify= elaborate= help= turn= make= put= add= use="
        " using= based= according= answer= say= spell= ask= reply= respond= read=",
        "i my me we our us mine you your thanks thank hello hi",
    ),
    "de": _words(
        "was wer wen wem wessen wie wo wohin woher wann warum weshalb wieso welche welcher welches"
        " welchen welchem wieviel wieviele wozu womit wodurch worauf woran worin wovon wofür"
        " wogegen worüber wobei wonach woraus inwiefern inwieweit ob",
        "ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte"
        " darf dürfen durfte muss müssen musste soll sollen sollte will wollen möchte gibt gilt"
        " gelten braucht brauchen benötigt kostet dauert funktioniert besteht enthält gehört"
        " gehören lässt lassen bleibt bekommt erhält zahlt findet steht liegt kommt macht trägt"
        " stimmt bitte darf dürfte könnte würde",
        "nenne erkläre erläutere beschreibe= beschreib= beschreiben= liste= schreibe schreib="
        " vergleiche berechne definiere"
        " zähle fasse gib= geben= begründe ordne= bestimme ermittle übersetze stelle= zeige"
        " skizziere nennen= erklären= beschreiben= erläutern= schreiben= vergleichen= berechnen="
        " zählen= fassen= zeigen= analysiere formuliere ergänze wandle rechne sag= sage= führe="
        " gebe= identifiziere diskutiere bewerte",
        "ich mein meine meinen meinem meiner mir mich wir unser unsere uns du dein danke hallo",
    ),
    "fr": _words(
        "que quoi qui quel quelle quels quelles lequel laquelle lesquels lesquelles comment"
        " pourquoi combien quand où qu' duquel auquel",
        "est-ce est sont peut doit faut existe-t-il a-t-on si vrai",
        "explique décri nomme= nommez= cite= citez= liste= listez= énumère énumérez donne= donnez="
        " indique"
        " compare calcule= calculez= définis= définissez= résume= résumez= rédige écri= écrivez="
        " montre= montrez= traduis= traduisez= détermine précise= précisez= justifie identifie"
        " expose= exposez= présente= présentez= trouve= trouvez= dis= dites= complète= complétez="
        " analyse= analysez= classe= classez= veuillez= propose= proposez= détaille= détaillez="
        " convertis= convertissez=",
        "je j' mon ma mes me nous notre nos moi vous votre merci bonjour",
        "-il -elle -ils -elles -on -t-il -t-elle -t-on -vous -je -nous -ce",
    ),
    "es": _words(
        "qué quién quiénes cuál cuáles cuándo cómo dónde adónde cuánto cuánta cuántos cuántas"
        " que quien cual cuales cuando como donde cuanto cuantos cuantas",
        "es son está están fue puede pueden debe deben hay existe tiene tienen se verdadero",
        "explica= explique= describ nombra= enumera= enumere= lista= liste= cite= cita= indica="
        " indique="
        " compara= compare= calcula= calcule= define= defina= resume= resuma= escrib muestra="
        " muestre="
        " traduz traduce= determina= determine= menciona mencione señala= señale= identifica="
        " identifique= da= dé= dame= di= dime= diga= completa= complete= analiza= analice="
        " justifica="
        " justifique= propón= proponga= redacta= redacte= detalla= detalle= presente= convierte="
        " convierta=",
        "yo mi mis me nosotros nuestro nuestra tú tu usted gracias hola",
    ),
    "pt": _words(
        "que quê quem qual quais quando como onde quanto quanta quantos quantas porquê o=que",
        "é são está estão foi pode podem deve devem há existe tem têm verdadeiro será por",
        "explique= explica= descrev nomeie= enumere= enumera= liste= cite= indique= indica="
        " compare="
        " compara= calcule= calcula= defina= define= resuma= resume= escrev mostre= mostra= traduz"
        " determine= mencione= identifique= dê= diga= diz= complete= analise= justifique= redija="
        " detalhe= apresente= converta=",
        "eu meu minha meus minhas me nós nosso nossa você seu obrigado olá",
    ),
    "it": _words(
        "che cosa cos' chi quale quali qual quando come dove dov' perché quanto quanta quanti"
        " quante com' qual' quant'",
        "è sono era può possono deve devono c'è ci ha hanno esiste si vero",
        "spiega= spiegate= spieghi= spiegami= descriv elenca= elencate= elenchi= nomina= nominate="
        " cita="
        " citi= citate= indica= indicate= indichi= confronta= confrontate= calcola= calcolate="
        " calcoli="
        " definisci= definite= riassum scriv mostrate= mostrami= traduc determina= menziona="
        " identifica="
        " dai= dammi= fornisci= fornite= completa= analizza= giustifica= presenta= converti="
        " convertite=",
        "io mio mia miei mie mi noi nostro nostra tu grazie ciao",
    ),
    "nl": _words(
        "wat wie wiens welke welk waar waarom wanneer hoe hoeveel waarmee waarvoor waardoor"
        " waarop waarin waaruit waartoe waarvan",
        "is zijn was waren heeft hebben had kan kunnen mag mogen moet moeten zal zullen wordt"
        " worden werd geldt bestaat kost duurt klopt",
        "leg= beschrijf noem= geef= schrijf vergelijk= bereken= definieer vat= som= toon= vertaal="
        " bepaal= vermeld= licht= verklaar verklar identificeer lijst= omschrijf",
        "ik mijn me mij wij we ons onze jij je bedankt",
    ),
    "sv": _words(
        "vad vem vems vilken vilket vilka var vart varifrån varför när hur",
        "är var har hade kan får måste ska skall bör blir finns gäller kostar behöver gör stämmer",
        "förklara= beskriv= nämn= ange= räkna= lista= skriv= jämför= beräkna= definiera="
        " sammanfatta"
        " visa= översätt ge= redogör=",
        "jag min mitt mina mig vi vår vårt oss du din tack",
    ),
    "da": _words(
        "hvad hvem hvis hvilken hvilket hvilke hvor hvorfor hvornår hvordan hvorfra",
        "er var har havde kan må skal bør bliver findes gælder koster",
        "forklar= beskriv= nævn= angiv= oplist= skriv= sammenlign= beregn= definer= opsummer= vis="
        " giv=",
        "jeg min mit mine mig vi vores os du din tak",
    ),
    "no": _words(
        "hva hvem hvilken hvilket hvilke hvor hvorfor når hvordan",
        "er var har hadde kan må skal bør blir finnes gjelder koster",
        "forklar= beskriv= nevn= angi= list= skriv= sammenlign= beregn= definer= oppsummer= vis="
        " gi=",
        "jeg min mitt mine meg vi vår oss du din takk",
    ),
    "pl": _words(
        "co kto kogo komu czym czego czemu kim jaki jaka jakie jakich jakim jaką jakiej który która"
        " które którzy których którym którą której gdzie dokąd skąd kiedy dlaczego jak ile ilu czyj"
        " czyja po=co",
        "czy",
        "wyjaśnij opisz wymień nazwij podaj napisz porównaj oblicz= zdefiniuj streść podsumuj pokaż"
        " przelicz= zamień="
        " przetłumacz= określ= wskaż omów= uzasadnij przedstaw= wylicz= scharakteryzuj",
        "ja mój moja moje mi mnie my nasz nasza dziękuję",
    ),
    "cs": _words(
        "co kdo koho komu čím čeho kým jaký jaká jaké jakých jakým jakou který která které kteří"
        " kterých kterým kterou kde kam odkud kdy proč jak kolik čí",
        "je jsou byl byla může mohou musí má mají lze smí existuje zda",
        "vysvětli= vysvětlete= popiš vyjmenuj uveď jmenuj napiš porovnej vypočítej vypočti definuj"
        " shrň ukaž"
        " přelož urči zdůvodni charakterizuj",
        "já můj moje mi mě my náš naše děkuji",
    ),
    "ro": _words(
        "ce cine cui care când unde cum cât câtă câți câte",
        "este sunt poate pot trebuie există are au",
        "explic descri enumer numeșt list= listați= compar calcul defin rezum scri arat traduc"
        " determin menționa indic identific da= dă= dați=",
        "eu meu mea mei mele mă noi nostru",
    ),
    "tr": _words(
        "ne neyi neden niçin niye nasıl kim kimin kime kimler hangi hangisi hangileri nerede nereye"
        " nereden neresi kaç kaçta kaçıncı nedir nelerdir neler mı mi mu mü mıdır midir mudur müdür"
        " mısın misin mıyım miyim mıyız miyiz",
        "",
        "",
        "ben benim bana biz bizim bize teşekkürler",
        "ayın eyin ıyın iyin uyun üyün ınız iniz unuz ünüz açıkla listele yaz anlat belirt söyle"
        " karşılaştır hesapla tanımla özetle sırala ver say göster çevir",
    ),
    "fi": _words(
        "mikä mitä mitkä minkä missä mihin mistä kuka kenen ketä milloin miksi miten kuinka"
        " paljonko"
        " montako kumpi millainen millä",
        "onko ovatko voiko voivatko saako pitääkö täytyykö oliko kuuluuko",
        "selitä kuvaile luettele nimeä kerro vertaa laske määrittele kirjoita",
        "minä minun me meidän",
        "ko kö",
    ),
    "hu": _words(
        "mi mit mik miért mikor hol hova honnan hogyan hogy ki kit kinek mennyi hány hányan milyen"
        " melyik mely mekkora meddig mióta",
        "igaz lehet van",
        "magyaráz ír sorol nevez hasonlít számít határoz foglal",
        "én nekem mi",
    ),
    "id": _words(
        "apa apakah siapa siapakah kapan kapankah mana manakah dimana mengapa kenapa bagaimana"
        " bagaimanakah berapa berapakah",
        "bisakah dapatkah bolehkah haruskah",
        "jelaskan sebutkan uraikan tulis bandingkan hitung definisikan rangkum tunjukkan"
        " terjemahkan berikan gambarkan",
        "saya aku kami kita",
    ),
    "vi": _words(
        "gì nào sao ai đâu mấy bao phải không hay chưa thế",
        "",
        "hãy= liệt= giải= nêu= kể= so= viết= hoàn= tóm= dịch=",
        "tôi tớ",
    ),
    "ru": _words(
        "что чего чему чем кто кого кому кем какой какая какое какие каких каким какую какого"
        " какому какими который которая которое которых где куда откуда когда почему зачем отчего"
        " как каково какова каков сколько скольких чей чья чьё ли",
        "можно нужно может должен должна должны есть является верно правда",
        "объясни опиши перечисли назови назвать= укажи сравни= сравните= вычисли= вычислите="
        " рассчитай определи напиши"
        " переведи покажи приведи сформулируй расскажи обоснуй охарактеризуй дай= дайте= найди"
        " кратко составь раскрой",
        "я мой моя моё мои мне меня мы наш наша нам нас спасибо",
    ),
    "uk": _words(
        "що чого чому чим хто кого кому ким який яка яке які яких яким яку якого якої котрий де"
        " куди звідки коли навіщо як скільки чий чия чи",
        "чи можна треба може",
        "поясни= поясніть= опиши= опишіть= перелічи= перелічіть= перерахуй назви= назвіть= вкажи="
        " вкажіть="
        " порівняй обчисли= обчисліть= розрахуй визнач= визначте= напиши= напишіть= переклади="
        " покажи="
        " покажіть= наведи= наведіть= розкажи= розкажіть= обґрунтуй",
        "я мій моя моє мої мені мене ми наш наша нам нас дякую",
    ),
    "el": _words(
        "τι ποιος ποια ποιο ποιοι ποιες ποιων πότε πού γιατί πώς πόσο πόσα πόσοι πόσες πόση",
        "είναι μπορεί πρέπει υπάρχει",
        "εξήγησ εξηγήσ περιγρ ανέφερε αναφέρ σύγκρ συγκρ υπολόγισ υπολογίσ όρισ γράψ δώσ",
        "εγώ μου μας εμείς",
    ),
    "ar": _words(
        "ما ماذا لماذا كيف متى أين كم أي أيّ هل لمن بماذا مم فيم عم بكم وما وكم وكيف ومتى",
        "من أ أليس",
        "اشرح اذكر عدد= عدّد صف= قارن وضح وضّح عرف= عرّف لخص احسب اكتب أعط بين= حدد ترجم اعرض",
        "أنا لي نحن لدي أريد",
    ),
    "fa": _words(
        "چه چرا کجا کی چگونه چطور چند چقدر کدام آیا چیست کیست",
        "آیا",
        "توضیح شرح نام= بنویس مقایسه محاسبه تعریف",
        "من ما",
        "دهید کنید ببرید بنویسید",
    ),
    "he": _words(
        "מה מהו מהי מהם מהן מי למה מדוע איך כיצד מתי איפה היכן לאן מאין כמה איזה איזו אילו האם"
        " באיזה באיזו בכמה לכמה למי ממה במה אלו",
        "",
        "הסבר הסבירו תאר תארו מנה מנו פרט פרטו ציין ציינו השווה חשב כתוב כתבו הגדר סכם נמק רשום",
        "אני שלי לי אנחנו שלנו",
    ),
    "hi": _words(
        "क्या क्यों कैसे कैसा कैसी कौन किस किसे किसने किसका किसकी किसके किन कब कहाँ कहां कितना"
        " कितनी कितने कौनसा",
        "",
        "",
        "मैं मेरा मेरी मुझे हम हमारा",
        "बताइए बताएं बताएँ बताओ समझाइए समझाएं लिखिए लिखें कीजिए करें दीजिए दें",
    ),
}  # fmt: skip
"""By ISO 639-1 code. A task that ends in ``=`` is a whole word, else any word that begins so."""

IN_SITU = {
    "zh": (
        r"什么|甚么|怎么|怎样|如何|为何|为啥|哪|谁|几(?![乎率何])|几何|多少|多久"
        r"|多[大长高重远宽深快厚]|是否"
        r"|[吗呢吧]|何[时处种地人]|能否|可否|有无|有没有|(.)不\1|请|列出|说明|解释|描述|简述|比较"
        r"|计算|写出|介绍"
        r"|分析|概括|总结|翻译|列举|指出|给出|举例|阐述|论述|证明|试述|换算|转换|改写|[我您你]"
        r"|什麼|怎麼|為何|多長|請|誰|嗎"
    ),
    "ja": (
        r"か[。\s」]*$|か[。、]|何|なに|なぜ|どう|どの|どれ|どこ|いつ|誰|だれ|いくつ|いくら|どんな"
        r"|どちら"
        r"|ください|下さい|教えて|説明|述べ|挙げ|書[けきい]|せよ|なさい|まとめ|比較|計算|要約|列挙"
        r"|[私僕]|って"
    ),
    "ko": (
        r"무엇|뭐|무슨|왜|어떻|어떤|어느|어디|누구|누가|언제|몇|얼마|까[.\s]*$|나요|가요|인가|는지"
        r"|여부"
        r"|세요|시오|해\s?줘|주십|하라|쓰라|설명|나열|비교|계산|요약|서술|[나저]는|제가|우리"
    ),
    "th": (
        r"อะไร|ทำไม|อย่างไร|ยังไง|ใคร|ไหน|เมื่อไ?[หใ]?ร|เมื่อใด|เท่า[ไใ]|กี่|ไหม|หรือไม่|หรือเปล่า"
        r"|ใด|ไร"
        r"|จง|โปรด|กรุณา|ช่วย|บอก|อธิบาย|ระบุ|เปรียบเทียบ|คำนวณ|ยกตัวอย่าง|สรุป|ฉัน|ผม"
    ),
}  # fmt: skip
"""Patterns of what asks or tells, wherever it stands, in languages that do not set words apart."""

_JOINING = (
    "which who whose when where whether if was wer wem wen wo wie ob que qui quoi où quand comment"
    " si"
    " quien quienes cual cuales cuando como donde quem qual quais quando onde che chi quale quali"
    " come"
    " dove wat wie waar wanneer som vilken vilket vilka när var hur hvor hvis når co kto jak kiedy"
    " gdzie który która które których którym którą której czym kdo jak kdy kde který která které"
    " kteří"
    " kterých kterým kterou ce cine care când unde cum mikä joka hogy ki mi hol mikor что кто как"
    " когда"
    " где который которая которое которые которых чей чья що хто як коли де який яка яке які яких"
    " яким"
    " яку якого якої ما كم που mana apa siapa hay thế khi مم کی که जो"
)

RELATIVE = frozenset(_JOINING.split())
"""Interrogatives that join clauses too: these ask only where a clause begins with them."""
