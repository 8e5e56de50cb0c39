"""Which template a prompt name means, and how it becomes messages."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateNotFound, TemplateSyntaxError

from sdk_core.config import PromptOverride
from sdk_core.errors import TemplateError
from sdk_core.model import Conversation, Image, Message
from sdk_core.specs import PromptSpec
from sdk_core.templating import dialect as braces
from sdk_core.templating.environment import BUILTIN, MessageEnvironment
from sdk_core.templating.packs import Pack, read_template

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
    RecursionError,
)
"""What a template can raise when it meets values that it was not written for."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template, found and checked.

    Args:
        spec: The prompt's declaration.
        source: The template's text.
        origin: Where it was found.
        dialect: ``jinja``, ``format`` or ``braces``.
        system: System message given beside the text, ``None`` when there is none.
        uses: The declared variables that it uses.
        warnings: Sentences about probable mistakes in it.
    """

    spec: PromptSpec
    source: str
    origin: str
    dialect: braces.Dialect
    system: str | None
    uses: frozenset[str]
    warnings: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the template's text and system message, for provenance."""
        return hashlib.sha256(f"{self.system or ''}\0{self.source}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rendered:
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
        self._files = dict(files or {})
        self._overrides = dict(overrides or {})
        self._overrides_origin = overrides_origin
        self._packs = list(packs)
        self._installed = list(installed)
        self._builtin = builtin
        self._environment = MessageEnvironment(self._read)
        self._prompts: dict[str, Prompt] = {}
        for name, where in [
            *((n, "--prompt") for n in self._files),
            *((n, f"{overrides_origin}: prompts") for n in self._overrides),
        ]:
            if name not in specs:
                near = difflib.get_close_matches(name, list(specs), n=1)
                raise TemplateError(
                    f"{where}: there is no prompt {name!r}"
                    + (f"; did you mean {near[0]!r}?" if near else ""),
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
            spec, distribution = self._specs[name]
            self._prompts[name] = self._resolve(spec, distribution)
        return self._prompts[name]

    def builtin_source(self, name: str) -> tuple[str, str]:
        """Return the template below all overrides, and its origin."""
        spec, distribution = self._specs[name]
        return self._shipped(spec, distribution)

    def render(
        self, name: str, variables: Mapping[str, Any], images: Sequence[Image] = ()
    ) -> Rendered:
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
                blocks = self._environment.render_messages(prompt.source, values)
            except _RENDERING as error:
                raise TemplateError(f"prompt {name!r} from {prompt.origin}: {error}") from error
        else:
            texts = {key: str(value) for key, value in values.items()}
            blocks = {"user": braces.substitute(prompt.source, prompt.dialect, texts)}
        system = blocks.get("system", "") if prompt.system is None else prompt.system
        user = blocks.get("user", "").strip("\n")
        messages = (
            Message("system", system.strip() or DEFAULT_SYSTEM),
            Message("user", user, tuple(images)),
        )
        return Rendered(messages, prompt)

    def _resolve(self, spec: PromptSpec, distribution: str) -> Prompt:
        name, system, chosen = spec.name, None, "auto"
        if name in self._files:
            file = self._files[name]
            source, origin = read_template(file, str(file)), str(file)
            chosen = "jinja" if file.suffix == ".j2" else "auto"
        elif name in self._overrides:
            source, origin, system, chosen = self._configured(name, self._overrides[name])
        else:
            source, origin = self._from_packs(spec, distribution)
            chosen = "jinja"
        return self._check(spec, source, origin, system, chosen)

    def _configured(
        self, name: str, override: str | PromptOverride
    ) -> tuple[str, str, str | None, str]:
        origin = f"{self._overrides_origin}: prompts.{name}"
        if isinstance(override, str):
            return override, origin, None, "auto"
        if override.file is None:
            return override.text or "", origin, override.system, override.dialect
        file = Path(override.file)
        chosen = override.dialect
        if chosen == "auto" and file.suffix == ".j2":
            chosen = "jinja"
        return read_template(file, str(file)), str(file), override.system, chosen

    def _from_packs(self, spec: PromptSpec, distribution: str) -> tuple[str, str]:
        for pack in self._packs:
            source = pack.read(f"{spec.name}.j2")
            if source is not None:
                return source, pack.origin
        return self._shipped(spec, distribution)

    def _shipped(self, spec: PromptSpec, distribution: str) -> tuple[str, str]:
        owned = [pack for pack in self._installed if pack.distribution == distribution]
        for pack in (self._builtin, *owned):
            source = pack.read(f"{spec.name}.j2")
            if source is not None:
                return source, pack.origin
        raise TemplateError(
            f"no template {spec.name}.j2 was found for the prompt {spec.name!r} of {distribution}",
            hint="the package that declares a prompt must ship a prompt pack that holds it",
        )

    def _check(
        self, spec: PromptSpec, source: str, origin: str, system: str | None, chosen: str
    ) -> Prompt:
        found: braces.Dialect
        if chosen == "jinja":
            found = "jinja"
        else:
            found = braces.detect(source, spec.variables)
            if chosen == "braces" and found == "jinja":
                found = "braces"
        warnings: tuple[str, ...] = ()
        if found == "jinja":
            used = self._jinja_variables(spec, source, origin)
        else:
            used = braces.names_in(source, found) & set(spec.variables)
            warnings = tuple(
                f"{origin}: {{{wrong}}} is not a variable of this prompt; did you mean {{{right}}}?"
                for wrong, right in braces.near_misses(source, found, spec.variables).items()
            )
        missing = [name for name in spec.required if name not in used]
        if missing:
            raise TemplateError(
                f"{origin}: the prompt {spec.name!r} does not use {{{missing[0]}}}, so the model "
                "would never see it",
                hint=warnings[0] if warnings else f"its variables are: {', '.join(spec.variables)}",
            )
        return Prompt(spec, source, origin, found, system, frozenset(used), warnings)

    def _jinja_variables(self, spec: PromptSpec, source: str, origin: str) -> set[str]:
        try:
            used = self._environment.variables_of(source)
            self._environment.compiled(source)
        except TemplateSyntaxError as error:
            place = f"{origin}: in {error.name}" if error.name else origin
            raise TemplateError(f"{place}: line {error.lineno}: {error.message}") from error
        except TemplateNotFound as error:
            raise TemplateError(
                f"{origin}: it extends {error.message!r}, which does not exist",
                hint='name it as "builtin:NAME.j2" or "<pack>:NAME.j2"',
            ) from error
        for name in sorted(used - set(spec.variables)):
            near = difflib.get_close_matches(name, spec.variables, n=1)
            raise TemplateError(
                f"{origin}: {name!r} is not a variable of the prompt {spec.name!r}"
                + (f"; did you mean {near[0]!r}?" if near else ""),
                hint=f"its variables are: {', '.join(spec.variables)}",
            )
        return used

    def _read(self, pack_name: str, file: str) -> str | None:
        """Look a template up for ``extends``: named packs, then installed ones."""
        if pack_name == BUILTIN:
            return self._builtin.read(file)
        for pack in (*self._packs, *self._installed):
            if pack.name == pack_name:
                return pack.read(file)
        return None


def _plain(value: Any) -> str | int | float | bool:
    if isinstance(value, (str, int, float, bool)):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1)
