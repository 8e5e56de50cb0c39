"""What a parser leaves out of the text is counted, stored, listed and forgotten with its table."""

from __future__ import annotations

import pytest

REGISTRATION = """
from sdk_core.api import ParserSpec, hookimpl

@hookimpl
def sdk_parsers():
    yield ParserSpec(
        name="leaving",
        target="leaving_parser:Leaving",
        summary="Leaves out what stands behind a minus",
        extensions=(".minus",),
    )
"""

PARSER = """
from sdk_core.components import Parser
from sdk_core.documents.losses import Reason
from sdk_core.model import Segment

class Leaving(Parser):
    def parse(self, source, ctx):
        for number, line in enumerate(source.read().decode().splitlines(), start=1):
            kept, _, left = line.partition("-")
            if left.strip():
                ctx.leave_out(Reason.HIDDEN, left.strip(), segment=number)
            yield Segment(text=kept, kind="page", index=number)
        ctx.leave_out("own reason")
"""


@pytest.fixture
def leaving(install, tmp_path):
    """Return the environment in which the parser is installed."""
    environment = install("leaving", REGISTRATION)
    (tmp_path / "site" / "leaving_parser.py").write_text(PARSER)
    return environment


def test_what_is_left_out_is_told_stored_and_listed(sdk, write, leaving):
    write("a.minus", "one - a secret\ntwo\nthree - " + "x" * 200_000)
    done = sdk("ingest", "a.minus", env=leaving)
    assert done.code == 0, done.err
    assert "left out of a.minus: hidden 2 \u00d7 (200,008 characters), own reason 1 \u00d7; " in (
        done.err
    )
    assert "inspect --dropped data/parsed/a.lance" in done.err

    listed = sdk("inspect", "--dropped", "data/parsed/a.lance")
    assert listed.out.splitlines()[:2] == [
        "data/parsed/a.lance: a.minus: hidden 2 \u00d7 (200,008 characters), own reason 1 \u00d7",
        "  hidden 1: a secret",
    ]
    assert listed.out.splitlines()[2:] == [
        f"  hidden 3: {'x' * 200_000}",
        "  own reason: (no text)",
    ]
    as_json = sdk("inspect", "--dropped", "--json", "data/parsed").json
    assert [len(part["text"]) for part in as_json[0]["parts"]] == [8, 200_000, 0]
    assert "left out: hidden 2 \u00d7" in sdk("inspect", "data/parsed/a.lance").out

    write("a.minus", "one")
    assert sdk("ingest", "a.minus", "--json", env=leaving).json["items"][0]["left_out"] == {
        "own reason": {"parts": 1, "characters": 0}
    }
    assert "hidden" not in sdk("inspect", "--dropped", "data/parsed").out


def test_a_corpus_keeps_what_its_present_documents_left_out(sdk, write, leaving):
    for name in ("a", "b"):
        write(f"in/{name}.minus", f"{name} - left of {name}")
    done = sdk("ingest", "in", "--into", "all", "-v", env=leaving)
    assert "left out: in/b.minus: hidden 1 \u00d7 (9 characters), own reason 1 \u00d7" in done.err
    write("in/b.minus", "b - another")
    sdk("ingest", "in", "--into", "all", env=leaving)
    listed = sdk("inspect", "--dropped", "--json", "data/parsed/all.lance").json
    assert {entry["source"]: entry["parts"][0]["text"] for entry in listed} == {
        "in/a.minus": "left of a",
        "in/b.minus": "another",
    }


def test_nothing_left_out_is_said(sdk, write):
    write("plain.txt", "All of it.")
    sdk("ingest", "plain.txt")
    assert sdk("inspect", "--dropped", "data/parsed/plain.lance").out == "nothing was left out\n"
