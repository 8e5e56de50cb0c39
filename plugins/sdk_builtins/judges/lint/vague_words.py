"""Words that stand for content without giving any, by language.

Of a word with ``*`` every word that begins so counts; others count in all forms of their stem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sdk_builtins.judges.lint.content_words import stem_of

Sort = Literal["generic", "evasive", "thinking"]

_STEM = 4
"""Letters from which a stem is taken for that of a longer word."""


@dataclass(frozen=True, slots=True)
class _Words:
    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def has(self, stem: str) -> bool:
        if stem in self.whole or stem.startswith(self.beginnings):
            return True
        # A stem may have lost more than an ending: "reasons" is "reas".
        return len(stem) >= _STEM and any(each.startswith(stem) for each in self.beginnings)


def _words(text: str) -> _Words:
    each = text.split()
    plain = [word for word in each if not word.endswith("*")]
    return _Words(
        whole=frozenset(plain) | frozenset(map(stem_of, plain)),
        beginnings=tuple(word[:-1] for word in each if word.endswith("*")),
    )


_GENERIC: Mapping[str, str] = {
    "en": "reason* cause* fact* thing* way ways case cases kind sort type matter* situation* "
    "circumstance* condition* factor* aspect* purpose* answer* question* rule rules information "
    "detail* result* design* intend* meant mean means happen* something",
    "de": "grund gründe* gründen tatsache* sache* weise art fall fälle* fällen situation* umstand "
    "umstände* bedingung* faktor* aspekt* zweck* antwort* frage* regel* information* einzelheit* "
    "ergebnis* etwas vorgesehen",
    "fr": "raison* cause* fait faits chose* façon* manière* cas sorte* situation* circonstance* "
    "condition* facteur* aspect* but réponse* question* règle* information* détail* résultat* "
    "quelque*",
    "es": "razon* razón causa* hecho* cosa* manera* forma* modo* caso* situacion* situación "
    "circunstancia* condicion* condición factor* aspecto* fin respuesta* pregunta* regla* "
    "informacion* información detalle* resultado* algo motivo*",
    "it": "ragion* causa* fatto cosa cose modo modi maniera caso casi situazion* circostanz* "
    "condizion* fattor* aspett* scopo risposta* domanda* regol* informazion* dettagli* risultat* "
    "qualcosa motiv*",
    "pt": "razão razões causa* fato facto coisa* maneira* forma* modo* caso* situaç* circunstânc* "
    "condiç* fator* aspecto* fim resposta* pergunta* regra* informaç* detalhe* resultado* algo "
    "motivo*",
    "nl": "reden* oorzaak* feit* ding* manier* geval* situatie* omstandigh* voorwaard* factor* "
    "aspect* doel* antwoord* vraag vragen regel* informatie* detail* resultaat* iets",
    "pl": "powod* powód powody przyczyn* fakt* rzecz* sposób sposob* przypad* sytuacj* okolicznoś* "
    "warunk* warunek czynnik* aspekt* cel odpowied* odpowiedź pytan* zasad* informacj* szczegół* "
    "wynik* coś",
    "ru": "образом причин* факт* вещ* способ* случа* ситуаци* обстоятельств* услови* фактор* аспект* цел* "
    "ответ* вопрос* правил* информаци* детал* результат* что-то нечто",
    "uk": "чином причин* факт* річ* спос* випад* ситуаці* обставин* умов* чинник* фактор* аспект* мет* "
    "відповід* питан* правил* інформаці* детал* результат* щось",
    "cs": "důvod* příčin* fakt* věc* způsob* případ* situac* okolnost* podmín* faktor* aspekt* účel* "
    "odpově* otáz* pravid* informac* podrobnost* výsled* něco",
    "sv": "skäl* anledning* orsak* faktum sak saker sätt fall situation* omständighet* villkor* "
    "faktor* aspekt* syfte* svar* fråga* frågor* regel* regler* information* detalj* resultat* något",
    "tr": "neden* sebe* gerçe* şey* şekil* şekl* biçim* durum* koşul* şart* etken* faktör* yön* "
    "amaç* cevap* cevab* yanıt* soru* kural* bilgi* ayrıntı* sonuç*",
    "ar": "سبب أسباب لأسباب السبب حقيقة شيء أشياء طريقة حالة حالات ظروف شروط عوامل الجواب الإجابة "
    "السؤال القواعد معلومات",
    "he": "סיבה סיבות מסיבות הסיבה עובדה דבר דברים דרך אופן מקרה מצב נסיבות תנאים גורמים תשובה התשובה "
    "שאלה השאלה כללים מידע",
    "hi": "कारण कारणों कारणवश तथ्य चीज चीज़ तरीका तरीके तरह स्थिति परिस्थिति परिस्थितियों शर्त शर्तों उत्तर "
    "जवाब प्रश्न सवाल नियम नियमों जानकारी",
    "vi": "lý do nguyên nhân sự thật điều thứ cách trường hợp tình huống hoàn cảnh điều kiện yếu tố "
    "mục đích câu trả lời hỏi quy định thông tin kết quả",
    "id": "alasan* sebab* fakta hal cara kasus situasi keadaan kondisi syarat* faktor* aspek* tujuan* "
    "jawaban* pertanyaan* aturan* informasi* sesuatu",
    "da": "grund grunde* årsag* faktum ting måde* tilfælde* situation* omstændighed* betingelse* "
    "faktor* aspekt* formål* svar* spørgsmål* regel* regler* information* resultat* noget",
    "ro": "motiv* cauz* fapt* lucru* lucruri* mod fel caz* situați* împrejurăr* condiți* factor* "
    "aspect* scop* răspuns* întreb* regul* informați* ceva",
    "hu": "ok oka okból okok okokból tény dolog dolg* mód módon eset* helyzet* körülmény* feltétel* "
    "tényező* szempont* cél* válasz* kérdés* szabály* információ* valami",
    "fi": "syy syyst* syit* asia* tapa tavalla tapaus* tapauks* tilanne* tilant* olosuht* ehto* "
    "ehdo* tekijä* tarkoitus* vastau* kysym* sääntö* säännö* tieto* jokin",
}

_EVASIVE: Mapping[str, str] = {
    "en": "certain several various some many different multiple numerous somehow see refer* "
    "consult please given found provided stated mentioned described explained known "
    "follow* depend* vary varies easily simply properly correctly normally usually "
    "generally obviously clearly accordingly appropriate* suitable somewhere someone "
    "sometime anyhow whatever important specific particular according etc",
    "de": "gewiss* bestimmt* mehrere* verschieden* einige* manche* diverse* irgend* siehe "
    "bitte gegeben* gefunden* genannt* erwähnt* beschrieben* erklärt* bekannt* folgt* "
    "abhäng* hängt drauf darauf ankommt kommt einfach* leicht* ordnungsgemäß* "
    "normalerweise üblich* entsprechend* geeignet* wichtig* jeweilig* unterschiedlich* "
    "usw",
    "fr": "certain* plusieurs divers* différent* quelques voir voyez veuillez consulter référ* "
    "trouv* mentionn* décrit* expliqu* connu* dépend* facilement simplement correctement "
    "normalement généralement évidemment naturellement quelconque approprié* convenable* "
    "important* spécifique* particulier* selon prière aisément donnée donné",
    "es": "cierto* cierta* varios varias divers* diferent* alguno* alguna* algun* ver véase "
    "consulte* favor encontrad* mencionad* descrit* explicad* conocid* sigue depend* "
    "fácilmente simplemente correctamente normalmente generalmente obviamente adecuad* "
    "apropiad* important* específic* particular* según etc",
    "it": "cert* vari* divers* alcun* qualche vedere vedi consultare favore trovat* menzionat* "
    "descritt* spiegat* segue dipend* facilmente semplicemente correttamente normalmente "
    "generalmente ovviamente adeguat* opportun* important* specific* particolar* ecc "
    "noto",
    "pt": "cert* vári* divers* diferent* algun* alguma* ver veja consulte* favor encontrad* "
    "mencionad* descrit* explicad* conhecid* segue depend* facilmente simplesmente "
    "corretamente normalmente geralmente obviamente adequad* apropriad* important* "
    "específic* particular* etc",
    "nl": "bepaald* verschillend* diverse* sommige* enkele* zie raadpleeg alstublieft gegeven* "
    "gevonden* genoemd* vermeld* beschreven* uitgelegd* bekend* volgt hangt afhankelijk* "
    "gemakkelijk* eenvoudig* correct* normaal* meestal gewoonlijk passend* geschikt* "
    "belangrijk* specifiek* enz ergens",
    "pl": "pewn* kilk* różn* niektór* zobacz patrz proszę podan* znalezion* wspomnian* opisan* "
    "wyjaśnion* znan* wynika zależ* łatw* prawidłow* poprawn* zwykle zazwyczaj normaln* "
    "odpowiedni* stosown* ważn* określon* szczególn* jakoś itd wiele wielu prosto",
    "ru": "определ* некотор* нескольк* различн* разн* много многих см смотр* пожалуйста "
    "найден* упомянут* описан* объяснен* известн* следует завис* легко просто правильн* "
    "обычно обыкновен* соответствующ* подходящ* важн* конкретн* как-то каким-то обратит* "
    "когда-то где-то дано особый особым особые особых",
    "uk": "певн* деяк* кільк* різн* багат* див дивіться будь ласка знайден* згадан* описан* "
    "пояснен* відом* випливає залеж* легко просто правильн* зазвичай звичайн* відповідн* "
    "підходящ* важлив* конкретн* особлив* якось дано",
    "cs": "určit* několik* různ* některé některý mnoho viz prosím nalezen* zmíněn* popsán* "
    "vysvětlen* znám* vyplývá záleží závis* snadn* jednoduš* správn* obvykle běžn* "
    "příslušn* vhodn* důležit* konkrétn* nějak* atd",
    "sv": "viss* flera olika vissa några många se vänligen given* hittat* nämn* beskriv* "
    "förklar* känd* följer beror bero lätt enkelt korrekt* normalt vanligtvis lämplig* "
    "viktig* specifik* något",
    "tr": "belirli bazı çeşitli birkaç farklı birçok bakınız bkz lütfen verilen verilmiş* "
    "bulunan bahsedilen açıklanan bilinen bağlı* değişir kolayca basitçe normal* "
    "genellikle uygun* önemli* başvur*",
    "ar": "معين معينة عدة مختلفة متعددة بعض كثيرة انظر راجع يرجى الرجوع معطى مذكور معروف يعتمد "
    "تعتمد بسهولة ببساطة عادة مناسب مناسبة مهم مهمة",
    "he": "מסוים מסוימת מסוימים מסוימות כמה שונים שונות רבות רבים אחדות ראה ראו אנא ניתן נתונה "
    "נמצאה ידוע תלוי בקלות פשוט בדרך כלל מתאים חשוב",
    "hi": "कुछ कई विभिन्न अनेक निश्चित देखें कृपया मिला ज्ञात निर्भर आसानी सरलता आमतौर उचित महत्वपूर्ण किसी",
    "vi": "một số nhiều khác nhau nhất định xem vui lòng tham khảo tìm thấy biết phụ thuộc tùy "
    "tuỳ dễ dàng đơn giản bình thường thông thường phù hợp quan trọng nào đó vài",
    "id": "tertentu beberapa berbagai berbeda banyak lihat silakan silahkan mohon merujuk "
    "diberikan ditemukan disebutkan diketahui tergantung bergantung mudah sederhana "
    "biasanya umumnya sesuai penting entah",
    "da": "viss* flere forskellige nogle mange se venligst given* fundet nævnt* beskrev* "
    "forklar* kendt* følger afhænger kommer let nemt korrekt* normalt sædvanlig* "
    "passende vigtig* eller anden",
    "ro": "anumit* multe mult* divers* diferit* unele vezi vedeți rugăm consultați găsit* "
    "menționat* descris* cunoscut* urmează depinde ușor simplu corect* normal* obicei "
    "adecvat* important* specific*",
    "hu": "bizonyos több különböző néhány számos egyes lásd kérjük adott ismert következik "
    "függ könnyen egyszerűen megfelelő* helyesen általában fontos* valahogy* valamilyen",
    "fi": "tietty tiety* useita useista monista monia eri erilai* joitakin katso ks annettu "
    "löydetty mainittu kuvattu tunnettu riippu* helposti yksinkertaisesti oikein yleensä "
    "sopiva* tärkeä* jotenkin",
}

_THINKING: Mapping[str, str] = {
    "en": "think* thought* step* first second third next then last final* conclu* reason* answer* "
    "question* ask* find* found look* read* consider* analy* understand* need* let follow* lead* "
    "know* careful* now start* begin* go work* determine* identif* verif* check* relevant information "
    "problem task solution solve* result* give* make* get* come* arrive* ok okay well done state* "
    "clear* correct* right provide* respond* response* n na none logic* therefore use* process* "
    "through by based see",
    "de": "denk* gedacht* nachdenk* überleg* schritt* erst* zweit* dritt* zuerst zunächst dann nächst* "
    "letzt* schluss* schließ* folger* antwort* frag* gefragt* such* find* gefunden* schau* les* "
    "gelesen* analys* versteh* betracht* brauch* folg* ergib* ergeb* weiß wiss* sorgfältig* genau* "
    "jetzt nun beginn* anfang* lös* prüf* relevant* information* aufgabe* geb* gegeben* komm* steht "
    "fest klar* richtig* begründung logisch* na n beantwort*",
    "fr": "pens* réfléch* étape* premi* deux* trois* ensuite puis dern* final* conclu* raison* répon* "
    "répond* question* cherch* trouv* lis lire lu analys* compren* considér* faut besoin sui* mène "
    "sai* savoir soigneus* maintenant commenc* résou* résol* vérif* pertinent* information* problème "
    "tâche* donn* obten* clair* correct* juste logiq* bon voi* demand* regard* na n d'abord abord",
    "es": "pens* piens* reflexion* paso* primer* segund* tercer* luego después últim* final* conclu* "
    "razon* respuest* respond* pregunt* busc* encontr* encuentr* leer leo leíd* analiz* entend* "
    "consider* necesit* sigu* lleva* sab* cuidados* ahora empez* resolv* verific* relevante* "
    "informaci* problema* tarea* dar dado obten* claro correct* lógic* vamos veamos na n",
    "it": "pens* rifle* passo passi passagg* prim* second* terz* poi infine ultim* final* conclu* "
    "ragion* rispost* rispond* domand* cerc* trov* legg* letto analizz* capi* consider* serv* segu* "
    "port* so sappiamo attent* ora inizi* risol* verific* rilevant* informazion* problema compito "
    "dat* otten* chiar* corrett* logic* na n",
    "pt": "pens* reflet* passo* etapa* primeir* segund* terceir* depois últim* final* conclu* racioc* "
    "respost* respond* pergunt* procur* encontr* ler leio analis* entend* consider* precis* segu* "
    "leva* sab* cuidados* agora começ* resolv* verific* relevant* informaç* problema tarefa dad* "
    "obt* clar* corret* lógic* vamos na n",
    "nl": "denk* gedacht* nadenk* stap* eerst* tweed* derd* daarna dan laatst* conclu* redener* "
    "antwoord* vraag vragen zoek* vind* gevonden lees lezen gelezen analys* begrijp* overweg* nodig "
    "volg* leid* weet weten zorgvuldig* nu begin* oplos* controle* relevant* informatie probleem taak "
    "geef gegeven krijg* duidelijk* juist* logisch* na n bekijk*",
    "pl": "myśl* przemyśl* pomyśl* krok* pierwsz* drug* trzec* najpierw potem następnie ostat* wnios* "
    "odpowied* odpowiedź pytan* szuk* znaleź* znajd* czyt* analiz* rozum* rozważ* trzeba wynik* "
    "prowadz* wiem wiad* starann* teraz zaczyn* rozwiąz* sprawdz* istotn* informacj* problem* zadan* "
    "dan* jasn* poprawn* logiczn* na n",
    "ru": "дума* подума* размышл* поразмысл* шаг* перв* втор* трет* сначала затем потом последн* вывод* "
    "ответ* вопрос* ищ* найд* найти нахо* чита* прочит* анализ* проанализир* понима* понять рассмотр* "
    "надо следу* привод* зна* вниматель* теперь начн* реш* провер* нужн* информаци* задач* дан* "
    "получ* ясн* правильн* логич* дела* сдела* заключ* н д",
    "uk": "дума* подума* поміркув* крок* перш* друг* трет* спочатку потім далі останн* виснов* "
    "відповід* питан* шука* знайд* знаход* чита* аналіз* розумі* розгля* треба веде зна* уважн* тепер "
    "почн* розв* перевір* потрібн* інформаці* задач* дан* отрим* ясн* правильн* логіч* зроб*",
    "cs": "mysl* přemýšl* zamysl* krok* prvn* druh* třet* nejprve potom pak posledn* závěr* odpově* "
    "otáz* hled* najd* najít nalez* čt* přečt* analyz* rozum* zváž* třeba vyplýv* vede vím pečliv* "
    "nyní začn* řeš* vyřeš* ověř* relevantn* informac* problém* úkol* dán* jasn* správn* logick*",
    "sv": "tänk* fundera* steg* först* andra tredje sedan därefter sist* slut* svar* fråga* frågor* "
    "sök* hitta* läs* analys* förstå* överväg* behöv* följ* led* vet noggrant nu börja* lös* "
    "kontroll* relevant* information* problem* uppgift* ge* givet få* klart korrekt* rätt logisk*",
    "tr": "düşün* adım* ilk önce birinci ikinci üçüncü sonra son* cevap* cevab* yanıt* soru* ara* bul* "
    "oku* analiz* anla* değerlendir* gerek* bilgi* bil* dikkat* şimdi başla* çöz* kontrol* ilgili "
    "problem* görev* ver* açık* doğru* mantık* çıkar* var* sonuç*",
    "ar": "أفكر نفكر التفكير خطوة الخطوة أولا ثانيا ثالثا الأولى الثانية الثالثة الخلاصة استنتاج أستنتج "
    "نستنتج الجواب الإجابة السؤال أبحث أجد نجد أقرأ أحلل أفهم نعرف الآن",
    "he": "לחשוב חושב נחשוב שלב צעד ראשון שני שלישי קודם אחר מסקנה להסיק תשובה התשובה שאלה השאלה לחפש "
    "למצוא מוצא לקרוא לנתח להבין עכשיו",
    "hi": "सोच सोचना सोचें सोचता चरण पहला दूसरा तीसरा पहले फिर निष्कर्ष उत्तर जवाब प्रश्न सवाल खोज "
    "ढूंढ पढ़ विश्लेषण समझ अब",
    "vi": "suy nghĩ bước thứ nhất hai ba đầu tiên tiếp theo cuối kết luận câu trả lời hỏi tìm đọc phân "
    "tích hiểu cần biết bây giờ",
    "id": "pikir* berpikir* memikir* langkah* pertama kedua ketiga lalu kemudian akhir* terakhir "
    "simpul* kesimpulan* menyimpul* jawab* menjawab* tanya* pertanyaan* cari mencari temu* menemu* "
    "baca membaca analisis menganalisis paham* perlu tahu sekarang",
    "da": "tænk* trin* skridt* først* and* tredje derefter sidst* konklu* svar* spørgsmål* søg* find* "
    "læs* analys* forstå* overvej* følg* ved omhyggelig* nu løs* relevant* information* opgave* giv*",
    "ro": "gând* gând pas pași prim* doi treia apoi ultim* conclu* răspun* întreb* caut* găs* citesc "
    "analiz* înțeleg* consider* trebuie urmeaz* știu atent* acum rezolv* verific* relevant* "
    "informați*",
    "hu": "gondol* lépés* első másod* harmad* először aztán majd végül következtet* válasz* kérdés* "
    "keres* talál* olvas* elemez* ért* megfontol* tud* most megold* ellenőr*",
    "fi": "ajattel* mieti* miett* vaihe* askel* ensi* toi* kolma* sitten lopuksi johtopää* päättel* "
    "vastau* vastaa* kysym* etsi* löyd* luen lue* analys* ymmär* tiedä* nyt ratkai* tarkist*",
}

_TABLES: Mapping[Sort, Mapping[str, _Words]] = {
    "generic": {code: _words(text) for code, text in _GENERIC.items()},
    "evasive": {code: _words(text) for code, text in _EVASIVE.items()},
    "thinking": {code: _words(text) for code, text in _THINKING.items()},
}


@lru_cache(maxsize=16384)
def is_vague(stem: str, language: str, sort: Sort) -> bool:
    """Return whether a stem is of a sort of vague words: of no language that is not known.

    Args:
        stem: The stem, folded.
        language: ISO 639-1 code.
        sort: ``generic`` for reasons and things, ``evasive`` for what avoids to say which,
            ``thinking`` for talk about finding an answer.
    """
    table = _TABLES[sort].get(language)
    return table is not None and table.has(stem)


def is_generic(stem: str, language: str) -> bool:
    """Return whether a stem only stands for something: a reason, a way, a thing."""
    return is_vague(stem, language, "generic")
