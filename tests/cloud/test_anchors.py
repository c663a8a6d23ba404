"""A patch that no longer fits MiniStack says so instead of doing nothing."""

import subprocess

from local.places import MINISTACK_PYTHON, ROOT

CHECK = """
import os, pathlib, tempfile
os.environ["STATE_DIR"] = tempfile.mkdtemp()
from local.launcher import anchors, workers
from ministack.core import lambda_runtime
lambda_runtime._PYTHON_WORKER_SCRIPT = lambda_runtime._PYTHON_WORKER_SCRIPT.replace("sys.path.insert(0, code_dir)", "pass")
try:
    workers.install(pathlib.Path("/nowhere"), pathlib.Path("/nowhere"), {})
except anchors.AnchorError as error:
    print("refused:", error)
"""


def test_a_patch_whose_anchor_is_gone_refuses_to_start() -> None:
    command = [str(MINISTACK_PYTHON), "-c", CHECK]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "refused: expected exactly one 'sys.path.insert(0, code_dir)', found 0" in result.stdout
