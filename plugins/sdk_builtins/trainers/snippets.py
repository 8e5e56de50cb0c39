"""Renders the files that a trainer needs beside the data, from templates of this package."""

from __future__ import annotations

import json
import math
import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import Field
from typing_extensions import TypeVar

from sdk_core.components import Options, Trainer
from sdk_core.model import TrainingSet

ANY_TASK = "any"
"""What a template's name starts with in the place of a task when it serves all of them."""

LOCAL_MODEL = "Qwen/Qwen3-1.7B"
"""Model that the files name unless the user names another; Apache-2.0, trains on one GPU."""


class SnippetsOptions(Options):
    """Options of the trainer."""

    base_model: str = Field(LOCAL_MODEL, description="Model that is trained or measured.")


OptionsT = TypeVar("OptionsT", bound=Options, default=SnippetsOptions, covariant=True)


class Snippets(Trainer[OptionsT]):
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
        task_name = re.sub(r"\W+", "_", data.name, flags=re.ASCII).strip("_") or "dataset"
        return {
            "data": data,
            "options": self.options,
            "model": getattr(self.options, "base_model", ""),
            "name": name,
            "task_name": task_name,
            "identifier": task_name if task_name.isidentifier() else f"task_{task_name}",
            "train": list(data.files.get("train", ())),
            "held": list(data.files.get("validation") or data.files.get("test") or ()),
            "loader": "parquet" if _first_file(data).endswith(".parquet") else "json",
            "iterations": _iterations(data),
            "why_length": _why_length(data),
            "why_epochs": _why_epochs(data),
        }


class LlamaFactoryOptions(Options):
    """Options of the trainer."""

    base_model: str = Field(LOCAL_MODEL, description="Model that is trained.")
    template: str = Field("qwen3", description="LLaMA-Factory's template for that model.")


class LlamaFactory(Snippets[LlamaFactoryOptions]):
    """LLaMA-Factory, which finds its datasets in ``dataset_info.json``."""

    folder = "llamafactory"

    def values(self, data: TrainingSet) -> dict[str, Any]:
        """Return what the templates may use, with the names of the datasets."""
        values = super().values(data)
        held_out = f"{values['name']}-held-out"
        return {**values, "names": {"train": values["name"], "held_out": held_out}}

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


def _first_file(data: TrainingSet) -> str:
    return next((name for names in data.files.values() for name in names), "")


def _same(data: TrainingSet, *names: str) -> dict[str, str]:
    """Return the columns that there are, each under its own name."""
    return {name: name for name in names if name in data.columns}


def _iterations(data: TrainingSet) -> int:
    """Return the steps of 4 rows that the epochs take."""
    return max(1, math.ceil(data.epochs * data.rows.get("train", 0) / 4))


def _why_length(data: TrainingSet) -> str:
    counted = "by characters, roughly" if data.counter == "chars" else "by the tokenizer"
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
