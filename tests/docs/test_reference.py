"""The reference names everything that the program has: keys, defaults, commands, flags, files."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

from sdk_core.cli.root import COMMANDS, cli
from sdk_core.config.schema import Config
from sdk_core.errors import ExitCode
from sdk_core.kinds import EXPORTER, PARSER, STORAGE, Kind
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.testing.program import Finished
from tests.docs.pages import DOCS, ROOT, blocks, read, rows, sections

CONFIGURATION = DOCS / "reference" / "configuration.md"


def config_keys(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Yield the dotted path of every key of a section."""
    for name, field in model.model_fields.items():
        here = f"{path}{name}"
        inner = [m for m in (field.annotation, *nested(field.annotation)) if is_section(m)]
        yield here
        for section in inner:
            yield from config_keys(
                section, f"{here}." if field.annotation is section else f"{here}.NAME."
            )


def nested(annotation: Any) -> Iterator[Any]:
    """Yield the types inside of a generic type, however deep."""
    for argument in get_args(annotation):
        yield argument
        yield from nested(argument)


def is_section(annotation: Any) -> bool:
    """Tell whether a type is a section of the schema."""
    return inspect.isclass(annotation) and issubclass(annotation, BaseModel)


def test_every_config_key_is_in_the_reference() -> None:
    page = read(CONFIGURATION)
    keys = set(config_keys(Config))

    missing = sorted(key for key in keys if f"`{key}`" not in page and f"`{key}." not in page)

    assert "generation.chunk_size" in keys
    assert "prompts.NAME.system" in keys
    assert missing == []


def test_settings_and_defaults_in_the_reference_are_the_program_s(
    sdk: Callable[..., Finished],
) -> None:
    page = read(CONFIGURATION)
    documented = dict(re.findall(r"^\| `([\w.-]+)` \| `([^`]*)` \|", page, re.MULTILINE))
    shown = dict(line.split(" = ", 1) for line in sdk("config", "show").out.splitlines())
    actual = {key: value.strip('"').replace('"', "") for key, value in shown.items()}

    missing = sorted(key for key in actual if f"`{key}`" not in page)
    wrong = {k: (documented[k], v) for k, v in actual.items() if documented.get(k, v) != v}

    assert "api-endpoint.model" in actual
    assert missing == []
    assert wrong == {}


def test_every_key_of_the_shipped_config_is_in_the_reference() -> None:
    page = read(CONFIGURATION)
    path: list[str] = []
    missing = []
    for line in read(ROOT / "configs" / "config.yaml").splitlines():
        found = re.match(r"( *)([\w-]+):", line)
        if found:
            del path[len(found.group(1)) // 2 :]
            path.append(found.group(2))
            dotted = ".".join(path)
            if f"`{dotted}`" not in page and f"`{dotted}." not in page:
                missing.append(dotted)

    assert missing == []


def commands(
    group: click.Group, context: click.Context, path: str = ""
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with its full name."""
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, click.Context(found, parent=context), f"{path}{name} ")
        elif found is not None and (path or name in COMMANDS):
            yield f"{path}{name}", found


def test_every_command_and_option_is_in_the_reference() -> None:
    parts = sections(DOCS / "reference" / "cli.md")
    shared = parts["Global options"] + parts["Options that several commands share"]
    missing = []
    for name, command in [("", cli), *commands(cli, click.Context(cli))]:
        own = next((text for head, text in parts.items() if name and head.startswith(name)), "")
        if name and not own:
            missing.append(name)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                for flag in (*parameter.opts, *parameter.secondary_opts):
                    if not re.search(rf"`{re.escape(flag)}[` ]", own + shared):
                        missing.append(f"{name} {flag}")

    assert missing == []


def test_extras_and_pages_that_the_program_names_exist() -> None:
    files = [file for part in ("sdk_core", "plugins") for file in (ROOT / part).rglob("*.py")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    pages = {page for text in texts for page in re.findall(r"\bdocs/[\w/.-]+\.md\b", text)}
    extras = {extra for text in texts for extra in re.findall(r"synthetic-data-kit\[(\w+)\]", text)}
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    listed = {row[0].strip("`") for row in rows(DOCS / "user" / "install.md")}

    assert [page for page in sorted(pages) if not (ROOT / page).is_file()] == []
    assert extras <= set(project["optional-dependencies"])
    assert {"tokenizer", "hub"} <= extras
    assert sorted(set(project["optional-dependencies"]) - _named(listed)) == []


def _named(cells: set[str]) -> set[str]:
    """Return the names in cells of a table, of which one may hold several."""
    return {name for cell in cells for name in re.findall(r"[\w-]+", cell)}


def test_every_exit_code_is_in_the_reference() -> None:
    named = {row[0] for row in rows(DOCS / "reference" / "exit-codes.md")}

    assert {str(code.value) for code in ExitCode} <= named


def keys_of(value: Any, path: str = "") -> Iterator[str]:
    """Yield the dotted path of every key of a JSON value; all items of a list count as one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}{key}"
            yield from keys_of(inner, f"{path}{key}.")
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner, path)


@pytest.mark.xdist_group("docs-0")
@pytest.mark.parametrize(
    ("heading", "file"),
    [
        ("Generated files", "data/generated/report_qa_pairs.json"),
        ("Curated files", "data/curated/report_cleaned.json"),
    ],
)
def test_files_have_the_keys_that_the_reference_shows(
    heading: str, file: str, artefacts: Path
) -> None:
    page = DOCS / "reference" / "file-formats.md"
    start = read(page)[: read(page).index(f"## {heading}")].count("\n")
    block = next(b for b in blocks(page) if b.language == "json" and b.line > start)
    real = json.loads((artefacts / file).read_text(encoding="utf-8"))

    missing = set(keys_of(json.loads(block.text))) - set(keys_of(real))

    assert (
        missing - {"rejected.question", "rejected.answer", "rejected.rating", "rejected.reason"}
        == set()
    )
    assert set(real) - set(json.loads(block.text)) == set()


def test_headings_of_troubleshooting_are_pieces_of_messages() -> None:
    """A message that is reworded takes its heading along."""
    sources = [*(ROOT / "sdk_core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    joined = "".join(path.read_text(encoding="utf-8") for path in sources)
    text = re.sub(r'"\s*\n\s*f?"', "", joined)
    page = DOCS / "user" / "troubleshooting.md"

    shown = re.findall(r"^### `(.*)`$", read(page), re.MULTILINE)

    assert len(shown) > 10
    assert [piece for piece in shown if piece not in text] == []


@pytest.mark.parametrize("kind", [PARSER, EXPORTER, STORAGE])
def test_every_built_in_format_is_on_the_page_of_formats(kind: Kind) -> None:
    page = read(DOCS / "user" / "formats.md")
    registry = Registry(Manager(disabled=["all"]))

    missing = [e.spec.name for e in registry.all(kind) if f"`{e.spec.name}`" not in page]

    assert missing == []
