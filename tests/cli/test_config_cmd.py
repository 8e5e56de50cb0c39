"""``config``: show, init and validate."""

from __future__ import annotations

import pytest


def test_init_gives_a_file_that_is_valid_and_changes_nothing(sdk, work):
    made = sdk("config", "init")
    assert made.code == 0
    assert "config.yaml" in made.out
    assert sdk("config", "init").code == 2
    assert sdk("config", "init", "--force").code == 0
    assert sdk("config", "validate", "-c", "config.yaml").code == 0
    with_file = sdk("-c", "config.yaml", "config", "show")
    assert sorted(with_file.out.splitlines()) == sorted(sdk("config", "show").out.splitlines())
    other = sdk("config", "init", "own.yaml", "--from", "openrouter")
    assert other.code == 0
    assert "openrouter.ai" in (work / "own.yaml").read_text()
    unknown = sdk("config", "init", "x.yaml", "--from", "nothing")
    assert unknown.code == 2
    assert "openrouter" in unknown.err


def test_show_names_the_origin_of_each_value_and_no_secret(sdk, write):
    write(
        "c.yaml",
        "generation: {chunk_size: 1000}\nllm: {provider: api-endpoint}\n"
        "api-endpoint: {api_key: sk-secret-123, model: m}\n",
    )
    environment = {"SDK_CURATE__THRESHOLD": "6.5"}
    done = sdk("config", "show", "--origin", "-c", "c.yaml", env=environment)
    assert done.code == 0, done.err
    lines = {line.partition(" = ")[0]: line for line in done.out.splitlines()}
    assert "1000" in lines["generation.chunk_size"]
    assert "c.yaml" in lines["generation.chunk_size"]
    assert "6.5" in lines["curate.threshold"]
    assert "SDK_CURATE__THRESHOLD" in lines["curate.threshold"]
    assert lines["generation.overlap"].endswith("200    [default]")
    assert lines["vllm.api_base"].startswith('vllm.api_base = "http://localhost:8000/v1"')
    assert "sk-secret-123" not in done.out + done.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("generation: {chunksize: 1}\n", ("generation.chunksize", "chunk_size")),
        ("curate: {threshold: 11}\n", ("curate.threshold", "11")),
        ("llm: {provider: nobody}\n", ("nobody", "vllm")),
        ("vlmm: {model: m}\n", ("vlmm", "vllm")),
        ("vllm: {modle: m}\n", ("modle",)),
        ("generators: {qa: {nothing: 1}}\n", ("nothing",)),
        ("prompts: {qa_generation: 'Write {num_pairs} of {txt}.'}\n", ("qa_generation", "text")),
        ("generation: {chunk_size: 100, overlap: 100}\n", ("smaller",)),
    ],
)
def test_validate_finds_mistakes(sdk, write, content, words):
    write("c.yaml", content)
    done = sdk("config", "validate", "-c", "c.yaml")
    assert done.code == 2
    for word in words:
        assert word in done.err
    assert "Traceback" not in done.err


def test_obsolete_keys_are_told_and_harmless(sdk, write):
    write(
        "legacy.yaml",
        "paths:\n  input: {pdf: data/pdf, html: data/html}\n"
        "  output: {parsed: data/output, generated: data/generated, cleaned: data/cleaned,"
        " final: data/final}\n"
        "ingest: {youtube_captions: auto}\n",
    )
    done = sdk("config", "validate", "-c", "legacy.yaml")
    assert done.code == 0, done.err
    assert "ingest.youtube_captions" in done.err
    shown = sdk("config", "show", "-c", "legacy.yaml")
    assert 'paths.output.curated = "data/cleaned"' in shown.out


def test_logins_in_addresses_are_not_shown(sdk, write):
    config = write("c.yaml", "vllm: {api_base: 'http://me:hidden-word@localhost:1/v1'}\n")
    done = sdk("-c", config, "config", "show", "--origin")
    assert done.code == 0, done.err
    assert "http://localhost:1/v1" in done.out.replace("//***@", "//")
    assert "hidden-word" not in done.out + done.err
