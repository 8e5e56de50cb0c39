"""Lays an installation out in which every built-in component and prompt has another name."""

from __future__ import annotations

import importlib
import os
from importlib.metadata import distribution
from pathlib import Path

import sdk_core
from sdk_core.registry.discovery import CORE, ENTRY_POINTS
from tests.renamed.renaming import PREFIX

ROOT = Path(__file__).parents[2]
PACKAGE = Path(sdk_core.__file__).parent


def install_renamed(folder: Path) -> dict[str, str]:
    """Lay it out in a folder and return the environment in which the program takes it.

    It stands in the place of the real one: the same distribution, found first, with the same core
    and other registration modules; templates lie beside the core, as in a checkout.
    """
    folder.mkdir()
    kinds = [e.name for e in distribution(CORE).entry_points if e.group == ENTRY_POINTS]
    (folder / "sdk_core").symlink_to(PACKAGE)
    (folder / "configs").symlink_to(ROOT / "configs")
    templates = folder / "prompts"
    templates.mkdir()
    for path in (ROOT / "prompts").glob("*.j2"):
        (templates / f"{PREFIX}{path.name}").write_bytes(path.read_bytes())
    for kind in kinds:
        usual = f"sdk_builtins.{kind}"
        checks = hasattr(importlib.import_module(usual), "sdk_health_checks")
        (folder / f"other_{kind}.py").write_text(
            "from tests.renamed.renaming import registration\n\n"
            f"SDK_API = 1\nsdk_{kind} = registration({kind!r})\n"
            + f"from {usual} import sdk_health_checks\n"
            * checks
        )
    information = folder / f"{CORE.replace('-', '_')}-{sdk_core.__version__}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {CORE}\nVersion: {sdk_core.__version__}\n"
    )
    lines = [f"{kind} = other_{kind}" for kind in kinds]
    (information / "entry_points.txt").write_text("\n".join([f"[{ENTRY_POINTS}]", *lines, ""]))
    return {"PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))}
