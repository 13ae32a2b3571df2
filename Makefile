# Every target sets up what it needs first. `make help` lists them.
PY := .venv/bin/python

# What Python compiled once is kept, whatever the environment says: a third of `make check` would be compiling.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup chat serve telegram test check train bench demo

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## build the environment in .venv (every other command does it too)
	@sh scripts/setup.sh

chat: setup ## talk to Sounding Board in this terminal
	@$(PY) -m bot chat

serve: setup ## answer over HTTP, on 127.0.0.1:8080 unless set otherwise
	@$(PY) -m bot serve

telegram: setup ## answer on Telegram; needs COACH_TELEGRAM_TOKEN (docs/how-to/telegram.md)
	@$(PY) -m bot telegram

test: setup ## run every test; trains the model first if needed
	@$(PY) -m bot train
	@$(PY) -m pytest -n auto --dist loadfile

check: setup ## format, lint, types, imports, content and the fast tests, in under a minute
	@sh scripts/check.sh

train: setup ## train the model, if anything it learns from has changed
	@$(PY) -m bot train

demo: setup ## build a demo programme of synthetic leaders, with six theme releases, apart from your data
	@$(PY) -m bot demo

bench: setup ## run every measurement and print its figures (docs/evaluation.md keeps them)
	@$(PY) -m bot train
	@$(PY) -m benchmarks
