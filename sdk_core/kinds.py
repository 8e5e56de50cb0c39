"""The kinds of components, in one table.

Discovery, names, sections of the config, flags, listings, reference pages and the contract suite
go by it. A new kind is an entry here, a spec with the hook that returns it, and a base class.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Generic

from sdk_core import defaults, specs

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from sdk_core import components

    SpecT = TypeVar("SpecT", bound=specs.ComponentSpec, default=specs.ComponentSpec, covariant=True)
    ComponentT = TypeVar(
        "ComponentT", bound=components.Component, default=components.Component, covariant=True
    )
else:  # the defaults are for type checkers, and typing_extensions is slow to import
    from typing import TypeVar

    SpecT, ComponentT = TypeVar("SpecT"), TypeVar("ComponentT")


@dataclass(frozen=True, slots=True)
class Kind(Generic[SpecT, ComponentT]):
    """A kind of component.

    Args:
        plural: How its hook, listings and the config name it.
        spec: The class of its specs, which bears its name.
        base: Name of its base class in `sdk_core.components`, which is slow to import.
        default: Name of the component that is taken when nobody names one, ``""`` for none.
        own_section: Whether a component's section in the config bears its name alone, rather
            than being one of the section ``plural``.
    """

    plural: str
    spec: type[SpecT]
    base: str
    default: str = ""
    own_section: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return self.spec.kind

    @property
    def hook(self) -> str:
        """The hook that returns its specs."""
        return f"sdk_{self.plural}"

    @property
    def has_prompts(self) -> bool:
        """Whether its components may render prompts."""
        return hasattr(self.spec, "prompts")

    @property
    def base_class(self) -> type[ComponentT]:
        """The class that its components are subclasses of."""
        found: type[ComponentT] = getattr(import_module("sdk_core.components"), self.base)
        return found

    def section(self, component: str) -> tuple[str, ...]:
        """Return the key path under which the config holds the options of a component."""
        return (component,) if self.own_section else (self.plural, component)


PARSER: Kind[specs.ParserSpec, components.Parser] = Kind("parsers", specs.ParserSpec, "Parser")
SOURCE: Kind[specs.SourceSpec, components.InputSource] = Kind(
    "sources", specs.SourceSpec, "InputSource"
)
TRANSFORM: Kind[specs.TransformSpec, components.Transform] = Kind(
    "transforms", specs.TransformSpec, "Transform"
)
CHUNKER: Kind[specs.ChunkerSpec, components.Chunker] = Kind(
    "chunkers", specs.ChunkerSpec, "Chunker", defaults.CHUNKER
)
GENERATOR: Kind[specs.GeneratorSpec, components.Generator] = Kind(
    "generators", specs.GeneratorSpec, "Generator", defaults.GENERATOR
)
JUDGE: Kind[specs.JudgeSpec, components.Judge] = Kind(
    "judges", specs.JudgeSpec, "Judge", defaults.JUDGE
)
BACKEND: Kind[specs.BackendSpec, components.Backend] = Kind(
    "backends", specs.BackendSpec, "Backend", defaults.BACKEND, own_section=True
)
EXPORTER: Kind[specs.ExporterSpec, components.Exporter] = Kind(
    "exporters", specs.ExporterSpec, "Exporter", defaults.EXPORTER
)
STORAGE: Kind[specs.StorageSpec, components.Storage] = Kind(
    "storages", specs.StorageSpec, "Storage", defaults.STORAGE
)
TRAINER: Kind[specs.TrainerSpec, components.Trainer] = Kind(
    "trainers", specs.TrainerSpec, "Trainer"
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SOURCE,
        PARSER,
        TRANSFORM,
        CHUNKER,
        GENERATOR,
        JUDGE,
        BACKEND,
        EXPORTER,
        STORAGE,
        TRAINER,
    )
}
"""Every kind, by its name, in the order of listings."""
