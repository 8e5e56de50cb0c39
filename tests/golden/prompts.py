"""Records prompts: their listings and templates, the exact messages, and the keys of requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from tests.cli.model import saying
from tests.golden.commands import CHUNKED, LONG, PAIRS, SHORT, TALKS, flags
from tests.golden.outputs import files, journal
from tests.golden.program import EXAMPLES, Case, Line, Place
from tests.server.openai_server import OpenAIServer

PROMPTS = {
    "qa_generation": "long.txt",
    "cot_generation": "long.txt",
    "summary": "long.txt",
    "cot_enhancement": "talks.json",
    "qa_rating": "pairs.json",
    "multimodal_qa_generation": "data/parsed/handbook.lance",
}
"""The built-in prompts, and what each is asked about."""

OWN = {
    "own/qa_generation.j2": "{% extends 'builtin/qa_generation.j2' %}"
    "{% block rules %}Be brief.{% endblock %}",
    "own/summary.j2": "Say it in a sentence: {{ text }}",
    "brace.txt": "Ask {num_pairs} questions about: {text}",
    "broken.j2": "{% if %}",
    "lacking.j2": "No variable here.",
    "unknown.j2": "{{ text }} {{ colour }}",
}

KEYS: dict[str, tuple[str, ...]] = {
    "qa": ("create", "long.txt", "-n", "4", *CHUNKED),
    "qa summarise": ("create", "short.txt", "-n", "4", "-O", "summarise=true"),
    "qa seed": ("create", "short.txt", "-c", "seed.yaml"),
    "qa unstructured": ("create", "short.txt", "-c", "plain.yaml"),
    "cot": ("create", "short.txt", "--type", "cot"),
    "summary": ("create", "long.txt", "--type", "summary"),
    "cot-enhance": ("create", "talks.json", "--type", "cot-enhance"),
    "multimodal-qa": ("create", "data/parsed/handbook.lance", "--type", "multimodal-qa", "-n", "2"),
    "rating": ("curate", "pairs.json"),
}
"""Commands whose record of answers shows under which keys they ask."""


def cases() -> Iterator[Case]:
    """Return a case for each prompt, for prompts of one's own, and for each command's keys."""
    yield Case("list", _list)
    for name in PROMPTS:
        yield Case(f"prompt {name}", partial(_prompt, name))
    yield Case("own", _own)
    for key, arguments in KEYS.items():
        yield Case(f"keys {key}", partial(_keys, arguments))


def _fill(place: Place) -> None:
    place.write("long.txt", LONG)
    place.write("short.txt", SHORT)
    place.write("talks.json", json.dumps(TALKS))
    place.write("pairs.json", json.dumps(PAIRS))
    place.write("seed.yaml", "generation: {seed: 7, temperature: 0.1}\n")
    place.write("plain.yaml", "llm: {structured_output: false}\n")


def _ingest(place: Place) -> None:
    place.write("handbook.docx", EXAMPLES / "handbook.docx")
    place.run("ingest", "handbook.docx", "--multimodal")


def _list(place: Place) -> dict[str, Line]:
    return {
        "": place.run("prompts", "list"),
        "json": place.run("prompts", "list", "--json"),
        "lint": place.run("prompts", "lint"),
        "lint json": place.run("prompts", "lint", "--json", "--strict"),
        "eject": place.run("prompts", "eject"),
        "eject again": place.run("prompts", "eject", "qa_generation"),
        "ejected": {"files": files(place.folder)},
    }


def _prompt(name: str, place: Place) -> dict[str, Line]:
    _fill(place)
    document = PROMPTS[name]
    if document.endswith(".lance"):
        _ingest(place)
    render = ("prompts", "render", name, "--input", document)
    return {
        "show": place.run("prompts", "show", name),
        "show origin": place.run("prompts", "show", name, "--origin"),
        "show json": place.run("prompts", "show", name, "--json"),
        "render": place.run(*render),
        "render json": place.run(*render, "--json"),
        "render few": place.run(*render, "-n", "3", *CHUNKED),
        "render second": place.run(*render, "--chunk", "2", *CHUNKED),
        "render none": place.run(*render, "--chunk", "99"),
    }


def _own(place: Place) -> dict[str, Line]:
    _fill(place)
    for path, text in OWN.items():
        place.write(path, text)
    pack = ("--prompt-pack", "own")
    render = ("prompts", "render", "qa_generation", "--input", "short.txt")
    lines = {
        "list": place.run("prompts", "list", *pack),
        "show": place.run("prompts", "show", "qa_generation", "--origin", *pack),
        "diff": place.run("prompts", "diff", *pack),
        "diff pack": place.run("prompts", "diff", "summary", "own"),
        "lint": place.run("prompts", "lint", "own"),
        "render": place.run(*render, *pack),
    }
    for name in ("brace.txt", "broken.j2", "lacking.j2", "unknown.j2", "gone.j2"):
        template = ("--prompt", f"qa_generation={name}")
        lines[f"render {name}"] = place.run(*render, *template)
        lines[f"lint {name}"] = place.run("prompts", "lint", f"qa_generation={name}")
    return lines


def _keys(arguments: tuple[str, ...], place: Place) -> dict[str, Line]:
    _fill(place)
    if any(name.endswith(".lance") for name in arguments):
        _ingest(place)
    with OpenAIServer(saying()) as server:
        ended = place.run(*arguments, *flags(server))
    (found,) = (place.folder / "data").glob("*/.sdk")
    rows = journal(found.parent)
    kept = [{name: row[name] for name in ("key", "task", "model")} for row in rows]
    return {"": {**ended, "answers": kept}}
