# Each command does its own set-up from a fresh clone: `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
# Why: without compiled modules each process would compile all sources again.
unexport PYTHONDONTWRITEBYTECODE
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=20
# Why: tests in process compute all the time, and each worker more costs five seconds at its start.
WORKERS := 2
# Why: tests of the running system wait more than they compute.
test: WORKERS := $(if $(FEATURE),2,4)
test-all: WORKERS := $(if $(FEATURE),3,4)
IN_PROCESS := not slow and not browser and not deployed
# FEATURE=webhooks chooses tests/webhooks and the deployed tests of that name; without it, all tests.
CHOSEN = $(if $(FEATURE),$(or $(wildcard tests/$(FEATURE) tests/deployed/test_$(FEATURE)*.py),no-tests-of-$(FEATURE)))
# The first that works and is new enough; the functions run on 3.13.
PYTHON := $(shell for python in $(BIN)/python python3.13 python3.12 python3.14 python3 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then echo $$python; break; fi; done)

.PHONY: help run demo test test-fast test-all contract check bench deploy account accounts administrator ceiling suspend resume redrive reindex migrate \
	restore rotate reset built setup

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 21

run: setup ## run the whole system on this machine (OSMOTR_PORT, default 4566); Ctrl-C stops it and keeps its state
	@exec $(BIN)/python -m infra.local run

demo: setup ## play the whole circle, webhooks in and out, against the running system
	@$(BIN)/python -m infra.local.demo

test: setup built ## all tests but the long ones; of one feature, those in process, by FEATURE=webhooks; OPTIONS go to pytest
	@if [ -n "$(FEATURE)" ]; then chosen="$(IN_PROCESS)"; \
	elif $(BIN)/python -m infra.chromium; then chosen="not slow"; else chosen="not slow and not browser"; fi; \
	$(PYTEST) -m "$$chosen" $(OPTIONS) $(CHOSEN)

test-fast: setup built ## the tests that need neither the emulator nor a browser
	@$(PYTEST) -m "$(IN_PROCESS)" $(OPTIONS) $(CHOSEN)

test-all: setup built ## all tests, the long ones too; FEATURE=webhooks adds that feature's browser and deployed tests
	@if $(BIN)/python -m infra.chromium; then chosen=""; else chosen="not browser"; fi; \
	$(PYTEST) -m "$$chosen" $(OPTIONS) $(CHOSEN)

contract: setup built ## write the generated files that are committed: the API's contract (tests/contract), docs/deployed.md
	@$(BIN)/python -m tests.contract
	@$(BIN)/python -m infra.deployed_docs

check: setup built ## ruff, mypy --strict, import-linter, wording, tsc --checkJs where Node is, cfn-lint and checkov of the template as it is deployed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python -m infra.docstrings
	@$(BIN)/python -m infra.script_types
	$(BIN)/python -m infra.package --template-only prod
	$(BIN)/cfn-lint .build/prod/template-only.json
	@$(BIN)/python -m infra.checkov .build/prod/template-only.json

bench: setup built ## measure, and print a table
	@$(BIN)/python -m bench

deploy: export OSMOTR_PARAMETERS = $(PARAMETERS)
deploy: setup ## deploy to AWS: make deploy STAGE=prod (docs/operators.md), others of the template's parameters by PARAMETERS="Name=value …"
	@test -n "$(STAGE)" || { echo "say which: make deploy STAGE=prod"; exit 1; }
	@$(BIN)/python -m infra.deploy --stage "$(STAGE)" $(OPTIONS)

# Variables of make's command line, as they were typed: a shell would read quotes and dollars in a name, and some
# systems have a variable NAME of their own.
typed = $(if $(filter command,$(firstword $(origin $(1)))),$(value $(1)))
TYPED := NAME ADMIN ADMIN_NAME LANGUAGE TIME_ZONE ACCOUNT COUNTRIES PER_DAY PER_PHONE PER_PREFIX FACTOR
account accounts administrator ceiling suspend resume: export OSMOTR_STAGE = $(STAGE)
$(foreach name,$(TYPED),$(eval account accounts administrator ceiling suspend resume: export OSMOTR_TYPED_$(name) = $$(call typed,$(name))))

account: setup ## open an account: make account NAME="…" ADMIN=e-mail STAGE=prod (local), if wanted ADMIN_NAME= LANGUAGE= TIME_ZONE=
	@$(BIN)/python -m infra.accounts make

accounts: setup ## list the accounts of a stage with their administrators: make accounts STAGE=prod (local)
	@$(BIN)/python -m infra.accounts list

administrator: setup ## let an account have an administrator, or invite theirs again: make administrator ACCOUNT=acc_… ADMIN=e-mail STAGE=
	@$(BIN)/python -m infra.accounts administrator

ceiling: setup ## show or set how many SMS an account may allow itself: make ceiling ACCOUNT=acc_… STAGE= PER_DAY= PER_PHONE= PER_PREFIX= COUNTRIES=RU,KZ
	@$(BIN)/python -m infra.accounts ceiling

suspend: setup ## shut an account's staff and API keys out until make resume: make suspend ACCOUNT=acc_… STAGE=prod (local)
	@$(BIN)/python -m infra.accounts suspend

resume: setup ## let a suspended account in again: make resume ACCOUNT=acc_… STAGE=prod (local)
	@$(BIN)/python -m infra.accounts resume

redrive: setup ## give what was given up another try: make redrive STAGE=prod (local: the running system), one queue by QUEUE=
	@test -n "$(STAGE)" || { echo "say which: make redrive STAGE=prod"; exit 1; }
	@$(BIN)/python -m infra.redrive --stage "$(STAGE)" --queue "$(QUEUE)"

reindex: setup ## write search terms anew, once after an update: make reindex STAGE=prod (local: the running system)
	@test -n "$(STAGE)" || { echo "say which: make reindex STAGE=prod"; exit 1; }
	@$(BIN)/python -m infra.reindex --stage "$(STAGE)"

migrate: setup ## move accounts' settings to sections, once after an update: make migrate STAGE=prod (local: the running system)
	@test -n "$(STAGE)" || { echo "say which: make migrate STAGE=prod"; exit 1; }
	@$(BIN)/python -m infra.migrate --stage "$(STAGE)"

rotate: setup ## rotate the key of owners' links, no link ends: make rotate KEY=link STAGE=prod (local)
	@$(BIN)/python -m infra.rotate --stage "$(STAGE)" --key "$(KEY)"

restore: setup ## restore a table to a point in time beside the live one: make restore TABLE=cases AT=2026-11-28T20:00:00Z STAGE=, then WRITE=
	@$(BIN)/python -m infra.restore --stage "$(STAGE)" --table "$(TABLE)" --at "$(AT)" --account "$(ACCOUNT)" \
		--case "$(CASE)" --write "$(WRITE)"

reset: setup ## forget the state of the system on this machine
	@$(BIN)/python -m infra.local reset

built: setup ## compile the gettext catalogues, build the page's script and style
	@$(BIN)/python -m infra.translations
	@$(BIN)/python -m infra.page_assets

setup: # the virtual environment, made at the first use and when the pins change
	@test -n "$(PYTHON)" || { echo "Osmotr needs Python 3.13, or 3.12: none was found on the PATH"; exit 1; }
	@$(PYTHON) infra/environment.py
