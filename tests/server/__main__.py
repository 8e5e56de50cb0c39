"""Run the test server on its own: ``python -m tests.server --latency 0.3 --limit 16``."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading

from tests.server.openai_server import OpenAIServer


def main() -> None:
    """Serve until standard input ends or the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds an answer takes")
    parser.add_argument("--limit", type=int, help="requests in work beyond which 429 is sent")
    parser.add_argument("--slots", type=int, help="requests worked on at a time; others wait")
    parser.add_argument("--retry-after", default="1", help="Retry-After header of a 429")
    parser.add_argument("--model", default="test-model", help="model that is listed")
    options = parser.parse_args()
    with OpenAIServer(
        port=options.port,
        latency=options.latency,
        limit=options.limit,
        slots=options.slots,
        retry_after=options.retry_after,
        models=(options.model,),
    ) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
