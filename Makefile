# The commands of the project; `make help` prints the lines with two hashes.
SHELL := /bin/bash
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv/bin

# pip would compile every module of every library, some half a minute; Python compiles those it
# uses when they are first imported.
INSTALL := $(VENV)/python -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: help run test system-packages check format messages lock bench clean
.DEFAULT_GOAL := help

help: ## print this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.runtime: requirements/runtime.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên: apt install python3 python3-venv"; exit 1; }
	@test -x $(VENV)/python || { echo "Tạo môi trường Python…"; $(PYTHON) -m venv .venv || { echo "Thiếu mô-đun venv: apt install python3-venv"; rm -rf .venv; exit 1; }; }
	@echo "Cài thư viện (lần đầu khoảng một phút)…"
	@$(INSTALL) --progress-bar on --require-hashes -r requirements/runtime.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: .venv/.runtime requirements/test.txt requirements/cluster.txt
	@echo "Cài công cụ kiểm tra…"
	@$(INSTALL) --require-hashes -r requirements/test.txt -r requirements/cluster.txt
	@touch $@

run: .venv/.runtime ## prepare everything, load the demo city once, serve on 127.0.0.1:8000
	@$(VENV)/gandan up

test: ## the whole proof: lint, types, pure, SQLite, PostgreSQL, browser
	@$(MAKE) --no-print-directory -j2 .venv/.test system-packages
	@$(VENV)/python scripts/prove.py

system-packages:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) scripts/prove.py --packages

check: .venv/.test ## the fast part: lint, types, imports, pure tests
	@$(VENV)/python scripts/prove.py --fast

format: .venv/.test ## put the code into its form
	@$(VENV)/ruff check --fix src tests scripts bench; $(VENV)/ruff format src tests scripts bench

messages: .venv/.runtime ## collect and compile the English texts (needs gettext)
	@cd src/gandan && export GANDAN_LOCAL=1 GANDAN_SECRET_KEY=messages DJANGO_SETTINGS_MODULE=gandan.config.settings PYTHONPATH=$(CURDIR)/src && \
	  $(CURDIR)/$(VENV)/python -m django makemessages -l en --no-location --no-obsolete --no-wrap -e html,py,txt && \
	  sed -i '/^"POT-Creation-Date:/d' locale/en/LC_MESSAGES/django.po && \
	  $(CURDIR)/$(VENV)/python -m django compilemessages -l en

lock: ## renew the hash-locked requirements (needs uv)
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/runtime.in -o requirements/runtime.txt
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/test.in -o requirements/test.txt
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/cluster.in -o requirements/cluster.txt
	uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 bench/requirements-peers.in -o bench/requirements-peers.txt

bench: .venv/.test ## measure beside peers and print ratios; PART=copies runs one part
	@$(VENV)/python -m bench $(PART)

clean: ## remove the environment and caches; .data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache shots
