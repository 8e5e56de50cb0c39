"""The suites of the broken plugins; collected on request only."""

from __future__ import annotations

from sdk_core.testing import contract_suite

TestBroken = contract_suite("broken-plugin")
TestModules = contract_suite("broken-modules")
TestHeavy = contract_suite("broken-heavy")
TestIdle = contract_suite("broken-idle")
TestAbsent = contract_suite("broken-absent")
TestHanging = contract_suite("broken-hang", samples={"hanging": ["sample.canal"]}, time_limit=3)
