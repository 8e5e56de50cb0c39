"""The built-in components and prompts under other names, for tests that no name matters."""
