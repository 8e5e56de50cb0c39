"""What an override changes: where each block of a prompt comes from, and how it differs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from jinja2 import Environment

from sdk_core.prompts.environment import MessageEnvironment
from sdk_core.prompts.inheritance import MESSAGES
from sdk_core.prompts.library import PromptLibrary
from sdk_core.prompts.resolution import FoundTemplate, first
from sdk_core.prompts.template_checks import style_of

_SUPER = re.compile(r"\{\{[-+]?\s*super\(\)\s*[-+]?\}\}")

_LEXER = Environment(keep_trailing_newline=True)  # leaves white space as it was written


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Version:
    """A block as one file defines it.

    Args:
        place: The file.
        line: Where the block starts there.
    """

    place: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One level at which a prompt's template was looked for.

    Args:
        level: The level's name.
        place: The template there, ``""`` when there is none.
        sha256: Hash of the template's text and system message, ``""`` when there is none.
        used: Whether this one wins.
    """

    level: str
    place: str
    sha256: str
    used: bool


@dataclass(frozen=True, slots=True)
class BlockOrigin:
    """Where a prompt comes from.

    Args:
        steps: Every level, the first one first.
        blocks: For each block the files that make it up, the winner first and then those that
            its ``super()`` reaches.
    """

    steps: tuple[Step, ...]
    blocks: Mapping[str, tuple[Version, ...]]


def origin_of(prompts: PromptLibrary, name: str) -> BlockOrigin:
    """Return where a prompt comes from, level by level and block by block.

    Raises:
        TemplateError: The prompt cannot work.
    """
    prompt = prompts.get(name)
    levels = list(prompts.levels(name))
    winner = first(levels)
    steps = [
        Step(level.name, found.place, found.sha256, used=found is winner)
        if (found := level.found)
        else Step(level.name, "", "", used=False)
        for level in levels
    ]
    blocks: dict[str, tuple[Version, ...]] = {}
    if prompt.dialect != "jinja":
        blocks["user"] = (Version(prompt.found.place, 1),)
    else:
        family = prompts.environment.family_of(prompt.found.source)
        for block, versions in family.blocks.items():
            found_in = []
            for version in versions:
                template = version.place.template
                place = prompts.sources.place(template) if template else prompt.found.place
                found_in.append(Version(place, version.place.line))
                if not version.extends:
                    break
            blocks[block] = tuple(found_in)
    if prompt.found.system is not None:
        blocks["system"] = (Version(f"{prompts.sources.overrides_origin}: prompts.{name}", 0),)
    return BlockOrigin(tuple(steps), _in_order(blocks))


def differences(prompts: PromptLibrary, name: str) -> dict[str, str]:
    """Return the unified diff of each block of an override against the template it replaces.

    ``super()`` is shown as the text that it stands for.

    Returns:
        The diffs by block, empty when the prompt is not overridden.

    Raises:
        TemplateError: One of the two cannot be read.
    """
    used = first(prompts.levels(name))
    shipped = prompts.shipped(name)
    if used is None or used.place == shipped.place:
        return {}
    spec = prompts.get(name).spec
    before = _texts(prompts.environment, shipped, "jinja")
    after = _texts(prompts.environment, used, style_of(used.source, used.dialect, spec))
    changed = {}
    for block in _in_order({**before, **after}):
        old, new = before.get(block, ""), after.get(block, "")
        if old.strip() != new.strip():
            lines = difflib.unified_diff(
                _lines(old),
                _lines(new),
                f"{shipped.place} [{block}]",
                f"{used.place} [{block}]",
                lineterm="",
            )
            changed[block] = "\n".join(lines)
    return changed


def block_texts(source: str) -> dict[str, str]:
    """Return the text of each block of a template, inner blocks named in place.

    Returns:
        The texts by block; under ``""`` what stands outside of blocks.
    """
    texts: dict[str, str] = {}
    open_blocks: list[tuple[str, list[str]]] = [("", [])]
    statement: list[str] | None = None
    words: list[str] = []
    for _, kind, value in _LEXER.lex(source):
        if kind == "block_begin":
            statement, words = [], []
        if statement is None:
            open_blocks[-1][1].append(value)
            continue
        statement.append(value)
        if kind == "name":
            words.append(value)
        if kind != "block_end":
            continue
        if words[:1] == ["block"]:
            open_blocks[-1][1].append(f"{{% block {words[1]} %}}{{% endblock %}}")
            open_blocks.append((words[1], []))
        elif words[:1] == ["endblock"] and len(open_blocks) > 1:
            name, pieces = open_blocks.pop()
            texts[name] = "".join(pieces)
        elif words[:1] != ["extends"]:
            open_blocks[-1][1].append("".join(statement))
        statement = None
    texts[""] = "".join(open_blocks[0][1])
    return texts


def _texts(environment: MessageEnvironment, found: FoundTemplate, style: str) -> dict[str, str]:
    """Return what each block of a template comes to, with all that it inherits."""
    texts: dict[str, str] = {}
    if style != "jinja":
        texts["user"] = found.source
    else:
        family = environment.family_of(found.source)
        files: dict[str | None, dict[str, str]] = {None: block_texts(found.source)}
        for parent in family.parents:
            files[parent] = block_texts(environment.source_of(parent))
        for block, versions in family.blocks.items():
            text = ""
            for version in reversed(versions):
                own = files[version.place.template].get(block, "")
                text = _SUPER.sub(lambda _, inherited=text: inherited.removeprefix("\n"), own)  # type: ignore[misc]
            texts[block] = text
        if "user" not in texts:
            last = family.parents[-1] if family.parents else None
            texts["user"] = files[last][""]
    if found.system is not None:
        texts["system"] = found.system
    return texts


def _in_order(blocks: dict[str, _T]) -> dict[str, _T]:
    """Return blocks with the messages first."""
    first = [name for name in MESSAGES if name in blocks]
    return {name: blocks[name] for name in (*first, *(n for n in blocks if n not in MESSAGES))}


def _lines(text: str) -> list[str]:
    return text.strip("\n").splitlines()
