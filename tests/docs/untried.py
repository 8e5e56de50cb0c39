"""The commands of the documentation that no test runs, each with the reason.

A pattern must match a whole line, without its comment. What can be checked without running is
checked: flags of our own program, targets of the Makefile, paths of tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Untried:
    """Commands that are not run.

    Args:
        pattern: Regular expression of the line.
        reason: Why.
        page: The only page for which it holds, ``""`` for all.
    """

    pattern: str
    reason: str
    page: str = ""

    def covers(self, line: str, page: str) -> bool:
        """Tell whether a line of a page is meant."""
        return self.page in ("", page) and re.fullmatch(self.pattern, line) is not None


INDEX = "needs a package index"
NETWORK = "needs the network"
OTHER = "another program"
BUILD = "building and installing is tested with the packages of examples/ and of `plugins new`"

TUTORIAL = "docs/plugins/tutorial.md"

UNTRIED = (
    Untried(r"make( .*)?", "sets up an environment; the target is looked up in the Makefile"),
    Untried(
        r"pip install ['\"]?synthetic-data-kit(\[[a-z,]+\])?(>=1\.0)?['\"]?( --find-links dist)?",
        INDEX,
    ),
    Untried(r"pip install \.", BUILD, "README.md"),
    Untried(r"pip wheel --no-deps --wheel-dir dist \.", BUILD),
    Untried(r"pip install -e \.", BUILD, "docs/user/install.md"),
    Untried(r"vllm serve .*", OTHER),
    Untried(r"hf auth login", OTHER),
    Untried(r"synthetic-data-kit save-as .* --push-to-hub .*", NETWORK),
    Untried(r"ollama pull .*", OTHER),
    Untried(r"synthetic-data-kit ingest \"?https?://.*", NETWORK),
    Untried(r"synthetic-data-kit ingest scan\.pdf.*", "recognising text is tested with the parser"),
    Untried(
        r"\.venv/bin/(python -m (pytest|tests\.golden\.)|python benchmarks/|zensical) ?.*",
        "tests, not a feature",
    ),
    Untried(r"pytest -q", "tests/scaffold runs the tests that `plugins new` writes", TUTORIAL),
    Untried(r"python -m venv .*", "the environment stands already"),
    Untried(r"pip install (build|twine)( twine)?", INDEX),
    Untried(r"python -m build", BUILD),
    Untried(r"twine (check|upload) .*", OTHER),
)
