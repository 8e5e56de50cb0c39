"""What each format does with what a conversation may hold: it carries it, or refuses the row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk_core.model import Conversation, read_turns
from sdk_core.model.pictures import picture_of
from tests.builtins.exporters.exporting import SPECS, by_order, exported, exporter_of

PAGE = Path(__file__).parents[3] / "docs/reference/export-formats.md"
PNG = "data:image/png;base64,iVBORw0KGgo="
TOOLS = [{"type": "function", "function": {"name": "count", "parameters": {"type": "object"}}}]


def said(role: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **more}


def call(number: int, arguments: str = '{"of": "lamps"}') -> dict[str, Any]:
    function = {"name": "count", "arguments": arguments}
    return {"id": f"c{number}", "type": "function", "function": function}


ASKED, ANSWERED = said("user", "When is it lit?"), said("assistant", "At dusk.")
SYSTEM = said("system", "Be brief.")
CALLED = [
    said("assistant", None, tool_calls=[call(1)]),
    said("tool", "12", tool_call_id="c1"),
]
TEXT, PICTURE = {"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": PNG}}

HELD: dict[str, list[dict[str, Any]]] = {
    "a system turn": [SYSTEM, ASKED, ANSWERED],
    "a later one": [SYSTEM, ASKED, ANSWERED, said("system", "In French."), ASKED, ANSWERED],
    "several questions": [ASKED, ANSWERED, ASKED, ANSWERED],
    "an opening answer": [said("assistant", "Hello."), ASKED, ANSWERED],
    "calls of tools": [ASKED, *CALLED, ANSWERED],
    "pictures": [said("user", [TEXT, PICTURE]), ANSWERED],
    "weights": [ASKED, {**ANSWERED, "weight": 0}, ASKED, {**ANSWERED, "weight": 1}],
    "names": [{**ASKED, "name": "Ann"}, ANSWERED],
}


def table_of_the_page() -> dict[str, list[str]]:
    """Return the cells of the table by format."""
    page = PAGE.read_text(encoding="utf-8").partition("### What a format has room for")[2]
    page = page.partition("\n### ")[0]
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| `")]
    cells = {name: [cell.strip() for cell in row[1:]] for row in rows for name in _names(row[0])}
    header = next(line for line in page.splitlines() if line.startswith("| format"))
    assert [cell.strip() for cell in header.strip("|").split("|")][1:] == list(HELD)
    return cells


def _names(cell: str) -> list[str]:
    return re.findall(r"`([\w-]+)`", cell)


@pytest.mark.parametrize("name", SPECS)
def test_a_format_does_as_the_page_says(name: str) -> None:
    told = table_of_the_page()[name]
    for (what, turns), cell in zip(HELD.items(), told, strict=True):
        fields = {"tools": TOOLS} if what == "calls of tools" else {}
        if cell == "refused":
            with pytest.raises(ValueError, match=r"\w"):
                exported(name, turns, fields)
        else:
            rows = exported(name, turns, fields)
            assert rows, what
            assert all(word in str(rows) for word in ("At dusk.", *_words(turns))), what
            if fields:
                assert str(rows).count("count") > 1, "the tools beside the calls"


def _words(turns: list[dict[str, Any]]) -> list[str]:
    return [turn["content"] for turn in turns if isinstance(turn["content"], str)]


def rows_or_reason(*given: Any, **wanted: Any) -> str:
    """Return the rows of a conversation as text, or why it is refused."""
    try:
        return str(exported(*given, **wanted))
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("name", sorted(SPECS.keys() - {"jsonl", "multimodal"}))
def test_reasoning_apart_is_carried_or_refused(name: str) -> None:
    thinking = [ASKED, {**ANSWERED, "reasoning_content": "It says so."}]
    assert "It says so." not in str(exported(name, thinking, reasoning="drop"))
    assert "At dusk." in str(exported(name, thinking, reasoning="drop"))
    assert "It says so." in str(exported(name, thinking, reasoning="inline"))
    found = rows_or_reason(name, thinking, reasoning="field")
    assert "It says so." in found or "--reasoning inline or drop" in found


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.preference])
def test_reasoning_of_the_worse_answer_too(name: str) -> None:
    worse = {"rejected": {"answer": "Bad.", "reasoning": "Wrongly."}}
    for reasoning in ("inline", "field"):
        found = rows_or_reason(name, [ASKED, ANSWERED], worse, reasoning=reasoning)
        assert "Wrongly." in found or "its worse answer keeps its reasoning apart" in found


def test_worse_answers_several_and_equal() -> None:
    several = {"rejected": ["One.", "Two."]}
    assert len(exported("dpo", [ASKED, ANSWERED], several)) == 2
    rows = exported("kto", [ASKED, ANSWERED], several)
    assert [row["label"] for row in rows] == [True, False, False]
    for name in ("dpo", "kto"):
        with pytest.raises(ValueError, match="same as the good one"):
            exported(name, [ASKED, ANSWERED], {"rejected": "At dusk."})
    whole = {"rejected": [ASKED, said("assistant", "Never.")]}
    assert exported("dpo", [ASKED, ANSWERED], whole)[0]["rejected"][0]["content"] == "Never."
    with pytest.raises(ValueError, match="begins in another way"):
        exported("dpo", [ASKED, ANSWERED], {"rejected": [said("user", "x"), ANSWERED]})


def test_system_turns_stand_where_they_stood() -> None:
    later = HELD["a later one"]

    def contents(**wanted: Any) -> list[str]:
        return [turn["content"] for turn in exported("messages", later, **wanted)[0]["messages"]]

    own = [turn["content"] for turn in later]
    assert contents() == own
    assert contents(system="Given.") == ["Given.", *own[1:]]
    assert contents(system="") == [own[1], own[2], own[4], own[5]]
    folded = contents(system_mode="user")
    assert folded == [f"{own[0]}\n\n{own[1]}", own[2], f"{own[3]}\n\n{own[4]}", own[5]]
    ours = [said("system", "You are a helpful assistant."), ASKED, ANSWERED]
    assert "system" not in str(exported("prompt-completion", ours))


_TEXT = st.text(st.characters(categories=("L", "N"), include_characters=" .\n"), min_size=1).filter(
    lambda text: bool(text.strip())
)
_NAMES = st.sampled_from(["Ann", "Bob"])
_USER = st.builds(
    lambda content, more: said("user", content, **more),
    st.one_of(
        _TEXT,
        st.lists(
            st.one_of(_TEXT.map(lambda text: {"type": "text", "text": text}), st.just(PICTURE)),
            min_size=1,
            max_size=3,
        ),
    ),
    st.one_of(st.just({}), st.fixed_dictionaries({"name": _NAMES})),
)
_ANSWER = st.builds(
    lambda text, more: said("assistant", text, **more),
    _TEXT,
    st.one_of(st.just({}), st.fixed_dictionaries({"weight": st.sampled_from([0, 1])})),
)
_CALLS = st.lists(st.sampled_from(['{"of": "x"}', "{}", "nothing"]), min_size=1, max_size=2).map(
    lambda given: [
        said("assistant", "", tool_calls=[call(n, text) for n, text in enumerate(given)]),
        *(said("tool", f"result {n}", tool_call_id=f"c{n}") for n in range(len(given))),
    ]
)
_BLOCKS = st.one_of(
    _TEXT.map(lambda text: [said("system", text)]),
    _USER.map(lambda turn: [turn]),
    _ANSWER.map(lambda turn: [turn]),
    _CALLS,
)
_TALKS = st.tuples(st.lists(_BLOCKS, max_size=4), _USER, _ANSWER).map(
    lambda drawn: [*(turn for block in drawn[0] for turn in block), drawn[1], drawn[2]]
)
# These give a row for each answer, or one text for all.
_WHOLE = sorted(SPECS.keys() - {"trl", "grpo", "text", "cpt", "lm-eval", "inspect"})


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(_WHOLE), _TALKS)
def test_a_conversation_comes_back_as_it_was_or_is_refused(name: str, turns: list[Any]) -> None:
    system = {"system": ""} if SPECS[name].system else {}
    if system and any(turn["role"] == "system" for turn in turns):
        system = {}
    try:
        rows = exported(name, turns, **system)
    except ValueError:
        return
    back = exporter_of(SPECS[name]).read(rows[0]).messages
    assert _plain(back) == _plain(read_turns(turns))


def _plain(turns: Conversation) -> list[dict[str, Any]]:
    """Return turns without what two notations of the same may differ in."""
    plain = []
    for turn in by_order(turns):
        parts = turn["content"] if isinstance(turn["content"], list) else []
        shown = [part if picture_of(part) is None else picture_of(part) for part in parts]
        turn["content"] = _joined(shown) if parts else turn["content"]
        if turn.get("weight") == 1:
            del turn["weight"]
        for made in turn.get("tool_calls", ()):
            made["function"] = str(made["function"]).replace(" ", "")
        plain.append({key: value for key, value in turn.items() if key != "reasoning_content"})
    return plain


def _joined(parts: list[Any]) -> Any:
    """Return parts with texts that follow one another as one, a text alone as it is."""
    joined: list[Any] = []
    for part in parts:
        text = part["text"] if isinstance(part, dict) else None
        if text is not None and joined and joined[-1][0] == "text":
            joined[-1] = ("text", joined[-1][1] + text)
        else:
            joined.append(("text", text) if text is not None else ("picture", part))
    return joined[0][1] if len(joined) == 1 and joined[0][0] == "text" else joined


def test_several_results_stand_in_one_turn_of_a_cloud() -> None:
    turns = [
        ASKED,
        said("assistant", "Wait.", tool_calls=[call(1), call(2, "{}")]),
        said("tool", "1", tool_call_id="c1"),
        said("tool", '{"n": 2}', tool_call_id="c2"),
        ANSWERED,
    ]
    (row,) = exported("vertex", turns)
    assert [content["role"] for content in row["contents"]] == [
        "user",
        "model",
        "function",
        "model",
    ]
    results = [part["functionResponse"]["response"] for part in row["contents"][2]["parts"]]
    assert results == [{"output": "1"}, {"n": 2}]
    (row,) = exported("bedrock", turns, {"tools": TOOLS})
    used = [block["toolResult"]["toolUseId"] for block in row["messages"][2]["content"]]
    assert used == ["c1", "c2"]
    assert row["toolConfig"]["tools"][0]["toolSpec"]["name"] == "count"
    with pytest.raises(ValueError, match="speaks and calls a tool"):
        exported("sharegpt", turns)
    swapped = [*turns[:2], turns[3], turns[2], turns[4]]
    with pytest.raises(ValueError, match="not in the order of their calls"):
        exported("vertex", swapped)


def test_a_message_says_what_keeps_the_rest() -> None:
    with pytest.raises(ValueError, match=r"turn 2 calls a tool.*sharegpt.*keep it"):
        exported("alpaca", HELD["calls of tools"])
