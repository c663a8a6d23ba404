"""`sam build` as AWS gets it, plus what it leaves out: .pyc files and the layers' hash inside the function artefact."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from local import stamps
from local.places import (
    ARCHITECTURE,
    BUILD,
    BUILT_TEMPLATE,
    CLOUD,
    LAYER_PLATFORM,
    ROOT,
    SAM,
    STATE,
    credentials,
    uv,
)

INPUTS = ("template.yaml", "samconfig.toml", "functions", "layers", "statemachines", "requirements/sam.txt")
SAM_CACHE = ROOT / ".aws-sam" / "cache"
LAYERS_HASH = "layers.sha256"
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28"}


def source_digest(architecture: str = ARCHITECTURE) -> str:
    """The digest of everything that `sam build` reads."""
    return stamps.digest([ROOT / name for name in INPUTS], architecture)


def sam_environment(architecture: str = ARCHITECTURE) -> dict[str, str]:
    """PATH with SAM's own Python 3.13 first, then uv; the layers' build script; no telemetry."""
    path = [str(SAM.parent), str(Path(uv()).parent), os.environ.get("PATH", "")]
    return {
        **os.environ,
        "PATH": os.pathsep.join(path),
        "SAM_CLI_TELEMETRY": "0",
        "LAYER_BUILD": str(ROOT / "layers" / "build.sh"),
        "LAYER_PLATFORM": PLATFORMS[architecture] if architecture != ARCHITECTURE else LAYER_PLATFORM,
    }


def build(architecture: str = ARCHITECTURE) -> str:
    """Build unless the artefacts are of these very sources; their digest."""
    wanted = source_digest(architecture)
    if stamps.is_fresh(STATE / "built", wanted) and BUILT_TEMPLATE.exists():
        return wanted
    print("build: sam build", flush=True)
    (STATE / "built").unlink(missing_ok=True)
    _forget_layers_of_other_scripts()
    command = [str(SAM), "build", "--cached", "--parallel", "--parameter-overrides", f"Architecture={architecture}"]
    environment = {**sam_environment(architecture), **credentials()}
    result = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if result.returncode:
        sys.exit(f"sam build failed:\n{result.stdout}{result.stderr}")
    finish()
    stamps.write(STATE / "built", wanted)
    return wanted


def _forget_layers_of_other_scripts() -> None:
    """SAM keeps a layer while its own folder is the same; the scripts that build it lie beside those folders."""
    layers = ROOT / "layers"
    wanted = stamps.digest([*layers.glob("*.py"), *layers.glob("*.sh")])
    if not stamps.is_fresh(STATE / "layer-scripts", wanted):
        shutil.rmtree(SAM_CACHE, ignore_errors=True)
        stamps.write(STATE / "layer-scripts", wanted)


class _Tagged(yaml.CSafeLoader):
    """Reads a template; what CloudFormation's tags stand for does not matter here."""


_Tagged.add_multi_constructor("!", lambda loader, suffix, node: None)


def finish() -> None:
    """The post-build step: the layers' hash and .pyc files into each function artefact."""
    resources: dict[str, dict[str, Any]] = yaml.load(BUILT_TEMPLATE.read_text(), _Tagged)["Resources"]
    places = {
        kind: {BUILD / item["Properties"][field] for item in resources.values() if item["Type"] == kind}
        for kind, field in (("AWS::Serverless::Function", "CodeUri"), ("AWS::Serverless::LayerVersion", "ContentUri"))
    }
    layers = stamps.digest(places["AWS::Serverless::LayerVersion"])
    python = CLOUD / "sam" / "bin" / "python"
    for folder in sorted(places["AWS::Serverless::Function"]):
        for cache in list(folder.rglob("__pycache__")):
            shutil.rmtree(cache)
        (folder / LAYERS_HASH).write_text(layers + "\n")
        compile_all = [str(python), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
        subprocess.run([*compile_all, "-s", str(folder), "-p", "/var/task", str(folder)], check=True)


if __name__ == "__main__":
    with stamps.building():
        build(sys.argv[1] if len(sys.argv) > 1 else ARCHITECTURE)
