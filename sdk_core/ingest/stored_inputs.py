"""Tables as inputs: their documents go through transforms and are stored once more, elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from sdk_core.artifacts import document_tables
from sdk_core.artifacts.corpus_table import is_corpus
from sdk_core.errors import SdkError, UsageError
from sdk_core.parsing.document_reader import DocumentReader
from sdk_core.parsing.frames import describe_error
from sdk_core.parsing.results import JobResult
from sdk_core.parsing.worker import PipeSender
from sdk_core.transforming import Step


def check(path: Path, steps: Sequence[Step]) -> None:
    """Refuse a table that there is nothing to be done with.

    Raises:
        UsageError: No transform is named, or the table holds many documents.
    """
    if not steps:
        raise UsageError(
            f"{path} is parsed already",
            hint=f"synthetic-data-kit create {path} --type qa, or --transform NAME to store it "
            "once more without what a transform leaves out",
        )
    if is_corpus(path):
        raise UsageError(
            f"{path} holds many documents, and transforms take a table of one",
            hint="ingest the documents again: --into NAME --transform NAME",
        )


def revision(path: Path, way: str) -> str:
    """Return a hash that changes when the table or what is done with it does, ``""`` if unknown.

    Args:
        path: The table.
        way: All that decides what is done with it.
    """
    origin = document_tables.read_origin(path)
    if origin is None or not origin.revision:
        return ""
    whole = f"{origin.revision}\0{way}".encode()
    return f"{origin.revision[:32]}-{hashlib.sha256(whole).hexdigest()[:16]}"


def read(path: Path, uri: str, steps: Sequence[Step], *, multimodal: bool) -> JobResult:
    """Return what the steps make of the document of a table, as if a worker had read it.

    Args:
        path: The table.
        uri: The source of its document.
        steps: The steps, in order.
        multimodal: Whether images are kept.
    """
    result = JobResult(uri, None, multimodal=multimodal)
    sender = PipeSender(_Taker(result), 0, multimodal=multimodal)
    try:
        document = document_tables.read_document(path)
        DocumentReader([], steps).pass_on(document, multimodal=multimodal, sink=sender)
    except SdkError as error:
        sender.finish(describe_error(error))
    else:
        sender.finish({})
    return result


class _Taker(BytesIO):
    """Takes frames as a pipe would, and gives them on at once."""

    def __init__(self, result: JobResult) -> None:
        super().__init__()
        self._result = result

    def writelines(self, parts: Iterable[bytes], /) -> None:  # type: ignore[override]
        """Give on one frame."""
        frame = b"".join(parts)
        self._result.take(frame[2:3], frame)
