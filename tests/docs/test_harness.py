"""Pages that are wrong: each must fail, or the tests of the documentation prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs import shell
from tests.docs.pages import blocks, prose
from tests.docs.session import Session

WRONG = {
    "an unknown language": ("```ruby\nputs 1\n```", "'ruby' is none of"),
    "a command that fails": ("```bash\nls missing\n```", "ended in 2"),
    "a failure in the middle": ("```bash\nls missing\nls\n```", "ended in 2"),
    "another exit code": ("```bash\nls missing  # exit code 3\n```", "instead of 3: 2"),
    "a success where a failure is promised": ("```bash\nls  # exit code 2\n```", "instead of 2: 0"),
    "a program that is not known": ("```bash\nls | awk 1\n```", "'awk' is not known"),
    "a flag that is not there": ("```bash\nmake demo deploy\n```", "no target deploy"),
    "a misused command that is not run": (
        "```bash\nsynthetic-data-kit ingest https://example.com --colour red\n```",
        "No such option",
    ),
    "other output": ("```bash\necho one two\n```\n\n```text\none three\n```", "'one three' is not"),
    "a command among text": ("```text\nsynthetic-data-kit ingest x\n```", "a command is no text"),
    "python that raises": ("```python\nprint(missing)\n```", "NameError"),
    "a file that is no python": ('```python title="a.py"\ndef\n```', "SyntaxError"),
    "a config with a misspelt key": ("```yaml\ncurate: {treshold: 8}\n```", "curate.treshold"),
    "json that is none": ("```json\n{…}\n```", "JSONDecodeError"),
    "a template that is none": ("```jinja\n{% block %}\n```", "TemplateSyntaxError"),
    "a block without end": ("```bash\nls\n", "nothing closes"),
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a page."""

    def do(text: str) -> Path:
        page = tmp_path / "page.md"
        page.write_text(text, encoding="utf-8")
        return page

    return do


@pytest.mark.xdist_group("docs-0")
@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_page_fails(
    text: str, said: str, begin: Callable[[Path], Session], write: Callable[[str], Path]
) -> None:
    with pytest.raises(Exception) as failure:  # noqa: PT011  the text is below
        begin(write(text)).follow()

    assert said in f"{type(failure.value).__name__}: {failure.value}"


@pytest.mark.xdist_group("docs-0")
def test_a_page_is_one_story(
    begin: Callable[[Path], Session], write: Callable[[str], Path]
) -> None:
    """Files, folder and variables last from block to block; comments count, and are not shown."""
    page = write(
        '```text title="a/b.txt"\nwords\n```\n\n'
        "<!-- setup\nexport COLOUR=red\n-->\n\n"
        "<!-- file: a/hidden.txt\nhidden\n-->\n\n"
        "```bash\ncd a   # into the folder\ncat b.txt \\\n  hidden.txt\n```\n\n"
        "```text\nwords\nhid…\n```\n\n"
        '```text title="c.txt"\nmore\n```\n\n'
        '```bash\ncat c.txt\necho "$COLOUR # 1"\nls missing  # exit code 2\n```\n\n'
        "```text\nmore\nred # 1\n```\n"
    )

    session = begin(page)
    session.follow()

    assert (session.folder / "a" / "c.txt").read_text() == "more\n"
    assert "hidden" not in prose(page)
    assert [block.language for block in blocks(page)].count("setup") == 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("synthetic-data-kit create x.txt --type qa -n 3", ""),
        ("synthetic-data-kit -c a.yaml curate x.json --threshold 99", "99"),
        ("synthetic-data-kit plugins lst", "lst"),
        ("synthetic-data-kit ingest", ""),
        ("A=1 synthetic-data-kit save-as x.json --frmat alpaca && ls", "--frmat"),
        (".venv/bin/python -m pytest tests/nowhere/test_x.py", "tests/nowhere/test_x.py"),
    ],
)
def test_commands_that_are_not_run_are_checked(line: str, problem: str) -> None:
    said = shell.check(line)

    assert problem in said
    assert bool(said) == bool(problem)
