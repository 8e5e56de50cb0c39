"""How many examples a generator is to make of an input, and where the config says so."""

from __future__ import annotations

from dataclasses import dataclass

from sdk_core.components import Generator
from sdk_core.config.schema import Generation
from sdk_core.create import information
from sdk_core.create.document_inputs import OpenedInput
from sdk_core.defaults import AUTO
from sdk_core.errors import PluginError
from sdk_core.registry.option_values import option_name
from sdk_core.registry.registry import Entry, Registry
from sdk_core.runs.session import Session
from sdk_core.specs import GeneratorSpec

GeneratorEntry = Entry[GeneratorSpec, Generator]


@dataclass(frozen=True, slots=True)
class Amount:
    """How many examples are wanted of one input.

    Args:
        number: The number, ``None`` for all.
        new_words: The words of the input that it was made of, ``None`` for a number by the user.
    """

    number: int | None
    new_words: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """How many examples a generator is to make of each input.

    Args:
        number: The number, ``None`` for all.
        is_promised: Whether the user has asked for that number, so that fewer are a loss.
        usual: Where each input's text says how many, what the number is when the user says
            nothing; else ``None``.
        covers_all: Whether every chunk is to be asked.
    """

    number: int | None
    is_promised: bool
    usual: int | None = None
    covers_all: bool = False

    def _enough_for(self, spec: GeneratorSpec, opened: OpenedInput) -> int | None:
        """Return the number, or as many as there are chunks to ask where nobody has set it."""
        if self.number is None or self.is_promised or not self.covers_all or spec.unit != "chunk":
            return self.number
        return max(self.number, len(opened.units))

    def of(self, spec: GeneratorSpec, opened: OpenedInput) -> Amount:
        """Return how many are wanted of an input."""
        if self.usual is None:
            return Amount(self._enough_for(spec, opened))
        words = information.new_words(opened.document.text)
        number = information.examples_for(
            words,
            usual=self.usual,
            units=len(opened.units),
            least=len(opened.units) if spec.multimodal else 1,
        )
        return Amount(number, words)


def target_path(registry: Registry, entry: GeneratorEntry) -> tuple[str, ...]:
    """Return where the config holds the number, ``()`` when its kind of record has none.

    Args:
        registry: What is installed.
        entry: The generator.

    Raises:
        PluginError: That kind names neither an option of the generator nor a key under
            ``generation``.
    """
    spec = entry.spec
    key = registry.kind_made_by(spec).target_key
    if not key:
        return ()
    if key in entry.load().options_type.model_fields:
        return ("generators", spec.name, key)
    if key in Generation.model_fields:
        # A number for all generators of a kind says nothing of those that take a document as one.
        return () if spec.unit in ("document", "documents") else ("generation", key)
    raise PluginError(
        f"{entry.label}: the target_key {key!r} of the record kind {spec.example_kind!r} is "
        "neither an option of its own nor a key under generation"
    )


def target_of(session: Session, entry: GeneratorEntry, generator: Generator) -> Target:
    """Return how many examples a generator is to make of one input.

    Args:
        session: The command's surroundings.
        entry: The generator.
        generator: The same, with its options.

    Raises:
        PluginError: What that kind names does not exist, or holds no number.
    """
    path = target_path(session.registry, entry)
    if not path:
        return Target(None, is_promised=False)
    key, general = path[-1], path[0] == "generation"
    holder = session.config.generation if general else generator.options
    value: object = getattr(holder, key)
    usual: object = type(holder).model_fields[key].default
    if session.auto_amount or value == AUTO:
        return Target(None, is_promised=False, usual=usual if isinstance(usual, int) else None)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return Target(
            value,
            is_promised=_is_set(session, entry, path),
            covers_all=session.config.generation.coverage == "all",
        )
    raise PluginError(
        f"{entry.label}: the target_key {key!r} of its record kind holds {value!r}, which is no "
        "number"
    )


def _is_set(session: Session, entry: GeneratorEntry, path: tuple[str, ...]) -> bool:
    """Tell whether the user has asked for that number, in the config or on the command line."""
    if session.loaded.is_set(*path):
        return True
    options = entry.load().options_type
    own = path[0] != "generation"
    return own and any(option_name(options, name) == path[-1] for name in session.options)
