"""Directives and roles that docutils does not know, mostly those of Sphinx, kept as their text.

Syntax as in the reStructuredText Directives of docutils and the directives of Sphinx 8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import new_document

from sdk_core.documents.losses import Reason

_DIRECTIVE = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w:.+-]+?)::", re.M
)
_ROLE = re.compile(r":([A-Za-z][\w.+:-]*):`|`:([A-Za-z][\w.+:-]*):")
_TITLED = re.compile(r"(.+?)\s+(?<!\\)<([^<>]*)>", re.DOTALL)
_NO_TEXT = (
    "toctree", "contents", "index", "highlight", "currentmodule", "sectionauthor", "codeauthor",
    "tabularcolumns", "raw", "meta", "default-domain", "cssclass",
)  # fmt: skip
_CONDITIONS = ("only", "ifconfig")  # the argument says where the content is shown
_OTHER_FILES = ("include", "literalinclude")
_LABELS = {
    "seealso": "See also",
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "versionremoved": "Removed in version",
    "deprecated": "Deprecated since version",
    "todo": "To do",
}
_DESCRIBED = (
    "class", "function", "method", "classmethod", "staticmethod", "attribute", "property", "data",
    "module", "exception", "decorator", "option", "cmdoption", "program", "envvar", "describe",
    "object", "confval", "automodule", "autoclass", "autofunction", "automethod", "autoattribute",
    "autodata", "autoexception", "type", "macro", "member", "enum", "struct",
)  # fmt: skip
_STYLE = re.compile(r"[a-z][\w-]*(?: [a-z][\w-]*)*$")


def prepare(text: str) -> None:
    """Make docutils know all directives and roles that a document uses.

    Its registry belongs to the process, so this is done once for each name.
    """
    for name in {match.group(1).lower() for match in _DIRECTIVE.finditer(text)}:
        _register_directive(name)
    for name in {(match.group(1) or match.group(2)).lower() for match in _ROLE.finditer(text)}:
        _register_role(name)


@cache
def _register_directive(name: str) -> None:
    known, _ = directives.directive(name, en, new_document("", _quiet()))
    if name in (*_NO_TEXT, *_OTHER_FILES):
        found: type[Directive] = _LeftOut
    elif name == "date":
        found = _Today
    elif name == "class" or known is None:
        found = _Unknown
    else:
        found = type(known.__name__, (_Lenient, known), {"option_spec": _Spec(known.option_spec)})
    directives.register_directive(name, found)


@cache
def _register_role(name: str) -> None:
    known, _ = roles.role(name, en, 0, new_document("", _quiet()).reporter)
    if known is None:
        roles.register_local_role(name, _plain_role)


def _quiet() -> Any:
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser

    settings = get_default_settings(Parser)
    settings.report_level = 5
    return settings


def _plain_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, *_: Any, **__: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Return what a role shows: the title of ``title <target>``, else the text."""
    text = nodes.unescape(text)
    titled = _TITLED.fullmatch(text)
    shown = titled.group(1) if titled else text.lstrip("!~")
    return [nodes.inline(rawtext, shown)], []


class _Spec(dict[str, Callable[[str], Any]]):
    """Options of a directive, of which unknown and wrong ones are no error."""

    def __init__(self, known: dict[str, Callable[[str], Any]] | None) -> None:
        super().__init__({"caption": str, **(known or {})})

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str], Any]:
        known = super().get(name)

        def convert(value: str) -> Any:
            if known is None:
                return _WRONG
            try:
                return known(value)
            except (ValueError, TypeError):
                return _WRONG

        return convert


_WRONG = object()


class _Lenient(Directive):  # type: ignore[misc]
    """A directive of docutils without the options that it does not understand."""

    options: dict[str, Any]

    def run(self) -> list[nodes.Node]:
        caption = self.options.pop("caption", "")  # of a listing, by Sphinx
        above = self.state.inline_text(caption, self.lineno)[0] if caption else []
        self.options = {key: each for key, each in self.options.items() if each is not _WRONG}
        return [*([nodes.paragraph("", "", *above)] if above else []), *super().run()]


class _Free(Directive):  # type: ignore[misc]
    """A directive that may have any argument, options and content."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _Spec(None)

    @property
    def argument(self) -> str:
        return self.arguments[0] if self.arguments else ""


class _LeftOut(_Free):
    """What stands in another file, which is not opened, or holds no text of its own.

    The latter are lists of other pages, settings, and markup of other formats.
    """

    def run(self) -> list[nodes.Node]:
        is_lost = self.name.lower() in _OTHER_FILES
        reason = Reason.UNREADABLE if is_lost else Reason.STRUCTURE
        return [nodes.comment(self.block_text, self.block_text, reason=reason)]


class _Today(_Free):
    """The day of reading, which is none of the document's."""

    def run(self) -> list[nodes.Node]:
        return [nodes.Text("date")]


class _Unknown(_Free):
    """An unknown directive: its argument as a line of its own, its content as text."""

    def run(self) -> list[nodes.Node]:
        return [*self._named(), *self._content()]

    def _named(self) -> Iterator[nodes.Node]:
        name = self.name.lower()
        if name in _CONDITIONS or (name == "class" and _STYLE.match(self.argument)):
            return  # the other "class" is a directive of docutils, for styles
        if label := _LABELS.get(name):
            parts = self._inline(self.argument)
            yield nodes.paragraph("", "", nodes.Text(f"**{label}:** "), *parts)
        elif ":" in name or name in _DESCRIBED or "(" in self.argument:
            for line in filter(None, map(str.strip, self.argument.split("\n"))):
                yield nodes.paragraph("", "", nodes.literal("", line.rstrip("\\")))
        elif self.argument:
            yield nodes.paragraph("", "", *self._inline(self.argument))

    def _inline(self, text: str) -> list[nodes.Node]:
        found, messages = self.state.inline_text(text, self.lineno)
        return [*found, *messages]

    def _content(self) -> list[nodes.Node]:
        box = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, box, match_titles=True)
        return list(box.children)
