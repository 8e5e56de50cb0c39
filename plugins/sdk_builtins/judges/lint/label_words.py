"""Words with which models label the parts of an answer, and those of a prompt, by language."""

from __future__ import annotations

QUESTION_LABELS = (
    r"questions?|user question|frage|pregunta|domanda|pergunta|vraag|fråga|spørgsmål|spørsmål"
    r"|pytanie|otázka|întrebare|soru|kysymys|kérdés|pertanyaan|câu hỏi|вопрос|питання|запитання"
    r"|ερώτηση|سؤال|السؤال|שאלה|प्रश्न|सवाल|问题|問題|问|質問|問|질문|문제|คำถาม"
)
ANSWER_LABELS = (
    r"(?:final |short |correct )?answer|(?:kurze? )?antwort|réponse|reponse|respuesta|risposta"
    r"|resposta|antwoord|svar|odpowiedź|odpověď|răspuns|cevap|yanıt|vastaus|válasz|jawaban"
    r"|trả lời|câu trả lời|đáp án|ответ|відповідь|απάντηση|الجواب|الإجابة|إجابة|תשובה|उत्तर|जवाब"
    r"|答案|回答|答え|答|정답|답변|대답|답|คำตอบ|ตอบ"
)
REASONING_LABELS = (
    r"reasoning|chain[ -]of[ -]thought|rationale|thought process|begründung|denkweise|raisonnement"
    r"|razonamiento|ragionamento|raciocínio|redenering|resonemang|uzasadnienie|zdůvodnění|gerekçe"
    r"|рассуждение|обоснование|міркування|推理过程|推理|思考过程|思考|理由付け|추론|lập luận|เหตุผล"
)
DIFFICULTY_LABELS = (
    r"difficulty(?: level)?|schwierigkeit(?:sgrad)?|difficulté|dificultad|difficoltà|dificuldade"
    r"|moeilijkheid(?:sgraad)?|svårighets?grad|poziom trudności|trudność|obtížnost|zorluk|сложность"
    r"|складність|الصعوبة|קושי|कठिनाई|难度|難易度|難度|난이도|độ khó|ความยาก"
)
DIFFICULTY_LEVELS = (
    r"easy|medium|moderate|hard|difficult|simple|\d|leicht|einfach|mittel|schwer|facile|moyen"
    r"|difficile|fácil|media|médio|medio|difícil|makkelijk|gemiddeld|moeilijk|lätt|medel|svår"
    r"|łatw\w+|średni\w*|trudn\w+|lehk\w+|snadn\w+|střední|obtížn\w+|kolay|orta|zor"
    r"|л[её]гк\w+|средн\w+|сложн\w+|середн\w+|складн\w+|سهل|متوسط|صعب|קל|בינוני|קשה|आसान|मध्यम|कठिन"
    r"|简单|容易|中等|困难|普通|易しい|難しい|簡単|쉬움|보통|중간|어려움|dễ|trung bình|khó|ง่าย"
    r"|ปานกลาง|ยาก"
)
PAIRS = (
    r"\b(?:question[\s-]*(?:and[\s-]*|/)?answer|q\s?[&/]\s?a|qa)[\s-]+pairs?\b"
    r"|\bfrage[- ]*(?:und[- ])?antwort[- ]?paare?n?\b"
    r"|\bpaires? (?:de )?questions?[- /]*(?:et )?réponses?"
    r"|\bpares? (?:de )?preguntas?[- /]*(?:y )?respuestas?"
    r"|\bcoppie (?:di )?domand[ae][- /]*(?:e )?rispost"
    r"|\bpares? (?:de )?perguntas?[- /]*(?:e )?respostas?|\bvraag[- ]*(?:en[- ])?antwoord[- ]?paren"
    r"|\bfråge?-?[- ]*(?:och )?svarspar|\bpar(?:y|ę)? pytanie?[- ]*odpowiedź|\bpár[yů]? otázk"
    r"|\bпар[аыу]? [«\"]?вопрос[- –—]*ответ|\bпар[аиу]? [«\"]?(?:питання|запитання)[- –—]*відповідь"
    r"|soru[- ]*cevap çift|أزواج (?:من )?(?:الأسئلة|السؤال|سؤال)|זוגות (?:של )?שאל"
    r"|प्रश्नोत्तर (?:जोड़|युग्म)"
    r"|问答对|問答對|質問と(?:回答|答え)のペア|질문[- ]*답변 쌍|cặp (?:câu )?hỏi[- ]*(?:đáp"
    r"|trả lời)|คู่คำถาม"
)
PAIR_HINTS = (
    *(
        "pair",
        "paar",
        "pare",
        "paire",
        "par ",
        "pary",
        "pár",
        "coppie",
        "spar",
        "çift",
        "пар",
        "أزواج",
    ),
    *("זוגות", "प्रश्न", "问", "問", "질문", "cặp", "คู่"),
)
"""Pieces of words of which a text has one, if `PAIRS` is in it."""

OPENINGS = (
    r"(?:sure|certainly|of course|absolutely|okay|ok|great)(?: thing)?[,!.:]+ (?:here|let me|below"
    r"|i(?:['’](?:ll|d|ve|m)| (?:can|will|would|have)\b))"
    r"|(?:great|good|excellent) question[!.]"
    r"|here(?:['’]s| is| are) (?:the|your|my|a|an|some|\d+|one|two|three|four|five|six|ten)"
    r" (?:[\w-]+ ){0,4}(?:questions?|pairs?|answers?|json|output|response|summary|version"
    r"|rewrite)\b"
    r"|(?:gerne|klar|natürlich|selbstverständlich)[,!.]+ (?:hier|ich)"
    r"|hier (?:ist|sind) (?:die|der|das|deine?|ihre?|eine?|\d+|fünf|zehn) (?:[\w-]+ ){0,3}"
    r"(?:fragen?|antwort(?:en)?|paare?|ausgabe|zusammenfassung)\b"
    r"|(?:bien sûr|certainement|d['’]accord)[ ,!.]+voici|voici (?:la|les|une?|votre|\d+|cinq) "
    r"(?:[\w-]+ ){0,3}(?:questions?|réponses?|paires?|résumé)\b"
    r"|(?:claro|por supuesto|desde luego)[ ,!.]+aquí|aquí (?:tienes?|está|están|hay) (?:la|el|las"
    r"|los|una?|\d+)"
    r" (?:[\w-]+ ){0,3}(?:preguntas?|respuestas?|pares)\b"
    r"|(?:certo|certamente|ecco qui)[ ,!.]+ecco|ecco (?:la|le|una?|i|\d+) (?:[\w-]+ ){0,3}"
    r"(?:domand[ae]|rispost[ae]|coppie)\b"
    r"|(?:claro|com certeza)[ ,!.]+aqui|aqui está(?:o)? (?:a|as|o|os|uma?|\d+)?\s?(?:[\w-]+ ){0,3}"
    r"(?:perguntas?|respostas?|pares)\b"
    r"|(?:natuurlijk|zeker)[,!.]+ hier|(?:självklart|visst)[,!.]+ här|(?:oczywiście"
    r"|jasne)[,!.]+ oto"
    r"|(?:samozřejmě|jistě)[,!.]+ (?:zde|tady)|(?:tabii|elbette)(?: ki)?[,!.]+ işte"
    r"|(?:конечно|разумеется)[,!.]+ вот|вот (?:ваш\w*|\d+|пять|ответ|вопрос\w*)[\s:]|(?:звичайно"
    r"|звісно)[,!.]+ ось"
    r"|(?:بالتأكيد|بالطبع)[،,!.]+ (?:إليك|هذ)|(?:בטח|כמובן)[,!.]+ הנה|(?:ज़रूर"
    r"|बिल्कुल)[,!।]+ (?:यहाँ|ये)"
    r"|(?:好的|当然(?:可以)?)[，,！!。]+(?:以下|下面|这|这里)|(?:以下"
    r"|下面)是(?:[^，。]{0,12})(?:问题|答案|问答|回答)"
    r"|(?:もちろん|はい)[、，!！。]+(?:以下|こちら)|以下(?:は|が)[^、。]{0,12}(?:質問|回答|答え)"
    r"|(?:물론(?:이죠|입니다)?|네)[,!.]+ (?:다음|여기|아래)|(?:tất nhiên|chắc chắn rồi"
    r"|vâng)[,!.]+ (?:đây|dưới)"
    r"|(?:แน่นอน|ได้เลย)(?:ค่ะ|ครับ)?[,!.\s]+(?:นี่|ต่อไปนี้)"
)
"""What an assistant says before it gives what it was asked for."""
