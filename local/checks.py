"""`make test`: two things at a time, for two cores: most of pytest, and beside it the whole system, linters, types, portal.

One line a part, and everything that a failed part printed.

`python -m local.checks lint` or `types` runs only that part. Exit code 1 when anything failed.
"""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from local.artefacts import sam_environment
from local.places import PORTAL, PYTHON, ROOT, SAM, credentials

Command = list[str]
PY = str(PYTHON)
LINT_IMPORTS = str(PYTHON.parent / "lint-imports")
WHOLE_SYSTEM = ("tests/cloud", "tests/e2e")  # on a cloud of their own, and mostly waiting for it
STALE_DOCUMENT = [PY, "-m", "local.openapi", "--check"]
ROOTS = {"PYTHONPATH": os.pathsep.join(("functions", "layers/core", "."))}


@dataclass
class Part:
    """Some commands that belong together."""

    name: str
    commands: list[Command]
    output: str = ""
    closing: str = ""
    failed: bool = False
    seconds: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Run the commands one after the other, all of them, also after a failure."""
        started = time.monotonic()
        for command in self.commands:
            environment = {**os.environ, **ROOTS, **self.environment}
            result = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
            self.closing = result.stdout.strip().rpartition("\n")[2] if "pytest" in command else self.closing
            if result.returncode:
                self.failed = True
                self.output += f"$ {' '.join(command)}\n{result.stdout}{result.stderr}\n"
        self.seconds = time.monotonic() - started

    def tell(self) -> None:
        """One line, and after a failure everything it printed."""
        print(
            f"{self.name:<10} {'FAILED' if self.failed else 'ok'} in {self.seconds:.0f} s  {self.closing}", flush=True
        )
        if self.failed:
            print(self.output, flush=True)


def parts() -> list[Part]:
    """What runs beside pytest, in this order."""
    npm = ["npm", "--prefix", str(PORTAL), "run", "--silent"]
    sam = {**sam_environment(), **credentials()}
    return [
        Part("system", [[PY, "-m", "pytest", "-m", "not long", *WHOLE_SYSTEM]]),
        Part(
            "lint",
            [
                [PY, "-m", "ruff", "check", "."],
                [PY, "-m", "ruff", "format", "--check", "."],
                [LINT_IMPORTS],
                STALE_DOCUMENT,
            ],
        ),
        Part("types", [[PY, "-m", "mypy", "functions", "layers/core", "local/edge", "local/cloud.py"]]),
        Part("template", [[str(SAM), "validate", "--lint"], [PY, "-m", "tests.template.checkov"]], environment=sam),
        Part("portal", [[*npm, "check"], [*npm, "test"], [PY, "-m", "local.portal"], [*npm, "budgets"]]),
    ]


def main() -> int:
    """Run the named parts, or everything."""
    named = sys.argv[1:]
    chosen = [part for part in parts() if not named or part.name in named]
    beside = threading.Thread(target=_one_after_the_other, args=(chosen,))
    beside.start()
    failed = False
    if not named:
        others = [f"--ignore={folder}" for folder in WHOLE_SYSTEM]
        failed = subprocess.run([PY, "-m", "pytest", "-m", "not long", *others], cwd=ROOT, check=False).returncode != 0
    beside.join()
    for part in chosen:
        part.tell()
    return int(failed or any(part.failed for part in chosen))


def _one_after_the_other(chosen: list[Part]) -> None:
    for part in chosen:
        part.run()


if __name__ == "__main__":
    sys.exit(main())
