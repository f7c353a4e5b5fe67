# Needs make and Python 3.11 or newer; everything else is installed into .venv, pinned and hashed.
#   make demo           the main job on the shipped sample (make demo lang=en: in English)
#   make serve          a demonstration county in the browser, with six accounts (port=N)
#   make test           the tests on SQLite, then on a PostgreSQL server those of the log
#   make test-stored    on that server all that a store can change
#   make test-faults    kills, failing disks and servers, contention, attacks on a server, in short
#   make test-web       the pages in a browser, and servers behind nginx
#   make test-letters   letters in every form, and those kept from before
#   make test-long      all tests on both stores, with all their examples, contention and torture
#   make test-sqlite    on the one; make test-postgresql: on the other (args="-k paper": some of them)
#   make contention     many processes at one ledger, the long form (args="--store postgresql")
#   make torture        kills, failing disks, damaged files (args="--kills 30 --seed 1": fewer)
#   make soak           a server used for two hours by a staff of eight (minutes=10: for less)
#   make mutation       do the tests notice small changes of the code (args="caps --sample 50")
#   make lint types     style and types
#   make messages       the messages of the code into the Chinese catalogue, and that compiled
#   make pages          the tables of pages that are printed from the program
#   make bench          what work costs, beside raw limits (args="--claims 1000000 --only money")
#   make lock           pin again what pyproject.toml asks for (upgrade=1: newer versions too)
#   make clean          remove everything that make made

SHELL := /bin/sh
PYTHON ?= python3.13 python3.12 python3.11 python3
lang ?= zh
args ?=
port ?= 8400
minutes ?= 120
parallel ?= -n 2 --dist loadfile --no-loadscope-reorder

IN := .venv/bin/
INSTALL := $(IN)python -m pip install --quiet --disable-pip-version-check
LOCKED := $(INSTALL) --require-hashes --only-binary :all:
LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	$(if $(upgrade),--upgrade)

.PHONY: demo serve test test-web test-long test-sqlite test-log test-stored test-faults test-letters
.PHONY: test-postgresql
.PHONY: contention torture soak mutation lint types messages pages bench lock clean

demo: .venv/ready
	@$(IN)python -m scripts.sample.demo --lang $(lang)

serve: .venv/ready
	@$(IN)python -m scripts.sample.serving --port $(port)

# What takes longest, and least often finds what no other test does.
FAULTS := faults adapters/stores/attacks adapters/stores/test_postgres_trouble.py \
	adapters/cluster/test_ray.py adapters/cluster/test_ray_elsewhere.py \
	adapters/web/desk/test_jobs.py commands/sample/test_benchmark.py \
	commands/usage/test_other_systems.py
# Letters printed in every form and kept from before, which typesetting makes slow.
LETTERS := adapters/letters/kept
# What takes a browser, nginx, or processes of its own, or tries every request or link.
WEB := adapters/web/browser adapters/web/deployment adapters/web/walking \
	adapters/web/api/test_any_request.py adapters/web/api/test_jobs.py \
	adapters/web/desk/test_beginning_to_serve.py \
	adapters/web/pages/test_browser.py \
	adapters/web/pages/reading/test_reading_in_a_browser.py
test: override args := $(FAULTS:%=--ignore=tests/%) $(LETTERS:%=--ignore=tests/%) \
	$(WEB:%=--ignore=tests/%) $(args)
test: test-sqlite test-log

test-faults: .venv/ready-to-develop
	$(IN)python -m pytest $(parallel) $(FAULTS:%=tests/%) $(args)

test-web: .venv/ready-to-develop
	$(IN)python -m pytest $(parallel) $(wildcard $(WEB:%=tests/%)) $(args)

test-letters: .venv/ready-to-develop
	$(IN)python -m pytest $(parallel) $(LETTERS:%=tests/%) $(args)

test-long: .venv/ready-to-develop
	SUBSIDY_TEST_LONG=1 $(MAKE) test-sqlite test-postgresql
	$(MAKE) contention torture args=
	$(MAKE) contention torture args="--store postgresql"

test-sqlite: .venv/ready-to-develop
	$(IN)python -m pytest $(parallel) $(args)

# What can come out otherwise on another store, and a story of commands; without what asks the
# ledger alone, or a seal; of a server what another store has made a difference to.
STORED := adapters/web/api/test_acts.py adapters/web/api/test_earlier_positions.py \
	adapters/web/api/parity/test_every_act.py adapters/web/entry/test_odd_numbers.py \
	adapters/web/pages/asking/test_batches.py adapters/web/pages/asking/test_what_can_be_paid.py \
	adapters/web/pages/work adapters/web/desk adapters/web/state adapters/web/people adapters/stores adapters/log \
	adapters/views adapters/ledger adapters/seal adapters/cluster faults \
	oracle/test_differential.py commands/test_workbook_story.py commands/test_stream_history.py \
	commands/policy/several/test_policies_on_stores.py \
	commands/usage/test_other_systems.py
ABOVE := adapters/cluster/test_province.py adapters/cluster/test_ray.py adapters/cluster/test_ray_elsewhere.py \
	adapters/ledger/auditing adapters/ledger/treasury \
	adapters/seal/foreign adapters/seal/pack adapters/seal/sealer/test_cosigning.py \
	adapters/seal/signing adapters/seal/test_witness.py adapters/seal/tree
test-stored: .venv/ready-to-develop
	SUBSIDY_TEST_STORE=postgresql $(IN)python -m pytest $(parallel) $(STORED:%=tests/%) \
		$(ABOVE:%=--ignore=tests/%) $(args)

# Of those, the log and two stories: whether the other store does at all what is asked of it.
test-log: .venv/ready-to-develop
	SUBSIDY_TEST_STORE=postgresql $(IN)python -m pytest $(parallel) tests/adapters/log \
		tests/commands/test_stream_history.py \
		tests/commands/policy/several/test_policies_on_stores.py $(args)

# What keeps nothing in a store need not run on the other one.
STORELESS := architecture domain mutation projections adapters/files adapters/intake \
	adapters/policy adapters/wording
test-postgresql: .venv/ready-to-develop
	SUBSIDY_TEST_STORE=postgresql $(IN)python -m pytest $(parallel) \
		$(STORELESS:%=--ignore=tests/%) $(args)

contention: .venv/ready-to-develop
	@$(IN)python -m tests.faults.contention $(args)

torture: .venv/ready-to-develop
	@$(IN)python -m tests.faults.torture $(args)

soak: .venv/ready-to-develop
	@$(IN)python -m tests.faults.soak --minutes $(minutes) $(args)

mutation: .venv/ready-to-develop
	@$(IN)python -m tests.mutation $(args)

lint: .venv/ready-to-develop
	$(IN)ruff check .
	$(IN)ruff format --check .

types: .venv/ready-to-develop
	$(IN)mypy

messages: .venv/ready-to-develop
	$(IN)python -m tests.support.messages

pages: .venv/ready-to-develop
	$(IN)python -m tests.commands.recording.printed_pages

# store=postgresql: on a server of its own, whose every commit waits for the disk.
bench: .venv/ready-to-develop
	$(IN)python -m $(if $(store),tests.support.postgres_server )scripts.benchmark.run $(args)

.venv/ready: pyproject.toml requirements.txt requirements-build.txt | .venv/bin/python
	@echo "Installing the locked requirements into .venv …"
	@$(LOCKED) -r requirements-build.txt -r requirements.txt
	@$(INSTALL) --no-index --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@$(IN)python -m compileall -q domain projections adapters scripts # commands start sooner
	@touch $@

.venv/ready-to-develop: requirements-dev.txt .venv/ready
	@echo "Installing the locked requirements of the tests into .venv …"
	@$(LOCKED) -r requirements-dev.txt
	@touch $@

# The first that really runs: a name may be there and its interpreter not, or without venv.
.venv/bin/python:
	@for python in $(PYTHON); do \
		if $$python -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1; then \
			echo "Making .venv with $$($$python --version) ($$python) …"; \
			exec $$python -m venv .venv; \
		fi; \
	done; \
	echo "No usable Python 3.11 or newer among: $(PYTHON)." >&2; \
	echo "Install one with its venv module (Debian, Ubuntu: python3-venv)," >&2; \
	echo "or name it: make demo PYTHON=/path/to/python3" >&2; \
	exit 1

lock:
	python3 -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	echo 'setuptools>=77' | $(LOCK) --output-file requirements-build.txt -
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf .venv build dist demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
