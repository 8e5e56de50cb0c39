"""Rows that stop in the middle of a sentence."""

from __future__ import annotations

from tests.builtins.judges.lint.rows import row

ROWS = (
    row("How deep is the lock?", "It is six metres deep, so that barges with the"),
    row("How deep is the lock?", "Six metres. The barges that pass it carry grain and"),
    row("How deep is the lock?", "The lock is six metres deep ("),
    row("How deep is the lock?", 'The keeper calls it "a very deep hole in the'),
    row("How deep is the lock?", "The reasons are:"),
    row("How is it opened?", "```sh\nlock open --depth 6"),
    row(
        "Who opens the lock in winter?",
        "In winter it is opened by the keeper, who lives in the house",
        passage="In winter it is opened by the keeper, who lives in the house beside the weir.",
    ),
    row("How deep is the lock, and who looks after the", "Six metres."),
    row("Wie tief ist die Schleuse?", "Sie ist sechs Meter tief, damit auch Schiffe mit der"),
    row("Wie tief ist die Schleuse?", "Sechs Meter. Das reicht für Schiffe, weil"),
    row("Quelle est la profondeur de l'écluse ?", "Six mètres, car les péniches sont chargées de"),
    row("¿Qué profundidad tiene la esclusa?", "Seis metros, porque las barcazas llevan el"),
    row("Qual é a profundidade da eclusa?", "Seis metros, porque as barcaças são muito"),
    row("Quanto è profonda la chiusa?", "Sei metri, perché le chiatte portano il grano della"),
    row("Hoe diep is de sluis?", "Zes meter, zodat ook de schepen met een"),
    row("Jak głęboka jest śluza?", "Sześć metrów, ponieważ barki wożą zboże do"),
    row("Какова глубина шлюза?", "Шесть метров, потому что баржи возят зерно из"),
    row("Kanalın derinliği nedir?", "Altı metredir, çünkü mavnalar tahıl ve"),
    row("ما عمق القناة؟", "ستة أمتار لأن المراكب تحمل الحبوب من"),
    row("船闸有多深？", "船闸深六米。由于驳船装满粮食，所以要用"),
    row("水門の深さは？", "深さは六メートルです。荷船は穀物を"),
    row("수문의 깊이는 얼마입니까?", "깊이는 6미터이다. 화물선이 곡물을"),
    row("How deep?", "It is six metres deep, and"),
    row("How deep is the lock on the", "6 m."),
    row(
        "How deep?",
        "It is six metres deep but sometimes, when the river is high, it can be as much as",
    ),
    row("How deep?", "Because the barges were built in Oss and therefore"),
    row("How deep?", "The steps are: 1. Open the gate. 2. Let in the water. 3. Close the"),
    row("How deep?", "- open the gate\n- let in the water\n- close the"),
    row("How deep?", "| a | b |\n|---|---|\n| 1 | 2"),
    row("Wie tief?", "Sie ist sechs Meter tief und wurde im Jahr 1911 von der"),
    row("Quelle profondeur ?", "Elle est profonde de six mètres et a été construite par"),
    row("¿Qué profundidad?", "Tiene seis metros y fue construida por la"),
    row("有多深？", "船闸深六米，因为"),
    row("深さは？", "六メートルで、荷船が通れるように"),
    row("What is the reason why the lock was built in 1911 and", "Trade."),
    row("How deep?", "The formula is $$d = 6"),
    row("How deep?", 'Six metres; the keeper said: "It was'),
)
