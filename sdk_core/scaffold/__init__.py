"""Writes a new plugin package: `kinds`, `names`, and the `package` made of the templates."""
