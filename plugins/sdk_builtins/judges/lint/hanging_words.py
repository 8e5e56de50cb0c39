"""Function words of languages: they tell a text's language, and where a sentence cannot end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """The words of a closed class that a language cannot do without.

    Args:
        common: Words by which the language is known, besides the others.
        hanging: Words after which something must come, in whatever sentence.
        loose: Words after which something mostly comes: prepositions that may be left behind,
            auxiliaries, words that are separable prefixes too.
    """

    common: frozenset[str]
    hanging: frozenset[str]
    loose: frozenset[str]


def _words(common: str, hanging: str, loose: str = "") -> FunctionWords:
    return FunctionWords(*(frozenset(each.split()) for each in (common, hanging, loose)))


FUNCTION_WORDS = {
    "en": _words(
        "it its this these those what how why not no there you her him them up out more all does"
        " his she they he we one any about",
        "the a an of into and or but nor because although unless whether my your our their its"
        " every than whose",
        "of into onto to from with at by for in on as during between before after until against"
        " through under"
        " that which who is are was were be been being has have had do did can could may might"
        " must shall should will would they he she we i when where while since per via within"
        " without upon if then therefore thus becomes become became",
    ),
    "de": _words(
        "ist sind nicht auch sich es sie er wir man wie was wer wo warum wann wurde wurden hat"
        " haben kann darf muss nur noch mehr nach bei dieser diese dieses welche welcher welches",
        "der die das den dem des eine einen einem einer eines und oder sowie sondern dass weil"
        " wenn falls obwohl damit für von gegen ohne bis seit wegen zwischen während als im am zum"
        " zur beim vom ins kein keine keinen keinem ihre ihren ihrem seine seinen seinem unsere"
        " sehr je pro",
        "ein um an auf aus mit nach vor zu bei in über unter durch hinter neben ist sind war waren"
        " wird werden wurde hat haben kann darf muss soll sich denn aber",
    ),
    "fr": _words(
        "ce cette ces il elle ils elles on ne pas que quoi quel quelle quels quelles comment"
        " pourquoi combien quand où se plus est sont été avait peut doit n' c' s' d' l' qu'",
        "le la les un une des du de au aux et ou mais donc car ni que qui dont si lorsque parce"
        " puisque à dans chez sur sous par pour vers entre dès leur leurs son sa ses notre nos"
        " votre vos mon ma mes ce cette ces chaque très l' d' qu' n' c' s' en",
        "avec sans avant après contre pendant depuis est sont était étaient sera seront devient"
        " deviennent a ont avait peut peuvent doit doivent reste semble il elle ils elles on se",
    ),
    "es": _words(
        "es son no lo se qué cuál cuándo cómo dónde cuánto cuánta cuántos por quién está están fue"
        " había hay más puede debe también este esta estos estas como",
        "el la los las un una unos unas de del al y e o u pero sino que porque aunque si cuando a"
        " en con por para sin sobre entre hacia desde hasta según su sus nuestro nuestra cada muy"
        " ni tan",
        "es son está están fue fueron era eran ha han había puede pueden debe deben se lo tras ante"
        " como este esta estos estas",
    ),
    "pt": _words(
        "é são não se o os qual quais quando como onde quanto quantos quem está estão foi havia"
        " pode deve também mais isso este esta ao aos às pelo pela",
        "o a os as um uma uns umas de do da dos das e ou mas que porque embora se quando em no na"
        " nos nas com por para sem sobre entre até desde ao à aos às pelo pela pelos pelas num"
        " numa seu sua seus suas cada muito nem",
        "é são está estão foi foram era eram tem têm pode podem deve devem como este esta",
    ),
    "it": _words(
        "è sono non si che cosa quale quali quando come dove quanto quanti quante chi perché anche"
        " più può deve viene questo questa c'è dell' all' nell' dall' sull' l' un'",
        "il lo la i gli le un uno una un' l' di del dello della dei degli delle dell' a al allo"
        " alla ai agli alle all' da dal dalla dai dalle in nel nella nei nelle con per tra fra"
        " sul sulla sui sulle e ed o ma che perché se quando ogni suo sua suoi sue molto né cui"
        " nell' dall' sull'",
        "è sono era erano ha hanno viene vengono può possono deve devono si su senza dopo sotto"
        " come questo questa",
    ),
    "nl": _words(
        "is zijn niet het dat deze dit wat wie waar wanneer waarom hoe hoeveel welke er ze hij wij"
        " men ook wordt worden heeft hebben kan mag moet naar meer",
        "de het een en of maar omdat hoewel tenzij als dan dat die wiens haar hun ons onze elke"
        " ieder zeer tussen tijdens wegens",
        "van voor met bij op in om aan uit naar over onder door tot te zonder tegen is was waren"
        " zijn wordt worden werd heeft hebben kan kunnen mag moet zal zullen wanneer terwijl",
    ),
    "sv": _words(
        "är inte det den som vad vem var när varför hur vilken vilket vilka många sig de han hon"
        " man också ska kan får måste har hade blir blev efter mer",
        "en ett och eller men att som eftersom om när än sin sitt sina deras varje mycket samt"
        " från mellan under",
        "av till med på i för hos vid genom utan mot är var blir har hade kan får måste ska skulle"
        " den det de efter",
    ),
    "da": _words(
        "er ikke det den som hvad hvem hvor hvornår hvorfor hvordan hvilken hvilket hvilke sig de"
        " han hun man også skal kan må har havde bliver blev efter mere",
        "en et og eller men at som fordi hvis når end sin sit sine deres hver meget samt fra"
        " mellem",
        "af til med på i for hos ved gennem uden mod er var bliver har havde kan må skal",
    ),
    "no": _words(
        "er ikke det den som hva hvem hvor hvorfor hvordan hvilken hvilket hvilke seg de han hun"
        " man også skal kan må har hadde blir ble etter mer",
        "en et ei og eller men at som fordi hvis når enn sin sitt sine deres hver veldig samt fra"
        " mellom",
        "av til med på i for hos ved gjennom uten mot er var blir har hadde kan må skal",
    ),
    "pl": _words(
        "jest są nie się to co kto kiedy gdzie dlaczego jak ile jaki jaka jakie który która które"
        " było był została został może musi także tylko po tego tej",
        "i oraz lub albo ale a że który która które których jeśli jeżeli ponieważ gdy aby żeby w"
        " we z ze na do od o u dla przy przez pod nad między niż jako swój swoją każdy bardzo bez",
        "za po przed jest są był była było były może mogą musi muszą został została się nie",
    ),
    "cs": _words(
        "je jsou není se to co kdo kdy kde proč jak kolik jaký jaká jaké který která které bylo"
        " byl byla může musí také jen po toho si",
        "a nebo ale že který která které jestliže pokud protože aby když v ve z ze na do od o u"
        " pro při přes pod nad mezi než jako svůj svou každý velmi bez k ke s",
        "za po před je jsou byl byla bylo byly může mohou musí se i",
    ),
    "ro": _words(
        "este sunt nu se ce cine când unde cum cât câte care era au fost poate trebuie și acest"
        " această mai după",
        "un o unei unui și sau dar că care dacă deoarece când de din la în cu pe pentru prin între"
        " către fără al ai ale fiecare foarte",
        "este sunt era erau a au poate pot trebuie se",
    ),
    "tr": _words(
        "bu için ile ne neden nasıl kim kaç hangi nerede değil olarak olan var yok da de mi mı mu"
        " mü göre kadar daha sonra",
        "ve veya yahut ama fakat ancak çünkü bir her eğer en ki hem",
        "bu şu o daha çok ile",
    ),
    "fi": _words(
        "on ei se että mikä mitä kuka milloin missä miksi miten kuinka ovat oli myös voi sen ne"
        " hän joka jotka",
        "ja tai mutta että koska jos kun joka jotka sekä vaan kuin",
        "on ovat oli olivat voi voivat ei",
    ),
    "hu": _words(
        "az egy nem és hogy mi ki mikor hol miért hogyan mennyi hány milyen melyik is volt van"
        " lehet kell csak ez ezt",
        "a az egy és vagy de hogy mert ha amely amelyek aki ami mint minden nagyon",
        "nem volt van",
    ),
    "id": _words(
        "adalah tidak ini itu apa siapa kapan di mana mengapa bagaimana berapa akan dapat harus"
        " oleh pada juga sudah lebih",
        "dan atau tetapi yang karena jika untuk dari ke di pada dengan oleh sebagai adalah para"
        " setiap agar bahwa",
        "dalam akan dapat harus tidak",
    ),
    "vi": _words(
        "không được có này đó gì nào sao ai đâu bao nhiêu khi cho người phải thì mà ở từ theo"
        " trong",
        "và hoặc nhưng của là với bởi vì nếu những các mỗi rằng để tại",
        "cho khi từ một được bị do",
    ),
    "ru": _words(
        "это не что кто где когда почему как сколько какой какая какие он она они его её был была"
        " было может должен также только",
        "и в во на с со к ко от из у о об для по при за под над между или но а что который которая"
        " которое которые чтобы если как без до через свой свою каждый очень не является",
        "был была было были может могут должен должны это",
    ),
    "uk": _words(
        "це не що хто де коли чому як скільки який яка які він вона вони його її був була було"
        " може повинен також лише",
        "і й та у в на з із зі до від о об для по при за під над між або але а що який яка яке які"
        " щоб якщо як без через свій свою кожен дуже не є",
        "був була було були може можуть повинен це",
    ),
    "el": _words(
        "είναι δεν να θα που τι ποιος ποια ποιο πότε πού γιατί πώς πόσο",
        "ο η το οι τα του της των τον την ένα ένας μια και ή αλλά ότι αν επειδή από με σε για στο"
        " στη στην στον προς",
        "είναι ήταν έχει μπορεί πρέπει που",
    ),
    "ar": _words(
        "هذا هذه ما ماذا هل كيف متى أين لماذا كم لا لم كان كانت هو هي ذلك",
        "من إلى في على عن أن التي الذي الذين أو ثم لأن إذا حتى مع بين عند لكن كل بسبب وفي ومن",
        "كان كانت يمكن يجب قد هو هي",
    ),
    "fa": _words(
        "است این آن را چه چرا کجا چگونه چند شود می نیست",
        "و از به در با که یا برای تا اما اگر هر بین",
    ),
    "he": _words(
        "לא זה זו מה מי איך כמה מתי איפה למה האם היא הוא היה הם יש",
        "של את או כי אשר כאשר אבל אך אם בין כל",
        "על עם אל לפי הוא היא היה היתה",
    ),
    "hi": _words(
        "है हैं में को से पर का क्या क्यों कैसे कब कहाँ कितने नहीं था थी थे यह वह",
        "और या कि लेकिन एक इस उस के ने जो क्योंकि यदि अगर तथा",
        "का की यह वह",
    ),
}  # fmt: skip
"""By ISO 639-1 code."""

HANGING_ENDINGS = {
    "zh": (
        *"在和与或把被将使让对向从及于并但",
        *("以及", "因为", "如果", "但是", "并且", "所以"),
        *("由于", "为了", "通过", "包括", "例如"),
    ),
    "ja": (
        *"をはのとやが",
        *("また", "および", "または", "ために", "による", "という", "ので", "して", "ように"),
    ),
    "ko": ("을", "를", "의", " 및", " 또는", " 그리고", "에서는", "으로는", "하여", "때문에"),
    "th": ("และ", "หรือ", "ของ", "เพื่อ", "เพราะ", "โดย", "แต่", "ซึ่ง", "เนื่องจาก"),
}  # fmt: skip
"""Endings after which something must come, where words are not set apart or bear particles."""

WHOLE_ENDINGS = {
    "zh": (
        "总和", "调和", "温和", "缓和", "饱和", "中和", "共和", "不和", "柔和", "现在", "存在",
        "所在", "内在", "潜在", "实在", "参与", "赠与", "方向", "走向", "流向", "定向", "双向",
        "单向", "反向", "动向", "转向", "取向", "意向", "服从", "听从", "大使", "天使", "即使",
        "行使", "不对", "应对", "相对", "绝对", "核对", "面对", "反对", "校对", "比对", "等于",
        "大于", "小于", "位于", "属于", "用于", "低于", "高于", "基于", "涉及", "普及", "波及",
        "合并", "一并", "麻将", "名将", "转让", "出让", "谦让", "棉被", "正在", "何在", "配对",
        "一对", "成对", "来自于",
    ),
    "ja": (
        "もの", "こと", "ひと", "あと", "もと", "ほど", "おと", "ごと", "へや", "では", "には",
        "とも", "など", "ずっと", "きっと",
    ),
    "ko": (
        "회의", "주의", "동의", "협의", "정의", "합의", "논의", "강의", "문의", "가을", "마을",
        "노을", "거의",
    ),
    "th": ("สิ่งของ", "ข้าวของ", "เจ้าของ"),
}  # fmt: skip
"""Words that end like that and are whole."""
