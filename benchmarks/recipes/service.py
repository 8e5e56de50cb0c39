"""A server on this machine that answers the clients of tuning services as the services would.

The clients check files and requests before they send them; nothing is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

ANSWER: dict[str, Any] = {
    # What uploads and jobs of OpenAI, Azure, Together and Mistral are told.
    "id": "11111111-1111-4111-8111-111111111111",
    "bytes": 1,
    "created_at": 0,
    "filename": "train.jsonl",
    "purpose": "fine-tune",
    "FileType": "jsonl",
    "sample_type": "instruct",
    "source": "upload",
    "status": "QUEUED",
    "model": "any",
    "auto_start": False,
    "job_type": "completion",
    "modified_at": 0,
    "training_files": [],
    "hyperparameters": {},
    # Amazon Bedrock, and Google with its token and its bucket.
    "jobArn": "arn:aws:bedrock:us-east-1:111111111111:model-customization-job/any/1",
    "name": "projects/any/locations/any/tuningJobs/1",
    "state": "JOB_STATE_PENDING",
    "access_token": "any",
    "expires_in": 3600,
    "token_type": "Bearer",
}

LIMITS: dict[str, Any] = {
    # Together's client asks these first, and what the job would cost.
    "default_gradient_accumulation_steps": 1,
    "lora_training": {
        "default_rank": 8,
        "max_batch_size": 8,
        "max_batch_size_dpo": 8,
        "max_rank": 64,
        "min_batch_size": 8,
        "target_modules": ["q_proj"],
    },
    "max_learning_rate": 0.1,
    "max_num_checkpoints": 10,
    "max_num_epochs": 20,
    "max_num_evals": 100,
    "max_seq_length_dpo": 8192,
    "max_seq_length_sft": 8192,
    "merge_output_lora": False,
    "min_learning_rate": 0.0,
    "min_max_seq_length": 1,
    "model_name": "any",
    "supports_full_training": False,
    "supports_reasoning": False,
    "supports_tools": False,
    "supports_vision": False,
    "allowed_to_proceed": True,
}


class _Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer what is asked before a job is made."""
        self._answer(200, LIMITS | ANSWER)

    def do_PUT(self) -> None:
        """Take a file to a bucket."""
        self._answer(200, None)

    def do_POST(self) -> None:
        """Take a file or a job; Together's client is sent on to where files are put."""
        kind = "job" if "job" in self.path else "file"
        sent_on = self.path == "/together/v1/files"
        self._answer(302 if sent_on else 200, LIMITS | ANSWER | {"object": kind})

    def _answer(self, status: int, answer: dict[str, Any] | None) -> None:
        self._read()
        body = json.dumps(answer).encode() if answer else b""
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://{self.headers['Host']}/together/put")
            self.send_header("X-Together-File-Id", "file-1")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _read(self) -> None:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline().split(b";")[0], 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
        else:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def running_service() -> Iterator[str]:
    """Yield the address of a service that runs until the block is left."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
