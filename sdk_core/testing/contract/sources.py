"""Sources: what they list, that it can be had, and what they say where there is nothing."""

from __future__ import annotations

from sdk_core.components import InputSource
from sdk_core.errors import DocumentError, SdkError, UsageError
from sdk_core.ingest.source_inputs import ListingContext
from sdk_core.kinds import SOURCE
from sdk_core.model import Listed, Source
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.specs import SourceSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, in_words, must_work
from sdk_core.testing.traces import leaves_nothing
from sdk_core.testing.violations import NotApplicable, Violation

SourceCase = Case[Entry[SourceSpec, InputSource]]

_NOWHERE = "a place that/is not there \u2603"
_REMEDY = "Give it an address that has something: addresses={{'{name}': ['{scheme}:…']}}."


def lists_what_is_there(case: SourceCase) -> None:
    """Each address gives things with a name and a ``uri`` of their own."""
    for address in _addresses(case):
        if not _list(case, address):
            spec = case.thing.spec
            raise Violation(
                f"it lists nothing at {address}.",
                _REMEDY.format(name=spec.name, scheme=spec.schemes[0]),
            )


def lists_the_same_again(case: SourceCase) -> None:
    """Two listings are the same, so that what has not changed is not read again."""
    for address in _addresses(case):
        with found_elsewhere():
            first, second = (_list(case, address) for _ in range(2))
        if first != second:
            changed = next((a for a, b in zip(first, second, strict=False) if a != b), address)
            raise Violation(
                f"two listings of {address} differ: {changed}.",
                "Let the place alone decide: uri says where it is, change_token what it holds.",
            )


def fetches_what_it_lists(case: SourceCase) -> None:
    """What is listed has content, the same at each fetch."""
    for address in _addresses(case):
        source = case.component()
        with found_elsewhere():
            listed = _list(case, address, source)
        for each in listed[:3]:
            if each.path is not None:
                if not each.path.is_file():
                    raise Violation(f"{each.uri} is no file.", "List files that are there.")
                continue
            first, second = (_fetch(case, source, each) for _ in range(2))
            if first != second:
                raise Violation(
                    f"two fetches of {each.uri} differ.", "Fetch what was listed, and nothing else."
                )


def tells_where_there_is_nothing(case: SourceCase) -> None:
    """An address that is not there is refused with UsageError and a hint."""
    address = f"{case.thing.spec.schemes[0]}:{_NOWHERE}"
    source = case.component()
    try:
        with case.thing.guarded():
            found: object = list(source.find(address, _context()))
    except UsageError as error:
        if not error.hint:
            raise Violation(
                f"{error.message}: it has no hint.", "Say what to do: UsageError(…, hint=…)."
            ) from error
        return
    except SdkError as error:
        said = in_words(error.__cause__ or error)
        raise Violation(
            f"an address that is not there makes it crash: {said}.",
            "Raise UsageError(message, hint=…).",
        ) from error
    if case.thing.spec.schemes[0] in ("http", "https"):
        raise NotApplicable("only fetching tells")
    raise Violation(
        f"it lists {len(list(found)) if isinstance(found, list) else 0} things at an address that "
        "is not there.",
        "Raise UsageError(message, hint=…): an empty listing is taken for an empty place.",
    )


def leaves_nothing_behind(case: SourceCase) -> None:
    """It neither prints nor leaves files or threads."""
    address, *_ = _addresses(case)

    def use() -> None:
        with found_elsewhere():
            source = case.component()
            for each in _list(case, address, source)[:1]:
                if each.path is None:
                    _fetch(case, source, each)

    leaves_nothing("find() or fetch()", use, case.folder)


def _addresses(case: SourceCase) -> list[str]:
    spec = case.thing.spec
    given = case.plugin.settings.addresses.get(spec.name, ())
    if not given:
        raise NotApplicable(
            f"no address is known: addresses={{{spec.name!r}: ['{spec.schemes[0]}:…']}}"
        )
    return list(given)


def _context() -> ListingContext:
    def download(url: str) -> Source:
        raise DocumentError(f"{url}: the suite fetches nothing", hint="give another address")

    return ListingContext(lambda said: None, download)


def _list(case: SourceCase, address: str, source: InputSource | None = None) -> list[Listed]:
    seen: set[str] = set()
    found = []
    used = source or case.component()
    with (
        must_work(f"find() failed on {address}", "Yield a Listed for each thing."),
        case.thing.guarded(),
    ):
        given: object = used.find(address, _context())
        for each in returned.each(given, Listed, "find()"):
            returned.require_listed(each, seen)
            seen.add(each.uri)
            found.append(each)
    return found


def _fetch(case: SourceCase, source: InputSource, listed: Listed) -> bytes:
    with (
        must_work(f"fetch() failed on {listed.uri}", "Return a Source with data or a path."),
        case.thing.guarded(),
    ):
        given: object = source.fetch(listed, _context())
        found = returned.one(given, Source, "fetch()")
    if found.data is None and found.path is None:
        raise Violation(
            f"what fetch() gives for {listed.uri} has no content.",
            "Return Source(uri=…, data=…), or one with a path.",
        )
    return found.read()


CHECKS = checks_over(
    SOURCE,
    lists_what_is_there,
    lists_the_same_again,
    fetches_what_it_lists,
    tells_where_there_is_nothing,
    leaves_nothing_behind,
)
