"""What a backend may keep of its servers from one run to the next, and whom it tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Protocol

ON_PART: ContextVar[Callable[[], bool]] = ContextVar("ON_PART", default=lambda: False)
"""What a backend calls when a part of a streamed answer has come: the call's time begins anew.

It returns whether the time is over, so that a backend which is cancelled can tell that from a run
that is stopped, and return what has come.
"""


class ServerMemory(Protocol):
    """A place for facts about servers, handed to a backend before its first call.

    What is kept never decides whether a recorded answer counts: facts say how a request is put on
    the wire, not what is asked.
    """

    def recall(self, server: str) -> Mapping[str, Any]:
        """Return what was kept of a server, empty when nothing was.

        Args:
            server: What the backend calls it: an address, and a model where facts depend on it.
        """

    def keep(self, server: str, facts: Mapping[str, Any]) -> None:
        """Keep facts that JSON can hold, in place of those before."""

    def tell(self, message: str) -> None:
        """Tell the user of something learned, in one sentence."""


class NoMemory:
    """A `ServerMemory` that keeps and tells nothing: for runs that write nothing."""

    def recall(self, server: str) -> Mapping[str, Any]:
        """Return nothing."""
        return {}

    def keep(self, server: str, facts: Mapping[str, Any]) -> None:
        """Keep nothing."""

    def tell(self, message: str) -> None:
        """Tell nobody."""


class ServerAware:
    """What backends may say of their servers; each part has a default that says nothing."""

    @property
    def params(self) -> Mapping[str, Any]:
        """Parameters of its own that go into every request, over those of the stage.

        They change the answers, so recorded ones count only for the same parameters.
        """
        return {}

    def attach(self, memory: ServerMemory) -> None:
        """Be handed what earlier runs learned, before the first request."""

    def known(self) -> Sequence[str]:
        """Say in short sentences what is out of the ordinary, for ``system-check``."""
        return ()
