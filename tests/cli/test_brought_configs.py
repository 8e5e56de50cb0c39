"""Config files as other tools ship them and wrappers write them: they work as they are."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion

CONFIGS = Path(__file__).parent / "configs"
PROMPT = "Say in four sentences what this document is about and which ideas matter most in it."


def shown_pairs(request: Received) -> list[dict[str, object]]:
    """Return the pairs at the end of a rating request."""
    text = request.prompt
    found: list[dict[str, object]] = json.loads(text[text.rindex("[\n {") :])
    return found


def reply(request: Received) -> Reply:
    """Answer as a model does that was given one of these configs."""
    said = "\n".join(str(message["content"]) for message in request.body["messages"])
    if "Score every pair" in said:
        rated = [
            {"question": pair["question"], "answer": pair["answer"], "rating": 8 - number % 2}
            for number, pair in enumerate(shown_pairs(request))
        ]
        return completion(json.dumps(rated), request.body)
    if "Say in four sentences" in said:
        return completion("It is about the Rhône.", request.body)
    if "Improve the conversations" in said:
        return completion(json.dumps([{"index": 0, "reasoning": "Since so."}]), request.body)
    count = int(found[1]) if (found := re.search(r"Create (\d+) ", said)) else 3
    made = [
        {
            "question": f"Where is station {n}?",
            "reasoning": "First. Then.",
            "answer": f"At {n} m.",
        }
        for n in range(count)
    ]
    return completion(json.dumps(made), request.body)


@pytest.fixture
def server(openai_server: OpenAIServer) -> OpenAIServer:
    openai_server.script(reply)
    return openai_server


@pytest.fixture
def config(write, server) -> Callable[..., tuple[str, str]]:
    """Return a function that writes one of the configs and returns the flag for it."""

    def do(name: str, change: Callable[[str], str] = lambda text: text) -> tuple[str, str]:
        text = (CONFIGS / f"{name}.yaml").read_text("utf-8").replace("SERVER", server.url)
        return ("-c", write("config.yaml", change(text)))

    return do


def without_place(text: str, name: str) -> str:
    """Return a config whose prompts have no place for a value."""
    return re.sub(rf"^ *{{{name}}}$\n?", "", text, flags=re.MULTILINE)


def messages(server: OpenAIServer) -> list[tuple[str, str]]:
    """Return the messages of the last request."""
    return [(m["role"], m["content"]) for m in server.chat[-1].body["messages"]]


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        ("shipped", ("data/parsed", "data/curated")),
        ("notebook", ("data/output", "data/cleaned")),
        ("wrapper", ("data/parsed", "data/curated")),
    ],
)
def test_all_four_steps_run_with_the_config_as_it_is(
    sdk, write, read, work, server, config, name, folders
):
    given = config(name)
    parsed, curated = folders
    write("rhone.txt", SHORT)
    for command in (
        ("ingest", "rhone.txt"),
        ("create", f"{parsed}/rhone.lance", "--type", "qa", "--num-pairs", "6"),
        ("curate", "data/generated/rhone_qa_pairs.json"),
        ("save-as", f"{curated}/rhone_cleaned.json", "-f", "ft"),
    ):
        done = sdk(*command, *given)
        assert done.code == 0, done.err
    asked = server.chat[0].prompt
    assert "Create 6 pairs" in asked
    assert '{\n    "question": "First question?",' in asked.replace("  {", "{").replace("  }", "}")
    assert "{{" not in asked
    assert asked.endswith(f"Text:\n{SHORT.strip()}")
    kept = read(f"{curated}/rhone_cleaned.json")["qa_pairs"]
    assert [pair["rating"] for pair in kept][:2] == [8, 7]
    assert len(kept) == 6
    assert len(read("data/final/rhone_cleaned_ft.json")) == 6
    assert (work / parsed / "rhone.txt").exists() == (name == "notebook")


@pytest.mark.parametrize("name", ["shipped", "notebook", "wrapper"])
def test_a_summary_prompt_is_the_system_text_and_the_document_the_user_s(
    sdk, write, read, server, config, name
):
    write("rhone.txt", SHORT)
    done = sdk("create", "rhone.txt", "--type", "summary", *config(name))
    assert done.code == 0, done.err
    assert messages(server) == [("system", PROMPT), ("user", SHORT.strip())]
    assert read("data/generated/rhone_summary.json")["summary"] == "It is about the Rhône."


@pytest.mark.parametrize("kind", ["qa", "cot"])
def test_a_prompt_for_examples_without_a_place_is_the_system_text(sdk, write, server, config, kind):
    given = config("shipped", lambda text: without_place(text, "text"))
    write("rhone.txt", SHORT)
    done = sdk("create", "rhone.txt", "--type", kind, "-n", "4", *given)
    assert done.code == 0, done.err
    (_, system), (_, user) = messages(server)
    assert system.startswith("Create 4 ")
    assert '"question": ' in system
    assert "{{" not in system
    assert user == SHORT.strip()


def test_conversations_and_pairs_follow_their_prompts_too(sdk, write, read, server, config):
    def bare(text: str) -> str:
        return without_place(without_place(text, "pairs"), "conversations")

    given = config("shipped", bare)
    turns = [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]
    write("talk.json", [{"conversations": turns}])
    done = sdk("create", "talk.json", "--type", "cot-enhance", *given)
    assert done.code == 0, done.err
    (_, system), (_, user) = messages(server)
    assert system.startswith("You know how to reason.")
    assert "False = Whether short replies" in system
    assert json.loads(user) == turns

    write("p_qa_pairs.json", {"qa_pairs": [{"question": "Q?", "answer": "A."}]})
    done = sdk("curate", "p_qa_pairs.json", *given)
    assert done.code == 0, done.err
    (_, system), (_, user) = messages(server)
    assert system.startswith("Score every pair")
    assert [pair["question"] for pair in json.loads(user)] == ["Q?"]
    assert read("data/curated/p_cleaned.json")["qa_pairs"][0]["rating"] == 8


def test_previews_of_a_prompt_show_what_is_sent(sdk, write, server, config):
    given = config("shipped")
    write("rhone.txt", SHORT)
    shown = sdk("prompts", "render", "summary", "--input", "rhone.txt", "--json", *given)
    assert shown.code == 0, shown.err
    assert [(m["role"], m["content"]) for m in shown.json["messages"]] == [
        ("system", PROMPT),
        ("user", SHORT.strip()),
    ]
    assert sdk("prompts", "show", "summary", *given).code == 0
    linted = sdk("prompts", "lint", *given)
    assert linted.code == 0, linted.out
    assert "it has no place for {text}, so it is the system message, and" in linted.out
    assert sdk("config", "validate", *given).code == 0
    planned = sdk("create", "rhone.txt", "--type", "summary", "--preview", *given)
    assert planned.code == 0, planned.err
    assert not server.chat


def test_an_answer_is_found_again_by_its_prompt(sdk, write, server, config):
    write("rhone.txt", SHORT)
    for _ in range(2):
        done = sdk("create", "rhone.txt", "--type", "summary", *config("shipped"))
        assert done.code == 0, done.err
    assert len(server.chat) == 1
    changed = config("shipped", lambda text: text.replace("four sentences", "four sentences or so"))
    assert sdk("create", "rhone.txt", "--type", "summary", *changed).code == 0
    assert len(server.chat) == 2


@pytest.mark.parametrize("placeholder", ["txt", "document", "content"])
def test_a_placeholder_that_does_not_exist_is_refused_before_any_call(
    sdk, write, server, config, placeholder
):
    write("rhone.txt", SHORT)
    given = config("shipped", lambda text: text.replace(PROMPT, f"{PROMPT} {{{placeholder}}}"))
    done = sdk("create", "rhone.txt", "--type", "summary", *given)
    assert done.code == 2
    assert f"{{{placeholder}}} is not a variable of this prompt" in done.err
    assert not server.chat


def test_keys_of_other_programs_are_told_and_change_nothing(sdk, write, config):
    write("rhone.txt", SHORT)
    done = sdk("create", "rhone.txt", "-n", "2", *config("wrapper"))
    assert done.code == 0, done.err
    told = [line for line in done.err.splitlines() if "no key of this program" in line]
    assert [line.split("'")[1] for line in told] == [
        "output_folder",
        "log_level",
        "ollama",
        "generation.num_pairs_per_chunk",
        "format.push_to_hub",
        "prompts.picture_caption",
        "vllm.base_url",
        "vllm.gpu_memory_utilization",
    ]
    assert all(line.startswith("warning: config.yaml: ") for line in told)
    assert "if it means 'api_base', write that" in done.err
    assert sdk("config", "validate", "-c", "config.yaml").code == 0


def test_a_key_of_a_backend_with_nothing_under_it_is_not_set(sdk, write):
    write("null.yaml", "api-endpoint: {api_base: null, api_key: k, model: m}")
    shown = sdk("config", "show", "-c", "null.yaml")
    assert shown.code == 0, shown.err
    assert 'api-endpoint.api_base = "https://api.openai.com/v1"' in shown.out
    write("rhone.txt", SHORT)
    planned = sdk(
        "create", "rhone.txt", "--provider", "api-endpoint", "-c", "null.yaml", "--preview"
    )
    assert planned.code == 0, planned.err


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("vllm: {api_bse: x}", "api_base"),
        ("generation: {chunk_overlap: 3}", "overlap"),
        ("curation: {threshold: 3}", "curate"),
        ("prompts: {qa_generations: 'Ask. {text}'}", "qa_generation"),
    ],
)
def test_near_misses_end_the_command(sdk, write, text, meant):
    write("near.yaml", text)
    write("rhone.txt", SHORT)
    done = sdk("create", "rhone.txt", "-c", "near.yaml")
    assert done.code == 2
    assert f"did you mean {meant!r}?" in done.err.replace(f"mean {meant}?", f"mean {meant!r}?")


def test_a_variable_that_names_nothing_is_a_mistake(sdk, write):
    write("rhone.txt", SHORT)
    done = sdk("create", "rhone.txt", env={"SDK_GENERATION__ROLLING": "true"})
    assert done.code == 2
    assert "SDK_GENERATION__ROLLING" in done.err


@pytest.mark.parametrize("way", ["flag", "config", "old config"])
def test_a_threshold_of_nothing_judges_and_keeps_what_was_rated(
    sdk, write, read, server, config, way
):
    low = [{"index": n, "rating": n} for n in (1, 2)]
    server.script(lambda request: completion(json.dumps(low), request.body))
    pairs = [{"question": f"Q{n}?", "answer": f"A{n}."} for n in range(3)]
    write("p_qa_pairs.json", {"qa_pairs": pairs})
    name = "notebook" if way == "old config" else "shipped"
    folder = "data/cleaned" if way == "old config" else "data/curated"
    changed = way != "flag"
    given = config(
        name, lambda text: re.sub(r"threshold: [17]\.0", "threshold: 0.0", text) * changed or text
    )
    flag = () if changed else ("--threshold", "0.0")
    done = sdk("curate", "p_qa_pairs.json", *flag, *given)
    made = read(f"{folder}/p_cleaned.json")
    assert [pair["rating"] for pair in made["qa_pairs"]][:2] == [1, 2]
    assert made["rejected"] == []
    assert done.code in (0, 3), done.err
    assert server.chat


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f"<html><body><article><p>{SHORT} {self.path}</p></article></body></html>"
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page.encode())))
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_text_of_a_page_lies_where_notebooks_look_for_it(sdk, work, site, config):
    given = (*config("notebook"), "--allow-private-urls")
    name = site.removeprefix("http://").replace(".", "_").replace(":", "_")
    first = sdk("ingest", f"{site}/html/2412.09871", *given)
    assert first.code == 0, first.err
    text = work / "data/output" / f"{name}.txt"
    assert f"its text is in data/output/{name}.txt as well" in first.err
    assert "The Rhône rises at 2 209 m." in text.read_text("utf-8")
    assert text.read_text("utf-8").endswith("2412.09871")

    other = sdk("ingest", f"{site}/html/1706.03762", *given)
    assert other.code == 0, other.err
    assert text.read_text("utf-8").endswith("1706.03762")
    assert f"held the text of {site}/html/2412.09871 and now holds {site}/html/1706.03762" in (
        other.err
    )
    assert len(list((work / "data/output").glob("*.lance"))) == 2
    named = sdk("ingest", f"{site}/html/x", "-n", "mine", *given)
    assert named.code == 0, named.err
    assert (work / "data/output/mine.txt").is_file()


def test_each_document_of_a_folder_has_its_text_and_is_asked_about_once(
    sdk, write, work, listing, server, config
):
    given = config("notebook")
    for name in ("a", "b"):
        write(f"in/{name}.md", f"# {name}\n\n{SHORT}")
    done = sdk("ingest", "in", *given)
    assert done.code == 0, done.err
    assert listing("data/output") == ["a.lance", "a.txt", "b.lance", "b.txt"]
    (work / "data/output/b.txt").unlink()
    assert "2 texts were written" in done.err
    again = sdk("ingest", "in", *given)
    assert again.code == 0, again.err
    assert listing("data/output") == ["a.lance", "a.txt", "b.lance", "b.txt"]

    made = sdk("create", "data/output", "-n", "2", *given)
    assert made.code == 0, made.err
    assert listing("data/generated") == ["a_qa_pairs.json", "b_qa_pairs.json"]
    assert "2 .txt files hold the text of tables beside them" in made.err
    alone = sdk("create", "data/output/a.txt", "-n", "2", *given)
    assert alone.code == 0, alone.err
    (work / "data/output/c.txt").write_text(SHORT, "utf-8")
    assert sdk("create", "data/output", "-n", "2", *given).code == 0
    assert "c_qa_pairs.json" in listing("data/generated")


def test_a_text_file_that_is_no_copy_is_never_replaced(sdk, write, work, config):
    given = config("notebook")
    write("notes.txt", SHORT)
    done = sdk("ingest", "notes.txt", "-o", ".", *given)
    assert done.code == 6
    assert "notes.txt exists and was not written by ingest as it is" in done.err
    assert (work / "notes.txt").read_text("utf-8") == SHORT
    assert not (work / "notes.lance").exists()

    assert sdk("ingest", "notes.txt", *given).code == 0
    edited = work / "data/output/notes.txt"
    edited.write_text("Edited by hand.", "utf-8")
    again = sdk("ingest", "notes.txt", *given)
    assert again.code == 6
    assert edited.read_text("utf-8") == "Edited by hand."
