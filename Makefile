# Lakeside: what people and CI call. `make help` lists it.
# Everything that is built lies below build/, server/target and lab-extension/{lib,build}; nothing outside the clone but caches.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help

ENV  := . build/env &&
STEP := .ci/step
VENV := build/venv
JAR  := build/lakeside.jar
VERSION := $(shell sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
WHEEL := build/dist/jupyterlab_lakeside-$(VERSION)-py3-none-any.whl
PARALLEL := $(MAKE) --no-print-directory -j4

JAVA_SOURCES   := $(shell find pom.xml .mvn */pom.xml */src/main server/src/licences LICENSE 2>/dev/null) # with the folders: a file that went counts too
PANEL_SOURCES  := $(shell find lab-extension/src lab-extension/style lab-extension/schema -type f 2>/dev/null) lab-extension/package.json lab-extension/tsconfig.json lab-extension/webpack.config.js
PYTHON_SOURCES := $(shell find lab-extension/jupyterlab_lakeside -name '*.py' 2>/dev/null) lab-extension/pyproject.toml lab-extension/install.json

.PHONY: help demo test bench build wheel image test-image test-ci version lint format clean stop setup setup-test setup-image lake-install

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 16

demo: build ## build, start a small real lake and JupyterLab with the panel; ONCE=1 does the main job without a person
	@$(ENV) exec $(VENV)/bin/python testbed/demo/demo.py $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

test: setup-test ## every test, installing what the tests need
	@+$(PARALLEL) $(VENV)/ready lab-extension/node_modules/ready lake-install
	@$(ENV) exec env --default-signal=INT,QUIT .ci/test $(ONLY) # some runners ignore interrupts; tests interrupt what they start

bench: build ## measurements, side by side with what a user would pick instead; writes build/bench.json
	@$(ENV) exec $(VENV)/bin/python bench/run $(ARGS)

build: setup ## the wheel, installed in build/venv, and the lake's parts
	@+$(PARALLEL) $(VENV)/installed lake-install

wheel: setup ## the wheel alone: panel, server extension, service
	@+$(PARALLEL) $(WHEEL)

# ---------------------------------------------------------------- image
image: setup-image ## the container image, without and with grid tools, in a store of its own below build/image
	@+$(PARALLEL) $(WHEEL)
	@$(ENV) $(STEP) image 'the image' container/build $(VERSION) $(WHEEL)

test-image: setup-test $(if $(BUILT),setup-image,image) ## runs the image as a site would: a browser does the main job through it; bad input; size
	@+$(PARALLEL) $(VENV)/ready lab-extension/node_modules/ready lake-install
	@$(ENV) container/test $(VERSION) $(ONLY)

setup-image:
	@.ci/setup --image build/env

test-ci: ## the pipeline of .gitlab-ci.yml on this machine, with a registry to publish to
	@.ci/setup --test --image build/env
	@+$(PARALLEL) build/tools/ready
	@$(ENV) .ci/pipeline $(ARGS)

version:
	@echo $(VERSION)

# ---------------------------------------------------------------- checks
lint: setup ## layout, types and warnings of Java, TypeScript and Python
	@+$(PARALLEL) $(VENV)/ready lab-extension/node_modules/ready
	@$(ENV) .ci/lint

format: setup ## let the formatters decide
	@+$(PARALLEL) $(VENV)/ready lab-extension/node_modules/ready
	@$(ENV) mvn -q -B spotless:apply && npm --prefix lab-extension run --silent format && $(VENV)/bin/ruff format -q lab-extension testbed bench notebooks container

stop: ## end what a killed demo left behind: JupyterLab and its lake
	@[ ! -x $(VENV)/bin/python ] || $(VENV)/bin/python testbed/demo/demo.py --stop

clean: ## remove what was built
	@[ ! -d build/image/base ] || container/base wipe build/image/base
	rm -rf build */target lab-extension/lib lab-extension/build lab-extension/jupyterlab_lakeside/lakeside.jar*

# ---------------------------------------------------------------- machine
setup:
	@.ci/setup build/env

setup-test:
	@.ci/setup --test build/env

build/env:
	@.ci/setup $@

lake-install: | build/env
	@$(ENV) $(STEP) lake 'the lake: Rucio from its Python package, synthetic data' testbed/lake install

$(VENV)/ready: lab-extension/requirements-dev.txt | build/env
	@$(ENV) $(STEP) venv 'Python environment with JupyterLab' bash -c 'rm -rf $(VENV) && "$$LAKESIDE_PYTHON" -m venv $(VENV) && \
	  $(VENV)/bin/python -m pip install --no-input --disable-pip-version-check -r $<'
	@touch $@

lab-extension/node_modules/ready: lab-extension/package-lock.json | build/env
	@$(ENV) $(STEP) npm 'packages for the panel' npm --prefix lab-extension ci --no-audit --no-fund
	@touch $@

build/tools/ready: .ci/tools/package-lock.json | build/env
	@mkdir -p build/tools && cp .ci/tools/package*.json build/tools/
	@$(ENV) $(STEP) tools 'tools for CI and the image, from npm' npm --prefix build/tools ci --omit=optional --ignore-scripts --no-audit --no-fund
	@touch $@

# ---------------------------------------------------------------- parts
$(JAR): $(JAVA_SOURCES) | build/env
	@$(ENV) $(STEP) jar 'the service (Java)' mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package
	@cp server/target/bom.json build/lakeside.cdx.json
	@cp server/target/server-$(VERSION)-all.jar $@

lab-extension/build/labextension/package.json: $(PANEL_SOURCES) lab-extension/node_modules/ready
	@$(ENV) $(STEP) panel 'the panel (TypeScript)' npm --prefix lab-extension run build
	@touch $@

$(WHEEL): $(JAR) lab-extension/build/labextension/package.json $(PYTHON_SOURCES) $(VENV)/ready
	@cp $(JAR) lab-extension/jupyterlab_lakeside/lakeside.jar
	@$(ENV) $(STEP) wheel 'the wheel' $(VENV)/bin/python -m build -w -n -o build/dist lab-extension
	@touch $@

$(VENV)/installed: $(WHEEL)
	@$(ENV) $(STEP) install 'the wheel into build/venv' $(VENV)/bin/python -m pip install --no-input --disable-pip-version-check --force-reinstall --no-deps $<
	@touch $@
