"""A small server of Ollama's chat API on 127.0.0.1, for tests that want the real wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from sdk_core.testing.loopback import ThreadedServer
from tests.server.answers import answer

Body = dict[str, Any]
Script = Callable[[Body], "Reply | None"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A scripted response: a status and a JSON value."""

    status: int
    body: Any


class OllamaServer(ThreadedServer):
    """The server; use it as a context manager.

    Args:
        script: Gets each chat request that names a model of the server; ``None`` from it is the
            default answer.
        models: What the server has.
    """

    def __init__(
        self, script: Script | None = None, *, models: tuple[str, ...] = ("llama3.2:latest",)
    ) -> None:
        self.script = script
        self.models = models
        self.chats: list[Body] = []
        super().__init__(_handler(self))

    @property
    def url(self) -> str:
        """Base URL for clients."""
        return f"http://{self.place}"

    def chat(self, body: Body) -> Reply:
        """Return the response to a chat request."""
        self.chats.append(body)
        model = body["model"]
        if model not in self.models and f"{model}:latest" not in self.models:
            return Reply(404, {"error": f"model '{model}' not found"})
        scripted = self.script(body) if self.script else None
        return scripted or said(body, answer(body))

    def systems(self) -> list[str]:
        """Return the system message of each chat request."""
        return [body["messages"][0]["content"] for body in self.chats]


def said(body: Body, text: str, *, done_reason: str = "stop") -> Reply:
    """Return a chat answer, with its counts."""
    prompt = sum(len(message["content"]) for message in body["messages"])
    return Reply(
        200,
        {
            "model": body["model"],
            "created_at": "2025-01-01T00:00:00Z",
            "message": {"role": "assistant", "content": text},
            "done": True,
            "done_reason": done_reason,
            "prompt_eval_count": prompt // 4,
            "eval_count": len(text) // 4,
        },
    )


def _handler(server: OllamaServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/api/tags":
                self._send(Reply(200, {"models": [{"name": name} for name in server.models]}))
            else:
                self._send(Reply(404, "404 page not found"))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/api/chat":
                self._send(server.chat(body))
            else:
                self._send(Reply(404, "404 page not found"))

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def _send(self, reply: Reply) -> None:
            data = json.dumps(reply.body).encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler
