"""What is on the web; fetching it politely is the core's affair."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.components import InputSource, SourceContext
from sdk_core.model import Listed, Source
from sdk_core.naming import url_name


class WebSource(InputSource):
    """One document for each URL."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        """Yield the URL itself."""
        yield Listed(uri=address, name=url_name(address))

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        """Return the body."""
        return ctx.download(listed.uri)
