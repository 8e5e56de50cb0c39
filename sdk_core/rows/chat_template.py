"""Chat templates: what a model's tokenizer makes of a conversation, and what of it is learnt.

Templates are rendered as ``transformers`` renders them, in a sandbox and without that package.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from os.path import commonprefix
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sdk_core.errors import UsageError
from sdk_core.model import Conversation, Message

CONFIG = "tokenizer_config.json"
_FILES = ("chat_template.jinja", "chat_template.json", CONFIG)
_SPECIAL = ("bos_token", "eos_token", "unk_token", "pad_token")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RenderedChat:
    """A conversation as a model reads it.

    Args:
        text: The text.
        learnt: Spans of it, in characters, that the loss of an assistant's turns covers.
        marked: Whether the template marks them itself, with ``{% generation %}``.
    """

    text: str
    learnt: tuple[Span, ...]
    marked: bool


class ChatTemplate:
    """The chat template of a model.

    Args:
        source: The template.
        variables: Special tokens by name, as the template sees them.

    Raises:
        UsageError: The template is broken.
    """

    def __init__(self, source: str, variables: Mapping[str, Any], name: str) -> None:
        self._variables = variables
        self._marked = "generation" in source and "endgeneration" in source
        self._mark = secrets.token_hex(8)
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[_Generation, loopcontrols]
        )
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
        environment.globals[_MARK] = self._mark
        try:
            self._template: Template = environment.from_string(source)
        except TemplateError as error:
            raise UsageError(
                f"the chat template of {name} is broken: {error}", hint="check --tokenizer"
            ) from error

    def render(self, messages: Conversation) -> RenderedChat:
        """Return a conversation as text, with what is learnt of it.

        Without marks of its own, what the template adds for each turn of the assistant is taken
        for learnt, as trainers do that train on answers alone.

        Raises:
            ValueError: The template refuses the conversation.
        """
        turns = [message.to_dict() for message in messages]
        text = self._text(turns)
        if self._marked:
            return _unmarked(text, self._mark)
        return RenderedChat(text, self._spans(text, turns), marked=False)

    def _spans(self, text: str, turns: Sequence[Mapping[str, Any]]) -> tuple[Span, ...]:
        spans = []
        for number, turn in enumerate(turns):
            if turn["role"] != "assistant":
                continue
            try:
                before = self._text(turns[:number], asked=True)
                after = self._text(turns[: number + 1]) if number + 1 < len(turns) else text
            except ValueError:
                continue
            start = len(commonprefix((before, after)))  # noqa: RUF071 - of characters is meant
            if text.startswith(after) and start < len(after):
                spans.append((start, len(after)))
        return tuple(spans)

    def _text(self, turns: Sequence[Mapping[str, Any]], *, asked: bool = False) -> str:
        try:
            return self._template.render(
                messages=[dict(turn) for turn in turns],
                add_generation_prompt=asked,
                tools=None,
                documents=None,
                **self._variables,
            )
        # Templates call methods of text and compare what they find: any of this may come of it.
        except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
            raise ValueError(f"the chat template refuses it: {error}") from error


def find_template(tokenizer: str) -> ChatTemplate | None:
    """Return the chat template that lies beside a tokenizer, ``None`` when there is none.

    Args:
        tokenizer: Path of a ``tokenizer.json``, or of the folder of a model.

    Raises:
        UsageError: It is there and cannot be used.
    """
    path = Path(tokenizer)
    folder = path if path.is_dir() else path.parent
    config = _config(folder / CONFIG)
    source = next(filter(None, (_source(folder / name, config) for name in _FILES)), "")
    if not source:
        return None
    variables = {name: _token(config.get(name)) for name in _SPECIAL if config.get(name)}
    return ChatTemplate(source, variables, str(folder))


def lost(messages: Conversation, text: str) -> list[str]:
    """Return what of a conversation is not in the text that a template made of it."""
    found = []
    answers = [n for n, message in enumerate(messages) if message.role == "assistant"]
    for number, message in enumerate(messages):
        reasoning, content = _parts(message)
        # Templates leave out what was thought before earlier answers, and are meant to.
        if number in answers[-1:] and reasoning.strip() not in text:
            found.append("the chat template drops the reasoning")
        if content.strip() in text:
            continue
        if message.role == "system":
            found.append("the chat template drops the system turn")
        else:
            found.append(f"the chat template cuts or drops a turn of the {message.role}")
    return found


_MARK = "_generation_mark"


class _Generation(Extension):
    """``{% generation %}``: what is inside is learnt."""

    tags = {"generation"}  # noqa: RUF012 - as jinja2 declares it

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        call = self.call_method("_marked", [nodes.Name(_MARK, "load")])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _marked(self, mark: str, caller: Macro) -> str:
        return f"<{mark}>{caller()}</{mark}>"


def _unmarked(text: str, mark: str) -> RenderedChat:
    """Return a text without marks, and where they were."""
    spans, plain = [], ""
    for number, piece in enumerate(re.split(f"</?{mark}>", text)):
        if number % 2:  # between two marks
            spans.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return RenderedChat(plain, tuple(spans), marked=True)


def _parts(message: Message) -> tuple[str, str]:
    """Return what an assistant thought and what it said, wherever the former stands."""
    if message.reasoning is not None or message.role != "assistant":
        return message.reasoning or "", message.content
    before, tag, after = message.content.partition("</think>")
    if not tag or not before.lstrip().startswith("<think>"):
        return "", message.content
    return before.lstrip().removeprefix("<think>"), after


def _config(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="check --tokenizer") from error
    return content if isinstance(content, dict) else {}


def _source(path: Path, config: Mapping[str, Any]) -> str:
    if not path.is_file():
        return ""
    if path.suffix == ".jinja":
        return path.read_text(encoding="utf-8")
    content = config if path.name == CONFIG else _config(path)
    template = content.get("chat_template")
    if isinstance(template, list):  # several, by name
        named = {t.get("name"): t.get("template") for t in template if isinstance(t, dict)}
        template = named.get("default")
    return template if isinstance(template, str) else ""


def _token(value: Any) -> str:
    return str(value.get("content", "")) if isinstance(value, dict) else str(value)


def _refuse(message: str) -> None:
    raise TemplateError(message)


def _to_json(
    value: Any,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    """Write JSON as the filter of transformers does; Jinja's own adds escapes for HTML."""
    return json.dumps(
        value,
        ensure_ascii=ensure_ascii,
        indent=indent,
        separators=separators,
        sort_keys=sort_keys,
    )
