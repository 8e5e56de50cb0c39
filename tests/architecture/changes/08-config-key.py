"""The new key is in the defaults, and does what it says."""

import json
from pathlib import Path

from tests.architecture.check_changes import Program
from tests.server.openai_server import OpenAIServer
from tests.server.replies import completion


def check(program: Program) -> None:
    """Curate with a model that never rates, and count the calls."""
    Path("pairs.json").write_text(json.dumps([{"question": "How long?", "answer": "40 miles."}]))
    Path("once.yaml").write_text("curate: {second_chance: false}\n")
    assert "curate.second_chance = true" in program("config", "show").out
    with OpenAIServer(completion("I would rather not say.")) as server:
        done = program("-c", "once.yaml", "curate", "pairs.json", "--api-base", server.url)
        assert "unrated" in done.err
        assert len(server.chat) == 1
