"""Trainers as ``trainers.toml`` describes them: their files are templates of this package."""

from __future__ import annotations

import json
import math
import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import Field, create_model
from typing_extensions import TypeVar

from sdk_builtins.trainers import descriptions
from sdk_core.components import Options, Trainer
from sdk_core.model import TrainingSet

ANY_TASK = "any"
"""What a template's name starts with in the place of a task when it serves all of them."""

VISION_MODEL = "Qwen/Qwen3-VL-2B-Instruct"

OptionsT = TypeVar("OptionsT", bound=Options, default=Options, covariant=True)


class TemplatedTrainer(Trainer[OptionsT]):
    """A trainer whose files are the templates of one folder, ``<task>.<name of the file>.j2``."""

    folder: ClassVar[str]

    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        """Yield the rendered templates of the task."""
        environment, values = _environment(), self.values(data)
        for path in environment.list_templates():
            folder, _, name = path.rpartition("/")
            task, _, file = name.removesuffix(".j2").partition(".")
            if folder == self.folder and task in (data.task, ANY_TASK):
                yield file, environment.get_template(path).render(values)

    def values(self, data: TrainingSet) -> dict[str, Any]:
        """Return what the templates may use."""
        name = re.sub(r"[^a-z0-9-]+", "-", data.name.lower()).strip("-") or "dataset"
        batch, accumulation = batches(data)
        held = "validation" if data.files.get("validation") else "test"
        task_name = re.sub(r"\W+", "_", data.name, flags=re.ASCII).strip("_") or "dataset"
        return {
            "data": data,
            "options": self.options,
            "model": self._model(data),
            "name": name,
            "task_name": task_name,
            "identifier": task_name if task_name.isidentifier() else f"task_{task_name}",
            "train": list(data.files.get("train", ())),
            "held": list(data.files.get(held, ())),
            "held_rows": data.rows.get(held, 0),
            "loader": "parquet" if _first_file(data).endswith(".parquet") else "json",
            "batch": batch,
            "accumulation": accumulation,
            "steps": math.ceil(data.epochs * data.rows.get("train", 0) / (batch * accumulation)),
            "why_length": _why_length(data),
            "why_epochs": _why_epochs(data),
        }

    def _model(self, data: TrainingSet) -> str:
        """Return the model: one that sees for rows with pictures, unless the user named one."""
        if "images" in data.columns and not self.is_given("base_model"):
            return VISION_MODEL
        return getattr(self.options, "base_model", "")

    def is_given(self, option: str) -> bool:
        """Tell whether an option was set by the user."""
        return option in self.options.model_fields_set


def __getattr__(name: str) -> type[TemplatedTrainer]:
    """Return the class of a trainer that needs no more than its description and its templates."""
    folder = name.replace("_", "-")
    described = descriptions().get(folder, {})
    if "options" not in described:
        raise AttributeError(f"{name} is no trainer that is made of templates")
    fields: dict[str, Any] = {
        option: (str, Field(default, description=text))
        for option, (default, text) in described["options"].items()
    }
    options = create_model("TrainerOptions", __base__=Options, **fields)
    members = {"options_type": options, "folder": folder, "__doc__": f"{described['summary']}."}
    return type(name, (TemplatedTrainer,), members)


def _first_file(data: TrainingSet) -> str:
    return next((name for names in data.files.values() for name in names), "")


def batches(data: TrainingSet) -> tuple[int, int]:
    """Return how many rows a trainer should take at once, and how many times for one step.

    A step has 8 rows, or fewer where there would not be two steps in an epoch: many trainers leave
    out what does not fill a batch or a step, and end without having learnt anything.
    """
    rows = data.rows.get("train", 0)
    # KTO compares each answer with another one of its batch (Ethayarajh et al. 2024).
    batch = 2 if rows >= 8 or data.task == "kto" else 1
    return batch, min(4, max(1, rows // (2 * batch)))


def _why_length(data: TrainingSet) -> str:
    counted = "at most, by script" if data.counter == "chars" else "by the tokenizer"
    said = f"The longest row has {data.longest} tokens ({counted})"
    if data.longer:
        return f"{said}; {data.longer} rows are longer than {data.sequence_length} and are cut."
    return f"{said}, so that {data.sequence_length} cut none."


def _why_epochs(data: TrainingSet) -> str:
    rows = data.rows.get("train", 0)
    if data.task in ("dpo", "kto", "grpo"):
        return f"{rows} rows to train on; one epoch is usual for {data.task}."
    return f"{rows} rows to train on: the fewer, the more epochs. Watch the loss on held-out rows."


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sdk_builtins.trainers"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["json"] = _json
    environment.filters["sh"] = shlex.quote
    return environment


def _json(value: object) -> str:
    """Return a text or list as JSON, which Python and YAML read as well; one file stands alone."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return json.dumps(value, ensure_ascii=False)
