"""What an address on YouTube names: a video, a playlist, or neither."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

_PATHS = re.compile(r"/(?:shorts|live|embed|v)/([\w-]{11})(?:/|$)")
_VIDEO = re.compile(r"[\w-]{11}")
_PLAYLIST = re.compile(r"[\w-]{2,64}")


def video_id(url: str) -> str:
    """Return the id of the video that an address names, ``""`` when it names none."""
    parts = _parts(url)
    if (parts.hostname or "").removeprefix("www.") == "youtu.be":
        candidate = parts.path.strip("/").split("/")[0]
    elif parts.path.rstrip("/") == "/watch":
        candidate = parse_qs(parts.query).get("v", [""])[0]
    else:
        match = _PATHS.match(parts.path)
        candidate = match.group(1) if match else ""
    return candidate if _VIDEO.fullmatch(candidate) else ""


def playlist_id(url: str) -> str:
    """Return the id of the playlist that an address names, ``""`` when it names none.

    The address of a video within a playlist names the video.
    """
    parts = _parts(url)
    if parts.path.rstrip("/") != "/playlist":
        return ""
    candidate = parse_qs(parts.query).get("list", [""])[0]
    return candidate if _PLAYLIST.fullmatch(candidate) else ""


def watch_url(video: str) -> str:
    """Return the usual address of a video."""
    return f"https://www.youtube.com/watch?v={video}"


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # no address at all
        return urlsplit("")
