#!/bin/sh
# Finds Python 3.13 and uv, then hands over to local/setup.py, which makes every environment (a no-op when nothing changed).
set -eu
cd "$(dirname "$0")/.."

fits() { [ -n "$1" ] && "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; }

python=""
uv=$(command -v uv || true)
[ -n "$uv" ] && "$uv" --version >/dev/null 2>&1 || uv=""
[ -z "$uv" ] && [ -x .cloud/uv/bin/uv ] && uv=.cloud/uv/bin/uv

for candidate in "${LATCHKEY_PYTHON:-}" "$(cat .cloud/python 2>/dev/null || true)" "$(command -v python3.13 || true)" "$(command -v python3 || true)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13 /opt/pyenv/versions/3.13*/bin/python3.13; do
    if fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$uv" ]; then
    installer=${python:-$(command -v python3 || true)}
    [ -n "$installer" ] || { echo "setup needs python3 with pip, or uv (https://docs.astral.sh/uv/) on the PATH." >&2; exit 1; }
    "$installer" -m pip install --quiet --disable-pip-version-check --target .cloud/uv uv ||
        { echo "uv could not be installed with pip: install it (https://docs.astral.sh/uv/) and run this again." >&2; exit 1; }
    uv=.cloud/uv/bin/uv
fi
if [ -z "$python" ]; then
    python=$("$uv" python find 3.13 2>/dev/null || true)
    fits "$python" || { "$uv" python install --quiet 3.13 && python=$("$uv" python find 3.13) || true; }
fi
fits "$python" || { echo "Python 3.13 was not found: install it, or set LATCHKEY_PYTHON to a python3.13." >&2; exit 1; }

mkdir -p .cloud
printf '%s\n' "$python" > .cloud/python
LATCHKEY_UV=$uv exec "$python" -m local.setup "$@"
