"""All that is known of a component, a prompt pack or a package, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import importlib_metadata

from sdk_core.cli import flag_types
from sdk_core.cli.state import State
from sdk_core.errors import SdkError, UnknownComponent
from sdk_core.naming import did_you_mean
from sdk_core.prompts import PromptLibrary
from sdk_core.registry.manager import PluginRecord, normal_name
from sdk_core.registry.registry import Entry, GivenRecordKind, Registry
from sdk_core.specs import PromptPack

PACK = "prompt-pack"
RECORD_KIND = "record-kind"
PACKAGE = "package"

Facts = dict[str, Any]

_GENERAL = ("name", "target", "summary", "prompts")


def find_facts(state: State, name: str) -> list[Facts]:
    """Return the facts of everything that a name means, nothing when it means nothing.

    Args:
        state: The global options.
        name: Name of a component, ``package/name``, name of a prompt pack or of a package.
    """
    registry = state.registry
    library = _library(state)
    entries = registry.everything()
    packs = registry.manager.prompt_packs()
    return [
        *(
            component_facts(e, registry, library)
            for e in entries
            if name in (e.spec.name, e.qualified)
        ),
        *(
            _declaration(given)
            for given in registry.given_record_kinds
            if name in (given.spec.name, given.qualified)
        ),
        *(
            _pack(pack, plugin)
            for pack, plugin in packs
            if name in (pack.name, f"{plugin.distribution}/{pack.name}")
        ),
        *_packages(registry, name),
    ]


def known_names(registry: Registry) -> list[str]:
    """Return every name that `find` knows."""
    names = {spec.name for _, spec, _, _ in contributions(registry)}
    return sorted(names | {record.distribution for record in registry.manager.records})


def component_facts(entry: Entry, registry: Registry, library: PromptLibrary | None) -> Facts:
    """Return the facts of a component.

    Args:
        entry: The component.
        registry: All components.
        library: The prompts, to say where each comes from; ``None`` when that cannot be known.
    """
    spec = entry.spec
    details = {
        field.name: getattr(spec, field.name)
        for field in fields(spec)
        if field.name not in _GENERAL and getattr(spec, field.name) not in ("", (), False)
    }
    facts: Facts = {
        **_common(spec.kind, spec, entry.plugin),
        "target": spec.target,
        "standing": _standing(entry, registry),
        "details": details,
        "prompts": [
            {
                "name": prompt.name,
                "variables": list(prompt.variables),
                "required": list(prompt.required),
                "origin": _origin(library, prompt.name),
            }
            for prompt in getattr(spec, "prompts", ())
        ],
        "options": None,
        "problem": "",
        "hint": "",
    }
    try:
        facts["options"] = options_of(entry)
    except SdkError as error:
        facts |= {"problem": error.message, "hint": error.hint}
    return facts


def options_of(entry: Entry) -> list[Facts]:
    """Return name, type, default and description of each option of a component.

    Raises:
        PluginError: The component cannot be loaded.
    """
    return [
        {
            "name": name,
            "type": flag_types.describe_type(field),
            "default": None if flag_types.is_secret(name) else flag_types.default_of(field),
            "required": field.is_required(),
            "description": field.description or "",
        }
        for name, field in entry.load().options_type.model_fields.items()
    ]


def location(distribution: str) -> str:
    """Return where a package is installed; the source folder of an editable install."""
    try:
        found = importlib_metadata.distribution(distribution)
    except importlib_metadata.PackageNotFoundError:
        return ""
    url = getattr(getattr(found, "origin", None), "url", "")
    return url or str(found.locate_file(""))


def _packages(registry: Registry, name: str) -> Iterator[Facts]:
    groups: dict[str, list[PluginRecord]] = {}
    for record in registry.manager.records:
        if normal_name(record.distribution) == normal_name(name):
            groups.setdefault(record.distribution, []).append(record)
    given = [(kind, spec, plugin) for kind, spec, plugin, _ in contributions(registry)]
    given += [("command", spec, plugin) for spec, plugin in registry.manager.commands()]
    for distribution, records in groups.items():
        yield {
            "kind": PACKAGE,
            "name": distribution,
            "summary": _summary(distribution),
            "version": records[0].version,
            "location": location(distribution),
            "modules": [
                {
                    "name": record.name.partition(":")[2],
                    "module": record.value,
                    "state": record.state,
                    "error": record.error,
                    "api": record.api,
                    "milliseconds": round(record.seconds * 1000, 1),
                }
                for record in records
            ],
            "gives": [
                {"kind": kind, "name": spec.name, "summary": spec.summary}
                for kind, spec, plugin in given
                if plugin.distribution == distribution
            ],
        }


def contributions(registry: Registry) -> Iterator[tuple[str, Any, PluginRecord, str]]:
    """Yield kind, spec, plugin and a remark of everything that is installed but commands."""
    for name, group in registry.given_by_kind():
        kind, reached = name.replace(" ", "-"), set()
        for given in group:
            remark = "preferred" if given.preferred else ""
            if given.spec.name in reached:
                remark = f"as {given.qualified}"
            reached.add(given.spec.name)
            yield kind, given.spec, given.plugin, remark
    for pack, plugin in registry.manager.prompt_packs():
        yield PACK, pack, plugin, ""


def _common(kind: str, spec: Any, plugin: PluginRecord) -> Facts:
    return {
        "kind": kind,
        "name": spec.name,
        "summary": spec.summary,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "location": location(plugin.distribution),
    }


def _declaration(given: GivenRecordKind) -> Facts:
    kind = given.spec
    turns = tuple(f"{turn.role}: {turn.text!r}" for turn in kind.turns)
    details = {"fields": tuple(each.name for each in kind.fields), "turns": turns}
    return {
        **_common(RECORD_KIND, kind, given.plugin),
        "details": {
            **{key: value for key, value in details.items() if value},
            "list_key": kind.list_key,
            "identity": kind.identity,
        },
        "declaration": kind.to_dict(),
    }


def _pack(pack: PromptPack, plugin: PluginRecord) -> Facts:
    from sdk_core.prompts.packs import installed_packs

    opened = installed_packs([(pack, plugin)])
    templates = [t.name for each in opened for t in each.root.iterdir() if t.name.endswith(".j2")]
    facts = _common(PACK, pack, plugin)
    return {
        **facts,
        "location": str(opened[0].root) if opened else facts["location"],
        "templates": sorted(template.removesuffix(".j2") for template in templates),
        "problem": "" if opened else plugin.error,
    }


def _standing(entry: Entry, registry: Registry) -> str:
    """Say which component the bare name means, when several bear it."""
    rivals = [e for e in registry.all(entry.kind) if e.spec.name == entry.spec.name]
    if len(rivals) == 1:
        return "goes before others for the same files" if entry.preferred else ""
    winner = rivals[0]
    if not winner.has_precedence:
        return f"the name is not unique: say {entry.qualified}"
    why = "plugins.prefer names it" if winner.preferred else "it is built in"
    if winner is entry:
        return f"goes before {', '.join(e.qualified for e in rivals[1:])}: {why}"
    return f"the bare name means {winner.qualified}, since {why}: say {entry.qualified}"


def _library(state: State) -> PromptLibrary | None:
    """Return the prompts as the config has them, ``None`` when the config is broken."""
    from sdk_core.runs.session import Session

    try:
        return Session(loaded=state.load_config(), registry=state.registry).prompts
    except SdkError:
        return None


def _origin(library: PromptLibrary | None, prompt: str) -> str:
    if library is None:
        return "not known: see synthetic-data-kit config validate"
    try:
        return library.get(prompt).found.origin
    except SdkError as error:
        return f"none: {error.message}"


def _summary(distribution: str) -> str:
    try:
        return importlib_metadata.metadata(distribution)["Summary"] or ""
    except (importlib_metadata.PackageNotFoundError, KeyError):
        return ""


def unknown_name(registry: Registry, name: str) -> Exception:
    """Return the error for a name that nothing bears."""
    return UnknownComponent(
        f"no plugin provides {name!r}{did_you_mean(name, known_names(registry))}",
        hint=registry.missing_hint() or "see synthetic-data-kit plugins list",
    )
