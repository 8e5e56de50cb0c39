"""What a template really uses, of its own text and of all that it extends and includes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, meta, nodes

MESSAGES = ("system", "user")
"""The blocks that become messages."""

_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
_DEFINITIONS = (nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Import, nodes.FromImport)


class MissingTemplate(TemplateSyntaxError):
    """A template extends or includes one that does not exist."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a template.

    Args:
        template: Its name, ``None`` for the one that the family is built around.
        line: The line, from 1.
    """

    template: str | None
    line: int


@dataclass(frozen=True, slots=True)
class BlockAt:
    """A block as one template of a family defines it.

    Args:
        name: Its name.
        place: Where it starts.
        node: Its content, as a block of its own.
        inner: Whether it stands inside another block.
        extends: Whether it calls ``super()``.
    """

    name: str
    place: Place
    node: nodes.Block
    inner: bool
    extends: bool


class TemplateFamily:
    """The syntax trees of a template, its parents and what they include.

    A block of a parent counts only where no child has replaced it, or where the child's block
    calls ``super()``: what never reaches the model is not used. The template itself must have been
    compiled already.

    Args:
        environment: Where templates are looked up.
        source: The template's text.

    Raises:
        TemplateSyntaxError: A template that it needs does not compile; ``name`` says which.
        MissingTemplate: One that it needs does not exist.
    """

    def __init__(self, environment: Environment, source: str) -> None:
        self._environment = environment
        self._chain: list[tuple[str | None, nodes.Template]] = []  # itself, its parent, its …
        self._included: list[tuple[str | None, nodes.Template]] = []
        self._seen: set[str] = set()  # what was included once need not be read again
        self._called: set[str] = set()  # blocks that are printed as self.NAME()
        self._read(source, None, (), self._chain)
        self.blocks: dict[str, list[BlockAt]] = {}
        """The blocks by name, those that win first."""
        for name, tree in self._chain:
            self._detach_blocks(name, tree)
        self._defined = {name for _, tree in self._chain for name in _defined_in(tree)}

    @property
    def parents(self) -> list[str]:
        """The templates that it extends, the nearest first."""
        return [name for name, _ in self._chain if name is not None]

    def uses(
        self, messages: Iterable[str] = MESSAGES, *, included: bool = True
    ) -> dict[str, Place]:
        """Return the names that messages expect from outside, each with its first place.

        Args:
            messages: The messages that count; the template as a whole counts for ``user``.
            included: Whether what is included counts, wherever that is.
        """
        found: dict[str, Place] = {}
        pieces = [*(self._included if included else ()), *self._pieces(messages)]
        for template, piece in pieces:
            names = meta.find_undeclared_variables(piece) - self._defined
            for node in piece.find_all(nodes.Name):
                if node.name in names:
                    found.setdefault(node.name, Place(template, node.lineno))
        return found

    def unknown_blocks(self) -> list[BlockAt]:
        """Return blocks that no parent has, so that Jinja leaves them out in silence."""
        base, _ = self._chain[-1]
        return [
            block
            for versions in self.blocks.values()
            for block in versions[-1:]  # a block that a parent has ends in the parent's
            if block.place.template != base
            and not block.inner
            and block.name not in (*MESSAGES, *self._called)
        ]

    def unprinted(self) -> list[Place]:
        """Return where text stands outside of blocks and never reaches the model."""
        base, _ = self._chain[-1]
        found = []
        for name, tree in self._chain:
            if name != base or "user" in self.blocks:
                printed = (out for node in tree.body for out in _outputs(node) if _is_text(out))
                found += [Place(name, out.lineno) for out in printed][:1]
        return found

    def block_names(self) -> set[str]:
        """Return the names of the blocks that a template which extends this one may replace."""
        return {*self.blocks, *MESSAGES}

    def _pieces(self, messages: Iterable[str]) -> Iterator[tuple[str | None, nodes.Template]]:
        """Yield what can take part in a rendering, each block as a template of its own."""
        todo = list(messages)
        whole = "user" in todo and "user" not in self.blocks  # all that the last parent prints
        for name, tree in self._chain:
            printed = whole and tree is self._chain[-1][1]
            kept = [n for n in tree.body if printed or not isinstance(n, nodes.Output)]
            yield name, (piece := self._piece(kept))
            if printed:
                todo += [block.name for block in piece.find_all(nodes.Block)]
        done: set[str] = set()
        while todo:
            block_name = todo.pop()
            if block_name in done:
                continue
            done.add(block_name)
            for block in self.blocks.get(block_name, ()):
                yield block.place.template, self._piece([block.node])
                todo += [inner.name for inner in block.node.find_all(nodes.Block)]
                if not block.extends:
                    break

    def _read(
        self,
        source: str,
        name: str | None,
        within: tuple[str, ...],
        kind: list[tuple[str | None, nodes.Template]],
    ) -> None:
        if name is not None:
            self._environment.compile(source, name)  # finds unknown filters too
        tree = self._environment.parse(source, name)
        kind.append((name, tree))
        self._called |= {
            part.attr
            for part in tree.find_all(nodes.Getattr)
            if isinstance(part.node, nodes.Name) and part.node.name == "self"
        }
        for reference in tree.find_all(_REFERENCES):
            extends = isinstance(reference, nodes.Extends)
            optional = isinstance(reference, nodes.Include) and (
                reference.ignore_missing or not isinstance(reference.template, nodes.Const)
            )
            for other in meta.find_referenced_templates(self._piece([reference])):
                if other is None:
                    continue
                if other in within:
                    raise TemplateSyntaxError(
                        f"{other!r} extends or includes itself", reference.lineno, name
                    )
                try:
                    text = self._environment.loader.get_source(self._environment, other)[0]  # type: ignore[union-attr]
                except TemplateNotFound:
                    if optional:
                        continue
                    verb = "extends" if extends else "includes"
                    raise MissingTemplate(
                        f"it {verb} {other!r}, which does not exist", reference.lineno, name
                    ) from None
                target = self._chain if extends and kind is self._chain else self._included
                if target is self._chain or other not in self._seen:
                    self._seen.add(other)
                    self._read(text, other, (*within, other), target)

    def _detach_blocks(self, template: str | None, tree: nodes.Template) -> None:
        """Take the blocks out of a tree; where they stood, empty ones stay."""
        blocks = list(tree.find_all(nodes.Block))
        inner = {id(inside) for block in blocks for inside in block.find_all(nodes.Block)}
        for block in blocks:
            copy = nodes.Block(
                block.name, list(block.body), block.scoped, block.required, lineno=block.lineno
            )
            self.blocks.setdefault(block.name, []).append(
                BlockAt(
                    block.name,
                    Place(template, block.lineno),
                    copy,
                    id(block) in inner,
                    _calls_super(block),
                )
            )
        for block in blocks:
            block.body = []

    def _piece(self, body: list[nodes.Node]) -> nodes.Template:
        piece = nodes.Template(body, lineno=1)
        piece.set_environment(self._environment)
        return piece


def _outputs(node: nodes.Node) -> Iterator[nodes.Output]:
    """Yield what a node prints by itself; macros and captured text print nothing."""
    if isinstance(node, nodes.Output):
        yield node
    elif isinstance(node, (nodes.If, nodes.For, nodes.With, nodes.FilterBlock, nodes.Scope)):
        for child in node.iter_child_nodes():
            yield from _outputs(child)


def _is_text(output: nodes.Output) -> bool:
    return any(
        not isinstance(node, nodes.TemplateData) or node.data.strip() for node in output.nodes
    )


def _calls_super(block: nodes.Block) -> bool:
    return any(
        isinstance(call.node, nodes.Name) and call.node.name == "super"
        for call in block.find_all(nodes.Call)
    )


def _defined_in(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(_DEFINITIONS):
        if isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (n if isinstance(n, str) else n[1] for n in node.names)
        elif isinstance(node, (nodes.Assign, nodes.AssignBlock)):
            yield from (name.name for name in nodes.Output([node.target]).find_all(nodes.Name))
