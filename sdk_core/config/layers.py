"""Merges defaults, a config file, the environment and flags, and remembers whose each value is."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sdk_core.config.foreign import is_foreign, sentence, set_aside
from sdk_core.config.legacy import modernise
from sdk_core.config.schema import COMPONENT_SECTIONS, Config, Plugins, PromptOverride, known_keys
from sdk_core.config.yamlfile import ConfigFile, parse_scalar
from sdk_core.errors import ConfigError

DEFAULT = "default"

KeyPath = tuple[str, ...]

_SECRET = re.compile(r"(^|[_-])(key|apikey|token|secret|password|authorization)$", re.IGNORECASE)
_MODEL = re.compile(r"a valid dictionary( or instance of \w+)?")


@dataclass(frozen=True, slots=True)
class Layer:
    """Some values and where they come from.

    Args:
        origin: How messages name the place: a file name, a variable, a flag.
        values: Nested mappings of values.
    """

    origin: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class LoadedConfig:
    """The merged configuration.

    Args:
        config: The validated values.
        origins: Where each value that is not a default comes from, by key path.
        notes: Sentences for the user about obsolete or renamed keys.
        warnings: Sentences about keys of other programs, which have no effect.
        file: How the config file is named as an origin, ``""`` when there is none.
    """

    config: Config
    origins: dict[KeyPath, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    file: str = ""

    def origin(self, *path: str) -> str:
        """Return where a value comes from, ``"default"`` when nobody set it."""
        return self.origins.get(path, DEFAULT)

    def is_set(self, *path: str) -> bool:
        """Tell whether the user set a value."""
        return path in self.origins

    def is_from_file(self, *path: str) -> bool:
        """Tell whether a value stands in the config file."""
        return bool(self.file) and self.origins.get(path) == self.file


def load_config(
    file: ConfigFile | Path | None = None,
    flags: Mapping[str, Mapping[str, Any]] | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    free_sections: Callable[[], list[str]] = list,
) -> LoadedConfig:
    """Merge all layers: flags over environment over file over defaults.

    Args:
        file: The ``-c`` file; one that was read for `plugin_settings` is not read again.
        flags: Values of flags by the flag's name, each a nested mapping.
        environment: ``SDK_SECTION__KEY`` variables; `os.environ` when ``None``.
        free_sections: Returns the names of the components that have sections of their own;
            called only when needed.

    Raises:
        ConfigError: Anything is unknown or has a wrong type; the message names every such key.
    """
    notes: list[str] = []
    layers: list[Layer] = []
    origin = ""
    if file is not None:
        read = file if isinstance(file, ConfigFile) else ConfigFile(file)
        origin = str(read.path)
        layers.append(Layer(origin, modernise(read.values, origin, notes)))
    variables = os.environ if environment is None else environment
    layers.extend(_environment_layers(variables))
    layers.extend(Layer(name, values) for name, values in (flags or {}).items())

    merged: dict[str, Any] = {}
    origins: dict[KeyPath, str] = {}
    for layer in layers:
        _merge(merged, layer.values, origins, layer.origin, ())
    _add_listed(merged, origins, variables)
    foreign = list(set_aside(merged, lambda path: bool(origin) and origins.get(path) == origin))
    problems, sections = _unknown_sections(merged, origins, free_sections, origin)
    warnings = [sentence(origin, path, known_keys(path[:-1])) for path in foreign]
    config: Config | None = None
    try:
        config = Config.model_validate(merged)
    except ValidationError as error:
        problems.extend(_explain(error, origins))
    if problems or config is None:
        raise ConfigError(
            problems[0] if len(problems) == 1 else "\n  ".join(["the config is wrong:", *problems]),
            hint="see all keys with: synthetic-data-kit config show --origin",
        )
    return LoadedConfig(config, origins, notes, [*sections, *warnings], origin)


def plugin_settings(
    file: ConfigFile | None,
    environment: Mapping[str, str] | None = None,
    *,
    given: Mapping[str, Mapping[str, Any]] | None = None,
) -> Plugins:
    """Return the section ``plugins`` without loading the rest of the configuration.

    Which plugins may load must be known before the names in the other sections can be checked. A
    configuration that cannot be read switches nothing off; loading it says what is wrong.

    Args:
        file: The ``-c`` file.
        environment: As for `load_config`.
        given: Layers that go over both, by their origin.
    """
    variables = os.environ if environment is None else environment
    merged: dict[str, Any] = {}
    try:
        if file is not None:
            _merge(merged, file.values, {}, "", ())
        for layer in _environment_layers(variables):
            _merge(merged, layer.values, {}, layer.origin, ())
        for origin, values in (given or {}).items():
            _merge(merged, values, {}, origin, ())
        _add_listed(merged, {}, variables)
        return Plugins.model_validate(merged.get("plugins") or {})
    except (ConfigError, ValidationError):
        return Plugins()


def _add_listed(
    merged: dict[str, Any], origins: dict[KeyPath, str], environment: Mapping[str, str]
) -> None:
    """Put the names that ``SDK_PLUGINS_DISABLE`` and its like list before those of the config.

    They add to the config and do not replace it: who switches one plugin off for a moment does
    not mean to switch another one on.
    """
    for key in ("disable", "prefer", "require"):
        variable = f"SDK_PLUGINS_{key.upper()}"
        names = [name.strip() for name in environment.get(variable, "").split(",")]
        section = merged.setdefault("plugins", {}) if any(names) else None
        if not isinstance(section, dict):
            continue
        listed, path = section.get(key), ("plugins", key)
        section[key] = [*filter(None, names), *(listed if isinstance(listed, list) else [])]
        places = [f"environment variable {variable}", *([origins[path]] if path in origins else [])]
        origins[path] = " and ".join(places)


def flatten(values: Mapping[str, Any], path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield every leaf of nested mappings with its key path."""
    for key, value in values.items():
        here = (*path, str(key))
        if isinstance(value, Mapping) and value:
            yield from flatten(value, here)
        else:
            yield here, value


def mask(path: KeyPath, value: Any) -> Any:
    """Return the value, or asterisks when the key holds a secret."""
    if value and not isinstance(value, bool) and _SECRET.search(path[-1]):
        return "********"
    return value


def _merge(
    target: dict[str, Any],
    values: Mapping[str, Any],
    origins: dict[KeyPath, str],
    origin: str,
    path: KeyPath,
) -> None:
    for key, value in values.items():
        here = (*path, key)
        if isinstance(value, Mapping):
            inner = target.get(key)
            if not isinstance(inner, dict):
                inner = target[key] = {}
            origins.setdefault(here, origin)
            _merge(inner, value, origins, origin, here)
        elif value is None and _is_section(here):
            if here[-1] not in known_keys(path):
                target.setdefault(key, {})
            origins.setdefault(here, origin)
        else:
            target[key] = value
            origins[here] = origin


def _is_section(path: KeyPath) -> bool:
    """Whether a key holds others, so that nothing under it means that none of them is set."""
    return (
        len(path) == 1
        or bool(known_keys(path))
        or (len(path) == 2 and path[0] in COMPONENT_SECTIONS)
    )


def _environment_layers(environment: Mapping[str, str]) -> Iterator[Layer]:
    """Yield a layer for each ``SDK_SECTION__KEY`` variable.

    Names are lower-cased; in a section name ``_`` may stand for ``-``, since a shell cannot
    export a name with ``-``.
    """
    for variable in sorted(environment):
        if not variable.startswith("SDK_") or "__" not in variable:
            continue
        if not environment[variable].strip():
            continue  # set to nothing is as good as not set
        parts = variable[len("SDK_") :].lower().split("__")
        if parts[0] not in known_keys(()):
            parts[0] = parts[0].replace("_", "-")
        if len(parts) < 2 or not all(parts):
            raise ConfigError(
                f"the environment variable {variable} does not name a section and a key",
                hint="for instance SDK_GENERATION__CHUNK_SIZE=2000",
            )
        value = parse_scalar(environment[variable])
        for part in reversed(parts):
            value = {part: value}
        yield Layer(f"environment variable {variable}", value)


def _unknown_sections(
    merged: dict[str, Any],
    origins: Mapping[KeyPath, str],
    free_sections: Callable[[], list[str]],
    file: str,
) -> tuple[list[str], list[str]]:
    """Return what is wrong with sections that are not ours, and warnings about foreign ones.

    A foreign section of the file is taken out.
    """
    problems: list[str] = []
    warnings: list[str] = []
    own = known_keys(())
    others = [name for name in merged if name not in own]
    names = free_sections() if others else []
    for name in others:
        where, known = _where((name,), origins), [*own, *names]
        if name in names:
            if not isinstance(merged[name], dict):
                problems.append(f"{where}: {name!r} must be a section with keys")
        elif file and where == file and is_foreign(name, known):
            del merged[name]
            warnings.append(sentence(where, (name,), known))
        else:
            problems.append(f"{where}: {name!r} is not a known section{_near(name, known)}")
    return problems, warnings


def _explain(error: ValidationError, origins: Mapping[KeyPath, str]) -> Iterator[str]:
    told: set[KeyPath] = set()
    for problem in error.errors(include_url=False):
        branch = tuple(str(part) for part in problem["loc"])
        path = _without_union_tags(branch)
        value = problem["input"]
        if "str" in branch and isinstance(value, Mapping):
            continue  # it was meant for the union's other branch, which says more
        where, dotted = _where(path, origins), ".".join(path)
        if problem["type"] == "extra_forbidden":
            known = list(PromptOverride.model_fields) if path != branch else known_keys(path[:-1])
            text = f"{where}: {dotted!r} is not a known key{_near(path[-1], known)}"
        elif problem["type"] == "value_error":
            reason = str(problem["ctx"]["error"])
            text = f"{_where_named(reason, path, origins)}: {dotted}: {reason}"
        else:
            shown = f", not {value!r}" if isinstance(value, (str, int, float, bool)) else ""
            if problem["type"] == "string_type" and shown:
                shown += "; put it in quotes"
            if mask(path, "x") != "x":
                shown = ""
            text = f"{where}: {dotted!r}: {_plain(problem['msg'])}{shown}"
        if path not in told:  # one branch of a union is enough
            told.add(path)
            yield text


def _without_union_tags(path: KeyPath) -> KeyPath:
    """Drop the parts that name a union's branch (``prompts.summary.str``), not a key."""
    tags = ("str", "constrained-int", "PromptOverride")
    return tuple(p for p in path if p not in tags and "[" not in p)


def _where_named(reason: str, path: KeyPath, origins: Mapping[KeyPath, str]) -> str:
    """Return where the keys of a section that a sentence names come from."""
    named = [(*path, key) for key in known_keys(path) if re.search(rf"\b{key}\b", reason)]
    places = dict.fromkeys(origins[key] for key in named if key in origins)
    return " and ".join(places) or _where(path, origins)


def _where(path: KeyPath, origins: Mapping[KeyPath, str]) -> str:
    for length in range(len(path), 0, -1):
        if path[:length] in origins:
            return origins[path[:length]]
    return "config"


def _plain(message: str) -> str:
    message = _MODEL.sub("a section with keys", message)
    return message.replace("Input should be", "must be").replace("Field required", "is missing")


def _near(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.55)
    if found:
        return f"; did you mean {found[0]!r}?"
    return f" (known: {', '.join(known)})" if known else ""
