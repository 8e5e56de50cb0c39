"""The bugs that were planted in plugins, and the words by which the suite must name each.

A key is the check that must find it, or only the kind of thing where any check will do.
"""

from __future__ import annotations

PLANTED: dict[str, dict[str, str]] = {
    "package": {
        "package_is_installed[broken-absent]": "pip install -e .",
        "package_imports_nothing_heavy[broken-heavy]": "broken_heavy.py, line 5",
        "package_contributes[broken-idle]": "implement no hook",
    },
    "module": {
        "module_loads[unimportable]": "No module named 'a_package_that_is_not_there'",
        "module_speaks_this_api[newer]": "SDK_API is 99",
        "module_spells_hooks_right[misspelt]": "did you mean sdk_parsers?",
        "module_spells_hooks_right[unmarked]": "Put @hookimpl",
        "module_takes_hook_arguments[arguments]": "key",
        "module_registers[types]": "gave an object of the type str",
        "module[listed]": "TypeError",
        "module[single]": "TypeError",
        "module[nothing]": "TypeError",
        "module[plain]": "the type dict",
        "module[exiting]": "SystemExit",
        "module[printing]": "prints",
        "module[writing]": "writes",
        "module[calling]": "network",
        "module[logging]": "logging",
        "module[setting]": "BROKEN_MODE",
        "module[threading]": "thread",
    },
    "component": {
        "component_has_a_free_name[exporter-jsonl]": "there is a built-in exporter 'jsonl'",
        "component_has_a_target[exporter-lost]": "NotThere",
        "component_has_a_target[exporter-of-no-kind]": "not a subclass of Exporter",
        "component_has_a_target[exporter-nested]": "named in brackets behind its base class",
        "component_describes_its_options[exporter-undescribed]": "'first' has no description",
        "component_describes_its_options[exporter-lenient]": "let unknown names pass",
        "component_has_working_defaults[exporter-demanding]": "options={'demanding': {'first': …}}",
        "component_has_working_defaults[exporter-contradictory]": "the default 0 of its option",
    },
    "prompt": {
        "prompt_has_a_free_name[summary]": "another prompt 'summary'",
        "prompt_has_a_template[without_template]": "without_template.j2",
        "prompt_uses_declared_variables[misspelt_variable]": "did you mean 'text'?",
        "prompt_uses_declared_variables[without_text]": "the model would never see it",
        "prompt_renders_text_as_it_is[shouting]": "does not reach the model as it is",
        "prompt[escaping]": "as it is",
        "prompt[unclosed]": "unclosed.j2",
        "prompt[including]": "house_style.j2",
        "prompt[shortening]": "as it is",
        "prompt[without_user]": "user",
        "prompt[dropping]": "tone",
        "prompt[demanding]": "tone",
    },
    "pack": {
        "pack_leaves_the_builtin_name[builtin]": "as the built-in one is",
        "pack_opens[lost]": "no folder 'nowhere'",
        "pack_templates_work[odd]": "'txt' is not a variable",
        "pack_templates_are_used[idle]": "did you mean qa_generation.j2?",
        "pack[nested]": ".j2 file",
        "pack[unfinished]": "house",
        "pack[of-nobody]": "a_package_that_is_not_there",
    },
    "record_kind": {
        "record_kind_has_a_free_name[qa]": "there is a built-in record kind 'qa'",
        "record_kind_stands_in_files[taken-for-known]": "would not carry its declaration",
        "record_kind_becomes_a_conversation[unasked]": "its turns are of assistant",
        "record_kind[endless]": "user",
        "record_kind[twofold0]": "twice",
        "record_kind[twofold1]": "twice",
        "record_kind[numbered]": "from a file",
        "record_kind[of-others]": "qa_pairs",
        "record_kind[unlike]": "identity",
        "record_kind[wordless]": "assistant",
        "record_kind[half-used]": "context",
    },
    "parser": {
        "parser_reads_its_samples[textless]": "finds no text in sample.canal",
        "parser_numbers_its_segments[unnumbered]": "the section with the index 1 follows",
        "parser_keeps_its_offsets[unstable]": "two parses of sample.canal differ",
        "parser_reads_fetched_bodies[files-only]": "Raise DocumentError",
        "parser_survives_empty_input[crashes-on-nothing]": "crashed on an empty file: IndexError",
        "parser_survives_damaged_input[crashes-on-damage]": "cut off after 10%: KeyError",
        "parser_survives_garbage[crashes-on-zip]": "the start of a ZIP archive: UnicodeDecodeError",
        "parser_survives_garbage[gives-no-hint]": "has no hint",
        "parser_survives_garbage[raises-usage]": "it raised UsageError",
        "parser_survives_garbage[hanging]": "still at work after 2 seconds",
        "parser_names_urls_safely[nameless]": "gave None",
        "parser[returns-none]": "TypeError",
        "parser[gives-texts]": "an object of the type str",
        "parser[half-characters]": "half a character",
        "parser[prints]": "prints to stdout",
        "parser[exits]": "SystemExit",
        "parser[aborts]": "Abort",
        "parser[remembers]": "differ",
        "parser[remembers-itself]": "differ",
        "parser[leaves-files-open]": "leaves 1 file open",
        "parser[leaves-temporary-files]": "temporary",
        "parser[leaves-threads]": "thread",
        "parser[wanders]": "working directory",
        "parser[writes-beside]": "writes",
        "parser[describes-numbers]": "describe",
        "parser[warns-errors]": "warn",
    },
    "generator": {
        "generator_makes_examples[of-another-kind]": "the kind 'term', and its spec says 'qa'",
        "generator_makes_examples[undeclared]": "which its spec does not declare",
        "generator_keeps_provenance[without-origin]": "has source='' instead of 'canal.txt'",
        "generator_heeds_the_number_wanted[headstrong]": "4 examples where 2 are wanted",
        "generator_stops[endless]": "calls for 5 examples of one unit",
        "generator_prepares_what_it_says[unprepared]": "does not give 'summary'",
        "generator_survives_broken_answers[crashes-on-answers]": "garbled text: JSONDecodeError",
        "generator_reports_what_is_lost[silent-on-loss]": "call ctx.lost(count, reason)",
        "generator_leaves_half_records_out[keeps-halves]": "of a record that was cut off",
        "generator[gives-tuples]": "a tuple",
        "generator[gives-dicts]": "a dict",
        "generator[yields]": "TypeError",
        "generator[synchronous]": "TypeError",
        "generator[half-characters]": "extra",
        "generator[bytes]": "extra",
        "generator[sets]": "extra",
        "generator[dates]": "extra",
        "generator[not-a-number]": "extra",
        "generator[numbers-for-keys]": "7",
        "generator[half-records]": "answer",
        "generator[beyond]": "end=",
        "generator[blocks]": "blocks",
        "generator[swallows-cancellation]": "cancel",
        "generator[hides-failures]": "failed call",
        "generator[hoards]": "call",
        "generator[leaves-tasks]": "task",
        "generator[prints]": "prints to stdout",
        "generator[exits]": "SystemExit",
        "generator[changes-schemas]": "ValueError",
        "generator[prepares-lists]": "mapping",
        "generator[of-no-kind]": "'quiz'",
    },
    "judge": {
        "judge_rates_each_example[forgetful]": "2 judgements for 3 examples",
        "judge_understands_a_good_answer[blind]": "answers={'blind': [text]}",
        "judge_keeps_to_its_scale[off-the-scale]": "its scale is 1 to 10",
        "judge_keeps_to_its_scale[under-another-name]": "signed 'someone'",
        "judge_keeps_the_order[disorderly]": "in the order of the examples",
        "judge_survives_broken_answers[crashes-on-ratings]": "crashed on garbled text",
        "judge_survives_broken_answers[guessing]": "gives the score 5.0 on garbled text",
        "judge[not-a-number]": "nan",
        "judge[texts]": "which is text",
        "judge[lists]": "which is a list",
        "judge[yes]": "keep",
        "judge[reasons-in-lists]": "reasons",
        "judge[dicts]": "Judgement objects",
        "judge[truths]": "True",
        "judge[talkative]": "4 judgements for 3",
        "judge[hoards]": "judgements",
        "judge[lenient]": "the score 5.0",
        "judge[marks]": "changes the examples",
        "judge[blocks]": "blocks",
        "judge[swallows-cancellation]": "cancel",
        "judge[prints]": "prints to stdout",
        "judge[exits]": "SystemExit",
    },
    "backend": {
        "backend_tells_that_nobody_answers[lets-errors-out]": "ConnectionRefusedError",
        "backend_maps_server_errors[gives-servers-up]": "HTTP 503 gives the kind 'bad_request'",
        "backend_maps_refusals[goes-on-refused]": "HTTP 401 gives the kind 'bad_request'",
        "backend_maps_rate_limits[impatient]": "the error says None",
        "backend_refuses_other_answers[gullible]": "JSONDecodeError",
        "backend_answers[plain-text]": "complete() gave",
        "backend_checks_itself[wordy]": "Return one line",
        "backend_tells_whether_to_retry[undecided]": "gives None",
        "backend_survives_cancellation[uncancelled]": "ends in CallError",
        "backend_closes[closes-once]": "it is closed already",
        "backend[last-turn-only]": "Be brief.",
        "backend[unlimited]": "max_tokens",
        "backend[one-model]": "test-model",
        "backend[tries-again]": "3 requests",
        "backend[limits-for-good]": "HTTP 429",
        "backend[counts-nothing]": "counts",
        "backend[never-cut]": "length",
        "backend[strips]": "white space",
        "backend[mixes-up]": "of another call",
        "backend[blocks]": "blocks",
        "backend[one-loop]": "event loop",
        "backend[exits]": "SystemExit",
        "backend[prints]": "prints to stdout",
        "backend[tells-its-key]": "shows the key",
        "backend[changes-requests]": "changes the request",
        "backend[keeps-connections]": "leaves",
        "backend[slow]": "blocks",
        "backend[text-for-usage]": "usage is dict",
        "backend[no-text]": "text is NoneType",
        "backend[answers-in-turns]": "text is Message",
    },
    "exporter": {
        "exporter_makes_rows[refuses-all]": "refuses every kind of example",
        "exporter_makes_rows[lists]": "Yield dicts",
        "exporter_deals_with_each_kind[crashes-on-fields]": "KeyError: 'question'",
        "exporter_gives_json[sets]": "cannot be written as JSON",
        "exporter_gives_json[tuples]": "Use lists rather than tuples",
        "exporter_keeps_its_keys[keyed-by-content]": "have the keys",
        "exporter_leaves_examples_alone[meddling]": "changes the examples",
        "exporter[loses-turns]": "turn",
        "exporter[skips]": "no row",
        "exporter[returns-none]": "TypeError",
        "exporter[returns-one]": "Yield dicts",
        "exporter[dates]": "JSON",
        "exporter[not-a-number]": "JSON",
        "exporter[half-characters]": "JSON",
        "exporter[objects]": "JSON",
        "exporter[numbers]": "second time",
        "exporter[refuses-its-own]": "check() refuses",
        "exporter[checks-with-truths]": "check()",
        "exporter[checks-in-one-text]": "check()",
        "exporter[crashes-on-foreign-rows]": "check()",
        "exporter[reads-backwards]": "read()",
        "exporter[reads-dicts]": "read()",
        "exporter[prints]": "prints to stdout",
        "exporter[exits]": "SystemExit",
        "exporter[set-by-nothing]": "'pretty'",
        "exporter[for-no-kind]": "'quiz'",
    },
    "storage": {
        "storage_writes[litters]": "leaves canal.log beside canal.jsonl",
        "storage_gives_back_what_it_wrote[reads-backwards]": "make write() and read() agree",
        "storage_takes_many_rows[stops-early]": "returns 1000 for 5000 rows",
        "storage_deals_with_no_rows[averages]": "ZeroDivisionError",
        "storage_replaces_atomically[swallows-errors]": "reports success although",
        "storage_writes_splits[unsplit]": "several splits fail: ValueError",
        "storage[ascii]": "read() gives",
        "storage[strips]": "read() gives",
        "storage[numbers-for-texts]": "read() gives",
        "storage[nulls-for-nothing]": "read() gives",
        "storage[texts-for-nulls]": "read() gives",
        "storage[sorts]": "read() gives",
        "storage[drops-doubles]": "rows",
        "storage[largest-numbers]": "read() gives",
        "storage[returns-none]": "returns None",
        "storage[leaves-files-open]": "open",
        "storage[exits]": "SystemExit",
        "storage[prints]": "prints to stdout",
        "storage[reads-texts]": "read() f",
        "storage[one-split]": "read() gives",
        "storage[uncompressed]": "gz",
    },
    "trainer": {
        "trainer_reads_what_there_is[dreaming]": "the exporter 'massages', which is not there",
        "trainer_gives_files[wordless]": "gives nothing for the task 'sft'",
        "trainer_names_the_data[aimless]": "names 'train.jsonl'",
        "trainer_says_the_same_twice[moody]": "no clock and no random numbers",
        "trainer[gives-dicts]": "files() gives",
        "trainer[returns-none]": "TypeError",
        "trainer[in-folders]": "configs/train.yaml",
        "trainer[takes-the-card]": "README.md",
        "trainer[bytes]": "b'train",
        "trainer[broken-yaml]": "train.yaml",
        "trainer[broken-json]": "train.json",
        "trainer[broken-python]": "train.py",
        "trainer[names-a-folder]": "folder",
        "trainer[half-characters]": "more.txt",
        "trainer[deaf]": "sequence_length",
        "trainer[unfilled]": "{{ output_dir }}",
        "trainer[prints]": "prints to stdout",
        "trainer[exits]": "SystemExit",
        "trainer[one-split-only]": "ValueError",
    },
    "command": {
        "command_has_a_free_name[create]": "there is a built-in command 'create'",
        "command_has_a_target[function]": "Make it a click.Command",
        "command_explains_itself[unexplained]": "has no help",
        "command[absent]": "absent",
        "command[eager]": "help",
        "command[half]": "part",
        "command[exiting]": "SystemExit",
    },
    "health": {
        "health_answers[speechless]": "the check returns None",
        "health_answers[failing]": "ZeroDivisionError",
        "health[leaving]": "SystemExit",
        "health[printing]": "prints",
        "health[truthful]": "True",
    },
    "observer": {
        "observer_accepts_its_arguments[sdk_stage_started]": "AttributeError",
        "observer_accepts_its_arguments[sdk_secret]": "an object of the type bytes",
        "observer[sdk_stage_finished]": "changes the report",
    },
}
"""Part of the message by the bug, by the kind of thing."""

MISSED: frozenset[str] = frozenset(
    """
    module[printing]
    module[writing]
    module[calling]
    module[logging]
    module[setting]
    module[threading]
    prompt[shortening]
    prompt[without_user]
    prompt[dropping]
    prompt[demanding]
    record_kind[numbered]
    record_kind[of-others]
    record_kind[unlike]
    record_kind[half-used]
    parser[prints]
    parser[aborts]
    parser[remembers-itself]
    parser[leaves-files-open]
    parser[leaves-temporary-files]
    parser[leaves-threads]
    parser[wanders]
    parser[writes-beside]
    parser[describes-numbers]
    parser[warns-errors]
    exporter[loses-turns]
    exporter[skips]
    exporter[numbers]
    exporter[refuses-its-own]
    exporter[checks-with-truths]
    exporter[checks-in-one-text]
    exporter[crashes-on-foreign-rows]
    exporter[reads-backwards]
    exporter[reads-dicts]
    exporter[prints]
    exporter[set-by-nothing]
    exporter[for-no-kind]
    storage[strips]
    storage[numbers-for-texts]
    storage[nulls-for-nothing]
    storage[texts-for-nulls]
    storage[sorts]
    storage[drops-doubles]
    storage[largest-numbers]
    storage[leaves-files-open]
    storage[prints]
    storage[uncompressed]
    trainer[gives-dicts]
    trainer[broken-yaml]
    trainer[broken-json]
    trainer[broken-python]
    trainer[names-a-folder]
    trainer[half-characters]
    trainer[deaf]
    trainer[unfilled]
    trainer[prints]
    health[printing]
    observer[sdk_stage_finished]
    """.split()  # noqa: SIM905  a name a line
)
"""Those that no check finds yet."""
