"""The file and batch endpoints of the OpenAI protocol, on top of the scriptable server."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.server.answers import answer
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion, error

Fate = Literal["answered", "expired", "cancelled", "crashed", "lost"]


@dataclass(slots=True)
class Batch:
    """One batch as the server sees it.

    Args:
        id: Its id.
        file: Id of its input file.
        lines: Its calls.
        number: 0-based number in order of creation.
        polls: How often it was asked for.
        status: What it is told to end as, ``""`` by the fates of its lines.
        outputs: Ids of its output file and its error file, once it has ended.
    """

    id: str
    file: str
    lines: list[dict[str, Any]]
    number: int
    polls: int = 0
    status: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


class BatchServer(OpenAIServer):
    """A server whose batches answer each line as a direct call would be answered.

    The attributes may be set at any time:

        polls: Looks at a batch that find it in progress, before one finds it ended.
        held: Whether batches stay in progress for now.
        fate: What becomes of a line, by the call and the number of its batch.
        refuse: Why a batch fails as a whole, by its number; ``""`` when it does not.
        trouble: What a request to a file or batch endpoint gets instead of its answer.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.polls = 1
        self.held = False
        self.fate: Callable[[Received, int], Fate] = lambda call, batch: "answered"
        self.refuse: Callable[[int], str] = lambda batch: ""
        self.trouble: Callable[[Received], Reply | None] = lambda request: None
        self.uploads: list[bytes] = []
        self.batches: list[Batch] = []
        self.asked: list[Received] = []
        self._files: dict[str, bytes] = {}

    def requests(self, method: str, path: str) -> list[Received]:
        """Return the requests to an endpoint whose path matches a pattern."""
        return [r for r in self.log if r.method == method and re.search(path, r.path)]

    def _reply(self, request: Received, is_chat: bool) -> Reply:
        path = request.path.removeprefix("/v1").partition("?")[0]
        refused = super()._reply(request, is_chat)
        if refused.status == 401 or not path.startswith(("/files", "/batches")):
            return refused
        trouble = self.trouble(request)
        if trouble is not None:
            return trouble
        _, endpoint, *rest = path.split("/")
        if request.method == "POST" and not rest:
            return self._upload(request) if endpoint == "files" else self._create(request)
        if endpoint == "files" and rest[1:] == ["content"] and rest[0] in self._files:
            return Reply(body=self._files[rest[0]], content_type="application/octet-stream")
        if endpoint == "batches" and not rest:
            listed = [self._describe(batch) for batch in reversed(self.batches)]
            return Reply(body={"object": "list", "data": listed, "has_more": False})
        batch = next((b for b in self.batches if rest[:1] == [b.id]), None)
        if batch is None:
            return error(404, f"No such {endpoint} object: {rest}")
        if rest[1:] == ["cancel"]:
            batch.status = "cancelled"
        batch.polls += 1
        return Reply(body=self._describe(batch))

    def _upload(self, request: Received) -> Reply:
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        fields = {}
        for part in request.data.split(b"--" + boundary)[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            name = re.search(rb'name="(\w+)"', head)
            assert name, head
            fields[name[1].decode()] = content.removesuffix(b"\r\n")
        if fields.get("purpose") != b"batch":
            return error(400, "purpose must be batch", param="purpose")
        self.uploads.append(fields["file"])
        return Reply(body={"id": self._store(fields["file"]), "object": "file"})

    def _create(self, request: Received) -> Reply:
        file, body = request.body.get("input_file_id"), request.body
        if file not in self._files:
            return error(400, f"no file {file}", param="input_file_id")
        if (body["endpoint"], body["completion_window"]) != ("/v1/chat/completions", "24h"):
            return error(400, "unknown endpoint or window")
        lines = [json.loads(line) for line in self._files[file].splitlines()]
        assert len({line["custom_id"] for line in lines}) == len(lines)
        number = len(self.batches)
        batch = Batch(f"batch_{number}", file, lines, number)
        self.batches.append(batch)
        return Reply(body=self._describe(batch))

    def _describe(self, batch: Batch) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": batch.id,
            "object": "batch",
            "input_file_id": batch.file,
            "status": "in_progress",
            "errors": None,
        }
        reason = self.refuse(batch.number) if batch.polls else ""
        if reason:
            data = [{"code": "rejected", "message": reason, "line": 1, "param": None}]
            return {**shown, "status": "failed", "errors": {"object": "list", "data": data}}
        if batch.polls <= self.polls or (self.held and not batch.status):
            return shown
        if not batch.outputs:
            self._finish(batch)
        return {**shown, **batch.outputs, "status": batch.status}

    def _finish(self, batch: Batch) -> None:
        results, errors = [], []
        for line in batch.lines:
            call = Received("POST", line["url"], {}, line["body"], number=len(self.asked))
            self.asked.append(call)
            fate = "cancelled" if batch.status == "cancelled" else self.fate(call, batch.number)
            if fate == "lost":
                continue
            shown = {"id": f"req_{call.number}", "custom_id": line["custom_id"]}
            if fate == "answered":
                reply = self._script(call) or completion(answer(call.body), call.body)
                response = {"status_code": reply.status, "request_id": "r", "body": reply.body}
                kept = errors if reply.status >= 400 else results
                kept.append({**shown, "response": response, "error": None})
                continue
            code = {"expired": "batch_expired", "cancelled": "batch_cancelled"}.get(fate, "oops")
            problem = {"code": code, "message": f"this line was {fate}"}
            errors.append({**shown, "response": None, "error": problem})
            batch.status = batch.status or ("expired" if fate == "expired" else "")
        batch.status = batch.status or "completed"
        for name, lines in (("output_file_id", results), ("error_file_id", errors)):
            random.Random(batch.number).shuffle(lines)
            if lines:
                stranger = {"custom_id": "somebody-else", "response": None, "error": None}
                text = "\n".join(json.dumps(line) for line in [*lines, stranger])
                batch.outputs[name] = self._store(text.encode())

    def _store(self, content: bytes) -> str:
        name = f"file-{len(self._files)}"
        self._files[name] = content
        return name
