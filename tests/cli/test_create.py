"""``create``: the files of each type, how many are made, and what the model is shown."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from tests.cli.conftest import SHORT, numbered_text
from tests.cli.model import (
    answer,
    of_task,
    pairs,
    passage,
    reply,
    saying,
    wanted,
)
from tests.server.replies import completion

LONG = numbered_text(200)
"""About 15000 characters: five chunks of 4000 with an overlap of 200."""


def test_pairs_of_a_text_file(sdk, work, write, read, at, model):
    write("notes.txt", SHORT)
    done = sdk("create", "notes.txt", "--type", "qa", *at)
    assert done.code == 0, done.err
    assert done.out.startswith("Content saved to data/generated/notes_qa_pairs.json")
    content = read("data/generated/notes_qa_pairs.json")
    assert set(content) == {"summary", "qa_pairs", "metadata"}
    assert content["summary"].startswith("The Rhône rises")
    assert len(content["qa_pairs"]) == 25
    assert content["qa_pairs"][0]["answer"] == "Answer 1 is naïve ≥ 5"
    assert content["qa_pairs"][0]["provenance"]["source"] == "notes.txt"
    metadata = content["metadata"]
    assert metadata["source"] == "notes.txt"
    assert metadata["model"] == "meta-llama/Llama-3.3-70B-Instruct"
    assert (metadata["wanted"], metadata["made"], metadata["failures"]) == (25, 25, [])
    assert "synthetic-data-kit" in metadata["versions"]

    text = (work / "data/generated/notes_qa_pairs.json").read_text(encoding="utf-8")
    assert "naïve ≥ 5" in text
    assert text.startswith('{\n  "summary"')
    assert text.endswith("}\n")
    assert len(of_task(model, "qa")) == 1
    assert [message["role"] for message in model.chat[0].body["messages"]] == ["system", "user"]


def test_chain_of_thought_examples_and_a_summary(sdk, write, read, at):
    write("notes.txt", SHORT)
    done = sdk("create", "--type", "cot", *at, "notes.txt")
    assert done.code == 0, done.err
    content = read("data/generated/notes_cot_examples.json")
    assert set(content) == {"summary", "cot_examples", "conversations", "metadata"}
    assert len(content["cot_examples"]) == 5
    assert {"question", "reasoning", "answer"} <= set(content["cot_examples"][0])
    turns = content["conversations"][0]
    assert [turn["role"] for turn in turns] == ["system", "user", "assistant"]
    assert "First this.\nThen that." in turns[2]["content"]
    assert content["cot_examples"][0]["answer"] in turns[2]["content"]

    done = sdk("create", "notes.txt", "--type", "summary", *at)
    assert done.code == 0, done.err
    content = read("data/generated/notes_summary.json")
    assert set(content) == {"summary", "provenance", "metadata"}
    assert content["summary"].startswith("Summary of:")


def test_a_summary_sees_every_part_of_a_long_document(sdk, write, at, model):
    write("long.txt", LONG + numbered_text(300)[len(LONG) :])
    done = sdk("create", "long.txt", "--type", "summary", *at)
    assert done.code == 0, done.err
    shown = "".join(request.prompt for request in of_task(model, "summary"))
    assert all(f"Fact {number:04} says" in shown for number in range(300))


def test_a_summary_is_text_and_no_refusal(sdk, write, read, work, at, model):
    write("notes.txt", SHORT)
    model.script(saying(summary='{"summary": "The Rhône rises.", "keywords": ["Rhône"]}'))
    assert sdk("create", "notes.txt", "--type", "summary", *at).code == 0
    assert read("data/generated/notes_summary.json")["summary"] == "The Rhône rises."

    model.script(saying(summary="I'm sorry, but I can't help with that."))
    done = sdk("create", "notes.txt", "--type", "summary", "--fresh", "-o", "declined", *at)
    assert done.code == 4, done.err
    assert "the model declines to answer 'summary': I'm sorry" in done.err
    assert not (work / "declined").exists() or not list((work / "declined").glob("*.json"))


def test_the_prompt_names_the_number_and_chunks_follow_the_flags(sdk, write, read, at, model):
    write("long.txt", LONG)
    flags = ("--chunk-size", "2000", "--chunk-overlap", "100")
    done = sdk("create", "long.txt", "-n", "30", *flags, *at)
    assert done.code == 0, done.err
    asked = sorted(of_task(model, "qa"), key=lambda request: LONG.find(passage(request)))
    chunks = [passage(request) for request in asked]
    assert sum(map(wanted, asked)) == 30
    assert len(chunks) > len(LONG) / 2000
    assert all(len(chunk) <= 2000 for chunk in chunks)
    assert LONG.startswith(chunks[0])
    assert LONG.endswith(chunks[-1])
    for before, after in pairwise(chunks):
        assert before[-100:] == after[:100]
    made = read("data/generated/long_qa_pairs.json")["qa_pairs"]
    assert len(made) == 30
    places = [pair["provenance"]["start"] for pair in made]
    assert places == sorted(places)
    first = made[-1]["provenance"]
    assert LONG[first["start"] : first["end"]] == chunks[-1]


@pytest.mark.parametrize(("size", "calls"), [(7999, 1), (8000, 3)])
def test_one_call_below_8000_characters(sdk, write, at, model, size, calls):
    write("edge.txt", numbered_text(200)[:size])
    assert sdk("create", "edge.txt", *at).code == 0
    assert len(model.chat) == len(of_task(model, "qa")) == calls


def test_no_chunk_is_paid_for_that_is_not_needed(sdk, write, read, at, model):
    write("long.txt", LONG)
    assert sdk("create", "long.txt", "-n", "1", *at).code == 0
    request = model.chat[0]
    assert len(model.chat) == 1
    assert wanted(request) == 1
    assert LONG.startswith(passage(request))
    content = read("data/generated/long_qa_pairs.json")
    assert len(content["qa_pairs"]) == 1
    assert content["summary"].startswith("Fact 0000")

    summed = sdk("create", "long.txt", "-n", "1", "-O", "summarise=true", "-o", "summed", *at)
    assert summed.code == 0, summed.err
    assert len(of_task(model, "summary")) == 1
    assert read("summed/long_qa_pairs.json")["summary"].startswith("Summary of: Fact 0000")


def test_a_model_that_gives_too_many_is_cut_at_the_target(sdk, write, read, at, model):
    model.script(saying(qa=lambda request: json.dumps(pairs(request, wanted(request) + 7))))
    write("notes.txt", SHORT)
    assert sdk("create", "notes.txt", "-n", "4", *at).code == 0
    assert len(read("data/generated/notes_qa_pairs.json")["qa_pairs"]) == 4


def test_what_a_broken_answer_lacks_comes_from_elsewhere(sdk, write, read, at, model):
    write("long.txt", LONG)

    def broken_for_the_first_chunk(request):
        if "Fact 0001" in passage(request):
            return "I am sorry."
        fresh = [{**p, "question": f"{p['question']} {request.number}"} for p in pairs(request)]
        return json.dumps(fresh)

    model.script(saying(qa=broken_for_the_first_chunk))
    done = sdk("create", "long.txt", "-n", "10", *at)
    made = read("data/generated/long_qa_pairs.json")
    assert len(made["qa_pairs"]) == 10
    assert len({pair["question"] for pair in made["qa_pairs"]}) == 10
    assert done.code == 3
    assert "long.txt chunk 1" in done.err
    assert made["metadata"]["failures"]


def test_more_than_there_is(sdk, write, read, at, model):
    model.script(saying(qa=lambda request: json.dumps(pairs(request, 2))))
    write("notes.txt", SHORT)
    asked_for = sdk("create", "notes.txt", "-n", "40", *at)
    assert asked_for.code == 3
    assert "2 of 40" in asked_for.out + asked_for.err
    assert "error" in asked_for.err
    assert len(read("data/generated/notes_qa_pairs.json")["qa_pairs"]) == 2
    by_default = sdk("create", "notes.txt", "-o", "other", *at)
    assert by_default.code == 0
    assert "2 of 25" in by_default.out + by_default.err


def test_questions_are_asked_once(sdk, write, read, at, model):
    twice = [{"question": "Why? ", "answer": "a"}, {"question": "why", "answer": "b"}]
    model.script(saying(qa=json.dumps([*twice, {"question": "How?", "answer": "c"}])))
    write("notes.txt", SHORT)
    assert sdk("create", "notes.txt", *at).code == 0
    made = read("data/generated/notes_qa_pairs.json")["qa_pairs"]
    assert [pair["answer"] for pair in made] == ["a", "c"]


def test_a_bare_output_file_and_a_trailing_slash(sdk, work, write, at):
    write("notes.txt", SHORT)
    bare = sdk("create", "notes.txt", "-o", "out.json", "-n", "1", *at)
    assert bare.code == 0, bare.err
    assert "Content saved to out.json" in bare.out
    assert (work / "out.json").is_file()
    slash = sdk("create", "notes.txt", "-o", "sub/", "-n", "1", *at)
    assert "Content saved to sub/notes_qa_pairs.json" in slash.out
    assert not (work / "data").exists()


@pytest.mark.parametrize(
    "command", ["create a.txt b.txt", "curate qa --judge rating", "save-as qa -f chatml"]
)
def test_several_inputs_do_not_go_into_one_file(sdk, work, write, at, command):
    for name in ("a", "b"):
        write(f"{name}.txt", SHORT)
        write(f"qa/{name}.json", '[{"question": "Q", "answer": "A"}]')
    flags = [*command.split(), *(at if command[0] == "c" else ())]
    refused = sdk(*flags, "-o", "one.JSON")
    assert refused.code == 2
    assert "each input of" in refused.err
    assert "name a folder, without .json or with a slash at its end" in refused.err
    assert not (work / "one.JSON").exists()
    assert sdk(*flags, "-o", "one.json/").code == 0
    assert len(list((work / "one.json").glob("a*"))) == 1


def test_pictures_are_sent_and_named(sdk, documents, read, at, model):
    assert sdk("ingest", "documents/handbook.docx", "--multimodal").code == 0
    done = sdk("create", "data/parsed/handbook.lance", "--type", "multimodal-qa", "-n", "2", *at)
    assert done.code == 0, done.err
    made = read("data/generated/handbook_multimodal_qa_pairs.json")
    assert len(made["qa_pairs"]) == 2
    assert all(pair["image"] for pair in made["qa_pairs"])
    content = of_task(model, "pictures")[0].body["messages"][-1]["content"]
    links = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    assert len(links) == 1
    assert re.match(r"data:image/(png|jpeg|gif|webp);base64,\S{100}", links[0])


def test_pictures_need_a_table_with_pictures(sdk, documents, at, model, work):
    assert sdk("ingest", "documents/notes.txt").code == 0
    without = sdk("create", "data/parsed/notes.lance", "--type", "multimodal-qa", *at)
    assert without.code == 4
    assert "holds no images" in without.err
    assert "--multimodal" in without.err
    assert sdk("ingest", "documents/notes.txt", "--multimodal", "-o", "kept").code == 0
    looked = sdk("create", "kept/notes.lance", "--type", "multimodal-qa", *at)
    assert "holds no images" in looked.err
    assert "--multimodal" not in looked.err
    plain = sdk("create", "documents/notes.txt", "--type", "multimodal-qa", *at)
    assert plain.code == 2
    assert "--multimodal" in plain.err
    assert not model.chat
    assert not (work / "data/generated/notes_multimodal_qa_pairs.json").exists()


def test_conversations_are_not_read_from_a_document(sdk, documents, at, model):
    table = sdk("create", "documents/notes.txt", "--type", "cot-enhance", *at)
    assert table.code in (2, 4)
    assert "Traceback" not in table.err
    assert not model.chat


@pytest.mark.parametrize(
    ("content", "finish", "code"),
    [
        ('[{"question": "Q1?", "answer": "A1"}, {"question": "Q2?", "ans', "length", 3),
        ("Here you are:\n```json\n[{'question': 'Q1?', 'answer': 'A1',},]\n```", "stop", 0),
        ('<think>[{...}]</think>\n[{"question": "Q1?", "answer": "A1"}]', "stop", 0),
    ],
)
def test_answers_that_are_not_plain_json(sdk, write, read, at, model, content, finish, code):
    model.script(
        lambda r: (
            completion(content, r.body, finish_reason=finish) if "Create" in r.prompt else reply(r)
        )
    )
    write("notes.txt", SHORT)
    done = sdk("create", "notes.txt", *at)
    made = read("data/generated/notes_qa_pairs.json")["qa_pairs"]
    assert [(pair["question"], pair["answer"]) for pair in made] == [("Q1?", "A1")]
    assert done.code == code, done.err


def test_another_package_s_lance_table_is_read(sdk, work, read, at):
    import lancedb

    database = lancedb.connect(str(work / "tables"))
    database.create_table("foreign", [{"id": 1, "text": SHORT}, {"id": 2, "text": "More text."}])
    done = sdk("create", "tables/foreign.lance/", "-n", "2", *at)
    assert done.code == 0, done.err
    assert len(read("data/generated/foreign_qa_pairs.json")["qa_pairs"]) == 2


def test_a_plan_of_a_legacy_layout(sdk, write, work, model):
    write(
        "legacy.yaml",
        f"paths: {{output: {{generated: data/output}}}}\nvllm: {{api_base: '{model.url}'}}\n"
        "generation: {num_pairs: 3, temperature: 0.2, max_tokens: 77}\n",
    )
    write("notes.txt", SHORT)
    done = sdk("create", "notes.txt", "-c", "legacy.yaml", "-m", "acme/small")
    assert done.code == 0, done.err
    assert (work / "data/output/notes_qa_pairs.json").is_file()
    sent = of_task(model, "qa")[0].body
    assert (sent["model"], sent["temperature"], sent["max_tokens"]) == ("acme/small", 0.2, 77)
    assert wanted(of_task(model, "qa")[0]) == 3


INLINE = """prompts:
  qa_generation: |
    You write exam questions about: {summary}
    Create {num_pairs} pairs. Return ONLY valid JSON formatted as:
    [ OPEN "question": "…?", "answer": "…" CLOSE, ... ]
    Text:
    {text}
"""


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("{{", "}}")])
def test_an_inline_prompt_beside_literal_json(sdk, write, at, model, opening, closing):
    write("own.yaml", INLINE.replace("OPEN", opening).replace("CLOSE", closing))
    write("notes.txt", SHORT + "It costs {num_pairs} {{ 7*7 }} {text}.")
    model.script(
        lambda r: (
            reply(r)
            if "Summarize" in r.prompt
            else completion('[{"question": "Q?", "answer": "A"}]', r.body)
        )
    )
    done = sdk("-c", "own.yaml", "create", "notes.txt", "-n", "1", *at)
    assert done.code == 0, done.err
    prompt = next(r.prompt for r in model.chat if "exam questions" in r.prompt)
    assert prompt.startswith("You write exam questions about: Summary of: The Rhône")
    assert "Create 1 pairs." in prompt
    assert '[ { "question": "…?", "answer": "…" }, ... ]' in prompt
    assert prompt.rstrip().endswith("It costs {num_pairs} {{ 7*7 }} {text}.")


def test_answers_are_the_same_whoever_answers_first(sdk, write, work, at, model):
    write("long.txt", LONG)

    def slow_first(request):
        delay = 0.4 if "Fact 0001" in request.prompt else 0.0
        return completion(answer(request), request.body, delay=delay)

    model.script(slow_first)
    assert sdk("create", "long.txt", "-n", "10", "-o", "a", *at).code == 0
    model.script(reply)
    assert sdk("create", "long.txt", "-n", "10", "-o", "b", *at).code == 0
    one, two = (json.loads((work / d / "long_qa_pairs.json").read_text()) for d in "ab")
    assert one["qa_pairs"] == two["qa_pairs"]


def test_sub_folders_are_mirrored_through_the_steps(sdk, write, work, at):
    write("in/top.md", f"Top. {SHORT}")
    write("in/deep/er/inner.txt", f"Inner. {SHORT}")
    write("in/deep/er/picture.bmp", "BM")
    flat = sdk("create", "in", "-n", "1", *at)
    assert flat.code == 0
    assert "-r" in flat.err
    created = sdk("create", "in", "-n", "1", "-r", *at)
    assert created.code == 0, created.err
    assert "picture.bmp" in created.err
    curated = sdk("curate", "data/generated", "-r", *at)
    assert curated.code == 0, curated.err
    exported = sdk("save-as", "data/curated", "-r", "-f", "alpaca")
    assert exported.code == 0, exported.err
    assert (work / "data/final/deep/er/inner_cleaned_alpaca.json").is_file()
    assert (work / "data/final/top_cleaned_alpaca.json").is_file()


def test_what_answers_hold_beside_the_records_is_told_once(sdk, write, at, model):
    def more_than_asked(request):
        rows = [{**pair, "difficulty": "easy"} for pair in pairs(request)]
        return f"Here they are, as you wished:\n{json.dumps({'pairs': rows, 'follow_up': 'Why?'})}"

    model.script(saying(qa=more_than_asked))
    write("notes.txt", SHORT)
    done = sdk("create", "notes.txt", "-n", "3", *at)
    assert done.code == 0, done.err
    assert done.err.count("in no record") == 1
    assert "3 in 'difficulty', 1 in 'follow_up', 1 around or between the records" in done.err
