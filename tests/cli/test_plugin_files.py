"""Files that are plugins: what their functions may return, who loads them, and what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion

OURS = '''
"""Our rules."""
from dataclasses import replace

from pydantic import BaseModel

from sdk_core.api import ParserSpec, hookimpl
from sdk_core.components import Parser
from sdk_core.functions import exporter, generator, judge, transform
from sdk_core.model import Criterion, Judgement, Segment


@transform(on="segment")
def no_drafts(segment):
    """Leave drafts out."""
    return not segment.text.startswith("Draft")


@transform(on=("example", "segment"), name="shout", summary="Louder")
def louder(item, ctx):
    if hasattr(item, "text"):
        return item.text.upper()
    return replace(item, fields={k: v.upper() for k, v in item.fields.items()})


@judge()
def short(example):
    """Short answers."""
    length = len(example.fields["answer"])
    return length < 20, f"{length} characters"


@judge(scale=(0, 1), prompts={"strict": "Is {answer} the answer to {question}?"})
async def strict(example, ctx):
    said = await ctx.complete("strict", **{k: example.fields[k] for k in ("question", "answer")})
    return Judgement(
        judge="strict",
        score=1.0 if "yes" in said.text else 0.0,
        criteria=(Criterion(name="truth", score=1, scale=(0, 1), reason="it stands there"),),
    )


class Step(BaseModel):
    what: str


class Recipe(BaseModel):
    question: str
    steps: list[Step]


@generator(prompts={"recipe": "Section {section}; before {before}; {text}"})
async def recipe(chunk, ctx):
    """Steps."""
    found = await ctx.object("recipe", schema=Recipe, text=chunk.text)
    return {"question": found.question, "answer": " ".join(step.what for step in found.steps)}


@exporter(view="fields")
def flat(example):
    return {"text": "\\n".join(map(str, example.fields.values()))}


class Shelf(Parser):
    """Reads shelves."""

    def parse(self, source, ctx):
        yield Segment(text=source.read().decode().strip() + " from a shelf")


@hookimpl
def sdk_parsers():
    yield ParserSpec(
        name="shelf", target=f"{__name__}:Shelf", summary="Shelves", extensions=(".shelf",)
    )
'''

PAIRS = [
    {"question": "How long is it?", "answer": "41 kilometres."},
    {"question": "Who dug it?", "answer": "Nobody knows who began it, and few who ended it."},
]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def ours(sdk, work: Path) -> str:
    (work / "ours.py").write_text(OURS, "utf-8")
    (work / "pairs.json").write_text(json.dumps(PAIRS), "utf-8")
    return "ours.py"


def test_functions_are_listed_with_the_hash_of_their_file(sdk, ours):
    listed = sdk("--plugin", ours, "plugins", "list", "--kind", "judge").out
    assert "short       Short answers.  [ours.py " in listed
    told = json.loads(sdk("plugins", "info", "shout", "--plugin", ours, "--json").out)
    assert "Louder" in json.dumps(told)


def test_parser_processes_load_the_file(sdk, ours, work):
    (work / "a.shelf").write_text("Books", "utf-8")
    (work / "b.shelf").write_text("Draft of books", "utf-8")
    flags = ("--transform", "no-drafts", "--transform", "shout", "--plugin", ours)
    done = sdk("ingest", "a.shelf", *flags, "--show")
    assert "BOOKS FROM A SHELF" in done.out, done.err
    left = sdk("ingest", "b.shelf", *flags)
    assert left.code == 4
    assert "left out by no-drafts: no-drafts" in left.err


def test_a_config_may_name_the_file(sdk, ours, work):
    (work / "config.yaml").write_text("plugins: {files: [ours.py]}\n", "utf-8")
    done = sdk("-c", "config.yaml", "curate", "pairs.json", "--judge", "short")
    assert done.code == 0, done.err
    written = json.loads((work / "data/curated/pairs_cleaned.json").read_text("utf-8"))
    assert [pair["answer"] for pair in written["qa_pairs"]] == ["41 kilometres."]
    assert written["rejected"][0]["reason"] == "48 characters"
    assert "backend" not in written["metadata"]["curation"]
    assert any(name.startswith("ours.py ") for name in written["metadata"]["curation"]["plugins"])


def test_nothing_is_loaded_that_nobody_names(sdk, ours):
    done = sdk("curate", "pairs.json", "--judge", "short")
    assert done.code == 2
    assert "there is no judge 'short'" in done.err


def test_a_judge_that_asks_and_says_criteria(sdk, ours, work, openai_server: OpenAIServer):
    openai_server.script(lambda request: completion("yes, it is", request.body))
    at = ("--api-base", openai_server.url, "-m", "test-model")
    done = sdk("curate", "pairs.json", "--plugin", ours, "--judge", "strict", *at)
    assert done.code == 0, done.err
    [first, _] = json.loads((work / "data/curated/pairs_cleaned.json").read_text())["qa_pairs"]
    [judgement] = first["judgements"]
    assert judgement["criteria"] == [
        {"name": "truth", "score": 1, "scale": [0, 1], "reason": "it stands there"}
    ]
    again = sdk("save-as", "data/curated/pairs_cleaned.json", "--plugin", ours, "-f", "flat")
    assert again.code == 0, again.err
    rows = (work / "data/final/pairs_cleaned_flat.jsonl").read_text("utf-8").splitlines()
    assert json.loads(rows[0])["text"].startswith("How long is it?\n41 kilometres.")


def test_a_nested_answer_is_asked_for_again_when_it_is_broken(
    sdk, ours, work, openai_server: OpenAIServer
):
    answers = iter(
        [
            '{"question": "How?", "steps": [',
            '```json\n{"Recipe": {"question": "How?", '
            '"steps": [{"what": "Stir."}, {"what": "Wait."}]}}\n```',
        ]
    )

    def reply(request: Received) -> Reply:
        return completion(next(answers), request.body)

    openai_server.script(reply)
    (work / "soup.md").write_text("# Soup\n\nStir and wait.\n", "utf-8")
    at = ("--api-base", openai_server.url, "-m", "test-model")
    done = sdk("create", "soup.md", "--plugin", ours, "--type", "recipe", "-n", "1", *at)
    assert done.code == 0, done.err
    [pair] = json.loads((work / "data/generated/soup_recipe.json").read_text())["qa_pairs"]
    assert pair["answer"] == "Stir. Wait."
    asked = openai_server.chat[0].body
    assert "Section Soup; before ;" in asked["messages"][1]["content"]
    steps = json.dumps(asked["response_format"])
    assert '"what"' in steps
    assert "$defs" not in steps
    assert len(openai_server.chat) == 2


def test_a_file_that_is_broken_ends_the_command(sdk, work):
    (work / "bad.py").write_text("x = (\n", "utf-8")
    done = sdk("ingest", "x.txt", "--plugin", "bad.py")
    assert done.code == 2
    assert "the plugin file bad.py cannot be imported: SyntaxError" in done.err
    missing = sdk("ingest", "x.txt", "--plugin", "nowhere.py")
    assert missing.code == 2
    assert "nowhere.py cannot be read: No such file" in missing.err
    doctor = sdk("--plugin", "bad.py", "plugins", "doctor", "--strict")
    assert doctor.code == 2
    assert "mend bad.py" in doctor.out + doctor.err


def test_a_reason_is_asked_of_a_transform_that_returns_something_else(sdk, work):
    (work / "odd.py").write_text(
        "from sdk_core.functions import transform\n\n\n"
        "@transform(on='segment')\ndef odd(segment):\n    return 7\n",
        "utf-8",
    )
    (work / "a.txt").write_text("Some text.", "utf-8")
    done = sdk("ingest", "a.txt", "--plugin", "odd.py", "--transform", "odd")
    assert done.code == 4
    assert "transform 'odd' of odd.py" in done.err
