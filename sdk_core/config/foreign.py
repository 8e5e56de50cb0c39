"""Keys of other programs in a config file: told and passed over, unless they look like a slip."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sdk_core.config.schema import COMPONENT_SECTIONS, known_keys

NEAR = 0.7
"""Ratcliff-Obershelp similarity from which an unknown key counts as one of ours misspelt."""

_OURS_ALONE = ("plugins", "prices", "prompts", *COMPONENT_SECTIONS)
"""Sections that no other program has, so that an unknown key in them is a mistake."""


def is_foreign(name: str, known: Iterable[str]) -> bool:
    """Tell whether a key is like none of those that are known."""
    plain = {key.casefold().replace("-", "_") for key in known}
    wanted = name.casefold().replace("-", "_")
    return not difflib.get_close_matches(wanted, plain, n=1, cutoff=NEAR)


def sentence(where: str, path: tuple[str, ...], known: Iterable[str]) -> str:
    """Return what to tell about a foreign key.

    Args:
        where: The config file.
        path: The key's path.
        known: The keys that stand in its place in this program.
    """
    words = _words(path[-1])
    near = max(known, key=lambda key: len(words & _words(key)), default="")
    meant = f"; if it means {near!r}, write that" if words & _words(near) else ""
    return f"{where}: {'.'.join(path)!r} is no key of this program and has no effect{meant}"


def _words(name: str) -> set[str]:
    return set(name.casefold().replace("-", "_").split("_"))


def set_aside(
    values: dict[str, Any], is_from_file: Callable[[tuple[str, ...]], bool]
) -> Iterator[tuple[str, ...]]:
    """Take foreign keys out of the sections that other programs have too, and yield their paths.

    Wrappers write more keys than the program reads that they write for, and their files are to work
    as they are.

    Args:
        values: The merged values.
        is_from_file: Tells whether a key path stands in the config file; what a flag or a variable
            names is meant for this program.
    """
    for section in known_keys(()):
        if section not in _OURS_ALONE:
            yield from _from_section(values.get(section), (section,), is_from_file)


def _from_section(
    values: Any, path: tuple[str, ...], is_from_file: Callable[[tuple[str, ...]], bool]
) -> Iterator[tuple[str, ...]]:
    known = known_keys(path)
    if not known or not isinstance(values, dict):
        return
    for key in list(values):
        here = (*path, key)
        if key in known:
            yield from _from_section(values[key], here, is_from_file)
        elif is_from_file(here) and is_foreign(key, known):
            del values[key]
            yield here
