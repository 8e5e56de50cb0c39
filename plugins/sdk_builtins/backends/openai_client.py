"""What the batch API needs of the backend that speaks to a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sdk_core.errors import CallError
from sdk_core.model import Request

Form = tuple[int, str]
"""How a request is put: the kind of structure, and the name of the limit on tokens."""


class ChatClient(Protocol):
    """A backend whose server is asked over HTTP, as the batch API uses it."""

    options: Any

    @property
    def address(self) -> str:
        """Base URL of the server, without a user name or password in it."""

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""

    @property
    def form(self) -> Form:
        """How requests are put at present, by what the server has refused so far."""

    def body(self, request: Request, form: Form) -> dict[str, Any]:
        """Return the JSON body of a request."""

    def adapts(self, error: CallError, request: Request, form: Form) -> bool:
        """Whether the call can be put in another way, which is then kept for all later ones."""

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

    def redacted(self, error: CallError) -> CallError:
        """Return the error without the key in its text."""

    async def check(self) -> str:
        """Say in one line that the server works."""

    def is_retryable(self, error: Exception) -> bool:
        """Whether a failure that is no `CallError` may go away by itself."""

    async def aclose(self) -> None:
        """Close the connections."""
