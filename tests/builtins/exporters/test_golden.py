"""Each format's exact bytes over records that have broken exports elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import datasets
import pytest

from sdk_core.specs import ExporterSpec
from tests.builtins.exporters.golden_rows import GOLDEN, WITHOUT_PICTURES, export


@pytest.mark.parametrize("spec", WITHOUT_PICTURES, ids=lambda spec: spec.name)
def test_exact_bytes(spec: ExporterSpec, tmp_path: Path) -> None:
    path = export(tmp_path, spec.name)
    golden = GOLDEN / f"{spec.name}{path.suffix}"
    assert path.read_bytes() == golden.read_bytes()


@pytest.mark.parametrize("golden", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_a_row_a_line_for_every_reader(golden: Path) -> None:
    data = golden.read_bytes()
    assert data.endswith(b"\n")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" not in data
    text = data.decode()
    if golden.suffix == ".json":
        assert isinstance(json.loads(text), list)
    else:
        assert [json.loads(line) for line in text.splitlines()] == [
            json.loads(line) for line in text.split("\n") if line
        ]


@pytest.mark.parametrize("golden", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_datasets_loads_it(golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    datasets.disable_progress_bars()
    loaded = datasets.load_dataset(
        "json", data_files=str(golden), split="train", cache_dir=str(tmp_path)
    )
    text = golden.read_text(encoding="utf-8")
    rows = json.loads(text) if golden.suffix == ".json" else text.splitlines()
    assert len(loaded) == len(rows)
