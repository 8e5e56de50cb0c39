"""Opens the inputs of ``create``: parsed documents, plain text, or files of conversations."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from sdk_core.artifacts import document_tables
from sdk_core.create.seeds import read_seeds
from sdk_core.documents import chunking
from sdk_core.errors import DocumentError, LeftOutError, UnsupportedInput, UsageError
from sdk_core.kinds import PARSER
from sdk_core.model import Chunk, Conversation, Document, Seed
from sdk_core.parsing.candidates import Candidate
from sdk_core.parsing.document_reader import DocumentReader, GatheredDocument
from sdk_core.parsing.parser_choice import (
    ParserEntry,
    file_source,
    for_plain_text,
    keeps_pictures_only,
)
from sdk_core.runs import data_files
from sdk_core.runs.chosen_chunker import DocumentCutter
from sdk_core.runs.chosen_transforms import chosen_steps
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.inputs import EXAMPLE_SUFFIXES
from sdk_core.runs.session import Session
from sdk_core.specs import GeneratorSpec
from sdk_core.transforming import pass_all_through

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".rst", ".text"})
"""Files that ``create`` reads without ``ingest``, in a directory."""


ON_DOCUMENTS = ("chunk", "document", "documents")
"""The units of generators that work on documents."""


@dataclass(frozen=True, slots=True)
class OpenedInput:
    """An input, cut into units.

    Args:
        document: The document; for conversations, one without text.
        units: What the generator gets, one after the other.
        chunks: The document's chunks.
        parts: The document's larger parts, for summaries.
        single: Whether the file was one conversation rather than a list.
        bad: Records of the file that could not be used, a sentence each.
        left_out: Chunks that transforms left out, and why.
    """

    document: Document
    units: Sequence[Chunk | Document | Conversation | Seed | tuple[Document, ...]]
    chunks: tuple[Chunk, ...] = ()
    parts: tuple[Chunk, ...] = ()
    single: bool = False
    bad: tuple[str, ...] = ()
    left_out: tuple[tuple[Chunk, str], ...] = ()


class DocumentShelf:
    """Documents that were read once and are needed again: on disk, so that many need no memory."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - it lives as long

    def put(self, document: Document) -> Callable[[], Document]:
        """Put a document aside; returns what gives it again, in any thread."""
        start = self._file.tell()
        self._file.write(pickle.dumps(document))
        size = self._file.tell() - start
        return lambda: pickle.loads(os.pread(self._file.fileno(), size, start))


def accepts(session: Session, spec: GeneratorSpec, path: Path) -> bool:
    """Tell whether a generator takes a path of a directory as input.

    Files of examples are none of the documents, and archives hold several of them.
    """
    if spec.unit == "conversation":
        return data_files.is_data_file(session, path)
    if spec.unit == "seed":
        return path.suffix.lower() in TEXT_SUFFIXES or data_files.is_data_file(session, path)
    if document_tables.is_table(path):
        return True
    if not path.is_file() or path.suffix.lower() in EXAMPLE_SUFFIXES:
        return False
    if not spec.multimodal and path.suffix.lower() in TEXT_SUFFIXES:
        return True
    entry = _parser(session, path)
    if entry is None or (entry.spec.plain and spec.multimodal):
        return False
    return spec.multimodal or not keeps_pictures_only(entry)


def is_unparsed(session: Session, path: Path) -> bool:
    """Tell whether a path is a document that a parser reads, and neither a table nor plain text."""
    if document_tables.is_table(path) or not path.is_file():
        return False
    entry = _parser(session, path)
    return entry is not None and not entry.spec.plain


def _parser(session: Session, path: Path) -> ParserEntry | None:
    """Return the parser that reads a file, ``None`` for archives and what none reads."""
    try:
        return session.parser_choice.of(path)
    except UnsupportedInput:
        return None


def open_input(
    session: Session, spec: GeneratorSpec, path: Path, document: Document | None = None
) -> OpenedInput:
    """Read an input and cut it into the units of a generator.

    Args:
        session: The command's surroundings.
        spec: The generator's spec.
        path: The input.
        document: The document, when it was read already.

    Raises:
        DocumentError: It cannot be read, or holds nothing for this generator.
        UsageError: It must be parsed first.
    """
    if spec.unit == "conversation":
        return _open_conversations(session, path)
    if spec.unit == "seed":
        seeds = read_seeds(session, path)
        return OpenedInput(Document.create(str(path), ()), seeds)
    if document is None:
        if is_unparsed(session, path):
            raise unparsed(str(path))
        document = (
            document_tables.read_document(path)
            if document_tables.is_table(path)
            else read_text_file(session, path)
        )
    settings = session.config.generation
    if spec.multimodal:
        chunks = tuple(_pictures(document))
        if not chunks:
            looked_for = not document_tables.is_table(path) or document_tables.keeps_images(path)
            hint = "leave it out, or make text of it with another --type"
            raise DocumentError(
                f"{path} holds no images",
                hint=hint if looked_for else "ingest the document with --multimodal",
            )
        units, lost = _through_steps(session, document, chunks)
        return OpenedInput(document, units, units, left_out=lost)
    chunks = tuple(DocumentCutter.of(session).cut(document))
    if not chunks:
        raise DocumentError(f"{path} holds no text", hint="ingest the document again")
    places = chunking.spans(document.text, settings.max_context_length, settings.summary_overlap)
    parts = chunking.cut(document, places)
    if spec.unit == "document":
        return OpenedInput(document, (document,), chunks, tuple(parts))
    chunks, lost = _through_steps(session, document, chunks)
    return OpenedInput(document, chunks, chunks, tuple(parts), left_out=lost)


def _through_steps(
    session: Session, document: Document, chunks: Iterable[Chunk]
) -> tuple[tuple[Chunk, ...], tuple[tuple[Chunk, str], ...]]:
    """Return the chunks that come through the transforms, and those that do not with the reason.

    Raises:
        LeftOutError: None does.
        ComponentError: A transform broke.
    """
    steps = [step for step in chosen_steps(session, "generation") if step.level == "chunk"]
    if not steps:
        return tuple(chunks), ()

    def warn(message: str) -> None:
        session.progress.note(f"warning: {document.source}: {message}")

    found, lost = pass_all_through(steps, ((each, document.source) for each in chunks), warn)
    if not found:
        raise LeftOutError(f"{lost[0][1]}: none of its {len(lost)} chunks is left")
    return tuple(found), tuple(lost)


def unparsed(target: str) -> UsageError:
    """Return the error of a document that is not read as it is."""
    return UsageError(
        f"{target} is a document that must be parsed first",
        hint=f"synthetic-data-kit ingest {target}",
    )


def _open_conversations(session: Session, path: Path) -> OpenedInput:
    loaded = ExampleReader(session).read(path)
    conversations = []
    bad = list(loaded.bad)
    for number, example in enumerate(loaded.examples.examples, 1):
        try:
            conversations.append(example.to_messages())
        except ValueError as error:
            bad.append(f"record {number}: {error}")
    if not conversations:
        raise DocumentError(f"{path} holds no conversations or question-answer pairs")
    document = Document.create(str(path), ())
    return OpenedInput(document, conversations, single=loaded.single, bad=tuple(bad))


def _pictures(document: Document) -> list[Chunk]:
    """Return one chunk for each picture, with the text it stands in."""
    chunks: list[Chunk] = []
    for start, end, segment in document.spans():
        chunks += [
            Chunk(
                document_id=document.id,
                index=len(chunks) + place,
                text=segment.text,
                start=start,
                end=end,
                segment_kind=segment.kind,
                segment_index=segment.index,
                last_segment_index=segment.index,
                images=(image,),
            )
            for place, image in enumerate(segment.images)
        ]
    return chunks


def read_text_file(session: Session, path: Path) -> Document:
    """Read a plain text file as a document, without a table in between.

    Raises:
        DocumentError: It is not text, or holds none.
    """
    entry = for_plain_text(session.registry, path)
    options = session.config.components(PARSER).get(entry.spec.name, {})
    source = file_source(path)
    session.use(entry)
    gathered = GatheredDocument()
    reader = DocumentReader([Candidate(entry, options)], chosen_steps(session, "ingest"))
    reader.read(source, 0, forced=True, multimodal=False, sink=gathered)
    for said in gathered.warnings:
        session.progress.note(f"warning: {said}")
    return Document.create(
        source.uri,
        gathered.segments,
        title=gathered.title,
        media_type=gathered.media_type,
        metadata=gathered.metadata,
    )
