"""What every stage of one command shares: config, components, and who is told of progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sdk_core.components import Backend
from sdk_core.config import Config, LoadedConfig, PromptOverride
from sdk_core.config.foreign import is_foreign, sentence
from sdk_core.errors import ConfigError, PluginError
from sdk_core.kinds import BACKEND, ComponentT, SpecT
from sdk_core.llm.dry_run import ShownCall
from sdk_core.model import Usage
from sdk_core.prompts import PromptLibrary
from sdk_core.prompts.packs import Pack, builtin_pack, find_packs, installed_packs
from sdk_core.registry.discovery import CORE
from sdk_core.registry.option_values import without_foreign
from sdk_core.registry.registry import Entry, Registry
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs.api_keys import find_key
from sdk_core.specs import BackendSpec, ExporterSpec, GeneratorSpec, PromptSpec, StorageSpec

if TYPE_CHECKING:
    from sdk_core.parsing.parser_choice import ParserChoice

SURROUNDINGS = ("title", "source", "section", "before", "after")
"""What the templates of generators on documents may use beside the generators' own variables."""

BackendEntry = Entry[BackendSpec, Backend]


@dataclass(slots=True)
class ProgressCounters:
    """How far a stage is; read by whoever shows progress.

    Args:
        total: Inputs of the stage.
        done: Inputs that are finished.
        made: Examples, segments or rows so far.
        wanted: Examples wanted in all, 0 when not known.
        in_flight: Model calls under way.
        calls: Model calls answered.
        reused: Those of them whose answers were recorded.
        tokens: Tokens of all new answers, prompts included.
        cost: US dollars that these cost, ``None`` without a price for the model.
    """

    total: int = 0
    done: int = 0
    made: int = 0
    wanted: int = 0
    in_flight: int = 0
    calls: int = 0
    reused: int = 0
    tokens: int = 0
    cost: float | None = None


class Progress:
    """Who is told what happens: the command line prints it, and this one ignores it."""

    def start(self, stage: str, counters: ProgressCounters) -> None:
        """Hear that a stage starts; its counters go on changing."""

    def note(self, message: str) -> None:
        """Hear something the user should know."""

    def finished(self, item: ItemReport) -> None:
        """Hear that an input is done."""

    def stop(self) -> None:
        """Hear that the stage has ended."""


def _with_surroundings(spec: PromptSpec, entry: Entry) -> PromptSpec:
    owner = entry.spec
    if not isinstance(owner, GeneratorSpec) or owner.unit not in ("chunk", "document"):
        return spec
    more = [name for name in SURROUNDINGS if name not in spec.variables]
    return replace(spec, variables=(*spec.variables, *more))


@dataclass
class Session:
    """One command's surroundings.

    Args:
        loaded: The configuration.
        registry: The components.
        progress: Who is told.
        options: ``-O key=value`` for the component that the command is about.
        backend_overrides: ``--model`` and ``--api-base``.
        prompt_files: ``--prompt NAME=FILE``.
        prompt_packs: ``--prompt-pack``, which go before those of the config.
        multimodal: Whether images are kept.
        encoding: Encoding of text files, ``""`` to find it out.
        reads_as: Format that files of examples have, ``""`` to find it out.
        columns: Our names of their columns, by theirs.
        fresh: Whether answers of earlier runs are asked for again.
        batch: Whether calls go through the backend's batch API.
        answers: Where answers come from: the backend, the record alone, or nowhere, to count what
            would be asked.
        shown: The call that is shown where answers are counted.
        auto_amount: Whether each document's text says how many examples are made of it.
        limits: ``cost`` in US dollars, ``tokens`` and ``seconds`` that the run may use, all its
            stages together.
        started: When it began, in seconds of the monotonic clock.
        paid: Tokens that its stages so far have paid for.
        arguments: The command line, for the record of the run.
        verbose: Whether more is said than is needed.
        stopping: Whether it was asked to stop.
        on_stop: Stops the model calls under way, where there are some.
        on_recorded: Completes the record of the stage under way, if it has one.
        used: The components that took part so far.
        packs: The prompt packs that the user named, once prompts were looked up.
    """

    loaded: LoadedConfig
    registry: Registry
    progress: Progress = field(default_factory=Progress)
    options: Mapping[str, Any] = field(default_factory=dict)
    backend_overrides: Mapping[str, Any] = field(default_factory=dict)
    prompt_files: Mapping[str, Path] = field(default_factory=dict)
    prompt_packs: Sequence[str] = ()
    multimodal: bool = False
    encoding: str = ""
    reads_as: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = False
    batch: bool = False
    answers: Literal["live", "replay", "count"] = "live"
    shown: ShownCall = field(default_factory=ShownCall)
    auto_amount: bool = False
    limits: Mapping[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    paid: Usage = field(default_factory=Usage)
    arguments: Sequence[str] = ()
    verbose: bool = False
    stopping: bool = False
    on_stop: Callable[[], None] | None = None
    on_recorded: Callable[[StageReport], None] | None = None
    used: list[Entry] = field(default_factory=list)
    packs: list[Pack] = field(default_factory=list)

    @property
    def config(self) -> Config:
        """The validated configuration."""
        return self.loaded.config

    @cached_property
    def prompts(self) -> PromptLibrary:
        """The prompts of this session, resolved by the user's choices.

        Raises:
            TemplateError: A pack or prompt that was named does not exist.
        """
        installed = installed_packs(self.registry.manager.prompt_packs())
        self.packs = find_packs([*self.prompt_packs, *self.config.prompt_packs], installed)
        return PromptLibrary(
            {
                name: (_with_surroundings(spec, entry), entry.plugin.distribution)
                for name, (spec, entry) in self.registry.prompts.items()
            },
            builtin=builtin_pack(),
            files=self.prompt_files,
            overrides=self._own_prompts(),
            overrides_origin=self.loaded.origin("prompts"),
            packs=self.packs,
            installed=installed,
        )

    @cached_property
    def parser_choice(self) -> ParserChoice:
        """Which parser reads a file."""
        from sdk_core.parsing.parser_choice import ParserChoice  # only documents need it

        return ParserChoice(self.registry)

    def _own_prompts(self) -> dict[str, str | PromptOverride]:
        """Return the prompts of the config without those of other programs, which are told."""
        known = list(self.registry.prompts)
        found = dict(self.config.prompts)
        for name in self.config.prompts:
            path = ("prompts", name)
            if name not in known and self.loaded.is_from_file(*path) and is_foreign(name, known):
                del found[name]
                self._warn(sentence(self.loaded.file, path, known))
        return found

    def component(
        self,
        entry: Entry[SpecT, ComponentT],
        *,
        extra: Mapping[str, Any] | None = None,
        options: bool | Collection[str] = True,
    ) -> ComponentT:
        """Build a component with its options.

        Args:
            entry: The component.
            extra: Options that other components imply; the component's own section wins, and
                they go over those that a key of the config sets by the component's spec.
            options: Whether ``-O`` is meant for this component, or which of its names are.

        Raises:
            ConfigError: An option is unknown or has a wrong type.
            PluginError: Its spec names a key that the config does not have.
        """
        configured = self.config.components(entry.kind).get(entry.spec.name, {})
        self.use(entry)
        texts = self.options if options is True else {}
        if not isinstance(options, bool):
            texts = {name: self.options[name] for name in options}

        def origin(option: str) -> str:
            if option in texts:
                return "-O"
            return self.loaded.origin(*entry.section, option) if option in configured else ""

        implied = {**self._implied(entry), **(extra or {})}
        return entry.create({**implied, **configured}, texts=texts, origins=origin)

    def backend(self) -> tuple[Backend, BackendEntry]:
        """Build the backend that the config or ``--provider`` names.

        The key comes from the backend's own environment variables, else from its section, else
        from a plugin's vault.

        Raises:
            UnknownComponent: No such backend.
            ConfigError: Its section holds something wrong.
            MissingKey: What stands in the place of its key cannot be one.
        """
        entry = self.registry.get(BACKEND, self.config.llm.provider)
        values = self._own_keys(entry)
        known = entry.load().options_type.model_fields
        for name, value in self.backend_overrides.items():
            if name not in known:
                flag = f"--{name.replace('_', '-')}"
                raise ConfigError(
                    f"the backend {entry.spec.name!r} has no {name}", hint=f"drop {flag}"
                )
            values[name] = value
        if "api_key" in known:
            configured = str(values.get("api_key") or "")
            values["api_key"] = find_key(entry, configured, self.registry.manager.secret)
        self.use(entry)
        name = entry.spec.name

        def origin(option: str) -> str:
            return self.loaded.origin(name, option) if self.loaded.is_set(name, option) else ""

        return entry.create(values, origins=origin), entry

    def _own_keys(self, entry: BackendEntry) -> dict[str, Any]:
        """Return the section of a backend without keys of other programs, which are told."""
        name, options = entry.spec.name, entry.load().options_type
        values, foreign = without_foreign(
            options,
            self.config.components(BACKEND).get(name, {}),
            lambda key: self.loaded.is_from_file(name, key),
        )
        for key in foreign:
            self._warn(sentence(self.loaded.file, (name, key), options.model_fields))
        return values

    def _warn(self, text: str) -> None:
        """Tell something about the config once."""
        if text not in self.loaded.warnings:
            self.loaded.warnings.append(text)
            self.progress.note(f"warning: {text}")

    def stop(self) -> None:
        """Ask the work under way to end in good order, from any thread; what is done is kept."""
        self.stopping = True
        if self.on_stop is not None:
            self.on_stop()

    def plugins(self) -> list[str]:
        """Return ``name version`` of each distribution whose components or prompts were used."""
        core = next(r for r in self.registry.manager.records if r.distribution == CORE)
        names = [f"{CORE} {core.version}", *(entry.distribution for entry in self.used)]
        versions = {r.distribution: r.version for r in self.registry.manager.records}
        owners = (pack.distribution for pack in self.packs)
        names += [f"{owner} {versions[owner]}" for owner in owners if owner in versions]
        return list(dict.fromkeys(names))

    def use(self, entry: Entry) -> None:
        """Remember a component that takes part, and say so when it was put before others."""
        if entry.preferred and self.verbose and entry not in self.used:
            self.progress.note(f"{entry.label} goes before others: plugins.prefer names it")
        self.used.append(entry)

    def _implied(self, entry: Entry) -> dict[str, Any]:
        """Return the options that keys under ``format`` set."""
        spec, settings = entry.spec, self.config.format
        pairs = spec.settings if isinstance(spec, (ExporterSpec, StorageSpec)) else ()
        for option, key in pairs:
            if key not in type(settings).model_fields:
                raise PluginError(f"{entry.label}: {option} is to follow format.{key}: no such key")
        return {option: getattr(settings, key) for option, key in pairs}
