"""Records what the program makes of raw answers of models, for each thing it asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.golden import raw_answers
from tests.golden.commands import flags
from tests.golden.program import Case, Line, Place
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion

QUICK = {"SDK_VLLM__MAX_RETRIES": "0", "SDK_VLLM__RETRY_DELAY": "0"}
TOLD = ("metadata", "conversations", "provenance", "judgements")
"""Keys of files that other sections record."""

_TEXT = "The canal has twelve locks. The keeper opens the gates at six in the morning. "


def cases() -> Iterator[Case]:
    """Return a case for each raw answer."""
    for key, text in raw_answers.PAIRS.items():
        yield Case(f"qa {key}", partial(_create, "qa", "qa_pairs", text))
    for key, text in raw_answers.EXAMPLES.items():
        yield Case(f"cot {key}", partial(_create, "cot", "cot_examples", text))
    for key, text in raw_answers.RATINGS.items():
        yield Case(f"rating {key}", partial(_curate, text))
    for key, text in raw_answers.REASONING.items():
        yield Case(f"enhance {key}", partial(_enhance, text))
    for key, text in raw_answers.SUMMARIES.items():
        yield Case(f"summary {key}", partial(_create, "summary", "summary", text))


def _says(text: str) -> Callable[[Received], Reply]:
    return lambda request: completion(text, request.body)


def _bare(value: Any) -> Any:
    """Return a value of a file without the keys that other sections record."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in TOLD}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _asked(place: Place, text: str, output: str, *arguments: str) -> dict[str, Line]:
    with OpenAIServer(_says(text)) as server:
        ended = place.run(*arguments, *flags(server), "-q", **QUICK)
        path = place.folder / output
        made = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        return {"": {**ended, "answer": text, "asked": len(server.chat), "made": _bare(made)}}


def _create(kind: str, suffix: str, text: str, place: Place) -> dict[str, Line]:
    place.write("a.txt", _TEXT * 3)
    number = () if kind == "summary" else ("-n", "3")
    output = f"data/generated/a_{suffix}.json"
    return _asked(place, text, output, "create", "a.txt", "--type", kind, *number)


def _curate(text: str, place: Place) -> dict[str, Line]:
    pairs = [{"question": f"Question {n}?", "answer": f"Answer {n}."} for n in range(3)]
    place.write("p.json", json.dumps(pairs))
    return _asked(place, text, "data/curated/p_cleaned.json", "curate", "p.json")


def _enhance(text: str, place: Place) -> dict[str, Line]:
    turns = [
        {"role": "user", "content": "Why?"},
        {"role": "assistant", "content": "So."},
        {"role": "user", "content": "And?"},
        {"role": "assistant", "content": "Thus."},
    ]
    place.write("t.json", json.dumps([{"messages": turns}]))
    place.folder.joinpath("out").mkdir()
    with OpenAIServer(_says(text)) as server:
        command = ("create", "t.json", "--type", "cot-enhance", "-o", "out", *flags(server), "-q")
        ended = place.run(*command, **QUICK)
        (path,) = [*place.folder.glob("out/*.json"), None][:1]
        made = json.loads(path.read_text(encoding="utf-8")) if path else None
    return {"": {**ended, "answer": text, "made": made}}
