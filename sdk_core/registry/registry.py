"""Names to components: the only place that imports a target.

A built-in name is never shadowed unless the user prefers another package. Two third parties with
one name make the bare name an error that spells out ``dist/name``, and ``dist/name`` always works.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeGuard, TypeVar

from sdk_core import defaults
from sdk_core.errors import (
    AmbiguousComponent,
    ComponentError,
    MissingDependency,
    PluginError,
    SdkError,
    UnknownComponent,
    described,
    disk_full,
)
from sdk_core.kinds import KINDS, ComponentT, Kind, SpecT
from sdk_core.model import RecordKind, RecordKinds
from sdk_core.model.record_kinds import UNDECLARED
from sdk_core.naming import did_you_mean
from sdk_core.registry.boundary import WrongReturn, foreign_code, is_stop
from sdk_core.registry.discovery import CORE
from sdk_core.registry.manager import Manager, PluginRecord, normal_name
from sdk_core.registry.option_values import read_texts, validate_options
from sdk_core.specs import GeneratorSpec, PromptSpec


class Given:
    """Something with a name that a plugin gives."""

    __slots__ = ()

    spec: Any
    plugin: PluginRecord
    preferred: bool

    @property
    def distribution(self) -> str:
        """The package and its version, as messages name it."""
        return f"{self.plugin.distribution} {self.plugin.version}".strip()

    @property
    def qualified(self) -> str:
        """The name that is never ambiguous."""
        return f"{self.plugin.distribution}/{self.spec.name}"

    @property
    def has_precedence(self) -> bool:
        """Whether it goes before others of the same name without being an ambiguity."""
        return self.preferred or self.plugin.builtin


GivenT = TypeVar("GivenT", bound=Given)


@dataclass(frozen=True, slots=True)
class GivenRecordKind(Given):
    """A record kind, and the plugin that declares it.

    Args:
        spec: The declaration.
        plugin: Where it comes from.
        preferred: Whether the user has said that it goes before others of the same name.
    """

    spec: RecordKind
    plugin: PluginRecord
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Entry(Given, Generic[SpecT, ComponentT]):
    """A component that can be used, and the plugin that brings it.

    Args:
        kind: What it is.
        spec: What the plugin says of it.
        plugin: Where it comes from.
        preferred: Whether the user has said that it goes before others of the same name.
    """

    kind: Kind[SpecT, ComponentT]
    spec: SpecT
    plugin: PluginRecord
    preferred: bool = False

    @property
    def section(self) -> tuple[str, ...]:
        """The key path under which the config holds its options."""
        return self.kind.section(self.spec.name)

    @property
    def label(self) -> str:
        """Kind, name and package, as messages name it."""
        return f"{self.kind.name} {self.spec.name!r} of {self.distribution}"

    def load(self) -> type[ComponentT]:
        """Import the target and check that it is a whole component of its kind.

        Raises:
            MissingDependency: A package that the target imports is not installed.
            PluginError: The target does not exist or is not what the spec says.
        """
        target = _import_target(self)
        base = self.kind.base_class
        if not (inspect.isclass(target) and issubclass(target, base)):
            raise PluginError(
                f"{self.label}: {self.spec.target} is not a subclass of {base.__name__}"
            )
        if inspect.isabstract(target):
            missing = ", ".join(sorted(getattr(target, "__abstractmethods__", ())))
            raise PluginError(f"{self.label}: {self.spec.target} does not define {missing}")
        return target

    def create(
        self,
        options: Mapping[str, Any],
        *,
        texts: Mapping[str, Any] | None = None,
        origins: Callable[[str], str] | None = None,
    ) -> ComponentT:
        """Build the component with validated options.

        Args:
            options: Values by name.
            texts: Values as they were typed, which go over the others.
            origins: Says where one of them comes from, ``""`` when there is nothing to say.

        Raises:
            ConfigError: An option is unknown or has a wrong type.
            PluginError: The component cannot be built.
        """
        component = self.load()
        values = {**options, **read_texts(component.options_type, texts or {})}
        checked = validate_options(component.options_type, values, self.label, origins=origins)
        try:
            with foreign_code():
                return component(checked)
        except SdkError:
            raise
        except BaseException as error:  # guard: a third party's constructor may raise anything
            if self.plugin.builtin or is_stop(error):
                raise
            raise PluginError(
                f"{self.label} cannot be built: {type(error).__name__}: {error}"
            ) from error

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn whatever the component raises into an error that names it and its package.

        Raises:
            SdkError: What the component raised on purpose, unchanged.
            MemoryError: There is not enough memory, which is not the component's defect.
            StorageError: A disk is full, which is not its defect either.
            ComponentError: Anything else but what stops a command or a task; `SystemExit` too,
                which no component may use.
        """
        try:
            with foreign_code():
                yield
        except (SdkError, MemoryError):
            raise
        except BaseException as error:  # guard: a component may raise anything
            if is_stop(error):
                raise
            raise disk_full(error, self.label) or self.defect(error) from error

    def defect(self, error: BaseException) -> ComponentError:
        """Return an error that names the component for what it raised or returned."""
        said, hint = described(error), "--debug shows where"
        if isinstance(error, WrongReturn):
            said, hint = str(error), f"its author must {error.remedy}"
        return ComponentError(
            said,
            kind=self.kind.name,
            name=self.spec.name,
            distribution=self.distribution,
            hint=f"this is a defect of that component; {hint}",
        )


def is_a(entry: Entry, kind: Kind[SpecT, ComponentT]) -> TypeGuard[Entry[SpecT, ComponentT]]:
    """Tell whether a component is of a kind."""
    return entry.kind is kind


class Registry:
    """Every component that the installed plugins provide.

    Args:
        manager: The plugins.
        prefer: Packages, or ``package/name``, that go before all others, the first one first.
    """

    def __init__(self, manager: Manager, prefer: Sequence[str] = ()) -> None:
        self.manager = manager
        self.prefer = tuple(prefer)
        self._found: dict[Kind, list[Any]] = {}

    def all(self, kind: Kind[SpecT, ComponentT]) -> list[Entry[SpecT, ComponentT]]:
        """Return the components of a kind: preferred ones, then built-ins, then the others."""
        if kind not in self._found:
            found = self.manager.collect(kind.hook, kind.spec)
            self._found[kind] = self._ranked(
                Entry(kind, spec, plugin, preferred=self._rank(plugin, spec.name) is not None)
                for spec, plugin in found
            )
        return self._found[kind]

    @cached_property
    def given_record_kinds(self) -> list[GivenRecordKind]:
        """The kinds of records that are declared, in the order of components."""
        return self._ranked(
            GivenRecordKind(spec, plugin, self._rank(plugin, spec.name) is not None)
            for spec, plugin in self.manager.collect("sdk_record_kinds", RecordKind)
        )

    @cached_property
    def record_kinds(self) -> RecordKinds:
        """The kinds of records that bare names reach; of two that clash, the first.

        Raises:
            PluginError: The built-in ones are not there.
        """
        kinds: dict[str, RecordKind] = {}
        for given in self.given_record_kinds:
            kinds.setdefault(given.spec.name, given.spec)
        if defaults.RECORD_KIND not in kinds:
            raise PluginError(
                "the built-in kinds of records were not found: this copy of synthetic-data-kit was "
                "changed after it was installed",
                hint="pip install -e . in its checkout, or the wheel that was built there",
            )
        return RecordKinds(list(kinds.values()), defaults.RECORD_KIND)

    def record_kind(self, name: str) -> RecordKind:
        """Return the kind of records that a name means.

        Raises:
            UnknownComponent: Nothing has that name.
            AmbiguousComponent: Several third parties do.
        """
        return self._choose("record kind", "record kinds", self.given_record_kinds, name).spec

    def kind_made_by(self, spec: GeneratorSpec) -> RecordKind:
        """Return the kind of the records that a generator makes.

        A package that was written before kinds were declared says what they need in its spec.

        Raises:
            AmbiguousComponent: Several third parties declare a kind of that name.
        """
        try:
            kind = self.record_kind(spec.example_kind)
        except UnknownComponent:
            kind = replace(UNDECLARED, name=spec.example_kind)
        if not spec.key and not spec.target_key:
            return kind
        key, target = spec.key or kind.list_key, spec.target_key or kind.target_key
        return replace(kind, list_key=key, target_key=target)

    def given_by_kind(self) -> list[tuple[str, Sequence[Given]]]:
        """Return the components of each kind, and the kinds of records, by what they are."""
        components = [(name, self.all(kind)) for name, kind in KINDS.items()]
        return [*components, ("record kind", self.given_record_kinds)]

    def everything(self) -> list[Entry]:
        """Return the components of all kinds."""
        return [entry for kind in KINDS.values() for entry in self.all(kind)]

    def unused_preferences(self) -> list[str]:
        """Return what is preferred although nothing installed and usable bears that name."""
        groups = self.given_by_kind() if self.prefer else []
        entries = [entry for _, group in groups for entry in group]
        known = {name for entry in entries for name in _names(entry.plugin, entry.spec.name)}
        return [given for given in self.prefer if _normal_choice(given) not in known]

    def get(self, kind: Kind[SpecT, ComponentT], name: str) -> Entry[SpecT, ComponentT]:
        """Return the component of a kind that a name means.

        Raises:
            UnknownComponent: Nothing has that name.
            AmbiguousComponent: Several third parties do.
        """
        return self._choose(kind.name, kind.plural, self.all(kind), name)

    def by_bare_name(self, kind: Kind[SpecT, ComponentT]) -> dict[str, Entry[SpecT, ComponentT]]:
        """Return the components that a bare name can reach, by it; the first where names clash."""
        found: dict[str, Entry[SpecT, ComponentT]] = {}
        for entry in self.all(kind):
            found.setdefault(entry.spec.name, entry)
        return found

    @cached_property
    def prompts(self) -> dict[str, tuple[PromptSpec, Entry]]:
        """Every prompt that a component declares, by name; built-ins win."""
        found: dict[str, tuple[PromptSpec, Entry]] = {}
        for kind in (kind for kind in KINDS.values() if kind.has_prompts):
            for entry in sorted(self.all(kind), key=lambda e: not e.plugin.builtin):
                for prompt in getattr(entry.spec, "prompts", ()):
                    found.setdefault(prompt.name, (prompt, entry))
        return found

    def _rank(self, plugin: PluginRecord, name: str) -> int | None:
        names = _names(plugin, name)
        ranks = (n for n, given in enumerate(self.prefer) if _normal_choice(given) in names)
        return next(ranks, None)

    def _ranked(self, given: Iterable[GivenT]) -> list[GivenT]:
        last = len(self.prefer)
        ranks = [(self._rank(each.plugin, each.spec.name), each) for each in given]
        ranks.sort(key=lambda pair: last if pair[0] is None else pair[0])
        return [each for _, each in ranks]

    def _choose(self, noun: str, plural: str, given: Sequence[GivenT], name: str) -> GivenT:
        """Return what a name means among things of one sort."""
        found = [each for each in given if name in (each.spec.name, each.qualified)]
        if not found:
            known = list(dict.fromkeys(each.spec.name for each in given))
            near = did_you_mean(name, known) or "."
            kind = noun.replace(" ", "-")
            hint = self.missing_hint() or f"see synthetic-data-kit plugins list --kind {kind}"
            raise UnknownComponent(
                f"there is no {noun} {name!r}{near} Known: {', '.join(known)}", hint=hint
            )
        if len(found) > 1 and not found[0].has_precedence:
            names = " or ".join(sorted({each.qualified for each in found}))
            if len({each.plugin.distribution for each in found}) == 1:
                raise AmbiguousComponent(f"{found[0].distribution} provides two {plural} {name!r}")
            raise AmbiguousComponent(
                f"two packages provide the {noun} {name!r}",
                hint=f"say which: {names}, or name a package in plugins.prefer",
            )
        return found[0]

    def missing_hint(self) -> str:
        """Say why a component may be missing although its package is installed, ``""`` if not."""
        if self.manager.broken():
            return "a plugin failed to load: see synthetic-data-kit plugins doctor"
        if self.manager.disabled:
            return "some plugins are switched off (--no-plugins, SDK_PLUGINS_DISABLE or config)"
        return ""


def _names(plugin: PluginRecord, component: str) -> tuple[str, str]:
    """Return the names by which a component may be preferred: its package's, and its own."""
    package = normal_name(plugin.distribution)
    return package, f"{package}/{component}"


def _normal_choice(given: str) -> str:
    package, slash, name = given.strip().partition("/")
    return f"{normal_name(package)}{slash}{name}"


def _import_target(entry: Entry) -> object:
    label = entry.label
    module_name, _, attribute = entry.spec.target.partition(":")
    try:
        with foreign_code():
            found: object = attrgetter(attribute)(importlib.import_module(module_name))
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if module_name == missing or module_name.startswith(f"{missing}."):
            raise PluginError(f"{label}: its module {module_name} does not exist") from error
        package = (
            f"{entry.plugin.distribution}[{entry.spec.extra}]" if entry.spec.extra else missing
        )
        raise MissingDependency(
            f"{label} needs the package {missing}, which is not installed",
            hint=f'pip install "{package}"',
        ) from error
    except AttributeError as error:
        raise PluginError(f"{label}: {error}") from error
    except BaseException as error:  # guard: an import may raise anything
        if is_stop(error):
            raise
        if entry.plugin.distribution == CORE and not isinstance(error, ImportError):
            raise
        raise PluginError(f"{label} cannot be imported: {type(error).__name__}: {error}") from error
    return found
