"""Rows that rest on a passage: some stop in the middle, others need no full stop."""

from __future__ import annotations

from tests.builtins.judges.lint.rows import row

CONTRACT = (
    "The contract between Hale Ltd and the City of Brean begins on 1 May 2024 and ends when the "
    "last container has been emptied. Hale collects paper every second Tuesday. Late collections "
    "cost 200 pounds per day until the backlog is cleared by a second crew. Either party may "
    "terminate the agreement with six months' notice to the end of a calendar year."
)
ACUERDO = (
    "El acuerdo entra en vigor el 1 de mayo y termina cuando se vacíe el último contenedor. Las "
    "recogidas tardías cuestan 200 euros por día hasta que se elimine el retraso."
)
DOGOVOR = (
    "Договор вступает в силу 1 мая и прекращается после вывоза последнего контейнера. Опоздание "
    "стоит двести рублей в день до устранения задолженности."
)
KEIYAKU = (
    "契約は五月一日に発効し、最後の容器が空になった時に終了する。"
    "収集が遅れた場合、一日につき二百ポンドの費用がかかる。"
)

CUT = (
    row("When does the contract end?", "It ends when the last container has", CONTRACT),
    row(
        "What does a late collection cost?",
        "Late collections cost 200 pounds per day until the backlog is cleared by a",
        CONTRACT,
    ),
    row(
        "What does a late collection cost?",
        "Late collections cost Brean 200 pounds per day until the backlog is cleared by a second",
        CONTRACT,
    ),
    row(
        "How can it be terminated?",
        "Either party may terminate the agreement with six months' notice to the end of a calendar",
        CONTRACT,
    ),
    row(
        "How can it be terminated?",
        "With six months' notice. The notice has to be given to the end of a",
        CONTRACT,
    ),
    row("How can the contract be term", "With six months' notice.", CONTRACT),
    row("¿Cuándo termina?", "Termina cuando se vacíe el", ACUERDO),
    row(
        "¿Cuánto cuesta el retraso?",
        "Las recogidas tardías cuestan 200 euros por día hasta que se elimine",
        ACUERDO,
    ),
    row("Сколько стоит опоздание?", "Опоздание стоит двести рублей в день до", DOGOVOR),
    row("契約はいつ終了しますか？", "契約は最後の容器が空になった時に", KEIYAKU),
    row("遅れた場合は？", "収集が遅れた場合、一日につき二百ポンドの費用が", KEIYAKU),
    row("What is the deadline?", "The deadline is 1 May ["),
    row("What is the deadline?", "The deadline is 1 May; after that, fees are charged, e.g.,"),
    row("Name the parties.", "1. Hale Ltd\n2. The City of"),
    row(
        "Quando termina o contrato?",
        "O contrato termina quando o último contentor for esvaziado pela",
    ),
    row(
        "Wann endet der Vertrag?",
        "Der Vertrag endet, sobald der letzte Behälter geleert worden ist und die",
    ),
    row(
        "Wann endet der Vertrag?",
        "Er endet mit der Leerung. Danach werden die Behälter abgeholt und zum Werk",
    ),
    row(
        "Sözleşme ne zaman biter?",
        "Sözleşme son konteyner boşaltıldığında biter. Gecikme her gün için bir",
    ),
    row("계약은 언제 끝납니까?", "계약은 마지막 용기가 비워질 때 끝난다. 지연 비용은 하루에"),
    row("합의는 언제 끝납니까?", "마지막 용기를 비우고 나면 계약이 끝나며 양측은 비용을"),
    row("合同何时结束？", "合同在最后一个容器清空后结束。逾期每天收取二百元，直到"),
    row("متى ينتهي العقد؟", "ينتهي العقد عند تفريغ آخر حاوية. وتبلغ كلفة التأخير مئتي جنيه في"),
    row("מתי מסתיים החוזה?", "החוזה מסתיים כאשר המכולה האחרונה מתרוקנת. העיכוב עולה מאתיים שקל של"),
    row("Khi nào hợp đồng kết thúc?", "Hợp đồng kết thúc khi thùng cuối cùng được đổ và"),
    row("अनुबंध कब समाप्त होता है?", "अनुबंध अंतिम कंटेनर खाली होने पर समाप्त होता है और"),
    row(
        "Kiedy kończy się umowa?",
        "Umowa kończy się po opróżnieniu ostatniego pojemnika, a opłata wynosi dwieście złotych za",
    ),
    row("What is the formula?", "The fee is \\frac{a}{b"),
)

WHOLE = (
    row("When does the contract end?", "When the last container has been emptied", CONTRACT),
    row("Which day?", "Every second Tuesday", CONTRACT),
    row("Notice?", "Six months' notice to the end of a calendar year", CONTRACT),
    row("Who clears the backlog?", "A second crew", CONTRACT),
    row("What do late collections cost?", "200 pounds per day", CONTRACT),
    row("Until when are fees due?", "Until the backlog is cleared", CONTRACT),
    row("Who may terminate?", "Either party", CONTRACT),
    row(
        "When does it begin and what is collected?",
        "It begins on 1 May 2024, and paper is collected",
        CONTRACT,
    ),
    row("What is needed?", "You need:\n\n- a permit\n- two photos\n- the fee of 20 euros"),
    row("What are the prices?", "| Size | Price |\n|---|---|\n| S | 2 |\n| L | 3 |"),
    row("How is it done?", "1. Open the lid.\n2. Add water\n3. Close the lid"),
    row("How to compute?", "The total is 2 × 3 = 6"),
    row("What is the ratio?", "It is 2:3, i.e. two parts of sand to three of gravel."),
    row("Give an example.", "For example: `x = [1, 2`"),
    row("How is it proved?", "We have $a^2 + b^2 = c^2$, so $c = 5$"),
    row("What is the set?", "The set $\\{1, 2\\}$"),
    row("What did she reply?", "She replied: “Never.”"),
    row("What is the slogan?", '"Just one more mile"'),
    row("Where?", "In Brean, Hale and Oss"),
    row("What is 12'?", "12 feet"),
    row("Which screw?", 'A 3/8" screw'),
    row("What does the method return?", "`None`"),
    row("Wo?", "In Brean, Hale und Oss"),
    row("Wie?", "Ja, und zwar sofort"),
    row("Warum?", "Weil es so ist"),
    row("Was gilt?", "Das gilt auch für ihn, solange er zustimmt"),
    row("¿Qué?", "Lo que quiera el cliente"),
    row("Pourquoi ?", "Parce qu'il le veut"),
    row("Qui ?", "Celui qui y habite"),
    row("Где?", "Там, где он живёт"),
    row("契約はいつ終了しますか？", "最後の容器が空になった時", KEIYAKU),
    row("費用は？", "一日につき二百ポンド", KEIYAKU),
    row("いつ？", "五月一日", KEIYAKU),
    row("Когда?", "После вывоза последнего контейнера", DOGOVOR),
    row("What does the SLA of Hale promise?", "99.9 % uptime. Outages are credited at 5 %"),
    row(
        "Which command shows logs?",
        "Run the following command:\n\n```bash\nhale logs --tail 50\n```",
    ),
    row("Which header is used?", "`X-Hale-Key: <key>`"),
    row("What is printed?", "Hello, world!\\n"),
    row(
        "Write a letter to a late customer of Hale.",
        "Dear customer,\n\nyour invoice is due.\n\nKind regards,\nHale Ltd",
    ),
    row(
        "Write a short poem on bins.",
        "Bins in the rain,\nwaiting again,\nlids open wide,\nnothing inside",
    ),
    row("Classify the tone of this review: 'Great bins, awful noise.'", "Mixed"),
    row("Summarise the Hale contract.", "Hale Ltd collects paper for Brean from May 2024."),
    row(
        "What are the steps, as defined by Hale?",
        "First, the crew weighs the bins. Second, it empties them. Third, it reports the weight.",
    ),
    row(
        "How do I reset my password at Hale?",
        'Click on "Forgot password" on the login page. If no e-mail comes, please call the desk.',
    ),
    row("Could I pay in cash at Hale?", "Sorry, no: only cards are accepted."),
    row("Do you know who signs for Brean?", "The mayor."),
    row(
        "I lost my key card. What now?",
        "Report it to Hale's desk within a day; a new one costs 10 pounds.",
    ),
    row(
        "What can I do if I cannot log in to Hale?",
        "Use the recovery code. If I cannot find mine, I ask the desk.",
    ),
    row(
        "What would the clerk say to a late customer?",
        "\"I'm afraid I can't help with that today.\"",
    ),
    row("Answer with one word: is the bin green?", "Yes"),
    row("Question 5 of the Hale quiz asks for the capital of Osland. What is it?", "Oss"),
    row("Which section of the Hale contract covers late fees?", "Section 4"),
    row('What does "A:" stand for on the Hale dial?', "Ampere"),
    row("In der Vertragssache Hale: Was bedeutet „Abschnitt“?", "Ein Teil der Straße."),
    row("Wie viele Seiten hat der Vertrag von Hale?", "12"),
    row("Was bedeutet „siehe oben“ im Vertrag von Hale?", "Es verweist auf Ziffer 1."),
    row("Que signifie « ci-dessus » dans le contrat Hale ?", "Cela renvoie à la clause 1."),
    row("What does the table saw TS-5 weigh?", "30 kg"),
    row("Where is the above-average rainfall in Osland?", "In the north."),
    row("What rises above the roof?", "A chimney."),
    row("Which parts of the AX-9 are described in the safety leaflet?", "The fuse and the plug."),
    row("Is the fee mentioned in the Hale leaflet?", "Yes, it is mentioned there."),
    row("Who is the narrator of “Moby-Dick”?", "Ishmael."),
    row("What does the abstract of the Hale study claim?", "That paper is lighter."),
    row("Which documents does this visa of Osland require?", "A passport and a photo."),
    row("What is the context of the Hale lawsuit?", "A strike."),
    row("What is written on page one of the Hale ledger?", "The owner's name."),
    row("Which context manager closes files in Python?", "`open`"),
    row("What does the paragraph sign § mean?", "Section."),
    row("How is a paragraph closed in HTML?", "With `</p>`"),
    row("Which text editor does Hale use?", "Quillpad."),
    row("How many text messages does the Hale plan include?", "300."),
    row("根据合同，黑尔公司多久收一次纸？", "每两周一次。"),
    row("本公司指哪家公司？", "黑尔公司。"),
    row("按照黑尔的规定，上午几点开门？", "八点。"),
    row("上海到北京多远？", "一千多公里。"),
    row("中文怎么说bin？", "垃圾桶。"),
    row("本产品如何清洗？", "用水清洗。"),
    row("该公司的上一任经理是谁？", "王先生。"),
    row("作文比赛的作者有几位？", "三位。"),
    row("这段路有多长？", "三公里。"),
    row("哪个洲国家最多？", "非洲。"),
    row("この製品の電源は？", "二百ボルトです。"),
    row("表面はどう磨きますか？", "布で磨きます。"),
    row("図書館は何時に開きますか？", "九時です。"),
    row("本日の定休日は？", "月曜日です。"),
    row("이 제품의 전원은 무엇입니까?", "220볼트입니다."),
    row("표를 어디에서 삽니까?", "매표소에서 삽니다."),
    row("글을 쓰는 도구는 무엇입니까?", "펜입니다."),
    row("Что указано в паспорте изделия АХ-9?", "Масса."),
    row("По какому контексту видно, что Хейл опоздал?", "По письму."),
    row("Как указать автора в Quillpad?", "В поле «Автор»."),
    row("На рисунке «Шлюз» кто изображён?", "Цапля."),
    row("Kto jest autorem raportu Hale z 2020 roku?", "Jan Ruhl."),
    row("Co przedstawia obraz „Śluza”?", "Czaplę."),
    row("Bu ürünün gücü nedir?", "30 vat."),
    row("Bölüm şefi kimdir?", "Ali Bey."),
    row("ما هو النص المكتوب على جرس أوس؟", "أسرع ببطء."),
    row("מי כתב את הטקסט על הפעמון?", "הטוחן."),
)
