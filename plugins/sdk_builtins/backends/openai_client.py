"""What OpenAI-compatible servers need to be told, and what the batch API needs of a backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import Field, SecretStr

from sdk_core.components import BackendOptions
from sdk_core.errors import CallError
from sdk_core.model import Request

Form = tuple[int, str]
"""How a request is put: the kind of structure, and the name of the limit on tokens."""


class EndpointOptions(BackendOptions):
    """What every OpenAI-compatible server needs to be told."""

    api_base: str = Field(description="Base URL of the server, usually ending in /v1")
    api_key: SecretStr = Field(default=SecretStr(""), description="API key, if the server asks")
    model: str = Field(description="Model to ask")
    sleep_time: float = Field(
        default=0.1, ge=0, deprecated=True, description="Obsolete: has no effect"
    )
    batch_requests: int = Field(
        default=50_000, ge=1, description="With --batch: calls in one batch at most"
    )
    batch_settle: float = Field(
        default=2.0, ge=0, description="With --batch: seconds without a new call before one is sent"
    )
    batch_poll: float = Field(
        default=5.0, gt=0, description="With --batch: seconds before the first look; then longer"
    )
    batch_poll_longest: float = Field(
        default=60.0, gt=0, description="With --batch: seconds between two looks at most"
    )


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
