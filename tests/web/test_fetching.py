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
from sdk_core.errors import DocumentError, UnsupportedInput, UsageError
from sdk_core.model import Source
from sdk_core.network import CERTIFICATES
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
        elif self.path.startswith("/packed-"):
            self._answer(b"\x0b\x02\x80text\x03", Content_Encoding=self.path[8:])
        elif self.path.startswith("/utf8-as-"):
            kind = f"text/html; charset={self.path[9:]}"
            self._answer("<p>caf\u00e9 \u4e2d\u6587</p>".encode(), Content_Type=kind)
        elif self.path.startswith("http://"):  # as a proxy is asked
            self._answer(f"asked for {self.path}".encode())
        elif self.path == "/ahead":
            self._answer(status=302, Location="/users/sign_in")
        elif self.path == "/users/sign_in":
            self._answer(b"<html><title>Sign in</title></html>", Content_Type="text/html")
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
    proxies = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (*proxies, *map(str.upper, proxies), *CERTIFICATES):
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
        ("/202", "cannot be fetched: the server answered 202 Accepted and has no document yet"),
        ("/204", "cannot be fetched: the server answered 204 No Content and sent no document"),
        ("/206", "cannot be fetched: the server answered 206 Partial Content and sent a part of"),
        ("/207", "cannot be fetched: the server answered 207 Multi-Status, which is no document"),
        ("/300", "cannot be fetched: the server answered 300 Multiple Choices and offers several"),
        ("/302", "cannot be fetched: the server answered 302 Found and does not say where"),
        ("/304", "cannot be fetched: the server answered 304 Not Modified as if it had been asked"),
        ("/407", "cannot be fetched: the server answered 407 Proxy Authentication Required"),
        ("/packed-br", "cannot be read: the server sent it packed as 'br', although it was asked"),
        ("/packed-zstd", "cannot be read: the server sent it packed as 'zstd'"),
        ("/packed-gzip,%20br", "cannot be read: the server sent it packed as"),
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


def test_a_body_from_a_cache_that_changed_it_is_whole(server: str) -> None:
    assert fetch(f"{server}/203").data == b"no"


@pytest.mark.parametrize("packing", ["identity", "none", "utf-8"])
def test_what_names_no_packing_is_read(server: str, packing: str) -> None:
    assert (fetch(f"{server}/packed-{packing}").data or b"").startswith(b"\x0b\x02\x80text")


@pytest.mark.parametrize(
    ("named", "believed"),
    [
        ("ISO-8859-1", "utf-8"),
        ("windows-1252", "utf-8"),
        ("us-ascii", "utf-8"),
        ("koi8-r", "utf-8"),
        ("gb18030", "gb18030"),
        ("utf-8", "utf-8"),
        ("nonsense", "nonsense"),
    ],
)
def test_bytes_of_utf8_are_seen_under_another_name(server: str, named: str, believed: str) -> None:
    assert fetch(f"{server}/utf8-as-{named}").charset == believed


def test_doubts_are_told_with_the_page(server: str) -> None:
    doubts: list[str] = []
    limits = FetchLimits(100_000, 5.0, private=True)
    for path in ("/ahead", "/users/sign_in", "/latin1"):
        fetching.fetch(locate(f"{server}{path}"), limits, on_doubt=doubts.append)
    assert doubts == [
        f"the server led to {server}/users/sign_in, which looks like a page to sign in",
        "it looks like a page to sign in: 'Sign in'",
    ]


def closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_proxy_that_is_not_there_is_named(
    server: str, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    proxy = f"http://127.0.0.1:{closed_port()}"
    monkeypatch.setenv(variable, proxy.replace("//", "//me:secret@"))
    with pytest.raises(DocumentError) as caught:
        fetch(f"{server}/bare")
    said = f"the proxy {proxy} ({variable}) did not connect to the server: Connection refused"
    assert caught.value.message == f"{server}/bare cannot be fetched: {said}"
    assert f"unset {variable}, or put 127.0.0.1 into no_proxy" in caught.value.hint
    for listed in ("127.0.0.1", "127.0.0.0/8", "*", f"127.0.0.1:{server.rpartition(':')[2]}"):
        monkeypatch.setenv("no_proxy", listed)
        assert fetch(f"{server}/bare").data == b"bytes"


def test_a_proxy_is_asked_for_what_it_is_for(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server)
    assert fetch("http://127.0.0.1:9/x").data == b"asked for http://127.0.0.1:9/x"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1", "ALL_PROXY names a SOCKS proxy"),
        ("http_proxy", "http://proxy.example:port", "http_proxy names no proxy"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_a_wrong_setting(
    server: str, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setattr(fetching, "_SOCKS", ("no_such_module", "pysocks"))
    monkeypatch.setenv(variable, value)
    with pytest.raises(UsageError, match=said):
        fetch(f"{server}/bare")


def test_a_missing_file_of_certificates_is_a_wrong_setting(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent/cert.pem")
    with pytest.raises(UsageError, match="SSL_CERT_FILE names /nonexistent/cert"):
        fetch("https://127.0.0.1:9/x")
    assert fetch(f"{server}/bare").data == b"bytes"


def test_a_host_without_an_address_is_told_as_such() -> None:
    said = refusal("http://no-such-host.invalid/x")
    assert said.startswith("cannot be fetched: there is no address for the host no-such-host.inval")


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
