"""How many examples a generator is to make of an input, and where the config says so."""

from __future__ import annotations

from sdk_core.components import Generator
from sdk_core.config.schema import Generation
from sdk_core.errors import PluginError
from sdk_core.registry.option_values import option_name
from sdk_core.registry.registry import Entry, Registry
from sdk_core.runs.session import Session
from sdk_core.specs import GeneratorSpec

GeneratorEntry = Entry[GeneratorSpec, Generator]


def target_path(registry: Registry, entry: GeneratorEntry) -> tuple[str, ...]:
    """Return where the config holds the number, ``()`` when its kind of record has none.

    Args:
        registry: What is installed.
        entry: The generator.

    Raises:
        UnknownComponent: No package declares its kind of record.
        PluginError: That kind names neither an option of the generator nor a key under
            ``generation``.
    """
    spec = entry.spec
    key = registry.record_kind(spec.example_kind).target_key
    if not key:
        return ()
    if key in entry.load().options_type.model_fields:
        return ("generators", spec.name, key)
    if key in Generation.model_fields:
        return ("generation", key)
    raise PluginError(
        f"{entry.label}: the target_key {key!r} of the record kind {spec.example_kind!r} is "
        "neither an option of its own nor a key under generation"
    )


def target_of(session: Session, entry: GeneratorEntry, generator: Generator) -> int | None:
    """Return how many examples a generator is to make of one input, ``None`` for all.

    Args:
        session: The command's surroundings.
        entry: The generator.
        generator: The same, with its options.

    Raises:
        UnknownComponent: No package declares its kind of record.
        PluginError: What that kind names does not exist, or holds no number.
    """
    path = target_path(session.registry, entry)
    if not path:
        return None
    key, general = path[-1], path[0] == "generation"
    holder = session.config.generation if general else generator.options
    value: object = getattr(holder, key)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise PluginError(
        f"{entry.label}: the target_key {key!r} of its record kind holds {value!r}, which is no "
        "number"
    )


def target_is_set(session: Session, entry: GeneratorEntry) -> bool:
    """Tell whether the user has asked for that number, in the config or on the command line."""
    path = target_path(session.registry, entry)
    if not path:
        return False
    if session.loaded.is_set(*path):
        return True
    options = entry.load().options_type
    own = path[0] != "generation"
    return own and any(option_name(options, name) == path[-1] for name in session.options)
