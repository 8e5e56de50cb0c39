"""Finds where source code uses the names of components and prompts, by reading its syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeGuard

_CALLED_BY_NAME = ("name", "format", "provider", "prompt", "component", "default")
"""Words, beside the kinds of components, for things that hold a name."""

_LISTS = (ast.Tuple, ast.List, ast.Set)


class Use(NamedTuple):
    """A name in code.

    Args:
        name: The name.
        line: Where it stands, from 1.
        how: What is done with it.
    """

    name: str
    line: int
    how: str


@dataclass(frozen=True)
class Vocabulary:
    """The words that are looked for.

    Args:
        names: Names of components and prompts.
        data: Words that are plain data as well.
        kinds: Kinds of components, in the singular.
    """

    names: frozenset[str]
    data: frozenset[str]
    kinds: frozenset[str]

    def is_holder(self, word: str) -> bool:
        """Tell whether something of that name holds names: ``spec.name``, ``default_format``."""
        last = word.lower().rpartition("_")[2]
        words = {*self.kinds, *_CALLED_BY_NAME}
        return last in words or (last != "names" and last.removesuffix("s") in words)


def uses(source: str, words: Vocabulary) -> list[Use]:
    """Return every use of a name in a module, each place once, in order."""
    found: dict[tuple[int, int], Use] = {}
    names_alone = words.names - words.data
    for node in ast.walk(ast.parse(source)):
        for constant, how in (*_anywhere(node, names_alone), *_beside_holders(node, words)):
            place = (constant.lineno, constant.col_offset)
            found[place] = Use(str(constant.value), constant.lineno, how)
    return [found[place] for place in sorted(found)]


def members(source: str) -> Iterator[str]:
    """Yield the names of the members of a module's classes and of its functions' parameters."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg):
            yield node.arg
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                yield part.target.id
            elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                yield part.name


def _anywhere(node: ast.AST, names: frozenset[str]) -> Iterator[tuple[ast.Constant, str]]:
    """Yield a name that means nothing else, whatever is done with it."""
    if _is_one_of(node, names):
        yield node, "used"


def _beside_holders(node: ast.AST, words: Vocabulary) -> Iterator[tuple[ast.Constant, str]]:
    """Yield words that meet something which holds names."""
    for holders, values, how in _meetings(node, words):
        if any(words.is_holder(_identifier(holder)) for holder in holders):
            for value in values:
                yield from ((constant, how) for constant in _constants(value, words.names))


Meeting = tuple[list[ast.expr | str], list[ast.AST], str]


def _meetings(node: ast.AST, words: Vocabulary) -> Iterator[Meeting]:
    """Yield what meets in a node: things with a name of their own, the values, and how."""
    match node:
        case ast.Compare():
            sides: list[ast.expr] = [node.left, *node.comparators]
            yield [*sides], [*sides], "compared"
        case ast.Match():
            patterns = [part for case in node.cases for part in ast.walk(case.pattern)]
            values: list[ast.AST] = [p.value for p in patterns if isinstance(p, ast.MatchValue)]
            yield [node.subject], values, "matched"
        case ast.Subscript():
            yield [node.value], [node.slice], "looked up"
            yield [node.slice], [node.value], "looked up"
        case ast.Call():
            yield from _calls(node, words)
        case ast.BoolOp():
            yield [*node.values], [*node.values], "a default"
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield [str(key.value)], [value], "a default"
        case ast.Assign():
            yield [*node.targets], [node.value], "a default"
        case ast.AnnAssign() | ast.NamedExpr() if node.value is not None:
            yield [node.target], [node.value], "a default"
        case ast.keyword() if node.arg:
            yield [node.arg], [node.value], "given"
        case ast.arguments():
            yield from _parameters(node)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
            yield [node.name], [value for value in returned if value is not None], "a default"


def _calls(node: ast.Call, words: Vocabulary) -> Iterator[Meeting]:
    """Yield look-ups by a method, and calls that are given a kind and a name."""
    if isinstance(node.func, ast.Attribute):
        owner = _identifier(node.func.value)
        yield ["component" if owner == "registry" else owner], [*node.args], "looked up"
        yield [*node.args], [node.func.value], "looked up"
    kinds = [arg for arg in node.args if _is_one_of(arg, words.kinds)]
    yield [str(kind.value) for kind in kinds[:1]], [*node.args], "looked up"


def _parameters(node: ast.arguments) -> Iterator[Meeting]:
    given = [*node.posonlyargs, *node.args]
    pairs = [*zip(given[::-1], node.defaults[::-1], strict=False)]
    pairs += [(a, d) for a, d in zip(node.kwonlyargs, node.kw_defaults, strict=True) if d]
    for parameter, default in pairs:
        yield [parameter.arg], [default], "a default"


def _identifier(node: ast.AST | str) -> str:
    """Return the last name in an expression: ``name`` for ``entry.spec.name.lower()``."""
    match node:
        case str():
            return node
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return key
        case ast.Call(func=ast.Attribute(), args=[ast.Constant(value=str(key)), *_]):
            return key
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(key)), *_]):
            return key
        case ast.Call(func=ast.Attribute(value=owner)) | ast.Subscript(value=owner):
            return _identifier(owner)
        case ast.NamedExpr(target=target):
            return target.id
    return ""


def _constants(node: ast.AST | None, names: Collection[str]) -> Iterator[ast.Constant]:
    """Yield the names that a value is or may be, in lists and through ``or`` and ``if`` too."""
    if node is None:
        return
    if _is_one_of(node, names):
        yield node
    elif isinstance(node, _LISTS):
        for element in node.elts:
            yield from _constants(element, names)
    elif isinstance(node, ast.Dict):
        for part in (*node.keys, *node.values):
            yield from _constants(part, names)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _constants(part, names)
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, names)
        yield from _constants(node.orelse, names)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for argument in node.args:
            yield from _constants(argument, names)


def _is_one_of(node: ast.AST | None, words: Collection[str]) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words
