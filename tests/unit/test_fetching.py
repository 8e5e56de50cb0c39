"""Fetching over a real loopback server: what comes back, and one sentence for what does not."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sdk_core.errors import DocumentError, UsageError
from sdk_core.stages.fetching import check_scheme, fetch, is_url

LIMITS = {"max_bytes": 100_000, "timeout": 5.0}


class Handler(BaseHTTPRequestHandler):
    """Answers by path; `stop` ends the slow ones."""

    protocol_version = "HTTP/1.1"
    stop = threading.Event()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Answer; the paths are those of the tests below."""
        if self.path == "/latin1":
            kind = "Text/HTML; Charset='ISO-8859-1'; x=y"
            self._answer("café".encode("latin-1"), Content_Type=kind)
        elif self.path == "/bare":
            self._answer(b"bytes")
        elif self.path == "/gzip":
            self._answer(gzip.compress(b"z" * 50), Content_Encoding="gzip")
        elif self.path == "/bomb":
            self._answer(gzip.compress(b"z" * 10_000_000), Content_Encoding="gzip")
        elif self.path == "/large":
            self._answer(b"x" * 200_000)
        elif self.path.isascii() and self.path[1:].isdigit():
            self._answer(b"no", int(self.path[1:]))
        elif self.path == "/moved":
            self._answer(status=302, Location="/latin1")
        elif self.path == "/loop":
            self._answer(status=302, Location="/loop")
        elif self.path == "/file":
            self._answer(status=302, Location="file:///etc/passwd")
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"only this")
            self.close_connection = True
        elif self.path == "/agent":
            self._answer(self.headers["User-Agent"].encode())
        elif self.path in ("/drip", "/drip-headers"):
            self._drip()

    def _drip(self) -> None:
        if self.path == "/drip":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
        else:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not self.stop.wait(0.05):
            self.wfile.write(b"x")
            self.wfile.flush()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run the server and return its address."""
    Handler.stop.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    running.handle_error = lambda request, address: None  # type: ignore[method-assign]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    Handler.stop.set()
    running.shutdown()
    running.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


def refusal(url: str, *, max_bytes: int = 100_000, timeout: float = 5.0) -> str:
    """Return the one sentence in which fetching fails."""
    with pytest.raises(DocumentError) as caught:
        fetch(url, max_bytes=max_bytes, timeout=timeout)
    assert caught.value.message.startswith(url)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value.message.removeprefix(url).strip()


def test_type_and_character_set_are_those_the_server_names(server: str) -> None:
    source = fetch(f"{server}/latin1", **LIMITS)  # type: ignore[arg-type]
    assert (source.media_type, source.charset) == ("text/html", "ISO-8859-1")
    assert source.read() == "café".encode("latin-1")
    assert source.uri == f"{server}/latin1"
    assert source.is_url


def test_a_server_may_name_neither(server: str) -> None:
    source = fetch(f"{server}/bare", **LIMITS)  # type: ignore[arg-type]
    assert (source.media_type, source.charset, source.data) == ("", "", b"bytes")


def test_bodies_are_decompressed_and_redirects_followed(server: str) -> None:
    assert fetch(f"{server}/gzip", **LIMITS).data == b"z" * 50  # type: ignore[arg-type]
    assert fetch(f"{server}/moved", **LIMITS).media_type == "text/html"  # type: ignore[arg-type]


def test_the_program_says_who_it_is(server: str) -> None:
    agent = fetch(f"{server}/agent", **LIMITS).data  # type: ignore[arg-type]
    assert agent is not None
    assert agent.startswith(b"synthetic-data-kit")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/404", "cannot be fetched: the server answered 404 Not Found"),
        ("/403", "cannot be fetched: the server answered 403 Forbidden"),
        ("/500", "cannot be fetched: the server answered 500 Internal Server Error"),
        ("/large", "is larger than 0.1 MB"),
        ("/bomb", "is larger than 0.1 MB"),
        ("/loop", "cannot be fetched: Exceeded 5 redirects."),
        ("/file", "cannot be fetched: No connection adapters were found"),
        ("/cut", "cannot be fetched: "),
    ],
)
def test_what_cannot_be_had_is_one_sentence(server: str, path: str, reason: str) -> None:
    assert refusal(f"{server}{path}").startswith(reason)


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_that_drips_is_left_after_the_timeout(server: str, path: str) -> None:
    started = time.monotonic()
    assert refusal(f"{server}{path}", timeout=0.5) == "was not complete after 0.5 s"
    assert time.monotonic() - started < 2


def test_a_refused_connection_is_one_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/x") == "cannot be fetched: Connection refused"


@pytest.mark.parametrize("url", ["http://a..b/", "http://%/", "http://" + "a" * 300 + ".org/"])
def test_a_host_that_cannot_exist_is_one_sentence(url: str) -> None:
    assert refusal(url).startswith("cannot be fetched: ")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http:///path", "names no host"),
        ("http://[broken/", "is not a URL"),
    ],
)
def test_other_schemes_and_broken_urls_are_refused(url: str, reason: str) -> None:
    assert is_url(url)
    with pytest.raises(UsageError, match=reason):
        check_scheme(url)


def test_paths_are_no_urls() -> None:
    assert not any(map(is_url, ["a.txt", "/a/b", "C:\\x", "http.txt", "a:b"]))
