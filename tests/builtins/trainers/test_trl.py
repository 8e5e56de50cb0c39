"""TRL trains on exported files as they are, and its loss covers the answers alone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sdk_core.cli.root import cli
from sdk_core.model import Message
from sdk_core.rows import loss_mask
from tests.builtins.trainers import tiny

os.environ.setdefault("HF_HUB_OFFLINE", "1")
MISSING = [name for name in ("torch", "trl", "datasets") if find_spec(name) is None]
pytestmark = [
    pytest.mark.xdist_group("trainers"),
    pytest.mark.skipif(bool(MISSING), reason=f"could not import {MISSING}"),
]

ANSWERS = [
    "It takes 14 days.",
    "شهران \U0001f600",
    "a\r\nb\u2028c",
    r"$\frac{1}{2}$ and `x = 1`",
    "<think>\nFirst.\n</think>\n\nSo.",
    "e\u0301, not \u00e9",
    "one",
    "two",
]
END = "<|im_end|>"


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    import datasets

    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return tiny.fast_tokenizer()


def export(folder: Path, format_name: str, storage: str) -> Any:
    """Export eight records and load them as a user of TRL would."""
    import datasets

    source = folder / "rows.jsonl"
    records = [
        {"question": f"How many, {n}?", "answer": answer, "rejected": f"No, {n}."}
        for n, answer in enumerate(ANSWERS)
    ]
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    arguments = ["save-as", str(source), "-f", format_name, "--storage", storage]
    done = CliRunner().invoke(cli, [*arguments, "-o", f"{folder}/out/"])
    assert done.exit_code == 0, done.output
    (path,) = (folder / "out").iterdir()
    kind = "json" if storage == "jsonl" else storage
    return datasets.load_dataset(
        kind, data_files=str(path), split="train", cache_dir=str(folder / "cache")
    )


def trained(trainer: Any) -> bool:
    """Take the two steps and tell whether weights moved."""
    import torch

    before = [weights.detach().clone() for weights in trainer.model.parameters()]
    result = trainer.train()
    assert result.global_step == 2
    after = trainer.model.parameters()
    return any(not torch.equal(one, other) for one, other in zip(before, after, strict=True))


def learnt(trainer: Any, tokenizer: Any) -> set[str]:
    """Return the texts that the loss covers in the trainer's own batches."""
    found = set()
    for batch in trainer.get_train_dataloader():
        masks = batch["labels"] != -100 if "labels" in batch else batch["completion_mask"].bool()
        for ids, mask in zip(batch["input_ids"], masks, strict=True):
            found.add(tokenizer.decode(ids[mask]))
    return found


@pytest.mark.parametrize(
    ("format_name", "storage"),
    [
        ("messages", "jsonl"),
        ("trl", "parquet"),
        pytest.param("messages", "parquet", marks=pytest.mark.soak),
        pytest.param("trl", "jsonl", marks=pytest.mark.soak),
    ],
)
def test_sft(format_name: str, storage: str, tmp_path: Path, tokenizer: Any) -> None:
    import trl

    masked = {"assistant_only_loss": True} if format_name == "messages" else {}
    trainer = trl.SFTTrainer(
        model=tiny.model(),
        args=trl.SFTConfig(**tiny.settings(tmp_path, **masked)),
        train_dataset=export(tmp_path, format_name, storage),
        processing_class=tokenizer,
    )
    end = END if format_name == "messages" else f"{END}\n"
    assert learnt(trainer, tokenizer) == {answer + end for answer in ANSWERS}
    assert trained(trainer)


@pytest.mark.parametrize("storage", ["jsonl", pytest.param("parquet", marks=pytest.mark.soak)])
def test_dpo(storage: str, tmp_path: Path, tokenizer: Any) -> None:
    import trl

    trainer = trl.DPOTrainer(
        model=tiny.model(),
        ref_model=tiny.model(),
        args=trl.DPOConfig(**tiny.settings(tmp_path)),
        train_dataset=export(tmp_path, "dpo", storage),
        processing_class=tokenizer,
    )
    worse = {f"No, {n}.{END}\n" for n in range(len(ANSWERS))}
    assert learnt(trainer, tokenizer) == worse | {f"{answer}{END}\n" for answer in ANSWERS}
    assert trained(trainer)


@pytest.mark.parametrize("storage", [pytest.param("jsonl", marks=pytest.mark.soak), "parquet"])
def test_kto(storage: str, tmp_path: Path, tokenizer: Any) -> None:
    import trl

    rows = export(tmp_path, "kto", storage)
    assert sorted(rows["label"]) == [False] * 8 + [True] * 8
    trainer = trl.KTOTrainer(
        model=tiny.model(),
        ref_model=tiny.model(),
        args=trl.KTOConfig(**tiny.settings(tmp_path)),
        train_dataset=rows,
        processing_class=tokenizer,
    )
    worse = {f"No, {n}.{END}\n" for n in range(len(ANSWERS))}
    assert learnt(trainer, tokenizer) == worse | {f"{answer}{END}\n" for answer in ANSWERS}
    assert trained(trainer)


def test_what_is_shown_as_learnt_is_what_trl_learns(tmp_path: Path, tokenizer: Any) -> None:
    tiny.byte_tokenizer().save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "chat_template.jinja").write_text(tiny.TEMPLATE, encoding="utf-8")
    check = loss_mask.open_check(str(tmp_path))
    assert check is not None
    turns = (
        Message("system", "Be brief."),
        Message("user", "One?"),
        Message("assistant", "1 \U0001f600"),
        Message("user", "Two?"),
        Message("assistant", "2"),
    )
    rendered = check.template.render(turns)
    given = tokenizer.apply_chat_template(
        [turn.to_dict() for turn in turns],
        tokenize=True,
        return_dict=True,
        return_assistant_tokens_mask=True,
    )
    assert rendered.text == tokenizer.decode(given["input_ids"])
    spans = check.encode(rendered.text)
    ours = [
        any(begin < end and start < stop for begin, stop in rendered.learnt) for start, end in spans
    ]
    assert ours == [bool(flag) for flag in given["assistant_masks"]]
