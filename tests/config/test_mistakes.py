"""What is wrong in a config file or variable: one sentence each, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.config import Config, load_config
from sdk_core.config.yamlfile import read_yaml
from sdk_core.errors import ConfigError
from sdk_core.kinds import BACKEND
from sdk_core.registry.manager import Manager
from sdk_core.registry.option_values import validate_options
from sdk_core.registry.registry import Registry
from tests.config.loading import Load, problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curat: {threshold: 7}", ["'curat'", "not a known section", "did you mean 'curate'?"]),
        ("api_endpoint: {model: m}", ["'api_endpoint'", "did you mean 'api-endpoint'?"]),
        ("zzz: 1\nformatt: 1", ["'formatt'", "did you mean 'format'?"]),
        ("plugins: {zzz: 1}", ["'plugins.zzz'", "known: files, disable"]),
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


def test_a_missing_file_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file") as caught:
        load_config(tmp_path / "none.yaml", None, {})
    assert "config init" in caught.value.hint
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path, None, {})


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


def test_a_secret_of_the_wrong_type_is_not_shown(load: Load) -> None:
    options = Registry(Manager(disabled=["all"])).get(BACKEND, "api-endpoint").load().options_type
    with pytest.raises(ConfigError) as caught:
        validate_options(options, {"api_key": 98765}, "api-endpoint")
    assert "98765" not in caught.value.message
