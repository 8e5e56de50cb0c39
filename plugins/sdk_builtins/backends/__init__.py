"""The built-in backends: OpenAI-compatible servers, recorded answers, and none of a model."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import BackendSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_backends() -> Iterator[BackendSpec]:
    """Return the built-in backends."""
    yield BackendSpec(
        name="vllm",
        target="sdk_builtins.backends.openai_chat:VllmBackend",
        summary="A vLLM server on this machine or in the network",
        key_variables=("VLLM_API_KEY",),
        title="vLLM server",
    )
    yield BackendSpec(
        name="api-endpoint",
        target="sdk_builtins.backends.openai_chat:ApiEndpointBackend",
        summary="Any service that speaks the OpenAI chat protocol",
        key_variables=("API_ENDPOINT_KEY",),
    )
    yield BackendSpec(
        name="offline",
        target="sdk_builtins.backends.offline:OfflineBackend",
        summary="Sentences of the text in the form asked for, to try the program; not for training",
        pretends=True,
    )
    yield BackendSpec(
        name="recorded",
        target="sdk_builtins.backends.recorded:RecordedBackend",
        summary="Answers from a file of recorded ones, as `make demo` shows them",
        key_variables=("API_ENDPOINT_KEY",),
    )
