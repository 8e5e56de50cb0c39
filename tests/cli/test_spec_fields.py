"""What a spec says is honoured for anybody's component, as it is for the built-in ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sdk_core.testing.program import Finished

Sdk = Callable[..., Finished]
Write = Callable[[str, Any], str]
Read = Callable[[str], Any]
Install = Callable[..., dict[str, str]]

REGISTERED = """
from sdk_core.api import (
    BackendSpec, ExporterSpec, GeneratorSpec, JudgeSpec, ParserSpec, RecordKind, StorageSpec,
    hookimpl,
)

@hookimpl
def sdk_record_kinds():
    for name, key in (
        ("own", "how_many"), ("general", "num_cot_examples"), ("lost", "nowhere"), ("free", ""),
    ):
        yield RecordKind(name=name, target_key=key)

@hookimpl
def sdk_generators():
    for name in ("own", "general", "lost"):
        yield GeneratorSpec(
            name=name, target="acme_parts:Cutter", summary="Cuts", example_kind=name,
            prepares=("outline",),
        )
    for name, kind in (("whole", "own"), ("free", "free")):
        yield GeneratorSpec(
            name=name, target="acme_parts:Whole", summary="Makes", unit="document",
            example_kind=kind,
        )
    yield GeneratorSpec(
        name="unknown", target="acme_parts:Whole", summary="Makes", example_kind="nothing"
    )

@hookimpl
def sdk_judges():
    yield JudgeSpec(name="share", target="acme_parts:Share", summary="A share", scale=(0.0, 1.0))

@hookimpl
def sdk_backends():
    yield BackendSpec(
        name="own", target="acme_parts:Silent", summary="None", title="Acme's machine"
    )

@hookimpl
def sdk_exporters():
    yield ExporterSpec(
        name="own", target="acme_parts:Rows", summary="Rows", file_suffix="_own", least=5,
        settings=(("marked", "include_metadata"),),
    )
    yield ExporterSpec(
        name="fields", target="acme_parts:Fields", summary="Fields", view="fields",
        system="Be brief.", preference=True,
    )
    yield ExporterSpec(
        name="astray", target="acme_parts:Rows", summary="Rows", settings=(("marked", "nowhere"),)
    )

@hookimpl
def sdk_storages():
    yield StorageSpec(
        name="own", target="acme_parts:Lines", summary="Lines", extension=".own",
        settings=(("upright", "pretty_json"),),
    )

@hookimpl
def sdk_parsers():
    yield ParserSpec(
        name="shout", target="acme_parts:Shout", summary="Text", extensions=(".shout",), plain=True
    )
    yield ParserSpec(
        name="hush", target="acme_parts:Shout", summary="Other", extensions=(".hush",)
    )
"""

PARTS = """
import json
from sdk_core.components import Backend, Exporter, Generator, Judge, Options, Parser, Storage
from sdk_core.model import Example, Judgement, Segment

class Counted(Options):
    how_many: int = 2

class Marking(Options):
    marked: bool = False

class Standing(Options):
    upright: bool = False

class Cutter(Generator[Counted]):
    async def prepare(self, document, ctx):
        raise ValueError("no outline")
    async def generate(self, unit, ctx):
        return [
            ctx.example({"question": f"What is {n}?", "answer": unit.text.strip()})
            for n in range(ctx.wanted)
        ]

class Whole(Generator[Counted]):
    async def generate(self, unit, ctx):
        return [
            ctx.example({"question": f"What is {n}?", "answer": "It."})
            for n in range(ctx.wanted or 3)
        ]

class Share(Judge):
    async def judge(self, examples, ctx):
        return [
            Judgement(judge="share", score=e.fields["share"], reasons=f"{ctx.threshold:.2f}")
            for e in examples
        ]

class Silent(Backend):
    async def check(self):
        return "it hums"
    async def complete(self, request):
        raise NotImplementedError

class Rows(Exporter[Marking]):
    def rows(self, examples):
        for example in examples:
            yield {"question": example.fields["question"], "marked": self.options.marked}

class Fields(Exporter):
    def rows(self, examples):
        for example in examples:
            yield {
                "system": example.fields["system"], "rejected": example.rejected[-1].content
            }

class Lines(Storage[Standing]):
    def write(self, splits, path):
        [[rows]] = splits.values()
        written = list(rows)
        path.write_text(json.dumps([self.options.upright, written]))
        return len(written)
    def read(self, path):
        yield "", json.loads(path.read_text())[1]

class Shout(Parser):
    def parse(self, source, ctx):
        yield Segment(text=source.path.read_text().upper())
"""


@pytest.fixture
def acme(install: Install) -> dict[str, str]:
    return install("acme", REGISTERED, acme_parts=PARTS)


@pytest.mark.parametrize(
    ("arguments", "config", "made"),
    [
        (("--type", "own"), {}, 2),
        (("--type", "own", "-n", "4"), {}, 4),
        (("--type", "own", "--how-many", "3"), {}, 3),
        (("--type", "own", "-O", "how-many=1"), {}, 1),
        (("--type", "own"), {"generators": {"own": {"how_many": 6}}}, 6),
        (("--type", "own", "-n", "4"), {"generators": {"own": {"how_many": 6}}}, 4),
        (("--type", "general"), {}, 5),
        (("--type", "general", "-n", "4"), {}, 4),
        (("--type", "general"), {"generation": {"num_cot_examples": 7}}, 7),
    ],
)
def test_number_wanted_comes_from_where_the_spec_says(
    sdk: Sdk,
    write: Write,
    read: Read,
    acme: Mapping[str, str],
    arguments: tuple[str, ...],
    config: Any,
    made: int,
) -> None:
    write("note.txt", "The canal is long.")
    write("own.yaml", json.dumps({"llm": {"provider": "offline"}, **config}))

    done = sdk("-c", "own.yaml", "create", "note.txt", *arguments, "-o", "made.json", env=acme)

    assert done.code == 3, done.err  # its preparation fails
    assert "its preparation (outline)" in done.err
    content = read("made.json")
    assert (content["metadata"]["made"], content["metadata"]["wanted"]) == (made, made)


@pytest.mark.parametrize(
    ("arguments", "made"),
    [(("whole",), 2), (("whole", "-n", "4"), 4), (("free",), 3), (("free", "-n", "1"), 3)],
)
def test_number_wanted_holds_for_whole_documents(
    sdk: Sdk,
    write: Write,
    read: Read,
    acme: Mapping[str, str],
    arguments: tuple[str, ...],
    made: int,
) -> None:
    write("note.txt", "The canal is long.")

    sdk(
        *("create", "note.txt", "-o", "made.json", "--provider", "offline", "--type", *arguments),
        env=acme,
    )

    assert len(read("made.json")["examples"]) == made


def test_number_wanted_goes_through_all_steps(
    sdk: Sdk, write: Write, read: Read, acme: Mapping[str, str]
) -> None:
    write("note.txt", "The canal is long.")

    sdk("run", "note.txt", "--type", "own", "-n", "3", "--provider", "offline", env=acme)

    assert read("data/generated/note_own.json")["metadata"]["wanted"] == 3


def test_number_that_stands_nowhere_is_the_packages_defect(
    sdk: Sdk, write: Write, acme: Mapping[str, str]
) -> None:
    write("note.txt", "The canal is long.")

    done = sdk("create", "note.txt", "--type", "lost", "--provider", "offline", env=acme)

    assert done.code == 2
    assert "'lost' of acme 1.0: the target_key 'nowhere' of the record kind 'lost'" in done.err


def test_a_kind_that_nobody_declares_is_taken_as_before(
    sdk: Sdk, write: Write, read: Read, acme: Mapping[str, str]
) -> None:
    write("note.txt", "The canal is long.")
    done = sdk("create", "note.txt", "--type", "unknown", "--provider", "offline", env=acme)
    assert done.code == 0, done.err
    made = read("data/generated/note_unknown.json")
    assert made["examples"]
    assert made["metadata"]["record_kind"]["name"] == "nothing"


def test_scores_stay_on_their_scale_and_ratings_are_up_to_ten(
    sdk: Sdk, write: Write, read: Read, acme: Mapping[str, str]
) -> None:
    pairs = [{"question": f"{s}?", "answer": "Yes.", "share": s} for s in (0.0, 0.6, 0.7, 1.0)]
    write("pairs.json", {"qa_pairs": pairs})

    done = sdk(
        *("curate", "pairs.json", "--judge", "share", "-t", "7", "-o", "good.json"),
        *("--provider", "offline"),
        env=acme,
    )

    assert done.code == 0, done.err
    good = read("good.json")
    assert [pair["rating"] for pair in good["qa_pairs"]] == [7.0, 10.0]
    judged = {"judge": "share", "score": 0.7, "reasons": "0.70", "scale": [0.0, 1.0]}
    assert good["qa_pairs"][0]["judgements"] == [judged]
    assert "share 6 (a score of 0.6) is below 7" in json.dumps(good["rejected"])

    done = sdk("save-as", "good.json", "--min-rating", "8")

    assert done.code == 0, done.err
    assert [row["question"] for row in read("data/final/good.jsonl")] == ["1.0?"]


def test_messages_call_a_backend_by_its_title(sdk: Sdk, acme: Mapping[str, str]) -> None:
    done = sdk("system-check", "--provider", "own", env=acme)

    assert done.out == "Acme's machine is running: it hums\n"


@pytest.mark.parametrize(
    ("config", "arguments", "marked", "upright"),
    [
        ({}, (), False, True),
        ({"format": {"include_metadata": True, "pretty_json": False}}, (), True, False),
        ({"format": {"include_metadata": True}}, ("-O", "marked=false"), False, True),
        (
            {
                "format": {"include_metadata": True},
                "exporters": {"own": {"marked": False}},
                "storages": {"own": {"upright": False}},
            },
            (),
            False,
            False,
        ),
    ],
)
def test_options_follow_the_keys_that_the_spec_names(
    sdk: Sdk,
    write: Write,
    read: Read,
    acme: Mapping[str, str],
    config: Any,
    arguments: tuple[str, ...],
    marked: bool,
    upright: bool,
) -> None:
    write("pairs.json", {"qa_pairs": [{"question": "Who?", "answer": "She."}]})
    write("own.yaml", json.dumps(config))

    done = sdk(
        *("-c", "own.yaml", "save-as", "pairs.json", "-f", "own", "--storage", "own"),
        *("-o", "rows.own", *arguments),
        env=acme,
    )

    assert done.code == 0, done.err
    assert read("rows.own") == [upright, [{"question": "Who?", "marked": marked}]]


def test_key_that_the_config_does_not_have_is_the_packages_defect(
    sdk: Sdk, write: Write, acme: Mapping[str, str]
) -> None:
    write("pairs.json", {"qa_pairs": [{"question": "Who?", "answer": "She."}]})

    done = sdk("save-as", "pairs.json", "-f", "astray", env=acme)

    assert done.code == 2
    assert "exporter 'astray' of acme 1.0: marked is to follow format.nowhere" in done.err


def test_system_turn_and_worse_answer_are_for_formats_of_fields_too(
    sdk: Sdk, write: Write, read: Read, acme: Mapping[str, str]
) -> None:
    pair = {"question": "Who?", "answer": "She."}
    worse = [{**pair, "rejected": "He."}, {**pair, "rejected": "It.", "system": "Be kind."}]
    write("pairs.json", {"qa_pairs": [*worse, pair]})

    done = sdk("save-as", "pairs.json", "-f", "fields", "-o", "rows.jsonl", env=acme)

    assert "1 left out: no worse answer" in done.out
    assert read("rows.jsonl") == [
        {"system": "Be brief.", "rejected": "He."},
        {"system": "Be kind.", "rejected": "It."},
    ]


def test_too_few_rows_for_the_reader_of_a_format_are_told(
    sdk: Sdk, write: Write, acme: Mapping[str, str]
) -> None:
    write("pairs.json", {"qa_pairs": [{"question": "Who?", "answer": "She."}]})

    done = sdk("save-as", "pairs.json", "-f", "own", env=acme)

    assert done.code == 0
    assert "own takes 5 rows or more, and 1 were made" in done.err


@pytest.mark.parametrize(
    ("name", "text"),
    [("note.txt", "The canal."), ("note", "The canal."), ("note.shout", "THE CANAL.")],
)
def test_plain_text_is_read_by_the_parser_that_says_so(
    sdk: Sdk, write: Write, read: Read, acme: Mapping[str, str], name: str, text: str
) -> None:
    write(name, "The canal.")

    sdk(
        *("create", name, "--type", "own", "-o", "made.json", "--provider", "offline"),
        env=acme,
    )

    assert read("made.json")["examples"][0]["answer"] == text


def test_what_only_other_parsers_read_is_not_taken_for_text(
    sdk: Sdk, write: Write, read: Read, acme: Mapping[str, str]
) -> None:
    write("note.hush", "The canal.")

    sdk(
        *("create", "note.hush", "--type", "own", "-o", "made.json", "--provider", "offline"),
        env=acme,
    )

    assert read("made.json")["examples"][0]["answer"] == "THE CANAL."
