"""Makes the server fixtures known to this folder when it runs on its own."""

from tests.server.fixtures import openai_server, start_server

__all__ = ["openai_server", "start_server"]
