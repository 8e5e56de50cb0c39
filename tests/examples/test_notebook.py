"""The example notebook runs from top to bottom, where an event loop runs as in Jupyter."""

from __future__ import annotations

import ast
import asyncio
import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook" / "first_steps.ipynb"


def test_each_cell_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    shown: list[object] = []

    async def run() -> None:
        for number, source in enumerate(sources, start=1):
            tree = ast.parse(source, f"cell {number}")
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, f"cell {number}", "exec"), names)
            if isinstance(last, ast.Expr):
                shown.append(eval(compile(ast.Expression(last.value), "shown", "eval"), names))

    asyncio.run(run())
    tables = [value._repr_html_() for value in shown if hasattr(value, "_repr_html_")]
    assert len(tables) == 5
    assert "Corran" in (tmp_path / "data/final/canal/README.md").read_text("utf-8") or tables
    assert (tmp_path / "data/final/canal").is_dir()
