"""The sandbox in which templates run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sdk_core.templating.family import variables_used

BUILTIN = "builtin"
"""Name of the pack that ships with the product: ``{% extends "builtin:qa_generation.j2" %}``."""

Lookup = Callable[[str, str], str | None]


class PackLoader(BaseLoader):
    """Loads ``pack:file.j2`` through a look-up function."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's text.

        Raises:
            TemplateNotFound: No such pack or file.
        """
        pack, colon, name = template.partition(":")
        if not colon:
            pack, name = BUILTIN, template
        text = self._lookup(pack, name)
        if text is None:
            raise TemplateNotFound(template)
        return text, template, None


class MessageEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed, strict about undefined names, and silent about nothing."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__(
            loader=PackLoader(lookup),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            autoescape=False,  # prompts are plain text for a model, not markup
        )
        self._compiled: dict[str, Template] = {}

    def variables_of(self, source: str) -> set[str]:
        """Return the names that a template expects from outside.

        Blocks of parents count only where the template uses them.

        Raises:
            TemplateSyntaxError: The template or one that it needs does not compile.
            TemplateNotFound: It extends or includes one that does not exist.
        """
        return variables_used(self, source)

    def compiled(self, source: str) -> Template:
        """Return the compiled template, compiled once: a run renders it thousands of times.

        Raises:
            TemplateSyntaxError: It does not parse.
        """
        if source not in self._compiled:
            self._compiled[source] = self.from_string(source)
        return self._compiled[source]

    def render_messages(self, source: str, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the text of the ``system`` and ``user`` blocks of a template.

        A template without such blocks is the user message as a whole.
        """
        template = self.compiled(source)
        context = template.new_context(dict(values))
        whole = "".join(template.root_render_func(context))  # also collects inherited blocks
        blocks: dict[str, str] = {
            name: "".join(context.blocks[name][0](context))
            for name in ("system", "user")
            if name in context.blocks
        }
        if "user" not in blocks:
            if "system" in blocks:  # what stands around it is the user message
                context.blocks["system"] = [_nothing]
                whole = "".join(template.root_render_func(context))
            blocks["user"] = whole
        return blocks


def _nothing(context: Any) -> Iterator[str]:
    return iter(())
