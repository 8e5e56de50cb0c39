"""Records `create`, `curate` and `run` against a scripted server: the wire, files, messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.cli.model import answer, ratings, saying
from tests.golden.outputs import files, journal
from tests.golden.program import EXAMPLES, Case, Line, Place, wire
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion, error

SHORT = "The Rhône rises at 2 209 m. It flows into the Mediterranean. " * 4
LONG = "\n\n".join(
    f"Station {number:03} recorded {number * 37 % 97} millimetres of rain in the wettest month. "
    f"Its keeper noted the wind as well, which blew from the west on {number * 7 % 31} days."
    for number in range(24)
)
PAIRS = [
    {"question": f"What is number {number}?", "answer": f"It is {number} – naïve.", "kept": number}
    for number in range(7)
]
TALKS = [
    {"conversations": [{"role": "user", "content": q}, {"role": "assistant", "content": a}]}
    for q, a in (("Why is it wet?", "It rains."), ("And then?", "def f(x):\n\treturn {'ü': x}\n"))
]
CHUNKED = ("--chunk-size", "700", "--chunk-overlap", "50")
SMALL = {
    "SDK_GENERATION__SINGLE_CALL_MAX_SIZE": "500",
    "SDK_VLLM__MAX_RETRIES": "1",
    "SDK_VLLM__RETRY_DELAY": "0.01",
    "SDK_API_ENDPOINT__MAX_RETRIES": "1",
}
PRICES = "prices: {test-model: {input: 2.0, output: 8.0}}\nvllm: {model: test-model}\n"

Script = Callable[[Received], Reply]

INPUTS: dict[str, dict[str, str]] = {
    "short": {"a.txt": SHORT},
    "long": {"long.txt": LONG},
    "three": {"in/a.txt": SHORT, "in/b.txt": f"B. {SHORT}", "in/deep/c.txt": f"C. {SHORT}"},
    "mixed": {"in/a.txt": SHORT, "in/empty.txt": "", "in/picture.bmp": "BM", "in/b.json": "[]"},
    "pairs": {"p.json": json.dumps(PAIRS)},
    "made": {"made.json": json.dumps({"summary": "S", "qa_pairs": PAIRS, "metadata": {"x": 1}})},
    "talks": {"t.json": json.dumps(TALKS)},
    "priced": {"a.txt": SHORT, "config.yaml": PRICES},
    "tuned": {
        "a.txt": SHORT,
        "own.j2": "Create {{ num_pairs }} pairs about:\n<text>\n{{ text }}\n</text>",
    },
}

ASKED: dict[str, tuple[str, tuple[str, ...]]] = {
    "create qa": ("short", ("create", "a.txt", "-n", "3")),
    "create qa long": ("long", ("create", "long.txt", "-n", "6", *CHUNKED)),
    "create qa summarise": ("long", ("create", "long.txt", "-n", "4", "-O", "summarise=true")),
    "create qa verbose": ("long", ("create", "long.txt", "-n", "4", "-v", *CHUNKED)),
    "create qa json": ("short", ("create", "a.txt", "-n", "2", "--json")),
    "create qa quiet": ("short", ("create", "a.txt", "-n", "2", "-q")),
    "create qa out": ("short", ("create", "a.txt", "-n", "2", "-o", "out/x.json")),
    "create qa directory": ("three", ("create", "in", "-n", "2", "-r")),
    "create qa mixed": ("mixed", ("create", "in", "-n", "2")),
    "create qa template": ("tuned", ("create", "a.txt", "--prompt", "qa_generation=own.j2")),
    "create cot": ("short", ("create", "a.txt", "--type", "cot", "-n", "2")),
    "create cot long": ("long", ("create", "long.txt", "--type", "cot", "-n", "4", *CHUNKED)),
    "create summary": ("short", ("create", "a.txt", "--type", "summary")),
    "create summary long": ("long", ("create", "long.txt", "--type", "summary", *CHUNKED)),
    "create enhance": ("talks", ("create", "t.json", "--type", "cot-enhance")),
    "create enhance one": ("talks", ("create", "t.json", "--type", "cot-enhance", "-n", "1")),
    "create enhance pairs": ("pairs", ("create", "p.json", "--type", "cot-enhance", "-n", "2")),
    "create preview priced": (
        "priced",
        ("create", "a.txt", "-n", "3", "--preview", "-c", "config.yaml"),
    ),
    "create preview json": ("long", ("create", "long.txt", "--preview", "--json", *CHUNKED)),
    "create preview long": ("long", ("create", "long.txt", "--preview", "-v", *CHUNKED)),
    "create preview": ("three", ("create", "in", "-r", "--preview")),
    "create priced": ("priced", ("create", "a.txt", "-n", "3", "-c", "config.yaml")),
    "create dear": ("priced", ("create", "a.txt", "--max-cost", "0.0000001", "-c", "config.yaml")),
    "create few tokens": ("long", ("create", "long.txt", "--max-tokens", "600", *CHUNKED)),
    "create replay": ("short", ("create", "a.txt", "-n", "3", "--replay")),
    "curate": ("made", ("curate", "made.json")),
    "curate high": ("made", ("curate", "made.json", "-t", "9.5")),
    "curate list": ("pairs", ("curate", "p.json", "-o", "out/kept.json", "-v")),
    "curate talks": ("talks", ("curate", "t.json", "--json")),
    "curate named": ("pairs", ("curate", "p.json", "--judge", "rating", "-q")),
    "curate preview json": ("pairs", ("curate", "p.json", "--preview", "--json")),
    "curate preview": ("pairs", ("curate", "p.json", "--preview")),
    "run": ("short", ("run", "a.txt", "-n", "3", "-o", "out")),
    "run directory": ("three", ("run", "in", "-r", "-n", "2", "-f", "chatml", "-v")),
    "run cot": ("short", ("run", "a.txt", "--type", "cot", "-n", "2", "-f", "alpaca", "--json")),
    "run preview few": ("short", ("run", "a.txt", "-n", "3", "--preview")),
    "run preview": ("three", ("run", "in", "--preview")),
    "run plan": ("short", ("run", "a.txt", "--plan")),
    "run dry run": ("short", ("run", "a.txt", "--dry-run")),
}
"""Commands that ask a good model: their input, and the arguments."""


def _half(request: Received) -> Reply:
    """Refuse what is about every second text."""
    if "Station 003" in request.prompt or "B. The" in request.prompt:
        return completion("I cannot help with that.", request.body)
    return completion(answer(request), request.body)


def _by_length(request: Received) -> str:
    return json.dumps(ratings(request, lambda pair: 4 + len(str(pair)) % 6))


TROUBLE: dict[str, tuple[str, tuple[str, ...], Script]] = {
    "refused in part": ("three", ("create", "in", "-r", "-n", "2"), _half),
    "refused chunk": ("long", ("create", "long.txt", "-n", "6", *CHUNKED), _half),
    "repeats": (
        "long",
        ("create", "long.txt", "-n", "6", *CHUNKED),
        saying(qa=json.dumps([{"question": "Same?", "answer": "Yes."}])),
    ),
    "empty": ("short", ("create", "a.txt"), saying(qa="")),
    "no key": ("short", ("create", "a.txt"), lambda request: error(401, "bad key")),
    "no model": ("short", ("create", "a.txt"), lambda request: error(404, "no such model")),
    "bad request": ("short", ("create", "a.txt"), lambda request: error(400, "bad temperature")),
    "no quota": (
        "short",
        ("create", "a.txt"),
        lambda request: error(429, "no quota", code="insufficient_quota"),
    ),
    "down": ("short", ("create", "a.txt"), lambda request: error(503, "down")),
    "cut short": (
        "short",
        ("create", "a.txt", "-n", "3"),
        lambda request: completion(answer(request)[:150], request.body, finish_reason="length"),
    ),
    "filtered": (
        "short",
        ("create", "a.txt"),
        lambda request: completion("", request.body, finish_reason="content_filter"),
    ),
    "web site": ("short", ("create", "a.txt"), lambda request: Reply(body="<html>Sign in</html>")),
    "no choices": ("short", ("create", "a.txt"), lambda request: Reply(body={"choices": []})),
    "ratings differ": ("made", ("curate", "made.json"), saying(rating=_by_length)),
    "ratings short": (
        "made",
        ("curate", "made.json"),
        saying(rating=lambda request: json.dumps(ratings(request)[:2])),
    ),
    "ratings absurd": ("made", ("curate", "made.json"), saying(rating="They are all fine.")),
    "ratings beyond": (
        "made",
        ("curate", "made.json"),
        saying(rating=lambda request: json.dumps(ratings(request, lambda pair: 85))),
    ),
}
"""Commands whose model misbehaves."""


def cases() -> Iterator[Case]:
    """Return a case for each command, and for commands that build on each other."""
    for key, (name, arguments) in ASKED.items():
        yield Case(key, partial(_ask, name, arguments, saying()))
    for key, (name, arguments, script) in TROUBLE.items():
        yield Case(f"trouble {key}", partial(_ask, name, arguments, script))
    yield Case("pictures", _pictures)
    yield Case("endpoint", _endpoint)
    yield Case("again", _again)
    yield Case("check", _check)
    yield Case("offline", _offline)


def fill(place: Place, name: str) -> None:
    """Write the files of an input."""
    for path, content in INPUTS[name].items():
        place.write(path, content)


def flags(server: OpenAIServer) -> tuple[str, ...]:
    """Return the flags that lead to a server, one call at a time."""
    return ("--api-base", server.url, "--concurrency", "1")


def _ask(name: str, arguments: tuple[str, ...], script: Script, place: Place) -> dict[str, Line]:
    fill(place, name)
    with OpenAIServer(script) as server:
        ended = place.run(*arguments, *flags(server), **SMALL)
        return {"0": ended, **sent(server), **_made(place)}


def sent(server: OpenAIServer) -> dict[str, Line]:
    """Return a line for each request that a server was sent."""
    return {f"sent {number:02}": line for number, line in enumerate(wire(server))}


def _made(place: Place) -> dict[str, Line]:
    if not (place.folder / "data").exists() and not (place.folder / "out").exists():
        return {}
    found = files(place.folder)
    given = {path for paths in INPUTS.values() for path in paths}
    return {f"made {path}": {"content": found[path]} for path in found if path not in given}


def _pictures(place: Place) -> dict[str, Line]:
    for name in ("handbook.docx", "slides.pptx"):
        place.write(name, EXAMPLES / name)
        place.run("ingest", name, "--multimodal")
    lines: dict[str, Line] = {}
    with OpenAIServer(saying()) as server:
        for name in ("handbook", "slides"):
            table = f"data/parsed/{name}.lance"
            command = ("create", table, "--type", "multimodal-qa", "-n", "3", *flags(server))
            lines[f"0 {name} preview"] = place.run(*command, "--preview")
            lines[f"1 {name}"] = place.run(*command)
        lines.update(sent(server))
        place.write("a.txt", SHORT)
        lines["2 text"] = place.run("create", "a.txt", "--type", "multimodal-qa", *flags(server))
    found = files(place.folder / "data/generated")
    return {**lines, **{f"made {path}": {"content": text} for path, text in found.items()}}


def _endpoint(place: Place) -> dict[str, Line]:
    """The second backend of the protocol: its key, its config section, what is never shown."""
    fill(place, "short")
    with OpenAIServer(saying(), api_key="sk-canary-1") as server:
        section = f"api-endpoint: {{api_base: {server.url}, api_key: sk-canary-1, model: m-1}}\n"
        place.write("config.yaml", f"llm: {{provider: api-endpoint, concurrency: 1}}\n{section}")
        command = ("create", "a.txt", "-n", "2", "-c", "config.yaml")
        return {
            "config": place.run("config", "show", "-c", "config.yaml", "--origin"),
            "key of config": place.run(*command),
            "key of environment": place.run(*command, "--fresh", API_ENDPOINT_KEY="sk-wrong-1"),
            "other model": place.run(*command, "-m", "other", "--fresh"),
            "check": place.run("system-check", "-c", "config.yaml", "--json"),
            **sent(server),
        }


def _again(place: Place) -> dict[str, Line]:
    """Repeat commands over their record of answers, to the end of `runs`."""
    fill(place, "long")
    lines: dict[str, Line] = {}
    with OpenAIServer(_half) as server:
        command = ("create", "long.txt", "-n", "6", *CHUNKED, *flags(server))
        lines["0 first"] = place.run(*command, **SMALL)
        server.script(saying())
        lines["1 preview"] = place.run(*command, "--preview", **SMALL)
        lines["2 retry"] = place.run("runs", "retry-failed", **SMALL)
        lines["3 replay"] = place.run(*command, "--replay", **SMALL)
        lines["4 fresh"] = place.run(*command, "--fresh", "-q", **SMALL)
        lines["5 reparse"] = place.run("runs", "reparse", **SMALL)
        lines["6 curate"] = place.run(
            "curate", "data/generated/long_qa_pairs.json", *flags(server), **SMALL
        )
        lines["7 runs"] = place.run("runs", "list")
        lines["7 runs json"] = place.run("runs", "list", "--json")
        lines["8 show"] = place.run("runs", "show", **SMALL)
        lines.update(sent(server))
    lines["9 answers"] = {
        "answers": [_kept(row) for row in journal(place.folder / "data/generated")]
    }
    lines["9 purge"] = place.run("runs", "purge", "--yes")
    lines["9 runs"] = place.run("runs", "list")
    return lines


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row of the record of answers says of its request."""
    return {name: row[name] for name in ("key", "usable", "task", "model", "finish_reason")}


def _check(place: Place) -> dict[str, Line]:
    with OpenAIServer(saying()) as server:
        lines = {
            "good": place.run("system-check", "--api-base", server.url),
            "json": place.run("system-check", "--api-base", server.url, "--json"),
            **sent(server),
        }
    with OpenAIServer(saying(), models=None) as server:
        lines["no models"] = place.run("system-check", "--api-base", server.url)
    with OpenAIServer(saying(), api_key="k") as server:
        lines["no key"] = place.run("system-check", "--api-base", server.url)
    lines["gone"] = place.run("system-check", "--api-base", "http://127.0.0.1:9/v1")
    lines["offline"] = place.run("system-check", "--provider", "offline")
    return lines


def _offline(place: Place) -> dict[str, Line]:
    """All four steps with the backend that needs no model."""
    place.write("notes.txt", EXAMPLES / "notes.txt")
    lines = {"0": place.run("run", "notes.txt", "--provider", "offline", "-n", "5", "-v")}
    for kind in ("cot", "summary"):
        lines[kind] = place.run("create", "notes.txt", "--type", kind, "--provider", "offline")
    found = files(place.folder / "data")
    texts = {path: text for path, text in found.items() if not path.endswith(".lance")}
    return {**lines, **{f"made {path}": {"content": text} for path, text in texts.items()}}
