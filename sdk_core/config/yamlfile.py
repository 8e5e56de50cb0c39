"""Reads a YAML file safely: no tags, no duplicate keys, no alias bombs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from sdk_core.errors import ConfigError

MAX_BYTES = 1 << 20
MAX_DEPTH = 50
MAX_VALUES = 100_000
"""Most values in a file, those that aliases repeat counted each time."""

_TEXT = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"


class _Loader(yaml.SafeLoader):
    """Safe loader that refuses keys that occur twice or are no text, and files that blow up."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0
        self._sizes: dict[Any, int] = {}  # of the nodes that are complete, by node

    def compose_node(self, parent: Any, index: Any) -> Any:
        alias = self.check_event(yaml.events.AliasEvent)
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _error(f"nested deeper than {MAX_DEPTH} levels", mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        if not alias:
            self._sizes[node] = 1 + sum(self._sizes[child] for child in _children(node))
        elif node not in self._sizes:
            raise _error("an alias stands inside of what it repeats", mark)
        if self._sizes[node] > MAX_VALUES:
            raise _error(f"more than {MAX_VALUES} values", mark)
        return node

    def compose_mapping_node(self, anchor: Any) -> Any:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag == _MERGE:
                continue
            if key.tag != _TEXT:
                shown = f"the key {key.value} is" if isinstance(key.value, str) else "a key is"
                raise _error(f"{shown} not text; put it in quotes", key.start_mark)
            if key.value in seen:
                raise _error(f"the key {key.value!r} occurs twice", key.start_mark)
            seen.add(key.value)
        return node


class _TextLoader(_Loader):
    """Loader for lists on the command line: ``no`` and ``3.10`` in them are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _error(problem: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class ConfigFile:
    """A config file. It is read once, when it is first wanted: it may be a pipe.

    Args:
        path: Where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def values(self) -> dict[str, Any]:
        """What it holds, as `read_yaml` returns it."""
        return read_yaml(self.path)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds; an empty file is an empty mapping.

    Raises:
        ConfigError: The file cannot be read, is not YAML or is not a mapping of names.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"the config file {path} cannot be read: {error.strerror}",
            hint="write one with: synthetic-data-kit config init",
        ) from error
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"the config file {path} is larger than {MAX_BYTES >> 20} MiB")
    try:
        text = raw.decode("utf-8-sig")
        loaded = yaml.load(text, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise ConfigError(f"the config file {path} is not UTF-8 text") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(
            f"the config file {path} is not valid YAML: {_describe(error)}"
        ) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise ConfigError(f"the config file {path} must hold sections such as 'llm:'")
    return loaded


def parse_mapping(text: str) -> dict[str, Any] | None:
    """Return the mapping that a text is in YAML's flow form, ``None`` when it is none."""
    try:
        value = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def parse_scalar(text: str) -> Any:
    """Return the value that a flag or an environment variable means.

    ``true``, ``false``, ``null``, a JSON object and a list in brackets mean that; everything else
    is text, numbers too: validation makes numbers of them where numbers are wanted, so that a
    version ``3.10`` or a key of digits stays what was typed.
    """
    plain = text.strip()
    if plain.lower() in ("true", "false", "null"):
        return json.loads(plain.lower())
    try:
        if plain.startswith("{"):
            return json.loads(plain)
        if plain.startswith("["):
            return yaml.load(plain, Loader=_TextLoader)
    except (ValueError, RecursionError, yaml.YAMLError):
        pass
    return text


def _describe(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        return f"line {mark.line + 1}, column {mark.column + 1}: {error.problem}"
    return " ".join(str(error).split())
