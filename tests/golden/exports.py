"""Records `save-as` and `validate`: each format in each storage, trainers, and what is selected."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.cli.model import saying
from tests.golden.commands import flags
from tests.golden.masks import Hashed
from tests.golden.outputs import files
from tests.golden.program import EXAMPLES, Case, Line, Place
from tests.server.openai_server import OpenAIServer

FORMATS = (
    "jsonl", "alpaca", "ft", "chatml", "messages", "sharegpt", "prompt-completion", "trl", "text",
    "multimodal", "openai", "together", "fireworks", "mistral", "vertex", "bedrock", "dpo",
    "dpo-implicit", "dpo-messages", "dpo-openai", "dpo-swift", "kto", "grpo", "lm-eval", "inspect",
    "cpt",
)  # fmt: skip
STORAGES = ("", "json", "jsonl", "csv", "parquet", "hub", "hf", "lance")
"""The empty one is the format's own."""

TRAINERS = (
    "trl", "unsloth", "axolotl", "llamafactory", "swift", "torchtune", "mlx", "nemo", "megatron",
    "verl", "openrlhf", "openai", "azure", "together", "fireworks", "mistral", "vertex", "bedrock",
    "lm-eval", "inspect",
)  # fmt: skip
TASKS = ("sft", "dpo", "kto", "grpo", "eval")
CARD = ("--language", "en", "--license", "cc-by-4.0")

_SAID = "A lock lifts boats by {} metres, and its keeper opens the gates at six."


def _pairs() -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = [
        {
            "question": f"How far does lock {n} lift?",
            "answer": _SAID.format(n),
            "rating": 5.0 + n % 5,
        }
        for n in range(6)
    ]
    odd = [
        {"question": "ما هذا؟", "answer": "קצר \U0001f9d1\u200d\U0001f4bb", "rating": 8.5},
        {"question": "Line ends?", "answer": "one\r\ntwo\u2028three\n", "rating": 9},
        {"question": "Tokens?", "answer": "<|im_end|> </s> <image> $\\frac{a}{b}$", "rating": 9},
        {"question": "How far does lock 1 lift?", "answer": "By one metre.", "rating": 7},
    ]
    return pairs + odd


def _talks() -> list[dict[str, Any]]:
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "One?"},
        {"role": "assistant", "content": "<think>\nEasy.\n</think>\n\n1."},
        {"role": "user", "content": "Two?"},
        {"role": "assistant", "content": "2."},
    ]
    foreign = [{"from": "human", "value": "Three?"}, {"from": "gpt", "value": "3."}]
    return [{"messages": turns}, {"conversations": foreign}]


def inputs() -> dict[str, Any]:
    """Return a file for each kind of record that exports read."""
    pairs = _pairs()
    thought = {"reasoning": "First this.\n\nThen that."}
    rejected = [{**pair, "reason": "rating 3 is below 7", "rating": 3.0} for pair in pairs[:2]]
    source = {"provenance": {"source": "notes.txt", "document_id": "d1", "page": 2, "passage": 0}}
    return {
        "qa.json": {
            "summary": "About locks.",
            "qa_pairs": [{**pair, **source} for pair in pairs],
            "rejected": rejected,
            "metadata": {"source": "notes.txt", "passages": ["The locks of the canal."]},
        },
        "cot.json": {"summary": "", "cot_examples": [{**pair, **thought} for pair in pairs[:3]]},
        "talks.json": _talks(),
        "preferences.json": [{**pair, "rejected": "I do not know."} for pair in pairs[:3]],
        "summary.json": {"summary": "About locks and keepers.", "metadata": {"title": "Locks"}},
        "mixed.jsonl": [{**pairs[0], "tags": ["a", 1]}, {**pairs[1], "count": 3}, {"other": 1}],
    }


CHOICES: dict[str, tuple[str, ...]] = {
    "preview": ("--preview",),
    "json": ("--json",),
    "quiet": ("-q",),
    "verbose": ("-v",),
    "merge": ("--merge", "all", "--storage", "hub", *CARD),
    "rating": ("--min-rating", "8"),
    "dedup exact": ("--dedup", "exact", "-v"),
    "dedup near": ("--dedup", "near:0.6"),
    "decontaminate": ("--decontaminate", "held.jsonl"),
    "tokens": ("--max-tokens", "12"),
    "sequence": ("--sequence-length", "16"),
    "balance": ("--merge", "all", "--balance", "type"),
    "shuffle": ("--merge", "all", "--shuffle", "7"),
    "limit": ("--limit", "2"),
    "split": ("--merge", "all", "--split", "60/20/20", "--split-by", "row", *CARD),
    "split document": ("--merge", "all", "--split", "80/20", *CARD),
    "gzip": ("--compress", "gz"),
    "zstd": ("--compress", "zst"),
    "shards": ("--merge", "all", "--shard-size", "4", "--storage", "hub", "--no-card"),
    "system": ("-f", "chatml", "--system", "Answer as a keeper."),
    "system none": ("-f", "chatml", "--system", "none"),
    "system user": ("-f", "chatml", "--system", "Answer.", "--system-mode", "user"),
    "context": ("-f", "alpaca", "--context", "prompt"),
    "reasoning field": ("-f", "messages", "--reasoning", "field"),
    "reasoning drop": ("-f", "messages", "--reasoning", "drop"),
    "reasoning inline": ("-f", "alpaca", "--reasoning", "inline"),
    "metadata": ("-c", "config.yaml"),
    "grpo verl": ("-f", "grpo", "-O", "style=verl"),
    "kto swift": ("-f", "kto", "-O", "style=swift"),
    "text template": ("-f", "text", "-O", "template=own.jinja"),
    "push": ("--merge", "all", "--storage", "hub", "--push-to-hub", "me/it", "--preview"),
}
"""Ways to select, order and shape the rows of all inputs."""


def cases() -> Iterator[Case]:
    """Return a case for each format, trainer and choice."""
    for name in FORMATS:
        yield Case(f"format {name}", partial(_format, name))
    for name in TRAINERS:
        yield Case(f"trainer {name}", partial(_trainer, name))
    for key, arguments in CHOICES.items():
        yield Case(f"choice {key}", partial(_choice, arguments))
    yield Case("pictures", _pictures)
    yield Case("documents", _documents)
    yield Case("foreign", _foreign)


def _fill(place: Place, *names: str) -> None:
    for name, content in inputs().items():
        if names and name not in names:
            continue
        rows = content if name.endswith(".jsonl") else [content]
        place.write(f"in/{name}", "\n".join(json.dumps(row) for row in rows))


def _written(folder: Path) -> dict[str, Line]:
    """Return a line with the content of each file."""
    if not folder.exists():
        return {}
    return {f"made {path}": {"content": found} for path, found in files(folder).items()}


def _hashes(folder: Path) -> Line:
    """Return hashes of files, for what differs from files that are recorded as a whole."""
    found = files(folder) if folder.exists() else {}
    return {"made": {path: Hashed(content) for path, content in found.items()}}


def _format(name: str, place: Place) -> dict[str, Line]:
    _fill(place)
    lines: dict[str, Line] = {}
    for storage in STORAGES:
        key, chosen = storage or "own", ("--storage", storage) if storage else ()
        output = place.folder / f"out-{key}"
        ended = place.run("save-as", "in", "-f", name, *chosen, "-o", output.name, *CARD)
        lines[key] = {**ended, **_hashes(output)} if storage else ended
        if not storage:
            lines.update({f"own {path}": line for path, line in _written(output).items()})
        if storage in ("", "parquet") and output.exists():
            lines[f"{key} valid"] = place.run("validate", output.name, "--as", name, "-v")
    lines["kinds"] = place.run("save-as", "in", "-f", name, "--preview")
    return lines


def _trainer(name: str, place: Place) -> dict[str, Line]:
    """Record what people read as a whole, and the rows and cards of all but one by hash."""
    _fill(place)
    lines: dict[str, Line] = {}
    for task in TASKS:
        source = "in/preferences.json" if task == "dpo" else "in/qa.json"
        output = place.folder / task
        chosen = ("--for", name, "--task", task, "-o", f"{task}/set", *CARD)
        lines[task] = {**place.run("save-as", source, *chosen), **_hashes(output)}
        for path, line in _written(output).items():
            if name == "axolotl" or not path.endswith((".jsonl", ".json", ".md")):
                lines[f"{task} {path}"] = line
    lines["first task"] = place.run("save-as", "in/qa.json", "--for", name, "--preview")
    return lines


def _choice(arguments: tuple[str, ...], place: Place) -> dict[str, Line]:
    _fill(place, "qa.json", "cot.json", "talks.json")
    place.write("held.jsonl", json.dumps({"question": _SAID.format(1)}))
    place.write("config.yaml", "format: {include_metadata: true, pretty_json: false}\n")
    place.write("own.jinja", "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}")
    ended = place.run("save-as", "in", *arguments, "-o", "out")
    return {"": ended, **_written(place.folder / "out")}


def _pictures(place: Place) -> dict[str, Line]:
    place.write("slides.pptx", EXAMPLES / "slides.pptx")
    place.run("ingest", "slides.pptx", "--multimodal")
    table = "data/parsed/slides.lance"
    with OpenAIServer(saying()) as server:
        place.run("create", table, "--type", "multimodal-qa", "-n", "3", *flags(server))
    lines: dict[str, Line] = {}
    file = "data/generated/slides_multimodal_qa_pairs.json"
    for images in ("path", "data-url"):
        for storage in ("json", "parquet", "hf"):
            chosen = ("--images", images, "--storage", storage, "-o", f"{images}-{storage}/set")
            lines[f"{images} {storage}"] = place.run(
                "save-as", file, "-f", "multimodal", *chosen, *CARD
            )
            found = _written(place.folder / f"{images}-{storage}")
            lines.update({f"{images} {storage} {path}": line for path, line in found.items()})
    lines["other format"] = place.run("save-as", file, "-f", "alpaca")
    lines["trainer"] = place.run("save-as", file, "--for", "swift", *CARD)
    return lines


def _documents(place: Place) -> dict[str, Line]:
    """Tables of documents, as text for further pretraining."""
    place.write("notes.txt", EXAMPLES / "notes.txt")
    place.run("ingest", "notes.txt")
    command = ("save-as", "data/parsed/notes.lance", "-f")
    return {
        "cpt": place.run(*command, "cpt"),
        "alpaca": place.run(*command, "alpaca"),
        **_written(place.folder / "data/final"),
    }


def _foreign(place: Place) -> dict[str, Line]:
    """Files of others, right and wrong, against each format."""
    right = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    wrong = {"messages": [{"role": "assistant", "content": "b"}, {"role": "robot", "content": ""}]}
    rows = [right, wrong, {"instruction": "a", "output": 1}, {"text": ""}]
    place.write("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    place.write("bad.jsonl", json.dumps(right) + "\n{\n\n[]\n")
    place.write("empty.jsonl", "")
    place.write("table.csv", "instruction,input,output\na,,b\n,,\n")
    names = ("rows.jsonl", "bad.jsonl", "empty.jsonl", "table.csv")
    lines = {
        f"{name} as {format_}": place.run("validate", name, "--as", format_)
        for format_ in FORMATS
        for name in (names if format_ in ("messages", "alpaca") else names[:1])
    }
    lines["json"] = place.run("validate", "rows.jsonl", "--as", "messages", "--json")
    lines["verbose"] = place.run("validate", "rows.jsonl", "--as", "openai", "-v")
    return lines
