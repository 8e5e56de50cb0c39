"""The options of a component: what words on a command line mean for them, and whether they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from sdk_core.config.foreign import is_foreign
from sdk_core.config.yamlfile import parse_scalar
from sdk_core.errors import ConfigError
from sdk_core.naming import did_you_mean

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from sdk_core.components import Options


def option_name(options: type[Options], name: str) -> str:
    """Return the field that a name means, which may be written with hyphens, as flags are."""
    return name if name in options.model_fields else name.replace("-", "_")


def read_texts(options: type[Options], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that ``KEY=VALUE`` arguments mean for the options of a component.

    ``true``, ``null`` and lists mean that where the option can be such a value, and are text
    where it is text.

    Args:
        options: The component's options.
        texts: Values by name; those that are no text are left alone.
    """
    values = {option_name(options, name): value for name, value in texts.items()}
    for name, value in values.items():
        field = options.model_fields.get(name)
        if field is not None and isinstance(value, str):
            values[name] = _first_valid(field, (parse_scalar(value), value))
    return values


def validate_options(
    options: type[Options],
    values: Mapping[str, Any],
    owner: str,
    *,
    origins: Callable[[str], str] | None = None,
) -> Options:
    """Build an options object, or say in one sentence what is wrong with the values.

    Args:
        options: The component's options.
        values: Values by name, which may be written with hyphens, as flags are.
        owner: Whose they are, for the message.
        origins: Says where a value comes from, ``""`` when there is nothing to say.

    Raises:
        ConfigError: A name is unknown or a value has a wrong type.
    """
    from pydantic import ValidationError

    def source(name: str) -> str:
        said = origins(name) if origins else ""
        return f" ({said})" if said else ""

    known = list(options.model_fields)
    given = {}
    for name, value in values.items():
        field = option_name(options, name)
        if field not in known:
            raise ConfigError(
                f"{owner} has no option {field!r}{source(name)}{did_you_mean(field, known)}",
                hint=f"known: {', '.join(known)}" if known else "it has none",
            )
        is_text = isinstance(value, str)
        given[field] = _as_number(options.model_fields[field], value) if is_text else value
    try:
        return options.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        name = str(first["loc"][0]) if first["loc"] else ""
        what = f"option {where!r}{source(name)}: " if where else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{owner}: {what}{reason}") from error


def without_foreign(
    options: type[Options], values: Mapping[str, Any], is_from_file: Callable[[str], bool]
) -> tuple[dict[str, Any], list[str]]:
    """Return the values without keys of other programs, and the names of those keys.

    A key with nothing under it is not set, unless nothing is a value of its own.

    Args:
        options: The component's options.
        values: Values by name, as the config holds them.
        is_from_file: Tells whether the config file holds a value.
    """
    known = list(options.model_fields)
    foreign = [
        name
        for name in values
        if option_name(options, name) not in known
        and is_from_file(name)
        and is_foreign(name, known)
    ]
    kept = {
        name: value
        for name, value in values.items()
        if name not in foreign and (value is not None or _may_be_null(options, name))
    }
    return kept, foreign


def _may_be_null(options: type[Options], name: str) -> bool:
    from pydantic import TypeAdapter, ValidationError

    field = options.model_fields.get(option_name(options, name))
    if field is None:
        return True  # validation will say that there is no such option
    wanted: Any = field.annotation
    try:
        TypeAdapter[Any](wanted).validate_python(None)
    except ValidationError:
        return False
    return True


def _as_number(field: FieldInfo, value: str) -> Any:
    """Return the number that a text means, where only a number will do: ``Literal[1, 2]``."""
    numbers: list[Any] = []
    for kind in (int, float):
        try:
            numbers.append(kind(value))
        except ValueError:
            continue
    return _first_valid(field, (value, *numbers))


def _first_valid(field: FieldInfo, candidates: Iterable[Any]) -> Any:
    """Return the first candidate that the field takes; the very first when it takes none."""
    from pydantic import TypeAdapter, ValidationError

    wanted: Any = field.annotation
    for part in field.metadata:
        wanted = Annotated[wanted, part]
    adapter: TypeAdapter[Any] = TypeAdapter(wanted)
    tried = list(candidates)
    for candidate in tried:
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    return tried[0]
