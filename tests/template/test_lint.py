"""The linters, on the template as written and on what CloudFormation receives (each misses what the other sees)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.template.stack import LOCAL, PROD, ROOT, expanded, sam_folder


def test_sam_validates_and_lints_the_template() -> None:
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1", "SAM_CLI_TELEMETRY": "0"}
    command = [str(sam_folder() / "sam"), "validate", "--lint", "--template-file", "template.yaml"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("values", [LOCAL, PROD], ids=["local", "prod"])
def test_the_expanded_template_is_clean(values: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "expanded.json"
    path.write_text(json.dumps(expanded(values)))
    # W2001: the transform has used up CanaryEnabled, so nothing refers to it any more.
    command = [
        str(Path(sys.executable).parent / "cfn-lint"),
        "--region",
        "us-east-1",
        "--ignore-checks",
        "W2001",
        "--",
        str(path),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
