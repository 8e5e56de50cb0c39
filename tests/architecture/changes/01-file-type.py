"""A file of the new type becomes rows of a parsed table."""

from pathlib import Path

from sdk_core.artifacts.document_tables import read_document
from tests.architecture.check_changes import Program

CARDS = "BEGIN:VCARD\nFN:Ada Moor\nEND:VCARD\nBEGIN:VCARD\nFN:Ben Weir\nEND:VCARD\n"


def check(program: Program) -> None:
    """Ingest a file whose ending tells the parser."""
    Path("team.vcf").write_text(CARDS)
    done = program("ingest", "team.vcf", "-o", ".")

    assert done.code == 0, done.err
    segments = read_document(Path("team.lance")).segments
    assert [segment.text for segment in segments] == ["FN:Ada Moor", "FN:Ben Weir"]
