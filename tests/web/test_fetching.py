"""Fetching over a real loopback server: what comes back, and one sentence for what does not."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sdk_core import __version__
from sdk_core.errors import DocumentError, UnsupportedInput
from sdk_core.model import Source
from sdk_core.web import fetching
from sdk_core.web.addresses import locate
from sdk_core.web.fetching import FetchLimits

CERTIFICATE = Path(__file__).parents[1] / "faults" / "certificate.pem"


class Handler(BaseHTTPRequestHandler):
    """Answers by path; `stop` ends the slow ones."""

    protocol_version = "HTTP/1.1"
    stop = threading.Event()
    elsewhere = ""

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
        elif self.path == "/elsewhere":
            self._answer(status=302, Location=self.elsewhere)
        elif self.path == "/metadata":
            self._answer(status=302, Location="http://169.254.169.254/latest/meta-data/")
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
            lines = (self.headers[name] for name in ("User-Agent", "Host", "Authorization"))
            self._answer("|".join(map(str, lines)).encode())
        elif self.path == "/film":
            self._answer(b"x" * 50, Content_Type="video/mp4")
        elif self.path == "/huge":
            self.send_response(200)
            self.send_header("Content-Length", "1000000000000")
            self.end_headers()
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
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
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
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
    ):
        monkeypatch.delenv(name, raising=False)


def fetch(url: str, **limits: Any) -> Source:
    """Fetch from this machine."""
    given = {"max_bytes": 100_000, "timeout": 5.0, "private": True, **limits}
    return fetching.fetch(locate(url), FetchLimits(**given))


def refusal(url: str, **limits: Any) -> str:
    """Return the one sentence in which fetching fails."""
    with pytest.raises(DocumentError) as caught:
        fetch(url, **limits)
    assert caught.value.message.startswith(url)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value.message.removeprefix(url).strip()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let all names under ``.example`` lead to this machine; return the names asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if str(host).endswith(".example"):
            asked.append(str(host))
            host = "127.0.0.1"
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_type_and_character_set_are_those_the_server_names(server: str) -> None:
    source = fetch(f"{server}/latin1")
    assert (source.media_type, source.charset) == ("text/html", "ISO-8859-1")
    assert source.read() == "café".encode("latin-1")
    assert source.uri == f"{server}/latin1"
    assert source.is_url


def test_a_server_may_name_neither(server: str) -> None:
    source = fetch(f"{server}/bare")
    assert (source.media_type, source.charset, source.data) == ("", "", b"bytes")


def test_bodies_are_decompressed_and_redirects_followed(server: str) -> None:
    assert fetch(f"{server}/gzip").data == b"z" * 50
    assert fetch(f"{server}/moved").media_type == "text/html"


def test_the_program_says_who_it_is(server: str) -> None:
    agent = f"synthetic-data-kit/{__version__}"
    assert (fetch(f"{server}/agent").data or b"").decode().startswith(agent)
    assert (fetch(f"{server}/agent", agent="me").data or b"").startswith(b"me|")


def test_credentials_go_to_their_own_host_and_nowhere_else(server: str, names: list[str]) -> None:
    port = server.rpartition(":")[2]
    asked = fetch(f"http://me:secret@127.0.0.1:{port}/agent")
    assert (asked.data or b"").endswith(b"|Basic bWU6c2VjcmV0")
    assert asked.uri == f"{server}/agent"
    Handler.elsewhere = f"http://other.example:{port}/agent"
    assert (fetch(f"http://me:secret@127.0.0.1:{port}/elsewhere").data or b"").endswith(b"|None")
    with pytest.raises(DocumentError) as caught:
        fetch(f"http://me:secret@127.0.0.1:{port}/404")
    assert "secret" not in caught.value.message


def test_a_name_is_resolved_once_and_the_address_kept(server: str, names: list[str]) -> None:
    port = server.rpartition(":")[2]
    answer = (fetch(f"http://site.example:{port}/agent").data or b"").decode()
    assert answer.split("|")[1] == f"site.example:{port}"
    assert names == ["site.example"]


def test_certificates_are_checked_against_the_name(
    names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    secure = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    secure.handle_error = lambda request, address: None  # type: ignore[method-assign]
    threading.Thread(target=secure.serve_forever, args=(0.02,), daemon=True).start()
    try:
        address = f"https://localhost:{secure.server_port}/bare"
        assert "certificate" in refusal(address)
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert fetch(address).data == b"bytes"
        assert "other.example" in refusal(f"https://other.example:{secure.server_port}/bare")
    finally:
        secure.shutdown()
        secure.server_close()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/404", "cannot be fetched: the server answered 404 Not Found"),
        ("/403", "cannot be fetched: the server answered 403 Forbidden"),
        ("/500", "cannot be fetched: the server answered 500 Internal Server Error"),
        ("/large", "is larger than 0.1 MB"),
        ("/huge", "is larger than 0.1 MB"),
        ("/bomb", "is larger than 0.1 MB"),
        ("/film", "is no document: the server says that it is video/mp4"),
        ("/loop", "cannot be fetched: it redirects more than 5 times"),
        ("/file", "cannot be fetched: it redirects to 'file:///etc/passwd', which is no http"),
        ("/metadata", "is not fetched: 169.254.169.254 is a link-local address"),
        ("/cut", "cannot be fetched: the answer broke off after 9 bytes"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(server: str, path: str, reason: str) -> None:
    assert refusal(f"{server}{path}").startswith(reason)


def test_addresses_that_are_not_public_are_refused_at_every_hop(
    server: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "is not fetched: 127.0.0.1 is a loopback address"
    assert refusal(f"{server}/bare", private=False) == sentence
    port = server.rpartition(":")[2]
    sentence = "is not fetched: site.example is 127.0.0.1, a loopback address"
    assert refusal(f"http://site.example:{port}/bare", private=False) == sentence
    real = fetching.resolve_host

    def resolve(host: str, port: int, *, private: bool) -> list[str]:
        return ["127.0.0.1"] if host == "public.example" else real(host, port, private=private)

    monkeypatch.setattr(fetching, "resolve_host", resolve)
    Handler.elsewhere = f"http://site.example:{port}/bare"
    assert fetch(f"http://public.example:{port}/bare", private=False).data == b"bytes"
    assert refusal(f"http://public.example:{port}/elsewhere", private=False) == sentence


def test_a_redirect_and_a_kind_may_be_refused_before_anything_is_read(server: str) -> None:
    hops: list[str] = []

    def refuse(source: Source) -> None:
        assert source.media_type == "text/html"
        raise UnsupportedInput("no")

    limits = FetchLimits(100_000, 5.0, private=True)
    with pytest.raises(UnsupportedInput):
        fetching.fetch(locate(f"{server}/moved"), limits, on_hop=hops.append, on_kind=refuse)
    assert hops == [f"{server}/latin1"]


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_that_drips_is_left_after_the_timeout(server: str, path: str) -> None:
    assert refusal(f"{server}{path}", timeout=0.5) == "was not complete after 0.5 s"


def test_a_refused_connection_is_one_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/x") == "cannot be fetched: Connection refused"


@pytest.mark.parametrize("url", ["http://a..b/", "http://%/", "http://" + "a" * 300 + ".org/"])
def test_a_host_that_cannot_exist_is_one_sentence(url: str) -> None:
    assert refusal(url).startswith("cannot be fetched: ")
