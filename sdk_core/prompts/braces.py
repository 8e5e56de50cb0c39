"""The brace dialect: prompts written with ``{text}`` beside literal JSON braces.

Config files hold prompts in three styles: Jinja2; ``str.format`` with doubled literal braces; and
single braces everywhere, names and JSON alike. All three read as their author meant, because only
*known* names are ever substituted.
"""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Dialect = Literal["jinja", "format", "braces"]

_NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_JINJA = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_FORMAT_TOKEN = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")


def detect(text: str, variables: Iterable[str]) -> Dialect:
    """Tell in which style a prompt is written.

    Args:
        text: The prompt.
        variables: Names that may be substituted.
    """
    names = "|".join(re.escape(name) for name in variables)
    # A colon after the name makes it the key of an object in doubled braces; three
    # braces are str.format's way to put a value in braces.
    variable = names and re.search(
        r"(?<!\{)\{\{-?\s*(?:" + names + r")\b(?!\s*:)[^{}]*\}\}(?!\})", text
    )
    if variable or _JINJA.search(text):
        return "jinja"
    return "format" if _is_format_string(text) else "braces"


def names_in(text: str, dialect: Dialect) -> set[str]:
    """Return every name in single braces, whether known or not."""
    if dialect == "format":
        return {m.group(1) for m in _FORMAT_TOKEN.finditer(text) if m.group(1)}
    return {m.group(1) for m in _NAME.finditer(text)}


def near_misses(text: str, dialect: Dialect, variables: Iterable[str]) -> dict[str, str]:
    """Return names that are probably misspelt variables, with the name that was meant."""
    known = list(variables)
    found = {}
    for name in sorted(names_in(text, dialect) - set(known)):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        if near:
            found[name] = near[0]
    return found


def substitute(text: str, dialect: Dialect, values: Mapping[str, str]) -> str:
    """Return the prompt with known names replaced, once, by their values.

    Args:
        text: The prompt.
        dialect: ``format`` also turns doubled braces into single ones; ``braces`` leaves every
            other brace alone.
        values: The values; what they contain is never looked at again.
    """
    if dialect == "format":
        return _FORMAT_TOKEN.sub(_format_replacement(values), text)
    return _NAME.sub(lambda match: values.get(match.group(1), match.group(0)), text)


def _format_replacement(values: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def replacement(match: re.Match[str]) -> str:
        token = match.group(0)
        if token in ("{{", "}}"):
            return token[0]
        return values.get(match.group(1), token)

    return replacement


def _is_format_string(text: str) -> bool:
    """Whether ``str.format`` would accept the text with plain names only."""
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError:
        return False
    for _, name, spec, conversion in fields:
        if name is not None and (not name.isidentifier() or spec or conversion):
            return False
    return True
