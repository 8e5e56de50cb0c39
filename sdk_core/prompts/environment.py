"""Where templates are looked up, and how they become messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from traceback import walk_tb
from typing import Any

from jinja2 import FunctionLoader, Template

from sdk_core.prompts.inheritance import TemplateFamily
from sdk_core.prompts.sandbox import BoundedEnvironment, joined

BUILTIN = "builtin"
"""Name of the pack that ships with the product: ``{% extends "builtin:qa_generation.j2" %}``."""


class MessageEnvironment(BoundedEnvironment):
    """Bounded, strict about undefined names, and silent about nothing.

    Args:
        lookup: Returns the text of a template that is called ``pack:file.j2``, ``None`` for none.
    """

    def __init__(self, lookup: Callable[[str], str | None]) -> None:
        super().__init__(
            loader=FunctionLoader(lookup),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            autoescape=False,  # prompts are plain text for a model, not markup
        )
        self._compiled: dict[str, Template] = {}

    def family_of(self, source: str) -> TemplateFamily:
        """Return what a template is made of.

        Raises:
            TemplateSyntaxError: The template or one that it needs does not compile or exist.
        """
        self.compiled(source)
        return TemplateFamily(self, source)

    def source_of(self, template: str) -> str:
        """Return the text of a template that is called ``pack:file.j2``.

        Raises:
            TemplateNotFound: There is none.
        """
        assert self.loader is not None
        return self.loader.get_source(self, template)[0]

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
        whole = joined(template.root_render_func(context))  # also collects inherited blocks
        blocks: dict[str, str] = {
            name: joined(context.blocks[name][0](context))
            for name in ("system", "user")
            if name in context.blocks
        }
        if "user" not in blocks:
            if "system" in blocks:  # what stands around it is the user message
                context.blocks["system"] = [_nothing]
                whole = joined(template.root_render_func(context))
            blocks["user"] = whole
        return blocks


def place_of(error: BaseException) -> tuple[str | None, int]:
    """Return the template and line in which an error of a rendering came up.

    Returns:
        The template's name, ``None`` for the one that was rendered, and the line, 0 when unknown.
    """
    name, line = None, 0
    for frame, at in walk_tb(error.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            name, line = template.name, template.get_corresponding_lineno(at)
    return name, line


def _nothing(context: Any) -> Iterator[str]:
    return iter(())
