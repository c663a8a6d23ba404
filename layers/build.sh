#!/bin/sh
# The two steps of every layer: `packages DIR` installs the locked packages for Lambda's platform, trims them and makes
# wide doors lazy, `compile DIR` adds the .pyc files (unchecked-hash: unzipping changes times, and a .pyc by time would be thrown away).
set -eu
python="$2/python"
case "$1" in
packages)
    uv pip install --quiet --target "$python" --python-version 3.13 --python-platform "$LAYER_PLATFORM" \
        --only-binary :all: --no-deps --require-hashes --link-mode copy -r requirements.txt
    python3.13 "$(dirname "$0")/trim.py" "$python"
    python3.13 "$(dirname "$0")/lazy_doors.py" "$python"
    python3.13 "$(dirname "$0")/late_imports.py" "$python"
    ;;
compile)
    find "$python" -name __pycache__ -type d -prune -exec rm -rf {} +
    python3.13 -m compileall -q -j 0 --invalidation-mode unchecked-hash -s "$python" -p /opt/python "$python"
    ;;
esac
