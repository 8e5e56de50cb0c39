"""The public interface is what ``public_api.txt`` says: nothing changes without being seen.

Run as a program, this module prints the interface as it is now.
"""

from __future__ import annotations

import ast
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).with_name("public_api.txt")
COMMAND = "python -m tests.architecture.test_public_api > tests/architecture/public_api.txt"

MODULES = (
    "api",
    "hookspecs",
    "specs",
    "components",
    "model",
    "errors",
    "reports",
    "columns",
    "naming",
    "network",
    "tokens",
    "server_memory",
    "documents",
    "answers",
    "answers/schemas",
    "answers/cuts",
    "evidence/alignment",
    "evidence/folding",
    "evidence/turning_words",
    "similarity/words",
    "similarity/near_duplicates",
    "similarity/minhash",
    "llm/recorded_answers",
    "artifacts/atomic",
    "artifacts/compressed",
    "artifacts/dataset_tables",
    "testing",
    "testing/lightness",
    "testing/pytest_plugin",
)
LONGEST = 60
"""Characters of a value that is shown; of a longer one only the name is held fast."""


def interface() -> str:
    """Return every public name with its signature, fields or value."""
    lines: list[str] = []
    for name in MODULES:
        path = ROOT / "sdk_core" / name
        files = [path.with_suffix(".py")]
        if path.is_dir():
            files = sorted(path.glob("*.py")) if name == "documents" else [path / "__init__.py"]
        for file in files:
            module = ".".join(file.with_suffix("").relative_to(ROOT).parts)
            lines += [f"# {module.removesuffix('.__init__')}", *_module(file), ""]
    return "\n".join(lines)


def _module(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    listed = _all(tree)
    if listed is not None:
        found = [node for other in _siblings(file) for node in ast.parse(other).body]
        parts = [node for node in found if getattr(node, "name", "") in listed]
        return [*listed, *(line for node in parts for line in _describe(node, ""))]
    return [line for node in tree.body for line in _describe(node, "")]


def _siblings(file: Path) -> Iterator[str]:
    """Yield the sources from which a package's ``__init__`` takes its names."""
    if file.name == "__init__.py":
        for other in sorted(file.parent.glob("[a-z]*.py")):
            if f"{file.parent.name}/{other.stem}" not in MODULES:
                yield other.read_text(encoding="utf-8")


def _all(tree: ast.Module) -> list[str] | None:
    """Return the names of ``__all__``, if the module has it."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return sorted(ast.literal_eval(node.value))
    return None


def _describe(node: ast.stmt, indent: str) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if _is_public(node.name):
            yield f"{indent}{_signature(node)}"
    elif isinstance(node, ast.ClassDef):
        if _is_public(node.name):
            decorators = [f"@{ast.unparse(d)} " for d in node.decorator_list]
            bases = ", ".join(ast.unparse(base) for base in node.bases)
            yield f"{indent}{''.join(decorators)}class {node.name}({bases})"
            for inner in node.body:
                yield from _describe(inner, f"{indent}    ")
    else:
        yield from _constant(node, indent)


def _constant(node: ast.stmt, indent: str) -> Iterator[str]:
    if isinstance(node, ast.AnnAssign):
        target, kind, value = ast.unparse(node.target), ast.unparse(node.annotation), node.value
        if _is_public(target):
            yield f"{indent}{target}: {kind}{_value(value)}"
    elif isinstance(node, ast.Assign):
        first = node.targets[0]
        named = first.elts if isinstance(first, ast.Tuple) else [first]
        if any(_is_public(ast.unparse(name)) for name in named):
            yield f"{indent}{ast.unparse(first)}{_value(node.value)}"


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    marks = [f"@{ast.unparse(decorator)} " for decorator in node.decorator_list]
    start = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{''.join(marks)}{start} {node.name}({ast.unparse(node.args)}){returns}"


def _value(value: ast.expr | None) -> str:
    if value is None:
        return ""
    text = " ".join(ast.unparse(value).split())
    return f" = {text}" if len(text) <= LONGEST else " = ..."


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name == "__init__"


def test_the_public_interface_is_the_one_that_was_agreed() -> None:
    kept = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    now = interface().splitlines()
    changed = "\n".join(difflib.unified_diff(kept, now, "agreed", "now", n=1, lineterm=""))
    assert not changed, (
        f"the public interface has changed:\n{changed}\n"
        "If that is meant, it must only add (see docs/plugins/api-stability.md). Run\n"
        f"  {COMMAND}\nand write a line under 'For plugin authors' in CHANGELOG.md."
    )


def test_built_ins_and_examples_import_what_is_public_alone() -> None:
    public = {f"sdk_core.{name.replace('/', '.')}" for name in MODULES}
    whole = ("sdk_core.documents.", "sdk_core.model.")
    folders = (ROOT / "plugins", ROOT / "examples")
    private = [
        f"{file.relative_to(ROOT)}: {module}"
        for folder in folders
        for file in folder.rglob("*.py")
        for module in _imported(ast.parse(file.read_text(encoding="utf-8")), public)
        if module not in public and not module.startswith(whole)
    ]
    assert private == []


def _imported(tree: ast.Module, public: set[str]) -> Iterator[str]:
    """Yield the modules of the core that a module imports, or takes names from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sdk_core"):
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names]
            yield from (name if name in public else module for name in names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("sdk_core"))


if __name__ == "__main__":
    sys.stdout.write(interface())
