"""``runs``: the record of what was done, and going on from it."""

from __future__ import annotations

import json

from tests.cli.conftest import SHORT
from tests.cli.model import passage, reply
from tests.server.replies import completion

KEY = "sk-canary-0123456789"


def test_a_run_is_recorded_listed_and_shown(sdk, write, work, at):
    write("a.txt", SHORT)
    secret = {"API_ENDPOINT_KEY": KEY}
    assert (
        sdk("create", "a.txt", "--provider", "api-endpoint", "-n", "2", *at, env=secret).code == 0
    )
    listed = sdk("runs", "list", "--json").json
    assert [(run["state"], run["made"]) for run in listed] == [("complete", 2)]
    shown = sdk("runs", "show").json
    assert shown["plan"]["arguments"][:2] == ["create", "a.txt"]
    assert shown["report"]["balance"]["made"] == 2
    folder = next((work / "data/generated/.sdk/runs").iterdir())
    assert {path.name for path in folder.iterdir()} == {
        "plan.json",
        "report.json",
        "failures.jsonl",
        "log.txt",
    }
    assert folder.parent.parent.stat().st_mode & 0o777 == 0o700
    assert all(KEY.encode() not in path.read_bytes() for path in folder.iterdir())
    assert "create" in sdk("runs", "list").out

    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    (folder / "plan.json").write_text(json.dumps({**plan, "version": plan["version"] + 1}), "utf-8")
    assert sdk("runs", "list", "--json").json[0]["state"] == "of a newer version"
    refused = sdk("runs", "show")
    assert refused.code == 2
    assert "recorded by a newer version" in refused.err


def test_retry_failed_asks_only_for_what_failed(sdk, write, read, at, model):
    for name in "abc":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    model.script(
        lambda request: (
            completion("I cannot.", request.body)
            if "Text b." in passage(request)
            else reply(request)
        )
    )
    first = sdk("create", "in", "-n", "2", *at)
    assert first.code == 3
    listed = sdk("runs", "list", "--json").json
    assert listed[0]["state"] == "partial"
    shown = sdk("runs", "show", listed[0]["id"][:20]).json
    assert any("b.txt" in failure["item"] for failure in shown["report"]["failures"])
    paid = len(model.chat)
    model.script(reply)
    again = sdk("runs", "retry-failed")
    assert again.code == 0, again.err
    assert all("Text b." in passage(request) for request in model.chat[paid:])
    assert len(read("data/generated/b_qa_pairs.json")["qa_pairs"]) == 2


def test_reparse_reads_recorded_answers_and_purge_removes_them(sdk, write, work, at, model):
    write("a.txt", SHORT)
    assert sdk("create", "a.txt", "-n", "2", *at).code == 0
    file = work / "data/generated/a_qa_pairs.json"
    made = json.loads(file.read_text())["qa_pairs"]
    file.unlink()
    paid = len(model.chat)
    assert sdk("runs", "reparse").code == 0
    assert json.loads(file.read_text())["qa_pairs"] == made
    assert len(model.chat) == paid
    assert sdk("runs", "purge", "--yes").code == 0
    assert not (work / "data/generated/.sdk").exists()
    assert file.exists()
    assert sdk("runs", "show").code == 2


def test_everything_planned_is_accounted_for(sdk, write, at, model):
    for name in "ab":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    write("in/empty.txt", "")
    report = sdk("create", "in", "-n", "4", *at, "--json").json
    balance = report["balance"]
    assert balance["planned"] == sum(v for k, v in balance.items() if k != "planned")
    assert (balance["made"], balance["failed"]) == (8, 1)
    said = sdk("curate", "data/generated", *at, "-v")
    assert "planned 8 = made 8 + filtered 0 + failed 0 + skipped 0 + pending 0" in said.err
