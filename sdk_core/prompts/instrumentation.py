"""Puts the places into a template where it pays: loops, macros, blocks, and operators.

What Jinja lets an environment replace (filters, tests, calls, arithmetic) pays by itself; the rest
is changed in the syntax tree before it is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from jinja2 import Environment, nodes, pass_context
from jinja2.visitor import NodeTransformer

from sdk_core.prompts import metering
from sdk_core.prompts.metering import STEPS_PER_CALL, cost_of_text

STEP, WEIGHED, PACED = "_step", "_weighed", "_paced"
"""Names of the filters that collect; as names of a template's own they do no harm."""

_SEPARATE = (nodes.Macro, nodes.CallBlock, nodes.Block)
"""Nodes whose body becomes a function, which pays when it is called."""

_Body = TypeVar("_Body", nodes.Template, nodes.Macro, nodes.CallBlock, nodes.Block)


@pass_context  # whose value is known at run time only, so that nothing is paid when compiling
def step(context: Any, weight: int) -> None:
    """Pay for a function's body."""
    metering.current().spend(weight + STEPS_PER_CALL)


@pass_context
def weighed(context: Any, value: Any) -> Any:
    """Pay for an operand."""
    metering.current().weigh(value)
    return value


@pass_context
def paced(context: Any, iterable: Any, weight: int) -> Any:
    """Pay for the rounds of a loop."""
    return metering.current().paced(iterable, weight)


COLLECTORS = {STEP: step, WEIGHED: weighed, PACED: paced}


class Instrumenter(NodeTransformer):
    """Changes a syntax tree in place."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        """Pay for what is no block: also when the template is included or imported."""
        return self._with_step(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        """Pay for each call."""
        return self._with_step(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        """Pay for each use of ``caller()``."""
        return self._with_step(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        """Pay for each use, by ``super()`` and ``self`` too."""
        return self._with_step(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """Pay for each round."""
        weight = _weight([*node.body, *([node.test] if node.test else [])])
        self.generic_visit(node)
        if node.recursive:  # its inner rounds come from calls of loop(), not from the iterable
            node.body.insert(0, _step(weight, node.lineno))
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _filter(node.iter, PACED, [nodes.Const(weight)])
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Pay for the text that ``~`` puts together."""
        self.generic_visit(node)
        node.nodes = [_weighed(operand) for operand in node.nodes]
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """Pay for what is compared, ``in`` too."""
        self.generic_visit(node)
        node.expr = _weighed(node.expr)
        for operand in node.ops:
            operand.expr = _weighed(operand.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """Pay for slices, which are copies."""
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _weighed(node.node)
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:  # noqa: N802
        """Pay for a dictionary's key, which is hashed."""
        self.generic_visit(node)
        node.key = _weighed(node.key)
        return node

    def _with_step(self, node: _Body) -> _Body:
        weight = _weight(node.body)
        self.generic_visit(node)
        node.body.insert(0, _step(weight, node.lineno))
        return node


def instrument(environment: Environment, tree: nodes.Template) -> None:
    """Change a syntax tree so that running it costs."""
    Instrumenter().visit(tree)
    tree.set_environment(environment)


def _weight(body: Iterable[nodes.Node]) -> int:
    """Return what running some nodes once costs, without loops and functions inside."""
    total, todo = 1, list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, (nodes.TemplateData, nodes.Const)):
            text = getattr(node, "data", None) or getattr(node, "value", None)
            total += cost_of_text(len(text) if isinstance(text, str) else 0)
            continue
        total += 1
        left_out: tuple[str, ...] = ()
        if isinstance(node, nodes.For):
            left_out = ("body", "test")
        elif isinstance(node, _SEPARATE):
            left_out = ("body",)
        todo.extend(node.iter_child_nodes(exclude=left_out))
    return total


def _weighed(node: nodes.Expr) -> nodes.Expr:
    return node if isinstance(node, nodes.Const) else _filter(node, WEIGHED, [])


def _filter(node: nodes.Expr, name: str, arguments: list[nodes.Expr]) -> nodes.Filter:
    made = nodes.Filter(node, name, arguments, [], None, None)
    return made.set_lineno(node.lineno)  # type: ignore[return-value]


def _step(weight: int, line: int) -> nodes.Node:
    made = nodes.ExprStmt(_filter(nodes.Const(weight), STEP, []))
    return made.set_lineno(line, override=True)
