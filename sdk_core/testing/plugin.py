"""The package under test: what it contributes, and how its components are built."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from sdk_core import hookspecs
from sdk_core.errors import ComponentError, PluginError, SdkError
from sdk_core.kinds import KINDS, ComponentT, Kind, SpecT
from sdk_core.prompts.packs import Pack, installed_packs
from sdk_core.registry.discovery import CORE, ENTRY_POINTS
from sdk_core.registry.manager import (
    DISABLE_VARIABLE,
    STRICT_VARIABLE,
    Manager,
)
from sdk_core.registry.registry import Entry, Registry
from sdk_core.runs.session import Session
from sdk_core.testing.bench import Bench, plain_session
from sdk_core.testing.guarding import calling
from sdk_core.testing.hooks import REGISTRATION
from sdk_core.testing.scripted import Answer
from sdk_core.testing.side_effects import effects_of
from sdk_core.testing.violations import NotApplicable, Over

HOOKS = [name for name in vars(hookspecs) if name.startswith("sdk_")]

OBSERVERS = (
    "sdk_secret",
    "sdk_stage_started",
    "sdk_stage_finished",
    "sdk_call_started",
    "sdk_call_finished",
)
"""Hooks that are called while a command runs, rather than to register something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an author told the suite.

    Args:
        samples: Documents for a parser, by its name.
        options: Options for a component, by its name.
        answers: A model's answers for a generator or judge, by its name.
        addresses: Addresses for a source, by its name.
        time_limit: Seconds that one check may take.
        folder: The folder of the test module.
    """

    samples: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    time_limit: float = 120.0
    folder: Path = field(default_factory=Path)


class Plugin:
    """An installed distribution and everything that it contributes.

    What cannot be loaded is left out here and found by the checks of the package.

    Args:
        name: The distribution's name.
        settings: What the author told the suite.
    """

    def __init__(self, name: str, settings: Settings) -> None:
        self.settings = settings
        try:
            self.distribution: Distribution | None = distribution(name)
        except PackageNotFoundError:
            self.distribution = None
        found = self.distribution
        self.name = str(found.metadata["Name"] or name) if found else name
        self.modules: list[EntryPoint] = (
            [e for e in found.entry_points if e.group == ENTRY_POINTS] if found else []
        )

    @property
    def label(self) -> str:
        """How messages name it."""
        version = self.distribution.version if self.distribution else ""
        return f"{self.name} {version}".strip()

    def manager(self) -> Manager:
        """Return a fresh manager of this package and the built-in plugins alone."""
        found = [] if self.distribution is None else [self.distribution]
        core = [] if self.name == CORE else [distribution(CORE)]
        with _unswayed():
            return Manager(distributions=[*core, *found])

    @cached_property
    def registry(self) -> Registry:
        """The components of this package and the built-in ones."""
        return Registry(self.manager())

    @cached_property
    def side_effects(self) -> dict[str, list[str]]:
        """What the registration modules do when they are imported, by their values."""
        with TemporaryDirectory() as folder:
            return effects_of([entry.value for entry in self.modules], Path(folder))

    @cached_property
    def session(self) -> Session:
        """A session with default settings."""
        return plain_session(self.registry)

    @cached_property
    def packs(self) -> list[Pack]:
        """The prompt packs of this package and the built-in ones."""
        return installed_packs(self.manager().prompt_packs())  # marks plugins whose pack is bad

    def own(self, kind: Kind[SpecT, ComponentT]) -> list[Entry[SpecT, ComponentT]]:
        """Return the components of a kind that this package brings."""
        return [entry for entry in self.registry.all(kind) if self._owns(entry.plugin.distribution)]

    def things(self, over: Over) -> list[tuple[str, Any]]:
        """Return what a check is made for, each with the id that its test gets."""
        if over == "package":
            return [(self.name, self)]
        if over == "module":
            return [(entry.name, entry) for entry in self.modules]
        try:
            return list(self._contributed(over))
        except PluginError:  # a broken built-in, which the checks of the package name
            return []

    def _contributed(self, over: Over) -> Iterator[tuple[str, Any]]:
        if isinstance(over, Kind):
            yield from ((entry.spec.name, entry) for entry in self.own(over))
        elif over == "component":
            for kind in KINDS.values():
                yield from ((f"{kind.name}-{e.spec.name}", e) for e in self.own(kind))
        elif over == "prompt":
            owned = {
                prompt.name: (prompt, entry)
                for kind in KINDS.values()
                if kind.has_prompts
                for entry in self.own(kind)
                for prompt in getattr(entry.spec, "prompts", ())
            }
            yield from owned.items()
        elif over == "observer":
            yield from self._observers()
        else:
            manager = self.registry.manager
            hooks = {
                "pack": "sdk_prompt_packs",
                "command": "sdk_commands",
                "record_kind": "sdk_record_kinds",
            }
            hook = hooks.get(over, "sdk_health_checks")
            for spec, plugin in manager.collect(hook, REGISTRATION[hook]):
                if self._owns(plugin.distribution):
                    yield spec.name, spec

    def _observers(self) -> Iterator[tuple[str, str]]:
        for module in self.loaded():
            yield from ((name, name) for name in OBSERVERS if is_marked(module, name))

    def loaded(self, *entries: EntryPoint) -> Iterator[ModuleType]:
        """Yield the registration modules, all or those of some entry points, that can be loaded."""
        for entry in entries or self.modules:
            try:
                with calling(self.label, "its import"):
                    module = entry.load()
            except ComponentError:
                continue
            yield module

    def _owns(self, distribution_name: str) -> bool:
        return distribution_name == self.name

    def options_of(self, entry: Entry) -> dict[str, Any]:
        """Return the options that the suite was given for a component."""
        given = self.settings.options
        return dict(given.get(entry.spec.name) or given.get(entry.qualified) or {})

    def build(self, entry: Entry[SpecT, ComponentT], **options: Any) -> ComponentT:
        """Build a component.

        Raises:
            NotApplicable: It cannot be built, which is the concern of other checks.
        """
        try:
            return entry.create({**self.options_of(entry), **options})
        except SdkError as error:
            raise NotApplicable(f"it cannot be built: {error.message}") from error

    def bench(self, entry: Entry[SpecT, ComponentT]) -> Bench[SpecT, ComponentT]:
        """Return the bench of a generator or judge.

        Raises:
            NotApplicable: It cannot be built, or has no prompt to render.
        """
        self.build(entry)
        try:
            for prompt in getattr(entry.spec, "prompts", ()):
                self.session.prompts.get(prompt.name)
        except SdkError as error:
            raise NotApplicable(f"its prompt does not work: {error.message}") from error
        return Bench(self.session, entry, self.options_of(entry))


def is_marked(module: object, name: str) -> bool:
    """Tell whether a module implements a hook."""
    return getattr(getattr(module, name, None), "sdk_impl", None) is not None


def is_unknown(module: object, name: str) -> bool:
    """Tell whether a module implements what is no hook, without saying that it may be none."""
    marks = getattr(getattr(module, name, None), "sdk_impl", None)
    return marks is not None and not marks["optionalhook"] and name not in HOOKS


@contextmanager
def _unswayed() -> Iterator[None]:
    """Set the variables aside by which developers switch plugins off or make them strict."""
    names = (DISABLE_VARIABLE, STRICT_VARIABLE)
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
