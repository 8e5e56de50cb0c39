"""reStructuredText to blocks, by way of docutils."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.writers import html5_polyglot

from sdk_builtins.parsers.html.account import LeaveOut
from sdk_builtins.parsers.html.markup import read_markup
from sdk_builtins.parsers.markup.rst_directives import prepare
from sdk_core.documents.blocks import Block
from sdk_core.documents.cleaning import alt_text, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import link

_ERROR = 3  # of docutils' levels: something is not in the text as its author wanted
_CLOSED = Reason.UNREADABLE  # what stands in other files
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "halt_level": 5,
    "report_level": 5,
    "warning_stream": False,
    "line_length_limit": 1 << 30,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "smart_quotes": False,
    "syntax_highlight": "none",
    "initial_header_level": 1,
    "stylesheet_path": "",
    "embed_stylesheet": False,
    "section_self_link": False,
    "toc_backlinks": False,
    "language_code": "en",
}


@dataclass(slots=True)
class RestDocument:
    """A document as blocks, with what it says of itself.

    Args:
        blocks: Its text.
        facts: The fields at its top, such as ``author``.
        errors: What docutils found wrong in it.
        other_files: How many files it includes, which were not opened.
    """

    blocks: list[Block] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    other_files: int = 0


def read_rest(text: str, leave_out: LeaveOut) -> RestDocument:
    """Return a document; no file is opened and nothing is fetched.

    Args:
        text: reStructuredText.
        leave_out: Is told of what is not put into the text.
    """
    prepare(text)
    tree = publish_doctree(text, settings_overrides=_SETTINGS)
    found = RestDocument(facts=_facts(tree))
    found.errors = list(_recover(tree))
    for comment in list(tree.findall(nodes.comment)):
        reason = comment.get("reason", Reason.COMMENT)
        found.other_files += reason == _CLOSED
        leave_out(reason, comment.astext())
        comment.parent.remove(comment)
    for unseen in [*tree.findall(nodes.target), *tree.findall(nodes.substitution_definition)]:
        if unseen.rawsource.startswith(".."):
            leave_out(Reason.STRUCTURE, unseen.rawsource)
    _rewrite(tree)
    writer = html5_polyglot.Writer()
    writer.translator_class = _Translator
    page = publish_from_doctree(tree, writer=writer, settings_overrides=_SETTINGS)
    found.blocks = read_markup(page.decode("utf-8"), leave_out)
    return found


def _facts(tree: nodes.document) -> dict[str, str]:
    """Take the fields out that stand above all text but titles."""
    for node in tree.findall():
        if isinstance(node, nodes.field_list):
            pairs = {
                one_line(each[0].astext()).lower().replace(" ", "_"): one_line(each[1].astext())
                for each in node.findall(nodes.field)
            }
            node.parent.remove(node)
            return pairs
        if isinstance(node, nodes.paragraph | nodes.Structural) and not isinstance(
            node, nodes.document | nodes.section
        ):
            return {}
    return {}


def _recover(tree: nodes.document) -> Iterator[str]:
    """Put the source of what was wrong in place of each message, and yield the errors."""
    for problem in list(tree.findall(nodes.problematic)):
        _replace(problem, [nodes.Text(problem.astext())])
    for message in list(tree.findall(nodes.system_message)):
        sources = [each for each in message if isinstance(each, nodes.literal_block)]
        if message["level"] >= _ERROR:
            yield f"line {message.get('line', '?')}: {one_line(message[0].astext())}"
        else:  # a table from another file, or nothing that is lost
            sources = [nodes.comment("", each.astext(), reason=_CLOSED) for each in sources]
        _replace(message, sources)


def _rewrite(tree: nodes.document) -> None:
    """Write in Markdown what HTML would say in a way that is not kept."""
    for image in list(tree.findall(nodes.image)):
        alt = alt_text(image.get("alt", ""))
        shown = nodes.Text(alt if isinstance(image.parent, nodes.reference) else f"![{alt}]()")
        is_inline = isinstance(image.parent, nodes.TextElement)
        box = [shown] if is_inline else [nodes.paragraph("", "", shown)]
        _replace(image, box if alt else [])
    for kind in (nodes.footnote_reference, nodes.citation_reference):
        for reference in list(tree.findall(kind)):
            _replace(reference, [nodes.Text(f"[^{reference.astext()}]")])
    for note in [*tree.findall(nodes.footnote), *tree.findall(nodes.citation)]:
        label, first = note.next_node(nodes.label), note.next_node(nodes.paragraph)
        if label is not None:
            note.remove(label)
            if first is not None:
                first.insert(0, nodes.Text(f"[^{label.astext()}]: "))
        _replace(note, [nodes.container("", *note.children)])
    for box in list(tree.findall(nodes.Admonition)):
        _label(box)
    for reference in list(tree.findall(nodes.reference)):
        shown, address = reference.astext(), reference.get("refuri", "")
        written = link(shown, address)
        if written != shown:
            before, _, after = written.partition(one_line(shown))
            reference.children = [nodes.Text(before), *reference.children, nodes.Text(after)]


def _label(box: Any) -> None:
    title = box.next_node(nodes.title) if isinstance(box, nodes.admonition) else None
    name = type(box).__name__.capitalize() if title is None else title.astext()
    if title is not None:
        title.parent.remove(title)
    label = nodes.Text(f"**{name}:** ")
    if len(box) and isinstance(box[0], nodes.paragraph):
        box[0].insert(0, label)
    else:
        box.insert(0, nodes.paragraph("", "", label))
    _replace(box, [nodes.container("", *box.children)])


def _replace(node: Any, others: Sequence[nodes.Node]) -> None:
    node.parent.replace(node, others)


class _Translator(html5_polyglot.HTMLTranslator):  # type: ignore[misc]
    """Writes code and formulas as the reader of pages knows them."""

    def visit_literal(self, node: Any) -> None:
        self.body.append("<code>")

    def depart_literal(self, node: Any) -> None:
        self.body.append("</code>")

    def visit_literal_block(self, node: Any) -> None:
        classes = [name for name in node.get("classes", ()) if name != "code"]
        kind = f' class="language-{self.attval(classes[0])}"' if classes else ""
        self.body.append(f"<pre><code{kind}>")

    def depart_literal_block(self, node: Any) -> None:
        self.body.append("</code></pre>\n")

    def visit_math(self, node: Any) -> None:
        self.body.append(self.encode(f"${one_line(node.astext())}$"))
        raise nodes.SkipNode

    def visit_math_block(self, node: Any) -> None:
        self.body.append(f"<p>{self.encode(f'$${one_line(node.astext())}$$')}</p>\n")
        raise nodes.SkipNode
