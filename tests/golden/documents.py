"""Records what `ingest` makes of documents: exit, messages, table rows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.golden.outputs import files
from tests.golden.program import EXAMPLES, SAMPLES, Case, Content, Line, Place
from tests.golden.sources import EMPTY_CHAPTERS, written
from tests.prefork.starting import ROOT

FOLDERS = (EXAMPLES, SAMPLES, ROOT / "tests" / "fixtures" / "documents")
ALLOW = "--allow-private-urls"

WAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "multimodal docx": ("handbook.docx", ("--multimodal",)),
    "multimodal epub": ("book.epub", ("--multimodal",)),
    "multimodal html": ("article.html", ("--multimodal",)),
    "multimodal pptx": ("slides.pptx", ("--multimodal",)),
    "multimodal image": ("canal.png", ("--multimodal",)),
    "multimodal odt": ("canal.odt", ("--multimodal",)),
    "pdfminer": ("report.pdf", ("--parser", "pdfminer")),
    "html as text": ("article.html", ("--parser", "text")),
    "csv as text": ("canal.csv", ("--parser", "text")),
    "text as html": ("notes.txt", ("--parser", "html")),
    "text as pdf": ("notes.txt", ("--parser", "pdf")),
    "show": ("notes.txt", ("--show",)),
    "named": ("notes.txt", ("--name", "other", "-v")),
    "named oddly": ("notes.txt", ("--name", "A b/c: d")),
    "into": ("notes.txt", ("--into", "corpus")),
    "json report": ("report.pdf", ("--json",)),
    "quiet": ("report.pdf", ("-q",)),
    "preview": ("notes.txt", ("--preview",)),
    "output folder": ("notes.txt", ("-o", "elsewhere")),
    "rows of csv": ("canal.csv", ("--parser", "csv", "--option", "rows=1")),
}
"""Ways to read a document: its file, and the arguments."""


def cases() -> Iterator[Case]:
    """Return a case for each document, each way, and for directories and URLs."""
    documents = _documents()
    for name, content in documents.items():
        yield Case(f"plain {name}", partial(_read, name, content, ()))
    for key, (name, arguments) in WAYS.items():
        yield Case(f"way {key}", partial(_read, name, documents[name], arguments))
    yield Case("directory", _directory)
    yield Case("corpus", _corpus)
    yield Case("inspect", _inspect)
    yield Case("url", _urls)


def _documents() -> dict[str, Content]:
    found: dict[str, Content] = {}
    for folder in FOLDERS:
        for path in sorted(folder.iterdir()):
            found[path.name] = path
    return {**found, **written()}


def _read(name: str, content: Content, arguments: tuple[str, ...], place: Place) -> dict[str, Line]:
    place.write(name, content)
    ended = place.run("ingest", name, *arguments)
    (place.folder / name).unlink()
    return {"": ended, **_tables(place)}


def _tables(place: Place) -> dict[str, Line]:
    """Return a line for each row, so that a difference shows its place."""
    lines: dict[str, Line] = {}
    for name, found in files(place.folder).items():
        if not name.endswith(".lance"):
            lines[name] = {"content": found}
            continue
        lines[f"{name} origin"] = {"origin": found["origin"]}
        for number, row in enumerate(found["rows"]):
            lines[f"{name} row {number:03}"] = row
    return lines


def _fill(place: Place) -> None:
    for name in ("notes.txt", "article.html"):
        place.write(f"in/{name}", EXAMPLES / name)
    for name in ("canal.md", "canal.csv"):
        place.write(f"in/deep/{name}", SAMPLES / name)
    place.write("in/broken.pdf", b"%PDF-1.7\nno more")
    place.write("in/unknown.xyz", b"\x00\x01")
    place.write("in/.gitignore", "*.log\n")
    place.write("in/a.log", "not read\n")


def _directory(place: Place) -> dict[str, Line]:
    _fill(place)
    steps = {
        "preview": ("--preview", "-r"),
        "first": ("-v",),
        "again": (),
        "recursive": ("-r", "--json"),
        "forced": ("-r", "--force", "--exclude", "*.html", "-q"),
        "included": ("-r", "--include", "*.md", "--include", "deep/", "--preview", "--json"),
    }
    lines = {f"0 {key}": place.run("ingest", "in", *more) for key, more in steps.items()}
    tables = sorted(path.parent.name for path in (place.folder / "data").rglob("_origin.json"))
    return {**lines, "tables": {"tables": tables}}


def _corpus(place: Place) -> dict[str, Line]:
    _fill(place)
    lines = {
        "0 first": place.run("ingest", "in", "-r", "--into", "all", "-v"),
        "1 again": place.run("ingest", "in", "-r", "--into", "all"),
    }
    (place.folder / "in/notes.txt").write_text("Another text altogether.\n", encoding="utf-8")
    (place.folder / "in/deep/canal.csv").unlink()
    lines["2 changed"] = place.run("ingest", "in", "-r", "--into", "all")
    lines["3 inspect"] = place.run("inspect", "data/parsed/all.lance")
    return {**lines, **_tables(place)}


def _inspect(place: Place) -> dict[str, Line]:
    for name in ("report.pdf", "handbook.docx"):
        place.write(f"in/{name}", EXAMPLES / name)
    place.write("in/empty.md", EMPTY_CHAPTERS)
    place.run("ingest", "in", "--multimodal")
    return {
        "all": place.run("inspect"),
        "all json": place.run("inspect", "--json"),
        "one": place.run("inspect", "data/parsed/report.lance"),
        "quiet": place.run("inspect", "-q", "data/parsed", "-r"),
    }


class _Site(BaseHTTPRequestHandler):
    """Serves some pages under paths that do not tell what they are."""

    def do_GET(self) -> None:
        pages = {
            "/tides": ("text/html; charset=utf-8", (EXAMPLES / "article.html").read_bytes()),
            "/download": ("application/pdf", (EXAMPLES / "report.pdf").read_bytes()),
            "/latin": ("text/plain; charset=latin-1", "Zürich liegt am See.\n".encode("latin-1")),
            "/archive": ("application/zip", b"PK\x03\x04"),
            "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /closed"),
            "/sitemap.xml": (
                "application/xml",
                b"<urlset><url><loc>/tides</loc></url><url><loc>/closed</loc></url>"
                b"<url><loc>/gone</loc></url></urlset>",
            ),
        }
        status = 200 if self.path in pages else 404
        kind, body = pages.get(self.path, ("text/plain", b"nothing here"))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/latin")
        else:
            self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _urls(place: Place) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    with _site() as site:
        for path in ("tides", "download", "latin", "moved", "archive", "closed", "gone"):
            lines[path] = place.run("ingest", f"{site}/{path}", ALLOW, "--name", path)
        lines["private"] = place.run("ingest", f"{site}/tides")
        lines["closed ignored"] = place.run("ingest", f"{site}/closed", ALLOW, "--ignore-robots")
        place.write("list.txt", f"{site}/latin\n# a comment\n\n{site}/gone\n")
        lines["list"] = place.run("ingest", "@list.txt", ALLOW, "--into", "list")
        place.write("bad.txt", f"{site}/latin\ngone.md\n")
        lines["list bad"] = place.run("ingest", "@bad.txt", ALLOW)
        sitemap = ("ingest", f"{site}/sitemap.xml", "--sitemap", ALLOW)
        lines["sitemap"] = place.run(*sitemap, "-o", "site")
        lines["sitemap preview"] = place.run(*sitemap, "--preview")
        (place.folder / "list.txt").unlink()
        (place.folder / "bad.txt").unlink()
    for key, line in _tables(place).items():
        if not key.startswith("data/parsed/download"):
            lines[f"table {key}"] = line
        if "data/parsed/list.lance row" in key:
            place.known["address_hash"] = line["document_id"]
    return lines
