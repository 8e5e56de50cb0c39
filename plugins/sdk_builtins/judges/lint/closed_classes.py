"""Closed classes of words by language: grammar alone, grammar that says something, question words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _table(rows: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({code: frozenset(words.split()) for code, words in rows.items()})


GRAMMAR = _table({
    "en": "a an the this that these those it its he she they them him her his their we us our you "
    "your i me my is are was were be been being am has have had having do does did done to of in "
    "on at by for from with as and so than then there here which who whom whose what will would "
    "shall should must can could may might one ones such because since thus therefore hence s ll "
    "re ve d if too itself themselves also but whether",
    "de": "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen "
    "diesem es er sie ihn ihm ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner wir uns "
    "ich mich mir du man sich ist sind war waren wird werden wurde wurden worden sei gewesen hat "
    "haben hatte hatten habe muss müssen soll sollen sollte kann können darf dürfen zu zum zur in "
    "im an am auf aus bei von vom für mit als wie und so dass welche welcher welches weil da denn "
    "daher deshalb darum also wenn auch dort hier jene jener zu aber ob",
    "fr": "le la les l un une des du de d ce cet cette ces il elle ils elles on nous vous je me te "
    "se s lui leur leurs son sa ses mon ma mes notre votre y en qui que qu dont où est sont était "
    "étaient être été sera seront soit a ont avait avoir eu fait doit doivent devoir peut peuvent "
    "pouvoir faut à au aux dans par pour sur avec et si comme car parce puisque donc ainsi aussi "
    "cela ça c celui celle ceux même j n mais",
    "es": "el la los las lo un una unos unas de del al a en por para con y e que se su sus es son "
    "era eran ser sido está están fue fueron ha han había haber hay debe deben puede pueden tiene "
    "tienen tener este esta estos estas ese esa esos esas eso esto le les me te nos él ella ellos "
    "ellas como porque pues ya cual cuyo así también mi si sea pero",
    "it": "il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli "
    "alle in nel nella nei nelle da dal dalla dai dalle su sul sulla con per e ed che si ci suo sua "
    "suoi sue è sono era erano essere stato stata stati state ha hanno aveva avere deve devono può "
    "possono questo questa questi queste quello quella esso essa egli loro come perché poiché "
    "quindi dunque così anche ne cui viene vengono mi ti se ma",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com e que "
    "se seu sua seus suas é são era eram ser sido está estão foi foram tem têm ter havia há deve "
    "devem pode podem este esta estes estas esse essa isso isto ele ela eles elas lhe como porque "
    "pois já ao aos à às assim também me te nós sendo mas",
    "nl": "de het een dit dat deze die er hij zij ze het hem haar hun zijn we wij ons ik je jij u "
    "men zich is was waren wordt worden werd werden geweest heeft hebben had hadden moet moeten kan "
    "kunnen mag mogen zal zullen te in op aan uit bij van voor met als en of dat omdat want dus "
    "daarom ook welke zo naar door om daar hier maar",
    "pl": "ten ta to te ci tego tej temu tym tych tymi on ona ono oni one jego jej ich go mu im się "
    "sobie jest są był była było były być będzie będą został została zostało ma mają może mogą musi "
    "muszą w we z ze na do od o u po za przez dla i a oraz że który która które którzy którego "
    "której których ponieważ bo gdyż więc dlatego jako jak także też jeśli ale",
    "ru": "этот эта это эти того этого этой этих он она оно они его её ее их ему ей им себя свой "
    "свою своей был была было были быть есть будет будут может могут должен должна должны нужно в "
    "во с со на по к ко от из у о об за для при и а что который которая которое которые которого "
    "которой которых потому поскольку так как поэтому также тоже же ли бы мы вы я ты мне нас но",
    "uk": "цей ця це ці того цього цієї цих він вона воно вони його її їх йому їй їм себе свій свою "
    "був була було були бути є буде будуть може можуть повинен повинна повинні в у з із на по до "
    "від о об за для при і й та що який яка яке які якого якої яких тому оскільки бо як також теж "
    "ж би чи ми ви я ти мені нас але",
    "cs": "ten ta to ti ty toho této tomu tím těch tento tato toto tyto on ona ono oni jeho její "
    "jejich ho mu je jsou byl byla bylo byly být bude budou má mají může mohou musí se si v ve z ze "
    "s na do od o u po za pro při i a že který která které kteří kterého protože neboť proto tedy "
    "jako jak také též už by aby jsem ale",
    "sv": "en ett den det de denna detta dessa han hon hans hennes dess deras dem vi oss jag mig du "
    "ni man sig sin sitt sina är var vara varit blir bli blev har hade ha ska skall skulle måste "
    "kan kunde får till i på av för från med om och som att vilken vilket vilka eftersom därför så "
    "även också här där men",
    "tr": "bu şu o bunlar şunlar onlar bir ve ile de da ki için gibi olarak olan olduğu oldu olur "
    "olmak olduğunu dir dır var idi ise mi mı mu mü çünkü nedeniyle dolayı onun onu ona bunun buna "
    "bunu kendi ben sen biz siz böylece ayrıca ama",
    "ar": "ال هذا هذه ذلك تلك هو هي هم هما كان كانت يكون تكون قد في من إلى الى على عن مع ب ل و أو "
    "ان أن إن الذي التي الذين لأن لان لأنه لأنها بسبب كما أيضا حيث ثم كل يجب يمكن لكن",
    "he": "זה זו זאת אלה הוא היא הם הן היה היתה הייתה היו להיות יש של את על אל עם ב ל ו ה כי ש אשר "
    "כדי משום מפני לכן גם כמו אני אנחנו אתה צריך יכול חייב אבל",
    "hi": "यह वह ये वे इस उस इन उन है हैं था थे थी हो होता होती होते होना गया गई गए जाता जाती जाते का "
    "के की को से में पर और कि जो क्योंकि इसलिए भी ही तो ने एक कर करना करता करते लिए चाहिए सकता सकते "
    "सकती लेकिन",
    "vi": "là của và có được cho các những một này đó thì mà với trong ở tại từ để vì bởi do nên "
    "cũng như khi nó họ chúng ta tôi đã đang sẽ phải cần thể rằng về việc nhưng",
    "id": "yang dan di ke dari ini itu adalah ialah untuk dengan pada oleh karena sebab akan telah "
    "sudah dapat bisa harus ia dia mereka kami kita saya juga sebagai dalam maka agar bahwa nya "
    "tersebut para tetapi",
    "da": "en et den det de denne dette disse han hun hans hendes dens deres dem vi os jeg mig du "
    "man sig sin sit sine er var være været bliver blive blev har havde have skal skulle må kan "
    "kunne til i på af for fra med om og som at hvilken hvilket fordi derfor så også her der men",
    "ro": "un o unui unei al a ai ale cel cea cei cele acest această acestea acesta el ea ei ele lui "
    "lor își se este sunt era erau fi fost are au avea trebuie poate pot la în din de pe cu pentru "
    "prin și că care pentru deoarece fiindcă deci astfel ca cum îl îi le mai însă",
    "hu": "a az ez ezek azok egy és hogy ami aki amely van vannak volt voltak lesz lenni kell lehet "
    "mert ezért is meg ki be el fel le mint ő ők azt ezt annak ennek ahogy de",
    "fi": "se ne tämä nämä tuo hän he on ovat oli olivat olla ollut ja että joka jotka koska siksi "
    "sekä kuin voi voivat pitää täytyy sen sitä niiden niitä tämän hänen minä sinä me te mutta",
})  # fmt: skip
"""Words that carry grammar and next to nothing else."""

WEIGHTY = _table({
    "en": "not no never none all every each both any only above below under over after before until "
    "between within without during about against into out up down off through when where why how "
    "while other another more most less some many few each or nor neither either",
    "de": "nicht kein keine keinen nie alle jeder jede jedes beide nur über unter nach vor bis "
    "zwischen ohne während gegen durch wann wo warum was wer mehr einige viele wenige oder sondern "
    "weder noch sowie sobald damit",
    "fr": "ne pas non jamais tous toutes tout chaque seulement sous après avant jusqu entre sans "
    "pendant contre quand pourquoi comment plus moins quelques plusieurs ou ni vers chez lors "
    "depuis afin quel quelle quels quelles",
    "es": "no nunca todos todas todo cada solo sólo sobre bajo tras después antes hasta entre sin "
    "durante contra cuando donde más menos algunos varios o u ni desde hacia qué cuál cuáles cómo "
    "cuándo dónde cuánto cuántos quién",
    "it": "non mai tutti tutte tutto ogni solo sotto dopo prima fino tra fra senza durante contro "
    "quando dove più meno alcuni o né verso quale quali quanto quanti",
    "pt": "não nunca todos todas todo cada só apenas sobre após depois antes até entre sem durante "
    "contra quando onde mais menos alguns ou nem desde quais qual quanto quantos quem",
    "nl": "niet geen nooit alle elk elke beide alleen over onder na voor tot tussen zonder tijdens "
    "tegen wanneer waar waarom wat wie hoe meer minder enkele veel of noch hoeveel",
    "pl": "nie nigdy wszystkie każdy każda oba tylko nad pod po przed między bez podczas przeciw "
    "kiedy gdzie dlaczego co kto bardziej mniej lub albo ani jaki jaka jakie ile czy",
    "ru": "не нет никогда все каждый оба только над под после перед до между без во время против "
    "когда где почему более менее или ни чем кто какой какая какие сколько",
    "uk": "не ні ніколи всі кожен обидва тільки лише над під після перед між без під час проти коли "
    "де чому більше менше або ні чим хто який скільки",
    "cs": "ne není nikdy všechny každý oba pouze jen nad pod po před mezi bez během proti kdy kde "
    "proč co kdo více méně nebo ani jaký jaká jaké kolik",
    "sv": "inte ingen inget aldrig alla varje båda bara endast över under efter före mellan utan mot "
    "när var varför vad vem hur mer mindre några många eller",
    "tr": "değil yok hiç asla tüm bütün her sadece yalnız üzerinde altında sonra önce kadar arasında "
    "daha en veya ya ne nerede neden kim hangi nasıl kaç",
    "ar": "لا ليس لم لن غير كل جميع فقط فوق تحت بعد قبل حتى بين بدون خلال ضد متى أين لماذا ما ماذا من "
    "كم كيف هل",
    "he": "לא אין אף כל רק מעל מתחת אחרי לפני עד בין ללא בלי מתי איפה למה מדוע מה מי כמה איך או",
    "hi": "नहीं न कभी सभी सब हर केवल ऊपर नीचे बाद पहले तक बीच बिना दौरान कब कहाँ क्यों क्या कौन "
    "कितना कितने कैसे या",
    "vi": "không chưa mỗi mọi tất cả chỉ trên dưới sau trước đến giữa bao nhiêu khi nào đâu tại sao "
    "gì ai nào hoặc hay thế",
    "id": "tidak bukan belum semua setiap hanya atas bawah setelah sebelum sampai antara tanpa selama "
    "kapan mana mengapa apa siapa berapa bagaimana atau",
    "da": "ikke ingen intet aldrig alle hver begge kun over under efter før mellem uden mod når hvor "
    "hvorfor hvad hvem hvordan mere mindre nogle mange eller",
    "ro": "nu niciun niciodată toate toți fiecare ambele doar peste sub după înainte până între fără "
    "când unde ce cine cât câte mai sau",
    "hu": "nem nincs soha minden csak alatt után előtt között nélkül mikor hol miért mi mit hány "
    "mennyi vagy",
    "fi": "ei eivät kaikki vain yli alla jälkeen ennen välillä ilman milloin missä miksi mikä kuka "
    "kuinka tai",
})  # fmt: skip
"""Function words that an answer may consist in: negation, quantity, place and time."""

ASKING = _table({
    "en": "who whom whose what which when where why how",
    "de": "wer wen wem wessen was welche welcher welches welchen welchem wann wo woher wohin warum "
    "wieso weshalb wie wieviel womit wodurch wofür woran worauf wozu worin wobei wovon worüber",
    "fr": "qui que quoi quel quelle quels quelles quand où pourquoi comment combien lequel laquelle "
    "qu",
    "es": "quién quiénes qué cuál cuáles cuándo dónde cómo cuánto cuánta cuántos cuántas adónde",
    "it": "chi che cosa quale quali quando dove perché come quanto quanta quanti quante",
    "pt": "quem que quê qual quais quando onde como quanto quanta quantos quantas porquê",
    "nl": "wie wat welke welk wanneer waar waarom hoe hoeveel waarmee waardoor waarvoor",
    "pl": "kto kogo komu co czego czym jaki jaka jakie jakim jakich który która które kiedy gdzie "
    "dlaczego jak ile ilu skąd",
    "ru": "кто кого кому кем что чего чему чем какой какая какое какие каким какую каких когда где "
    "куда откуда почему зачем как сколько",
    "uk": "хто кого кому що чого чому чим який яка яке які коли де куди звідки навіщо як скільки",
    "cs": "kdo koho komu co čeho čím jaký jaká jaké který která které kdy kde kam odkud proč jak "
    "kolik",
    "sv": "vem vems vad vilken vilket vilka när var vart varifrån varför hur",
    "tr": "kim kime kimin ne neyi neden niçin niye nasıl nerede nereye nereden hangi kaç kaçta",
    "ar": "من ما ماذا لماذا متى أين كيف كم أي بماذا لمن",
    "he": "מי מה למה מדוע מתי איפה היכן לאן מאין איך כיצד כמה איזה איזו אילו",
    "hi": "कौन किस किसने किसे किसका क्या क्यों कब कहाँ कहां कैसे कितना कितने कितनी कौनसा",
    "vi": "ai gì nào đâu sao mấy",
    "id": "siapa apa mengapa kenapa kapan mana bagaimana berapa",
    "da": "hvem hvis hvad hvilken hvilket hvilke hvornår hvor hvorfor hvordan",
    "ro": "cine ce care când unde cum cât câtă câți câte",
    "hu": "ki kit kinek mi mit mikor hol hova honnan miért hogyan hány mennyi melyik milyen",
    "fi": "kuka kenen mikä mitä mikä milloin missä mihin mistä miksi miten kuinka",
})  # fmt: skip
"""Words that ask for more than yes or no."""

CHOOSING = _table(
    {
        "en": "or between versus vs",
        "de": "oder zwischen",
        "fr": "ou entre",
        "es": "o u entre",
        "it": "o oppure tra fra",
        "pt": "ou entre",
        "nl": "of tussen",
        "pl": "czy lub albo między",
        "ru": "или либо между",
        "uk": "чи або між",
        "cs": "nebo či mezi",
        "sv": "eller mellan",
        "tr": "mi mı mu mü veya yoksa arasında",
        "ar": "أو أم بين",
        "he": "או בין",
        "hi": "या बीच",
        "vi": "hay hoặc giữa",
        "id": "atau antara",
        "da": "eller mellem",
        "ro": "sau ori între",
        "hu": "vagy között",
        "fi": "vai tai välillä",
    }
)
"""Words by which a question gives answers to choose from."""

NEGATION = _table({
    "en": "no not never none nothing cannot without neither nor nobody n't t",
    "de": "nein nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne weder",
    "fr": "non ne n pas jamais aucun aucune rien sans ni",
    "es": "no nunca ningún ninguno ninguna nada nadie sin ni jamás tampoco",
    "it": "no non mai nessun nessuno nessuna niente nulla senza né",
    "pt": "não nunca nenhum nenhuma nada ninguém sem nem jamais",
    "nl": "nee niet geen nooit niets niemand zonder noch",
    "pl": "nie nigdy żaden żadna żadne nic nikt bez ani",
    "ru": "нет не никогда никакой никакие ничего никто без нельзя ни",
    "uk": "ні не ніколи жоден жодна жодне нічого ніхто без немає",
    "cs": "ne není nejsou nikdy žádný žádná žádné nic nikdo bez ani nesmí nemůže nemá",
    "sv": "nej inte ingen inget inga aldrig utan",
    "tr": "hayır değil yok hiçbir asla",
    "ar": "لا ليس ليست لم لن غير بدون",
    "he": "לא אין אף בלי ללא",
    "hi": "नहीं न मत बिना",
    "vi": "không chưa chẳng đừng",
    "id": "tidak bukan belum jangan tanpa",
    "da": "nej ikke ingen intet aldrig uden",
    "ro": "nu niciun nicio niciodată nimic fără",
    "hu": "nem nincs soha semmi senki nélkül",
    "fi": "ei eivät en emme ilman",
})  # fmt: skip
"""Words that deny."""

YES = _table(
    {
        "en": "yes yeah yep correct true",
        "de": "ja doch jawohl",
        "fr": "oui si",
        "es": "sí",
        "it": "sì",
        "pt": "sim",
        "nl": "ja",
        "pl": "tak",
        "ru": "да",
        "uk": "так",
        "cs": "ano",
        "sv": "ja jo",
        "tr": "evet",
        "ar": "نعم أجل",
        "he": "כן",
        "hi": "हाँ हां जी",
        "vi": "có vâng được",
        "id": "ya",
        "da": "ja jo",
        "ro": "da",
        "hu": "igen",
        "fi": "kyllä",
    }
)
"""Words by which an answer affirms."""

NO = _table(
    {
        "en": "no nope false",
        "de": "nein",
        "fr": "non",
        "es": "no",
        "it": "no",
        "pt": "não",
        "nl": "nee neen",
        "pl": "nie",
        "ru": "нет",
        "uk": "ні",
        "cs": "ne nikoli",
        "sv": "nej",
        "tr": "hayır",
        "ar": "لا كلا",
        "he": "לא",
        "hi": "नहीं",
        "vi": "không",
        "id": "tidak bukan",
        "da": "nej",
        "ro": "nu",
        "hu": "nem",
        "fi": "ei",
    }
)
"""Words by which an answer denies."""
