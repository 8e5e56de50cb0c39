"""A local server that answers like YouTube, and the way to it.

The library, `requests` and the parser run as they are: an adapter sends what is meant for a host of
YouTube to 127.0.0.1. The answers have the shape of real ones and were written for these tests.
"""

from __future__ import annotations

import http.client
import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import requests
from requests.adapters import HTTPAdapter

PAGE = '<html><script>ytcfg.set({"INNERTUBE_API_KEY":"local-key"})</script></html>'
CONSENT = (
    '<form action="https://consent.youtube.com/s" method="post">'
    '<input name="v" value="cb.20250101"></form>'
)
Caption = tuple[float, float, str]


@dataclass
class Video:
    """What the server says of one video.

    Args:
        tracks: Captions by language code; generated ones have ``a.`` before the code.
        details: The player's ``videoDetails``; ``None`` leaves them out.
        playability: The player's ``playabilityStatus``.
        page: The watch page.
        statuses: HTTP status by the last part of a path, 200 by default.
        bodies: Bodies that replace the usual ones, by the last part of a path.
        needs_consent: Whether the page first asks for consent to cookies.
        suffix: Added to the address of every transcript.
        playlist: Ids of the videos of the playlist page.
        gone: Ids of videos that do not exist any more.
    """

    tracks: dict[str, list[Caption]] = field(default_factory=dict)
    details: dict[str, Any] | None = field(default_factory=dict)
    playability: dict[str, Any] = field(default_factory=lambda: {"status": "OK"})
    page: str = PAGE
    statuses: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    needs_consent: bool = False
    suffix: str = ""
    playlist: list[str] = field(default_factory=list)
    gone: frozenset[str] = frozenset()

    def player(self, video: str) -> str:
        """Return the answer of the player endpoint about a video."""
        gone = {"status": "ERROR", "reason": "This video is unavailable"}
        answer: dict[str, Any] = {"playabilityStatus": self.playability}
        if video in self.gone:
            answer["playabilityStatus"] = gone
        if self.details is not None:
            answer["videoDetails"] = {"title": "Tides", "author": "Sea School", **self.details}
        if self.tracks:
            tracks = [self._track(name) for name in self.tracks]
            answer["captions"] = {"playerCaptionsTracklistRenderer": {"captionTracks": tracks}}
        return json.dumps(answer)

    def playlist_page(self) -> str:
        """Return the page of the playlist."""
        items = [{"playlistVideoRenderer": {"videoId": video}} for video in self.playlist]
        section = {
            "itemSectionRenderer": {
                "contents": [{"playlistVideoListRenderer": {"contents": items}}]
            }
        }
        tab = {"tabRenderer": {"content": {"sectionListRenderer": {"contents": [section]}}}}
        owner = {
            "videoOwner": {"videoOwnerRenderer": {"title": {"runs": [{"text": "Sea School"}]}}}
        }
        sidebar = [
            {"playlistSidebarPrimaryInfoRenderer": {"title": {"runs": [{"text": "The sea"}]}}},
            {"playlistSidebarSecondaryInfoRenderer": owner},
        ]
        data = {
            "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}},
            "sidebar": {"playlistSidebarRenderer": {"items": sidebar}},
        }
        return f"<html><script>var ytInitialData = {json.dumps(data)};</script></html>"

    def _track(self, name: str) -> dict[str, Any]:
        address = f"https://www.youtube.com/api/timedtext?v=x&name={name}&fmt=srv3{self.suffix}"
        track = {
            "baseUrl": address,
            "name": {"runs": [{"text": name}]},
            "languageCode": name.removeprefix("a."),
            "isTranslatable": True,
        }
        return {**track, "kind": "asr"} if name.startswith("a.") else track

    def transcript(self, query: str) -> str:
        """Return the captions that an address asks for."""
        name = next(part[5:] for part in query.split("&") if part.startswith("name="))
        lines = (
            f'<text start="{start}" dur="{length}">{escape(text)}</text>'
            for start, length, text in self.tracks[name]
        )
        return f'<?xml version="1.0" encoding="utf-8"?><transcript>{"".join(lines)}</transcript>'


class _LocalAdapter(HTTPAdapter):
    """Sends every HTTPS request to a local port, whatever its host."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        original = request.url
        parts = urlsplit(original)
        request.url = f"http://127.0.0.1:{self._port}{parts.path}?{parts.query}"
        kwargs["proxies"] = {}
        response = super().send(request, *args, **kwargs)
        response.url = request.url = original
        return response


class _LocalHandler(urllib.request.HTTPSHandler):
    """Sends what pytubefix asks of YouTube to a port of this machine."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def https_open(self, req: urllib.request.Request) -> Any:
        parts = urlsplit(req.full_url)
        assert (parts.hostname or "").endswith("youtube.com")
        req.host = f"127.0.0.1:{self._port}"
        return self.do_open(http.client.HTTPConnection, req)


@contextmanager
def youtube(video: Video) -> Iterator[requests.Session]:
    """Serve a video and yield a session that finds it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            name = parts.path.rsplit("/", 1)[-1]
            body = video.page
            if name == "player":
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body = video.player(asked.get("videoId", ""))
            elif name == "timedtext" and name not in video.bodies:
                body = video.transcript(parts.query)
            elif name == "playlist":
                body = video.playlist_page()
            elif video.needs_consent and "CONSENT=YES" not in self.headers.get("Cookie", ""):
                body = CONSENT
            data = video.bodies.get(name, body).encode()
            self.send_response(video.statuses.get(name, 200))
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _LocalAdapter(server.server_port))
    before = urllib.request._opener  # type: ignore[attr-defined]
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), _LocalHandler(server.server_port)
    )
    urllib.request.install_opener(opener)
    try:
        yield session
    finally:
        urllib.request.install_opener(before)
        session.close()
        server.shutdown()
        server.server_close()
