"""Word lists of the rules."""

from __future__ import annotations


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STOP_WORDS = frozenset(
    _list(
        """
    a about after all also am an and any are as at be because been before being between both
    but by can could did do does doing down during each few for from further had has have
    having he her here hers him his how however i if in into is it its itself just may me
    might more most must my no nor not now of off on once only or other our out over own
    same shall she should so some such than that thus therefore the their them then there
    these they this those through to too under until up upon us very was we were what when
    where which while who whom whose why will with within without would you your
    """
    )
)
"""English function words, which say nothing about a topic."""

ABBREVIATIONS = frozenset(
    _list(
        """
    mr mrs ms dr prof sr jr st vs etc e.g i.e cf al fig figs no nos vol ch sec eq ed eds pp
    approx inc ltd co dept est bzw z.b d.h ca nr bspw usw art op p.ex av
    """
    )
)
"""What a full stop after it does not end a sentence: English, German and French."""

NO_SUBJECT_START = frozenset(
    _list(
        """
    it this that these those they there he she we you i which what who whose here if when
    while where because although though since as in on at by for from with to of after
    before during under over through some many most more each both one such and but or so
    not only also then thus therefore however see note its their his her our your my another
    other how why unlike unless until once even despite given using like
    """
    )
)
"""Words with which no subject starts that can be understood without the sentence before."""

NO_SUBJECT_PART = frozenset(
    _list(
        """
    which that who whom whose because if when while is are was were
    """
    )
)
"""Words that show that a subject was cut in the wrong place."""

NO_SUBJECT_END = frozenset(
    _list(
        """
    and or of in on at by for from with to the a an can could will would may might must
    should shall not never also often usually only always now then therefore thus however
    there has have had do does did be been he she it they we you this these those
    """
    )
)
"""Words with which no subject ends."""

ARTICLES = frozenset(
    _list(
        """
    the a an every all any no
    """
    )
)
"""Words that are lower case inside a sentence."""

NUMBERS = _list(
    """
    two three four five six seven eight nine ten eleven twelve
    """
)
"""Numbers that are written out."""

ACTIONS = _list(
    """
    allow enable provide require cause produce support use reduce increase prevent protect
    contain include need offer describe define represent convert connect store carry absorb
    regulate control measure return create form release transport ensure determine affect
    improve
    """
)
"""Verbs whose third person adds an s and that take an object."""

MADE = _list(
    """
    invented discovered founded written designed developed proposed introduced painted
    composed built created published established directed
    """
)
"""Participles that go with a maker."""
