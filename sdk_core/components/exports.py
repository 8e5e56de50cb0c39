"""Base classes of what makes rows, writes them, and knows who reads them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sdk_core.components.base import Component, OptionsT
from sdk_core.model.examples import Example, TrainingSet


class Exporter(Component[OptionsT], ABC):
    """Turns examples into the rows that a trainer reads; pure, without I/O."""

    @abstractmethod
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield JSON-serialisable rows, all with the same keys.

        The core calls this with one example at a time, so that a bad one is left out and reported
        alone, unless the spec says ``needs_all``. A row may hold `Image` values where a picture
        belongs: the core writes them beside the rows, or into them, as the user wants.

        Raises:
            ValueError: An example cannot be put into this format; the text says why.
        """

    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        """Return what is wrong with a row of this format that anybody may have written.

        Called by ``validate``, and for each row that `rows` yields before it is written: one that
        is not right is left out and reported. Say what the row is to have and has not, one sentence
        a problem that goes on from "row 3:". By default every row is right.
        """
        return ()

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return what a row holds, whoever wrote it: a file of such rows is input like any other.

        Conversations are in ``messages``, with the worse answer in ``rejected`` and ``kept`` false
        for one that is labelled bad; other texts, and what else the row has, in ``fields``. The
        keys by which such rows are told are those of the spec's ``told_by``.

        Raises:
            ValueError: The row is none of this format; the text says why.
            NotImplementedError: The format has no way back; the default.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot read its rows")


Splits = Mapping[str, Sequence[Iterable[Mapping[str, Any]]]]
"""Rows by split, each split in parts; the name is empty for rows that are not split."""


class Storage(Component[OptionsT], ABC):
    """Writes rows to a place on disk."""

    @abstractmethod
    def write(self, splits: Splits, path: Path) -> int:
        """Write all rows to ``path``, a name that does not exist yet, and return their number.

        The core moves what was written to its final name, so an interrupted write never shows.
        Unless the spec says ``splits`` there is one split, named ``""``, in one part. Otherwise
        there may be several, each part of which is to be a file of its own.
        Rows may be iterated several times. Those that the core gives have a ``columns`` attribute
        (`sdk_core.columns.ColumnType`), and each row has all of the columns. Their method ``lines``
        gives each row as JSON with a line feed, for storages of text.

        Raises:
            OSError: The place cannot be written.
            ValueError: The rows do not fit this storage.
        """

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[Mapping[str, Any] | bytes]]]:
        """Yield each split that `write` wrote with its rows, for the check after writing.

        Rows that were not split may come back under any name.
        A storage of text may yield a row as its line of JSON, which is compared as it stands.

        Raises:
            NotImplementedError: It cannot be read back; the default.
            OSError: It cannot be read.
            ValueError: It is damaged.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot read back what it wrote")


class Trainer(Component[OptionsT], ABC):
    """Knows what a trainer, a tuning service or a harness needs beside the data."""

    @abstractmethod
    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        """Yield the text files that go beside the data: their names and contents.

        They are run or read in the folder of the data, so they name its files without a folder
        before them, and lengths and epochs are those of ``data``.
        """
