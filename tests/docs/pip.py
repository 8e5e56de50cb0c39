"""Stands in for pip on the path: announces a folder's package without building it.

``pip install [-e] FOLDER`` links the packages of the folder into the folder that
``SDK_TEST_SITE`` names and writes the metadata that an installation would leave.
"""

import os
import sys
import tomllib
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Install every folder that is named."""
    command, *rest = arguments
    if command != "install":
        sys.exit(f"pip {command} is not known here")
    for name in (word for word in rest if not word.startswith("-")):
        folder = Path(name.partition("[")[0]).resolve()
        if not (folder / "pyproject.toml").is_file():
            sys.exit(f"{name} is no folder of a package; list the command in tests/docs/untried.py")
        announce(folder, Path(os.environ["SDK_TEST_SITE"]))


def announce(folder: Path, site: Path) -> None:
    """Make a folder's package importable, with its entry points."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project.get("version", "0.1.0")
    module = project["name"].replace("-", "_")
    facts = site / f"{module}-{version}.dist-info"
    facts.mkdir(parents=True, exist_ok=True)
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {version}\n"
        + "".join(f"Requires-Dist: {name}\n" for name in project.get("dependencies", [])),
        encoding="utf-8",
    )
    lines = []
    for group, entries in project.get("entry-points", {}).items():
        lines += [f"[{group}]", *(f"{key} = {value}" for key, value in entries.items())]
    (facts / "entry_points.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    root = folder / "src" if (folder / "src").is_dir() else folder
    found = [entry for entry in root.iterdir() if (entry / "__init__.py").is_file()]
    found += root.glob("*.py")
    for entry in found:
        link = site / entry.name
        if entry.name != "tests" and not link.exists():
            link.symlink_to(entry)


main(sys.argv[1:])
