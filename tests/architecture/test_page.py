"""The page about the architecture says what is so."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.architecture.page import Change, changes, code, layers, table

ROOT = Path(__file__).parents[2]
CORE = ROOT / "sdk_core"


def test_the_drawing_has_the_layers_that_imports_are_checked_by() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    checked = [
        [name.strip().removeprefix("sdk_core.") for name in layer.split("|")]
        for layer in contract["layers"]
    ]

    assert layers() == checked


def test_every_room_has_a_sentence_and_a_place_in_the_drawing() -> None:
    packages = {f"{path.parent.name}/" for path in CORE.glob("*/__init__.py")}
    modules = {path.name for path in CORE.glob("*.py") if not path.name.startswith("_")}
    told = [code(row[0])[0] for row in table("Rooms")]
    drawn = {name.partition(".")[0] for layer in layers() for name in layer}

    assert len(told) == len(set(told))
    assert set(told) == packages | modules
    # `api` is for plugins: nothing of the core imports it.
    assert drawn == {name.strip("/").removesuffix(".py") for name in told} - {"api"}


def test_every_module_of_the_registry_has_a_layer() -> None:
    modules = {f"registry.{p.stem}" for p in (CORE / "registry").glob("*.py") if p.stem[0] != "_"}

    assert modules <= {name for layer in layers() for name in layer}


def test_every_step_of_the_walk_is_a_function_or_class_of_its_file() -> None:
    steps = table("The walk of one document")

    assert [row[0] for row in steps] == [str(number) for number in range(1, len(steps) + 1)]
    assert [place for row in steps for place in code(row[1]) if not is_defined(place)] == []


def is_defined(place: str) -> bool:
    """Tell whether ``path.py:name`` or ``path.py:Class.method`` is there."""
    path, _, name = place.partition(":")
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    for part in name.split("."):
        found = [
            node
            for node in body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and node.name == part
        ]
        if not found:
            return False
        body = found[0].body
    return True


def test_the_table_has_thirty_changes() -> None:
    wishes = [change.wish for change in changes()]

    assert len(wishes) == len(set(wishes)) >= 30


@pytest.mark.parametrize("change", changes(), ids=lambda change: change.wish)
def test_what_a_change_opens_and_extends_is_there(change: Change) -> None:
    assert change.open
    assert change.extend
    assert [path for path in (*change.open, *change.extend) if not (ROOT / path).is_file()] == []
    assert all(Path(path).name.startswith("test_") for path in change.extend)
