"""`python -m tests.template.checkov`: checkov on the template as production would get it, in its own environment.

Every finding is mended or stands in `accepted.yaml` with its reason; a reason that nothing needs any more has to go.
Exit code 1 for either.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from local.places import CHECKOV
from tests.template.stack import PROD, stack

ACCEPTED = Path(__file__).with_name("accepted.yaml")
OPTIONS = [
    "--framework",
    "cloudformation",
    "--compact",
    "--quiet",
    "--skip-download",
    "--soft-fail",
    "--output",
    "json",
]


def main() -> int:
    """Prints what is to be done, or one line that all is well."""
    reasons: dict[str, str] = yaml.safe_load(ACCEPTED.read_text())
    passed, findings = found()
    used: set[str] = set()
    open_findings = []
    for check, name, resource in findings:
        fitting = {check, f"{check} {resource}"} & set(reasons)
        used |= fitting
        if not fitting:
            open_findings.append(f"{check} {resource}: {name}")
    for line in open_findings:
        print(line)
    for idle in sorted(set(reasons) - used):
        print(f"{ACCEPTED.name} accepts {idle}, which checkov does not find")
    print(f"checkov: {passed} checks passed, {len(findings) - len(open_findings)} findings accepted")
    return int(bool(open_findings) or used != set(reasons))


def found() -> tuple[int, list[tuple[str, str, str]]]:
    """How many checks passed; the findings as check, its name and logical id."""
    with tempfile.TemporaryDirectory(prefix="latchkey-checkov-") as folder:
        path = Path(folder) / "template.json"
        path.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": stack(PROD)}))
        command = [str(CHECKOV), "--file", path.name, *OPTIONS]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode or not result.stdout.startswith("{"):
        sys.exit(f"checkov did not run: {result.stdout[-1000:]}{result.stderr[-2000:]}")
    answer = json.loads(result.stdout)
    assert not answer["summary"]["parsing_errors"], "checkov could not read the template"
    failed = answer["results"]["failed_checks"]
    triples = [(one["check_id"], one["check_name"], one["resource"].rpartition(".")[2]) for one in failed]
    return answer["summary"]["passed"], triples


if __name__ == "__main__":
    sys.exit(main())
