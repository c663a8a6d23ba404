# Everything a developer does. `make run` and `make test` need nothing but this clone: they set up what is missing.
SHELL := /bin/sh
PY := .venv/bin/python
export PYTHONPATH := functions:layers/core:.
export SAM_CLI_TELEMETRY := 0

.PHONY: help setup run test demo bench prove deploy lint types format screenshots openapi clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

setup: ## environments, Debian's tools, the portal's packages; a no-op when nothing changed
	@sh local/setup.sh

run: setup ## the whole of Latchkey on this machine, until Ctrl-C (LATCHKEY_PORT moves it)
	@exec $(PY) -m local.run

test: setup ## every check and every test but the long ones
	@exec $(PY) -m local.checks

demo: setup ## the main job, step by step, with its counts beside their budgets
	@exec $(PY) -m local.demo.main_job

bench: setup ## renditions, cold starts, galleries, bundles, uploads, an order's life, portal bytes beside their budgets
	@$(PY) -m local.artefacts && $(PY) -m local.portal
	@failed=0; for part in renditions cold_starts galleries bundles uploads life_cycle; do $(PY) -m tests.bench.$$part || failed=1; done; \
	npm --prefix portal run --silent budgets || failed=1; exit $$failed

prove: setup ## the long runs: the simulator over call sites, faults and mutants, the long tests, Lighthouse
	@failed=0; for part in tests.sim "pytest -m long" tests.lighthouse; do $(PY) -m $$part || failed=1; done; exit $$failed

deploy: setup ## to AWS: make deploy STAGE=dev [BUSINESS=file.json] [STRIPE_SECRET=file.json]
	@test -n "$(STAGE)" || { echo "Which stage? make deploy STAGE=dev" >&2; exit 2; }
	@exec $(PY) -m deploy --stage "$(STAGE)" $(if $(BUSINESS),--business "$(BUSINESS)") $(if $(STRIPE_SECRET),--stripe-secret "$(STRIPE_SECRET)") $(if $(ROTATE_KEY),--rotate-key) $(if $(RETIRE_KEY),--retire-key)

lint: setup ## ruff, import contracts, the portal's own checks
	@exec $(PY) -m local.checks lint

types: setup ## mypy --strict
	@exec $(PY) -m local.checks types

format: setup ## ruff format and prettier
	@$(PY) -m ruff check --fix --quiet . && $(PY) -m ruff format --quiet . && npm --prefix portal run --silent format

screenshots: setup ## each screen, phone and desktop, light and dark, into .screenshots
	@exec $(PY) -m local.demo.screenshots

openapi: setup ## docs/openapi.json from the routes
	@exec $(PY) -m local.openapi

clean: ## take away artefacts and the local cloud's state, not the environments
	@rm -rf .aws-sam .local portal/dist
