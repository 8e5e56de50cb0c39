"""Trainers and harnesses that run on one's own machines."""

from __future__ import annotations

from pydantic import Field

from sdk_builtins.trainers.snippets import Snippets
from sdk_core.components import Options


class Trl(Snippets):
    """TRL."""

    folder = "trl"


class Unsloth(Snippets):
    """Unsloth."""

    folder = "unsloth"


class Axolotl(Snippets):
    """axolotl."""

    folder = "axolotl"


class Swift(Snippets):
    """ms-swift."""

    folder = "swift"


class TorchtuneOptions(Options):
    """Options of the trainer."""

    recipe: str = Field(
        "llama3_2/1B_lora_single_device", description="Config of a recipe, from: tune ls."
    )
    dpo_recipe: str = Field(
        "llama3_1/8B_lora_dpo_single_device", description="Config for dpo, from: tune ls."
    )


class Torchtune(Snippets[TorchtuneOptions]):
    """torchtune, whose configs name model and tokenizer."""

    folder = "torchtune"


class Mlx(Snippets):
    """mlx-lm."""

    folder = "mlx"


class NemoOptions(Options):
    """Options of the trainer."""

    recipe: str = Field("recipe.yaml", description="A finetuning recipe of NeMo AutoModel.")


class Nemo(Snippets[NemoOptions]):
    """NeMo AutoModel, whose recipes name model and optimizer."""

    folder = "nemo"


class Megatron(Snippets):
    """Megatron Bridge."""

    folder = "megatron"


class Verl(Snippets):
    """verl."""

    folder = "verl"


class OpenRlhf(Snippets):
    """OpenRLHF."""

    folder = "openrlhf"


class LmEval(Snippets):
    """lm-evaluation-harness."""

    folder = "lm-eval"


class Inspect(Snippets):
    """Inspect."""

    folder = "inspect"
