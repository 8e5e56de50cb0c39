"""Conversations as the one text that a model reads, and plain text for further pretraining."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import Field

from sdk_builtins.exporters.reading import bare_text
from sdk_builtins.exporters.turns import check_texts
from sdk_core.components import Exporter, Options
from sdk_core.errors import ConfigError
from sdk_core.model import Example

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}"
)
"""The template of ChatML, which many open models share."""


class TextExporterOptions(Options):
    """Options of the format."""

    template: str = Field(
        "chatml",
        description="chatml, or the path of a model's chat template: a .jinja file or "
        "tokenizer_config.json.",
    )


class TextExporter(Exporter[TextExporterOptions]):
    """Gives ``text``, rendered by a chat template; the loss then covers the question too."""

    @cached_property
    def _template(self) -> Template:
        name = self.options.template
        source = CHATML if name == "chatml" else _read_template(Path(name))
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        environment.globals["raise_exception"] = _refuse
        environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
        try:
            return environment.from_string(source)
        except TemplateError as error:
            raise ConfigError(
                f"the chat template {name} is broken: {error}", hint="check -O template="
            ) from error

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ConfigError: The chat template cannot be used.
            ValueError: The chat template refuses an example.
        """
        for example in examples:
            messages = [message.to_dict() for message in example.to_messages()]
            try:
                text = self._template.render(messages=messages, add_generation_prompt=False)
            except TemplateError as error:
                raise ValueError(f"the chat template refuses it: {error}") from error
            yield {"text": text}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_texts(row, "text")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the text of a row.

        Raises:
            ValueError: It has none.
        """
        return bare_text(row, "rendered")


class PlainTextExporter(Exporter):
    """Gives ``text`` for further pretraining: a document's own text, or a record's."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example has no text.
        """
        for example in examples:
            own = example.fields.get("text") or example.fields.get("summary")
            if not isinstance(own, str):
                turns = [turn for turn in example.to_messages() if turn.role != "system"]
                own = "\n\n".join(turn.content for turn in turns)
            if not own.strip():
                raise ValueError("it has no text")
            yield {"text": own}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_texts(row, "text")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the text of a row.

        Raises:
            ValueError: It has none.
        """
        return bare_text(row, "document")


def _read_template(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            text = json.loads(text)["chat_template"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"no chat template could be read from {path}: {error}",
            hint="give a .jinja file, or a tokenizer_config.json with a chat_template",
        ) from error
    return text


def _refuse(message: str) -> None:
    raise TemplateError(message)
