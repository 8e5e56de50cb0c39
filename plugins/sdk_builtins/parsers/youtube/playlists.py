"""The videos of a playlist, by pytubefix."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sdk_builtins.parsers.youtube.places import playlist_id, video_id
from sdk_builtins.parsers.youtube.video_errors import UNPARSABLE, explain_refusal
from sdk_core.documents.cleaning import one_line
from sdk_core.errors import MissingDependency

_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Playlist:
    """What is known of a playlist.

    Args:
        title: Its title.
        owner: Name of the channel that it belongs to.
        videos: Ids of its videos in order.
        surplus: Whether there are more.
    """

    title: str
    owner: str
    videos: tuple[str, ...]
    surplus: bool = False


def read_playlist(uri: str, proxy: str, most: int) -> Playlist:
    """Return the videos of a playlist.

    Args:
        uri: Its address.
        proxy: URL of an HTTP proxy, ``""`` for those that the environment names.
        most: Videos that are wanted at most.

    Raises:
        MissingDependency: pytubefix is not installed.
        DocumentError: The playlist does not exist, or YouTube refuses.
    """
    try:
        from pytubefix import Playlist as Found
        from pytubefix.exceptions import PytubeFixError
    except ImportError as error:
        raise MissingDependency(
            f"{uri} is a playlist, and the package that reads playlists is not installed",
            hint="install it with: pip install 'synthetic-data-kit[youtube]'; or give the "
            "addresses of the videos, one a line, in a file: ingest @videos.txt",
        ) from error
    try:
        with time_limit():
            found = Found(uri, proxies=proxies_of(proxy))
            urls = list(islice(found.url_generator(), most + 1))
            title, owner = _fact(found, "title"), _fact(found, "owner")
    except (PytubeFixError, OSError, *UNPARSABLE) as error:
        raise explain_refusal(uri, error) from error
    videos = tuple(dict.fromkeys(filter(None, map(video_id, urls))))
    return Playlist(title or playlist_id(uri), owner, videos[:most], len(urls) > most)


def proxies_of(proxy: str) -> dict[str, str] | None:
    """Return a proxy as pytubefix wants it, ``None`` for those that the environment names."""
    return {"http": proxy, "https": proxy} if proxy else None


@contextmanager
def time_limit() -> Iterator[None]:
    """Give every connection a time limit, as pytubefix sets none."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _fact(found: Any, name: str) -> str:
    try:
        return one_line(str(getattr(found, name) or ""))
    except UNPARSABLE:
        return ""
