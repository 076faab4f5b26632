# Two commands do everything on a fresh machine: `make demo` and `make test`.

CHECKS := check-style check-format check-types check-imports check-scripts check-web check-texts check-register

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint prove mutate-claims shots bench pins clean $(CHECKS)

PYTHON ?= python3
IN := PATH="$(CURDIR)/.venv/bin:$$PATH"
NPM := $(IN) node_modules/.bin

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: ## everything that demo and tests need; a second time it takes a second
	@$(PYTHON) tools/setup.py

demo: ## a sample practice on this machine, until Ctrl-C
	@$(PYTHON) tools/setup.py --no-chromium
	@$(IN) QUENOTTE_CLAIMS=build/tests/claims.json .venv/bin/quenotte demo

test: setup ## every test; SUITES="vault relay" runs some
	@$(IN) python tools/run_tests.py $(SUITES)

lint: setup ## style, types, imports, texts; all of them, whatever one says
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

check-style:
	@$(IN) ruff check --quiet .
check-format:
	@$(IN) ruff format --check --quiet . || { $(IN) ruff format --check .; exit 1; }
check-types:
	@$(IN) mypy
check-imports:
	@$(IN) lint-imports --no-logo
check-scripts:
	@$(NPM)/tsc --noEmit
	@$(NPM)/tsc --noEmit -p tsconfig.node.json
check-web:
	@$(NPM)/biome check --error-on-warnings .
check-texts:
	@$(IN) python tools/catalogues.py --check
check-register:
	@$(IN) quenotte register changes

prove: setup ## the long bars: hundreds of kills, soaks, fuzzing, big tables
	@$(IN) python tools/run_tests.py --prove $(SUITES)

mutate-claims: setup ## breaks one mechanism at a time and looks which sentences turn red; FAULTS="star law" tries some
	@$(IN) PYTHONPATH="$(CURDIR)/src:$(CURDIR)" python tools/mutate_claims.py --jobs 2 $(FAULTS)

shots: setup ## a picture of every page and state, in build/shots/
	@$(IN) python -m tests.shots

bench: ## one line of JSON for each figure, and nothing else on standard output
	@$(PYTHON) tools/setup.py >&2
	@$(IN) python -m benchmarks

pins: setup ## pins what pyproject.toml asks for; NEWER=--upgrade takes newer versions
	@$(IN) python tools/pin.py $(NEWER)

clean: ## removes what was built and what set-up installed
	rm -rf build dist .venv .setup node_modules src/quenotte/static .mypy_cache .ruff_cache .pytest_cache
	find src -name '*.mo' -delete
