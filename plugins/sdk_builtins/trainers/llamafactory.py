"""LLaMA-Factory, which has to be told which column is what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from sdk_builtins.trainers.templated import VISION_MODEL, TemplatedTrainer
from sdk_core.components import Options
from sdk_core.model import TrainingSet

VISION_TEMPLATE = "qwen3_vl_nothink"
"""LLaMA-Factory's template for the model that is meant for rows with pictures."""


class LlamaFactoryOptions(Options):
    """Options of the trainer."""

    base_model: str = Field("Qwen/Qwen3-1.7B", description="Model that is trained.")
    template: str = Field("qwen3", description="LLaMA-Factory's template for that model.")


class LlamaFactory(TemplatedTrainer[LlamaFactoryOptions]):
    """LLaMA-Factory, which finds its datasets in ``dataset_info.json``."""

    folder = "llamafactory"

    def values(self, data: TrainingSet) -> dict[str, Any]:
        """Return what the templates may use, with the names of the datasets."""
        values = super().values(data)
        held_out = f"{values['name']}-held-out"
        template = self.options.template
        if values["model"] == VISION_MODEL and not self.is_given("template"):
            template = VISION_TEMPLATE
        names = {"train": values["name"], "held_out": held_out}
        return {**values, "names": names, "template": template}

    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        """Yield ``dataset_info.json`` and the rendered templates."""
        values = self.values(data)
        parts = {values["names"]["train"]: values["train"]}
        if values["held"]:
            parts[values["names"]["held_out"]] = values["held"]
        info = {name: {"file_name": files[0], **_columns(data)} for name, files in parts.items()}
        yield "dataset_info.json", json.dumps(info, ensure_ascii=False, indent=2) + "\n"
        yield from super().files(data)


def _columns(data: TrainingSet) -> Mapping[str, Any]:
    """Return how LLaMA-Factory reads the rows.

    ``sharegpt`` with the names of our keys, since its ``openai`` formatting changes the system
    turn; all columns are named, since naming one switches the others' defaults off.
    """
    if "instruction" in data.columns:
        columns = {"prompt": "instruction", "query": "input", "response": "output"}
        return {"formatting": "alpaca", "columns": columns | _same(data, "system", "history")}
    if "conversations" in data.columns:
        columns = {"messages": "conversations"}
        return {"formatting": "sharegpt", "columns": columns | _same(data, "system", "tools")}
    tags = {"role_tag": "role", "content_tag": "content", "system_tag": "system"}
    return {
        "formatting": "sharegpt",
        **({"ranking": True} if data.task == "dpo" else {}),
        "columns": _same(data, "messages", "chosen", "rejected", "kto_tag", "images", "tools"),
        "tags": {**tags, "user_tag": "user", "assistant_tag": "assistant"},
    }


def _same(data: TrainingSet, *names: str) -> dict[str, str]:
    """Return the columns that there are, each under its own name."""
    return {name: name for name in names if name in data.columns}
