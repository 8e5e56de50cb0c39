"""Prompt packs: folders of ``*.j2`` files, built in, installed, or anywhere on disk."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from sdk_core.errors import TemplateError
from sdk_core.naming import did_you_mean
from sdk_core.prompts.environment import BUILTIN
from sdk_core.registry.boundary import foreign_code, is_stop
from sdk_core.registry.manager import PluginRecord
from sdk_core.resources import data_directory
from sdk_core.specs import PromptPack


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of templates.

    Args:
        name: How users and ``extends`` name it.
        root: The folder.
        origin: How messages name it.
        distribution: The package it comes from, ``""`` for a plain folder.
    """

    name: str
    root: Traversable
    origin: str
    distribution: str = ""

    def read(self, file: str) -> str | None:
        """Return the text of a template, or ``None`` when the pack has no such file.

        Raises:
            TemplateError: The file is not UTF-8 text.
        """
        if "/" in file or "\\" in file or file.startswith("."):
            return None
        candidate = self.root.joinpath(file)
        if not candidate.is_file():
            return None
        return read_template(candidate, f"{self.origin}: {file}")

    def files(self) -> list[str]:
        """Return the names of the pack's templates, sorted."""
        names = (entry.name for entry in self.root.iterdir() if entry.is_file())
        return sorted(name for name in names if name.endswith(".j2") and name[0] != ".")


def read_template(file: Traversable, origin: str) -> str:
    """Return the text of a template file.

    Raises:
        TemplateError: It cannot be read or is not UTF-8 text.
    """
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TemplateError(f"the template {origin} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"the template {origin} is not UTF-8 text") from error


def builtin_pack() -> Pack:
    """Return the pack that ships with the product."""
    return Pack(BUILTIN, data_directory("prompts"), BUILTIN)


def installed_packs(contributed: Iterable[tuple[PromptPack, PluginRecord]]) -> list[Pack]:
    """Return the packs that plugins contribute.

    A pack that cannot be opened is left out and its plugin marked as broken, so that nobody's
    prompts fail for a package that they do not use.
    """
    packs = []
    for spec, plugin in contributed:
        try:
            with foreign_code():
                root = importlib.resources.files(spec.package).joinpath(spec.directory)
            is_folder = root.is_dir()
        except BaseException as error:  # guard: this imports the package
            if is_stop(error):
                raise
            plugin.fail(
                "broken",
                f"prompt pack {spec.name!r}: its package {spec.package} cannot be imported: "
                f"{type(error).__name__}: {error}",
            )
            continue
        if is_folder:
            origin = f"{spec.name} ({plugin.distribution} {plugin.version})"
            packs.append(Pack(spec.name, root, origin, plugin.distribution))
        else:
            plugin.fail(
                "broken",
                f"prompt pack {spec.name!r}: its package {spec.package} has no folder "
                f"{spec.directory!r}",
            )
    return packs


def find_packs(names: Sequence[str], installed: Sequence[Pack]) -> list[Pack]:
    """Return the packs that a user named, each an installed pack or a folder.

    Raises:
        TemplateError: A name is neither.
    """
    found = []
    for name in names:
        matching = [pack for pack in installed if pack.name == name]
        if len(matching) > 1:
            owners = " and ".join(pack.distribution for pack in matching)
            raise TemplateError(f"two packages provide the prompt pack {name!r}: {owners}")
        if matching:
            found.append(matching[0])
        elif Path(name).is_dir():
            folder = Path(name)
            found.append(Pack(folder.resolve().name, folder, str(folder)))
        else:
            known = [pack.name for pack in installed]
            raise TemplateError(
                f"there is no prompt pack or folder {name!r}{did_you_mean(name, known)}",
                hint=f"installed packs: {', '.join(known) or 'none'}",
            )
    return found
