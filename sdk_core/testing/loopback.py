"""A server on this machine that answers every request in the same way, or not at all."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"


class ThreadedServer:
    """An HTTP server in a thread of this process; use it as a context manager.

    Args:
        handler: What answers each request.
    """

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer((HOST, 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class LoopbackServer(ThreadedServer):
    """An HTTP server; set `status`, `body` and `headers`, or `silent` to keep callers waiting."""

    def __init__(self) -> None:
        super().__init__(self._handler())
        self.status = 500
        self.body = b""
        self.headers: Mapping[str, str] = {}
        self.silent = False
        self.respond: Callable[[str], bytes] | None = None
        """Makes the body of each response out of the request: its path and body."""
        self.requests: list[str] = []
        """Path and body of each request that had a body."""
        self.asked = threading.Event()
        """Set when a request has come in."""
        self._released = threading.Event()

    def release(self) -> None:
        """Answer again, also those that wait."""
        self.silent = False
        self._released.set()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
        super().__exit__(kind, error, trace)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = f"{self.path} {sent.decode(errors='replace')}"
                if sent:
                    server.requests.append(request)
                server.asked.set()
                if server.silent:
                    server._released.wait(30)
                body = server.body if server.respond is None else server.respond(request)
                self.send_response(server.status)
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_PUT = do_POST  # noqa: N815  as above

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


def closed_port() -> str:
    """Return a host and port of this machine where nothing listens."""
    with socket.socket() as place:
        place.bind((HOST, 0))
        return f"{HOST}:{place.getsockname()[1]}"
