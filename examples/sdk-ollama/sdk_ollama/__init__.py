"""Announces the Ollama backend; its HTTP client is imported only when it is used."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import BackendSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_backends() -> Iterator[BackendSpec]:
    """Return the Ollama backend."""
    yield BackendSpec(
        name="ollama",
        target="sdk_ollama.backend:OllamaBackend",
        summary="Ollama's own API, on this machine or in the network",
    )
