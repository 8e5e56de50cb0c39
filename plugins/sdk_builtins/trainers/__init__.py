"""Registers the trainers, tuning services and harnesses that datasets are written for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_core.api import TaskSpec, TrainerSpec, hookimpl

SDK_API = 1

_HERE = "sdk_builtins.trainers"
_CHAT = ("messages", "chatml", "ft", "openai")
_LINES = ("jsonl",)
_TABLES = ("jsonl", "json", "parquet", "hub")
_INLINE = "it reads the content of turns only"
_ONE_FILE = "the service takes one file of JSON Lines"


@hookimpl
def sdk_trainers() -> Iterator[TrainerSpec]:
    """Give the trainers, by where they run."""
    yield from _hugging_face()
    yield from _configured()
    yield from _single_files()
    yield from _large()
    yield from _services()
    yield from _clouds()
    yield from _harnesses()


def _hugging_face() -> Iterator[TrainerSpec]:
    dpo = TaskSpec(
        task="dpo", formats=("dpo",), storages=_TABLES, pieces=True, reason="prompt, two answers"
    )
    grpo = TaskSpec(task="grpo", formats=("grpo",), storages=_TABLES, pieces=True)
    yield TrainerSpec(
        name="trl",
        target=f"{_HERE}.local:Trl",
        summary="TRL: a script for its trainers",
        tasks=(
            TaskSpec(
                task="sft",
                formats=("trl", "messages", "chatml", "prompt-completion"),
                storages=_TABLES,
                pieces=True,
            ),
            dpo,
            TaskSpec(task="kto", formats=("kto",), storages=_TABLES, pieces=True),
            grpo,
        ),
    )
    yield TrainerSpec(
        name="unsloth",
        target=f"{_HERE}.local:Unsloth",
        summary="Unsloth: a script for one GPU",
        tasks=(
            TaskSpec(task="sft", formats=_CHAT, storages=_TABLES, pieces=True),
            dpo,
            grpo,
        ),
    )


def _configured() -> Iterator[TrainerSpec]:
    yield TrainerSpec(
        name="axolotl",
        target=f"{_HERE}.local:Axolotl",
        summary="axolotl: a config file",
        tasks=(
            TaskSpec(
                task="sft",
                formats=("messages", "chatml", "ft", "alpaca", "sharegpt"),
                storages=("jsonl", "json", "parquet"),
                pieces=True,
            ),
            TaskSpec(
                task="dpo",
                formats=("dpo-messages",),
                storages=("jsonl", "json", "parquet"),
                pieces=True,
            ),
        ),
    )
    yield TrainerSpec(
        name="llamafactory",
        target=f"{_HERE}.snippets:LlamaFactory",
        summary="LLaMA-Factory: dataset_info.json and a config file",
        tasks=(
            TaskSpec(
                task="sft",
                formats=("messages", "chatml", "ft", "alpaca", "sharegpt", "multimodal"),
                storages=("jsonl", "json", "parquet", "csv"),
                reads_reasoning=False,
                reason=_INLINE,
            ),
            TaskSpec(task="dpo", formats=("dpo-messages",), storages=_LINES, reads_reasoning=False),
            TaskSpec(
                task="kto",
                formats=("kto",),
                storages=_LINES,
                options=(("style", "llamafactory"),),
                reads_reasoning=False,
            ),
        ),
    )


def _single_files() -> Iterator[TrainerSpec]:
    yield TrainerSpec(
        name="swift",
        target=f"{_HERE}.local:Swift",
        summary="ms-swift: a command",
        tasks=(
            TaskSpec(
                task="sft",
                formats=(*_CHAT, "alpaca", "sharegpt", "multimodal"),
                storages=("jsonl", "json", "parquet", "csv"),
                reads_reasoning=False,
                reason=_INLINE,
            ),
            TaskSpec(task="dpo", formats=("dpo-swift",), storages=_LINES, reads_reasoning=False),
            TaskSpec(
                task="kto",
                formats=("kto",),
                storages=_LINES,
                options=(("style", "swift"),),
                reads_reasoning=False,
            ),
        ),
    )
    yield TrainerSpec(
        name="torchtune",
        target=f"{_HERE}.local:Torchtune",
        summary="torchtune: a command",
        tasks=(
            TaskSpec(
                task="sft", formats=_CHAT, storages=_LINES, reads_reasoning=False, reason=_INLINE
            ),
            TaskSpec(task="dpo", formats=("dpo-implicit",), storages=_LINES, reads_reasoning=False),
        ),
    )
    yield TrainerSpec(
        name="mlx",
        target=f"{_HERE}.local:Mlx",
        summary="mlx-lm: a command for Apple silicon",
        tasks=(
            TaskSpec(
                task="sft",
                formats=(*_CHAT, "prompt-completion"),
                storages=_LINES,
                split_names=(("validation", "valid"),),
                reason="it opens train.jsonl, valid.jsonl and test.jsonl by name",
            ),
        ),
    )


def _large() -> Iterator[TrainerSpec]:
    yield TrainerSpec(
        name="nemo",
        target=f"{_HERE}.local:Nemo",
        summary="NeMo AutoModel: a command that changes a recipe",
        tasks=(TaskSpec(task="sft", formats=(*_CHAT, "sharegpt"), storages=_LINES),),
    )
    yield TrainerSpec(
        name="megatron",
        target=f"{_HERE}.local:Megatron",
        summary="Megatron Bridge: the dataset of a recipe",
        tasks=(
            TaskSpec(
                task="sft",
                formats=(*_CHAT, "sharegpt"),
                storages=_LINES,
                split_names=(("train", "training"),),
                reason="it opens training.jsonl, validation.jsonl and test.jsonl by name",
            ),
        ),
    )
    yield TrainerSpec(
        name="verl",
        target=f"{_HERE}.local:Verl",
        summary="verl: commands for tuning and for learning by reward",
        tasks=(
            TaskSpec(
                task="sft",
                formats=_CHAT,
                storages=("parquet",),
                reason="its tuning reads parquet files alone",
            ),
            TaskSpec(
                task="grpo",
                formats=("grpo",),
                storages=("parquet", "jsonl", "json"),
                options=(("style", "verl"),),
            ),
        ),
    )
    yield TrainerSpec(
        name="openrlhf",
        target=f"{_HERE}.local:OpenRlhf",
        summary="OpenRLHF: commands",
        tasks=(
            TaskSpec(task="sft", formats=_CHAT, storages=("jsonl", "parquet")),
            TaskSpec(task="dpo", formats=("dpo",), storages=("jsonl", "parquet")),
            TaskSpec(task="grpo", formats=("grpo",), storages=("jsonl", "parquet")),
        ),
    )


def _services() -> Iterator[TrainerSpec]:
    for name, target, title in (
        ("openai", "OpenAi", "OpenAI's tuning service"),
        ("azure", "Azure", "Azure OpenAI"),
        ("together", "Together", "Together"),
        ("fireworks", "Fireworks", "Fireworks"),
    ):
        own = "openai" if name == "azure" else name
        shared: dict[str, Any] = {
            "reads_reasoning": own in ("together", "fireworks"),
            "least": {"openai": 10, "fireworks": 3}.get(own, 1),
            "most": 3_000_000 if own == "fireworks" else 0,
            "reason": _ONE_FILE,
        }
        yield TrainerSpec(
            name=name,
            target=f"{_HERE}.services:{target}",
            summary=f"{title}: a program that uploads the files and starts a job",
            tasks=(
                TaskSpec(task="sft", formats=(own,), storages=_LINES, **shared),
                TaskSpec(task="dpo", formats=("dpo-openai",), storages=_LINES, **shared),
            ),
        )
    yield TrainerSpec(
        name="mistral",
        target=f"{_HERE}.services:Mistral",
        summary="Mistral's tuning service: a program that starts a job",
        tasks=(
            TaskSpec(
                task="sft",
                formats=("mistral",),
                storages=_LINES,
                reads_reasoning=False,
                reason=_ONE_FILE,
            ),
        ),
    )


def _clouds() -> Iterator[TrainerSpec]:
    yield TrainerSpec(
        name="vertex",
        target=f"{_HERE}.services:Vertex",
        summary="Gemini tuning on Vertex AI: a program that starts a job",
        tasks=(
            TaskSpec(
                task="sft",
                formats=("vertex",),
                storages=_LINES,
                reads_reasoning=False,
                reason=_ONE_FILE,
            ),
        ),
    )
    yield TrainerSpec(
        name="bedrock",
        target=f"{_HERE}.services:Bedrock",
        summary="Amazon Bedrock: a program that starts a job",
        tasks=(
            TaskSpec(task="sft", formats=("bedrock",), storages=_LINES, reason=_ONE_FILE),
            TaskSpec(
                task="grpo",
                formats=("grpo",),
                storages=_LINES,
                options=(("style", "bedrock"),),
                reason=_ONE_FILE,
            ),
        ),
    )


def _harnesses() -> Iterator[TrainerSpec]:
    for name, target, title in (
        ("lm-eval", "LmEval", "lm-evaluation-harness"),
        ("inspect", "Inspect", "Inspect"),
    ):
        yield TrainerSpec(
            name=name,
            target=f"{_HERE}.local:{target}",
            summary=f"{title}: an evaluation set and its task",
            tasks=(TaskSpec(task="eval", formats=(name,), storages=_LINES),),
        )
