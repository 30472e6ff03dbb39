# RegelWijzer. `make` alone lists what there is.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help run test eval bench-known bench-form bench-queue bench-pages bench-data storm lint format contracts events migration install install-dev browser

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## start everything here (PORT=8000 MAIL_PORT=8025 DATA_DIR=.data DEMO=1)
	@$(BIN)/python -m deploy.run run

test: install-dev browser ## run every test
	@$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

eval: install-dev ## measure how well patient data is told apart and known items are found (REPORTS="file.yaml …")
	@$(BIN)/python -m tests.privacy.sentences
	@$(BIN)/python -m tests.knowing.quality $(REPORTS)

bench-known: install-dev ## measure how soon known items are found among 10,000, with 100,000 linked reports
	@$(BIN)/python -m tests.load.known

bench-form: install-dev browser ## reckon how long a person needs to report (WORDS=40 typed a minute)
	@$(BIN)/python -m tests.load.form_time $(WORDS)

bench-queue: install-dev ## measure how soon the queue answers: make bench-queue n=100000
	@$(BIN)/python -m tests.load.queue $(or $(n),100000)

bench-pages: install-dev ## measure how soon the other pages answer: make bench-pages n=25000
	@$(BIN)/python -m tests.load.pages $(or $(n),25000)

storm: install-dev ## break everything at random under load and check what is left (MINUTES=1 SEED=...)
	@$(BIN)/python -m tests.storm --minutes $(or $(MINUTES),1) $(if $(SEED),--seed $(SEED))

lint: install-dev ## check style, types, import walls and contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m shared.contracts.schemas --check

format: install-dev ## format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench-data: install-dev ## multiply the demo of the running copy: make bench-data n=100000
	@$(BIN)/python -m tests.load.multiply $(or $(n),100000)

contracts: install-dev ## write the JSON Schemas of all facts and the rights at the broker anew
	@$(BIN)/python -m shared.contracts.schemas
	@$(BIN)/python -m deploy.run nats-config > deploy/nats/server.conf.new && mv deploy/nats/server.conf.new deploy/nats/server.conf

events: install ## show who says and who hears each fact
	@$(BIN)/python -m deploy.run events

migration: install-dev ## draft a migration: make migration s=triage m="weights"
	@test -n "$(s)" -a -n "$(m)" || { echo 'usage: make migration s=<service> m="<what changes>"' >&2; exit 2; }
	@$(BIN)/python -m deploy.migration "$(s)" "$(m)"

install:
	@$(PYTHON) -m deploy.bootstrap run

install-dev:
	@$(PYTHON) -m deploy.bootstrap dev

browser:
	@$(PYTHON) -m deploy.browser
