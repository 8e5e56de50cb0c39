"""Records what is said of invocations that are wrong: exit code and text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from tests.golden.commands import PAIRS, SHORT
from tests.golden.program import SAMPLES, Case, Line, Place

FILES = {
    "a.txt": SHORT,
    "empty.txt": "",
    "p.json": json.dumps(PAIRS),
    "bad.json": "{",
    "none.json": "[]",
    "odd.json": '{"other": [1, 2]}',
    "number.json": "12",
    "picture.bmp": "BM",
    "in/a.txt": SHORT,
    "in/p.json": json.dumps(PAIRS),
    "hollow/x.bmp": "BM",
    "a-file": "x",
    "own.j2": "{{ text }}",
    "broken.j2": "{% for %}",
    "unsafe.j2": "{{ text.__class__.__mro__ }}",
    "unknown.j2": "{{ text }}{{ colour }}",
    "list.txt": "gone.txt\n",
    "no-yaml.yaml": "a: [1\nb: }",
    "list.yaml": "- a\n- b\n",
    "key.yaml": "llm: {providr: vllm}\n",
    "section.yaml": "generaton: {chunk_size: 5}\n",
    "value.yaml": "generation: {chunk_size: many}\n",
    "low.yaml": "generation: {temperature: -1}\n",
    "threshold.yaml": "curate: {threshold: 11}\n",
    "overlap.yaml": "generation: {chunk_size: 100, overlap: 100}\n",
    "provider.yaml": "llm: {provider: nobody}\n",
    "judge.yaml": "curate: {judges: [nobody]}\n",
    "format.yaml": "format: {default: nothing}\n",
    "component.yaml": "parsers: {nothing: {a: 1}}\n",
    "option.yaml": "generators: {qa: {colour: red}}\n",
    "prompt.yaml": "prompts: {nothing: own.j2}\n",
    "template.yaml": "prompts: {qa_generation: gone.j2}\n",
    "text-prompt.yaml": "prompts: {qa_generation: 'No variable here'}\n",
    "pack.yaml": "prompt_packs: [gone]\n",
    "plugin.yaml": "plugins: {require: [sdk-gone]}\n",
    "disabled.yaml": "plugins: {disable: [synthetic-data-kit]}\n",
    "twice.yaml": "llm: {provider: vllm}\nllm: {provider: offline}\n",
    "tag.yaml": "llm: !!python/object:os.system {}\n",
    "old.yaml": "vllm: {api_base: 'ftp://x', sleep_time: 1}\ngeneration: {num_pair: 3}\n",
    "endpoint.yaml": "llm: {provider: api-endpoint}\n",
    "latin.yaml": "x: \udce9",
}

CONFIGS = tuple(name for name in FILES if name.endswith(".yaml"))

INPUTS = {
    "ingest": "a.txt",
    "inspect": "data/parsed",
    "create": "a.txt",
    "curate": "p.json",
    "save-as": "p.json",
    "validate": "p.json",
    "run": "a.txt",
}
"""Commands and an input that each could read."""

NEEDED = {"validate": ("--as", "messages")}
"""Flags without which a command does nothing."""

DEAD = ("--api-base", "http://127.0.0.1:9/v1")
ASKING = ("create", "curate", "run")

ANY: dict[str, tuple[str, ...]] = {
    "unknown flag": ("--colour", "red"),
    "further argument": ("more.txt",),
    "config gone": ("-c", "gone.yaml"),
    "config no yaml": ("-c", "no-yaml.yaml"),
    "config key": ("-c", "key.yaml"),
    "flag without value": ("-c",),
}
"""Mistakes that every command of `INPUTS` is given after a good input."""

CALLS: dict[str, tuple[str, ...]] = {
    "provider": ("--provider", "nobody"),
    "concurrency": ("--concurrency", "0"),
    "rpm": ("--rpm", "-1"),
    "address": ("--api-base", "not an address"),
    "max cost": ("--max-cost", "1"),
    "deadline": ("--deadline", "soon"),
    "template gone": ("--prompt", "qa_generation=gone.j2"),
    "template of nothing": ("--prompt", "nothing=own.j2"),
    "template without name": ("--prompt", "own.j2"),
    "pack": ("--prompt-pack", "gone"),
    "option": ("-O", "colour=red"),
    "option without value": ("-O", "colour"),
    "fresh replay": ("--fresh", "--replay"),
    "plan preview": ("--plan", "--preview"),
    "batch offline": ("--batch", "--provider", "offline"),
    "key missing": ("--provider", "api-endpoint", *DEAD),
    "unreachable": ("-c", "quick.yaml", *DEAD),
}
"""Mistakes of the commands that ask models."""

OWN: tuple[tuple[str, ...], ...] = (
    ("nope",),
    ("ingst", "a.txt"),
    ("--colour",),
    ("-c",),
    ("-c", "key.yaml", "config", "show"),
    ("ingest",),
    ("ingest", "empty.txt"),
    ("ingest", "hollow"),
    ("ingest", "picture.bmp"),
    ("ingest", "@list.txt"),
    ("ingest", "@gone.txt"),
    ("ingest", "in", "--name", "x"),
    ("ingest", "in", "--into", ""),
    ("ingest", "a.txt", "--into", "x", "--name", "y"),
    ("ingest", "a.txt", "--into", "../x"),
    ("ingest", "a.txt", "--show", "--into", "x"),
    ("ingest", "a.txt", "--show", "--json"),
    ("ingest", "a.txt", "--name", "../../x"),
    ("ingest", "a.txt", "--name", ""),
    ("ingest", "a.txt", "--parser", "pdf"),
    ("ingest", "a.txt", "--parser", "docx"),
    ("ingest", "a.txt", "--parser", "nothing"),
    ("ingest", "a.txt", "-O", "rows=1"),
    ("ingest", "a.txt", "--parser", "csv", "-O", "rows=none"),
    ("ingest", "a.txt", "-o", "a-file"),
    ("ingest", "a.txt", "-o", "a-file/deeper"),
    ("ingest", "a.txt", "--sitemap"),
    ("ingest", "in", "--include", "*.nothing"),
    ("ingest", "ftp://example.org/a.txt"),
    ("ingest", "http://"),
    ("ingest", "http://127.0.0.1:9/x"),
    ("ingest", "http://127.0.0.1:9/x", "--allow-private-urls"),
    ("ingest", "http://[::1]/x"),
    ("ingest", "http://localhost:9/x"),
    ("ingest", "http://169.254.1.1/x"),
    ("ingest", "file:///etc/hostname"),
    ("ingest", "https://user:secret@127.0.0.1/x"),
    ("inspect", "gone"),
    ("inspect", "a.txt"),
    ("inspect", "in"),
    ("create",),
    ("create", "empty.txt"),
    ("create", "hollow"),
    ("create", "picture.bmp"),
    ("create", "gone.lance"),
    ("create", "a.txt", "--type", "nothing"),
    ("create", "a.txt", "--type", "qua"),
    ("create", "a.txt", "--type", ""),
    ("create", "a.txt", "-n", "0"),
    ("create", "a.txt", "-n", "many"),
    ("create", "a.txt", "--chunk-size", "0"),
    ("create", "a.txt", "--chunk-size", "10", "--chunk-overlap", "20"),
    ("create", "a.txt", "--type", "cot-enhance"),
    ("create", "bad.json", "--type", "cot-enhance"),
    ("create", "none.json", "--type", "cot-enhance"),
    ("create", "odd.json", "--type", "cot-enhance"),
    ("create", "a.txt", "--type", "multimodal-qa", "--provider", "offline"),
    ("create", "a.txt", "--provider", "offline", "-o", "a-file"),
    ("create", "a.txt", "--provider", "offline", "--prompt", "qa_generation=broken.j2"),
    ("create", "a.txt", "--provider", "offline", "--prompt", "qa_generation=unsafe.j2"),
    ("create", "a.txt", "--provider", "offline", "--prompt", "qa_generation=unknown.j2"),
    ("create", "a.txt", "--provider", "offline", "--model", ""),
    ("create", "a.txt", "--threshold", "3"),
    ("curate",),
    ("curate", "a.txt"),
    ("curate", "bad.json"),
    ("curate", "none.json"),
    ("curate", "odd.json"),
    ("curate", "number.json"),
    ("curate", "hollow"),
    ("curate", "p.json", "-t", "0"),
    ("curate", "p.json", "-t", "11"),
    ("curate", "p.json", "-t", "high"),
    ("curate", "p.json", "--judge", "nobody"),
    ("curate", "p.json", "--judge", "rating", "--judge", "rating", "--provider", "offline"),
    ("curate", "in", "-o", "a-file", "--provider", "offline"),
    ("save-as",),
    ("save-as", "a.txt"),
    ("save-as", "bad.json"),
    ("save-as", "none.json"),
    ("save-as", "odd.json"),
    ("save-as", "hollow"),
    ("save-as", "p.json", "-f", "nothing"),
    ("save-as", "p.json", "-f", "alpacca"),
    ("save-as", "p.json", "--storage", "nothing"),
    ("save-as", "p.json", "-f", "chatml", "--storage", "csv"),
    ("save-as", "p.json", "-f", "dpo"),
    ("save-as", "p.json", "--for", "nothing"),
    ("save-as", "p.json", "--for", "openai"),
    ("save-as", "p.json", "--for", "trl", "-f", "alpaca"),
    ("save-as", "p.json", "--for", "trl", "--task", "nothing"),
    ("save-as", "p.json", "--for", "openai", "--task", "grpo"),
    ("save-as", "p.json", "--task", "sft"),
    ("save-as", "p.json", "--reasoning", "loud"),
    ("save-as", "p.json", "--system", "@gone.txt"),
    ("save-as", "p.json", "--system-mode", "loud"),
    ("save-as", "p.json", "--min-rating", "11"),
    ("save-as", "p.json", "--min-rating", "5"),
    ("save-as", "p.json", "--dedup", "maybe"),
    ("save-as", "p.json", "--dedup", "near:2"),
    ("save-as", "p.json", "--decontaminate", "gone.jsonl"),
    ("save-as", "p.json", "--max-tokens", "0"),
    ("save-as", "p.json", "--tokenizer", "gone"),
    ("save-as", "p.json", "--show-loss"),
    ("save-as", "p.json", "--balance", "type"),
    ("save-as", "p.json", "--split", "50/60"),
    ("save-as", "p.json", "--split", "x"),
    ("save-as", "p.json", "--split-by", "word"),
    ("save-as", "p.json", "--compress", "rar"),
    ("save-as", "p.json", "--compress", "gz", "--storage", "parquet"),
    ("save-as", "p.json", "--shard-size", "0"),
    ("save-as", "p.json", "--shuffle", "x"),
    ("save-as", "p.json", "--limit", "0"),
    ("save-as", "p.json", "--license", "whatever", "--storage", "hub"),
    ("save-as", "p.json", "--push-to-hub", "nobody"),
    ("save-as", "p.json", "--private"),
    ("save-as", "p.json", "-o", "a-file/x"),
    ("save-as", "p.json", "-O", "colour=red"),
    ("save-as", "p.json", "-f", "grpo", "-O", "style=none"),
    ("save-as", "p.json", "-f", "text", "-O", "template=gone.jinja"),
    ("validate", "p.json"),
    ("validate", "gone.json", "--as", "messages"),
    ("validate", "p.json", "--as", "nothing"),
    ("validate", "bad.json", "--as", "alpaca"),
    ("validate", "hollow", "--as", "alpaca"),
    ("validate", "a.txt", "--as", "alpaca"),
    ("run",),
    ("run", "a.txt", "--type", "nothing"),
    ("run", "a.txt", "--judge", "nobody"),
    ("run", "a.txt", "-f", "nothing"),
    ("run", "a.txt", "--parser", "nothing"),
    ("run", "a.txt", "-t", "99"),
    ("run", "picture.bmp", "--provider", "offline"),
    ("run", "empty.txt", "--provider", "offline"),
    ("run", "a.txt", "--type", "summary", "--provider", "offline"),
    ("runs",),
    ("runs", "list", "-d", "gone"),
    ("runs", "list"),
    ("runs", "show"),
    ("runs", "show", "nothing"),
    ("runs", "reparse"),
    ("runs", "retry-failed"),
    ("runs", "purge"),
    ("runs", "purge", "-d", "gone", "--yes"),
    ("plugins", "info"),
    ("plugins", "info", "nothing"),
    ("plugins", "info", "nobody/qa"),
    ("plugins", "list", "--kind", "nothing"),
    ("plugins", "new", "acme"),
    ("plugins", "new", "acme", "--kind", "trainer"),
    ("plugins", "new", "Not a name!", "--kind", "parser"),
    ("plugins", "new", "in", "--kind", "parser"),
    ("prompts", "show", "nothing"),
    ("prompts", "show"),
    ("prompts", "render", "qa_generation"),
    ("prompts", "render", "qa_generation", "--input", "gone.txt"),
    ("prompts", "render", "nothing", "--input", "a.txt"),
    ("prompts", "render", "qa_rating", "--input", "a.txt"),
    ("prompts", "render", "qa_generation", "--input", "a.txt", "--chunk", "0"),
    ("prompts", "lint", "gone"),
    ("prompts", "lint", "broken.j2"),
    ("prompts", "diff", "nothing"),
    ("prompts", "eject", "nothing"),
    ("prompts", "eject", "-o", "a-file"),
    ("config", "init", "a-file"),
    ("config", "init", "--from", "nothing"),
    ("system-check", "--provider", "nobody"),
    ("system-check", "--api-base", "nonsense"),
    ("system-check", *DEAD),
    ("--no-plugins", "plugins", "info", "nothing"),
    ("--debug", "create", "a.txt", "--type", "nothing"),
)
"""Mistakes of one command."""

VARIABLES: dict[str, str] = {
    "SDK_GENERATION__CHUNK_SIZE": "many",
    "SDK_LLM__PROVIDER": "nobody",
    "SDK_NOTHING__KEY": "1",
    "SDK_LLM__NOTHING": "1",
    "SDK_CURATE__THRESHOLD": "12",
}
"""Settings in the environment that are wrong."""

_SHARE = 12


def cases() -> Iterator[Case]:
    """Return cases of some mistakes each."""
    calls = [*_of_any(), *_of_calls(), *OWN, *_of_configs()]
    for start in range(0, len(calls), _SHARE):
        share = calls[start : start + _SHARE]
        yield Case(f"some {start // _SHARE:02}", partial(_all, share))
    yield Case("environment", _environment)
    yield Case("without plugins", _without_plugins)


def _of_any() -> Iterator[tuple[str, ...]]:
    for command, good in INPUTS.items():
        needed = NEEDED.get(command, ())
        for more in ANY.values():
            yield (command, good, *needed, *more)
        yield (command, "gone/away", *needed)


def _of_calls() -> Iterator[tuple[str, ...]]:
    for command in ASKING:
        for more in CALLS.values():
            yield (command, INPUTS[command], *more)


def _of_configs() -> Iterator[tuple[str, ...]]:
    for name in CONFIGS:
        yield ("config", "validate", "-c", name)
        yield ("create", "a.txt", "--preview", "-c", name)


def _fill(place: Place) -> None:
    for name, text in FILES.items():
        place.write(name, text.encode("utf-8", "surrogateescape"))
    place.write("quick.yaml", "vllm: {max_retries: 0}\n")
    place.write("data/input/canal.md", SAMPLES / "canal.md")


def _all(calls: list[tuple[str, ...]], place: Place) -> dict[str, Line]:
    _fill(place)
    return {" ".join(part or "''" for part in call): place.run(*call) for call in calls}


def _environment(place: Place) -> dict[str, Line]:
    _fill(place)
    return {
        f"{name}={value}": place.run("create", "a.txt", "--preview", **{name: value})
        for name, value in VARIABLES.items()
    }


def _without_plugins(place: Place) -> dict[str, Line]:
    """Commands whose built-in components are switched off."""
    _fill(place)
    return {
        command: place.run(command, given, *NEEDED.get(command, ()), "-c", "disabled.yaml")
        for command, given in INPUTS.items()
    }
