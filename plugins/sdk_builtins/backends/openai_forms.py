"""How requests are put to one server: by what is known of it, and by what each call teaches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sdk_builtins.backends import openai_wire as wire
from sdk_builtins.backends import token_room
from sdk_builtins.backends.openai_adaptation import format_said, lesson
from sdk_builtins.backends.openai_errors import ServerRefusal, meaning_of
from sdk_builtins.backends.openai_options import EndpointOptions
from sdk_builtins.backends.openai_refusals import Meaning
from sdk_builtins.backends.openai_trials import Ask, FormatTrials
from sdk_builtins.backends.server_knowledge import ServerKnowledge
from sdk_builtins.backends.server_profile import ServerProfile, Structure
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Ending, Request

_TERMINAL = frozenset({Meaning.CONTENT, Meaning.AGAIN, Meaning.KEY, Meaning.QUOTA, Meaning.MODEL})
"""Refusals that another form does not help."""

CONTEXT_FULL = "context_full"
"""Reason for the end of an answer that filled the model's context."""

_FULL_SHARE = 0.98  # of a context, from which on servers call it full


class RequestForms:
    """Makes the bodies of requests, and learns from what comes back.

    Args:
        address: The server, as messages name it.
        options: What the user has decided for it.
    """

    def __init__(self, address: str, options: EndpointOptions) -> None:
        self._address = address
        self._options = options
        self.knowledge = ServerKnowledge(address)
        self.trials = FormatTrials()

    def model(self, request: Request) -> str:
        """Return the model that a request is for."""
        return request.model or self._options.model

    def profile(self, request: Request, least: Structure = Structure.JSON_SCHEMA) -> ServerProfile:
        """Return how a request is put at present.

        Args:
            request: The call.
            least: How little structure is asked for at least.
        """
        known = self.knowledge.of(self.model(request))
        return replace(known, structure=max(known.structure, least))

    def body(self, request: Request, profile: ServerProfile) -> dict[str, Any]:
        """Return the JSON body of a request."""
        if self._options.stream is not None:
            profile = replace(profile, stream=self._options.stream)
        return wire.request_body(request, model=self._options.model, profile=profile)

    def require_room(self, request: Request, profile: ServerProfile) -> None:
        """Check that a prompt leaves room for an answer.

        Raises:
            CallError: It surely does not, so the server need not be asked.
        """
        if token_room.is_too_long(request.messages, profile):
            about = token_room.prompt_tokens(request.messages, profile)
            raise CallError(
                f"the prompt has about {about} tokens, and {self._address} takes "
                f"{profile.room} of prompt and answer together",
                kind=ErrorKind.CONTEXT_LENGTH,
                hint="use smaller chunks (generation.chunk_size)",
            )

    def answered(self, request: Request, profile: ServerProfile, completion: Completion) -> None:
        """Take note of what an answer says of the server, also where it speaks against a limit."""
        model, usage = self.model(request), completion.usage
        asked = request.schema is not None and profile.structure is not Structure.PLAIN
        if asked and completion.failure is None:
            self.trials.working.add(model)
        prompt, answer = usage.prompt_tokens, usage.completion_tokens
        learned = self.knowledge.of(model)
        if prompt or answer or completion.failure is None:
            learned = replace(learned, usage=bool(prompt or answer))
        if prompt + answer > learned.context > 0:
            learned = replace(learned, context=0)
        if prompt + answer > learned.request > 0:
            learned = replace(learned, request=0)
        if answer > learned.answer > 0:
            learned = replace(learned, answer=0)
        if prompt:
            ratio = token_room.ratio_from(prompt, request.messages, learned)
            learned = replace(learned, token_ratio=ratio)
        self.knowledge.learn(model, learned)
        if token_room.looks_cut(prompt, request.messages):
            self.knowledge.tell(
                f"{self._address} counted far fewer tokens than it was sent ({prompt} of about "
                f"{token_room.estimate(request.messages)}), so it may leave out a part of each "
                "prompt: give the model a larger context at the server (Ollama: num_ctx), or use "
                "smaller chunks (generation.chunk_size)",
                once_for="cut prompts",
            )

    def with_cause(self, profile: ServerProfile, completion: Completion) -> Completion:
        """Return an answer that was cut with the cause, where the context was full."""
        usage = completion.usage
        total = usage.prompt_tokens + usage.completion_tokens
        full = 0 < _FULL_SHARE * profile.context <= total
        if completion.ending is not Ending.CUT or not usage.prompt_tokens or not full:
            return completion
        return replace(completion, finish_reason=CONTEXT_FULL)

    def learn_limits(self, model: str, context: int, answer: int) -> None:
        """Take over what the server itself tells of a model, 0 for what it does not."""
        known = self.knowledge.of(model)
        context, answer = context or known.context, answer or known.answer
        self.knowledge.learn(model, replace(known, context=context, answer=answer))

    def concerns_format_of(
        self, error: CallError, request: Request, profile: ServerProfile
    ) -> bool:
        """Whether a format that works is refused for this one call, which then goes without."""
        asked = request.schema is not None and profile.structure is not Structure.PLAIN
        return (
            asked
            and meaning_of(error) is Meaning.FORMAT
            and self.model(request) in self.trials.working
        )

    def adapts(self, error: CallError, request: Request, profile: ServerProfile) -> bool:
        """Whether the call can be put in another way, which is then kept for all later ones.

        Raises:
            CallError: The server complained of a format that was not asked for.
        """
        meaning, model = meaning_of(error), self.model(request)
        if not isinstance(error, ServerRefusal) or meaning in _TERMINAL:
            return False
        sent, known = self.body(request, profile), self.knowledge.of(model)
        learned = lesson(error, request, sent, profile, known, self._chosen())
        if learned is not None:
            self.knowledge.learn(model, *learned)
        now = self.profile(request, profile.structure)
        if error.kind == ErrorKind.CONTEXT_LENGTH and now.room:
            room = now.room - token_room.prompt_tokens(request.messages, now)
            if room < token_room.SMALLEST_ANSWER:
                return False  # the prompt is too long, whatever the answer may have
        elif learned is None and error.kind not in (ErrorKind.BAD_REQUEST, ErrorKind.FORMAT):
            return False
        if self.body(request, now) != sent:
            return True
        if error.kind == ErrorKind.FORMAT and "response_format" not in sent:
            raise CallError(
                error.message, kind=ErrorKind.BAD_REQUEST, status=error.status, hint=error.hint
            ) from None
        return False

    async def without_format(self, error: CallError, request: Request, ask: Ask) -> Completion:
        """Find out whether it is the format that a server refuses or breaks at, without a word.

        Args:
            error: How the call failed; raised again when less structure does not help.
            request: The call.
            ask: Puts it with less structure.
        """
        model = self.model(request)
        completion, structure = await self.trials.run(
            error, model, lambda: self.knowledge.of(model).structure, ask
        )
        known = self.knowledge.of(model)
        if structure <= known.structure:
            return completion  # another call has found it out meanwhile
        self.knowledge.tell(
            f"{self._address}, {model}: HTTP {error.status} for a call that asked for structure, "
            "which went through with less; llm.structured_output: false asks for none",
            once_for=f"{model} went through with less",
        )
        if self.trials.believed(model, error):
            known = replace(known, structure=structure, stated=False)
            self.knowledge.learn(model, known, format_said(structure))
        return completion

    def supposes(self, error: CallError, request: Request, profile: ServerProfile) -> bool:
        """Whether a call is put with less structure from now on, though nobody asks for it.

        For batches, whose calls cannot be tried again one by one.
        """
        if profile.structure is Structure.PLAIN or not self.trials.wanted(
            error, request, self.model(request)
        ):
            return False
        known = self.profile(request, Structure(profile.structure + 1))
        self.knowledge.learn(self.model(request), replace(known, stated=False))
        return True

    def _chosen(self) -> frozenset[str]:
        """Return the parameters that the user has named for this server."""
        forced = () if self._options.stream is None else ("stream",)
        return frozenset(self._options.extra_body).union(forced)
