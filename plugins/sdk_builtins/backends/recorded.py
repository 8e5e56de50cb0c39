"""Answers from a file, so that a demonstration or a test shows what a model wrote, without it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr

from sdk_builtins.backends.openai_chat import ApiEndpointBackend, ApiEndpointOptions
from sdk_core.components import Backend, BackendOptions
from sdk_core.errors import CallError, ErrorKind
from sdk_core.llm.recorded_answers import request_key
from sdk_core.model import Completion, Request


class RecordedOptions(BackendOptions):
    """Where recorded answers are, and who is asked for further ones."""

    cassette: Path = Field(
        default=Path("answers.jsonl"), description="JSON Lines file of recorded answers"
    )
    api_base: str = Field(
        default="",
        description="Server to ask for what is not recorded; its answers are added to the file",
    )
    api_key: SecretStr = Field(default=SecretStr(""), description="API key, if that server asks")
    model: str = Field(default="", description="Model to ask for there")


class RecordedBackend(Backend[RecordedOptions]):
    """Answers a request that is in the file as it was answered then, and refuses others.

    A line is ``{"key", "task", "model", "finish_reason", "answer"}``. The key is that of the whole
    request without the model's name, so that another prompt, document or parameter never gets this
    answer.
    """

    @cached_property
    def _answers(self) -> dict[str, Completion]:
        path = self.options.cassette
        if self._server and not path.exists():
            return {}
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            return dict(map(_read, filter(None, lines)))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CallError(
                f"{path} cannot be read as recorded answers: {error}",
                kind=ErrorKind.NOT_FOUND,
                hint="set recorded.cassette to a file that this backend has written",
            ) from error

    @cached_property
    def _server(self) -> ApiEndpointBackend | None:
        if not self.options.api_base:
            return None
        given: dict[str, Any] = self.options.model_dump(include={"api_base", "api_key", "model"})
        return ApiEndpointBackend(ApiEndpointOptions(**given))

    @property
    def model(self) -> str:
        """The model that gave the answers, as the file names it."""
        if self._server:
            return self._server.model
        try:
            return next((answer.model for answer in self._answers.values()), "")
        except CallError:
            return ""  # whoever asks for an answer is told

    async def check(self) -> str:
        """Say how many answers there are, and whose."""
        if self._server:
            return await self._server.check()
        return f"{len(self._answers)} answers of {self.model} in {self.options.cassette}"

    async def complete(self, request: Request) -> Completion:
        """Return the recorded answer, or ask for it where a server is named.

        Raises:
            CallError: It is not recorded, or the server did not give it.
        """
        key = request_key(replace(request, model=""))
        known = self._answers.get(key)
        if known is not None:
            return known
        if self._server is None:
            raise CallError(
                f"{self.options.cassette} holds no answer to this {request.task} request",
                kind=ErrorKind.UNRECORDED,
                hint="set recorded.api_base to a server whose answer is to be added, or name a "
                "model of your own with --provider",
            )
        answer = await self._server.complete(request)
        if answer.failure is None:
            self._add(key, request.task, answer)
        return answer

    async def aclose(self) -> None:
        """Release the server's connections."""
        if self._server:
            await self._server.aclose()

    def _add(self, key: str, task: str, answer: Completion) -> None:
        line = {
            "key": key,
            "task": task,
            "model": answer.model,
            "finish_reason": answer.finish_reason,
            "answer": answer.text,
        }
        self._answers[key] = answer
        with self.options.cassette.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read(line: str) -> tuple[str, Completion]:
    value = json.loads(line)
    answer, model = value["answer"], value["model"]
    return value["key"], Completion(text=answer, model=model, finish_reason=value["finish_reason"])
