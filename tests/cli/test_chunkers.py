"""``create --chunker``: how longer documents are cut, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sdk_core.documents.chunking import spans
from sdk_core.testing.program import Finished
from sdk_core.tokens import estimate
from tests.cli.conftest import numbered_text

Sdk = Callable[..., Finished]

Write = Callable[[str, Any], str]

Read = Callable[[str], Any]

OFFLINE = ("--provider", "offline")

SECTIONS = tuple(
    f"## Section {n:02}\n\n"
    + " ".join(f"Fact {n:02}{k} says that station {k} recorded {k * 7 % 97}." for k in range(9))
    + "\n\n"
    for n in range(30)
)


@pytest.fixture
def long(write: Write) -> str:
    return write("long.md", "".join(SECTIONS))


def _passages(made: Any) -> list[str]:
    """Return the text of each chunk that was asked, in the order of the document."""
    found = {
        pair["provenance"]["start"]: made["metadata"]["passages"][pair["provenance"]["passage"]]
        for pair in made["qa_pairs"]
    }
    return [found[start] for start in sorted(found)]


def _first_call(done: Finished) -> str:
    """Return the text that the first call of a preview shows."""
    return done.out.partition("<text>\n")[2].partition("\n</text>")[0]


def test_structure_asks_about_whole_sections(sdk: Sdk, long: str, read: Read) -> None:
    flags = ("--chunker", "structure", "--chunk-size", "1000", "--least", "1")
    done = sdk("create", long, "-n", "30", *OFFLINE, *flags)
    assert done.code == 0, done.err
    passages = _passages(read("data/generated/long_qa_pairs.json"))
    assert len(passages) > 20
    assert all(passage.strip() in map(str.strip, SECTIONS) for passage in passages)
    sections = {
        pair["provenance"]["section"]
        for pair in read("data/generated/long_qa_pairs.json")["qa_pairs"]
    }
    assert "Section 07" in sections


def test_tokens_asks_about_pieces_of_so_many_tokens(sdk: Sdk, long: str, read: Read) -> None:
    flags = ("--chunker", "tokens", "--chunk-tokens", "200", "--overlap-tokens", "0")
    done = sdk("create", long, "-n", "30", *OFFLINE, *flags)
    assert done.code == 0, done.err
    passages = _passages(read("data/generated/long_qa_pairs.json"))
    assert len(passages) > 20
    assert max(map(estimate, passages)) <= 200


def test_fixed_is_the_usual_one_and_cuts_as_ever(sdk: Sdk, write: Write, read: Read) -> None:
    text = numbered_text(200)
    write("long.txt", text)
    flags = ("-n", "60", "--chunk-size", "1500", "--chunk-overlap", "90")
    assert sdk("create", "long.txt", *OFFLINE, *flags).code == 0
    assert sdk("create", "long.txt", *OFFLINE, *flags, "--chunker", "fixed", "-o", "x").code == 0
    usual, named = read("data/generated/long_qa_pairs.json"), read("x/long_qa_pairs.json")
    assert usual["qa_pairs"] == named["qa_pairs"]
    places = {
        (pair["provenance"]["start"], pair["provenance"]["end"]) for pair in usual["qa_pairs"]
    }
    assert places == set(spans(text, 1500, 90))


def test_a_preview_shows_the_chunk_that_is_asked_first(sdk: Sdk, long: str, work: Path) -> None:
    flags = ("create", long, "-n", "3", *OFFLINE, "--preview", "-v")
    fixed = _first_call(sdk(*flags))
    structure = _first_call(sdk(*flags, "--chunker", "structure"))
    least = _first_call(sdk(*flags, "--chunker", "structure", "--least", "1"))
    tokens = _first_call(sdk(*flags, "--chunker", "tokens", "--chunk-tokens", "90"))
    assert least.strip() == SECTIONS[0].strip()
    assert structure.strip() == "".join(SECTIONS[:3]).strip()
    assert len(fixed) > len(structure) > len(least) > len(tokens)
    assert "".join(SECTIONS).startswith(tokens)
    assert not (work / "data").exists()


def test_a_preview_proposes_the_same_chunker(sdk: Sdk, long: str) -> None:
    flags = ("--chunker", "tokens", "--chunk-tokens", "90")
    done = sdk("create", long, "-n", "3", *OFFLINE, *flags, "--preview")
    assert done.code == 0, done.err
    assert "--chunker tokens --chunk-tokens 90" in done.out.partition("run:")[2]


@pytest.mark.parametrize(("length", "calls"), [(7999, "1 new"), (8000, "3 new")])
@pytest.mark.parametrize("chunker", ["fixed", "structure", "tokens"])
def test_a_shorter_document_takes_one_call(
    sdk: Sdk, write: Write, chunker: str, length: int, calls: str
) -> None:
    write("edge.txt", numbered_text(200)[: length - 1] + ".")
    done = sdk("create", "edge.txt", "-n", "3", *OFFLINE, "--chunker", chunker, "--preview")
    assert done.code == 0, done.err
    assert f"Calls: {calls}" in done.out


def test_options_of_a_chunker_come_from_the_config_too(sdk: Sdk, long: str, write: Write) -> None:
    write(
        "c.yaml",
        {
            "generation": {"chunker": "tokens"},
            "chunkers": {"tokens": {"chunk_tokens": 90, "overlap_tokens": 0}},
        },
    )
    flags = ("-n", "3", *OFFLINE, "--preview", "-v")
    configured = sdk("-c", "c.yaml", "create", long, *flags)
    assert configured.code == 0, configured.err
    assert estimate(_first_call(configured)) <= 90
    wider = sdk("-c", "c.yaml", "create", long, *flags, "--chunk-tokens", "180")
    assert wider.code == 0, wider.err
    assert 90 < estimate(_first_call(wider)) <= 180


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--chunker", "structur"], ["no chunker 'structur'", "did you mean structure?"]),
        (["--chunker", "tokens", "--least", "3"], ["--least"]),
        (["--chunk-tokens", "300"], ["--chunk-tokens"]),
        (["--chunker", "structure", "--least", "0"], ["--least"]),
        (["--chunker", "tokens", "--chunk-tokens", "many"], ["--chunk-tokens"]),
        (
            ["--chunker", "tokens", "--chunk-tokens", "9", "--overlap-tokens", "9"],
            ["overlap_tokens (9) must be smaller than chunk_tokens (9)"],
        ),
        (["--chunker", "tokens", "--tokenizer", "nowhere"], ["there is no file nowhere"]),
    ],
)
def test_what_no_chunker_takes_is_refused(
    sdk: Sdk, long: str, flags: list[str], said: list[str]
) -> None:
    done = sdk("create", long, "-n", "3", *OFFLINE, *flags)
    assert done.code == 2
    assert all(each in done.err for each in said), done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "flags",
    [
        ["--chunker", "structur"],
        ["--chunker", "tokens", "--chunk-tokens", "9", "--overlap-tokens", "9"],
        ["--chunker", "tokens", "--tokenizer", "nowhere"],
    ],
    ids=["unknown", "overlap", "tokenizer"],
)
def test_a_wrong_chunker_is_told_once_before_anything_is_read(
    sdk: Sdk, long: str, write: Write, work: Path, flags: list[str]
) -> None:
    write("two.txt", numbered_text(200))
    done = sdk("create", long, "two.txt", "-n", "3", *OFFLINE, *flags)
    assert done.code == 2
    assert done.err.count("error:") == 1
    assert not (work / "data").exists()


def test_the_flags_of_a_chunker_are_in_its_help(sdk: Sdk) -> None:
    shown = sdk("create", "--chunker", "structure", "--help")
    assert shown.code == 0, shown.err
    assert "--least" in shown.out
    assert "--chunk-tokens" not in shown.out
    listed = sdk("plugins", "list", "--kind", "chunker")
    assert all(name in listed.out for name in ("fixed", "structure", "tokens"))


def test_a_run_cuts_as_it_is_told(sdk: Sdk, long: str, read: Read) -> None:
    flags = ("--chunker", "structure", "--chunk-size", "1000", "--least", "1", "-o", "out")
    done = sdk("run", long, "-n", "3", "-t", "1", *OFFLINE, *flags)
    assert done.code == 0, done.err
    passages = _passages(read("out/generated/long_qa_pairs.json"))
    assert [passage.strip() for passage in passages] == [s.strip() for s in SECTIONS[:3]]
