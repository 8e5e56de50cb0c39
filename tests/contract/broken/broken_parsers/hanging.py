"""A parser that waits for ever."""

from __future__ import annotations

import time

from broken_parsers.parsers import Whole
from sdk_core.model import Source


class Hanging(Whole):
    def read(self, source: Source) -> bytes:
        data = source.read()
        while data.startswith(b"\0"):
            time.sleep(0.01)
        return data
