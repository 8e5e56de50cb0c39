"""A good answer against a worse one, in the shapes that trainers want."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from sdk_builtins.exporters.exchanges import prompted
from sdk_builtins.exporters.messages import beside
from sdk_builtins.exporters.reading import (
    PAIRS,
    SYSTEMS,
    answer_of,
    asked_by,
    conversation,
    dialogue_of,
    exchange,
    label_of,
    pair,
    rest,
    turns_of,
)
from sdk_builtins.exporters.room import TEXTS
from sdk_builtins.exporters.service_formats import (
    OPENAI,
    check_parallel,
    service_tools,
    service_turns,
)
from sdk_builtins.exporters.tool_calls import check_tools
from sdk_builtins.exporters.turns import (
    ASKED,
    CHAT,
    check_answer_turn,
    check_exchange,
    check_keys,
    check_texts,
)
from sdk_core.components import Exporter, Options
from sdk_core.model import Conversation, Example, Message

Turn = dict[str, Any]

_SERVICE = replace(OPENAI, ends="question", keys=OPENAI.keys | {"reasoning_content"})
_OUTPUT = replace(_SERVICE, ends="answer", asked=False, roles={"assistant": "assistant"})
_WORSE = ("rejected_response", "rejected_messages")
_LABELS = ("label", "kto_tag")


class PreferenceExporter(Exporter):
    """Gives a question with a good answer and a worse one."""

    @abstractmethod
    def row(self, prompt: list[Turn], chosen: Turn, rejected: Turn) -> dict[str, Any]:
        """Return the row of a question with its two answers."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row for each worse answer of an example.

        Raises:
            ValueError: It has no worse answer, or one that is the same.
        """
        for example in examples:
            if not example.rejected:
                raise ValueError(
                    "it has no worse answer, which this format sets against the good one"
                )
            turns = self.turns(example)
            for worse in worse_answers(example):
                row = self.row(list(turns[:-1]), turns[-1], worse.to_dict())
                yield {**row, **self.beside(example)}

    def turns(self, example: Example) -> list[Turn]:
        """Return the conversation with the good answer."""
        return [turn.to_dict() for turn in example.to_messages()]

    def beside(self, example: Example) -> dict[str, Any]:
        """Return what stands beside the answers."""
        return beside(example)


class DpoExporter(PreferenceExporter):
    """Gives ``prompt``, ``chosen`` and ``rejected`` as turns: TRL and OpenRLHF."""

    def row(self, prompt: list[Turn], chosen: Turn, rejected: Turn) -> dict[str, Any]:
        """Return the row of a question with its two answers."""
        return {"prompt": prompt, "chosen": [chosen], "rejected": [rejected]}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_exchange(row, "prompt", "chosen", "rejected")
        yield from _check_difference(row, "chosen", "rejected")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the two answers of a row: texts, turns, or dialogues that hold the prompt too.

        Raises:
            ValueError: It has no two answers.
        """
        prompt = asked_by(row, "prompt", "question", "instruction", "input")
        good, worse = answer_of(row, "chosen"), answer_of(row, "rejected")
        fields = rest(row, *prompt.used, "chosen", "rejected")
        before = prompt.turns
        if good[0].role != "assistant":  # whole dialogues, with the prompt in them
            if before[-1].content not in [turn.content for turn in good]:
                raise ValueError("its prompt is not in the dialogues of its answers")
            before = before[:1] if before[0].role == "system" != good[0].role else ()
        return pair(before, good, worse, fields, prompt.passage)


class DpoImplicitExporter(PreferenceExporter):
    """Gives ``chosen`` and ``rejected`` as whole dialogues: torchtune and reward models."""

    def row(self, prompt: list[Turn], chosen: Turn, rejected: Turn) -> dict[str, Any]:
        """Return the row of a question with its two answers."""
        return {"chosen": [*prompt, chosen], "rejected": [*prompt, rejected]}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        if isinstance(row.get("chosen"), str):
            problems = [*check_texts(row, "chosen", "rejected")]
        else:
            problems = [*CHAT.check(row, "chosen"), *CHAT.check(row, "rejected")]
        problems += _check_difference(row, "chosen", "rejected")
        yield from problems
        turns = not problems and isinstance(row["chosen"], list)
        if turns and row["chosen"][:-1] != row["rejected"][:-1]:
            yield "chosen and rejected differ before their last turn"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the two answers of a row: dialogues of turns, or texts with speakers.

        Raises:
            ValueError: It has none.
        """
        good, worse = _dialogue(row, "chosen"), _dialogue(row, "rejected")
        return pair((), good, worse, rest(row, "chosen", "rejected", *SYSTEMS))


class DpoMessagesExporter(PreferenceExporter):
    """Gives ``messages`` with one ``chosen`` and one ``rejected`` turn: LLaMA-Factory, axolotl."""

    def row(self, prompt: list[Turn], chosen: Turn, rejected: Turn) -> dict[str, Any]:
        """Return the row of a question with its two answers."""
        return {"messages": prompt, "chosen": chosen, "rejected": rejected}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from ASKED.check(row, "messages")
        yield from check_answer_turn(row, "chosen")
        yield from check_answer_turn(row, "rejected")
        yield from _check_difference(row, "chosen", "rejected")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the two answers of a row, whose turns may be ``conversations``.

        Raises:
            ValueError: It has no two answers after a question.
        """
        name = "messages" if "messages" in row else "conversations"
        asked, good, worse = (
            turns_of(row, name),
            answer_of(row, "chosen"),
            answer_of(row, "rejected"),
        )
        if asked[-1].role == "assistant" or good[0].role != "assistant":
            raise ValueError(f"its {name} hold an answer beside chosen and rejected")
        return pair(asked, good, worse, rest(row, name, "chosen", "rejected", *SYSTEMS))


class DpoOpenAiExporter(PreferenceExporter):
    """Gives ``input`` with ``preferred_output`` and ``non_preferred_output``: hosted services."""

    def row(self, prompt: list[Turn], chosen: Turn, rejected: Turn) -> dict[str, Any]:
        """Return the row of a question with its two answers."""
        return {
            "input": {"messages": prompt},
            "preferred_output": [chosen],
            "non_preferred_output": [rejected],
        }

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row for each worse answer, with its pictures inside.

        Raises:
            ValueError: An example holds what the services do not know.
        """
        for example in examples:
            tools = service_tools(example, ("tools", "parallel_tool_calls"))
            for row in super().rows((example,)):
                row["input"] |= tools
                yield row

    def turns(self, example: Example) -> list[Turn]:
        """Return the conversation with the good answer, as the services take it."""
        return service_turns(example, _SERVICE)

    def beside(self, example: Example) -> dict[str, Any]:
        """Return nothing: tools are in the input."""
        return {}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_keys(row, "input", "preferred_output", "non_preferred_output")
        asked = row.get("input")
        if not isinstance(asked, Mapping):
            yield "it has no input, an object with messages"
        else:
            yield from check_keys(asked, "messages", "tools", "parallel_tool_calls")
            yield from _SERVICE.check(asked, "messages")
            if asked.get("tools") != []:  # as in the example of OpenAI's own guide
                yield from check_tools(asked, strict=True)
            yield from check_parallel(asked)
        yield from _check_difference(row, "preferred_output", "non_preferred_output")
        for name in ("preferred_output", "non_preferred_output"):
            yield from _OUTPUT.check(row, name)
            if isinstance(row.get(name), list) and len(row[name]) > 1:
                yield f"{name} has more than one turn"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the two answers of a row.

        Raises:
            ValueError: It has none.
        """
        asked = row.get("input")
        if not isinstance(asked, Mapping):
            raise ValueError("its input is no object with messages")
        good, worse = answer_of(row, "preferred_output"), answer_of(row, "non_preferred_output")
        beside = rest(row, "input", "preferred_output", "non_preferred_output")
        return pair(turns_of(asked, "messages"), good, worse, rest(asked, "messages") | beside)


class DpoSwiftExporter(PreferenceExporter):
    """Gives ``messages`` with the good answer and ``rejected_response``: ms-swift."""

    def row(self, prompt: list[Turn], chosen: Turn, rejected: Turn) -> dict[str, Any]:
        """Return the row of a question with its two answers."""
        return {"messages": [*prompt, chosen], "rejected_response": rejected["content"]}

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row for each worse answer, which is a text.

        Raises:
            ValueError: A worse answer is more than a text.
        """
        for example in examples:
            TEXTS.require(example.rejected, "its worse answer")
            yield from super().rows((example,))

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        problems = list(CHAT.check(row, "messages"))
        if "rejected_messages" in row:
            problems += CHAT.check(row, "rejected_messages")
        else:
            problems += check_texts(row, "rejected_response")
        yield from problems
        if not problems and _last(row["messages"]).strip() == _worse(row).strip():
            yield "the rejected answer is the same as the good one"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the two answers of a row, of turns or of columns of texts.

        Raises:
            ValueError: It has no two answers.
        """
        if "messages" not in row:
            example = exchange(row, ("query", "response"))
            (*before, good), fields = example.messages, dict(example.fields)
            return pair(tuple(before), (good,), _worse_turns(row), rest(fields, *_WORSE))
        *before, good = turns_of(row, "messages")
        fields = rest(row, "messages", *_WORSE, *SYSTEMS)
        return pair(tuple(before), (good,), _worse_turns(row), fields)


class KtoOptions(Options):
    """Options of the format."""

    style: Literal["trl", "llamafactory", "swift"] = Field(
        "trl",
        description="trl: prompt, completion, label; llamafactory: messages, kto_tag; "
        "swift: messages, label.",
    )


class KtoExporter(Exporter[KtoOptions]):
    """Gives single answers with a label: good, or one that a judge or a person rejected."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield a row for the answer and one for each worse answer of an example.

        Raises:
            ValueError: A worse answer is the same as the good one.
        """
        for example in examples:
            *before, answer = example.to_messages()
            tools = beside(example)
            yield {**self._row(before, answer, good=example.kept), **tools}
            for worse in worse_answers(example):
                yield {**self._row(before, worse, good=False), **tools}

    def _row(self, before: Sequence[Message], answer: Message, *, good: bool) -> dict[str, Any]:
        prompt = [message.to_dict() for message in before]
        if self.options.style == "trl":
            return {"prompt": prompt, "completion": [answer.to_dict()], "label": good}
        label = "kto_tag" if self.options.style == "llamafactory" else "label"
        return {"messages": [*prompt, answer.to_dict()], label: good}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        label = "kto_tag" if self.options.style == "llamafactory" else "label"
        if self.options.style == "trl":
            yield from check_exchange(row, "prompt", "completion")
        else:
            yield from CHAT.check(row, "messages")
        if not isinstance(row.get(label), bool):
            yield f"it has no {label} that is true or false"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the answer of a row, in whichever style; one labelled bad is not kept.

        Raises:
            ValueError: It has no answer with a label.
        """
        label = next((name for name in _LABELS if name in row), "label")
        kept, fields = label_of(row, label), rest(row, label)
        name = next((name for name in ("messages", "conversations") if name in row), "")
        if name:
            turns = turns_of(row, name)
            return conversation(turns, rest(fields, name, *SYSTEMS), kept=kept)
        example = prompted(fields) if "completion" in row else exchange(fields, *PAIRS)
        return replace(example, kept=kept)


def worse_answers(example: Example) -> Conversation:
    """Return the worse answers of an example.

    Raises:
        ValueError: One of them is the same as the good one.
    """
    good = example.to_messages()[-1]
    for worse in example.rejected:
        if (worse.content, worse.details) == (good.content, good.details):
            raise ValueError("its worse answer is the same as the good one")
    return example.rejected


def _check_difference(row: Mapping[str, Any], good: str, worse: str) -> Iterator[str]:
    if good in row and _trimmed(row[good]) == _trimmed(row.get(worse)):
        yield f"{good} and {worse} are the same"


def _trimmed(answer: Any) -> Any:
    """Return an answer without white space around its texts, in which two may differ."""
    if isinstance(answer, str):
        return answer.strip()
    if isinstance(answer, list):
        return [_trimmed(turn) for turn in answer]
    return {k: _trimmed(v) for k, v in answer.items()} if isinstance(answer, Mapping) else answer


def _dialogue(row: Mapping[str, Any], name: str) -> Conversation:
    if isinstance(row.get(name), str):
        return dialogue_of(row[name])
    turns = turns_of(row, name)
    if len(turns) < 2:
        raise ValueError(f"its {name} is no dialogue")
    return turns


def _worse_turns(row: Mapping[str, Any]) -> Conversation:
    """Return the worse answer of a row of ms-swift; turns before it are those of the good one."""
    if "rejected_messages" in row:
        return turns_of(row, "rejected_messages")[-1:]
    return answer_of(row, "rejected_response")


def _worse(row: Mapping[str, Any]) -> str:
    if "rejected_messages" in row:
        return _last(row["rejected_messages"])
    return str(row["rejected_response"])


def _last(turns: Sequence[Mapping[str, Any]]) -> str:
    return str(turns[-1].get("content", ""))
