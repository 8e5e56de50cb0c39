"""What is wrong with a template, found without rendering it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from jinja2 import TemplateSyntaxError

from sdk_core.prompts import braces
from sdk_core.prompts.environment import MessageEnvironment
from sdk_core.prompts.inheritance import MESSAGES, MissingTemplate, TemplateFamily
from sdk_core.specs import PromptSpec

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about a template.

    Args:
        severity: ``error``: it cannot work, or part of it is ignored; ``warning``: it probably does
            not do what its author means; ``note``: nothing is wrong.
        message: What it is.
        template: The template of the family that it is in, ``None`` for the one looked at.
        line: The line, 0 when the whole is meant.
        hint: What to do.
    """

    severity: Severity
    message: str
    template: str | None = None
    line: int = 0
    hint: str = ""


def style_of(source: str, chosen: str, spec: PromptSpec) -> braces.Dialect:
    """Return in which style a text is to be read.

    Args:
        source: The text.
        chosen: ``jinja``, ``braces``, or ``auto`` to find it out.
        spec: The prompt.
    """
    if chosen == "jinja":
        return "jinja"
    found = braces.detect(source, spec.variables)
    return "braces" if chosen == "braces" and found == "jinja" else found


def variables_used(
    environment: MessageEnvironment, spec: PromptSpec, source: str, style: braces.Dialect
) -> frozenset[str]:
    """Return the declared variables that a template without errors uses."""
    if style != "jinja":
        return frozenset(braces.names_in(source, style) & set(spec.variables))
    return frozenset(environment.family_of(source).uses()) & frozenset(spec.variables)


def followed_by(
    environment: MessageEnvironment, spec: PromptSpec, source: str, style: braces.Dialect
) -> str:
    """Return the variable whose value follows a template as the user's message, ``""`` for none.

    A text without a placeholder for what it is about is an instruction: configurations written for
    other tools hold such prompts and send the document after them. A template whose blocks say what
    each message is has no such place, and one with placeholders that do not exist is a mistake.

    Args:
        environment: Where it would be rendered.
        spec: The prompt that it is for.
        source: Its text, without errors.
        style: How it is read.
    """
    if len(spec.required) != 1 or not source.strip():
        return ""
    [name] = spec.required
    named = braces.names_in(source, "braces" if style == "jinja" else style)
    if style != "jinja":
        return "" if name in named or named - set(spec.variables) else name
    family = environment.family_of(source)
    return "" if family.blocks or name in family.uses() or name in named else name


def issues_of(
    environment: MessageEnvironment, spec: PromptSpec, source: str, style: braces.Dialect
) -> Iterator[Issue]:
    """Yield what there is to say about a template, errors first.

    Args:
        environment: Where it would be rendered.
        spec: The prompt that it is for.
        source: Its text.
        style: How it is read.
    """
    if style != "jinja":
        follows = followed_by(environment, spec, source, style)
        yield from _brace_issues(spec, source, style, follows)
        return
    try:
        family = environment.family_of(source)
    except TemplateSyntaxError as error:
        hint = ""
        if isinstance(error, MissingTemplate):
            hint = 'name it as "builtin:NAME.j2" or "<pack>:NAME.j2"'
        yield Issue("error", error.message or "syntax error", error.name, error.lineno, hint)
        return
    used = family.uses()
    for name in sorted(set(used) - set(spec.variables)):
        yield Issue(
            "error",
            f"{name!r} is not a variable of the prompt {spec.name!r}{meant(name, spec.variables)}",
            used[name].template,
            used[name].line,
            f"its variables are: {', '.join(spec.variables)}",
        )
    follows = followed_by(environment, spec, source, style)
    yield from _follows(follows) if follows else _missing(spec, set(used), "")
    yield from _block_issues(spec, family)
    yield from _unused(spec, set(used))


def _block_issues(spec: PromptSpec, family: TemplateFamily) -> Iterator[Issue]:
    for block in family.unknown_blocks():
        known = family.block_names() - {block.name}
        yield Issue(
            "error",
            f"the block {block.name!r} is in no template that it extends, so it is left out"
            + meant(block.name, known),
            block.place.template,
            block.place.line,
            f"their blocks are: {', '.join(sorted(known))}",
        )
    for place in family.unprinted():
        yield Issue(
            "warning",
            "text outside of blocks never reaches the model",
            place.template,
            place.line,
            "put it into {% block user %}, or another block",
        )
    in_system = family.uses(MESSAGES[:1], included=False)
    for name in sorted(set(spec.required) & set(in_system)):
        yield Issue(
            "warning",
            f"{name!r} stands outside of the user block: data in the system message is easily "
            "taken for instructions, and no prefix of the prompt can be cached",
            in_system[name].template,
            in_system[name].line,
        )


def _brace_issues(
    spec: PromptSpec, source: str, style: braces.Dialect, follows: str
) -> Iterator[Issue]:
    named = braces.names_in(source, style)
    used, strange = named & set(spec.variables), sorted(named - set(spec.variables))
    warnings = [
        Issue("warning", f"{{{wrong}}} is not a variable of this prompt; did you mean {{{right}}}?")
        for wrong, right in braces.near_misses(source, style, spec.variables).items()
    ]
    hint = warnings[0].message if warnings else ""
    if strange and not hint:
        hint = f"{{{strange[0]}}} is not a variable of this prompt; its variables are: "
        hint += ", ".join(spec.variables)
    yield from _follows(follows) if follows else _missing(spec, used, hint)
    yield from warnings
    yield from _unused(spec, used)


def _missing(spec: PromptSpec, used: set[str], hint: str) -> Iterator[Issue]:
    for name in spec.required:
        if name not in used:
            yield Issue(
                "error",
                f"the prompt {spec.name!r} does not use {{{name}}}, so the model would never see "
                "it",
                hint=hint or f"its variables are: {', '.join(spec.variables)}",
            )


def _follows(name: str) -> Iterator[Issue]:
    yield Issue(
        "note",
        f"it has no place for {{{name}}}, so it is the system message, and {{{name}}} follows as "
        "the user's",
    )


def _unused(spec: PromptSpec, used: set[str]) -> Iterator[Issue]:
    for name in spec.variables:
        if name not in used and name not in spec.required:
            yield Issue("note", f"{name!r} is not used")


def meant(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that offers the known name most like one that is not known."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
