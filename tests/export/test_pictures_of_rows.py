"""Pictures that records name reach the rows of formats that show them; others refuse the record."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sdk_core.artifacts import document_tables
from sdk_core.cli.root import cli
from sdk_core.model import Document, Image, Segment
from sdk_core.testing.factories import make_image

DATA = make_image().data
URL = f"data:image/png;base64,{base64.b64encode(DATA).decode()}"


def saved(tmp_path: Path, record: dict[str, Any], *arguments: str) -> tuple[int, str, Path]:
    """Export one record and return the exit code, what was printed, and where it went."""
    source = tmp_path / "in" / "records.jsonl"
    source.parent.mkdir(exist_ok=True)
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (source.parent / "boat.png").write_bytes(DATA)
    (source.parent / "note.png").write_text("no picture")
    out = tmp_path / "out"
    done = CliRunner().invoke(cli, ["save-as", str(source), *arguments, "-o", f"{out}/"])
    return done.exit_code, done.output, out


def asking(picture: str) -> dict[str, Any]:
    parts = [{"type": "text", "text": "Which boat?"}, {"type": "image", "image": picture}]
    answer = {"role": "assistant", "content": "A barge."}
    return {"messages": [{"role": "user", "content": parts}, answer]}


BESIDE = {
    "conversations": [
        {"from": "human", "value": "<image>\nWhich boat?"},
        {"from": "gpt", "value": "A barge."},
    ],
    "image": "boat.png",
}
PAIR = {"question": "Which boat?", "answer": "A barge.", "image": "boat.png"}


@pytest.mark.parametrize("record", [asking("boat.png"), asking(URL), BESIDE, PAIR])
def test_a_picture_is_inside_the_rows_of_services(tmp_path: Path, record: dict[str, Any]) -> None:
    code, printed, out = saved(tmp_path, record, "-f", "openai")
    assert code == 0, printed
    (row,) = map(json.loads, (out / "records_openai.jsonl").read_text("utf-8").splitlines())
    shown = [part for part in row["messages"][0]["content"] if part["type"] != "text"]
    assert shown == [{"type": "image_url", "image_url": {"url": URL}}]


@pytest.mark.parametrize("record", [asking("boat.png"), BESIDE, PAIR])
def test_a_picture_lies_beside_the_rows_of_trainers(tmp_path: Path, record: dict[str, Any]) -> None:
    code, printed, out = saved(tmp_path, record, "-f", "multimodal")
    assert code == 0, printed
    (data,) = out.rglob("*.jsonl")
    (row,) = map(json.loads, data.read_text("utf-8").splitlines())
    assert row["messages"][0]["content"].count("<image>") == 1
    assert (data.parent / row["images"][0]).read_bytes() == DATA


@pytest.mark.parametrize("name", ["alpaca", "sharegpt", "prompt-completion", "text", "cpt"])
@pytest.mark.parametrize("record", [asking("boat.png"), BESIDE, PAIR])
def test_texts_refuse_a_picture(tmp_path: Path, name: str, record: dict[str, Any]) -> None:
    code, printed, _ = saved(tmp_path, record, "-f", name)
    assert code == 4
    assert "shows a picture, for which the format has no place" in printed


@pytest.mark.parametrize("picture", ["away.png", "note.png"])
def test_what_is_no_picture_is_told(tmp_path: Path, picture: str) -> None:
    code, printed, _ = saved(tmp_path, asking(picture), "-f", "openai")
    assert code == 4
    assert picture in printed.replace("\n", "")


def test_of_two_tables_of_one_name_that_of_the_document_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pictures = {}
    for folder in ("a", "b"):
        table = tmp_path / "data/parsed" / folder / "report.lance"
        table.mkdir(parents=True)
        pictures[table] = Image(
            data=DATA + folder.encode(), media_type="image/png", name="report.lance#1"
        )

    def read(path: Path) -> Document:
        segment = Segment(text="x", images=(pictures[path.absolute()],))
        source = f"{path.parent.name}/report.pdf"
        return Document(id=path.parent.name, source=source, segments=(segment,))

    monkeypatch.setattr(document_tables, "read_document", read)
    record = {"question": "Which?", "answer": "A.", "image": "report.lance#1"}
    code, printed, out = saved(
        tmp_path, {**record, "provenance": {"source": "b/report.pdf"}}, "-f", "openai"
    )
    assert code == 0, printed
    assert base64.b64encode(DATA + b"b").decode() in (out / "records_openai.jsonl").read_text()
    code, printed, _ = saved(tmp_path, record, "-f", "openai")
    assert code == 4
    assert "does not say from which document it comes" in printed.replace("\n", " ")


@pytest.mark.parametrize("name", ["messages", "trl"])
def test_a_path_that_is_not_taken_along_is_told(name: str, tmp_path: Path) -> None:
    for picture, said in (("boat.png", True), ("../in/boat.png", True), (URL, False)):
        code, told, _ = saved(tmp_path, asking(picture), "-f", name)
        assert code == 0
        assert ("1 record holds a picture by its path" in told) is said
