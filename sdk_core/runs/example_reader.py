"""Reads files of examples, in whatever shape and kind of file people have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sdk_core.artifacts import example_files
from sdk_core.artifacts.example_files import Loaded
from sdk_core.artifacts.json_files import JsonValues
from sdk_core.artifacts.layouts import Row
from sdk_core.errors import DocumentError
from sdk_core.runs import data_files
from sdk_core.runs.row_formats import ExporterRows
from sdk_core.runs.session import Session


@dataclass
class ExampleReader:
    """Reads the files of one command.

    Args:
        session: The command's surroundings.
    """

    session: Session

    @cached_property
    def formats(self) -> ExporterRows:
        """The formats of rows that are read beside our own shapes.

        Raises:
            UsageError: The one that the user names is not known, or cannot be read.
        """
        return ExporterRows(self.session, self.session.reads_as, self.session.columns)

    def table(self, path: Path) -> Iterator[Row] | None:
        """Return the rows of a table, ``None`` for JSON and for parsed documents.

        Raises:
            DocumentError: It cannot be read; while rows are taken.
        """
        ending = data_files.table_ending(self.session, path)
        if not ending or data_files.is_document(path):
            return None
        return data_files.table_rows(self.session, path, ending)

    def read(self, path: Path, *, rejected: bool = False, unrated: bool = False) -> Loaded:
        """Read the examples of a file.

        Args:
            path: The file, or a folder that is one dataset.
            rejected: Whether records that a judge or a label rejected are read too.
            unrated: Whether records that could not be judged are read too.

        Raises:
            DocumentError: It cannot be read, or holds no examples.
        """
        content, rows = None, self.table(path)
        if rows is not None:
            placed = [(f"row {number}", row) for number, row in enumerate(rows, start=1)]
            bad = tuple(f"{at}: {data_files.TOO_LONG}" for at, row in placed if None in row)
            whole = tuple((at, row) for at, row in placed if None not in row)
            content = JsonValues(whole, lines=True, bad=bad)
            if not whole:
                raise DocumentError(f"{path} holds no rows", hint="; ".join(bad[:1]))
        return example_files.read_examples(
            path,
            self.session.registry.record_kinds,
            rejected=rejected,
            unrated=unrated,
            content=content,
            formats=self.formats,
        )
