"""Names of outputs are safe file names, and different for different inputs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import UsageError
from sdk_core.naming import MAX_NAME, checked_name, distinct_names, safe_name, url_name

SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@given(st.text())
def test_any_text_becomes_a_safe_name_that_stays_as_it_is(text: str) -> None:
    name = safe_name(text)
    assert SAFE.fullmatch(name)
    assert not name.endswith((".", "-"))
    assert len(name) <= MAX_NAME
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("report", "report"),
        ("report.v1-final_2", "report.v1-final_2"),
        ("_draft_", "_draft_"),
        ("My Report (1)", "My_Report_1"),
        ("Résumé", "Resume"),
        ("../../etc/passwd", "etc_passwd"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("a\x00b\nc", "a_b_c"),
    ],
)
def test_readable_names_keep_what_is_safe(text: str, expected: str) -> None:
    assert safe_name(text) == expected


def test_names_of_lost_letters_differ() -> None:
    assert safe_name("отчёт") != safe_name("доклад")
    assert safe_name("報告 A").startswith("A_")
    assert safe_name("x" * 500) != safe_name("x" * 501)


@pytest.mark.parametrize("name", ["a/b", "..", "a b", ".lance", "é", "x" * 200])
def test_a_chosen_name_must_be_a_plain_file_name(name: str) -> None:
    with pytest.raises(UsageError, match="plain file name"):
        checked_name(name)


def test_a_name_that_is_empty_is_told_as_that() -> None:
    with pytest.raises(UsageError, match="--name was given without a name"):
        checked_name(" ")


def test_a_chosen_name_may_bear_the_ending_of_tables() -> None:
    assert checked_name("report_2.lance") == "report_2"
    assert checked_name("_draft") == "_draft"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/", "example.org"),
        ("https://example.org/a/b.html", "example.org_a_b.html"),
        ("http://example.org:8080/a?id=3", "example.org_8080_a_id_3"),
        ("https://me:secret@example.org/a", "example.org_a"),
    ],
)
def test_pages_are_named_by_host_and_path_without_credentials(url: str, expected: str) -> None:
    assert url_name(url) == expected


def test_inputs_that_would_share_a_name_get_their_extension() -> None:
    inputs = [("", "report", ".pdf"), ("", "report", ".docx"), ("", "other", ".pdf")]
    assert distinct_names(inputs) == ["report_pdf", "report_docx", "other"]


def test_the_same_name_in_two_folders_is_no_clash() -> None:
    assert distinct_names([("a", "report", ".pdf"), ("b", "report", ".pdf")]) == ["report"] * 2


def test_a_name_made_distinct_does_not_take_that_of_a_third_input() -> None:
    names = distinct_names([("", "a", ".pdf"), ("", "A", ".pdf"), ("", "a_pdf", ".txt")])
    assert names[2] == "a_pdf"
    assert len({name.casefold() for name in names}) == 3


def test_folders_tell_inputs_of_one_name_apart_whatever_their_order() -> None:
    inputs = [
        ("", "notes", ".txt", "a", "x"),
        ("", "notes", ".txt", "a", "y"),
        ("", "notes", ".txt", "b"),
        ("", "notes", ".txt"),
        ("", "notes", ".md", "b"),
    ]
    expected = ["x_a_notes_txt", "y_a_notes_txt", "b_notes_txt", "notes_txt", "notes_md"]
    assert distinct_names(inputs) == expected
    assert distinct_names(inputs[::-1]) == expected[::-1]


STEMS = st.sampled_from(["a", "A", "a_pdf", "a b", "ä", "", "..", "b"])


@given(
    st.lists(st.tuples(st.sampled_from(["", "x"]), STEMS, st.sampled_from([".pdf", ".TXT", ""])))
)
def test_names_in_a_folder_are_distinct_on_systems_that_ignore_case(
    inputs: list[tuple[str, str, str]],
) -> None:
    names = distinct_names(inputs)
    places = {(folder, name.casefold()) for (folder, _, _), name in zip(inputs, names, strict=True)}
    assert len(places) == len(inputs)
    assert all(SAFE.fullmatch(name) for name in names)
    assert distinct_names(inputs) == names
