"""Fetches one URL after another, as a well-behaved program does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sdk_core.errors import DocumentError
from sdk_core.model import Source
from sdk_core.web.addresses import Location
from sdk_core.web.fetch_errors import Answered, Unreachable
from sdk_core.web.fetching import USER_AGENT, FetchLimits, fetch
from sdk_core.web.robots import Robots, host_of

if TYPE_CHECKING:
    from sdk_core.config.schema import Ingest

BUSY = (429, 502, 503, 504)
"""Answers that mean: not now."""

PATIENCE = 60.0
"""Seconds that one further try is waited for at most."""

_FIRST_WAIT = 1.0  # seconds, doubled with every try


class PoliteClient:
    """Who fetches the URLs of one run: one at a time, with pauses, within the rules of each site.

    Args:
        settings: The ``ingest`` section of the config.
        note: Told of every wait that people would wonder about.
        sleep: Waits for some seconds.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        settings: Ingest,
        *,
        note: Callable[[str], None] = lambda message: None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._limits = FetchLimits(
            max_bytes=int(settings.max_download_mb * 1e6),
            timeout=settings.timeout,
            agent=settings.user_agent or USER_AGENT,
            private=settings.allow_private_urls,
        )
        self._robots = Robots(self._limits) if settings.respect_robots else None
        self._note, self._sleep, self._clock = note, sleep, clock
        self._last: dict[str, float] = {}

    def fetch(
        self,
        location: Location,
        *,
        is_page: bool = True,
        on_kind: Callable[[Source], None] | None = None,
        on_doubt: Callable[[str], None] | None = None,
    ) -> Source:
        """Return the body of a URL.

        Args:
            location: The URL.
            is_page: Whether it is something to read, for which robots.txt holds.
            on_kind: Called with the source before its body is read; it may refuse.
            on_doubt: Told why the body may not be what was asked for, in a sentence.

        Raises:
            SdkError: It cannot or may not be fetched.
        """
        robots = self._robots if is_page else None
        on_hop = robots.check if robots else None
        if robots:
            robots.check(location.url)
        for tries in range(self._settings.retries + 1):
            self._pause(location.url, robots.delay(location.url) if robots else 0.0)
            try:
                return fetch(
                    location, self._limits, on_hop=on_hop, on_kind=on_kind, on_doubt=on_doubt
                )
            except (Answered, Unreachable) as error:
                if tries == self._settings.retries or not self._again(location.url, error, tries):
                    raise
            finally:
                self._last[host_of(location.url)] = self._clock()
        raise AssertionError("the last try returns or raises")

    def _pause(self, url: str, asked: float) -> None:
        """Wait until the host may be asked again."""
        last = self._last.get(host_of(url))
        if last is not None:
            wait = last + max(self._settings.delay, asked) - self._clock()
            if wait > 0:
                self._sleep(wait)

    def _again(self, url: str, error: DocumentError, tries: int) -> bool:
        """Wait for another try; tells whether there is to be one."""
        wait = _FIRST_WAIT * 2**tries
        if isinstance(error, Answered):
            if error.status not in BUSY:
                return False
            wait = max(wait, error.retry_after or 0.0)
            if wait > PATIENCE:
                return False
        elif not _may_pass(error):
            return False
        self._note(f"{url} is asked for again in {wait:.0f} s")
        self._sleep(wait)
        return True


def _may_pass(error: DocumentError) -> bool:
    """Whether a network error may be over soon: a connection that broke off, or was too slow."""
    import requests

    cause = error.__cause__
    if isinstance(cause, requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return False
    if isinstance(cause, requests.Timeout | requests.exceptions.ChunkedEncodingError):
        return True
    return isinstance(cause, requests.ConnectionError) and "reset" in str(cause).lower()
