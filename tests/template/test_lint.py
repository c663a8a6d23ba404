"""cfn-lint on what CloudFormation receives; `make test` runs `sam validate --lint` on the template as written beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.template.stack import LOCAL, PROD, expanded


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
