"""Records as ``curate`` leaves them, each with a worse answer, so that every task can use them."""

from __future__ import annotations

import json
import random
from pathlib import Path

SUBJECTS = (
    "lock", "weir", "aqueduct", "towpath", "culvert", "sluice", "basin", "drawbridge", "tunnel",
    "feeder", "winding hole", "lift bridge", "dry dock", "pound", "spillway", "embankment",
)  # fmt: skip
PLACES = (
    "Lissen", "Barrow Hill", "Zürich", "東京", "القاهرة", "Saint-Ouen", "Ljubljana", "Kyiv",
    "Oxbow", "Fen Drayton", "Marple", "Hathersage", "Córdoba", "Tromsø", "Pune", "Whitby",
)  # fmt: skip
ASPECTS = (
    "who built it", "how deep the water stands", "what the toll was", "when it froze over",
    "which boats may pass", "why the gates were moved", "how many men kept it",
    "what the flood of that year broke", "where its stone was cut", "whose horses drew the barges",
)  # fmt: skip
ENDINGS = (
    "The register says so twice.", "水位は三メートルです。", "It was `depth = 4`\nand stayed so.",
    "Nobody has measured it since. 🙂", "The mason's account gives $x^2$ as well.",
    "That was settled by the court at the spring sitting, after four surveys.",
)  # fmt: skip


def write_records(path: Path, count: int) -> None:
    """Write so many records that are unlike one another, as JSON Lines."""
    chance = random.Random(count)
    lines = []
    for number in range(count):
        subject, place, aspect = map(chance.choice, (SUBJECTS, PLACES, ASPECTS))
        year = chance.randrange(1700, 2000)
        record = {
            "question": f"Of the {subject} at {place} in {year}, {aspect}?",
            "answer": f"{chance.choice(PLACES)} holds the answer of {year}: {number}. "
            + chance.choice(ENDINGS),
            "rejected": f"It is not known, and {chance.choice(SUBJECTS)} {number} is far away.",
            "provenance": {"source": f"canal-{number}.pdf", "document_id": f"{number:016x}"},
        }
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    path.write_text("".join(lines), encoding="utf-8")
