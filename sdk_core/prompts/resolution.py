"""Where the template of a prompt is looked for, level by level."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sdk_core.config import PromptOverride
from sdk_core.prompts.environment import BUILTIN
from sdk_core.prompts.packs import Pack, read_template
from sdk_core.specs import PromptSpec


@dataclass(frozen=True, slots=True)
class FoundTemplate:
    """A template at one level.

    Args:
        source: Its text.
        origin: The file, config key or pack.
        place: The same with the file's name, for messages.
        system: System message given beside the text.
        dialect: How the text is to be read: ``auto``, ``jinja`` or ``braces``.
    """

    source: str
    origin: str
    place: str
    system: str | None = None
    dialect: str = "jinja"

    @property
    def text(self) -> str:
        """All that it says, before values are put in: the system message given beside it too."""
        return f"{self.system or ''}\0{self.source}"

    @property
    def sha256(self) -> str:
        """Hash of the text and system message, for provenance."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TemplateLevel:
    """One place where a template was looked for.

    Args:
        name: What the level is called.
        found: The template, ``None`` when the level has none for this prompt.
    """

    name: str
    found: FoundTemplate | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that templates may come from.

    Args:
        files: ``--prompt NAME=FILE``.
        overrides: ``prompts:`` of the config.
        overrides_origin: How messages name the config file.
        packs: The packs that the user named, in order.
        installed: Every installed pack.
        builtin: The pack that ships with the product.
    """

    files: Mapping[str, Path]
    overrides: Mapping[str, str | PromptOverride]
    overrides_origin: str
    packs: Sequence[Pack]
    installed: Sequence[Pack]
    builtin: Pack

    def levels(self, spec: PromptSpec, distribution: str) -> Iterator[TemplateLevel]:
        """Yield every level, the one that wins first; the last ones are what the package ships.

        Raises:
            TemplateError: The level's file cannot be read.
        """
        yield TemplateLevel("--prompt", self._given(spec.name))
        yield TemplateLevel(f"config ({self.overrides_origin})", self._configured(spec.name))
        for pack in self.packs:
            yield TemplateLevel(f"pack {pack.name}", found_in(pack, spec.name))
        yield from self.shipped(spec, distribution)

    def shipped(self, spec: PromptSpec, distribution: str) -> Iterator[TemplateLevel]:
        """Yield the levels below all that a user chooses."""
        yield TemplateLevel("built-in", found_in(self.builtin, spec.name))
        for pack in self.installed:
            if pack.distribution == distribution:
                yield TemplateLevel(f"pack of {distribution}", found_in(pack, spec.name))
        if spec.template:
            origin = f"declared by {distribution}"
            found = FoundTemplate(spec.template, origin, f"{origin}: {spec.name}", dialect="auto")
            yield TemplateLevel(origin, found)

    def read(self, template: str) -> str | None:
        """Look ``pack:file.j2`` up for ``extends``: named packs, then installed ones."""
        pack, file = self._pack_and_file(template)
        return pack.read(file) if pack else None

    def place(self, template: str) -> str:
        """Return how messages name a template that is called ``pack:file.j2``."""
        pack, file = self._pack_and_file(template)
        return f"{pack.origin}: {file}" if pack else template

    def _pack_and_file(self, template: str) -> tuple[Pack | None, str]:
        name, colon, file = template.rpartition(":")
        if not colon or name == BUILTIN:
            return self.builtin, file
        packs = (*self.packs, *self.installed)
        return next((pack for pack in packs if pack.name == name), None), file

    def _given(self, name: str) -> FoundTemplate | None:
        file = self.files.get(name)
        return None if file is None else _in_file(file)

    def _configured(self, name: str) -> FoundTemplate | None:
        override = self.overrides.get(name)
        if override is None:
            return None
        origin = f"{self.overrides_origin}: prompts.{name}"
        if isinstance(override, str):
            return FoundTemplate(override, origin, origin, dialect="auto")
        if override.file is None:
            text = override.text or ""
            return FoundTemplate(text, origin, origin, override.system, override.dialect)
        return _in_file(Path(override.file), override.system, override.dialect)


def _in_file(file: Path, system: str | None = None, dialect: str = "auto") -> FoundTemplate:
    if dialect == "auto" and file.suffix == ".j2":
        dialect = "jinja"
    return FoundTemplate(read_template(file, str(file)), str(file), str(file), system, dialect)


def first(levels: Iterable[TemplateLevel]) -> FoundTemplate | None:
    """Return the template of the level that wins, ``None`` when no level has one."""
    return next((level.found for level in levels if level.found), None)


def found_in(pack: Pack, name: str) -> FoundTemplate | None:
    """Return a pack's template for a prompt, ``None`` when it has none."""
    source = pack.read(f"{name}.j2")
    if source is None:
        return None
    return FoundTemplate(source, pack.origin, f"{pack.origin}: {name}.j2")
