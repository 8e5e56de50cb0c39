"""Builds real distributions on disk: a module and the metadata that installers write."""

from __future__ import annotations

from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from textwrap import dedent

from sdk_core.registry.discovery import CORE, ENTRY_POINTS

SPECS = {
    "parsers": 'ParserSpec(name="{name}", target="{module}:Thing", summary="A parser")',
    "exporters": 'ExporterSpec(name="{name}", target="{module}:Thing", summary="An exporter")',
}


def install(
    folder: Path,
    name: str,
    code: str,
    *,
    version: str = "1.0",
    module: str = "",
    metadata: str | None = None,
) -> Distribution:
    """Write a distribution with one registration module, and return it.

    Args:
        folder: Where it goes; it must be on the path of whoever imports it.
        name: Its name.
        code: The module's source.
        version: Its version.
        module: The module's name; made from ``name`` when not given.
        metadata: Text of its ``METADATA``, when it should not be the usual one.
    """
    module = module or name.replace("-", "_")
    (folder / f"{module}.py").write_text(dedent(code), "utf-8")
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    usual = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(usual if metadata is None else metadata, "utf-8")
    (info / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\nmain = {module}\n", "utf-8")
    return PathDistribution(info)


def registering(kind: str, *names: str, module: str) -> str:
    """Return the source of a module that registers components of a kind."""
    lines = [f"    yield {SPECS[kind].format(name=name, module=module)}" for name in names]
    header = "from sdk_core.api import ParserSpec, ExporterSpec, hookimpl\n\n@hookimpl\n"
    return f"{header}def sdk_{kind}():\n" + "\n".join(lines) + "\n"


def core() -> Distribution:
    """Return the distribution under test."""
    return distribution(CORE)
