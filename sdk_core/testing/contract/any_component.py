"""What holds for components of every kind: names, targets and options."""

from __future__ import annotations

from sdk_core.components import Component
from sdk_core.errors import SdkError
from sdk_core.registry.discovery import CORE
from sdk_core.registry.registry import Entry
from sdk_core.testing.checks import Case, checks_over, must_work
from sdk_core.testing.guarding import calling
from sdk_core.testing.violations import NotApplicable, Violation


def has_a_free_name(case: Case[Entry]) -> None:
    """Its name is not that of a built-in component, nor twice in the package."""
    entry, plugin = case.thing, case.plugin
    kind, name = entry.kind.name, entry.spec.name
    same = [other for other in plugin.registry.all(entry.kind) if other.spec.name == name]
    if any(other.plugin.builtin for other in same) and plugin.name != CORE:
        raise Violation(
            f"there is a built-in {kind} {name!r}, so users reach it only as {entry.qualified}.",
            "Choose another name.",
        )
    if len([other for other in same if other.plugin.distribution == plugin.name]) > 1:
        raise Violation(
            f"the package registers the {kind} {name!r} twice.", "Give one of them another name."
        )


def has_a_target(case: Case[Entry]) -> None:
    """Its target can be imported, is a subclass of its kind's class, and is not abstract."""
    try:
        case.thing.load()
    except SdkError as error:
        hint = f" ({error.hint})" if error.hint else ""
        raise Violation(
            f"{error.message}{hint}.",
            f"Make the target {case.thing.spec.target!r} name a whole component of this kind.",
        ) from error


def describes_its_options(case: Case[Entry]) -> None:
    """Each option has a description, and unknown names are refused."""
    options = _loaded(case).options_type
    if options.model_config.get("extra") != "forbid":
        raise Violation(
            "its Options let unknown names pass, so that a misspelt option is not noticed.",
            'Leave extra="forbid" as it is in sdk_core\'s Options.',
        )
    for name, field in options.model_fields.items():
        if not (field.description or "").strip():
            raise Violation(
                f"its option {name!r} has no description.",
                'Declare it with Field(DEFAULT, description="…"): help and docs are made of it.',
            )
    with calling(case.plugin.label, "the schema of its options"):
        options.model_json_schema()


def has_working_defaults(case: Case[Entry]) -> None:
    """It can be built with its defaults, or with the options that the suite was given."""
    entry, given = case.thing, case.plugin.options_of(case.thing)
    options = _loaded(case).options_type
    required = [
        name
        for name, field in options.model_fields.items()
        if field.is_required() and name not in given
    ]
    if required:
        raise Violation(
            f"its option {required[0]!r} has no default.",
            f"Give it one, or tell the suite a value: options={{{entry.spec.name!r}: "
            f"{{{required[0]!r}: …}}}}.",
        )
    try:
        entry.create(given)
    except SdkError as error:
        raise Violation(
            f"it cannot be built: {error.message}.",
            "Make the constructor take options alone and keep slow or failing work for later.",
        ) from error
    for name, field in options.model_fields.items():
        if field.is_required() or name in given:
            continue
        value = field.get_default(call_default_factory=True, validated_data={})
        failing = f"the default {value!r} of its option {name!r} is not valid"
        remedy = "Choose a default that passes the option's own rules."
        with must_work(failing, remedy), calling(case.plugin.label, name):
            options.model_validate({**given, name: value})


def _loaded(case: Case[Entry]) -> type[Component]:
    try:
        return case.thing.load()
    except SdkError as error:
        raise NotApplicable(f"its target cannot be loaded: {error.message}") from error


CHECKS = checks_over(
    "component", has_a_free_name, has_a_target, describes_its_options, has_working_defaults
)
