"""The program, with more patience with calls under way than any test has: run as a module."""

from __future__ import annotations

from sdk_core.cli import main
from sdk_core.runs import model_run

model_run.PATIENCE = 3600.0

if __name__ == "__main__":
    main()
