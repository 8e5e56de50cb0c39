"""Calls foreign code so that whatever it raises is told from what the suite raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sdk_core.errors import ComponentError
from sdk_core.registry.boundary import foreign_code, is_stop


@contextmanager
def calling(package: str, what: str) -> Iterator[None]:
    """Turn anything that is raised, `SystemExit` too, into a `ComponentError` with that cause.

    Args:
        package: The package whose code is called.
        what: What of it is called.

    Raises:
        ComponentError: The code raised something.
    """
    try:
        with foreign_code():
            yield
    except BaseException as error:
        if is_stop(error):
            raise
        raise ComponentError(str(error), kind="call", name=what, distribution=package) from error
