"""A worker in an interpreter of its own."""

from __future__ import annotations

from sdk_core.parsing.worker import serve

if __name__ == "__main__":
    serve()
