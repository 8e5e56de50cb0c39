"""What the words on a command line or in a variable mean for the option of a component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from sdk_core.config.yamlfile import parse_scalar

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


def as_number(field: FieldInfo, value: str) -> Any:
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
