"""What drop-boilerplate takes for a list of places, in several languages, and what it lets be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.transforms.drop_boilerplate import DropBoilerplate, DropBoilerplateOptions
from sdk_core.model import Document, Segment
from sdk_core.testing import HeardLosses
from sdk_core.testing.factories import make_image
from tests.growth import assert_linear

PROSE = "Each lock holds about 180 cubic metres of water, and a boat is lifted in ten minutes."
DOTTED = "\n".join(f"{n} Part {n} . . . . {n * 7}" for n in range(1, 8))
PLAIN = "\n".join(f"Part {n}   {n * 7}" for n in range(1, 8))
CITED = "Quay, A. (1999). On locks. Canal Press.\n\nHull, B. (2004). Boats of the ridge. doi:10.1/x"


def _apply(*pages: str, parts: list[str] | None = None) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the text of the pages that are left, and what was left out."""
    document = Document.create("d", [Segment(text=text) for text in pages])
    options = DropBoilerplateOptions.model_validate({} if parts is None else {"parts": parts})
    said = HeardLosses()
    found = list(DropBoilerplate(options).apply(document, said))
    return [segment.text for each in found for segment in each.segments], said.parts


@pytest.mark.parametrize(
    "title",
    [
        "Contents",
        "# Table of Contents",
        "**Contents**",
        "CONTENTS:",
        "## Inhaltsverzeichnis",
        "Inhalt",
        "# Table des matières",
        "Sommaire",
        "## Índice",
        "Tabla de contenido",
        "目录",
    ],
)
@pytest.mark.parametrize("entries", [PLAIN, DOTTED], ids=["plain", "dotted"])
def test_a_list_of_contents_goes_with_its_title(title: str, entries: str) -> None:
    left, parts = _apply(f"{title}\n\n{entries}\n\n# Locks\n\n{PROSE}")
    assert left == [f"# Locks\n\n{PROSE}"]
    assert {reason for reason, _ in parts} == {"contents list"}


@pytest.mark.parametrize("entries", [PLAIN, DOTTED], ids=["plain", "dotted"])
def test_a_title_may_stand_right_above_its_list(entries: str) -> None:
    left, _ = _apply(f"Contents\n{entries}\n\n# Locks\n\n{PROSE}")
    assert left == [f"# Locks\n\n{PROSE}"]


def test_front_matter_may_have_roman_pages() -> None:
    entries = "Preface .... v\nThanks .... ix\nLocks .... 1\nBoats .... 14\nWeirs .... 30"
    assert _apply(f"Contents\n\n{entries}\n\n{PROSE}")[0] == [PROSE]


def test_a_list_of_contents_as_a_table_goes_below_its_title() -> None:
    rows = "\n".join(f"| Part {n} | {n * 7} |" for n in range(1, 8))
    assert _apply(f"## Contents\n\n{rows}\n\n{PROSE}")[0] == [PROSE]


def test_a_list_of_contents_may_go_on_over_a_page() -> None:
    first = "\n".join(f"Part {n} ..... {n * 7}" for n in range(1, 8))
    second = "\n".join(f"Part {n} ..... {n * 7}" for n in range(8, 15))
    left, parts = _apply(f"Contents\n\n{first}", second, PROSE)
    assert left == [PROSE]
    assert [text for _, text in parts] == ["Contents", first, second]


@pytest.mark.parametrize(
    "title",
    [
        "# References",
        "REFERENCES",
        "## 7. References",
        "# Bibliography",
        "Works Cited",
        "## Literaturverzeichnis",
        "Quellen",
        "# Références bibliographiques",
        "Bibliographie",
        "# Bibliografía",
        "Referencias bibliográficas",
        "参考文献",
    ],
)
def test_references_go_with_their_title_and_end_at_the_next_heading(title: str) -> None:
    left, parts = _apply(f"{PROSE}\n\n{title}\n\n{CITED}\n\n# Appendix of 1811\n\nSince 1811.")
    assert left == [f"{PROSE}\n\n# Appendix of 1811\n\nSince 1811."]
    assert {reason for reason, _ in parts} == {"list of references"}


def test_references_may_stand_right_below_their_title_in_one_paragraph() -> None:
    listed = "\n".join(f"[{n}] Keel, C. ({1990 + n}). Oars." for n in range(1, 9))
    assert _apply(f"{PROSE}\n\n# References\n{listed}")[0] == [PROSE]


def test_references_may_begin_on_the_page_after_their_title() -> None:
    left, _ = _apply(f"{PROSE}\n\n# References", CITED, "# Thanks\n\nTo the keepers of 1811.")
    assert left == [PROSE, "# Thanks\n\nTo the keepers of 1811."]


@pytest.mark.parametrize(
    "text",
    [
        "# References\n\nAsk two people who know you to write to the harbour master.",
        "# References\n\n## Of pointers\n\nA reference of C++11 is bound once.",
        "The lock was mended in 1999 and in 2004.\n\nIn 2010 the bridge was built anew.",
        "See the references of 1999 in the archive.\n\nThey were copied in 2004.",
    ],
    ids=["letters", "pointers", "years", "mention"],
)
def test_what_speaks_of_years_and_references_stays(text: str) -> None:
    assert _apply(f"{PROSE}\n\n{text}") == ([f"{PROSE}\n\n{text}"], [])


def test_prose_below_a_heading_that_names_a_subject_is_no_list() -> None:
    text = (
        "## Literature\n\nThe first novel in the language was printed in 1847, and it was read "
        "on every boat. Its author, who kept the lock at Alder Hill, wrote two more of them "
        "before the railway came in 1868."
    )
    assert _apply(f"{PROSE}\n\n{text}") == ([f"{PROSE}\n\n{text}"], [])


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies to measure visits. Accept all",
        "This website uses cookies. By continuing you agree.",
        "Nous utilisons des cookies. Accepter Refuser",
        "Utilizamos cookies propias. Aceptar",
        "Diese Seite nutzt Cookies. Ablehnen oder zustimmen.",
    ],
)
def test_notices_about_cookies_go(text: str) -> None:
    assert _apply(f"{text}\n\n{PROSE}") == ([PROSE], [("cookie notice", text)])


@pytest.mark.parametrize(
    "text",
    [
        "Let the cookies cool on a rack for ten minutes before you serve them.",
        "A server sets a cookie in a header, and the client sends it back with each request.",
        "We use cookies. " + "The policy of the harbour says at length what is stored. " * 15,
    ],
    ids=["baking", "protocol", "policy"],
)
def test_what_is_about_cookies_stays(text: str) -> None:
    assert _apply(f"{text}\n\n{PROSE}")[0] == [f"{text}\n\n{PROSE}"]


@pytest.mark.parametrize(
    "text",
    [
        "For the base of the cake we use cookies, crushed, with a little butter.",
        "Browsers accept a cookie only when its Domain attribute covers the host of the request.",
    ],
    ids=["cake", "browsers"],
)
def test_sentences_of_a_subject_are_no_notice(text: str) -> None:
    assert _apply(f"{text}\n\n{PROSE}")[0] == [f"{text}\n\n{PROSE}"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"| {name} | {n} |" for n, name in enumerate(["Aly", "Boro", "Caro", "-"], 7)),
        "\n".join(f"{n}" for n in range(1, 12)),
        "\n".join(f"{n * 1.5} {n * 2.25} {n * 3}" for n in range(1, 12)),
        "\n".join(f"Coffee of sort {n} ..... {n}.50" for n in range(1, 9)),
        "\n".join(f"Station {n} ..... {90 - 9 * n}" for n in range(1, 9)),
        "\n".join(f"- step {n} takes {n} minutes" for n in range(1, 9)),
        "\n".join(f"{1990 + n}: the dam was mended {n} times" for n in range(9)),
        "\n".join(f"Aa {n}" for n in range(1, 9)),
        "for n in range(3):\n    total += n\n    print(total)\nx = 1\ny = 2\nz = 3",
    ],
    ids=["table", "count", "columns", "prices", "falling", "steps", "years", "labels", "code"],
)
def test_data_is_no_list_of_places(text: str) -> None:
    assert _apply(f"{PROSE}\n\n{text}") == ([f"{PROSE}\n\n{text}"], [])


def test_a_short_list_of_contents_may_be_something_else() -> None:
    text = "Locks .... 3\nBoats .... 9\nWeirs .... 12"
    assert _apply(f"{text}\n\n{PROSE}") == ([f"{text}\n\n{PROSE}"], [])


def test_an_index_in_groups_of_letters_goes() -> None:
    index = (
        "A\nanchor, 3, 12\napple, 9\nB\nboat, 5, 7–9\nbridge, see lock\nL\nlock, 7, 22\nrope, 18"
    )
    assert _apply(PROSE, index) == ([PROSE], [("index", index)])


def test_pages_without_a_list_are_the_same_to_the_byte() -> None:
    page = f"  {PROSE}\n\n\n\n\tan indented line\n \n"
    assert _apply(page, DOTTED)[0] == [page]


def test_code_on_a_page_with_a_list_keeps_its_indentation() -> None:
    code = "```python\ndef lock():\n    fill()\n\n    drain()\n```"
    left, _ = _apply(f"{DOTTED}\n\n{code}\n\n{PROSE}")
    assert left == [f"{code}\n\n{PROSE}"]


def test_the_sorts_that_are_not_named_stay() -> None:
    notice = "We use cookies. Accept all."
    left, parts = _apply(f"{notice}\n\n{DOTTED}\n\n{PROSE}", parts=["cookies"])
    assert left == [f"{DOTTED}\n\n{PROSE}"]
    assert parts == [("cookie notice", notice)]
    assert _apply(f"{notice}\n\n{DOTTED}", parts=[]) == ([f"{notice}\n\n{DOTTED}"], [])


def test_an_unknown_sort_is_refused() -> None:
    with pytest.raises(ValueError, match="contents"):
        DropBoilerplateOptions.model_validate({"parts": ["adverts"]})


def test_pictures_and_facts_stay_when_the_text_around_them_goes() -> None:
    picture = make_image()
    pages = [
        Segment(text=DOTTED, kind="page", index=1, images=(picture,), metadata={"note": "x"}),
        Segment(text=PROSE, kind="page", index=2),
    ]
    document = Document.create("d", pages, title="Locks", metadata={"author": "Quay"})
    [found] = DropBoilerplate().apply(document, HeardLosses())
    first, second = found.segments
    assert (first.text, first.images, first.index) == ("", (picture,), 1)
    assert first.metadata == {"note": "x"}
    assert second == pages[1]
    assert (found.title, found.metadata) == (document.title, document.metadata)


def test_what_was_left_out_is_told_with_its_text() -> None:
    _, parts = _apply(f"Contents\n\n{PLAIN}\n\n{PROSE}")
    assert parts == [("contents list", "Contents"), ("contents list", PLAIN)]


def test_a_document_is_cleared_once_and_for_all() -> None:
    pages = (f"Contents\n\n{PLAIN}\n\n{PROSE}", f"{PROSE}\n\n# References\n\n{CITED}")
    once, _ = _apply(*pages)
    assert _apply(*once) == (once, [])


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    PROSE,
                    DOTTED,
                    PLAIN,
                    CITED,
                    "Contents",
                    "# References",
                    "## Thanks",
                    "We use cookies. Accept all.",
                    "```\nx = 1\n\n    y = 2\n```",
                ]
            ),
            max_size=6,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_every_line_is_either_left_or_told(pages: list[list[str]]) -> None:
    texts = ["\n\n".join(page) for page in pages]
    left, parts = _apply(*texts)
    found = [*left, *(text for _, text in parts)]
    lines = sorted(line for text in found for line in text.splitlines() if line.strip())
    assert lines == sorted(line for text in texts for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("filling", [".", "_", ". ", "  .", " |"])
@pytest.mark.parametrize("before", ["", "Contents\n\n"], ids=["text", "contents"])
def test_lines_of_leaders_without_a_page_take_linear_time(before: str, filling: str) -> None:
    def count(size: int) -> int:
        text = f"{before}Downloading {filling * (size // len(filling))} done!"
        return len(_apply(text)[0])

    assert assert_linear(count, 2000) == 1
