"""What all components have in common: validated options."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, get_args

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeVar, get_original_bases


class Options(BaseModel):
    """Base of a component's options: every field described, unknown names refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


OptionsT = TypeVar("OptionsT", bound=Options, default=Options, covariant=True)


class BackendOptions(Options):
    """Base of a backend's options for which the core's retries can be set."""

    max_retries: int = Field(default=3, ge=0, description="Further tries of a call that failed")
    retry_delay: float = Field(
        default=1.0, ge=0, description="Seconds before the first further try; doubles each time"
    )


class Component(Generic[OptionsT]):
    """Base of every component: holds its validated options.

    A subclass names the class of its options once, in brackets behind its base:
    ``class Fb2Parser(Parser[Fb2Options])``; without brackets it has none.
    """

    options_type: ClassVar[type[Any]] = Options

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "Options" in vars(cls):
            raise TypeError(
                f"the options of {cls.__name__} are named in brackets behind its base class, "
                "rather than inside of it as Options"
            )
        for argument in (a for base in get_original_bases(cls) for a in get_args(base)):
            named = getattr(argument, "__default__", argument)  # of a type variable
            if isinstance(named, type) and issubclass(named, Options):
                cls.options_type = named

    def __init__(self, options: OptionsT | None = None) -> None:
        self.options: OptionsT = self.options_type() if options is None else options
