# Count-In. `make help` prints what each target does. Options for a target go in ARGS="…".
# PYTHON=path chooses the interpreter (3.11 or newer); otherwise the first one that runs is used.

.DEFAULT_GOAL := help
.PHONY: setup demo test check bench help languages lock
export PYTHON

setup: ## The environment alone, in .venv; .venv/bin/countin then runs
	@scripts/setup.sh product

demo: ## Everything: a whole campaign on this machine, then the addresses to look at
	@scripts/setup.sh product
	@.venv/bin/countin demo $(ARGS)

test: ## The suite on SQLite, then what uses the database on PostgreSQL (house rules: check)
	@scripts/setup.sh development
	@scripts/install_packages.sh chromium postgresql
	@scripts/test.sh $(ARGS)

check: ## Lint, templates, types, import rules and house rules, in seconds
	@scripts/setup.sh development
	@scripts/check.sh

bench: ## Benchmarks; prints ratios
	@scripts/setup.sh development
	@.venv/bin/python -m benchmarks $(ARGS)

languages: ## Bring the translations in step with the texts in the code; says what is missing
	@scripts/setup.sh development
	@.venv/bin/python -m scripts.languages

lock: ## Pin anew what requirements*.in ask for
	@scripts/setup.sh development
	@scripts/lock.sh $(ARGS)

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
