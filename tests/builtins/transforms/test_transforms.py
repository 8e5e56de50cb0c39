"""The built-in transforms: what they change, what they leave out and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.transforms.clean_text import CleanText
from sdk_builtins.transforms.drop_boilerplate import DropBoilerplate, DropBoilerplateOptions
from sdk_builtins.transforms.language import Language, LanguageOptions
from sdk_builtins.transforms.length import Length, LengthOptions
from sdk_builtins.transforms.regex import Regex, RegexOptions
from sdk_core.components import Transform
from sdk_core.documents.sections import PART
from sdk_core.model import Document, Segment
from sdk_core.testing import HeardLosses, make_example

PROSE = "The canal was dug between 1789 and 1804. It joins two rivers."


def kept(transform: Transform[Any], item: Any) -> tuple[list[Any], list[tuple[str, str]]]:
    """Return what is passed on, and what is left out with the reasons."""
    said = HeardLosses()
    return list(transform.apply(item, said)), said.parts


def texts(*pages: str, **options: Any) -> tuple[list[str], list[str]]:
    """Return the pages that drop-boilerplate leaves, and the reasons for the rest."""
    document = Document.create("d", [Segment(text=text) for text in pages])
    transform = DropBoilerplate(DropBoilerplateOptions(**options))
    found, parts = kept(transform, document)
    left = [segment.text for segment in found[0].segments] if found else []
    return left, [reason for reason, _ in parts]


CONTENTS = "\n".join(f"{n} Chapter {n} ........ {n * 7}" for n in range(1, 7))
INDEX = "anchor, 3, 12\nboat, 5\nbridge, see lock\nlock, 7-9, 22\noar, 4\nrope, 18"
REFERENCES = "[1] Ada Quay (1999). On locks. Canal Press.\n\n[2] B. Hull (2004). Boats, doi:10.1/x."


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (CONTENTS, "contents list"),
        (INDEX, "index"),
        ("## References\n\n" + REFERENCES, "list of references"),
        ("Literaturverzeichnis\n\n" + REFERENCES, "list of references"),
        ("# 7 Bibliographie\n\n" + REFERENCES, "list of references"),
        ("We use cookies on this site. Accept all or choose preferences.", "cookie notice"),
        ("Wir verwenden Cookies. Alle akzeptieren.", "cookie notice"),
    ],
)
def test_what_says_where_things_stand_is_left_out(part, reason):
    left, reasons = texts(f"{PROSE}\n\n{part}\n\n# Appendix\n\n{PROSE}")
    assert left == [f"{PROSE}\n\n# Appendix\n\n{PROSE}"]
    assert set(reasons) == {reason}


@pytest.mark.parametrize(
    "part",
    [
        "# References\n\nThis chapter refers to nothing that anybody wrote.",
        "| city | boats |\n|---|---|\n| Aly | 3 |\n| Boro | 9 |\n| Caro | 2 |\n| Dell | 8 |",
        "Aly 31\nBoro 9\nCaro 22\nDell 8\nEsk 14\nFen 3",
        "1. Open the sluice.\n2. Wait for the water.\n3. Row in.\n4. Close it.\n5. Row out.",
        "In 1999 the lock was mended, and in 2004 the bridge was built anew by the town.",
        "Cookies are baked from flour, butter and sugar. Let the dough rest for an hour.",
        "Contents of the chest: three ropes, a lamp and a letter.",
        "Pressure   7\nFlow   9\nHeat   3\nNoise   12\nMass   5",
    ],
    ids=["heading", "table", "numbers", "steps", "years", "baking", "words", "columns"],
)
def test_what_only_looks_like_it_stays(part):
    assert texts(f"{PROSE}\n\n{part}") == ([f"{PROSE}\n\n{part}"], [])


def test_a_list_below_its_title_needs_no_dots():
    plain = "\n".join(f"Chapter {n}   {n * 7}" for n in range(1, 7))
    assert texts(f"Contents\n\n{plain}\n\n{PROSE}") == ([PROSE], ["contents list"] * 2)


def test_references_go_on_over_pages_and_end_at_a_heading():
    left, reasons = texts(
        f"{PROSE}\n\n## References\n\n{REFERENCES}",
        "[3] C. Keel, 2010, Oars.\n\n## Thanks\n\nTo the keepers of 1811.",
    )
    assert left == [PROSE, "## Thanks\n\nTo the keepers of 1811."]
    assert len(reasons) == 4


def test_what_a_parser_marked_is_taken_at_its_word_and_sorts_may_stay():
    document = Document.create("d", [
        Segment(text="Anything", metadata={PART: "contents"}), Segment(text=PROSE)
    ])  # fmt: skip
    [found], _ = kept(DropBoilerplate(), document)
    assert [segment.text for segment in found.segments] == [PROSE]
    assert texts(CONTENTS, PROSE, parts=["index"]) == ([CONTENTS, PROSE], [])


def test_a_document_of_nothing_else_is_left_out():
    assert texts(CONTENTS) == ([], ["contents list", "nothing but boilerplate"])


@given(st.text(max_size=80))
def test_clean_text_is_clean(text):
    [once], _ = kept(CleanText(), Segment(text=text))
    [twice], _ = kept(CleanText(), once)
    assert twice == once
    once.text.encode()


def test_clean_text_mends_what_other_parsers_leave():
    [found], _ = kept(CleanText(), Segment(text="ﬁne\u00a0day\x07 \r\n\n\n\nend  "))
    assert found.text == "fine day\n\nend"


@pytest.mark.parametrize(
    ("options", "answer", "left"),
    [
        (
            {"pattern": r"(\d+) km", "replacement": r"\1 kilometres"},
            "It is 41 km.",
            "41 kilometres",
        ),
        ({"pattern": "KM", "flags": "i", "replacement": "miles"}, "It is 41 km.", "41 miles"),
        ({"pattern": "secret", "action": "drop"}, "It is no secret.", None),
        ({"pattern": "secret", "action": "keep"}, "It is long.", None),
        ({"pattern": "long", "action": "drop", "field": "answer"}, "How wide?", "How wide?"),
    ],
)
def test_regex_replaces_keeps_and_drops(options, answer, left):
    found, parts = kept(Regex(RegexOptions(**options)), make_example(answer=answer))
    if left is None:
        assert not found
        assert options["pattern"] in parts[0][0]
    else:
        assert left in found[0].fields["answer"]


@pytest.mark.parametrize("wrong", [{"pattern": "("}, {"pattern": "a", "replacement": r"\2"}])
def test_an_expression_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"pattern|group"):
        RegexOptions(**wrong)


@pytest.mark.parametrize(
    ("options", "passes"),
    [
        ({"least": 4, "unit": "words"}, True),
        ({"least": 5, "unit": "words"}, False),
        ({"most": 3, "unit": "words"}, False),
        ({"least": 17, "most": 17}, True),
        ({"most": 3, "unit": "tokens"}, False),
    ],
)
def test_length_counts_what_is_said(options, passes):
    found, parts = kept(Length(LengthOptions(**options)), Segment(text="one two three four"[:17]))
    assert bool(found) == passes
    assert bool(parts) != passes


def test_limits_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="give least, most or both"):
        LengthOptions()
    with pytest.raises(ValueError, match="below least"):
        LengthOptions(least=5, most=4)


def test_language_keeps_what_is_wanted_and_what_is_too_short_to_tell():
    keep = Language(LanguageOptions(only=["en"]))
    german = "Der Kanal wurde gegraben, weil die Kohle den Fluss nicht hinauf kam."
    assert kept(keep, Segment(text=PROSE))[0]
    assert kept(keep, Segment(text=german)) == ([], [("in de", "")])
    assert kept(keep, Segment(text="Oui."))[0]
    strict = Language(LanguageOptions(only=["en"], keep_unknown=False))
    assert kept(strict, Segment(text="Oui.")) == ([], [("too short to tell", "")])
    with pytest.raises(ValueError, match="no language"):
        LanguageOptions(only=["xx"])
