"""Names to components: the only place that imports a target.

A built-in name is never shadowed unless the user prefers another package. Two third parties with
one name make the bare name an error that spells out ``dist/name``, and ``dist/name`` always works.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from sdk_core.errors import (
    AmbiguousComponent,
    ComponentError,
    ConfigError,
    MissingDependency,
    PluginError,
    SdkError,
    UnknownComponent,
)
from sdk_core.registry.discovery import CORE
from sdk_core.registry.manager import Contribution, Manager, PluginRecord, normal_name
from sdk_core.registry.option_values import as_number, option_name, read_texts
from sdk_core.specs import SPEC_TYPES, ComponentSpec, PromptSpec

if TYPE_CHECKING:
    from sdk_core.components import Component, Options


@dataclass(frozen=True, slots=True)
class Registered:
    """A component that can be used, and the plugin that brings it.

    Args:
        spec: What the plugin says of it.
        plugin: Where it comes from.
        preferred: Whether the user has said that it goes before others of the same name.
    """

    spec: ComponentSpec
    plugin: PluginRecord
    preferred: bool = False

    @property
    def distribution(self) -> str:
        """The package and its version, as messages name it."""
        return f"{self.plugin.distribution} {self.plugin.version}".strip()

    @property
    def qualified(self) -> str:
        """The name that is never ambiguous."""
        return f"{self.plugin.distribution}/{self.spec.name}"

    @property
    def wins(self) -> bool:
        """Whether it goes before others of the same name without being an ambiguity."""
        return self.preferred or self.plugin.builtin

    @property
    def label(self) -> str:
        """Kind, name and package, as messages name it."""
        return f"{self.spec.kind} {self.spec.name!r} of {self.distribution}"

    def load(self) -> type[Component]:
        """Import the target and check that it is a whole component of its kind.

        Raises:
            MissingDependency: A package that the target imports is not installed.
            PluginError: The target does not exist or is not what the spec says.
        """
        target = _import_target(self)
        base = _base_class(self.spec.kind)
        if not (inspect.isclass(target) and issubclass(target, base)):
            raise PluginError(
                f"{self.label}: {self.spec.target} is not a subclass of {base.__name__}"
            )
        if inspect.isabstract(target):
            missing = ", ".join(sorted(getattr(target, "__abstractmethods__", ())))
            raise PluginError(f"{self.label}: {self.spec.target} does not define {missing}")
        component = cast("type[Component]", target)
        options: object = component.Options
        if not (inspect.isclass(options) and issubclass(options, _options_base())):
            raise PluginError(f"{self.label}: its Options are no subclass of sdk_core's Options")
        return component

    def create(
        self,
        options: Mapping[str, Any],
        *,
        texts: Mapping[str, Any] | None = None,
        origin: str = "",
        origins: Callable[[str], str] | None = None,
    ) -> Component:
        """Build the component with validated options.

        Args:
            options: Values by name.
            texts: Values as they were typed, which go over the others.
            origin: Where all of them come from, for the error message.
            origins: Says where one of them comes from, ``""`` when there is nothing to say.

        Raises:
            ConfigError: An option is unknown or has a wrong type.
            PluginError: The component cannot be built.
        """
        component = self.load()
        values = {**options, **read_texts(component.Options, texts or {})}
        checked = validate_options(
            component.Options, values, f"{self.label}{origin}", origins=origins
        )
        try:
            return component(checked)
        except SdkError:
            raise
        except Exception as error:  # guard: a third party's constructor may raise anything
            if self.plugin.builtin:
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
            ComponentError: Anything else; `SystemExit` too, which no component may use.
        """
        try:
            yield
        except (SdkError, MemoryError):
            raise
        except (Exception, SystemExit) as error:  # guard: a component may raise anything
            raise ComponentError(
                f"{type(error).__name__}: {error}",
                kind=self.spec.kind,
                name=self.spec.name,
                distribution=self.distribution,
                hint="this is a defect of that component; --debug shows where",
            ) from error


class Registry:
    """Every component that the installed plugins provide.

    Args:
        manager: The plugins.
        prefer: Packages, or ``package/name``, that go before all others, the first one first.
    """

    def __init__(self, manager: Manager, prefer: Sequence[str] = ()) -> None:
        self.manager = manager
        self.prefer = tuple(prefer)
        self._kinds: dict[str, list[Registered]] = {}

    def all(self, kind: str) -> list[Registered]:
        """Return the components of a kind: preferred ones, then built-ins, then the others."""
        if kind not in self._kinds:
            found = []
            for contribution in self.manager.collect(f"sdk_{plural(kind)}", SPEC_TYPES[kind]):
                rank = self._rank(contribution)
                entry = Registered(contribution.value, contribution.plugin, rank is not None)
                found.append((len(self.prefer) if rank is None else rank, entry))
            self._kinds[kind] = [entry for _, entry in sorted(found, key=lambda pair: pair[0])]
        return self._kinds[kind]

    def _rank(self, contribution: Contribution) -> int | None:
        """Return how far in front a component is preferred, ``None`` when it is not."""
        package = normal_name(contribution.plugin.distribution)
        names = (package, f"{package}/{contribution.value.name}")
        ranks = [n for n, given in enumerate(self.prefer) if _normal_choice(given) in names]
        return min(ranks, default=None)

    def idle_preferences(self) -> list[str]:
        """Return what is preferred although nothing installed and usable bears that name."""
        known = set()
        for kind in SPEC_TYPES if self.prefer else ():
            for entry in self.all(kind):
                package = normal_name(entry.plugin.distribution)
                known |= {package, f"{package}/{entry.spec.name}"}
        return [given for given in self.prefer if _normal_choice(given) not in known]

    def get(self, kind: str, name: str) -> Registered:
        """Return the component of a kind that a name means.

        Raises:
            UnknownComponent: Nothing has that name.
            AmbiguousComponent: Several third parties do.
        """
        if "/" in name:
            found = [entry for entry in self.all(kind) if entry.qualified == name]
        else:
            found = [entry for entry in self.all(kind) if entry.spec.name == name]
        if not found:
            raise UnknownComponent(
                self._unknown(kind, name),
                hint=self.absence_hint() or f"see synthetic-data-kit plugins list --kind {kind}",
            )
        if len(found) > 1 and not found[0].wins:
            names = " or ".join(sorted({entry.qualified for entry in found}))
            if len({entry.plugin.distribution for entry in found}) == 1:
                raise AmbiguousComponent(f"{found[0].distribution} provides two {kind}s {name!r}")
            raise AmbiguousComponent(
                f"two packages provide the {kind} {name!r}",
                hint=f"say which: {names}, or name a package in plugins.prefer",
            )
        return found[0]

    def usable(self, kind: str) -> Iterator[Registered]:
        """Yield the components that a bare name can reach, the winner where names clash."""
        seen: set[str] = set()
        for entry in self.all(kind):
            if entry.spec.name not in seen:
                seen.add(entry.spec.name)
                yield entry

    @cached_property
    def prompts(self) -> dict[str, tuple[PromptSpec, Registered]]:
        """Every prompt that a generator or judge declares, by name; built-ins win."""
        found: dict[str, tuple[PromptSpec, Registered]] = {}
        for kind in ("generator", "judge"):
            for entry in sorted(self.all(kind), key=lambda e: not e.plugin.builtin):
                for prompt in getattr(entry.spec, "prompts", ()):
                    found.setdefault(prompt.name, (prompt, entry))
        return found

    def _unknown(self, kind: str, name: str) -> str:
        names = [entry.spec.name for entry in self.usable(kind)]
        near = difflib.get_close_matches(name, names, n=1)
        ending = f"; did you mean {near[0]}?" if near else "."
        return f"there is no {kind} {name!r}{ending} Known: {', '.join(names)}"

    def absence_hint(self) -> str:
        """Say why a component may be missing although its package is installed, ``""`` if not."""
        if self.manager.broken():
            return "a plugin failed to load: see synthetic-data-kit plugins doctor"
        if self.manager.disabled:
            return "some plugins are switched off (--no-plugins, SDK_PLUGINS_DISABLE or config)"
        return ""


def plural(kind: str) -> str:
    """Return the plural under which hooks and config sections name a kind."""
    return "storages" if kind == "storage" else f"{kind}s"


def _normal_choice(given: str) -> str:
    package, slash, name = given.strip().partition("/")
    return f"{normal_name(package)}{slash}{name}"


def validate_options(
    options: type[Options],
    values: Mapping[str, Any],
    owner: str,
    *,
    origins: Callable[[str], str] | None = None,
) -> Options:
    """Build an options object, or say in one sentence what is wrong with the values.

    Args:
        options: The component's options.
        values: Values by name, which may be written with hyphens, as flags are.
        owner: Whose they are, for the message.
        origins: Says where a value comes from, ``""`` when there is nothing to say.

    Raises:
        ConfigError: A name is unknown or a value has a wrong type.
    """
    from pydantic import ValidationError

    def source(name: str) -> str:
        said = origins(name) if origins else ""
        return f" ({said})" if said else ""

    known = list(options.model_fields)
    given = {}
    for name, value in values.items():
        field = option_name(options, name)
        if field not in known:
            near = difflib.get_close_matches(field, known, n=1)
            listed = f"known: {', '.join(known)}" if known else "it has none"
            raise ConfigError(
                f"{owner} has no option {field!r}{source(name)}"
                + (f"; did you mean {near[0]}?" if near else ""),
                hint=listed,
            )
        is_text = isinstance(value, str)
        given[field] = as_number(options.model_fields[field], value) if is_text else value
    try:
        return options.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        name = str(first["loc"][0]) if first["loc"] else ""
        what = f"option {where!r}{source(name)}: " if where else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{owner}: {what}{reason}") from error


def _options_base() -> type[Options]:
    from sdk_core.components import Options

    return Options


def _base_class(kind: str) -> type[Any]:
    from sdk_core import components

    bases: dict[str, type[Any]] = {
        "parser": components.Parser,
        "generator": components.Generator,
        "judge": components.Judge,
        "backend": components.Backend,
        "exporter": components.Exporter,
        "storage": components.Storage,
        "trainer": components.Trainer,
    }
    return bases[kind]


def _import_target(entry: Registered) -> object:
    label = entry.label
    module_name, _, attribute = entry.spec.target.partition(":")
    try:
        found: object = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
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
    except (Exception, SystemExit) as error:  # guard: an import may raise anything
        if entry.plugin.distribution == CORE and not isinstance(error, ImportError):
            raise
        raise PluginError(f"{label} cannot be imported: {type(error).__name__}: {error}") from error
    return found
