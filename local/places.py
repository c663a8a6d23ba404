"""Where the local cloud keeps its environments, artefacts and state, and which ports it takes."""

import os
import platform
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLOUD = ROOT / ".cloud"
STATE = ROOT / ".local"
BUILD = ROOT / ".aws-sam" / "build"
BUILT_TEMPLATE = BUILD / "template.yaml"
PORTAL = ROOT / "portal"
PORTAL_DIST = PORTAL / "dist"
UNPACKED_LAYERS = STATE / "layers"

PYTHON = ROOT / ".venv" / "bin" / "python"
MINISTACK_PYTHON = CLOUD / "ministack" / "bin" / "python"
SAM = CLOUD / "sam" / "bin" / "sam"
CHECKOV = CLOUD / "checkov" / "bin" / "checkov"

REGION = "us-east-1"
ACCOUNT = "123456789012"
STACK = "latchkey-local"
DEFAULT_PORT = 8400

ARCHITECTURE = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
LAYER_PLATFORM = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}[ARCHITECTURE]


def port() -> int:
    """The portal's port; the cloud and the Stripe stand-in take the next two."""
    return int(os.environ.get("LATCHKEY_PORT", DEFAULT_PORT))


def uv() -> str:
    """The uv that `make setup` found or installed."""
    own = CLOUD / "uv" / "bin" / "uv"
    found = os.environ.get("LATCHKEY_UV") or shutil.which("uv") or (str(own) if own.exists() else "")
    if not found:
        sys.exit("uv is missing: run `make setup` first.")
    return str(Path(found).resolve()) if "/" in found else found


def credentials() -> dict[str, str]:
    """What every AWS client of the local cloud uses: the account's root, which MiniStack knows as `test`."""
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
