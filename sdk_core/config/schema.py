"""Every key of the configuration, with its type, default and meaning.

These models are the single source: defaults, validation, ``config show``, ``config init`` and the
reference page are all made from them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    create_model,
    model_validator,
)

from sdk_core.kinds import BACKEND, CHUNKER, EXPORTER, JUDGE, KINDS, Kind


class ConfigSection(BaseModel):
    """Base of a section: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


Place = Annotated[str, AfterValidator(os.path.expanduser)]
"""A path: no shell has replaced a ``~`` in it."""

Count = Annotated[int, Field(ge=1)]


def _one_name(value: dict[str, Any]) -> dict[str, Any]:
    if len(value) != 1:
        raise ValueError("give one name with its options, as in: length: {least: 200}")
    return value


Transforms = list[str | Annotated[dict[str, dict[str, Any] | None], AfterValidator(_one_name)]]
"""Names of transforms in their order, each alone or with its options."""


class OutputPaths(ConfigSection):
    """Where each stage writes."""

    parsed: Place = Field("data/parsed", description="Output of ingest.")
    generated: Place = Field("data/generated", description="Output of create.")
    curated: Place = Field("data/curated", description="Output of curate.")
    final: Place = Field("data/final", description="Output of save-as.")


class Paths(ConfigSection):
    """Folders."""

    input: Place | dict[str, Place] = Field(
        "data/input",
        description="Where documents lie; one folder, or one for each file type.",
    )
    output: OutputPaths = Field(default_factory=OutputPaths, description="Output folders.")


class Llm(ConfigSection):
    """Which backend answers, and how hard it is driven."""

    provider: str = Field(BACKEND.default, description="Name of the backend.")
    concurrency: Count | None = Field(
        None, description="Model calls in flight at most; the number itself is found while running."
    )
    rpm: float | None = Field(
        None, gt=0, description="Requests a minute at most; null for no cap of ours."
    )
    tpm: float | None = Field(
        None,
        gt=0,
        description="Tokens a minute at most, of prompts and answers; null for no cap of ours.",
    )
    structured_output: StrictBool = Field(
        True, description="Ask servers that can to hold to a JSON schema."
    )
    deadline: float = Field(300.0, gt=0, description="Seconds that one model call may take.")


class ModelPrice(ConfigSection):
    """What a model costs."""

    input: float = Field(ge=0, description="US dollars for a million prompt tokens.")
    output: float = Field(ge=0, description="US dollars for a million answer tokens.")


class Generation(ConfigSection):
    """How create makes examples."""

    temperature: float | None = Field(
        0.7, ge=0, description="Sampling temperature; null for the server's own."
    )
    top_p: float | None = Field(
        0.95, gt=0, le=1, description="Nucleus sampling mass; null for the server's own."
    )
    chunker: str = Field(CHUNKER.default, description="What cuts documents into chunks.")
    chunk_size: Count = Field(4000, description="Characters in a chunk at most.")
    overlap: int = Field(200, ge=0, description="Characters that two chunks share.")
    max_tokens: Count | None = Field(
        4096, description="Tokens of an answer at most; null for the server's own limit."
    )
    num_pairs: Count | Literal["auto"] = Field(
        25, description="Question-answer pairs wanted of a document; auto goes by its text."
    )
    num_cot_examples: Count | Literal["auto"] = Field(
        5, description="Chain-of-thought examples of a document; auto goes by its text."
    )
    num_cot_enhance_examples: Count | None = Field(
        None, description="Conversations to enhance in a file; null for all."
    )
    batch_size: Count = Field(
        32, description="Model calls of create in flight at most, when set; see llm.concurrency."
    )
    single_call_max_size: Count = Field(
        8000, description="Characters below which a document goes into one call."
    )
    max_context_length: Count = Field(
        8000, description="Characters of a document that one summary call is shown."
    )
    summary_overlap: int = Field(
        0, ge=0, description="Characters shared by the parts of a summarised document."
    )
    coverage: Literal["sequential", "even", "all"] = Field(
        "sequential",
        description="Where in a document examples are wanted: from its beginning on, spread by "
        "what it says, or in each chunk.",
    )
    enable_deduplication: StrictBool = Field(
        True, description="Leave out a question that the document's examples already ask."
    )
    seed: int | None = Field(None, description="Sampling seed that is sent to the backend.")
    transforms: Transforms = Field(
        default_factory=list, description="Transforms of chunks and examples, in order."
    )
    processing_strategy: Any = Field(None, description="Obsolete: has no effect.")
    similarity_threshold: Any = Field(None, description="Obsolete: has no effect.")

    @model_validator(mode="after")
    def _overlap_is_smaller(self) -> Generation:
        if self.overlap >= self.chunk_size:
            raise ValueError(
                f"overlap ({self.overlap}) must be smaller than chunk_size ({self.chunk_size})"
            )
        if self.summary_overlap >= self.max_context_length:
            raise ValueError(
                f"summary_overlap ({self.summary_overlap}) must be smaller than "
                f"max_context_length ({self.max_context_length})"
            )
        return self


class Curate(ConfigSection):
    """How curate rates examples."""

    threshold: float = Field(
        7.0, ge=0, le=10, description="Rating, 0 to 10, from which a record is kept; 0 keeps all."
    )
    judges: list[str] | None = Field(
        None,
        min_length=1,
        description="Judges to ask, exactly these; null for the checks without a model that run "
        f"unasked and {JUDGE.default} after them.",
    )
    combine: Literal["all", "any", "weighted"] = Field(
        "all",
        description="Which of several judges that rate must be content: all, any, or the weighted "
        "mean of their ratings.",
    )
    weights: dict[str, float] = Field(
        default_factory=dict, description="Weight of a judge's rating by its name, where not 1."
    )
    select: Count | None = Field(
        None, description="How many of the kept records stay, good and unlike; null for all."
    )
    against: list[str] = Field(
        default_factory=list,
        description="Files or folders of records that these are compared with, such as datasets "
        "that were made before.",
    )
    transforms: Transforms = Field(
        default_factory=list, description="Transforms of records, before judges see them."
    )
    batch_size: Count = Field(5, description="Records in one rating call.")
    inference_batch: Count = Field(
        5, description="Model calls of curate in flight at most, when set; see llm.concurrency."
    )
    temperature: float | None = Field(
        0.1, ge=0, description="Sampling temperature of the judge; null for the server's own."
    )


class Format(ConfigSection):
    """How save-as writes."""

    default: str = Field(EXPORTER.default, description="Format when none is named.")
    include_metadata: StrictBool = Field(
        False, description="Put each record's provenance into jsonl rows."
    )
    transforms: Transforms = Field(
        default_factory=list, description="Transforms of records, before rows are made of them."
    )
    pretty_json: StrictBool = Field(True, description="Indent JSON arrays.")


class Ingest(ConfigSection):
    """How ingest reads."""

    max_download_mb: float = Field(200.0, gt=0, description="Megabytes of a URL's body at most.")
    timeout: float = Field(
        120.0,
        gt=0,
        description="Seconds that fetching a URL may take, and a parser for the next page.",
    )
    workers: Count | None = Field(
        None, description="Parsers at work at once; null for as many as there are processors."
    )
    max_memory: int = Field(2048, ge=64, description="Megabytes that one parser may use.")
    max_output: Count = Field(
        1000, description="Megabytes of text and images of one document at most."
    )
    delay: float = Field(
        1.0, ge=0, description="Seconds between two requests to one host at least."
    )
    retries: int = Field(
        2, ge=0, description="Further tries for a URL when its server is busy or breaks off."
    )
    max_urls: Count = Field(1000, description="Pages of a sitemap at most.")
    user_agent: str | None = Field(
        None,
        min_length=1,
        pattern=r"^[\x20-\x7e]+$",
        description="What servers are told that they are asked by; null for name and version.",
    )
    allow_private_urls: StrictBool = Field(
        False, description="Whether URLs may lead to addresses that are not public."
    )
    respect_robots: StrictBool = Field(
        True, description="Whether pages are left alone that a robots.txt closes to programs."
    )
    default_format: Literal["lance", "txt"] = Field(
        "lance", description="txt writes a document's text into a file beside its table as well."
    )
    transforms: Transforms = Field(
        default_factory=list, description="Transforms of documents and segments, in order."
    )
    youtube_captions: Any = Field(
        None, description="Obsolete: use parsers.youtube.languages instead."
    )


class Plugins(ConfigSection):
    """Which plugins may load, which go first, and which must be there."""

    files: list[Place] = Field(
        default_factory=list, description="Python files of the project that are plugins."
    )
    disable: list[str] = Field(
        default_factory=list, description="Packages or package:entry names to switch off."
    )
    prefer: list[str] = Field(
        default_factory=list,
        description="Packages, or package/name, that win where names or file types clash.",
    )
    call_texts: StrictBool = Field(
        False, description="Whether plugins that observe calls see what is asked and answered."
    )
    require: list[str] = Field(
        default_factory=list, description="Packages with versions that a run needs: sdk-x>=2."
    )


class PromptOverride(ConfigSection):
    """A prompt in the config that says more than its text."""

    text: str | None = Field(None, description="The user message.")
    file: Place | None = Field(None, description="A template file, instead of text.")
    system: str | None = Field(None, description="The system message.")
    dialect: str = Field("auto", pattern="^(auto|jinja|braces)$", description="How to read text.")

    @model_validator(mode="after")
    def _text_or_file(self) -> PromptOverride:
        if (self.text is None) == (self.file is None):
            raise ValueError("give either text or file")
        return self


class _Config(BaseModel):
    """The whole configuration; a section of any other name belongs to the backend it names."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    paths: Paths = Field(default_factory=Paths)
    llm: Llm = Field(default_factory=Llm)
    ingest: Ingest = Field(default_factory=Ingest)
    generation: Generation = Field(default_factory=Generation)
    curate: Curate = Field(default_factory=Curate)
    format: Format = Field(default_factory=Format)
    prompts: dict[str, str | PromptOverride] = Field(default_factory=dict)
    prompt_packs: list[Place] = Field(default_factory=list)
    prices: dict[str, ModelPrice] = Field(default_factory=dict)
    plugins: Plugins = Field(default_factory=Plugins)

    @property
    def sections(self) -> dict[str, Any]:
        """The sections that belong to backends, by name."""
        return dict(self.model_extra or {})

    def components(self, kind: Kind) -> dict[str, dict[str, Any]]:
        """Return the options of the components of a kind, by their names."""
        found: dict[str, dict[str, Any]] = (
            self.sections if kind.own_section else getattr(self, kind.plural)
        )
        return found


COMPONENT_SECTIONS = tuple(kind.plural for kind in KINDS.values() if not kind.own_section)
"""Sections that hold the options of components, each under the component's name."""

if TYPE_CHECKING:

    class Config(_Config):
        """The whole configuration, with a section for each kind of component."""

else:
    Config = create_model(
        "Config",
        __base__=_Config,
        __doc__=_Config.__doc__,
        __module__=__name__,
        **{
            name: (dict[str, dict[str, Any]], Field(default_factory=dict))
            for name in COMPONENT_SECTIONS
        },
    )


def known_keys(path: tuple[str, ...]) -> list[str]:
    """Return the keys that a section may have; empty for sections whose keys are free.

    Args:
        path: Names of the section and its parents, ``()`` for the top level.
    """
    model: Any = Config
    for part in path:
        field = getattr(model, "model_fields", {}).get(part)
        if field is None:
            return []
        model = field.annotation
    return list(getattr(model, "model_fields", {}))
