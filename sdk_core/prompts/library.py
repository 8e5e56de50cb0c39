"""Which template a prompt name means, and how it becomes messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError as JinjaError

from sdk_core.config import PromptOverride
from sdk_core.errors import TemplateError
from sdk_core.model import Conversation, Image, Message
from sdk_core.prompts import braces
from sdk_core.prompts.environment import MessageEnvironment, place_of
from sdk_core.prompts.packs import Pack
from sdk_core.prompts.resolution import FoundTemplate, Sources, TemplateLevel, first
from sdk_core.prompts.sandbox import LimitError
from sdk_core.prompts.template_checks import (
    followed_by,
    issues_of,
    meant,
    style_of,
    variables_used,
)
from sdk_core.specs import PromptSpec

DEFAULT_SYSTEM = (
    "You write data for training language models. Follow the user's instructions exactly and "
    "answer with nothing but what they ask for."
)
"""System message of prompts that have none of their own."""

_RENDERING = (
    JinjaError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,
    RuntimeError,
    MemoryError,
    SyntaxError,
)
"""What a template can raise when it meets values that it was not written for."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template, found and checked.

    Args:
        spec: The prompt's declaration.
        found: The template.
        dialect: ``jinja``, ``format`` or ``braces``.
        uses: The declared variables that it uses.
        warnings: Sentences about probable mistakes in it.
        followed_by: The variable whose value is the user message, after the template as the system
            message; ``""`` where the template has a place for it.
    """

    spec: PromptSpec
    found: FoundTemplate
    dialect: braces.Dialect
    uses: frozenset[str]
    warnings: tuple[str, ...] = ()
    followed_by: str = ""


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """A prompt with its values in place."""

    messages: Conversation
    prompt: Prompt


class PromptLibrary:
    """All prompts of a run, resolved once each.

    Args:
        specs: The declared prompts by name, each with the distribution that declares it.
        files: ``--prompt NAME=FILE``.
        overrides: ``prompts:`` of the config.
        overrides_origin: How messages name the config file.
        packs: The packs that the user named, in order.
        installed: Every installed pack: templates may extend them, and a package's own pack holds
            the prompts that it declares.
        builtin: The pack that ships with the product.
    """

    def __init__(
        self,
        specs: Mapping[str, tuple[PromptSpec, str]],
        *,
        builtin: Pack,
        files: Mapping[str, Path] | None = None,
        overrides: Mapping[str, str | PromptOverride] | None = None,
        overrides_origin: str = "config",
        packs: Sequence[Pack] = (),
        installed: Sequence[Pack] = (),
    ) -> None:
        self._specs = specs
        self.sources = Sources(
            files=dict(files or {}),
            overrides=dict(overrides or {}),
            overrides_origin=overrides_origin,
            packs=tuple(packs),
            installed=tuple(installed),
            builtin=builtin,
        )
        self.environment = MessageEnvironment(self.sources.read)
        self._prompts: dict[str, Prompt] = {}
        self._wordings: dict[str, str] = {}
        for name, where in [
            *((n, "--prompt") for n in self.sources.files),
            *((n, f"{overrides_origin}: prompts") for n in self.sources.overrides),
        ]:
            if name not in specs:
                raise TemplateError(
                    f"{where}: there is no prompt {name!r}{meant(name, specs)}",
                    hint=f"known prompts: {', '.join(sorted(specs))}",
                )

    @property
    def names(self) -> list[str]:
        """Every declared prompt, sorted."""
        return sorted(self._specs)

    def get(self, name: str) -> Prompt:
        """Return the template that a prompt name means.

        Raises:
            TemplateError: There is none, or it cannot work.
        """
        if name not in self._prompts:
            if name not in self._specs:
                raise TemplateError(f"no component declares the prompt {name!r}")
            self._prompts[name] = self._resolve(name)
        return self._prompts[name]

    def levels(self, name: str) -> Iterator[TemplateLevel]:
        """Yield every place where a prompt's template is looked for; the first one found wins."""
        return self.sources.levels(*self._specs[name])

    def shipped(self, name: str) -> FoundTemplate:
        """Return the template below all overrides.

        Raises:
            TemplateError: There is none.
        """
        spec, distribution = self._specs[name]
        return self._first(spec, distribution, self.sources.shipped(spec, distribution))

    def render(
        self, name: str, variables: Mapping[str, Any], images: Sequence[Image] = ()
    ) -> RenderedPrompt:
        """Return the messages of a prompt.

        Args:
            name: The prompt.
            variables: Its values; what is no text or number is put in as JSON.
            images: Pictures for the user message.

        Raises:
            TemplateError: The template fails on these values.
        """
        prompt = self.get(name)
        unknown = set(variables) - set(prompt.spec.variables)
        if unknown:
            raise TemplateError(f"prompt {name!r} does not declare {sorted(unknown)}")
        values = {key: _plain(value) for key, value in variables.items()}
        if prompt.dialect == "jinja":
            try:
                blocks = self.environment.render_messages(prompt.found.source, values)
            except _RENDERING as error:
                raise self._failure(prompt, error) from error
        else:
            texts = {key: str(value) for key, value in values.items()}
            blocks = {"user": braces.substitute(prompt.found.source, prompt.dialect, texts)}
        system = blocks.get("system", "") if prompt.found.system is None else prompt.found.system
        user = blocks.get("user", "").strip("\n")
        if prompt.followed_by:
            system = "\n\n".join(part for part in (system.strip(), user.strip()) if part)
            user = str(values[prompt.followed_by])
        messages = (
            Message("system", system.strip() or DEFAULT_SYSTEM),
            Message("user", user, tuple(images)),
        )
        return RenderedPrompt(messages, prompt)

    def wording(self, name: str) -> str:
        """Return the text of a prompt's messages with nothing in the place of values.

        Of a template that fails on that, its own text.
        """
        if name not in self._wordings:
            prompt = self.get(name)
            try:
                rendered = self.render(name, dict.fromkeys(prompt.spec.variables, ""))
                text = "\n\n".join(message.content for message in rendered.messages)
            except TemplateError:
                text = prompt.found.text
            self._wordings[name] = text
        return self._wordings[name]

    def _resolve(self, name: str) -> Prompt:
        spec, distribution = self._specs[name]
        found = self._first(spec, distribution, self.levels(name))
        style = style_of(found.source, found.dialect, spec)
        warnings = []
        for issue in issues_of(self.environment, spec, found.source, style):
            inside = f"in {issue.template}: " if issue.template else ""
            line = f"line {issue.line}: " if issue.line else ""
            message = f"{found.place}: {inside}{line}{issue.message}"
            if issue.severity == "error":
                raise TemplateError(message, hint=issue.hint)
            if issue.severity == "warning":
                warnings.append(message)
        follows = followed_by(self.environment, spec, found.source, style)
        used = variables_used(self.environment, spec, found.source, style)
        if follows:
            used |= {follows}
        return Prompt(spec, found, style, used, tuple(warnings), follows)

    def _first(
        self, spec: PromptSpec, distribution: str, levels: Iterable[TemplateLevel]
    ) -> FoundTemplate:
        found = first(levels)
        if found is None:
            raise TemplateError(
                f"no template {spec.name}.j2 was found for the prompt {spec.name!r} of "
                f"{distribution}",
                hint="the package that declares a prompt must ship a prompt pack that holds it",
            )
        return found

    def _failure(self, prompt: Prompt, error: BaseException) -> TemplateError:
        template, line = place_of(error)
        place = self.sources.place(template) if template else prompt.found.place
        of = f" (extended or included by {prompt.found.place})" if template else ""
        where = f"{place}, line {line}{of}" if line else f"{place}{of}"
        reason = str(error) or type(error).__name__
        hint = ""
        if isinstance(error, LimitError):
            hint = "templates run within limits, whoever wrote them; simplify it there"
        elif isinstance(error, RecursionError):
            reason = "it calls itself without end"
        return TemplateError(f"prompt {prompt.spec.name!r} from {where}: {reason}", hint=hint)


def _plain(value: Any) -> str | int | float | bool:
    if isinstance(value, (str, int, float, bool)):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1)
