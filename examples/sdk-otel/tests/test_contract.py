"""The checks that every plugin must pass."""

from sdk_core.testing import contract_suite

TestPlugin = contract_suite("sdk-otel")
