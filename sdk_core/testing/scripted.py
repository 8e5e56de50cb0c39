"""A backend that says what a test lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sdk_core.components import Backend
from sdk_core.kinds import GENERATOR, JUDGE
from sdk_core.model import Completion, Request

if TYPE_CHECKING:
    from sdk_core.model import Chunk, Conversation, Document, Example, Judgement
    from sdk_core.testing.bench import Generated

Answer = str | Completion | Exception | Callable[[Request], str | Completion]
"""What one call gets: a text, a whole completion, an error, or what a function makes of it."""


class ScriptedBackend(Backend):
    """Gives the listed answers in turn, the last one again and again.

    Args:
        answers: The answers; errors among them are raised.
    """

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers: list[Answer] = list(answers)
        self.requests: list[Request] = []
        """Every request so far."""

    @property
    def model(self) -> str:
        """The name under which it appears in provenance."""
        return "scripted"

    async def complete(self, request: Request) -> Completion:
        """Give the next answer.

        Raises:
            AssertionError: No answer was listed.
        """
        self.requests.append(request)
        if not self.answers:
            raise AssertionError("the scripted backend was asked, and the test lists no answer")
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        given = answer(request) if callable(answer) else answer
        return Completion(text=given, model=self.model) if isinstance(given, str) else given

    def generate(
        self,
        name: str,
        unit: Chunk | Document | Conversation | None = None,
        *,
        wanted: int | None = 3,
        **options: object,
    ) -> Generated:
        """Run an installed generator on one unit, with this backend for a model.

        Args:
            name: The generator, as ``--type`` names it.
            unit: What it gets; the usual sample of its kind when not given.
            wanted: How many examples are wanted.
            options: Options of the generator.

        Raises:
            ComponentError: It broke.
        """
        from sdk_core.testing.bench import installed_bench

        return installed_bench(GENERATOR, name, options).generate(self, unit, wanted=wanted)

    def judge(self, name: str, examples: list[Example], **options: object) -> list[Judgement]:
        """Run an installed judge on examples, with this backend for a model.

        Args:
            name: The judge, as ``--judge`` names it.
            examples: What it rates.
            options: Options of the judge.

        Raises:
            CallError: The judge gave the examples up.
            ComponentError: It broke.
        """
        from sdk_core.testing.bench import installed_bench

        return installed_bench(JUDGE, name, options).judge(self, examples)
