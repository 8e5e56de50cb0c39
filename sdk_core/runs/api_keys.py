"""Where a backend's API key comes from, and what cannot be one; no message ever holds a key."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from sdk_core.components import Backend
from sdk_core.errors import MissingKey
from sdk_core.registry.registry import Entry
from sdk_core.specs import BackendSpec

_AROUND = " \t\r\n\v\f\0\ufeff\u200b\u200e\u200f\u00a0"
"""What files, editors and web pages put around a key; no key begins or ends with any of it."""

_REFERENCE = re.compile(
    r"\$\{(?P<braced>[^}]*)\}|\$(?P<plain>[A-Za-z_]\w*)|%(?P<percent>[A-Za-z_]\w*)%"
    r"|\{\{(?P<template>[^}]*)\}\}|<(?P<blank>[^>]*)>"
    r"|(?:os\.environ/|env[:.])(?P<prefix>[A-Za-z_]\w*)"
)
"""Ways in which other programs' files name a variable in place of its value."""


def find_key(
    entry: Entry[BackendSpec, Backend],
    configured: str,
    ask: Callable[[str, str], str | None],
) -> str:
    """Return the key of a backend, ``""`` when there is none.

    It comes from the backend's own environment variables, else from its section of the config,
    else from a plugin's vault.

    Args:
        entry: The backend.
        configured: What its section of the config says.
        ask: Asks the vaults, by the name of the variable and of the backend.

    Raises:
        MissingKey: What was found cannot be a key.
    """
    variables = entry.spec.key_variables
    for variable in variables:
        if key := _checked(os.environ.get(variable, ""), variable, variables):
            return key
    if key := _checked(configured, f"{entry.spec.name}.api_key", variables):
        return key
    vault = ask(variables[0] if variables else "", entry.spec.name) or ""
    return _checked(vault, "what a plugin's vault gave", variables)


def _checked(text: str, origin: str, variables: tuple[str, ...]) -> str:
    """Return a key without what surrounds it.

    Raises:
        MissingKey: It is a reference that nobody has resolved, or holds what no key holds.
    """
    key = text.strip(_AROUND)
    if reference := _REFERENCE.fullmatch(key):
        name = next((part for part in reference.groups() if part is not None), "")
        named = f"the variable {name}" if re.fullmatch(r"[A-Za-z_]\w*", name) else "another place"
        use = f"set {variables[0]} in the environment" if variables else "put the key itself there"
        raise MissingKey(
            f"{origin} is no key but a reference to {named}, which is not looked up",
            hint=f"{use}, and leave such references out of the config file",
        )
    if key[:1] in "\"'" and key[:1] == key[-1:] and key:
        raise MissingKey(
            f"the API key in {origin} stands in quotation marks", hint="take them away"
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        what = "white space" if any(map(str.isspace, key)) else "a character that no key has"
        raise MissingKey(
            f"the API key in {origin} holds {what}",
            hint="copy it again: the key alone, in one line; in the config file it may still be a "
            "placeholder",
        )
    return key
