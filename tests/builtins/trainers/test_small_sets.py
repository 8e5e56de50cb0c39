"""What trainers are told of few rows, and what they would stumble over in any dataset."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from sdk_builtins.trainers import sdk_trainers
from sdk_builtins.trainers.templated import batches
from sdk_core.components import Options
from sdk_core.model import TrainingSet

SPECS = {spec.name: spec for spec in sdk_trainers()}


def dataset(
    task: str, rows: int, held: int = 0, columns: tuple[str, ...] = ("messages",)
) -> TrainingSet:
    parts = {"train": rows, **({"validation": held} if held else {})}
    files = {name: (f"{name}.jsonl",) for name in parts}
    if task == "eval":
        parts, files = {"test": rows}, {"test": ("test.jsonl",)}
    return TrainingSet(
        name="canal",
        task=task,
        format="messages",
        storage="jsonl",
        files=files,
        rows=parts,
        columns=columns,
        sequence_length=256,
        epochs=5 if task == "sft" else 1,
    )


def files_for(trainer: str, data: TrainingSet, **options: str) -> dict[str, str]:
    module, _, name = SPECS[trainer].target.partition(":")
    made = getattr(import_module(module), name)
    kind: type[Options] = made.options_type
    return dict(made(kind(**options)).files(data))


def said(trainer: str, data: TrainingSet, setting: str) -> int:
    """Return the number that a setting has in what is written for a trainer."""
    text = "\n".join(files_for(trainer, data).values())
    found = re.search(rf"{re.escape(setting)}[=: ]+(\d+)", text)
    assert found, f"{setting} is not set:\n{text}"
    return int(found[1])


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 8, 15, 16, 40, 400])
def test_a_step_has_two_times_room_in_an_epoch(rows: int) -> None:
    batch, accumulation = batches(dataset("sft", rows))
    assert 1 <= batch * accumulation <= max(1, rows // 2)
    assert batch * accumulation <= 8
    assert (batch * accumulation == 8) == (rows >= 16)


def test_kto_has_two_answers_to_compare() -> None:
    assert batches(dataset("kto", 3))[0] == 2


# Trainers that leave out what does not fill a batch, and the settings that make one.
@pytest.mark.parametrize(
    ("trainer", "task", "settings"),
    [
        ("torchtune", "sft", ("batch_size", "gradient_accumulation_steps")),
        ("torchtune", "dpo", ("batch_size", "gradient_accumulation_steps")),
        ("openrlhf", "sft", ("--train.batch_size",)),
        ("openrlhf", "dpo", ("--train.batch_size",)),
        ("openrlhf", "grpo", ("--rollout.batch_size",)),
        ("verl", "sft", ("data.train_batch_size",)),
        ("verl", "grpo", ("data.train_batch_size",)),
        ("verl", "grpo", ("actor_rollout_ref.actor.ppo_mini_batch_size",)),
        ("mlx", "sft", ("--batch-size", "--grad-accumulation-steps")),
        ("nemo", "sft", ("global_batch_size",)),
    ],
)
@pytest.mark.parametrize("rows", [3, 40, 400])
def test_a_step_fits_into_the_rows(
    trainer: str, task: str, settings: tuple[str, ...], rows: int
) -> None:
    step = 1
    for setting in settings:
        step *= said(trainer, dataset(task, rows), setting)
    assert 1 <= step <= rows


@pytest.mark.parametrize(
    ("trainer", "setting"), [("mlx", "--batch-size"), ("verl", "data.train_batch_size")]
)
def test_a_batch_fits_into_what_is_held_out(trainer: str, setting: str) -> None:
    assert said(trainer, dataset("sft", 400, held=1), setting) == 1


def test_mlx_goes_over_all_rows() -> None:
    data = dataset("sft", 400, held=1)
    assert said("mlx", data, "--batch-size") * said("mlx", data, "--iters") == 5 * 400


def test_torchtune_is_warm_before_it_ends() -> None:
    assert said("torchtune", dataset("sft", 3), "lr_scheduler.num_warmup_steps") <= 1


@pytest.mark.parametrize(
    ("trainer", "task", "file"),
    [
        ("trl", "grpo", "train.py"),
        ("unsloth", "grpo", "train.py"),
        ("verl", "grpo", "reward.py"),
        ("openrlhf", "grpo", "reward.py"),
        ("lm-eval", "eval", "metrics.py"),
    ],
)
@pytest.mark.parametrize(
    ("answer", "solution", "score"),
    [
        ("It lifts boats.<|im_end|>", "It lifts boats.", 1.0),
        ("It lifts boats</s>", "it lifts boats", 1.0),
        ("<think>\nA dam?\n</think>\n\nIt lifts boats.", "It lifts boats.", 1.0),
        ("水位は三メートルです。", "水位は二メートルです。", 0.9),
        ("Nobody knows.", "It lifts boats.", 0.0),
        ("<think>It lifts boats.</think>Nobody knows.", "It lifts boats.", 0.0),
        ("", "It lifts boats.", 0.0),
        ("+", "+", 1.0),
        ("-", "+", 0.0),
    ],
)
def test_rewards_compare_what_is_said(
    trainer: str, task: str, file: str, answer: str, solution: str, score: float
) -> None:
    text = files_for(trainer, dataset(task, 3))[file]
    begin, end = text.index("# A word"), re.search(r"^(?:    )?return 2 \*.+$", text, re.MULTILINE)
    assert end
    names: dict[str, Any] = {}
    exec(f"import re\nfrom collections import Counter\n{text[begin : end.end()]}", names)
    assert names["overlap"](answer, solution) == pytest.approx(score)
    assert {"import re", "from collections import Counter"} <= set(text.splitlines())


def test_inspect_takes_a_question_twice() -> None:
    assert "auto_id=True" in files_for("inspect", dataset("eval", 2))["task.py"]


def test_mistral_names_the_client_that_can_tune() -> None:
    text = files_for("mistral", dataset("sft", 3))["tune.py"]
    assert "pip install 'mistralai<2'" in text


SQUAD = {
    "step_scheduler": {"global_batch_size": 64, "local_batch_size": 8, "ckpt_every_steps": 1000},
    "dataset": {"_target_": "squad.make_squad_dataset", "dataset_name": "rajpurkar/squad"},
    "validation_dataset": {"_target_": "squad.make_squad_dataset", "limit_dataset_samples": 64},
    "validation_dataloader": {"_target_": "loader"},
    "optimizer": {"lr": 1e-5},
}


@pytest.mark.parametrize("held", [0, 2])
def test_nemo_gets_a_recipe_without_its_own_dataset(
    held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = files_for("nemo", dataset("sft", 3, held=held))["train.sh"]
    program = script.split("<<'END'\n")[1].split("\nEND\n")[0]
    (tmp_path / "recipe.yaml").write_text(yaml.safe_dump(SQUAD), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["-", "recipe.yaml"])
    exec(program, {})
    made = yaml.safe_load((tmp_path / "canal-recipe.yaml").read_text(encoding="utf-8"))
    assert script.rstrip().endswith("automodel canal-recipe.yaml")
    assert made["dataset"] == {
        "_target_": "nemo_automodel.components.datasets.llm.ChatDataset",
        "path_or_dataset_id": "train.jsonl",
        "split": "train",
        "seq_length": 256,
    }
    assert ("validation_dataset" in made) == ("validation_dataloader" in made) == bool(held)
    assert made["optimizer"] == SQUAD["optimizer"]
    assert made["step_scheduler"]["global_batch_size"] == 1
    assert made["step_scheduler"]["ckpt_every_steps"] == 1000


def test_rows_with_pictures_are_for_a_model_that_sees() -> None:
    data = dataset("sft", 3, columns=("messages", "images"))
    config = yaml.safe_load(files_for("llamafactory", data)["train.yaml"])
    assert (config["model_name_or_path"], config["template"]) == (
        "Qwen/Qwen3-VL-2B-Instruct",
        "qwen3_vl_nothink",
    )
    assert "--model Qwen/Qwen3-VL-2B-Instruct" in files_for("swift", data)["train.sh"]
    named = {"base_model": "me/sees", "template": "mine"}
    config = yaml.safe_load(files_for("llamafactory", data, **named)["train.yaml"])
    assert (config["model_name_or_path"], config["template"]) == ("me/sees", "mine")
    text = yaml.safe_load(files_for("llamafactory", dataset("sft", 3))["train.yaml"])
    assert text["template"] == "qwen3"
