"""Finds plugins, loads them, and keeps the failure of each one its own.

Four places are guarded apart: loading, the API check, registration, and every hook call. What goes
wrong in a third-party package becomes data (`PluginRecord`), never the end of the command; what
goes wrong in a built-in raises, because that is a bug of this package.
"""

from __future__ import annotations

import os
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pluggy

from sdk_core import hookspecs
from sdk_core.errors import PluginError, described
from sdk_core.naming import did_you_mean
from sdk_core.registry import plugin_files
from sdk_core.registry.boundary import foreign_code, is_stop
from sdk_core.registry.discovery import CORE, ENTRY_POINTS
from sdk_core.specs import CallInfo, CallOutcome, CommandSpec, PromptPack, StageInfo

if TYPE_CHECKING:
    from sdk_core.reports import StageReport

DISABLE_VARIABLE = "SDK_PLUGINS_DISABLE"
"""Environment variable: ``all``, or names of distributions or ``dist:entry``, comma-separated."""

STRICT_VARIABLE = "SDK_PLUGINS_STRICT"
"""Environment variable: when set, a broken third-party plugin raises too (for CI)."""

State = Literal["ok", "broken", "disabled", "incompatible"]

_DECORATED = " (functions)"
"""What the name of a plugin is followed by that registers the decorated functions of a file."""

T = TypeVar("T")

_Found = tuple[str, str, EntryPoint | None]
"""Name and version of a package and one of its entry points, ``None`` when they are damaged."""


@dataclass(slots=True, kw_only=True)
class PluginRecord:
    """What is known of one registration module.

    Args:
        name: ``<distribution>:<entry point>``.
        distribution: Name of the package it comes from.
        version: That package's version.
        value: The module, as the entry point names it.
        state: Whether it can be used.
        error: Why not, in one sentence.
        traceback: Where it failed, for ``--debug``.
        seconds: How long loading took.
        api: Version of the plugin API that it asks for, ``None`` when it does not say or was not
            loaded.
        missing: The module that it imports and that is not installed, ``""`` for none.
        file: The file of the user's project that it is, ``None`` for packages.
    """

    name: str
    distribution: str
    version: str
    value: str
    state: State = "ok"
    error: str = ""
    traceback: str = ""
    seconds: float = 0.0
    api: Any = None
    missing: str = ""
    file: Path | None = None

    @property
    def builtin(self) -> bool:
        """Whether it belongs to this package."""
        return self.distribution == CORE

    def fail(self, state: State, error: str) -> None:
        """Mark the plugin as unusable; call it from an ``except`` block to keep the traceback."""
        self.state, self.error, self.traceback = state, error, traceback.format_exc()


class Manager:
    """The installed plugins.

    Args:
        disabled: Distributions or ``dist:entry`` names that are not even imported; ``all`` stands
            for every third party.
        distributions: Where to look, for tests; ``None`` for what is installed.
        files: Files that are plugins, which the user has named.
    """

    def __init__(
        self,
        *,
        disabled: Sequence[str] = (),
        distributions: Sequence[Distribution] | None = None,
        files: Sequence[Path] = (),
    ) -> None:
        from_environment = os.environ.get(DISABLE_VARIABLE, "").split(",")
        self._disabled = {normal_name(n) for n in (*disabled, *from_environment) if n.strip()}
        self._strict = bool(os.environ.get(STRICT_VARIABLE))
        self._distributions = distributions
        self._files = files
        self._loading = threading.RLock()
        self._records: dict[str, PluginRecord] | None = None
        self._plugins = pluggy.PluginManager(hookspecs.PROJECT)
        self._plugins.add_hookspecs(hookspecs)
        self._told: set[tuple[str, str]] = set()
        self.on_problem: Callable[[str], None] | None = None
        """Is told what goes wrong in observers and key stores, which end no command."""

    @property
    def records(self) -> list[PluginRecord]:
        """Every registration module that was found, built-ins first."""
        return list(self._load().values())

    @property
    def disabled(self) -> bool:
        """Whether some plugin is switched off, so that a name may be missing for that reason."""
        return bool(self._disabled)

    def broken(self) -> list[PluginRecord]:
        """Return the plugins that are installed and cannot be used."""
        return [r for r in self.records if r.state in ("broken", "incompatible")]

    def collect(self, hook: str, expected: type[T]) -> list[tuple[T, PluginRecord]]:
        """Return what every plugin gives for a registration hook, each with its plugin.

        Args:
            hook: Name of the hook.
            expected: The type that each returned item must have.
        """
        found: list[tuple[T, PluginRecord]] = []
        for implementation, record in self._implementations(hook):
            try:
                with foreign_code():
                    items = _checked(implementation.function(), hook, expected)
            except BaseException as error:  # guard: any plugin failure
                if is_stop(error):
                    raise
                self._blame(record, "broken", f"{hook} failed: {described(error)}")
                continue
            found.extend((item, record) for item in items)
        found.sort(key=lambda pair: not pair[1].builtin)  # stable: built-ins first, then as found
        return found

    def prompt_packs(self) -> list[tuple[PromptPack, PluginRecord]]:
        """Return the installed prompt packs."""
        return self.collect("sdk_prompt_packs", PromptPack)

    def commands(self) -> list[tuple[CommandSpec, PluginRecord]]:
        """Return the commands that plugins add."""
        return self.collect("sdk_commands", CommandSpec)

    def secret(self, name: str, backend: str) -> str | None:
        """Return the first key that a plugin has for a backend."""
        hook = "sdk_secret"
        for answer, record in self._call(hook, name=name, backend=backend):
            if isinstance(answer, str) and answer:
                return answer
            if answer not in (None, ""):
                wrong = f"{hook} gave {type(answer).__name__} rather than the key as text"
                self._tell(record, hook, wrong)
        return None

    def stage_started(self, stage: StageInfo) -> None:
        """Tell observers that a stage starts."""
        list(self._call("sdk_stage_started", stage=stage))

    def stage_finished(self, stage: StageInfo, report: StageReport) -> None:
        """Tell observers that a stage has ended."""
        list(self._call("sdk_stage_finished", stage=stage, report=report))

    @property
    def observes_calls(self) -> bool:
        """Whether some plugin observes model calls."""
        hooks = ("sdk_call_started", "sdk_call_finished")
        return any(next(self._implementations(hook), None) for hook in hooks)

    def call_started(self, call: CallInfo) -> None:
        """Tell observers that a model call goes out."""
        list(self._call("sdk_call_started", call=call))

    def call_finished(self, call: CallInfo, outcome: CallOutcome) -> None:
        """Tell observers that a model call has ended."""
        list(self._call("sdk_call_finished", call=call, outcome=outcome))

    def _call(self, hook: str, **arguments: Any) -> Iterator[tuple[Any, PluginRecord]]:
        """Yield what each plugin answers; one that fails is told, and is as good as before."""
        for implementation, record in reversed(list(self._implementations(hook))):
            given = {name: arguments[name] for name in implementation.argnames}
            try:
                with foreign_code():
                    answer = implementation.function(**given)
            except BaseException as error:  # guard: any plugin failure
                if is_stop(error):
                    raise
                self._tell(record, hook, f"{hook} failed: {described(error)}")
            else:
                yield answer, record

    def _tell(self, record: PluginRecord, hook: str, problem: str) -> None:
        """Tell once what went wrong in a hook that is called while a command runs."""
        if (record.name, hook) in self._told:
            return
        self._told.add((record.name, hook))
        said = f"plugin {record.name}: {problem}"
        if record.builtin or self._strict:
            raise PluginError(said)
        if self.on_problem is not None:
            self.on_problem(said)

    def _implementations(self, hook: str) -> Iterator[tuple[pluggy.HookImpl, PluginRecord]]:
        """Yield what implements a hook in plugins that can be used."""
        records = self._load()
        for implementation in getattr(self._plugins.hook, hook).get_hookimpls():
            record = records[implementation.plugin_name.removesuffix(_DECORATED)]
            if record.state == "ok":
                yield implementation, record

    def _load(self) -> dict[str, PluginRecord]:
        """Return the plugins, loaded by the first thread that asks."""
        with self._loading:
            if self._records is None:
                records: dict[str, PluginRecord] = {}
                self._load_all(records)
                self._records = records
            return self._records

    def _load_all(self, records: dict[str, PluginRecord]) -> None:
        found = sorted(self._entry_points(), key=_order)
        if not any(name == CORE for name, _, _ in found):
            raise PluginError(
                "the built-in plugins were not found, so this copy of synthetic-data-kit is not "
                "installed",
                hint="pip install -e . in its checkout, or the wheel that was built there",
            )
        for name, version, entry in found:
            record = PluginRecord(
                name=f"{name}:{entry.name}" if entry else name,
                distribution=name,
                version=version,
                value=entry.value if entry else "",
            )
            if record.name in records:
                continue  # the same distribution seen twice on sys.path: the first one is imported
            records[record.name] = record
            if self._is_disabled(record):
                record.state = "disabled"
                continue
            if entry is None:
                self._blame(record, "broken", "its entry_points.txt is damaged; install it again")
                continue
            started = time.perf_counter()
            self._register(entry.load, record)
            record.seconds = time.perf_counter() - started
        for path in dict.fromkeys(self._files):
            self._register_file(path, records)

    def _register_file(self, path: Path, records: dict[str, PluginRecord]) -> None:
        record = PluginRecord(
            name=str(path),
            distribution=path.name,
            version="",
            value=plugin_files.module_name(path),
            file=path.resolve(),
        )
        records[record.name] = record
        if self._is_disabled(record):
            record.state = "disabled"
            return
        try:
            record.version = plugin_files.version(path)
        except OSError as error:
            self._blame(record, "broken", f"cannot be read: {error.strerror}")
            return
        started = time.perf_counter()
        self._register(lambda: plugin_files.load(path), record)
        record.seconds = time.perf_counter() - started

    def _entry_points(self) -> Iterator[_Found]:
        """Yield the entry points of plugins with their packages, each package read by itself.

        `importlib.metadata.entry_points` fails as a whole when one package's list is damaged. Such
        a package is yielded without an entry point if it is a plugin, and left alone otherwise.
        """
        found = distributions() if self._distributions is None else self._distributions
        for distribution in found:
            try:
                entries = list(distribution.entry_points)
            except Exception:  # noqa: BLE001  guard: any damage to any package's metadata
                if ENTRY_POINTS in _raw_entry_points(distribution):
                    yield *_name_and_version(distribution), None
                continue
            plugins = [entry for entry in entries if entry.group == ENTRY_POINTS]
            if plugins:
                name, version = _name_and_version(distribution)
                yield from ((name, version, entry) for entry in plugins)

    def _is_disabled(self, record: PluginRecord) -> bool:
        names = {normal_name(record.name), normal_name(record.distribution), "all"}
        return not record.builtin and not names.isdisjoint(self._disabled)

    def _register(self, load: Callable[[], Any], record: PluginRecord) -> None:
        try:
            with foreign_code():
                module = load()
        except BaseException as error:  # guard: any import failure
            if is_stop(error):
                raise
            record.missing = (isinstance(error, ModuleNotFoundError) and error.name) or ""
            self._blame(record, "broken", f"cannot be imported: {described(error)}")
            return
        try:
            record.api = getattr(module, "SDK_API", None)
            needed = hookspecs.API_VERSION if record.api is None else record.api
            if not isinstance(needed, int) or needed > hookspecs.API_VERSION:
                has = hookspecs.API_VERSION
                problem = f"needs plugin API {needed}, this synthetic-data-kit has {has}"
                self._blame(record, "incompatible", problem)
                return
            misspelt = self._unknown_hooks(module)
            if misspelt:
                self._blame(record, "broken", misspelt)
                return
            self._plugins.register(module, name=record.name)
            functions = plugin_files.decorated(module) if record.file else None
            if functions is not None:
                self._plugins.register(functions, name=f"{record.name}{_DECORATED}")
        except PluginError:
            raise
        except Exception as error:  # noqa: BLE001  guard: any validation failure
            if self._plugins.has_plugin(record.name):
                self._plugins.unregister(name=record.name)
            self._blame(record, "broken", f"cannot be registered: {described(error)}")

    def _unknown_hooks(self, module: object) -> str:
        known = [name for name in vars(hookspecs) if name.startswith("sdk_")]
        for name in dir(module):
            marked = self._plugins.parse_hookimpl_opts(module, name)
            if marked and not marked["optionalhook"] and name not in known:
                return f"{name} is not a hook{did_you_mean(name, known)}"
        return ""

    def _blame(self, record: PluginRecord, state: State, error: str) -> None:
        record.fail(state, error)
        if record.builtin or self._strict:
            raise PluginError(f"plugin {record.name}: {error}")


def _checked(given: object, hook: str, expected: type[T]) -> list[T]:
    """Return what a registration hook gave, drained.

    Raises:
        TypeError: It is something else than the specs that the hook is for.
    """
    wanted = f"{hook} must give {expected.__name__} objects"
    if not isinstance(given, Iterable):
        raise TypeError(f"{wanted}, not {type(given).__name__}")
    items = list(given)
    for item in items:
        if not isinstance(item, expected):
            raise TypeError(f"{wanted}, not {type(item).__name__}")
    return items


def _raw_entry_points(distribution: Distribution) -> str:
    with suppress(Exception):
        return distribution.read_text("entry_points.txt") or ""
    return ""


def _name_and_version(distribution: Distribution) -> tuple[str, str]:
    """Return them from a package's metadata, broken or not, which is parsed at each access."""
    with suppress(Exception):
        found = distribution.metadata
        name, version = (found.get_all(f, [""])[0] for f in ("Name", "Version"))
        return name or "unknown", version
    return "unknown", ""


def normal_name(name: str) -> str:
    """Return a distribution's name, with an entry or not, as all its spellings share it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _order(found: _Found) -> tuple[bool, str, str]:
    name, _, entry = found
    return (name != CORE, name, entry.name if entry else "")
