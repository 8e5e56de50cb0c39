"""A call that the server refuses once is sent a second time."""

from pathlib import Path

from tests.architecture.check_changes import Program
from tests.server.openai_server import OpenAIServer
from tests.server.replies import error

REFUSAL = error(400, "The prompt was filtered", code="content_filter")


def check(program: Program) -> None:
    """Create from a server that refuses its first call."""
    Path("note.txt").write_text("The lock was built in 1790. It has two gates of oak.")
    Path("quick.yaml").write_text("vllm: {retry_delay: 0}\n")
    with OpenAIServer([REFUSAL]) as server:
        done = program(
            "-c", "quick.yaml", "create", "note.txt", "--type", "summary",
            "--api-base", server.url, "-o", ".",
        )  # fmt: skip
        assert done.code == 0, done.err
        assert [request.status for request in server.chat] == [400, 200]
