"""The address of a server as a user gives it: what is asked, and what may be shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL in its parts.

    Args:
        base: What paths are put behind; it may hold a user name and a password.
        query: Parameters that go with every request.
        shown: The base without anything secret.
    """

    base: str
    query: Mapping[str, str]
    shown: str


def split_address(text: str) -> Address:
    """Return the parts of a base URL.

    Raises:
        ValueError: It is none that can be asked; the text says why.
    """
    text = text.strip()
    if "://" not in text or not text.lower().startswith(("http://", "https://")):
        raise ValueError(f"{text!r} begins with neither http:// nor https://")
    parts = urlsplit(text)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")
    if not parts.hostname or any(c.isspace() or c in "${}<>" for c in parts.netloc + parts.path):
        raise ValueError(f"{shown.geturl()!r} names no host that can be asked")
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError(f"the port in {shown.geturl()!r} is not one from 1 to 65535")
    base = parts._replace(query="", fragment="").geturl().rstrip("/")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Address(base, query, shown.geturl().rstrip("/"))
