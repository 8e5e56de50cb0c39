"""``ingest`` of URLs, from a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.cli.conftest import DOCUMENTS

PAGE = """<!doctype html><html><head><title>Tides</title></head><body><nav>Menu</nav><article>
<h1>Tides</h1><p>The tide rises twice a day, and the moon is the reason for most of it.</p>
</article></body></html>"""
ALLOW = "--allow-private-urls"


class Handler(BaseHTTPRequestHandler):
    """Serves a page and a PDF whose address does not tell what it is."""

    def do_GET(self) -> None:
        if self.path.startswith("/docs/tides"):
            self._send("text/html; charset=utf-8", PAGE.encode())
        elif self.path.startswith("/download"):
            self._send("application/pdf", (DOCUMENTS / "report.pdf").read_bytes())
        elif self.path == "/members":
            self._send("text/html", b"<title>Sign in</title><form><input type=password></form>Hi")
        elif self.path.startswith("/archive"):
            self._send("application/zip", b"PK\x03\x04")
        elif self.path == "/robots.txt":
            self._send("text/plain", b"User-agent: *\nDisallow: /closed")
        elif self.path == "/sitemap.xml":
            places = ("docs/tides", "closed", "docs/tides-of-old", "download")
            pages = "".join(f"<url><loc>/{place}</loc></url>" for place in places)
            self._send("application/xml", f"<urlset>{pages}</urlset>".encode())
        else:
            self.send_error(404, "Not Found")

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_to_sign_in_is_told(sdk, site):
    done = sdk("ingest", f"{site}/members", ALLOW, "--json")
    assert done.code == 0, done.err
    assert done.json["warnings"] == [
        f"{site}/members: it looks like a page to sign in: it is short and asks for a password"
    ]


def test_a_page_of_this_machine_is_fetched_when_that_is_meant(sdk, site, listing):
    port = site.rpartition(":")[2]
    closed = sdk("ingest", f"{site}/docs/tides")
    assert closed.code == 4
    assert "127.0.0.1 is a loopback address" in closed.err
    assert ALLOW in closed.err
    page = sdk("ingest", f"{site}/docs/tides", ALLOW)
    assert page.code == 0, page.err
    assert listing("data/parsed") == [f"127.0.0.1_{port}_docs_tides.lance"]


def test_what_cannot_be_fetched(sdk, site, work):
    missing = sdk("ingest", f"{site}/gone", ALLOW)
    assert missing.code == 4
    assert "404" in missing.err
    assert "/gone" in missing.err
    strange = sdk("ingest", f"{site}/archive", ALLOW)
    assert strange.code == 2
    assert "application/zip" in strange.err
    robots = sdk("ingest", f"{site}/closed", ALLOW)
    assert robots.code == 4
    assert "--ignore-robots" in robots.err
    scheme = sdk("ingest", "ftp://example.org/a.txt")
    assert scheme.code == 2
    assert "only http and https" in scheme.err
    assert not (work / "data").exists()


def test_a_preview_of_a_url_fetches_nothing_and_shows_no_password(sdk, site, work):
    done = sdk("ingest", f"{site.replace('//', '//me:secret@')}/docs/tides", "--preview")
    assert done.code == 0
    assert "docs_tides.lance" in done.out
    assert "secret" not in done.out + done.err
    assert not (work / "data").exists()


def test_a_list_of_urls_and_files(sdk, site, write, listing):
    write("c.yaml", "ingest: {delay: 0}")
    write("notes.md", "# Notes\n\nThe harbour was dredged in 1931.")
    login = site.replace("//", "//me:secret@")
    pages = [f"{login}/docs/tides", "notes.md", f"{site}/docs/tides", f"{site}/download?id=7"]
    write("urls.txt", "\n".join(["# to read", *pages, f"{site}/gone"]))
    done = sdk("-c", "c.yaml", "ingest", "@urls.txt", "--json", ALLOW)
    assert done.code == 3, done.err
    assert [item["input"] for item in done.json["items"]] == [
        f"{site}/docs/tides",
        "notes.md",
        f"{site}/download?id=7",
        f"{site}/gone",
    ]
    assert "secret" not in done.out + done.err
    assert len(listing("data/parsed")) == 3
    write("bad.txt", "notes.md\ngone.md")
    bad = sdk("ingest", "@bad.txt")
    assert bad.code == 2
    assert "line 2 of bad.txt: gone.md does not exist" in bad.err


def test_a_sitemap_becomes_one_corpus(sdk, site, write, listing):
    write("c.yaml", "ingest: {delay: 0}")
    command = ["-c", "c.yaml", "ingest", f"{site}/sitemap.xml", ALLOW, "--exclude", "*/download"]
    done = sdk(*command, "--into", "site", "--ignore-robots")
    assert done.code == 3, done.err
    assert "1 left out" in done.err
    assert "/closed cannot be fetched: the server answered 404" in done.err
    assert listing("data/parsed") == ["site.lance"]
    named = sdk(*command, "-n", "one")
    assert named.code == 2
    assert "--into" in named.err
