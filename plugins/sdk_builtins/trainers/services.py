"""Tuning services that train on their own machines."""

from __future__ import annotations

from pydantic import Field

from sdk_builtins.trainers.snippets import Snippets
from sdk_core.components import Options as BaseOptions

_MODEL = "Model that is tuned, as the service names it."


class OpenAi(Snippets):
    """OpenAI's tuning service."""

    folder = "openai"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field("gpt-4.1-mini-2025-04-14", description=_MODEL)


class Azure(Snippets):
    """Azure OpenAI."""

    folder = "azure"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field("gpt-4.1-mini-2025-04-14", description=_MODEL)


class Together(Snippets):
    """Together."""

    folder = "together"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field(
            "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference", description=_MODEL
        )


class Fireworks(Snippets):
    """Fireworks."""

    folder = "fireworks"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field(
            "accounts/fireworks/models/llama-v3p1-8b-instruct", description=_MODEL
        )


class Mistral(Snippets):
    """Mistral's tuning service."""

    folder = "mistral"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field("open-mistral-nemo", description=_MODEL)


class Vertex(Snippets):
    """Gemini tuning on Vertex AI."""

    folder = "vertex"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field("gemini-2.5-flash", description=_MODEL)


class Bedrock(Snippets):
    """Amazon Bedrock."""

    folder = "bedrock"

    class Options(BaseOptions):
        """Options of the service."""

        base_model: str = Field("amazon.nova-lite-v1:0:300k", description=_MODEL)
