# Every target sets up what it needs in .venv: with uv when it is there, else with python3 -m venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PROGRAM_STAMP := $(VENV)/.program-installed
COMMA := ,
# Tests start very many processes, each of which would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE
# One more than cores: many tests wait for a server.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

.PHONY: demo demo-record test golden trainers lint bench recipes pythons docs reference soak format clean help

help:  ## Show the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

# What the demo needs, or all of it: whichever target comes first makes the environment.
define install
	@if command -v uv >/dev/null; then \
		test -x $(BIN)/python || uv venv -q --python '>=3.11' $(VENV); \
		uv pip install -q --python $(BIN)/python -e '$(1)'; \
	else \
		test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); \
		$(BIN)/python -m pip install -q --no-compile --disable-pip-version-check -e '$(1)'; \
	fi
	@touch $(PROGRAM_STAMP)
endef

$(PROGRAM_STAMP): pyproject.toml
	$(call install,.)

$(STAMP): pyproject.toml
	$(call install,.[dev$(COMMA)docs$(COMMA)ocr$(COMMA)youtube])
	@touch $@

demo: $(PROGRAM_STAMP)  ## Take the example documents to a training file, with recorded answers.
	@$(BIN)/python examples/demo/demo.py

demo-record: $(PROGRAM_STAMP)  ## Record the demo's answers anew: of API_BASE and MODEL, or those written by hand.
	@API_BASE='$(API_BASE)' MODEL='$(MODEL)' $(BIN)/python examples/demo/record.py

test: $(STAMP)  ## Run the test suite.
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

golden: $(STAMP)  ## Compare what the program does with the record in tests/golden/data.
	$(BIN)/python -m tests.golden.record

trainers: $(STAMP)  ## Install torch (CPU) and TRL, so that `make test` trains on exports too: 1.4 GB.
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python -e '.[trainers]'; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[trainers]'; fi

lint: $(STAMP)  ## Check style, types and the direction of imports.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)  ## Put the code into the house style.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP)  ## Measure start-up, the model-call engine, parsing and exports.
	$(BIN)/python benchmarks/bench_startup.py
	$(BIN)/python benchmarks/bench_pipeline.py
	$(BIN)/python benchmarks/bench_engine.py
	$(BIN)/python benchmarks/bench_journal.py
	$(BIN)/python benchmarks/bench_exports.py
	$(BIN)/python benchmarks/evidence_alignment.py
	$(BIN)/python benchmarks/near_duplicates.py

recipes: $(STAMP)  ## Run what `save-as --for` writes in the real trainers: 20 GB and an hour. TRAINERS='trl mlx' runs some.
	$(BIN)/python -m benchmarks.recipes $(TRAINERS)

pythons:  ## Try each Python from 3.11 on that is here, with newest and oldest libraries; resolve for others.
	$(PYTHON) benchmarks/try_pythons.py

docs: $(STAMP)  ## Build the documentation as a site, in site/.
	$(BIN)/zensical build --strict --clean

reference: $(STAMP)  ## Make the page of components and their options anew.
	$(BIN)/synthetic-data-kit --no-plugins plugins info synthetic-data-kit --markdown > docs/reference/components.md

soak: $(STAMP)  ## Run the slow fault and fuzz tests, and all with made-up data with more of it.
	SDK_TEST_INSTALLED=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup \
		-m 'soak or hypothesis' --hypothesis-profile soak

clean:  ## Remove what the other targets made.
	rm -rf $(VENV) build dist site .cache data demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
