"""What the new flag says reaches the server."""

from pathlib import Path

from tests.architecture.check_changes import Program
from tests.server.openai_server import OpenAIServer


def check(program: Program) -> None:
    """Create with the flag, and look at what was sent."""
    Path("note.txt").write_text("The lock was built in 1790. It has two gates of oak.")
    with OpenAIServer() as server:
        done = program(
            "create", "note.txt", "-n", "1", "--seed", "7", "--api-base", server.url, "-o", "."
        )
        assert done.code == 0, done.err
        assert {request.body["seed"] for request in server.chat} == {7}
