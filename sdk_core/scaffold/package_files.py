"""Fills the templates in and writes the package."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from sdk_core.artifacts.atomic import replace_bytes, replace_directory
from sdk_core.errors import StorageError, UsageError
from sdk_core.scaffold.names import Names
from sdk_core.scaffold.package_kinds import COMMON, KINDS

TEMPLATES = Path(__file__).parent / "templates"

_HARMLESS = {".git", ".hg", ".DS_Store"}


class _Template(string.Template):
    """Text with ``@@{name}`` in it: no sign of Python, TOML, YAML, shell or Jinja."""

    delimiter = "@@"


def render_package(names: Names, kind: str, *, version: str, api: int) -> dict[str, str]:
    """Return the files of a package: path inside it to text.

    Args:
        names: Its names.
        kind: One of `KINDS`.
        version: Version of this program, the lowest that the package will ask for.
        api: Version of the plugin API.
    """
    chosen = KINDS[kind]
    values = _values(names, kind, version, api)
    return {
        _Template(path).substitute(values): _fill(TEMPLATES / f"{template}.tmpl", values)
        for template, path in {**COMMON, **chosen.files}.items()
    }


def next_commands(names: Names, kind: str) -> list[str]:
    """Return the commands that try a new package out, in its folder."""
    values = _names(names, kind)
    return [
        "python -m venv .venv && . .venv/bin/activate",
        "pip install -e '.[test]'",
        "pytest",
        *(_Template(line).substitute(values) for line in KINDS[kind].usage),
    ]


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write the files into a folder that does not exist yet, or is empty.

    Raises:
        UsageError: There is something in the folder.
        StorageError: It cannot be written.
    """
    _require_empty(folder)

    def build(staged: Path) -> None:
        for name, text in files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    try:
        if not folder.exists():
            replace_directory(folder, build)
            return
        # A folder that exists stays itself: it may be a checkout, or where the shell stands.
        for name, text in files.items():
            replace_bytes(folder / name, text.encode())
    except StorageError as error:
        raise StorageError(error.message, hint="name another folder with --dir") from error


def _require_empty(folder: Path) -> None:
    try:
        found = sorted(entry.name for entry in folder.iterdir() if entry.name not in _HARMLESS)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise UsageError(f"{folder} is a file", hint="name another folder with --dir") from None
    except OSError as error:
        raise StorageError(f"cannot look into {folder}: {error.strerror}") from error
    if found:
        raise UsageError(
            f"{folder} is not empty: it holds {found[0]}"
            + (f" and {len(found) - 1} more" if len(found) > 1 else ""),
            hint="name another folder with --dir; nothing was changed",
        )


def _fill(template: Path, values: Mapping[str, str]) -> str:
    return _Template(template.read_text(encoding="utf-8")).substitute(values)


def _names(names: Names, kind: str) -> dict[str, str]:
    """Return what the commands of a kind may speak of."""
    key_variable = f"{names.module.upper()}_API_KEY"
    return {**asdict(names), "kind": kind, "key_variable": key_variable}


def _values(names: Names, kind: str, version: str, api: int) -> dict[str, str]:
    chosen = KINDS[kind]
    needed = ".".join(version.split(".")[:2])
    dependencies = (f"synthetic-data-kit>={needed}", *chosen.dependencies)
    return {
        **_names(names, kind),
        "api": str(api),
        "summary": chosen.summary,
        "sentence": chosen.summary[0].upper() + chosen.summary[1:],
        "dependencies": ", ".join(f'"{each}"' for each in dependencies),
        "commands": "\n".join(next_commands(names, kind)[3:]),
    }
