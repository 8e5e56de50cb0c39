"""The configuration: four layers, their origins, and one error for all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.config import Config, LoadedConfig, load_config
from sdk_core.config.layers import flatten, mask, plugin_settings
from sdk_core.config.yamlfile import parse_scalar, read_yaml
from sdk_core.errors import ConfigError
from sdk_core.manager import Manager
from sdk_core.registry import Registry, validate_options
from sdk_core.resources import data_directory

BACKENDS = ["vllm", "api-endpoint", "offline"]

Load = Callable[..., LoadedConfig]

META_CONFIG = """
paths:
  input: "data/input"
  output:
    parsed: "data/parsed"
    generated: "data/generated"
    curated: "data/curated"
    final: "data/final"
llm:
  provider: "vllm"
vllm:
  api_base: "http://localhost:8000/v1"
  port: 8000
  model: "meta-llama/Llama-3.3-70B-Instruct"
  max_retries: 3
  retry_delay: 1.0
  sleep_time: 0.1
api-endpoint:
  api_base: "https://api.llama.com/v1"
  api_key: "llama-api-key"
  model: "Llama-4-Maverick-17B-128E-Instruct-FP8"
  max_retries: 3
  retry_delay: 1.0
  sleep_time: 0.5
ingest:
  default_format: "lance"
  youtube_captions: "auto"
generation:
  processing_strategy: "auto"
  temperature: 0.7
  top_p: 0.95
  chunk_size: 4000
  overlap: 200
  max_tokens: 4096
  num_pairs: 25
  num_cot_examples: 5
  num_cot_enhance_examples: null
  batch_size: 32
  single_call_max_size: 8000
  max_context_length: 8000
  summary_overlap: 0
  enable_deduplication: true
  similarity_threshold: 0.8
curate:
  threshold: 7.0
  batch_size: 5
  inference_batch: 5
  temperature: 0.1
format:
  default: "jsonl"
  include_metadata: true
  pretty_json: true
prompts:
  summary: "Summarize this document in 3-5 sentences. {text}"
  qa_generation: "Create {num_pairs} question-answer pairs from {text}"
  qa_rating: "Rate: {pairs}"
  cot_generation: "Create {num_examples} from {text}"
  cot_enhancement: "Enhance {conversations} ({include_simple_steps})"
"""

LEGACY_CONFIG = """
paths:
  input:
    pdf: "data/pdf"
    html: "data/html"
    youtube: "data/youtube"
    docx: "data/docx"
    ppt: "data/ppt"
    txt: "data/txt"
  output:
    parsed: "data/output"
    generated: "data/generated"
    cleaned: "data/cleaned"
    final: "data/final"
vllm:
  api_base: "http://localhost:8000/v1"
cleanup:
  threshold: 6.5
  batch_size: 8
  temperature: 0.2
"""


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that loads a config file with this text."""

    def run(
        text: str | bytes = "",
        flags: Mapping[str, Mapping[str, Any]] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> LoadedConfig:
        file = tmp_path / "config.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_config(file, flags, environment or {}, backends=lambda: BACKENDS)

    return run


def problems(load: Load, text: str | bytes, **others: Any) -> list[str]:
    """Return the lines of the one error that a config file causes."""
    with pytest.raises(ConfigError) as caught:
        load(text, **others)
    lines = caught.value.message.splitlines()
    return [line.strip() for line in (lines[1:] if len(lines) > 1 else lines)]


def test_lists_of_plugins_in_the_environment_add_to_the_file(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "plugins.yaml"
    file.write_text("plugins: {disable: [a], prefer: [b]}", "utf-8")
    variables = {
        "SDK_PLUGINS_DISABLE": " c, d,",
        "SDK_PLUGINS_REQUIRE": "e>=1",
        "SDK_PLUGINS_X": "f",
    }
    loaded = load_config(file, None, variables, backends=lambda: BACKENDS)
    section = loaded.config.plugins
    assert (section.disable, section.prefer, section.require) == (["c", "d", "a"], ["b"], ["e>=1"])
    both = f"environment variable SDK_PLUGINS_DISABLE and {file}"
    assert loaded.origin("plugins", "disable") == both
    assert loaded.origin("plugins", "require") == "environment variable SDK_PLUGINS_REQUIRE"
    assert plugin_settings(file, variables) == section
    assert plugin_settings(tmp_path / "none.yaml", {}).disable == []


def test_flags_win_over_the_environment_over_the_file_over_defaults(load: Load) -> None:
    loaded = load(
        "generation: {chunk_size: 1000, overlap: 10, num_pairs: 3}",
        {"--num-pairs": {"generation": {"num_pairs": 9}}},
        {"SDK_GENERATION__OVERLAP": "20", "SDK_GENERATION__NUM_PAIRS": "5"},
    )
    values = loaded.config.generation
    assert (values.num_pairs, values.overlap, values.chunk_size, values.top_p) == (
        9,
        20,
        1000,
        0.95,
    )
    assert loaded.origin("generation", "num_pairs") == "--num-pairs"
    assert loaded.origin("generation", "overlap") == "environment variable SDK_GENERATION__OVERLAP"
    assert loaded.origin("generation", "chunk_size").endswith("config.yaml")
    assert loaded.origin("generation", "top_p") == "default"
    assert loaded.is_set("generation", "num_pairs")
    assert not loaded.is_set("generation", "top_p")


def test_without_anything_the_defaults_are_those_of_the_contract() -> None:
    config = load_config(None, None, {}, backends=lambda: BACKENDS).config
    assert config.llm.provider == "vllm"
    assert config.paths.output.model_dump() == {
        "parsed": "data/parsed",
        "generated": "data/generated",
        "curated": "data/curated",
        "final": "data/final",
    }
    wanted = {
        "temperature": 0.7,
        "top_p": 0.95,
        "chunk_size": 4000,
        "overlap": 200,
        "max_tokens": 4096,
        "num_pairs": 25,
        "num_cot_examples": 5,
        "num_cot_enhance_examples": None,
        "batch_size": 32,
        "single_call_max_size": 8000,
        "max_context_length": 8000,
        "summary_overlap": 0,
    }
    assert wanted.items() <= config.generation.model_dump().items()
    assert (config.curate.threshold, config.curate.temperature) == (7.0, 0.1)
    assert (config.curate.batch_size, config.curate.inference_batch) == (5, 5)
    assert config.format.default == "jsonl"


def test_three_keys_are_enough(load: Load) -> None:
    loaded = load(
        'llm: {provider: "api-endpoint"}\n'
        'api-endpoint: {api_base: "https://x/v1", api_key: "k", model: "m"}'
    )
    assert loaded.config.llm.provider == "api-endpoint"
    assert loaded.config.sections == {
        "api-endpoint": {"api_base": "https://x/v1", "api_key": "k", "model": "m"}
    }
    assert loaded.config.generation.chunk_size == 4000


def test_a_full_config_of_metas_tool_loads_unchanged(load: Load) -> None:
    loaded = load(META_CONFIG)
    registry = Registry(Manager(disabled=["all"]))
    for name in ("vllm", "api-endpoint"):
        options = registry.get("backend", name).load().Options
        checked = validate_options(options, loaded.config.sections[name], name)
        assert checked.model_dump()["max_retries"] == 3
    assert set(loaded.config.prompts) == {
        "summary",
        "qa_generation",
        "qa_rating",
        "cot_generation",
        "cot_enhancement",
    }
    obsolete = ("processing_strategy", "similarity_threshold", "default_format", "sleep_time")
    for key in (*obsolete, "youtube_captions"):
        assert [note for note in loaded.notes if f"{key} has no effect" in note]


def test_the_legacy_layout_keeps_working_and_is_noted(load: Load) -> None:
    loaded = load(LEGACY_CONFIG)
    paths = loaded.config.paths
    assert isinstance(paths.input, dict)
    assert paths.input["ppt"] == "data/ppt"
    assert (paths.output.parsed, paths.output.curated) == ("data/output", "data/cleaned")
    assert (loaded.config.curate.threshold, loaded.config.curate.batch_size) == (6.5, 8)
    assert "cleanup is now called curate" in loaded.notes[0]


def test_todays_name_wins_where_a_file_has_both(load: Load) -> None:
    loaded = load("cleanup: {threshold: 5, batch_size: 2}\ncurate: {threshold: 8}")
    assert (loaded.config.curate.threshold, loaded.config.curate.batch_size) == (8, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curat: {threshold: 7}", ["'curat'", "not a known section", "did you mean 'curate'?"]),
        ("api_endpoint: {model: m}", ["'api_endpoint'", "did you mean 'api-endpoint'?"]),
        ("zzz: 1", ["'zzz'", "known: paths, llm"]),
        ("generation: {chunk_sise: 5}", ["'generation.chunk_sise'", "'chunk_size'"]),
        ("paths: {output: {cured: x}}", ["'paths.output.cured'", "'curated'"]),
        ("prompts: {summary: {txt: x}}", ["'prompts.summary.txt'", "'text'"]),
        ("generation: {overlap: few}", ["'generation.overlap'", "valid integer", "'few'"]),
        ("generation: {chunk_size: 3.5}", ["'generation.chunk_size'", "integer", "3.5"]),
        ("generation: {temperature: [1]}", ["'generation.temperature'", "valid number"]),
        ("generation: {top_p: 1.5}", ["'generation.top_p'", "less than or equal to 1"]),
        ("generation: {num_pairs: 0}", ["'generation.num_pairs'", "greater than or equal to 1"]),
        ("curate: {threshold: 11}", ["'curate.threshold'", "less than or equal to 10"]),
        ("generation: {enable_deduplication: 3}", ["'generation.enable_deduplication'", "3"]),
        ("generation: text", ["'generation'", "a section with keys", "'text'"]),
        ("vllm: text", ["'vllm'", "a section with keys"]),
        ("parsers: {pdf: 3}", ["'parsers.pdf'", "a section with keys"]),
        ("prompts: {summary: {text: a, file: b}}", ["prompts.summary", "either text or file"]),
        ("prompts: {summary: {text: a, dialect: perl}}", ["'prompts.summary.dialect'"]),
        ("generation: {overlap: 4000}", ["overlap (4000) must be smaller than chunk_size (4000)"]),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_key(
    load: Load, text: str, expected: list[str]
) -> None:
    [problem] = problems(load, text)
    for part in ["config.yaml: ", *expected]:
        assert part in problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("llm: {provider: no}", "'llm.provider': must be a valid string, not False"),
        ("llm: {provider: 3.10}", "'llm.provider': must be a valid string, not 3.1"),
        ("prompts: {summary: 5}", "'prompts.summary': must be a valid string, not 5"),
        ("curate: {judges: [rating, on]}", "'curate.judges.1': must be a valid string, not True"),
    ],
)
def test_what_yaml_makes_of_bare_words_is_refused_rather_than_guessed(
    load: Load, text: str, expected: str
) -> None:
    [problem] = problems(load, text)
    assert expected in problem
    assert problem.endswith("; put it in quotes")


def test_several_mistakes_are_told_at_once_each_with_its_place(load: Load) -> None:
    found = problems(
        load,
        "generation: {chunk_sise: 5, overlap: few}\ncurat: {}",
        environment={"SDK_CURATE__THRESHOLD": "12"},
    )
    assert len(found) == 4
    assert sum("config.yaml: " in line for line in found) == 3
    assert any(line.startswith("environment variable SDK_CURATE__THRESHOLD: ") for line in found)


def test_an_overlap_error_names_those_who_set_the_sizes(load: Load) -> None:
    text = "generation: {overlap: 300, temperature: 0}"
    [problem] = problems(load, text, flags={"--chunk-size": {"generation": {"chunk_size": 100}}})
    assert "--chunk-size" in problem
    assert "config.yaml" in problem
    [alone] = problems(load, "", flags={"--chunk-size": {"generation": {"chunk_size": 100}}})
    assert alone.startswith("--chunk-size: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("llm: {provider: a, provider: b}", "the key 'provider' occurs twice"),
        ("llm: {}\nllm: {}", "line 2, column 1: the key 'llm' occurs twice"),
        ("llm: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
        ("llm: {provider: !env HOME}", "could not determine a constructor"),
        ("llm: {provider: a", "line 1"),
        ("llm: a: b", "line 1, column 7"),
        ("\tllm: 1", "line 1"),
        ("no: {a: 1}", "the key no is not text; put it in quotes"),
        ("generation: {1: 2}", "the key 1 is not text"),
        ("vllm: {3.10: 2}", "the key 3.10 is not text"),
        ("? [a, b]\n: 1", "a key is not text"),
        ("a: &a {b: *a}", "an alias stands inside of what it repeats"),
        ("a: " + "[" * 60, "nested deeper than 50 levels"),
        ("a: {b: 2020-13-45}", "month"),
        ("[1, 2]", "must hold sections"),
        ("just text", "must hold sections"),
        (b"llm: {provider: caf\xe9}", "is not UTF-8 text"),
        (b"\x00\x01\x02", "is not valid YAML"),
        ("a: " + "x" * (1 << 20), "larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_plain_yaml_mapping_is_refused(
    load: Load, text: str | bytes, reason: str
) -> None:
    [problem] = problems(load, text)
    assert "config.yaml" in problem
    assert reason in problem


@pytest.mark.parametrize(
    "level",
    [
        "a{n}: &a{n} {{p: *a{m}, q: *a{m}}}",
        "a{n}: &a{n} [*a{m}, *a{m}]",
        "a{n}: &a{n} {{<<: [*a{m}, *a{m}]}}",
    ],
    ids=["mappings", "lists", "merges"],
)
def test_aliases_cannot_blow_a_file_up(load: Load, level: str) -> None:
    lines = ["a0: &a0 {x: 1}", *(level.format(n=n, m=n - 1) for n in range(1, 45))]
    [problem] = problems(load, "\n".join(lines))
    assert "more than 100000 values" in problem


def test_anchors_and_merges_are_plain_yaml(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text(
        "deep: {er: {own: &own {<<: &base {x: 1, y: 1}, x: 2}}}\nother: {<<: *own}\n", "utf-8"
    )
    values = read_yaml(file)
    assert values["other"]["y"] == 1
    assert values["deep"]["er"]["own"] == {"x": 2, "y": 1}


@given(st.text(max_size=60) | st.text("{}[]:-&*!?#|>'\"\n ab01", max_size=60))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    message = str(file)
    try:
        assert isinstance(read_yaml(file), dict)
    except ConfigError as refused:
        message = refused.message
    assert str(file) in message


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "generation:\n", "\ufeffllm: {}"])
def test_a_file_with_nothing_in_it_changes_nothing(load: Load, text: str) -> None:
    assert load(text).config == Config()


def test_sections_with_nothing_under_them_are_empty(load: Load) -> None:
    keys = [*Config.model_fields, *BACKENDS]
    loaded = load("".join(f"{key}:\n" for key in keys))
    assert loaded.config.model_dump() == {**Config().model_dump(), **{b: {} for b in BACKENDS}}
    assert load("parsers:\n  pdf:\n").config.parsers == {"pdf": {}}
    assert "'foo' is not a known section" in problems(load, "foo:\n")[0]


def test_a_missing_file_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file") as caught:
        load_config(tmp_path / "none.yaml", None, {})
    assert "config init" in caught.value.hint
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path, None, {})


def test_variables_set_any_key_also_of_sections_with_a_dash(load: Load) -> None:
    loaded = load(
        environment={
            "SDK_GENERATION__ENABLE_DEDUPLICATION": "false",
            "SDK_GENERATION__SEED": "7",
            "SDK_CURATE__THRESHOLD": "8.5",
            "SDK_PATHS__OUTPUT__FINAL": "out",
            "SDK_API_ENDPOINT__API_KEY": "0123",
            "SDK_API_ENDPOINT__MODEL": "3.10",
            "SDK_PROMPTS__SUMMARY": "Summarise: {text}",
            "SDK_CURATE__JUDGES": "[rating, no]",
            "SDK_LLM__CONCURRENCY": "null",
            "SDK_LLM__PROVIDER": " ",
            "SDK_PLUGINS_DISABLE": "all",
            "OTHER_SECTION__KEY": "x",
        }
    )
    config = loaded.config
    assert config.generation.enable_deduplication is False
    assert (config.generation.seed, config.curate.threshold) == (7, 8.5)
    assert config.paths.output.final == "out"
    assert config.sections == {"api-endpoint": {"api_key": "0123", "model": "3.10"}}
    assert config.prompts == {"summary": "Summarise: {text}"}
    assert config.curate.judges == ["rating", "no"]
    assert (config.llm.concurrency, config.llm.provider) == (None, "vllm")


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("SDK_GENERATION__CHUNKSIZE", "5", "did you mean 'chunk_size'?"),
        ("SDK_GENERATION__CHUNK_SIZE", "many", "valid integer"),
        ("SDK_GENERATON__CHUNK_SIZE", "5", "did you mean 'generation'?"),
        ("SDK__CHUNK_SIZE", "5", "does not name a section and a key"),
    ],
)
def test_a_wrong_variable_is_named(load: Load, variable: str, value: str, expected: str) -> None:
    [problem] = problems(load, "", environment={variable: value})
    assert variable in problem
    assert expected in problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("[en, no, 3.10]", ["en", "no", "3.10"]),
        ('{"top_k": 20}', {"top_k": 20}),
        ("{text}", "{text}"),
        ("no", "no"),
        ("3.10", "3.10"),
        ("1:30", "1:30"),
        ("2020-13-45", "2020-13-45"),
        ("a: b", "a: b"),
        ("# x", "# x"),
        ("[draft] title", "[draft] title"),
        ("!!python/name:os.system", "!!python/name:os.system"),
        ("", ""),
    ],
)
def test_values_of_flags_and_variables_mean_what_was_typed(text: str, value: object) -> None:
    assert parse_scalar(text) == value
    assert type(parse_scalar(text)) is type(value)


@given(st.text() | st.text("[]{}:,'\"#&*! 0.ab\n"))
def test_any_text_can_be_a_value(text: str) -> None:
    value = parse_scalar(text)
    if not text.strip().startswith(("[", "{")):
        assert value is None or isinstance(value, bool) or value == text


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("api_key", True),
        ("API-KEY", True),
        ("hf_token", True),
        ("password", True),
        ("Authorization", True),
        ("max_tokens", False),
        ("model", False),
        ("monkey", False),
    ],
)
def test_secrets_are_masked(key: str, secret: bool) -> None:
    assert (mask(("x", key), "value") == "********") is secret
    assert (mask(("x", key), 12345) == "********") is secret
    assert mask(("x", key), "") == ""


def test_a_secret_of_the_wrong_type_is_not_shown(load: Load) -> None:
    options = Registry(Manager(disabled=["all"])).get("backend", "api-endpoint").load().Options
    with pytest.raises(ConfigError) as caught:
        validate_options(options, {"api_key": 98765}, "api-endpoint")
    assert "98765" not in caught.value.message


def test_flatten_yields_every_leaf() -> None:
    values = {"a": {"b": {"c": 1}, "d": []}, "e": {}}
    assert list(flatten(values)) == [(("a", "b", "c"), 1), (("a", "d"), []), (("e",), {})]


def test_the_ready_made_config_says_what_the_defaults_are() -> None:
    file = data_directory("configs") / "config.yaml"
    loaded = load_config(file, None, {}, backends=lambda: BACKENDS)
    assert loaded.notes == []
    registry = Registry(Manager(disabled=["all"]))
    for name, values in loaded.config.sections.items():
        options = registry.get("backend", name).load().Options
        assert validate_options(options, values, name) == options()
    assert (
        loaded.config.model_copy(update=dict.fromkeys(loaded.config.sections)).model_dump(
            include=set(Config.model_fields)
        )
        == Config().model_dump()
    )


@pytest.mark.parametrize(
    "file", sorted(data_directory("configs").glob("*.yaml")), ids=lambda f: f.stem
)
def test_every_ready_made_config_is_valid(file: Path) -> None:
    registry = Registry(Manager(disabled=["all"]))
    loaded = load_config(file, None, {}, backends=lambda: BACKENDS)
    assert loaded.notes == []
    registry.get("backend", loaded.config.llm.provider)
    for name, values in loaded.config.sections.items():
        validate_options(registry.get("backend", name).load().Options, values, name)


KEYS = st.sampled_from(["chunk_size", "overlap", "num_pairs", "temperature", "seed", "max_tokens"])
VALUES = st.none() | st.booleans() | st.integers(-5, 9000) | st.floats(0, 3) | st.text(max_size=5)


@given(st.dictionaries(KEYS, VALUES))
def test_any_values_load_exactly_or_are_refused_by_name(values: dict[str, Any]) -> None:
    loaded, refusal = None, ""
    try:
        loaded = load_config(None, {"flag": {"generation": values}}, {})
    except ConfigError as error:
        refusal = error.message
    if loaded is None:
        assert any(key in refusal for key in values)
        return
    for key, value in values.items():
        expected = None if value is None else float(value)
        assert getattr(loaded.config.generation, key) == expected
        assert loaded.origin("generation", key) == "flag"


def test_what_is_dumped_loads_again(load: Load) -> None:
    text = yaml.safe_dump(load(META_CONFIG).config.model_dump())
    assert load(text).config == load(META_CONFIG).config
