"""What a site asks of robots, kept for each host (RFC 9309)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sdk_core.documents.decoding import decode
from sdk_core.errors import DocumentError
from sdk_core.web.addresses import Location
from sdk_core.web.fetch_errors import Answered, Private, Unreachable
from sdk_core.web.fetching import FetchLimits, fetch

TOKEN = "synthetic-data-kit"
"""The name by which a robots.txt may address this program."""

_MAX_BYTES = 500 * 1024  # what RFC 9309, section 2.5, asks to be read at least
_TIMEOUT = 20.0
_LONGEST_DELAY = 60.0
_UNDECIDED = (202, 206, 429)  # answers after which nobody knows what the whole file says
_HINT = "give --ignore-robots if you may read it all the same"


class Robots:
    """The robots.txt files of the hosts of one run.

    Args:
        limits: What a download may take; smaller limits hold for a robots.txt.
    """

    def __init__(self, limits: FetchLimits) -> None:
        self._limits = FetchLimits(
            _MAX_BYTES, min(_TIMEOUT, limits.timeout), limits.agent, limits.private
        )
        self._found: dict[str, Any] = {}

    def check(self, url: str) -> None:
        """Refuse a URL that the host's robots.txt closes to this program.

        Raises:
            DocumentError: It is closed, or the robots.txt cannot be read, so that nobody knows.
        """
        rules = self._rules(url)
        if isinstance(rules, Unreachable):
            raise rules.about(url) from rules.__cause__
        if isinstance(rules, str):
            raise DocumentError(
                f"{url} is not fetched: the robots.txt of its host cannot be read ({rules})",
                hint=f"try again later, or {_HINT}",
            )
        if rules is not None and not rules.can_fetch(url, TOKEN):
            raise DocumentError(
                f"{url} is not fetched: the robots.txt of its host closes it to programs",
                hint=_HINT,
            )

    def delay(self, url: str) -> float:
        """Return the seconds between two requests that the host asks for, 0 when it does not."""
        rules = self._rules(url)
        if rules is None or isinstance(rules, str | Unreachable):
            return 0.0
        return min(float(rules.crawl_delay(TOKEN) or 0), _LONGEST_DELAY)

    def _rules(self, url: str) -> Any:
        origin = Location(url).origin
        if origin not in self._found:
            self._found[origin] = self._fetch(f"{origin}/robots.txt")
        return self._found[origin]

    def _fetch(self, url: str) -> Any:
        """Return the rules, ``None`` when there are none, or why they cannot be read.

        An error that holds for the host as a whole is returned as it is.
        """
        from protego import Protego

        try:
            data = fetch(Location(url), self._limits).data or b""
        except Private:
            return None  # which fetching the page itself will say better
        except Answered as error:
            return f"{error.status}" if error.status in _UNDECIDED or error.status >= 500 else None
        except DocumentError as error:
            if isinstance(error, Unreachable) and error.is_of_host:
                return error
            return error.message.removeprefix(url).removeprefix(" cannot be fetched: ").strip()
        return Protego.parse(decode(data, charset="utf-8").text)


def host_of(url: str) -> str:
    """Return the host that a URL names, in lower case."""
    return (urlsplit(url).hostname or "").lower()
