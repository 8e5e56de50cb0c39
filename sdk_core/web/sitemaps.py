"""The pages that a site lists in its sitemap (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from sdk_core.documents.decoding import decode
from sdk_core.errors import DocumentError, UsageError
from sdk_core.web.addresses import Location, is_url, locate
from sdk_core.web.polite_client import PoliteClient
from sdk_core.web.robots import host_of

MAX_SITEMAPS = 100
"""Sitemaps of one index, and of the indexes in it, that are read at most."""

_MAX_BYTES = 50 * 1024 * 1024  # of one sitemap, uncompressed: the protocol's own limit
_DEEPEST = 3
_HINT = "give the address of a sitemap, mostly https://HOST/sitemap.xml"


@dataclass(slots=True)
class Sitemap:
    """What a sitemap lists.

    Args:
        urls: Addresses of pages, each once, in order.
        notes: What was left out, one sentence each.
    """

    urls: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_sitemap(url: str) -> bool:
    """Tell whether a URL names a sitemap by its ending."""
    if not is_url(url):
        return False
    path = urlsplit(url).path.lower()
    return path.endswith(("sitemap.xml", "sitemap.xml.gz", "sitemap_index.xml", "sitemap.txt"))


def read_sitemap(location: Location, client: PoliteClient, most: int) -> Sitemap:
    """Return the pages of a sitemap, or of all sitemaps of an index.

    Only pages of the sitemap's own host are taken, as the protocol demands.

    Args:
        location: Where the sitemap is.
        client: Fetches it.
        most: Pages that are taken at most.

    Raises:
        SdkError: It cannot be fetched, is none, or lists nothing.
    """
    reading = _Reading(client, host_of(location.url), most, location.login)
    reading.read(location.url, 0)
    return reading.finish(location.url)


class _Reading:
    """A sitemap under way."""

    def __init__(
        self, client: PoliteClient, host: str, most: int, login: tuple[str, str] | None
    ) -> None:
        self._client, self._host, self._most, self._login = client, host, most, login
        self._pages: dict[str, None] = {}
        self._sitemaps: set[str] = set()
        self._foreign = self._surplus = 0
        self._notes: list[str] = []

    def read(self, url: str, depth: int) -> None:
        """Read one sitemap and those that it names."""
        self._sitemaps.add(url)
        source = self._client.fetch(Location(url, self._login), is_page=False)
        data = _unpacked(url, source.data or b"")
        for kind, address in _entries(url, data):
            target = urljoin(url, address)
            if kind == "page":
                self._take(target)
            elif self._may_follow(target, depth):
                try:
                    self.read(target, depth + 1)
                except DocumentError as error:  # the others are still worth reading
                    self._notes.append(error.message)

    def finish(self, url: str) -> Sitemap:
        """Return what was found.

        Raises:
            DocumentError: Nothing was.
        """
        if self._foreign:
            self._notes.append(f"{self._foreign} addresses in {url} are of other hosts: left out")
        if self._surplus:
            self._notes.append(
                f"{url} lists {self._surplus} pages more than ingest.max_urls ({self._most}), "
                "which are left out"
            )
        if not self._pages:
            reason = self._notes[0] if self._notes else f"{url} lists no page"
            raise DocumentError(reason, hint=_HINT)
        return Sitemap(list(self._pages), self._notes)

    def _take(self, target: str) -> None:
        try:
            page = locate(target).url
        except UsageError:
            self._foreign += 1
            return
        if host_of(page) != self._host:
            self._foreign += 1
        elif page not in self._pages:
            if len(self._pages) < self._most:
                self._pages[page] = None
            else:
                self._surplus += 1

    def _may_follow(self, target: str, depth: int) -> bool:
        if target in self._sitemaps or len(self._pages) >= self._most:
            return False
        if host_of(target) != self._host:
            self._foreign += 1
            return False
        if depth == _DEEPEST or len(self._sitemaps) == MAX_SITEMAPS:
            self._notes.append(f"{target} is not read: there are too many sitemaps in each other")
            return False
        return True


def _unpacked(url: str, data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = inflater.decompress(data, _MAX_BYTES)
    except zlib.error as error:
        raise DocumentError(f"{url} is damaged: {error}", hint=_HINT) from error
    if inflater.unconsumed_tail:
        raise DocumentError(
            f"{url} is larger than {_MAX_BYTES / 1e6:g} MB unpacked, more than a sitemap may be",
            hint=_HINT,
        )
    return unpacked


def _entries(url: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield ``("page", address)`` and ``("sitemap", address)``, in order.

    Raises:
        DocumentError: It is no sitemap.
    """
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith(b"<"):
        lines = [line.strip() for line in decode(data, charset="utf-8").text.splitlines()]
        if not any(line.startswith(("http://", "https://")) for line in lines):
            raise DocumentError(f"{url} is no sitemap", hint=_HINT)
        yield from (("page", line) for line in lines if line and not line.startswith("#"))
        return
    found = 0
    for element in _elements(url, text):
        found += 1
        parent = element.getparent()
        holder = "" if parent is None else str(parent.tag).rpartition("}")[2].lower()
        address = (element.text or "").strip()
        if address and holder in ("url", "sitemap"):
            yield ("page" if holder == "url" else "sitemap"), address
    if not found:
        raise DocumentError(f"{url} is no sitemap", hint=_HINT)


def _elements(url: str, data: bytes) -> Iterator[Any]:
    """Yield the ``loc`` elements of a sitemap; a feed's or page's XML has none."""
    from lxml import etree

    try:
        walk = etree.iterparse(
            io.BytesIO(data),
            tag=("loc", "{*}loc"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
        )
        for _, element in walk:
            yield element
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{url} is no sitemap: {error.msg}", hint=_HINT) from error
