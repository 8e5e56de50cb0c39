"""Four layers of configuration, the origin of every value, and older layouts."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from sdk_core.config import Config, ConfigFile, load_config
from sdk_core.config.layers import flatten, plugin_settings
from sdk_core.kinds import BACKEND, PARSER
from sdk_core.registry.manager import Manager
from sdk_core.registry.option_values import validate_options
from sdk_core.registry.registry import Registry
from tests.config.loading import BACKENDS, Load, problems

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


def test_lists_of_plugins_in_the_environment_add_to_the_file(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "plugins.yaml"
    file.write_text("plugins: {disable: [a], prefer: [b]}", "utf-8")
    variables = {
        "SDK_PLUGINS_DISABLE": " c, d,",
        "SDK_PLUGINS_REQUIRE": "e>=1",
        "SDK_PLUGINS_X": "f",
    }
    loaded = load_config(file, None, variables, free_sections=lambda: BACKENDS)
    section = loaded.config.plugins
    assert (section.disable, section.prefer, section.require) == (["c", "d", "a"], ["b"], ["e>=1"])
    both = f"environment variable SDK_PLUGINS_DISABLE and {file}"
    assert loaded.origin("plugins", "disable") == both
    assert loaded.origin("plugins", "require") == "environment variable SDK_PLUGINS_REQUIRE"
    assert plugin_settings(ConfigFile(file), variables) == section
    assert plugin_settings(ConfigFile(tmp_path / "none.yaml"), {}).disable == []


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
    config = load_config(None, None, {}, free_sections=lambda: BACKENDS).config
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
        options = registry.get(BACKEND, name).load().options_type
        checked = validate_options(options, loaded.config.sections[name], name)
        assert checked.model_dump()["max_retries"] == 3
    assert set(loaded.config.prompts) == {
        "summary",
        "qa_generation",
        "qa_rating",
        "cot_generation",
        "cot_enhancement",
    }
    obsolete = ("processing_strategy", "similarity_threshold", "sleep_time")
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


def test_sections_with_nothing_under_them_are_empty(load: Load) -> None:
    keys = [*Config.model_fields, *BACKENDS]
    loaded = load("".join(f"{key}:\n" for key in keys))
    assert loaded.config.model_dump() == {**Config().model_dump(), **{b: {} for b in BACKENDS}}
    assert load("parsers:\n  pdf:\n").config.components(PARSER) == {"pdf": {}}
    assert "'formats' is not a known section" in problems(load, "formats:\n")[0]


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


def test_flatten_yields_every_leaf() -> None:
    values = {"a": {"b": {"c": 1}, "d": []}, "e": {}}
    assert list(flatten(values)) == [(("a", "b", "c"), 1), (("a", "d"), []), (("e",), {})]


def test_what_is_dumped_loads_again(load: Load) -> None:
    text = yaml.safe_dump(load(META_CONFIG).config.model_dump())
    assert load(text).config == load(META_CONFIG).config


def test_a_config_that_comes_through_a_pipe_is_read_once() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"plugins: {disable: [a]}\ngeneration: {chunk_size: 1234}")
    os.close(writing)
    file = ConfigFile(Path(f"/dev/fd/{reading}"))
    assert plugin_settings(file, {}).disable == ["a"]
    for _ in range(2):
        assert load_config(file, None, {}).config.generation.chunk_size == 1234
    os.close(reading)
