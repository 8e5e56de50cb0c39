"""What is wrong with the installed plugins, whose fault it is, and what to do about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import distributions
from typing import Literal

from sdk_core.errors import MissingDependency, SdkError
from sdk_core.hookspecs import API_VERSION
from sdk_core.kinds import PARSER
from sdk_core.prompts.lint import lint
from sdk_core.prompts.packs import installed_packs
from sdk_core.registry.discovery import CORE, ENTRY_POINTS
from sdk_core.registry.health import run_health_checks
from sdk_core.registry.manager import PluginRecord
from sdk_core.registry.registry import Entry, Given, Registry
from sdk_core.registry.requirements import missing_packages
from sdk_core.specs import CommandSpec, PromptPack

SLOW = 0.5
"""Seconds of loading from which a plugin is named: every command waits for it."""

_LONGEST_PROBE = 60.0
"""Seconds after which the measurement of a package is given up."""


@dataclass(frozen=True, slots=True)
class PluginFinding:
    """Something about a plugin.

    Args:
        level: ``problem``, or ``note`` when nothing is wrong.
        about: The package, component or check.
        message: What it is, in one sentence.
        hint: What to do, ``""`` when there is nothing to do.
    """

    level: Literal["problem", "note"]
    about: str
    message: str
    hint: str = ""


def diagnose(registry: Registry, *, commands: Iterable[str] = ()) -> list[PluginFinding]:
    """Ask every plugin for everything it has and return what is to be said.

    Nothing raises: what a plugin does wrong is a finding.

    Args:
        registry: The components.
        commands: Names of the program's own commands.
    """
    manager = registry.manager
    entries = registry.everything()
    contributed = manager.prompt_packs()
    packs = installed_packs(contributed)
    health = run_health_checks(manager)
    loaded, not_loaded = _load_all(entries)
    findings = [
        *not_loaded,
        *_missing(registry, loaded),
        *_name_clashes(registry),
        *_file_clashes(registry),
        *_other_clashes("prompt pack", contributed, "installed by"),
        *_other_clashes("command", manager.commands(), "brought by", builtin=commands),
        *_heavy(manager.records),
    ]
    foreign = [pack for pack in packs if pack.distribution != CORE]
    specs = {name: spec for name, (spec, _) in registry.prompts.items()}
    for said in lint(foreign, specs, installed=packs):
        level: Literal["problem", "note"] = "note" if said.level == "note" else "problem"
        line = f", line {said.line}" if said.line else ""
        findings.append(PluginFinding(level, f"{said.place}{line}", said.message, said.hint))
    findings += [
        PluginFinding("note" if check.optional else "problem", name, check.text)
        for name, check in health.items()
        if check.text
    ]
    findings += [
        PluginFinding("problem", "plugins.prefer", f"{name} is not installed, or gives nothing")
        for name in registry.unused_preferences()
    ]
    # Last, since some plugins fail only while they are asked.
    return [*_states(manager.records), *findings]


def foreign_cores() -> list[PluginFinding]:
    """Return the installed packages that bear this product's name and are another project's.

    The package index has such releases, up to 0.1.0a1; none of them brings the built-in plugins.
    """
    return [
        PluginFinding(
            "problem",
            f"{CORE} {found.version}",
            f"in {found.locate_file('')} is another project of that name, and may have taken the "
            "place of this one's command",
            f"pip uninstall {CORE}, and install this one again; packages that require {CORE}>=1.0 "
            "do not bring the other",
        )
        for found in distributions(name=CORE)
        if not found.entry_points.select(group=ENTRY_POINTS)
    ]


def remedy(record: PluginRecord) -> str:
    """Return what to do about a plugin that cannot be used."""
    if record.file is not None:
        return f"mend {record.name}, or leave --plugin and plugins.files of the config without it"
    off = f"leave it out with plugins.disable: [{record.distribution}]"
    if record.state == "incompatible":
        return f"pip install --upgrade {CORE}, or an older {record.distribution}; or {off}"
    if record.missing:
        needed = missing_packages(record.distribution) or [record.missing.partition(".")[0]]
        return f"pip install {_quoted(needed)}; or {off}"
    return f"update {record.distribution} or tell its author; or {off}"


def _states(records: Iterable[PluginRecord]) -> Iterator[PluginFinding]:
    for record in records:
        if record.state in ("broken", "incompatible"):
            yield PluginFinding("problem", _package(record), record.error, remedy(record))
        elif record.seconds >= SLOW:
            yield PluginFinding(
                "problem",
                _package(record),
                f"takes {record.seconds * 1000:.0f} ms to load, and every command waits for it",
                f"its module {record.value} should import sdk_core.api alone and do nothing; "
                f"leave it out with plugins.disable: [{record.distribution}]",
            )


def _load_all(entries: Iterable[Entry]) -> tuple[list[Entry], list[PluginFinding]]:
    """Import every target."""
    loaded, findings = [], []
    for entry in entries:
        try:
            entry.load()
            loaded.append(entry)
        except SdkError as error:
            hint = error.hint
            if isinstance(error, MissingDependency) and not entry.spec.extra:
                needed = missing_packages(entry.plugin.distribution)
                hint = f"pip install {_quoted(needed)}" if needed else hint
            about = f"{entry.spec.kind} {entry.spec.name}"
            findings.append(PluginFinding("problem", about, error.message, hint))
    return loaded, findings


def _missing(registry: Registry, loaded: Iterable[Entry]) -> Iterator[PluginFinding]:
    """Yield what packages need and do not find."""
    for entry in loaded:
        extra, package = entry.spec.extra, entry.plugin.distribution
        missing = missing_packages(package, extra=extra) if extra else []
        if missing:
            yield PluginFinding(
                "note",
                f"{entry.spec.kind} {entry.spec.name}",
                f"does without {', '.join(missing)}, which is not installed",
                f'pip install "{package}[{extra}]"',
            )
    usable = {r.distribution: r for r in registry.manager.records if r.state == "ok"}
    for package, record in usable.items():
        missing = missing_packages(package)
        if missing:
            yield PluginFinding(
                "problem",
                _package(record),
                f"needs {', '.join(missing)}, which is not installed in that version",
                f"pip install {_quoted(missing)}",
            )


def _name_clashes(registry: Registry) -> Iterator[PluginFinding]:
    for noun, group in registry.given_by_kind():
        by_name: dict[str, list[Given]] = {}
        for given in group:
            by_name.setdefault(given.spec.name, []).append(given)
        for name, same in by_name.items():
            if len(same) > 1:
                yield _clash(f"{noun} {name}", "is provided by", same, of_names=True)


def _file_clashes(registry: Registry) -> Iterator[PluginFinding]:
    by_ending: dict[str, list[Entry]] = {}
    for entry in registry.all(PARSER):
        for ending in entry.spec.extensions:
            by_ending.setdefault(ending, []).append(entry)
    for ending, entries in by_ending.items():
        if len({entry.plugin.distribution for entry in entries}) > 1:
            yield _clash(f"*{ending} files", "are read by", entries, of_names=False)


def _clash(about: str, verb: str, entries: Sequence[Given], *, of_names: bool) -> PluginFinding:
    owners = " and ".join(entry.distribution for entry in entries)
    first, packages = entries[0], [e.plugin.distribution for e in entries[1:]]
    if first.preferred:
        message = f"{verb} {owners}: {first.qualified} wins, since plugins.prefer names it"
        return PluginFinding("note", about, message)
    others = " or ".join(dict.fromkeys(f"plugins.prefer: [{package}]" for package in packages))
    if first.plugin.builtin:
        told = f"{packages[0]}/{entries[1].spec.name} means the other one; " if of_names else ""
        hint = f"{told}{others} puts it first"
        level: Literal["problem", "note"] = "problem" if of_names else "note"
        return PluginFinding(level, about, f"{verb} {owners}: the built-in one wins", hint)
    names = " or ".join(entry.qualified for entry in entries)
    hint = f"say which: {names}, or plugins.prefer: [{first.plugin.distribution}]"
    return PluginFinding("problem", about, f"{verb} {owners}: none wins", hint)


def _other_clashes(
    what: str,
    found: Iterable[tuple[PromptPack | CommandSpec, PluginRecord]],
    verb: str,
    *,
    builtin: Iterable[str] = (),
) -> Iterator[PluginFinding]:
    own = set(builtin)
    by_name: dict[str, list[str]] = {}
    for spec, plugin in found:
        by_name.setdefault(spec.name, []).append(f"{plugin.distribution} {plugin.version}")
    for name, packages in by_name.items():
        owners = " and ".join(packages)
        if name in own:
            message = f"is {verb} {owners} and built in: the built-in one wins"
            yield PluginFinding(
                "problem", f"{what} {name}", message, f"{packages[0]} must rename it"
            )
        elif len(packages) > 1:
            message = f"is {verb} {owners}" + (": the first one wins" if own else ": none wins")
            yield PluginFinding(
                "problem", f"{what} {name}", message, "uninstall or disable all but one"
            )


def _heavy(records: Iterable[PluginRecord]) -> Iterator[PluginFinding]:
    """Yield what packages import at registration, each measured in a fresh interpreter."""
    values: dict[str, list[PluginRecord]] = {}
    for record in records:
        if not record.builtin and record.state == "ok":
            values.setdefault(record.distribution, []).append(record)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        measured = pool.map(heavy_imports, ([r.value for r in group] for group in values.values()))
        for group, imports in zip(values.values(), measured, strict=True):
            if imports:
                told = ", ".join(f"{name} ({place})" for name, place in imports.items())
                yield PluginFinding(
                    "problem",
                    _package(group[0]),
                    f"imports at registration, for which every command pays: {told}",
                    "import it in the module of the component; the registration module needs "
                    "sdk_core.api alone",
                )


def heavy_imports(values: Sequence[str]) -> dict[str, str] | None:
    """Return the heavy packages that modules import when they register plugins, and where.

    Args:
        values: The modules, as entry points name them; they are imported in a process of its own.

    Returns:
        The place of each import by the package, ``None`` when they cannot be registered there.
    """
    command = [sys.executable, "-m", "sdk_core.testing.lightness", *values]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_LONGEST_PROBE,
            check=True,
        )
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (subprocess.SubprocessError, OSError, ValueError, TypeError, IndexError):
        return None  # it loads here and not there: what it does is told by its state


def api_of(record: PluginRecord) -> str:
    """Return the API version that a plugin asks for, and what is offered if that is another."""
    if record.api is None:
        return ""
    there = "" if record.api == API_VERSION else f" asked for, {API_VERSION} offered"
    return f"API {record.api}{there}"


def _package(record: PluginRecord) -> str:
    return f"{record.distribution} {record.version}".strip()


def _quoted(requirements: Iterable[str]) -> str:
    return " ".join(f'"{requirement}"' for requirement in requirements)
