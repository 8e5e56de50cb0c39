"""Records what the program says of itself: help pages, and listings of components."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from tests.golden.outputs import files
from tests.golden.program import Case, Line, Place

COMMANDS: tuple[tuple[str, ...], ...] = (
    (),
    ("system-check",),
    ("ingest",),
    ("inspect",),
    ("create",),
    ("curate",),
    ("save-as",),
    ("validate",),
    ("run",),
    ("runs",),
    *(("runs", name) for name in ("list", "show", "reparse", "retry-failed", "purge")),
    ("plugins",),
    *(("plugins", name) for name in ("list", "info", "doctor", "new")),
    ("prompts",),
    *(("prompts", name) for name in ("list", "show", "diff", "lint", "render", "eject")),
    ("config",),
    *(("config", name) for name in ("init", "show", "validate")),
)

FLAGS: dict[str, tuple[tuple[str, str], ...]] = {
    "parser": (("ingest", "--parser"),),
    "generator": (("create", "--type"), ("run", "--type")),
    "judge": (("curate", "--judge"),),
    "backend": (("create", "--provider"), ("curate", "--provider"), ("system-check", "--provider")),
    "exporter": (("save-as", "--format"), ("validate", "--as")),
    "storage": (("save-as", "--storage"),),
    "trainer": (("save-as", "--for"),),
    "prompt-pack": (),
}
"""Commands and flags that name a component of a kind."""


def cases() -> Iterator[Case]:
    """Return a case for the commands and for each kind of component."""
    yield Case("commands", _commands)
    for kind in FLAGS:
        yield Case(f"kind {kind}", partial(_kind, kind))
    yield Case("plugins", _plugins)
    yield Case("config", _config)


def _commands(place: Place) -> dict[str, Line]:
    lines = {" ".join((*names, "--help")): place.run(*names, "--help") for names in COMMANDS}
    lines["bare"] = place.run()
    lines["version"] = place.run("--version")
    lines["short"] = place.run("create", "-h")
    return lines


def _kind(kind: str, place: Place) -> dict[str, Line]:
    listed = place.run("plugins", "list", "--kind", kind, "--json")
    lines = {
        "list": place.run("plugins", "list", "--kind", kind),
        "list json": listed,
    }
    names = list(dict.fromkeys(entry["name"] for entry in json.loads(listed["out"])))
    for name in names:
        lines[f"{name} info"] = place.run("plugins", "info", name)
        for command, flag in FLAGS[kind]:
            lines[f"{name} {command} {flag}"] = place.run(command, flag, name, "--help")
    if names:
        lines["info json"] = place.run("plugins", "info", names[0], "--json")
    return lines


def _plugins(place: Place) -> dict[str, Line]:
    reference = ("plugins", "info", "synthetic-data-kit", "--markdown")
    lines = {
        "list": place.run("plugins", "list"),
        "list without": place.run("--no-plugins", "plugins", "list"),
        "reference": place.run("--no-plugins", *reference),
        "package": place.run("plugins", "info", "synthetic-data-kit"),
    }
    for kind in ("parser", "generator", "judge", "backend", "exporter", "storage", "prompt-pack"):
        lines[f"new {kind}"] = place.run("plugins", "new", f"acme-{kind}", "--kind", kind)
    lines["new command"] = place.run("plugins", "new", "acme-command", "--kind", "command")
    for path, text in files(place.folder).items():
        lines[f"written {path}"] = {"content": text}
    return lines


def _config(place: Place) -> dict[str, Line]:
    lines = {
        "show": place.run("config", "show"),
        "show origin": place.run("config", "show", "--origin", SDK_GENERATION__CHUNK_SIZE="99"),
        "validate": place.run("config", "validate"),
        "init": place.run("config", "init"),
        "init again": place.run("config", "init"),
        "init forced": place.run("config", "init", "--force", "--from", "ollama"),
    }
    for name in ("offline", "openai", "vllm", "lmstudio", "openrouter", "other"):
        lines[f"init {name}"] = place.run("config", "init", f"{name}.yaml", "--from", name)
    for path, text in files(place.folder).items():
        lines[f"written {path}"] = {"content": text}
    return lines
