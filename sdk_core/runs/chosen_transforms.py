"""The transforms that a user named for a stage, as steps in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from sdk_core.config.yamlfile import parse_mapping
from sdk_core.errors import ConfigError, UsageError
from sdk_core.kinds import TRANSFORM
from sdk_core.model import Example
from sdk_core.naming import did_you_mean
from sdk_core.registry.registry import Registry
from sdk_core.runs.session import Session
from sdk_core.specs import Level
from sdk_core.transforming import Step, Through, TransformEntry, pass_through

Section = Literal["ingest", "generation", "curate", "format"]

LEVELS: dict[Section, tuple[Level, ...]] = {
    "ingest": ("document", "segment"),
    "generation": ("chunk", "example"),
    "curate": ("example",),
    "format": ("example",),
}
"""What passes through the stage whose section of the config names transforms."""

_COMMANDS: dict[Section, str] = {
    "ingest": "ingest",
    "generation": "create",
    "curate": "curate",
    "format": "save-as",
}

Named = str | Mapping[str, Mapping[str, Any] | None]
"""``NAME``, ``NAME@LEVEL`` or ``NAME={option: value}``, or a mapping of one of them to options."""


def chosen_steps(session: Session, section: Section) -> list[Step]:
    """Return the transforms of a stage.

    Args:
        session: The command's surroundings.
        section: The section of the config that names them.

    Raises:
        UsageError: One does not exist, does not work on what the stage has, or has an option that
            is wrong.
    """
    return [_step(session, section, named) for named in getattr(session.config, section).transforms]


def transform_of(
    session: Session, section: Section, on_warning: Callable[[str], None]
) -> Callable[[Example], Through[Example]] | None:
    """Return what puts a record through the transforms of a stage, ``None`` where it has none.

    Args:
        session: The command's surroundings.
        section: As for `chosen_steps`.
        on_warning: Is told what the user should know.

    Raises:
        UsageError: As `chosen_steps`.
    """
    steps = chosen_steps(session, section)
    if not steps:
        return None
    return lambda each: pass_through(steps, each, each.provenance.source, on_warning)


def section_of(registry: Registry, named: str) -> Section:
    """Return the first stage of a whole run that has what a transform works on.

    Raises:
        UsageError: It does not exist, or not on that level.
    """
    entry, level, _ = _read(registry, named)
    wanted = level or entry.spec.on[0]
    return "ingest" if wanted in LEVELS["ingest"] else "generation"


def _step(session: Session, section: Section, named: Named) -> Step:
    entry, level, options = _read(session.registry, named)
    fitting = [each for each in entry.spec.on if each in LEVELS[section]]
    if level:
        fitting = [level] if level in LEVELS[section] else []
    if not fitting:
        others = [
            _COMMANDS[other]
            for other, levels in LEVELS.items()
            if any(each in levels for each in ((level,) if level else entry.spec.on))
        ]
        has = " and ".join(f"{each}s" for each in LEVELS[section])
        works = level or " or ".join(entry.spec.on)
        raise UsageError(
            f"the transform {entry.spec.name!r} works on a {works}, and {_COMMANDS[section]} has "
            f"{has}",
            hint=f"give it to {' or '.join(others)}",
        )
    session.use(entry)
    configured = session.config.components(TRANSFORM).get(entry.spec.name, {})
    return Step.build(entry, fitting[0], {**configured, **options})


def _read(registry: Registry, named: Named) -> tuple[TransformEntry, Level | None, dict[str, Any]]:
    """Return the transform that a user named, the level and the options, where these are given."""
    options: Any = None
    if isinstance(named, str):
        name, equals, text = named.partition("=")
        options = (parse_mapping(text) or text) if equals else {}
    else:
        [(name, options)] = named.items()
    name, at, level = name.strip().partition("@")
    entry = registry.get(TRANSFORM, name)
    options = {} if options is None else options
    if not isinstance(options, Mapping):
        raise ConfigError(
            f"the options of the transform {name!r} are no mapping: {options!r}",
            hint="write them in braces: --transform 'length={least: 200}'",
        )
    if at and level not in entry.spec.on:
        known = [each for each in get_args(Level) if each in entry.spec.on]
        raise UsageError(
            f"the transform {name!r} does not work on {level!r}{did_you_mean(level, known)}",
            hint=f"it works on {' and '.join(known)}",
        )
    found = next((each for each in get_args(Level) if at and each == level), None)
    return entry, found, dict(options)
