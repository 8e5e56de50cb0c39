"""Sources that break one rule each."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sdk_core.components import InputSource, SourceContext
from sdk_core.errors import UsageError
from sdk_core.model import Listed, Source

PAGES = {"a": b"Text of the first page.", "b": b"Text of the second page."}


class Shelf(InputSource):
    """A whole source of two pages, which the others break."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        scheme, _, shelf = address.partition(":")
        if shelf != "shelf":
            raise UsageError(f"{address}: there is no such shelf", hint=f"give {scheme}:shelf")
        for name, text in PAGES.items():
            yield Listed(uri=f"{address}/{name}", name=f"{name}.txt", size=len(text))

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        return Source(uri=listed.uri, data=PAGES[listed.uri[-1]])


class Nameless(Shelf):
    """Forgets the names."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        return (replace(each, name="") for each in super().find(address, ctx))


class ListsTwice(Shelf):
    """Lists a page again."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        first, *others = super().find(address, ctx)
        yield from (first, *others, first)


class Unsteady(Shelf):
    """Counts on from one listing to the next."""

    numbers = itertools.count()

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        for each in super().find(address, ctx):
            yield replace(each, uri=f"{each.uri}?n={next(self.numbers)}a")


class GivesTexts(Shelf):
    """Lists names alone."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Any]:
        return (each.uri for each in super().find(address, ctx))


class GivesBytes(Shelf):
    """Gives the content alone."""

    def fetch(self, listed: Listed, ctx: SourceContext) -> Any:
        return PAGES[listed.uri[-1]]


class EmptyHanded(Shelf):
    """Gives neither a body nor a file."""

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        return Source(uri=listed.uri)


class BesideItself(Shelf):
    """Lists what is above the address."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        return (replace(each, folder="../secrets") for each in super().find(address, ctx))


class CrashesElsewhere(Shelf):
    """Takes the address for right."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        shelves = {"shelf": PAGES}
        for name in shelves[address.partition(":")[2]]:
            yield Listed(uri=f"{address}/{name}", name=f"{name}.txt")


class SaysNothing(Shelf):
    """Lists nothing where there is nothing, and does not say so."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        if address.endswith(":shelf"):
            yield from super().find(address, ctx)


class FetchesAnother(Shelf):
    """Gives the page with the next number."""

    numbers = itertools.count()

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        return Source(uri=listed.uri, data=b"Page %d" % next(self.numbers))


class MovingToken(Shelf):
    """Gives each listing tokens of its own."""

    numbers = itertools.count()

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        for each in super().find(address, ctx):
            yield replace(each, change_token=str(next(self.numbers)))


class Prints(Shelf):
    """Prints."""

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        print("fetching", listed.name)  # noqa: T201
        return super().fetch(listed, ctx)


class Exits(Shelf):
    """Ends the program."""

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        sys.exit("no page for me")
