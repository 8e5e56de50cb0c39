"""Robots, pauses, further tries, lists and sitemaps, against a server on this machine."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sdk_core.config.schema import Ingest
from sdk_core.errors import DocumentError, UsageError
from sdk_core.ingest import url_inputs
from sdk_core.ingest.url_inputs import is_list, read_list
from sdk_core.web.addresses import Location
from sdk_core.web.polite_client import PoliteClient
from sdk_core.web.sitemaps import Sitemap, is_sitemap, read_sitemap

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """A server: what it answers by path, one after another, and what it was asked for."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, path: str, *answers: Answer | bytes | int) -> None:
        """Script the answers to a path; the last one stays."""
        self.answers[path] = [
            answer
            if isinstance(answer, tuple)
            else (answer, {}, b"")
            if isinstance(answer, int)
            else (200, {}, answer)
            for answer in answers
        ]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            script = found.answers.get(self.path, [(404, {}, b"")])
            status, headers, body = script.pop(0) if len(script) > 1 else script[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


@dataclass
class Time:
    """A clock that moves only when somebody waits."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 1))
        self.now += seconds

    def visitor(self, **settings: Any) -> PoliteClient:
        given = Ingest(**{"allow_private_urls": True, "delay": 3, "timeout": 5, **settings})
        return PoliteClient(given, note=self.notes.append, sleep=self.sleep, clock=lambda: self.now)


def get(visitor: PoliteClient, site: Site, path: str) -> bytes:
    return visitor.fetch(Location(site.url + path)).data or b""


def test_one_host_is_asked_with_pauses_and_its_robots_once(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private*.html$\nAllow: /\n")
    site.put("/a", b"A")
    site.put("/b", b"B")
    time = Time()
    visitor = time.visitor()
    assert (get(visitor, site, "/a"), get(visitor, site, "/b")) == (b"A", b"B")
    time.now += 1
    get(visitor, site, "/a")
    assert time.waits == [3.0, 2.0]
    with pytest.raises(DocumentError, match=r"robots\.txt of its host closes it") as caught:
        get(visitor, site, "/private/x.html")
    assert "--ignore-robots" in caught.value.hint
    assert site.asked == ["/robots.txt", "/a", "/b", "/a"]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (b"User-agent: synthetic-data-kit\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (b"User-agent: other\nDisallow: /\n", True),
        (b"User-agent: *\nDisallow:\n", True),
        (b"\xff\xfe<html>nothing of the kind</html>", True),
        (404, True),
        (403, True),
        (503, False),
        (500, False),
        (429, False),
        (206, False),
        (204, True),
        ((302, {"Location": "/else"}, b""), False),
    ],
)
def test_robots(site: Site, robots: Any, allowed: bool) -> None:
    site.put("/robots.txt", robots)
    site.put("/else", b"User-agent: *\nDisallow: /")
    site.put("/page", b"text")
    if allowed:
        assert get(Time().visitor(), site, "/page") == b"text"
    else:
        with pytest.raises(DocumentError, match=r"robots\.txt") as caught:
            get(Time().visitor(), site, "/page")
        assert "--ignore-robots" in caught.value.hint
        assert "/page" not in site.asked
    assert get(Time().visitor(respect_robots=False), site, "/page") == b"text"


def test_robots_hold_where_a_redirect_leads_and_may_ask_for_longer_pauses(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 7\nDisallow: /closed")
    site.put("/moved", (302, {"Location": "/closed"}, b""))
    site.put("/a", b"A")
    time = Time()
    visitor = time.visitor()
    with pytest.raises(DocumentError, match="/closed is not fetched: the robots"):
        get(visitor, site, "/moved")
    get(visitor, site, "/a")
    assert time.waits == [7.0]


def test_a_busy_server_is_asked_again_after_the_time_it_asks_for(site: Site) -> None:
    busy: Answer = (429, {"Retry-After": "20"}, b"")
    site.put("/a", busy, 503, b"A")
    time = Time()
    assert get(time.visitor(delay=0), site, "/a") == b"A"
    assert time.waits == [20.0, 2.0]
    assert len(time.notes) == 2
    site.put("/a", 503)
    with pytest.raises(DocumentError, match="answered 503"):
        get(Time().visitor(retries=3), site, "/a")
    assert site.asked.count("/a") == 3 + 4


@pytest.mark.parametrize("after", ["3600", formatdate(4e9, usegmt=True)])
def test_nobody_waits_an_hour(site: Site, after: str) -> None:
    site.put("/a", (429, {"Retry-After": after}, b""))
    time = Time()
    with pytest.raises(DocumentError, match="asks to come back in"):
        get(time.visitor(), site, "/a")
    assert time.waits == []


def test_what_will_not_change_is_not_asked_again(site: Site) -> None:
    for status in (404, 403, 500):
        site.put("/a", status)
        with pytest.raises(DocumentError, match=f"answered {status}"):
            get(Time().visitor(), site, "/a")
    assert site.asked.count("/a") == 3


@pytest.mark.parametrize("address", ["http://no-such-host.invalid", "http://127.0.0.1:1"])
def test_a_host_that_cannot_be_reached_is_not_told_as_its_robots(address: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Time().visitor().fetch(Location(f"{address}/page"))
    assert caught.value.message.startswith(f"{address}/page cannot be fetched: ")
    assert "robots" not in caught.value.message + caught.value.hint


def test_a_dead_proxy_is_not_told_as_robots(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(DocumentError) as caught:
        get(Time().visitor(), site, "/page")
    assert "the proxy http://127.0.0.1:1 (http_proxy)" in caught.value.message
    assert "robots" not in caught.value.message + caught.value.hint


def sitemap(site: Site, path: str = "/sitemap.xml", most: int = 100) -> Sitemap:
    return read_sitemap(Location(site.url + path), Time().visitor(delay=0), most)


def xml(kind: str, *addresses: str) -> bytes:
    name = "url" if kind == "urlset" else "sitemap"
    entries = "".join(f"<{name}><loc>\n {a} </loc></{name}>" for a in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{kind} xmlns="{space}">{entries}</{kind}>'.encode()


def test_an_index_its_sitemaps_and_packed_ones(site: Site) -> None:
    here = site.url
    site.put(
        "/sitemap.xml",
        xml("sitemapindex", f"{here}/one.xml", "/two.xml.gz", f"{here}/sitemap.xml", "/gone.xml"),
    )
    site.put("/one.xml", xml("urlset", f"{here}/a", f"{here}/b?x=1&amp;y=2", f"{here}/a#part"))
    site.put("/two.xml.gz", gzip.compress(f"{here}/c\n# remark\n{here}/a\n".encode()))
    found = sitemap(site)
    assert found.urls == [f"{here}/a", f"{here}/b?x=1&y=2", f"{here}/c"]
    assert len(found.notes) == 1
    assert "/gone.xml cannot be fetched" in found.notes[0]
    assert "/robots.txt" not in site.asked


def test_limits_of_a_sitemap(site: Site) -> None:
    pages = [f"{site.url}/{n}" for n in range(5)]
    site.put("/sitemap.xml", xml("urlset", "http://elsewhere.org/", "ftp://x/", *pages))
    found = sitemap(site, most=3)
    assert found.urls == pages[:3]
    assert [note.partition(" ")[0] for note in found.notes] == ["2", f"{site.url}/sitemap.xml"]
    site.put("/1.xml", *[xml("sitemapindex", "/2.xml")])
    for n in range(2, 7):
        site.put(f"/{n}.xml", xml("sitemapindex", f"/{n + 1}.xml"))
    with pytest.raises(DocumentError, match="too many sitemaps in each other"):
        sitemap(site, "/1.xml")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><body>not found</body></html>", "is no sitemap"),
        (b"hello", "is no sitemap"),
        (b"", "is no sitemap"),
        (b"<urlset></urlset>", "is no sitemap"),
        (gzip.compress(b"<" * 60_000_000), "more than a sitemap may be"),
        (gzip.compress(b"http://x/")[:12], "is no sitemap"),
        (
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc>'
            b"</url></urlset>",
            "lists no page",
        ),
    ],
    ids=range(7),
)
def test_what_is_no_sitemap(site: Site, body: bytes, reason: str) -> None:
    site.put("/sitemap.xml", body)
    with pytest.raises(DocumentError, match=reason) as caught:
        sitemap(site)
    assert caught.value.hint


def test_names_of_sitemaps() -> None:
    assert is_sitemap("https://example.org/sitemap.xml")
    assert is_sitemap("https://example.org/a/Sitemap.xml.gz?x=1")
    assert not is_sitemap("https://example.org/about-sitemap")
    assert not is_sitemap("sitemap.xml")


def test_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes(
        "\ufeff# pages\nhttps://example.org/a#b\r\n\n  notes.md  # mine\n\thttp://x/\n".encode()
    )
    expected = [(2, "https://example.org/a#b"), (4, "notes.md"), (5, "http://x/")]
    assert read_list(f"@{path}") == expected
    monkeypatch.setattr(url_inputs.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"a.txt")))
    assert read_list("@-") == [(1, "a.txt")]
    path.write_text("# nothing\n")
    for name, reason in ((f"@{path}", "names nothing"), ("@gone.txt", "cannot be read")):
        with pytest.raises(UsageError, match=reason):
            read_list(name)
    monkeypatch.chdir(tmp_path)
    assert is_list("@urls.txt")
    Path("@urls.txt").touch()
    assert not is_list("@urls.txt")
    assert not is_list("@")
