"""Names to components: the only place that imports a target.

A built-in name is never shadowed. Two third parties with one name make the bare name an error that
spells out ``dist/name``, and ``dist/name`` always works.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from sdk_core.discovery import CORE
from sdk_core.errors import (
    AmbiguousComponent,
    ConfigError,
    MissingDependency,
    PluginError,
    SdkError,
    UnknownComponent,
)
from sdk_core.manager import Manager, PluginRecord
from sdk_core.specs import SPEC_TYPES, ComponentSpec, PromptSpec

if TYPE_CHECKING:
    from sdk_core.components import Component, Options


@dataclass(frozen=True, slots=True)
class Registered:
    """A component that can be used, and the plugin that brings it."""

    spec: ComponentSpec
    plugin: PluginRecord

    @property
    def distribution(self) -> str:
        """The package and its version, as messages name it."""
        return f"{self.plugin.distribution} {self.plugin.version}".strip()

    @property
    def qualified(self) -> str:
        """The name that is never ambiguous."""
        return f"{self.plugin.distribution}/{self.spec.name}"

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
                f"{self._label}: {self.spec.target} is not a subclass of {base.__name__}"
            )
        if inspect.isabstract(target):
            missing = ", ".join(sorted(getattr(target, "__abstractmethods__", ())))
            raise PluginError(f"{self._label}: {self.spec.target} does not define {missing}")
        component = cast("type[Component]", target)
        options: object = component.Options
        if not (inspect.isclass(options) and issubclass(options, _options_base())):
            raise PluginError(f"{self._label}: its Options are no subclass of sdk_core's Options")
        return component

    def create(self, options: Mapping[str, Any], *, origin: str = "") -> Component:
        """Build the component with validated options.

        Args:
            options: Values by name.
            origin: Where they come from, for the error message.

        Raises:
            ConfigError: An option is unknown or has a wrong type.
            PluginError: The component cannot be built.
        """
        component = self.load()
        checked = validate_options(component.Options, options, f"{self._label}{origin}")
        try:
            return component(checked)
        except SdkError:
            raise
        except Exception as error:  # guard: a third party's constructor may raise anything
            if self.plugin.builtin:
                raise
            raise PluginError(
                f"{self._label} cannot be built: {type(error).__name__}: {error}"
            ) from error

    @property
    def _label(self) -> str:
        return f"{self.spec.kind} {self.spec.name!r} of {self.distribution}"


class Registry:
    """Every component that the installed plugins provide.

    Args:
        manager: The plugins.
    """

    def __init__(self, manager: Manager) -> None:
        self.manager = manager
        self._kinds: dict[str, list[Registered]] = {}

    def all(self, kind: str) -> list[Registered]:
        """Return the components of a kind, built-ins first."""
        if kind not in self._kinds:
            hook = f"sdk_{plural(kind)}"
            self._kinds[kind] = [
                Registered(contribution.value, contribution.plugin)
                for contribution in self.manager.collect(hook, SPEC_TYPES[kind])
            ]
        return self._kinds[kind]

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
        if len(found) > 1 and not found[0].plugin.builtin:
            names = " or ".join(sorted({entry.qualified for entry in found}))
            if len({entry.plugin.distribution for entry in found}) == 1:
                raise AmbiguousComponent(f"{found[0].distribution} provides two {kind}s {name!r}")
            raise AmbiguousComponent(
                f"two packages provide the {kind} {name!r}", hint=f"say which: {names}"
            )
        return found[0]

    def usable(self, kind: str) -> Iterator[Registered]:
        """Yield the components that a bare name can reach: built-ins win over third parties."""
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
            for entry in self.all(kind):
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


def validate_options(options: type[Options], values: Mapping[str, Any], owner: str) -> Options:
    """Build an options object, or say in one sentence what is wrong with the values.

    Raises:
        ConfigError: A name is unknown or a value has a wrong type.
    """
    from pydantic import ValidationError

    known = list(options.model_fields)
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            listed = f"known: {', '.join(known)}" if known else "it has none"
            raise ConfigError(
                f"{owner} has no option {name!r}" + (f"; did you mean {near[0]}?" if near else ""),
                hint=listed,
            )
    try:
        return options.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        what = f"option {where!r}: " if where else ""
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
    }
    return bases[kind]


def _import_target(entry: Registered) -> object:
    label = f"{entry.spec.kind} {entry.spec.name!r} of {entry.distribution}"
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
