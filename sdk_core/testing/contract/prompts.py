"""Prompts that components declare, and packs of templates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from sdk_core.errors import TemplateError
from sdk_core.prompts import PromptLibrary
from sdk_core.prompts.packs import Pack, builtin_pack
from sdk_core.registry.discovery import CORE
from sdk_core.registry.registry import Entry
from sdk_core.specs import PromptPack, PromptSpec
from sdk_core.testing.checks import Case, checks_over, must_work
from sdk_core.testing.guarding import calling
from sdk_core.testing.violations import NotApplicable, Violation

Declared = tuple[PromptSpec, Entry]

_ENDING = ".j2"
_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


def has_a_free_name(case: Case[Declared]) -> None:
    """No built-in prompt of that name has other variables."""
    spec, _ = case.thing
    winner, owner = case.plugin.session.registry.prompts[spec.name]
    if owner.plugin.distribution != case.plugin.name and winner != spec:
        raise Violation(
            f"there is another prompt {spec.name!r}, of {owner.distribution}, with the variables "
            f"{', '.join(winner.variables)}.",
            "Choose another name for the prompt and its template.",
        )


def has_a_template(case: Case[Declared]) -> None:
    """Its template is in the package's own prompt pack or is built in."""
    try:
        case.plugin.session.prompts.shipped(case.thing[0].name)
    except TemplateError as error:
        raise Violation(
            f"{error.message}.",
            f"Put {case.thing[0].name}{_ENDING} into a folder that sdk_prompt_packs names, and see "
            "that the wheel holds it.",
        ) from error


def uses_declared_variables(case: Case[Declared]) -> None:
    """Its template compiles, uses declared variables only, and uses each required one."""
    _require_template(case)
    try:
        case.plugin.session.prompts.get(case.thing[0].name)
    except TemplateError as error:
        raise _wrong_template(error) from error


def renders_text_as_it_is(case: Case[Declared]) -> None:
    """Its template renders, and braces and markup of a document come out as they went in."""
    spec, _ = case.thing
    library = case.plugin.session.prompts
    try:
        prompt = library.get(spec.name)
    except TemplateError as error:
        raise NotApplicable(error.message) from error
    every = {name: _value(name) for name in prompt.spec.variables}
    optional = [name for name in every if name not in prompt.spec.required]
    needed = {name: every[name] for name in prompt.spec.required}
    without = {name: every | {name: 0 if _is_number(name) else ""} for name in optional}
    without |= {"every optional variable": {**dict.fromkeys(optional, None), **needed}}
    for missing, values in {"": every, **without}.items():
        how = f" without {missing}" if missing else " on text for every variable"
        remedy = "Let it take text, a number, or nothing for each variable."
        with (
            must_work(f"the template fails{how}", remedy),
            calling(case.plugin.label, f"template {spec.name}"),
        ):
            rendered = library.render(spec.name, values)
        shown = "\n".join(message.content for message in rendered.messages)
        for name in prompt.spec.required:
            if name in prompt.uses and str(values[name]) not in shown:
                raise Violation(
                    f"the value of {name!r} does not reach the model as it is{how}.",
                    "Put required variables into the template without a filter that changes them, "
                    "whatever else there is.",
                )
        if not any(turn.role == "user" and turn.content.strip() for turn in rendered.messages):
            raise Violation(
                f"it makes no turn of the user{how}.",
                "Put what is asked into {% block user %}: servers answer a user's turn.",
            )


def _value(name: str) -> object:
    """Return a value with what templates and markup may not touch, of the length of a chunk."""
    marker = "Text {{ 7 * 7 }} with {% raw %} {braces} & <tags>"
    return 3 if _is_number(name) else f"{marker} {name}\n\n" + "The canal is long. " * 300 + "END"


def opens(case: Case[PromptPack]) -> None:
    """Its folder is in the installed package and holds templates."""
    pack = _pack(case)
    if pack is None:
        raise Violation(
            f"the package {case.thing.package!r} has no folder {case.thing.directory!r}.",
            "Correct PromptPack(package=…, directory=…), and see that the wheel holds the folder.",
        )
    if not _templates(pack):
        raise Violation(
            f"its folder {case.thing.directory!r} holds no {_ENDING} file.",
            f"Name templates <prompt>{_ENDING}.",
        )


def templates_work(case: Case[PromptPack]) -> None:
    """Each template compiles, finds what it extends, and uses variables of its prompt only."""
    pack, library = _opened(case), _library(case)
    own = {name for name, _ in case.plugin.things("prompt")}  # the concern of other checks
    for file in _templates(pack):
        name = file.removesuffix(_ENDING)
        if name not in case.plugin.session.registry.prompts or name in own:
            continue
        try:
            library.get(name)
        except TemplateError as error:
            raise _wrong_template(error) from error


def templates_are_used(case: Case[PromptPack]) -> None:
    """Each template bears the name of a prompt, or is used by one that does."""
    templates = _templates(_opened(case))
    prompts = case.plugin.session.registry.prompts
    referred = {
        reference.rpartition(":")[2]
        for text in templates.values()
        for reference in _REFERENCE.findall(text)
    }
    for file in templates:
        name = file.removesuffix(_ENDING)
        if name in prompts or file in referred:
            continue
        near = difflib.get_close_matches(name, list(prompts), n=1)
        suggestion = f"did you mean {near[0]}{_ENDING}?" if near else "it changes nothing."
        raise Violation(
            f"no prompt has the name {name!r}; {suggestion}",
            "Name a template as its prompt, or remove it: synthetic-data-kit prompts list.",
        )


def leaves_the_builtin_name(case: Case[PromptPack]) -> None:
    """Its name is not that of the built-in pack."""
    if case.thing.name == builtin_pack().name and case.plugin.name != CORE:
        raise Violation(
            f"the pack is named {case.thing.name!r}, as the built-in one is.",
            "Choose another name.",
        )


def _wrong_template(error: TemplateError) -> Violation:
    hint = f" ({error.hint})" if error.hint else ""
    return Violation(
        f"{error.message}{hint}.", "Correct the template, or what the PromptSpec declares."
    )


def _require_template(case: Case[Declared]) -> None:
    try:
        case.plugin.session.prompts.shipped(case.thing[0].name)
    except TemplateError as error:
        raise NotApplicable(error.message) from error


def _is_number(name: str) -> bool:
    return name.startswith(("num_", "count", "max_", "min_"))


def _pack(case: Case[PromptPack]) -> Pack | None:
    owned = [
        pack
        for pack in case.plugin.packs
        if pack.name == case.thing.name and pack.distribution == case.plugin.name
    ]
    return owned[0] if owned else None


def _opened(case: Case[PromptPack]) -> Pack:
    pack = _pack(case)
    if pack is None:
        raise NotApplicable("its folder is not there")
    return pack


def _templates(pack: Pack) -> Mapping[str, str]:
    """Return the text of each template by its file's name."""
    names = sorted(file.name for file in pack.root.iterdir() if file.name.endswith(_ENDING))
    return {name: pack.read(name) or "" for name in names}


def _library(case: Case[PromptPack]) -> PromptLibrary:
    """Return the prompts as a user of the pack gets them."""
    prompts = case.plugin.session.registry.prompts
    return PromptLibrary(
        {name: (spec, entry.plugin.distribution) for name, (spec, entry) in prompts.items()},
        builtin=builtin_pack(),
        packs=[_opened(case)],
        installed=case.plugin.packs,
    )


CHECKS = (
    *checks_over(
        "prompt", has_a_free_name, has_a_template, uses_declared_variables, renders_text_as_it_is
    ),
    *checks_over("pack", leaves_the_builtin_name, opens, templates_work, templates_are_used),
)
