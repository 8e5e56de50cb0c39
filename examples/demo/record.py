"""Records the answers that the demo plays back, anew.

``API_BASE`` and ``MODEL`` name an OpenAI-compatible server, ``API_ENDPOINT_KEY`` holds its key.
Without them the answers of ``hand-written.yaml`` are served, which gives them the keys of today's
prompts.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from demo import CASSETTE, HERE, walk

MODEL = "hand-written"


class HandWritten(BaseHTTPRequestHandler):
    """Answers from ``hand-written.yaml``, as a server would."""

    documents: Mapping[str, Mapping[str, list[dict[str, Any]]]] = yaml.safe_load(
        (HERE / "hand-written.yaml").read_text(encoding="utf-8")
    )

    def do_GET(self) -> None:
        """List the one model."""
        self._send({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    def do_POST(self) -> None:
        """Answer a chat request."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = json.dumps(self.answer(body["messages"]), ensure_ascii=False, indent=1)
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": "stop",
        }
        self._send({"object": "chat.completion", "model": MODEL, "choices": [choice]})

    def answer(self, messages: list[dict[str, str]]) -> list[dict[str, Any]]:
        """Return ratings of the pairs in the request, or else examples of its document."""
        system, user = messages[0]["content"], messages[-1]["content"]
        kinds = [kind for document in self.documents.values() for kind in document.values()]
        asked = {user.find(one["question"]): one for kind in kinds for one in kind}
        asked.pop(-1, None)
        if asked:
            rated = (asked[place] for place in sorted(asked))
            return [
                {"index": number, "reason": one["reason"], "rating": one["rating"]}
                for number, one in enumerate(rated, start=1)
            ]
        kind = "cot" if '"reasoning"' in system else "qa"
        found = next(
            d[kind] for title, d in self.documents.items() if title.lower() in user.lower()
        )
        return [{k: v for k, v in one.items() if k not in ("rating", "reason")} for one in found]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""

    def _send(self, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """Give the address and the model to ask."""
    if os.environ.get("API_BASE"):
        yield os.environ["API_BASE"], os.environ["MODEL"]
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), HandWritten) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/v1", MODEL
        serving.shutdown()


def main() -> None:
    """Run the demo against the server, and put the answers into place when it came to its end."""
    with tempfile.TemporaryDirectory() as folder, server() as (address, model):
        made = Path(folder) / CASSETTE.name
        variables = {"CASSETTE": str(made), "API_BASE": address, "MODEL": model}
        os.environ.update({f"SDK_RECORDED__{name}": value for name, value in variables.items()})
        walk(Path(folder))
        lines = sorted(made.read_text(encoding="utf-8").splitlines())
        CASSETTE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"\n{len(lines)} answers of {model} in {CASSETTE}")


if __name__ == "__main__":
    main()
