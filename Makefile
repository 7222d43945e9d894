# `make demo` and `make test` need Python 3.11+, make and git; everything else they install into .venv.
PYTHON ?= python3
BIN := .venv/bin
PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder

# Their own tests cover the pure floors wholly; tracing the journeys too would double the time these take.
PURE := tests/model tests/intake tests/rules tests/duties

# The main journeys. All others, and samples of the long proofs (deaths, lost answers, any order, planted bugs), take long.
JOURNEYS := a_first_morning booking every_mistake filed_records people_win read_only restored_ledger scopes \
	service_account the_case_managers_digest the_managers_digest the_whole_department
PROOFS := tests/kills tests/effects/test_lost_answers.py tests/machine tests/mutants tests/simulation tests/test_names_by_command.py \
	tests/feed tests/doctor/test_probe.py tests/rules/test_add_a_rule.py \
	$(filter-out $(JOURNEYS:%=tests/journeys/test_%.py),$(sort $(wildcard tests/journeys/test_*.py)))

.PHONY: help demo test lint types floors tests proofs recognition kills kills-pairs losses machine mutants \
	simulation reliability rules schemas troubleshooting bench browser goldens pictures clean

help:  ## say what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/'

.venv/made: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/made-for-development: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch .venv/made $@

.venv/made-for-the-browser: .venv/made-for-development
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser]'
	@touch $@

demo: .venv/made  ## the main job on an invented department, against a Google on this machine
	@$(BIN)/workspace-agent demo

test: lint types floors tests  ## everything that must hold

lint: .venv/made-for-development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/made-for-development
	$(BIN)/mypy

floors: .venv/made-for-development
	$(BIN)/lint-imports --no-cache

tests: .venv/made-for-development
	$(BIN)/pytest $(PARALLEL) $(PURE) $(PROOFS:%=--ignore=%) --cov --cov-report=
	$(BIN)/coverage report --fail-under=100
	$(BIN)/pytest $(PARALLEL) $(PURE:%=--ignore=%) $(PROOFS:%=--ignore=%) --ignore=tests/browser

proofs: .venv/made-for-development  ## all other journeys, samples of the long proofs, every fifth death; twenty minutes
	$(BIN)/pytest $(PARALLEL) $(PROOFS)
	$(BIN)/python -m tests.kills singles --every 5
	$(BIN)/python -m tests.simulation many --seeds 2,3,6 --days 40

recognition: .venv/made-for-development  ## score a folder of sheets against what they are: make recognition DIR=folder
	$(BIN)/python -m tests.recognition $(DIR)

kills: .venv/made-for-development  ## the agent dies at every request and commit of three days; a quarter of an hour
	$(BIN)/python -m tests.kills singles

kills-pairs: .venv/made-for-development  ## the same twice in a row; an hour, and it goes on where it was stopped
	$(BIN)/python -m tests.kills pairs --progress .kills-pairs.jsonl

losses: .venv/made-for-development  ## the answer to each request is lost in each way, and the ledger at each commit; ten minutes
	$(BIN)/python -m tests.kills losses
	$(BIN)/python -m tests.kills mishaps

machine: .venv/made-for-development  ## people and the agent act in any order; ten minutes, from a seed on
	$(BIN)/python -m tests.machine

simulation: .venv/made-for-development  ## live through a school year of two hundred days: make simulation SEED=7
	$(BIN)/python -m tests.simulation --seed $(or $(SEED),1) --days 200

mutants: .venv/made-for-development  ## plant bugs and print who catches each; half an hour
	$(BIN)/python -m tests.mutants

reliability: .venv/made-for-development  ## all of these, and write docs/reliability.md; hours
	$(BIN)/python -m tests.reliability

rules: .venv/made-for-development  ## write docs/rules.md, of what the rules say of themselves
	$(BIN)/python -m tests.rules.book

troubleshooting: .venv/made-for-development  ## write docs/troubleshooting.md, of every text that the program can print
	$(BIN)/python -m tests.troubleshooting

schemas: .venv/made  ## write config/schema/, of what the settings know
	for file in agent policy states; do $(BIN)/workspace-agent config schema $$file > config/schema/$$file.json; done

bench: .venv/made-for-development  ## requests, minutes, seconds and memory of all sorts, and write docs/performance.md; a quarter of an hour
	$(BIN)/python -m benchmarks

browser: .venv/made-for-the-browser  ## see every mail in a real browser, by day, by night and on a phone; needs chromium
	$(BIN)/pytest --numprocesses auto --dist loadgroup tests/browser

goldens: .venv/made-for-development  ## write the mails anew that tests compare with; read the difference
	$(BIN)/python -m tests.goldens

pictures: .venv/made-for-the-browser  ## write docs/digest-*.png, of those mails; needs chromium
	$(BIN)/python -m tests.browser

clean:  ## forget the virtual environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
