"""Conversations as the one text that a model reads, and plain text for further pretraining."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import Field

from sdk_builtins.exporters.reading import bare_text
from sdk_builtins.exporters.room import OUR_SYSTEM, TEXTS, Room, require_no_tools, tools_of
from sdk_builtins.exporters.turns import check_texts
from sdk_core.components import Exporter, Options
from sdk_core.errors import ConfigError
from sdk_core.model import Conversation, Example, Message

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}"
)
"""The template of ChatML, which many open models share."""

_CHATML_ROOM = Room(roles=None)
_TEMPLATE_ROOM = Room(
    roles=None, keys=frozenset({"tool_calls", "tool_call_id", "name"}), reasoning=True
)
_THINK = re.compile(r"\s*<think>(.*?)</think>", re.DOTALL)


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
            ValueError: The chat template refuses an example, or drops something of it.
        """
        bare = self.options.template == "chatml"
        for example in examples:
            messages = example.to_messages()
            if bare:
                _CHATML_ROOM.require(messages)
                require_no_tools(example)
            turns = [message.to_dict() for message in messages]
            try:
                text = self._template.render(
                    messages=turns,
                    add_generation_prompt=False,
                    tools=tools_of(example.fields.get("tools")) or None,
                )
            # Templates call methods of text and compare what they find: any of this may come.
            except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
                raise ValueError(f"the chat template refuses it: {error}") from error
            if not bare:
                _require_whole(messages, text)
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
                own = _plain_text(example)
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


def _require_whole(messages: Conversation, text: str) -> None:
    """Check that a chat template wrote all that a conversation says.

    Raises:
        ValueError: It did not; what was thought before earlier answers it may leave out.
    """
    for number, message in enumerate(messages, start=1):
        thought, said = _thought_and_said(message)
        if said.strip() not in text:
            raise ValueError(f"the chat template cuts or drops turn {number}")
        if message is messages[-1] and thought.strip() not in text:
            raise ValueError(f"the chat template drops the reasoning of turn {number}")
        for call in message.details.get("tool_calls", ()):
            if str(call["function"].get("name")) not in text:
                raise ValueError(f"the chat template drops the call of a tool in turn {number}")
    _TEMPLATE_ROOM.require(messages)


def _thought_and_said(message: Message) -> tuple[str, str]:
    found = _THINK.match(message.content) if message.role == "assistant" else None
    if found is None:
        return message.reasoning or "", message.content
    return found[1], message.content[found.end() :]


def _plain_text(example: Example) -> str:
    """Return what a conversation says, turn by turn; our own default system turn says nothing.

    Raises:
        ValueError: It holds what is no text.
    """
    if example.fields.get("image"):
        raise ValueError(
            "it shows a picture, for which the format has no place; multimodal and jsonl keep it"
        )
    messages = example.to_messages()
    TEXTS.require(messages)
    require_no_tools(example)
    if messages[0].role == "system" and messages[0].content == OUR_SYSTEM:
        messages = messages[1:]
    return "\n\n".join(turn.content for turn in messages)


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
