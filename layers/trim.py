"""Takes out of an installed layer what no function reads: other services' botocore data, tests, type stubs, scripts."""

import shutil
import sys
from pathlib import Path

AWS_SERVICES = {"dynamodb", "s3", "secretsmanager", "sesv2", "stepfunctions", "sts"}
UNUSED_FOLDERS = {"tests", "test", "testing", "examples", "docs"}
UNUSED_ENDINGS = {".pyi", ".pxd", ".c", ".h", ".md", ".rst"}
KEPT_METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt"}
# a package that keeps its typed surface or its vendored tests under such a name
NEEDED = {"botocore/docs", "boto3/docs", "boto3/examples", "aws_lambda_powertools/utilities/testing"}
UNUSED_PARTS = (
    "bin",
    "boto3/examples",
    "boto3/data/ec2",
    "boto3/data/cloudformation",
    "aws_lambda_powertools/utilities/kafka",
)


def main(root: Path) -> None:
    """Trim the packages installed under `root`."""
    _trim_botocore(root / "botocore" / "data")
    for part in UNUSED_PARTS:
        shutil.rmtree(root / part, ignore_errors=True)
    for path in sorted(root.rglob("*"), reverse=True):
        relative = path.relative_to(root).as_posix()
        if path.is_dir() and path.name in UNUSED_FOLDERS and relative not in NEEDED:
            shutil.rmtree(path)
        elif path.is_file() and path.suffix in UNUSED_ENDINGS:
            path.unlink()
    for folder in root.glob("*.dist-info"):
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in KEPT_METADATA:
                path.unlink()


def _trim_botocore(data: Path) -> None:
    if not data.is_dir():
        return
    for service in data.iterdir():
        if service.is_dir() and service.name not in AWS_SERVICES:
            shutil.rmtree(service)
    for path in data.rglob("*"):
        if path.name.startswith(("examples-", "waiters-", "paginators-")):
            path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
