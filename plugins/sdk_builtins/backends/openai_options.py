"""What a user can say of an OpenAI-compatible server."""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field, SecretStr, field_validator

from sdk_builtins.backends.openai_address import split_address
from sdk_core.components import BackendOptions

_OWN_PARTS = ("messages", "model", "response_format", "stream")
"""Parts of a body that options and config decide, and ``extra_body`` cannot."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.1


class EndpointOptions(BackendOptions):
    """What every OpenAI-compatible server needs to be told."""

    api_base: str = Field(description="Base URL of the server, usually ending in /v1")
    api_key: SecretStr = Field(default=SecretStr(""), description="API key, if the server asks")
    model: str = Field(description="Model to ask")
    embedding_model: str = Field(
        default="", description="Model to ask for embeddings; the model itself if not given"
    )
    sleep_time: float = Field(
        default=0.1, ge=0, deprecated=True, description="Obsolete: has no effect"
    )
    extra_body: dict[str, Any] = Field(
        default_factory=dict,
        description="Further parameters of each request, by the server's names for them",
    )
    extra_headers: dict[str, str] = Field(
        default_factory=dict, description="Further HTTP headers of each request"
    )
    extra_query: dict[str, str] = Field(
        default_factory=dict, description="Parameters behind the address of each request"
    )
    key_header: str = Field(
        default="Authorization",
        description="HTTP header with the key; in another one than Authorization it stands alone",
    )
    stream: bool | None = Field(
        default=None,
        description="Whether answers come in a stream; null asks for one where nothing else works",
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

    @field_validator("api_base")
    @classmethod
    def _can_be_asked(cls, value: str) -> str:
        split_address(value)
        return value

    @field_validator("extra_body")
    @classmethod
    def _holds_parameters(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in _OWN_PARTS:
            if name in value:
                raise ValueError(f"{name} is no parameter: it has a key of its own")
        return value

    @field_validator("extra_headers")
    @classmethod
    def _can_be_sent(cls, value: dict[str, str]) -> dict[str, str]:
        for name, text in value.items():
            if not _HEADER_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no name of a header")
            if not (text.isascii() and text.isprintable()) or "${" in text:
                raise ValueError(f"the value of {name} holds something that no header can")
        return value

    @field_validator("key_header")
    @classmethod
    def _is_header(cls, value: str) -> str:
        if not _HEADER_NAME.fullmatch(value):
            raise ValueError(f"{value!r} is no name of a header")
        return value
