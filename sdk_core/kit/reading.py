"""Iterators over what the steps have written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdk_core.artifacts import corpus_table, document_tables
from sdk_core.create.document_inputs import read_text_file
from sdk_core.errors import UsageError
from sdk_core.model import Document, Example
from sdk_core.runs import data_files
from sdk_core.runs.directory import DirectoryScan
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.inputs import existing
from sdk_core.runs.session import Session


def documents(session: Session, target: str, *, recursive: bool = False) -> Iterator[Document]:
    """Yield parsed documents: of a table, of one with many, of a folder of them, or of a text file.

    Args:
        session: The surroundings.
        target: The table, folder or file.
        recursive: Whether sub-folders are read.

    Raises:
        UsageError: There is nothing.
        DocumentError: One is damaged.
    """
    path = existing(target)
    if path.is_dir() and not document_tables.is_table(path):
        for found in sorted(DirectoryScan(path, recursive).files()):
            if document_tables.is_table(found):
                yield from documents(session, str(found))
    elif not document_tables.is_table(path):
        yield read_text_file(session, path)
    elif corpus_table.is_corpus(path):
        yield from corpus_table.documents(path)
    else:
        yield document_tables.read_document(path)


def examples(
    session: Session, target: str, *, recursive: bool = False, rejected: bool = False
) -> Iterator[Example]:
    """Yield the examples of a file, of this program or of another, or of a folder of files.

    Args:
        session: The surroundings.
        target: The file or folder.
        recursive: Whether sub-folders are read.
        rejected: Whether those that a judge rejected come too, with ``kept`` false.

    Raises:
        UsageError: There is nothing.
        DocumentError: A file cannot be read, or holds no examples.
    """
    path, reader = existing(target), ExampleReader(session)
    if not path.is_dir() or data_files.is_whole(session, path):
        if not data_files.is_data_file(session, path):
            raise UsageError(f"{target} is no file of examples")
        yield from reader.read(path, rejected=rejected).examples.examples
        return
    whole = DirectoryScan(path, recursive, is_whole=lambda p: data_files.is_whole(session, p))
    for found in sorted(whole.files()):
        if data_files.is_data_file(session, found):
            yield from reader.read(Path(found), rejected=rejected).examples.examples
