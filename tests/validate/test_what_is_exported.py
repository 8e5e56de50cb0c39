"""What save-as writes is right in the eyes of validate, whatever the records hold."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sdk_core.cli.root import cli
from sdk_core.specs import ExporterSpec
from tests.builtins.exporters.golden_rows import WITHOUT_PICTURES
from tests.validate.cases.turns import PICTURE, TEXT, TOOL, call, calling, result, said

TEXTS = ["Why?", "So.", " ", "", "two\nlines", "<think>\nr\n</think>\n\na", "7", "é", "2024-05-01"]


def turns(draw: random.Random) -> Iterator[dict[str, Any]]:
    """Yield the turns of a conversation that may lack or hold anything."""
    if draw.random() < 0.3:
        yield said(draw.choice(["system", "developer"]), "Be brief.")
    for _ in range(draw.choice([1, 1, 2, 3])):
        for _ in range(draw.choice([1, 1, 1, 1, 2, 0])):
            yield said("user", draw.choice([*TEXTS, "q?", "p?", [TEXT], [TEXT, PICTURE]]))
        if draw.random() < 0.2:
            yield calling(call(arguments=draw.choice(["{}", "{"])))
            if draw.random() < 0.8:
                yield result(draw.choice(["c1", "c1", "c2"]))
        more: dict[str, Any] = {"weight": draw.choice([0, 1])} if draw.random() < 0.2 else {}
        if draw.random() < 0.2:
            more["reasoning_content"] = "thought"
        if draw.random() < 0.1:
            more["name"] = "Ann B"
        yield said("assistant", draw.choice([*TEXTS, "a", "b", "c"]), **more)
    if draw.random() < 0.1:
        yield said(draw.choice(["user", "system"]), "One more?")


def records() -> Iterator[dict[str, Any]]:
    """Yield records of all sorts, some of them twice."""
    draw = random.Random(13)
    for number in range(160):
        record: dict[str, Any] = {"id": draw.choice([number, str(number), 3])}
        if draw.random() < 0.5:
            record = {**record, "question": draw.choice(TEXTS), "answer": draw.choice(TEXTS)}
            if draw.random() < 0.5:
                record["rejected"] = draw.choice(TEXTS)
        else:
            record["messages"] = list(turns(draw))
            if draw.random() < 0.2:
                record["tools"] = draw.choice([[TOOL], [], ""])
        yield record
        if draw.random() < 0.1:
            yield record
    for number in range(12):  # so that every format has some
        yield {"question": f"q{number}?", "answer": "a", "rejected": "b"}


@pytest.mark.parametrize(
    "more",
    [(), ("--reasoning", "field"), ("--storage", "parquet")],
    ids=["inline", "field", "parquet"],
)
@pytest.mark.parametrize("spec", WITHOUT_PICTURES, ids=lambda spec: spec.name)
def test_validate_finds_nothing_that_was_not_told(
    spec: ExporterSpec, more: tuple[str, ...], tmp_path: Path
) -> None:
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps(record) + "\n" for record in records()), encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["save-as", str(source), "-f", spec.name, "-o", f"{out}/", *more, "--json"]
    done = CliRunner().invoke(cli, arguments)
    report = json.loads(done.stdout)
    told = " ".join(report["warnings"])
    (path,) = out.iterdir()
    looked = CliRunner().invoke(cli, ["validate", str(path), "--as", spec.name, "--json"])
    found = json.loads(looked.stdout)
    if found["counts"].pop("repeats", 0):
        assert "repeat others" in told
    assert [p for p in found["problems"] if p["kind"] != "repeats"] == []
    assert found["rows"]
