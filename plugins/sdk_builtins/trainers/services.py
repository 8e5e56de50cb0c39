"""Tuning services that train on their own machines."""

from __future__ import annotations

from pydantic import Field

from sdk_builtins.trainers.snippets import Snippets
from sdk_core.components import Options

_MODEL = "Model that is tuned, as the service names it."


class OpenAiOptions(Options):
    """Options of the service."""

    base_model: str = Field("gpt-4.1-mini-2025-04-14", description=_MODEL)


class OpenAi(Snippets[OpenAiOptions]):
    """OpenAI's tuning service."""

    folder = "openai"


class AzureOptions(Options):
    """Options of the service."""

    base_model: str = Field("gpt-4.1-mini-2025-04-14", description=_MODEL)


class Azure(Snippets[AzureOptions]):
    """Azure OpenAI."""

    folder = "azure"


class TogetherOptions(Options):
    """Options of the service."""

    base_model: str = Field("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference", description=_MODEL)


class Together(Snippets[TogetherOptions]):
    """Together."""

    folder = "together"


class FireworksOptions(Options):
    """Options of the service."""

    base_model: str = Field("accounts/fireworks/models/llama-v3p1-8b-instruct", description=_MODEL)


class Fireworks(Snippets[FireworksOptions]):
    """Fireworks."""

    folder = "fireworks"


class MistralOptions(Options):
    """Options of the service."""

    base_model: str = Field("open-mistral-nemo", description=_MODEL)


class Mistral(Snippets[MistralOptions]):
    """Mistral's tuning service."""

    folder = "mistral"


class VertexOptions(Options):
    """Options of the service."""

    base_model: str = Field("gemini-2.5-flash", description=_MODEL)


class Vertex(Snippets[VertexOptions]):
    """Gemini tuning on Vertex AI."""

    folder = "vertex"


class BedrockOptions(Options):
    """Options of the service."""

    base_model: str = Field("amazon.nova-lite-v1:0:300k", description=_MODEL)


class Bedrock(Snippets[BedrockOptions]):
    """Amazon Bedrock."""

    folder = "bedrock"
