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


class Handler(BaseHTTPRequestHandler):
    """Serves a page and a PDF whose address does not tell what it is."""

    def do_GET(self) -> None:
        if self.path.startswith("/docs/tides"):
            self._send("text/html; charset=utf-8", PAGE.encode())
        elif self.path.startswith("/download"):
            self._send("application/pdf", (DOCUMENTS / "report.pdf").read_bytes())
        elif self.path.startswith("/archive"):
            self._send("application/zip", b"PK\x03\x04")
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
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_pages_and_files_are_fetched_by_type(sdk, site, listing):
    port = site.rpartition(":")[2]
    page = sdk("ingest", f"{site}/docs/tides")
    assert page.code == 0, page.err
    assert listing("data/parsed") == [f"127.0.0.1_{port}_docs_tides.lance"]
    named = sdk("ingest", f"{site}/download?id=7", "-n", "report")
    assert named.code == 0, named.err
    assert "report.lance" in listing("data/parsed")


def test_what_cannot_be_fetched(sdk, site, work):
    missing = sdk("ingest", f"{site}/gone")
    assert missing.code == 4
    assert "404" in missing.err
    assert "/gone" in missing.err
    strange = sdk("ingest", f"{site}/archive")
    assert strange.code == 2
    assert "application/zip" in strange.err
    assert sdk("ingest", "http://127.0.0.1:9/page").code == 4
    scheme = sdk("ingest", "ftp://example.org/a.txt")
    assert scheme.code == 2
    assert "only http and https" in scheme.err
    assert not (work / "data").exists()


def test_a_preview_of_a_url_fetches_nothing(sdk, site, work):
    done = sdk("ingest", f"{site}/docs/tides", "--preview")
    assert done.code == 0
    assert "docs_tides.lance" in done.out
    assert not (work / "data").exists()
