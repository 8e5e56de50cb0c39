"""Generators without documents or over several, and judges that see a whole set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

OURS = '''
from collections import Counter

from sdk_core.api import JudgeSpec, hookimpl
from sdk_core.components import Judge
from sdk_core.functions import generator
from sdk_core.model import Criterion, Judgement


@generator(unit="seed")
def topics(seed):
    """Topics."""
    return {"question": f"What is {seed.text}?", "answer": f"Level {seed.fields.get('level', 0)}."}


@generator(unit="documents")
def across(documents, ctx):
    """Over documents."""
    first, *others = documents
    fields = {"question": f"How many beside {first.title}?", "answer": str(len(others))}
    return ctx.example(fields, document=first)


class Once(Judge):
    """Keeps what is asked once."""

    async def judge(self, examples, ctx):
        asked = Counter(example.fields["question"] for example in examples)
        return [
            Judgement(
                judge="once",
                score=10.0 / asked[example.fields["question"]],
                reasons=f"asked {asked[example.fields['question']]} times",
                criteria=(Criterion(name="count", score=float(len(examples)), scale=(0, 1000)),),
            )
            for example in examples
        ]


@hookimpl
def sdk_judges():
    yield JudgeSpec(name="once", target=f"{__name__}:Once", summary="Asked once", sees="set",
                    needs_model=False, scale=(0, 10))
'''


@pytest.fixture
def work(sdk, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "ours.py").write_text(OURS, "utf-8")
    return folder


def pairs(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["qa_pairs"]
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seeds.txt", "pumps\n\n# not this\nvalves\n"),
        ("seeds.jsonl", '{"topic": "pumps", "level": 0}\n{"topic": "valves", "level": 0}\n'),
        ("seeds.json", '["pumps", {"name": "valves"}]'),
        ("seeds.csv", "topic,size\npumps,0\nvalves,0\n"),
    ],
)
def test_seeds_are_lines_or_rows_and_need_no_model(sdk, work, name, text):
    (work / name).write_text(text, "utf-8")
    done = sdk("create", name, "--plugin", "ours.py", "--type", "topics", "-n", "2")
    assert done.code == 0, done.err
    made = pairs(work / "data/generated/seeds_topics.json")
    assert [pair["question"] for pair in made] == ["What is pumps?", "What is valves?"]
    assert made[1]["answer"] == "Level 0."
    assert made[1]["provenance"] == {
        "source": name,
        "document_id": made[0]["provenance"]["document_id"],  # type: ignore[index]
        "chunk": 1,
        "generator": "ours.py/topics",
    }


def test_a_file_without_seeds_is_refused(sdk, work):
    (work / "seeds.txt").write_text("# nothing\n", "utf-8")
    done = sdk("create", "seeds.txt", "--plugin", "ours.py", "--type", "topics")
    assert done.code == 4
    assert "holds no seeds" in done.err
    run = sdk("run", "seeds.txt", "--plugin", "ours.py", "--type", "topics")
    assert run.code == 2
    assert "works on seeds" in run.err


def test_documents_are_given_together(sdk, work):
    (work / "docs").mkdir()
    for name in ("a", "b", "c"):
        (work / f"docs/{name}.md").write_text(f"# {name.upper()}\n\nWords.\n", "utf-8")
    done = sdk("create", "docs", "--plugin", "ours.py", "--type", "across")
    assert done.code == 0, done.err
    [pair] = pairs(work / "data/generated/docs_across.json")
    assert (pair["question"], pair["answer"]) == ("How many beside A?", "2")
    assert pair["provenance"]["source"] == "docs/a.md"  # type: ignore[index]
    pilot = sdk("create", "docs", "--plugin", "ours.py", "--type", "across", "--pilot", "2")
    assert pilot.code == 2
    assert "no pilot" in pilot.err


def test_a_judge_of_sets_sees_all_records_at_once(sdk, work):
    records = [{"question": f"Q{n % 7}?", "answer": "A."} for n in range(13)]
    (work / "pairs.json").write_text(json.dumps(records), "utf-8")
    done = sdk("curate", "pairs.json", "--plugin", "ours.py", "--judge", "once", "-t", "6")
    assert done.code == 0, done.err
    written = json.loads((work / "data/curated/pairs_cleaned.json").read_text("utf-8"))
    assert [pair["question"] for pair in written["qa_pairs"]] == ["Q6?"]
    [judgement] = written["qa_pairs"][0]["judgements"]
    assert judgement["criteria"] == [{"name": "count", "score": 13.0, "scale": [0, 1000]}]
    assert len(written["rejected"]) == 12
    again = sdk("curate", "data/curated/pairs_cleaned.json", "--plugin", "ours.py",
                "--judge", "once", "-o", "again.json")  # fmt: skip
    assert again.code == 0, again.err
