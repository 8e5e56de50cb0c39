"""What a template really uses, of its own text and of all that it extends and includes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, meta, nodes

_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
_DEFINITIONS = (nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Import, nodes.FromImport)


def variables_used(environment: Environment, source: str) -> set[str]:
    """Return the names that the system and user messages of a template expect from outside.

    A block of a parent counts only where no child has replaced it, or where the child's block
    calls ``super()``: what never reaches the model is not used.

    Raises:
        TemplateSyntaxError: The template or one that it needs does not compile; ``name`` says
            which, ``None`` for the template itself.
        TemplateNotFound: One that it needs does not exist.
    """
    family = _Family(environment, source)
    names = {name for piece in family.pieces() for name in meta.find_undeclared_variables(piece)}
    return names - family.defined


class _Family:
    """The syntax trees of a template, its parents and what they include."""

    def __init__(self, environment: Environment, source: str) -> None:
        self._environment = environment
        self._chain: list[nodes.Template] = []  # the template, its parent, the parent's parent …
        self._included: list[nodes.Template] = []
        self._read(source, None, (), self._chain)
        self._blocks: dict[str, list[nodes.Block]] = {}
        for tree in self._chain:
            self._detach_blocks(tree)
        self.defined = {name for tree in self._chain for name in _defined_in(tree)}
        """Names that the templates set themselves, outside of blocks."""

    def pieces(self) -> Iterator[nodes.Template]:
        """Yield what can take part in a rendering, each block as a template of its own."""
        yield from self._included
        whole = "user" not in self._blocks  # then all that the last parent prints is the message
        todo = ["system", "user"]
        for tree in self._chain:
            printed = whole and tree is self._chain[-1]
            kept = [n for n in tree.body if printed or not isinstance(n, nodes.Output)]
            yield self._piece(kept)
            if printed:
                todo += _block_names(kept)
        done: set[str] = set()
        while todo:
            name = todo.pop()
            if name in done:
                continue
            done.add(name)
            for block in self._blocks.get(name, ()):
                yield self._piece([block])
                todo += _block_names(block.body)
                if not _calls_super(block):
                    break

    def _read(
        self, source: str, name: str | None, within: tuple[str, ...], kind: list[nodes.Template]
    ) -> None:
        self._environment.compile(source, name)  # finds unknown filters too
        tree = self._environment.parse(source, name)
        kind.append(tree)
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
                    text = self._source_of(other)
                except TemplateNotFound:
                    if optional:
                        continue
                    raise
                target = self._chain if extends and kind is self._chain else self._included
                self._read(text, other, (*within, other), target)

    def _source_of(self, name: str) -> str:
        if self._environment.loader is None:
            raise TemplateNotFound(name)
        return self._environment.loader.get_source(self._environment, name)[0]

    def _detach_blocks(self, tree: nodes.Template) -> None:
        """Take the blocks out of a tree; where they stood, empty ones stay."""
        for block in list(tree.find_all(nodes.Block)):
            copy = nodes.Block(
                block.name, list(block.body), block.scoped, block.required, lineno=block.lineno
            )
            self._blocks.setdefault(block.name, []).append(copy)
            block.body = []

    def _piece(self, body: list[nodes.Node]) -> nodes.Template:
        piece = nodes.Template(body, lineno=1)
        piece.set_environment(self._environment)
        return piece


def _block_names(body: Iterable[nodes.Node]) -> list[str]:
    holder = nodes.Template(list(body), lineno=1)
    return [block.name for block in holder.find_all(nodes.Block)]


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
            target = node.target
            if isinstance(target, nodes.Name):
                yield target.name
            yield from (inner.name for inner in target.find_all(nodes.Name))
