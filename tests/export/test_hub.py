"""``--push-to-hub`` against a server on this machine that speaks the Hub's protocol."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sdk_core.testing.program import Finished

TOKEN = "hf_secretsecretsecret"
REPO = "me/canals"


@dataclass
class Hub:
    """What a server was asked, and how it answers.

    Args:
        url: Its address.
        broken: Status of the answer to a commit, 0 for success.
        created: Bodies of requests for a repository.
        files: What was committed.
        tokens: Tokens that came with requests about the repository.
    """

    url: str = ""
    broken: int = 0
    created: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    def answer(self, path: str, body: bytes) -> tuple[int, Any]:
        """Return status and content of the answer to a request."""
        if path == "/api/repos/create":
            self.created.append(json.loads(body))
            return 200, {"url": f"{self.url}/datasets/{REPO}", "id": REPO, "name": REPO}
        if path == "/api/validate-yaml":
            return 200, {"errors": [], "warnings": []}
        if path == f"/api/datasets/{REPO}/preupload/main":
            named = [file["path"] for file in json.loads(body)["files"]]
            modes = {"uploadMode": "regular", "shouldIgnore": False, "oid": None}
            return 200, {"files": [{"path": name, **modes} for name in named]}
        if path == f"/api/datasets/{REPO}/commit/main":
            if self.broken:
                return self.broken, {"error": "the disk of the Hub is full"}
            for line in map(json.loads, body.splitlines()):
                if line["key"] == "file":
                    content = base64.b64decode(line["value"]["content"])
                    self.files[line["value"]["path"]] = content
            url = f"{self.url}/datasets/{REPO}/commit/{'0' * 40}"
            return 200, {"success": True, "commitOid": "0" * 40, "commitUrl": url}
        return 404, {"error": f"no {path} here"}


@pytest.fixture
def hub() -> Iterator[Hub]:
    state = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if REPO in self.path or "create" in self.path:
                state.tokens.add(self.headers.get("Authorization", ""))
            status, content = state.answer(self.path.partition("?")[0], body)
            data = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def push(sdk: Callable[..., Finished], work: Path, hub: Hub) -> Callable[..., Finished]:
    rows = [{"question": f"What is {n}?", "answer": f"A number, {n}."} for n in range(5)]
    (work / "canals.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    environment = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HUB_OFFLINE": "0"}

    def run(*more: str, **env: str) -> Finished:
        arguments = ("save-as", "canals.jsonl", "-f", "messages", "--push-to-hub", REPO)
        return sdk(*arguments, *more, env={**environment, **env})

    return run


def test_a_finished_dataset_is_uploaded(push: Callable[..., Finished], hub: Hub, work: Path):
    done = push("--private", "--storage", "hub", "-o", "out")
    assert done.code == 0, done.err
    assert f"uploaded to {hub.url}/datasets/{REPO}" in done.out
    (created,) = hub.created
    assert (created["organization"], created["name"], created["type"]) == (
        *REPO.split("/"),
        "dataset",
    )
    assert created.get("visibility", created.get("private")) in ("private", True)
    local = {
        str(path.relative_to(work / "out")): path.read_bytes()
        for path in (work / "out").rglob("*")
        if path.is_file()
    }
    assert hub.files == local
    assert set(local) == {"README.md", "export.json", "data/train-00000-of-00001.parquet"}
    assert hub.tokens == {f"Bearer {TOKEN}"}
    assert TOKEN not in done.out + done.err + json.dumps([str(v) for v in local.values()])


def test_a_failed_upload_leaves_the_dataset(push: Callable[..., Finished], hub: Hub, work: Path):
    hub.broken = 403
    done = push("-o", "out", "--json")
    assert done.code == 5
    assert done.json["made"] == 5
    assert (work / "out" / "train.jsonl").is_file()
    (failure,) = done.json["failures"]
    assert f"{REPO} was not uploaded" in failure["error"]
    assert f"hf upload {REPO} out --repo-type dataset" in failure["hint"]
    assert TOKEN not in done.out + done.err


def test_what_is_missing_is_told_before_anything_is_written(
    push: Callable[..., Finished], work: Path, hub: Hub
):
    done = push("-o", "out", HF_TOKEN="")
    assert done.code == 2
    assert "needs a token" in done.err
    assert not (work / "out").exists()
    assert hub.created == []
