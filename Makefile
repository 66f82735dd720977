# make run, make test; make help lists the rest. Needs a shell, make and python3 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
APP ?= .
# A process for each core, each with a database and a portal of its own; a file's tests stay together.
PARALLEL = --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder --durations=20
BIN := $(VENV)/bin
LAUNCH := $(BIN)/python -m fashionista.launch
INSTALL = @command -v $(PYTHON) >/dev/null || \
	{ echo "There is no $(PYTHON) here: install Python 3.11 or newer." >&2; exit 1; }; \
	$(PYTHON) fashionista/launch/install.py $(VENV)

.PHONY: help run test test-fast test-slow test-mutants test-faults test-browser test-long shots check lint layers messages bench bench-onsale bench-big lock reset clean
.DEFAULT_GOAL := help
.NOTPARALLEL:

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

run: $(VENV)/.run ## start the portal (PORT=8001 for another port); Ctrl-C ends it
	@exec $(LAUNCH) run

test: $(VENV)/.dev ## run the tests, on a database of their own
	@exec $(LAUNCH) test $(PARALLEL)

test-fast: $(VENV)/.dev ## run one app's tests: make test-fast APP=ticketing
	@exec $(LAUNCH) test $(APP)

test-slow: $(VENV)/.dev ## run the tests that take minutes
	@exec $(LAUNCH) test -m slow $(PARALLEL)

test-mutants: $(VENV)/.dev ## drop and loosen each rule of the database: something must miss it
	@exec $(LAUNCH) test -m mutants

test-faults: $(VENV)/.dev ## run the tests that kill processes and crowd the locks of a real portal
	@exec $(LAUNCH) test -m faults

test-browser: $(VENV)/.dev ## run the tests that drive a real browser
	@exec $(LAUNCH) test -m browser $(PARALLEL)

test-long: $(VENV)/.dev ## run the tests that take minutes and those that drive a real browser
	@exec $(LAUNCH) test -m "slow or browser" $(PARALLEL)

shots: $(VENV)/.dev ## look for faults on every page as everybody sees it; pictures in var/shots
	@rm -rf var/shots
	@SHOTS=var/shots $(LAUNCH) test -m "browser or tour" fashionista/tests/browser/test_pages.py \
		fashionista/tests/browser/test_tour.py
	@$(BIN)/python -m fashionista.tests.browser.sheets var/shots

check: lint test ## everything that must be green: style, types, layers, migrations, tests

lint: $(VENV)/.dev layers ## the checks without the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	find templates */templates -name '*.html' 2>/dev/null | xargs -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/djlint templates --lint --quiet
	$(LAUNCH) check -- sh -ec 'mypy; python manage.py makemigrations --check --dry-run; \
		if command -v xgettext >/dev/null; then python manage.py makemessages --check; fi'

layers: $(VENV)/.dev ## check that imports go down the layers only
	$(BIN)/lint-imports

messages: $(VENV)/.dev ## bring the words to translate up to date (needs GNU gettext)
	@exec $(LAUNCH) check -- python manage.py makemessages

bench: $(VENV)/.dev ## measure the running portal against its targets
	@exec $(BIN)/python -m bench

bench-onsale: $(VENV)/.dev ## measure a sale from the event's page to the ticket, alone and in a rush
	@exec $(BIN)/python -m bench onsale

bench-big: $(VENV)/.dev ## measure among 20,000 events and 1,000,000 tickets, made the first time
	@exec $(BIN)/python -m bench big

lock: $(VENV)/.dev ## lock the newest versions that requirements*.in allow
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-emit-index-url requirements-dev.in -o requirements-dev.txt

reset: $(VENV)/.run ## delete all data; the next run starts afresh
	@$(LAUNCH) reset

clean: ## delete all data and the virtual environment
	@test ! -x $(BIN)/python || $(LAUNCH) reset
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage htmlcov
	@echo "deleted $(VENV) and the tools' caches"

# What runs needs requirements.txt; tests and checks need requirements-dev.txt, which holds both.
# The copy of the locked list tells a second run that nothing has changed.
$(VENV)/.run: requirements.txt
	$(INSTALL) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt
	$(INSTALL) requirements-dev.txt
	@touch $@
