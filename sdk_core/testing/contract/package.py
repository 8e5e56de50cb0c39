"""The package as a whole: it is installed, loads, registers, and costs nothing until used."""

from __future__ import annotations

import difflib
from importlib.metadata import EntryPoint
from types import ModuleType

import pluggy

from sdk_core import hookspecs
from sdk_core.diagnosis import heavy_imports
from sdk_core.registry.discovery import ENTRY_POINTS
from sdk_core.testing.checks import Case, checks_over, must_work
from sdk_core.testing.guarding import calling
from sdk_core.testing.hooks import REGISTRATION
from sdk_core.testing.plugin import HOOKS, Plugin, is_marked, is_unknown
from sdk_core.testing.violations import NotApplicable, Violation


def is_installed(case: Case[Plugin]) -> None:
    """The distribution is installed, has a version, and announces a registration module."""
    found = case.thing.distribution
    if found is None:
        raise Violation(
            f"no distribution of the name {case.thing.name!r} is installed.",
            "Install it into this environment (pip install -e .) and give contract_suite the name "
            "that pyproject.toml has.",
        )
    if not found.version:
        raise Violation("it has no version.", "Give it one in pyproject.toml.")
    if not case.thing.modules:
        raise Violation(
            f"it has no entry point in the group {ENTRY_POINTS!r}.",
            f'Add [project.entry-points."{ENTRY_POINTS}"] with NAME = "module" to pyproject.toml '
            "and install it again.",
        )


def imports_nothing_heavy(case: Case[Plugin]) -> None:
    """Registration, which every command pays for, imports none of the heavy packages."""
    values = [entry.value for entry in case.thing.modules]
    if not values:
        raise NotApplicable("it announces no registration module")
    found = heavy_imports(values)
    if found is None:
        raise NotApplicable("it cannot be registered")
    for name, place in found.items():
        raise Violation(
            f"registration imports {name} ({place}).",
            "Import it in the module of the component, which is loaded only when it is used; a "
            "registration module needs sdk_core.api alone.",
        )


def contributes(case: Case[Plugin]) -> None:
    """The package gives at least one component, prompt pack, command, check or observer."""
    modules = list(case.thing.loaded())
    if not modules:
        raise NotApplicable("it announces no registration module that can be imported")
    if not any(is_marked(module, name) for module in modules for name in HOOKS):
        raise Violation(
            "its registration modules implement no hook.",
            "Write a function such as sdk_parsers, mark it with @hookimpl, and see that the entry "
            "point names the module that holds it.",
        )


def loads(case: Case[EntryPoint]) -> None:
    """The entry point's module can be imported."""
    failing = f"the entry point {case.thing.name} = {case.thing.value!r} cannot be imported"
    remedy = "Make the module importable with nothing but the dependencies in pyproject.toml."
    with must_work(failing, remedy), calling(case.plugin.label, "its import"):
        case.thing.load()


def does_nothing_else(case: Case[EntryPoint]) -> None:
    """Importing the module prints and writes nothing, and changes nothing of the process."""
    for effect in case.plugin.side_effects.get(case.thing.value, []):
        raise Violation(
            f"its import {effect}.",
            "Do it in the component, when it is used: every command imports this module.",
        )


def speaks_this_api(case: Case[EntryPoint]) -> None:
    """``SDK_API``, if it is there, is a version of the plugin API that this program has."""
    module, has = _module(case), hookspecs.API_VERSION
    needed = getattr(module, "SDK_API", has)
    if not isinstance(needed, int) or isinstance(needed, bool) or not 1 <= needed <= has:
        raise Violation(
            f"SDK_API is {needed!r}, and this program has version {has} of the plugin API.",
            f"Set SDK_API = {has}, or require a newer synthetic-data-kit in pyproject.toml.",
        )


def spells_hooks_right(case: Case[EntryPoint]) -> None:
    """Each hook has a name that exists and is marked with ``@hookimpl``."""
    module = _module(case)
    for name, value in list(vars(module).items()):
        if is_unknown(module, name):
            near = difflib.get_close_matches(name, HOOKS, n=1)
            suggestion = f"did you mean {near[0]}? " if near else ""
            raise Violation(
                f"{name} is not a hook; {suggestion}".rstrip(),
                "Use one of the names in docs/plugins/hooks.md.",
            )
        if name in HOOKS and callable(value) and not is_marked(module, name):
            raise Violation(
                f"{name} is not marked as a hook, so it is never called.",
                "Put @hookimpl (from sdk_core.api) above it.",
            )


def takes_hook_arguments(case: Case[EntryPoint]) -> None:
    """Each hook takes no argument that the hook does not have."""
    module = _module(case)
    if any(is_unknown(module, name) for name in vars(module)):
        raise NotApplicable("one of its hooks has a wrong name")
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(module)
    except pluggy.PluginValidationError as error:
        said = " ".join(str(error).split())
        raise Violation(
            f"a hook cannot be registered: {said}.",
            "Take only arguments that docs/plugins/hooks.md lists, by their names.",
        ) from error


def registers(case: Case[EntryPoint]) -> None:
    """Each registration hook returns specs of its own type and does not fail."""
    module = _module(case)
    for name, expected in REGISTRATION.items():
        if not is_marked(module, name):
            continue
        remedy = f"Make it return {expected.__name__} objects; it may do nothing else."
        with must_work(f"{name} failed", remedy), calling(case.plugin.label, name):
            items = list(getattr(module, name)())
        for item in items:
            if not isinstance(item, expected):
                raise Violation(
                    f"{name} gave an object of the type {type(item).__name__}.",
                    f"Make it return {expected.__name__} objects.",
                )


def _module(case: Case[EntryPoint]) -> ModuleType:
    for module in case.plugin.loaded(case.thing):
        return module
    raise NotApplicable("it cannot be imported")


CHECKS = (
    *checks_over("package", is_installed, imports_nothing_heavy, contributes),
    *checks_over(
        "module",
        loads,
        does_nothing_else,
        speaks_this_api,
        spells_hooks_right,
        takes_hook_arguments,
        registers,
    ),
)
