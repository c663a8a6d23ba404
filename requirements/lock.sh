#!/bin/sh
# Resolves every requirements.in again into a hash-locked file; the layers take the developer environment's versions.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --upgrade --universal --python-version 3.13 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
lock requirements/dev.in -o requirements/dev.txt
lock requirements/cloud.in -o requirements/cloud.txt
lock requirements/sam.in --emit-build-options -o requirements/sam.txt
lock requirements/checkov.in -o requirements/checkov.txt
lock layers/core/requirements.in -c requirements/dev.txt -o layers/core/requirements.txt
shared=$(sed -n 's/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p' layers/core/requirements.txt)
# stripe speaks through urllib where requests is not installed, which saves a function half a second of imports
# shellcheck disable=SC2086 -- one option a word
lock layers/payments/requirements.in -c requirements/dev.txt $shared \
    --no-emit-package requests --no-emit-package certifi --no-emit-package charset-normalizer --no-emit-package idna \
    -o layers/payments/requirements.txt
for layer in imaging signing identity pages dns; do
    # shellcheck disable=SC2086 -- one option a word
    lock "layers/$layer/requirements.in" -c requirements/dev.txt $shared -o "layers/$layer/requirements.txt"
done
