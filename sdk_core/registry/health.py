"""The health checks that plugins add: run, each for itself."""

from __future__ import annotations

from typing import NamedTuple

from sdk_core.errors import described
from sdk_core.registry.boundary import foreign_code, is_stop
from sdk_core.registry.manager import Manager
from sdk_core.registry.returned import one
from sdk_core.specs import HealthCheck


class Health(NamedTuple):
    """What a check says, ``""`` for all well, and whether one can do without what it checks."""

    text: str
    optional: bool = False


def run_health_checks(manager: Manager) -> dict[str, Health]:
    """Run the checks that plugins add, by plugin and name."""
    found = {}
    for check, plugin in manager.collect("sdk_health_checks", HealthCheck):
        name = f"{plugin.distribution}/{check.name}"
        try:
            with foreign_code():
                said = one(check.run(), str, "the check")
            found[name] = Health(said, check.optional)
        except BaseException as error:  # guard: any plugin failure
            if is_stop(error):
                raise
            found[name] = Health(f"the check itself failed: {described(error)}")
    return found
