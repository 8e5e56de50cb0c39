"""The sandbox in which templates run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

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
        """Return the names that a template and its parents expect from outside."""
        return {
            name for tree in self._family(source) for name in meta.find_undeclared_variables(tree)
        }

    def compiled(self, source: str) -> Template:
        """Return the compiled template; each is compiled once, as a run renders it thousands of times.

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
        return blocks or {"user": whole}

    def _family(self, source: str) -> Iterator[nodes.Template]:
        """Yield the syntax trees of a template and of all that it extends or includes."""
        todo, seen = [source], set[str]()
        while todo:
            tree = self.parse(todo.pop())
            yield tree
            for parent in meta.find_referenced_templates(tree):
                if parent is not None and parent not in seen and self.loader is not None:
                    seen.add(parent)
                    todo.append(self.loader.get_source(self, parent)[0])
