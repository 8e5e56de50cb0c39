"""What the batch API needs of a backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sdk_builtins.backends.openai_forms import RequestForms
from sdk_builtins.backends.openai_options import EndpointOptions
from sdk_core.errors import CallError
from sdk_core.server_memory import ServerMemory


class ChatClient(Protocol):
    """A backend whose server is asked over HTTP, as the batch API uses it."""

    @property
    def options(self) -> EndpointOptions:
        """How the server is reached."""

    @property
    def address(self) -> str:
        """Base URL of the server, without a user name or password in it."""

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""

    @property
    def forms(self) -> RequestForms:
        """How requests are put to the server."""

    async def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        file: bytes | None = None,
        raw: bool = False,
    ) -> Any:
        """Send a request and return the decoded JSON of the answer."""

    def attach(self, memory: ServerMemory) -> None:
        """Go on with what earlier runs learned of the server."""

    def redacted(self, error: CallError) -> CallError:
        """Return the error without the key in its text."""

    async def check(self) -> str:
        """Say in one line that the server works."""

    async def aclose(self) -> None:
        """Close the connections."""
