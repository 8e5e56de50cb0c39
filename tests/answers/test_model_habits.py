"""Habits of model families, small models and other formats: what becomes of each answer."""

from __future__ import annotations

import json

import pytest

from sdk_core.answers import parse_items

Q1, A1 = "What holds an arch?", "Its keystone."
Q2, A2 = "Who laid the road?", "The legion, in 98."
FIRST, SECOND = {"question": Q1, "answer": A1}, {"question": Q2, "answer": A2}
ONE, TWO = json.dumps([FIRST]), json.dumps([FIRST, SECOND])
BOTH, ALONE = [(Q1, A1), (Q2, A2)], [(Q1, A1)]

# name: answer, finish reason, pairs, status
HABITS: dict[str, tuple[str, str | None, list[tuple[str, str]], str]] = {
    # Reasoning models.
    "qwen: empty thinking": (f"<think>\n\n</think>\n\n{TWO}", "stop", BOTH, "ok"),
    "qwen: thinking with a draft": (
        f"<think>\nOkay, the user wants pairs. Draft: {ONE}\nBetter: two.\n</think>\n{TWO}",
        "stop", BOTH, "ok"),
    "qwen: only the end of thinking": (
        f"The text names two facts.\n</think>\n\n```json\n{TWO}\n```", "stop", BOTH, "ok"),
    "deepseek: closing fence missing": (f"<think>a</think>```json\n{TWO}", "stop", BOTH, "ok"),
    "deepseek: full-width tokens": (f"{TWO}<｜end▁of▁sentence｜>", "stop", BOTH, "ok"),
    "gpt-oss: channels": (
        "<|channel|>analysis<|message|>Need JSON.<|end|><|start|>assistant<|channel|>final"
        f"<|message|>{TWO}<|return|>", "stop", BOTH, "ok"),
    "gpt-oss: constrained final": (
        f"<|channel|>final <|constrain|>json<|message|>{TWO}", "stop", BOTH, "ok"),
    "gpt-oss: analysis alone": (
        "<|channel|>analysis<|message|>We need to produce two pairs. First,", "length", [],
        "failed"),
    "magistral: [THINK]": (f"[THINK]So two.[/THINK]{TWO}", "stop", BOTH, "ok"),
    "seed: thinking budget tags": (
        f"<seed:think>Fine.</seed:think>\n{TWO}", "stop", BOTH, "ok"),
    "never stops thinking": ("<think>I could ask about the arch, or the road", "length", [],
                             "failed"),
    # Instruction-tuned families.
    "gemma: fence and farewell": (
        f"```json\n{TWO}\n```\n\nLet me know if you would like more!", "stop", BOTH, "ok"),
    "gemma: end of turn": (f"{TWO}<end_of_turn>", "stop", BOTH, "ok"),
    "mistral: instruction tags": (f"[/INST] {TWO}</s>", "stop", BOTH, "ok"),
    "llama: header": (
        f"<|start_header_id|>assistant<|end_header_id|>\n\n{TWO}<|eot_id|>", "stop", BOTH, "ok"),
    "phi: plays the user too": (f"{ONE}<|end|><|user|>More, please.", "stop", ALONE, "ok"),
    "command-r: action": (f"Action: ```json\n{TWO}\n```", "stop", BOTH, "ok"),
    "granite: tool call": (
        f'<tool_call>{{"name": "emit", "arguments": {{"pairs": {TWO}}}}}</tool_call>',
        "tool_calls", BOTH, "ok"),
    "hermes: function call": (
        json.dumps({"name": "save", "arguments": json.dumps({"items": [FIRST, SECOND]})}),
        "stop", BOTH, "ok"),
    # Small models.
    "no brackets around": (TWO[1:-1], "stop", BOTH, "ok"),
    "one object a line with numbers": (
        f"1. {json.dumps(FIRST)}\n2. {json.dumps(SECOND)}", "stop", BOTH, "ok"),
    "one list for each": (f"{ONE}\n{json.dumps([SECOND])}", "stop", BOTH, "ok"),
    "keys without quotes": (
        f"[{{question: '{Q1}', answer: '{A1}'}}, {{question: '{Q2}', answer: '{A2}'}}]",
        "stop", BOTH, "ok"),
    "semicolons for commas": (TWO.replace('", "', '"; "'), "stop", BOTH, "ok"),
    "python names": (
        TWO.replace('{"question"', '{"verified": True, "page": None, "question"'),
        "stop", BOTH, "ok"),
    "smart quotes": (TWO.replace('"', "”"), "stop", BOTH, "ok"),
    "low and high quotes": (
        f"[{{„question“: „{Q1}“, „answer“: „{A1}“}}]", "stop", ALONE, "ok"),
    "guillemets": (f"[{{«question»: «{Q1}», «answer»: «{A1}»}}]", "stop", ALONE, "ok"),
    "echo of the sample first": (
        f'[{{"question": "...", "answer": "..."}}]\n\n{TWO}', "stop", BOTH, "ok"),
    "echo of the sample alone": ('[{"question": "...", "answer": "..."}]', "stop", [], "failed"),
    "prompt repeated": (
        f"Create 2 question-answer pairs from this text:\n\n{TWO}", "stop", BOTH, "ok"),
    "a loop cut at the limit": (
        "[" + ", ".join([json.dumps(FIRST)] * 30) + ', {"question": "What ho', "length",
        ALONE * 30, "partial"),
    "a loop of one word": ('[{"question": "What is ' + "the " * 500, "length", [], "failed"),
    "cut in the second answer": (TWO[:-9], "length", ALONE, "partial"),
    "cut after the comma": (TWO[: TWO.index("}") + 2], "length", ALONE, "partial"),
    "cut without a word of it": (TWO[:-9], "stop", ALONE, "partial"),
    "whole at the limit": (TWO, "length", BOTH, "ok"),
    "stray brace at the end": (TWO + "}", "stop", BOTH, "ok"),
    "closing brackets swapped": (TWO[:-2] + "]}", "stop", BOTH, "ok"),
    "comment lines": (TWO.replace("}, {", "}, // the road\n{"), "stop", BOTH, "ok"),
    "trailing commentary": (f"{TWO}\n\nNote: the second rests on page 3.", "stop", BOTH, "ok"),
    "commentary in brackets": (f"{TWO}\n\n[End of output]", "stop", BOTH, "ok"),
    # No JSON at all.
    "numbered questions": (f"1. {Q1}\n   {A1}\n\n2. {Q2}\n   {A2}", "stop", BOTH, "ok"),
    "Q and A with numbers": (f"Q1: {Q1}\nA1: {A1}\n\nQ2: {Q2}\nA2: {A2}", "stop", BOTH, "ok"),
    "Q and A on one line": (f"Q: {Q1} A: {A1}\nQ: {Q2} A: {A2}", "stop", BOTH, "ok"),
    "bold labels in a list": (
        f"1. **Question:** {Q1}\n   **Answer:** {A1}\n2. **Question:** {Q2}\n   **Answer:** {A2}",
        "stop", BOTH, "ok"),
    "headings": (
        f"### Pair 1\n**Q:** {Q1}\n**A:** {A1}\n\n### Pair 2\n**Q:** {Q2}\n**A:** {A2}",
        "stop", BOTH, "ok"),
    "horizontal rules": (
        f"**Question:** {Q1}\n\n**Answer:** {A1}\n\n---\n\n**Question:** {Q2}\n\n**Answer:** {A2}",
        "stop", BOTH, "ok"),
    "German labels": (f"Frage: {Q1}\nAntwort: {A1}\n\nFrage: {Q2}\nAntwort: {A2}", "stop", BOTH,
                      "ok"),
    "French labels": (f"Question : {Q1}\nRéponse : {A1}\n\nQuestion : {Q2}\nRéponse : {A2}",
                      "stop", BOTH, "ok"),
    "Spanish labels": (f"Pregunta: {Q1}\nRespuesta: {A1}", "stop", ALONE, "ok"),
    "Chinese labels": (f"问题：{Q1}\n答案：{A1}\n\n问题：{Q2}\n答案：{A2}", "stop", BOTH, "ok"),
    "short Chinese labels": (f"问：{Q1}\n答：{A1}\n\n问：{Q2}\n答：{A2}", "stop", BOTH, "ok"),
    "Japanese labels": (f"質問：{Q1}\n回答：{A1}\n\n質問：{Q2}\n回答：{A2}", "stop", BOTH, "ok"),
    "Korean labels": (f"질문: {Q1}\n답변: {A1}", "stop", ALONE, "ok"),
    "Russian labels": (f"Вопрос: {Q1}\nОтвет: {A1}", "stop", ALONE, "ok"),
    "Italian labels": (f"Domanda: {Q1}\nRisposta: {A1}", "stop", ALONE, "ok"),
    "Portuguese labels": (f"Pergunta: {Q1}\nResposta: {A1}", "stop", ALONE, "ok"),
    "bilingual labels": (
        f"问题 (Question): {Q1}\n答案 (Answer): {A1}\n\n问题 (Question): {Q2}\n答案 (Answer): {A2}",
        "stop", BOTH, "ok"),
    "bilingual keys": (
        f'[{{"问题/question": "{Q1}", "答案/answer": "{A1}"}}]', "stop", ALONE, "ok"),
    "foreign keys": (f'[{{"frage": "{Q1}", "antwort": "{A1}"}}]', "stop", ALONE, "ok"),
    "table": (
        f"| # | Question | Answer |\n|---|---|---|\n| 1 | {Q1} | {A1} |\n| 2 | {Q2} | {A2} |",
        "stop", BOTH, "ok"),
    "table without bars outside": (
        f"Question | Answer\n--- | ---\n{Q1} | {A1}\n{Q2} | {A2}", "stop", BOTH, "ok"),
    "table cut": (
        f"| Question | Answer |\n|---|---|\n| {Q1} | {A1} |\n| {Q2} | The leg", "length", ALONE,
        "partial"),
    "YAML under a name": (
        f"qa_pairs:\n  - question: {Q1}\n    answer: {A1}\n  - question: {Q2}\n    answer: {A2}",
        "stop", BOTH, "ok"),
    "YAML in a fence with blocks": (
        f"```yaml\n- question: |\n    {Q1}\n  answer: >\n    {A1}\n- question: \"{Q2}\"\n"
        f"  answer: '{A2}'\n```", "stop", BOTH, "ok"),
    "XML elements": (
        f"<qa_pairs><pair><question>{Q1}</question><answer>{A1}</answer></pair>"
        f"<pair><question>{Q2}</question><answer>{A2}</answer></pair></qa_pairs>",
        "stop", BOTH, "ok"),
    "XML with a declaration": (
        f'<?xml version="1.0"?>\n<root><item><q>{Q1}</q><a>{A1}</a></item></root>', "stop",
        ALONE, "ok"),
    "XML attributes": (
        f'<pair question="{Q1}" answer="{A1}"/>\n<pair question="{Q2}" answer="{A2}"/>', "stop",
        BOTH, "ok"),
    "TOML tables": (
        f'[[pairs]]\nquestion = "{Q1}"\nanswer = "{A1}"\n\n[[pairs]]\nquestion = "{Q2}"\n'
        f'answer = "{A2}"', "stop", BOTH, "ok"),
    "CSV": (f'question,answer\n"{Q1}","{A1}"\n"{Q2}","{A2}"', "stop", BOTH, "ok"),
    "a chat": (f"User: {Q1}\nAssistant: {A1}\nUser: {Q2}\nAssistant: {A2}", "stop", BOTH, "ok"),
    "Python literal": (
        f"pairs = [{{'question': '{Q1}', 'answer': '{A1}'}}]\nprint(pairs)", "stop", ALONE, "ok"),
    "dash between": (f"- **{Q1}** – {A1}\n- **{Q2}** – {A2}", "stop", BOTH, "ok"),
    # None.
    "refusal": ("I'm sorry, but I can't help with that.", "stop", [], "failed"),
    "nothing to ask": ("[]", "stop", [], "empty"),
    "nothing to ask, under a name": ('{"items": []}', "stop", [], "empty"),
    "the error of a proxy": ('{"error": {"message": "upstream timed out", "code": 504}}', "stop",
                             [], "failed"),
    "questions alone": (json.dumps([Q1, Q2]), "stop", [], "failed"),
}  # fmt: skip


@pytest.mark.parametrize("name", HABITS)
def test_habit(name: str) -> None:
    text, finish_reason, pairs, status = HABITS[name]
    parsed = parse_items(text, finish_reason=finish_reason)
    assert [(item["question"], item["answer"]) for item in parsed.items] == pairs
    assert parsed.status == status
    assert bool(parsed.lost) == (status in ("partial", "failed"))
