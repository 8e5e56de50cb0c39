"""Words of contrary meaning, by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from sdk_builtins.judges.grounded.word_forms import fold

_PAIRS = {
    "en": """above= over= exceed more= greater= higher= / below= under= less= fewer= lower= beneath=
        before= earlier= prior= / after= later= afterwards=
        increas rise= rises= rose= risen= rising= grow= grows= grew= grown= growing= climb widen improv gain / decreas fall= falls= fell= fallen= falling= drop= drops= dropped= declin shrink shrank shrunk narrow worsen deteriorat lose= loses=
        open= opens= opened= opening= / close= closes= closed= closing= shut=
        allow permit legal= may= / forbid forbad prohibit ban= bans= banned= disallow illegal=
        required= mandatory= compulsory= obligatory= must= / optional= voluntary= dispensable=
        includ contain= contains= / exclud
        minimum= least= / maximum= most=
        first= / last=
        with= / without=
        always= invariably= / never= only= sometimes= rarely= seldom=
        all= every= everyone= everything= both= / none= no= nobody= neither=
        start= starts= started= begin= begins= began= begun= / stop= stops= stopped= end= ends= ended= cease= ceases=
        enabl activ / disabl deactivat inactive=
        accept= accepts= accepted= approv / reject refus declin den=
        skip= skips= skipped= omit / perform carried= carries= execut
        success succeed= succeeds= succeeded= pass= passes= passed= / fail= fails= failed= failure=
        free= gratis= / charge= charges= charged= paid=
        inside= indoors= / outside= outdoors=
        left= / right=
        faster= quicker= speed= speeds= / slower= slow= slows=
        hot= hotter= warm= warmer= / cold= colder= cool= cooler=
        full= fills= / empty= empties=
        public= / private=
        true= correct= right= / false= incorrect= wrong=
        remain= remains= keep= keeps= kept= / removed= remove= removes= lose= lost=
        voluntar / compulsor
        buy= bought= buys= purchas / sell= sells= sold=
        strengthen stronger= / weaken weaker=
        present= / absent=
        same= identical= / different=
        safe= / dangerous= unsafe=
        publish= discl / secret= conceal""",
    "de": """über= oberhalb= mehr= höher größer länger= / unter= unterhalb= weniger= niedriger kleiner kürzer=
        vor= vorher= zuvor= früher= / nach= nachher= danach= später=
        steig stieg gestiegen erhöh wuchs wächst wachs zunehm zunahm zugenommen verbesser / sink sank gesunken senk gesenkt fiel fällt gefallen abnehm abgenommen verringer verschlechter schrumpf
        geöffnet offen= öffnet öffnen= / geschlossen schließ zu=
        erlaub zulässig zugelassen gestatte dürfen= darf= / verbot unzulässig untersagt
        pflicht verpflichtend vorgeschrieben zwingend obligatorisch / freiwillig optional
        enthalten= inbegriffen= inklusive= einschließlich= eingeschlossen / ausgenommen= ausgeschlossen exklusive=
        mindest / höchstens= maximal
        erste erster erstes= / letzte letzter letztes=
        mit= / ohne=
        immer= stets= jederzeit= / nie= niemals= nur= selten=
        alle= jeder= jede= jedes= beide= sämtliche / keine= keiner= kein= niemand= keines=
        beginn begann begonnen startet= / ende= endet= endete= stopp aufhör
        kostenlos= gratis= kostenfrei= gebührenfrei= / kostenpflichtig gebührenpflichtig
        innerhalb= / außerhalb=
        links= / rechts=
        schneller= / langsamer=
        warm heiß / kalt kühl
        öffentlich / privat nichtöffentlich
        gültig / ungültig
        angenommen= akzeptiert= genehmigt= / abgelehnt= verweigert=
        eingeschaltet= aktiviert= / ausgeschaltet= deaktiviert=
        gekauft= kauft= / verkauft=
        gewinn= / verlust=""",
    "fr": """dessus= plus= supérieur / dessous= moins= inférieur
        avant= / après=
        augment hausse= croît croissance= monte= montent= accr amélior / diminu baiss recul chut rédui
        ouvert ouvre= ouvrir= / fermé ferme= fermer=
        autoris permis= permise= permet= / interdi défend prohib
        obligatoire requis= requise= / facultati optionnel
        compris= comprise= inclus= incluse= / exclu sauf= hormis=
        minimum= minimal moins= / maximum= maximal plus=
        premier première / dernier dernière
        avec= / sans=
        toujours= systématiquement= / jamais= seulement= uniquement= parfois= rarement=
        tous= toutes= tout= chaque= / aucun aucune nul=
        commence= débute= / termine= finit= cesse= arrête=
        gratuit / payant
        accept approuv / refus rejet
        chaud / froid
        gauche= / droite=
        vrai / faux fausse
        activé / désactivé
        achet= achète= acheté= / vend vendu
        ralenti / accélér""",
    "es": """encima= más= superior mayor / debajo= menos= inferior menor
        antes= / después= tras=
        aument creci sub= subió= sube= suben= mejor= / disminu reduj reduc baj=  bajó= baja= cay= cayó= empeor
        abierto abierta abre= abrir= abren= / cerrad cierr cerrar=
        permit permis autoriz / prohib vedad
        obligatori requerid / opcional voluntari facultativ
        incluid incluye / excluid excluye salvo= excepto=
        mínim / máxim
        primer / último última
        con= / sin=
        siempre= / nunca= jamás= solo= sólo= solamente=
        todos= todas= todo= cada= / ningún ninguno ninguna
        empiez comienz inici / termin acab finaliz
        gratis= gratuit / pago= cobr
        acept aprueb aprobad / rechaz deneg
        caliente / frío fría
        izquierda= / derecha=
        dentro= / fuera=
        activad / desactivad
        compr= compra= compró= / vend= vende= vendió=""",
    "it": """sopra= più= superior maggior / sotto= meno= inferior minor
        prima= / dopo=
        aument cresc sal= sale= salito= / diminui ridott riduc cal= cala= calato= scend
        aperto aperta apre= aprire= / chius chiude= chiudere=
        permess consentit ammess autorizzat / vietat proibit
        obbligatori / facoltativ opzional
        inclus compres= compreso= compresa= / esclus tranne= eccetto=
        minimo minima / massimo massima
        primo prima= / ultimo ultima
        con= / senza=
        sempre= / mai= solo= soltanto=
        tutti= tutte= ogni= / nessun nessuno nessuna
        inizia= comincia= / termina= finisce=
        gratis= gratuit / pagamento=
        accett approv / rifiut respin
        caldo calda / freddo fredda
        sinistra= / destra=
        dentro= / fuori=
        attivat / disattivat""",
    "pt": """acima= mais= superior maior / abaixo= menos= inferior menor
        antes= / depois= após=
        aument cresc sub= subiu= sobe= / diminu reduz redu caiu= cai= baix=
        aberto aberta abre= abrir= / fechad fecha= fechar=
        permit autoriz / proib vedad
        obrigatóri / opcional facultativ voluntári
        incluíd inclui incluso= / excluíd exclui exceto= salvo=
        mínim / máxim
        primeir / últim
        com= / sem=
        sempre= / nunca= jamais= só= apenas= somente=
        todos= todas= todo= cada= / nenhum nenhuma
        começa= inicia= / termina= acaba=
        grátis= gratuit / pago= cobrad
        aceit aprov / recus rejeit
        quente / frio= fria=
        esquerda= / direita=
        dentro= / fora=
        ativad / desativad""",
    "nl": """boven= meer= hoger / onder= minder= lager
        voor= eerder= / na= later=
        stijg steeg gestegen groei toenem toegenomen / daal gedaald afnem afgenomen krimp
        open= geopend= / dicht= gesloten= sluit=
        toegestaan= mag= mogen= / verboden=
        verplicht= / vrijwillig= optioneel=
        inbegrepen= inclusief= / uitgesloten= exclusief= uitgezonderd= behalve=
        minimaal= minstens= minimum= / maximaal= hoogstens= maximum=
        eerste= / laatste=
        met= / zonder=
        altijd= steeds= / nooit= alleen= slechts= zelden=
        alle= elke= ieder iedere beide= / geen= niemand= geen=
        begint= start= / eindigt= stopt=
        gratis= kosteloos= / betaald=
        binnen= / buiten=
        links= / rechts=
        warm heet= / koud=""",
    "sv": """över= ovanför= mer= högre= / under= nedanför= mindre= lägre=
        före= innan= tidigare= / efter= senare=
        öka ökar= ökade= ökat= stig steg= växte= / minska minskar= minskade= minskat= sjönk= sjunk föll=
        öppen öppet= öppna= öppnas= / stängd stängt= stängs=
        tillåt får= / förbjud förbjöd
        obligatorisk krävs= / frivillig valfri
        ingår= inklusive= / undantag exklusive=
        minst= minimum= / högst= maximum=
        första= / sista=
        med= / utan=
        alltid= / aldrig= bara= endast= sällan=
        alla= varje= båda= / ingen= inga=
        gratis= kostnadsfri / avgift""",
    "pl": """powyżej= ponad= więcej= wyższ / poniżej= mniej= niższ
        przed= wcześniej= / po= później=
        wzr rośnie= rosł zwiększ / spad zmniejsz mal= obniż
        otwart otwier / zamknięt zamyk
        dozwol wolno= dopuszcz zezwol / zabron zakaz niedozwol niedopuszcz
        obowiązkow wymagan / opcjonaln dobrowoln
        wliczon zawiera= włączni / wyłączon wykluczon oprócz=
        minim najmniej / maksym najwyżej
        pierwsz / ostatn
        z= ze= / bez=
        zawsze= / nigdy= tylko= rzadko=
        wszystk każd / żaden żadna żadne
        bezpłatn darmow / płatn odpłatn""",
    "cs": """nad= více= vyšší / pod= méně= nižší
        před= dříve= / po= později=
        vzrost rost zvýš / kles sníž poklesl
        otevř / zavř uzavř
        povolen smí= / zakázán nesmí=
        povinn / nepovinn dobrovoln voliteln
        vždy= / nikdy= jen= pouze=
        všech každ / žádn
        s= se= / bez=
        zdarma= bezplatn / placen
        první= / poslední=
        minimál nejméně / maximál nejvýše""",
    "ru": """выше= более= больше= свыше= / ниже= менее= меньше=
        до= перед= раньше= / после= позже=
        увелич вырос рос= растёт= растет= повыс / уменьш сниз снизи упал пада сократ
        открыт открыва / закрыт закрыва
        разреш допуск можно= / запрещ запрет нельзя= недопуст
        обязатель / необязатель доброволь
        включ входит= входят= / исключ кроме=
        минимал минимум= / максимал максимум=
        перв / последн
        с= со= / без=
        всегда= / никогда= только= редко=
        все= всех= каждый= каждая= оба= / никто= никакой= ни=
        бесплатн / платн
        начина начал / заканчива закончи прекра
        включён включен= / выключ отключ
        принят одобр / отклон отказ""",
    "uk": """вище= більше= понад= / нижче= менше=
        до= перед= / після= пізніше=
        збільш зріс зрос підвищ / зменш знизи впа
        відкрит відчин / закрит зачин
        дозвол можна= / заборон неможна=
        обов / необов доброві
        завжди= / ніколи= тільки= лише=
        усі= всі= кожен= / жоден= ніхто=
        з= із= / без=
        безкоштовн безплатн / платн
        перш / останн""",
    "tr": """üstünde= üzerinde= fazla= yüksek / altında= az= düşük
        önce= / sonra=
        art= arttı= artar= yüksel / azal düş= düştü=
        açık açıl / kapalı kapan
        izin= serbest= / yasak
        zorunlu / isteğe= gönüllü
        dahil= / hariç=
        her= tüm= bütün= / hiçbir=
        her zaman= daima= / asla= sadece= yalnızca=
        ücretsiz= bedava= / ücretli=
        ilk= / son=""",
}  # fmt: skip
"""Each line: words of one meaning, a slash, those of the contrary one. ``=`` ends a whole word."""

_UNSPACED = {
    "zh": "高于 超过 大于/低于 小于|以上/以下|之前 以前/之后 以后|增加 上升 增长 提高 扩大/减少 下降 降低 缩小 减小"
    "|打开 开启 开放 敞开/关闭 关上 封闭|允许 可以 准许/禁止 不得 不准|必须 强制/可选 自愿 无需 无须 不必"
    "|包括 包含/除外 排除|最少 至少 最低/最多 至多 最高|第一 最早/最后 最晚|总是 始终 随时 任何时候/从不 从未 只有 仅 只能"
    "|所有 全部 都/没有一|开始 启动/停止 结束 终止|免费/收费 付费|有效/无效 失效|支持/不支持|接受 批准/拒绝 驳回"
    "|内部 室内/外部 室外|成功/失败|保留/删除 清除|快 加快/慢 减慢|热 冷却/冷|有/无",
    "ja": "以上 超え/以下 未満|前/後|増加 増え 上昇 拡大/減少 減り 低下 縮小|開い 開け 開く 開放/閉じ 閉め 閉鎖"
    "|許可 可能 認め/禁止 不可|必須 義務/任意|含む 含ま/除く 除外|最低 最小/最大 最高|最初/最後|常に いつも/決して のみ だけ"
    "|すべて 全て/一つも|開始 始ま/終了 停止 終わ|無料/有料|有効/無効|承認/拒否|屋内/屋外|成功/失敗|左/右",
    "ko": "이상 초과/이하 미만|이전 전에/이후 후에|증가 늘어 상승/감소 줄어 하락|열려 열린 열/닫혀 닫힌 닫|허용 가능/금지 불가"
    "|필수 의무/선택|포함/제외|최소/최대|처음 첫/마지막|항상 언제나/절대 만|모든 모두/아무|시작/종료 중지|무료/유료|유효/무효|승인/거부",
    "th": "มากกว่า สูงกว่า เกิน/น้อยกว่า ต่ำกว่า|ก่อน/หลัง|เพิ่ม/ลด|เปิด/ปิด|อนุญาต/ห้าม|เสมอ/เฉพาะ|ทั้งหมด ทุก/ไม่มี|ฟรี/เสียค่า",
}  # fmt: skip

_Side = tuple[frozenset[str], tuple[str, ...]]


@lru_cache(maxsize=32)
def _pairs(language: str) -> tuple[tuple[_Side, _Side], ...]:
    made = []
    for line in _PAIRS.get(language, "").splitlines():
        one, _, other = line.partition(" / ")
        made.append((_side(one.split()), _side(other.split())))
    return tuple(made)


def _side(words: Iterable[str]) -> _Side:
    exact: set[str] = set()
    begun: list[str] = []
    for word in words:
        if word.endswith("="):
            exact.add(fold(word[:-1]))
        else:
            begun.append(fold(word))
    return frozenset(exact), tuple(begun)


def _on(side: _Side, word: str) -> bool:
    return word in side[0] or (bool(side[1]) and word.startswith(side[1]))


def contraries(
    said: Iterable[str], cited: Iterable[str], language: str
) -> Iterator[tuple[str, str]]:
    """Yield words of one text that contradict one of another, which has none of their own meaning.

    Args:
        said: Folded words of the one text.
        cited: Folded words of the other.
        language: ISO 639-1 code of both.
    """
    there, here = tuple(cited), tuple(said)
    for pair in _pairs(language):
        for mine, contrary in (pair, pair[::-1]):
            others = [word for word in there if _on(contrary, word)]
            own = [word for word in here if _on(mine, word)] if others else []
            if not own:
                continue
            if any(_on(contrary, word) for word in here) or any(_on(mine, word) for word in there):
                continue
            yield own[0], others[0]
    yield from _negative_prefixes(here, there)


_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non")
_REST = 4
"""Letters at least of a word before which such a prefix denies."""


def _negative_prefixes(here: tuple[str, ...], there: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield pairs such as ``safe`` and ``unsafe``."""
    said, cited = frozenset(here), frozenset(there)
    for word in here:
        if word not in cited and _without_prefix(word, cited - said):
            yield word, _without_prefix(word, cited - said)
    for word in there:
        if word not in said and _without_prefix(word, said - cited):
            yield _without_prefix(word, said - cited), word


def _without_prefix(word: str, among: frozenset[str]) -> str:
    """Return what a word is without a prefix that denies, if that is among others, else ``""``."""
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _REST and rest in among:
            return rest
    return ""


def contraries_unspaced(said: str, cited: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the same for texts that do not set words apart, given as they stand."""
    for pair in _UNSPACED.get(language, "").split("|"):
        left, _, right = pair.partition("/")
        one, other = left.split(), right.split()
        for mine, contrary in ((one, other), (other, one)):
            own = [word for word in mine if word in said]
            others = [word for word in contrary if word in cited]
            if not own or not others:
                continue
            if any(word in said for word in contrary) or any(word in cited for word in mine):
                continue
            yield own[0], others[0]
