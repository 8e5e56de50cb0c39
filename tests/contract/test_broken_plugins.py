"""Each check of the contract fails on a plugin that breaks it, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_core.testing.contract import CHECKS
from sdk_core.testing.program import isolated_environment
from tests.contract.installed import announce, path_variable
from tests.contract.running import Outcomes, run_suites

ROOT = Path(__file__).parents[2]
BROKEN = Path(__file__).parent / "broken"

pytestmark = pytest.mark.xdist_group("broken")

DISTRIBUTIONS = {
    "broken-plugin": {
        kind: f"broken_{kind}"
        for kind in (
            "parsers",
            "generators",
            "judges",
            "backends",
            "exporters",
            "storages",
            "trainers",
            "prompts",
            "packs",
            "extras",
            "components",
        )
    },
    "broken-modules": {
        name: f"broken_modules.{name}"
        for name in ("unimportable", "newer", "misspelt", "unmarked", "arguments", "types")
    },
    "broken-heavy": {"main": "broken_heavy"},
    "broken-idle": {"main": "broken_idle"},
    "broken-hang": {"main": "broken_hang"},
}

EXPECTED = {
    # check, what it is made for -> part of the message
    "package_is_installed[broken-absent]": "pip install -e .",
    "package_imports_nothing_heavy[broken-heavy]": "broken_heavy.py, line 5",
    "package_contributes[broken-idle]": "implement no hook",
    "module_loads[unimportable]": "No module named 'a_package_that_is_not_there'",
    "module_speaks_this_api[newer]": "SDK_API is 99",
    "module_spells_hooks_right[misspelt]": "did you mean sdk_parsers?",
    "module_spells_hooks_right[unmarked]": "Put @hookimpl",
    "module_takes_hook_arguments[arguments]": "key",
    "module_registers[types]": "gave an object of the type str",
    "component_has_a_free_name[exporter-jsonl]": "there is a built-in exporter 'jsonl'",
    "component_has_a_target[exporter-lost]": "NotThere",
    "component_has_a_target[exporter-of-no-kind]": "not a subclass of Exporter",
    "component_has_a_target[exporter-nested]": "named in brackets behind its base class",
    "component_describes_its_options[exporter-undescribed]": "option 'first' has no description",
    "component_describes_its_options[exporter-lenient]": "let unknown names pass",
    "component_has_working_defaults[exporter-demanding]": "options={'demanding': {'first': …}}",
    "component_has_working_defaults[exporter-contradictory]": "the default 0 of its option 'first'",
    "prompt_has_a_free_name[summary]": "another prompt 'summary'",
    "prompt_has_a_template[without_template]": "without_template.j2",
    "prompt_uses_declared_variables[misspelt_variable]": "did you mean 'text'?",
    "prompt_uses_declared_variables[without_text]": "the model would never see it",
    "prompt_renders_text_as_it_is[shouting]": "does not reach the model as it is",
    "record_kind_has_a_free_name[qa]": "there is a built-in record kind 'qa'",
    "record_kind_stands_in_files[taken-for-known]": "would not carry its declaration",
    "record_kind_becomes_a_conversation[unasked]": "its turns are of assistant",
    "pack_leaves_the_builtin_name[builtin]": "as the built-in one is",
    "pack_opens[lost]": "no folder 'nowhere'",
    "pack_templates_work[odd]": "'txt' is not a variable",
    "pack_templates_are_used[idle]": "did you mean qa_generation.j2?",
    "parser_reads_its_samples[textless]": "finds no text in sample.canal",
    "parser_numbers_its_segments[unnumbered]": "the section with the index 1 follows",
    "parser_keeps_its_offsets[unstable]": "two parses of sample.canal differ",
    "parser_reads_fetched_bodies[files-only]": "Raise DocumentError",
    "parser_survives_empty_input[crashes-on-nothing]": "crashed on an empty file: IndexError",
    "parser_survives_damaged_input[crashes-on-damage]": "sample.canal cut off after 10%: KeyError",
    "parser_survives_garbage[crashes-on-zip]": "the start of a ZIP archive: UnicodeDecodeError",
    "parser_survives_garbage[gives-no-hint]": "has no hint",
    "parser_survives_garbage[raises-usage]": "it raised UsageError",
    "parser_survives_garbage[hanging]": "still at work after 2 seconds",
    "parser_names_urls_safely[nameless]": "gave None",
    "generator_makes_examples[of-another-kind]": "the kind 'term', and its spec says 'qa'",
    "generator_makes_examples[undeclared]": "which its spec does not declare",
    "generator_keeps_provenance[without-origin]": "has source='' instead of 'canal.txt'",
    "generator_heeds_the_number_wanted[headstrong]": "4 examples where 2 are wanted",
    "generator_stops[endless]": "calls for 5 examples of one unit",
    "generator_prepares_what_it_says[unprepared]": "does not give 'summary'",
    "generator_survives_broken_answers[crashes-on-answers]": "garbled text: JSONDecodeError",
    "generator_reports_what_is_lost[silent-on-loss]": "call ctx.lost(count, reason)",
    "generator_leaves_half_records_out[keeps-halves]": "of a record that was cut off",
    "judge_rates_each_example[forgetful]": "2 judgements for 3 examples",
    "judge_understands_a_good_answer[blind]": "answers={'blind': [text]}",
    "judge_keeps_to_its_scale[off-the-scale]": "its spec has the scale 1 to 10",
    "judge_keeps_to_its_scale[under-another-name]": "signed 'someone'",
    "judge_keeps_the_order[disorderly]": "in the order of the examples",
    "judge_survives_broken_answers[crashes-on-ratings]": "crashed on garbled text",
    "judge_survives_broken_answers[guessing]": "gives the score 5.0 on garbled text",
    "backend_tells_that_nobody_answers[lets-errors-out]": "ConnectionRefusedError",
    "backend_maps_server_errors[gives-servers-up]": "HTTP 503 gives the kind 'bad_request'",
    "backend_maps_refusals[goes-on-refused]": "HTTP 401 gives the kind 'bad_request'",
    "backend_maps_rate_limits[impatient]": "the error says None",
    "backend_refuses_other_answers[gullible]": "JSONDecodeError",
    "backend_answers[plain-text]": "an object of the type str",
    "backend_checks_itself[wordy]": "Return one line",
    "backend_tells_whether_to_retry[undecided]": "gives None",
    "backend_survives_cancellation[uncancelled]": "ends in CallError",
    "backend_closes[closes-once]": "it is closed already",
    "exporter_makes_rows[refuses-all]": "refuses every kind of example",
    "exporter_makes_rows[lists]": "Yield dicts",
    "exporter_deals_with_each_kind[crashes-on-fields]": "KeyError: 'question'",
    "exporter_gives_json[sets]": "cannot be written as JSON",
    "exporter_gives_json[tuples]": "Use lists rather than tuples",
    "exporter_keeps_its_keys[keyed-by-content]": "have the keys",
    "exporter_leaves_examples_alone[meddling]": "changes the examples",
    "storage_writes[litters]": "leaves canal.log beside canal.jsonl",
    "storage_gives_back_what_it_wrote[reads-backwards]": "make write() and read() agree",
    "storage_takes_many_rows[stops-early]": "returns 1000 for 5000 rows",
    "storage_deals_with_no_rows[averages]": "ZeroDivisionError",
    "storage_replaces_atomically[swallows-errors]": "reports success although",
    "storage_writes_splits[unsplit]": "several splits fail: ValueError",
    "trainer_reads_what_there_is[dreaming]": "the exporter 'massages', which is not there",
    "trainer_gives_files[wordless]": "gives nothing for the task 'sft'",
    "trainer_names_the_data[aimless]": "names 'train.jsonl'",
    "trainer_says_the_same_twice[moody]": "no clock and no random numbers",
    "command_has_a_free_name[create]": "there is a built-in command 'create'",
    "command_has_a_target[function]": "Make it a click.Command",
    "command_explains_itself[unexplained]": "has no help",
    "health_answers[speechless]": "the check returns None",
    "health_answers[failing]": "ZeroDivisionError",
    "observer_accepts_its_arguments[sdk_stage_started]": "AttributeError",
    "observer_accepts_its_arguments[sdk_secret]": "an object of the type bytes",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, prefork: tuple[Path, str]) -> Outcomes:
    """Run the suites of all broken plugins, once."""
    folder = tmp_path_factory.mktemp("broken")
    for name, modules in DISTRIBUTIONS.items():
        announce(folder / "site", name, modules)
    environment = path_variable(isolated_environment(folder), [folder / "site", BROKEN])
    return run_suites(prefork[1], [BROKEN / "suites.py"], folder, environment)


def test_each_check_fails_on_what_breaks_it_and_on_nothing_else(outcomes: Outcomes) -> None:
    failed = {name.removeprefix("test_"): message for name, message in outcomes.failed.items()}
    assert set(failed) == set(EXPECTED), outcomes.output
    for name, part in EXPECTED.items():
        message = failed[name]
        assert part.lower() in message.lower(), f"{name}: {message}"
        assert "broken-" in message, f"{name} does not say whose it is: {message}"


def test_no_check_is_without_a_plugin_that_breaks_it() -> None:
    proven = {name.partition("[")[0] for name in EXPECTED}
    assert {check.name for check in CHECKS} == proven
    assert all(check.meaning.endswith(".") for check in CHECKS)


def test_whole_components_pass_what_others_fail(outcomes: Outcomes) -> None:
    passed = {name.removeprefix("test_").partition("[")[0] for name in outcomes.passed}
    of_builtins = {"storage_writes_splits", "generator_prepares_what_it_says"}
    assert {check.name for check in CHECKS} - passed == of_builtins


def test_the_documentation_lists_every_check_as_it_is() -> None:
    page = (ROOT / "docs" / "plugins" / "testing.md").read_text(encoding="utf-8")
    rows = [f"| `{check.name}` | {check.meaning.replace('``', '`')} |" for check in CHECKS]
    assert [line for line in page.splitlines() if line in rows] == rows
