"""`make test`: three parts at a time, the longest first, because those with a cloud mostly wait for it; two cores are enough.

One line a part, and everything that a failed part printed; pytest's own dots are shown as they come.

`python -m local.checks lint` or `types` runs only that part. Exit code 1 when anything failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from local.artefacts import sam_environment
from local.places import MINISTACK_PYTHON, PORTAL, PYTHON, ROOT, SAM, credentials

Command = list[str]
PY = str(PYTHON)
LINT_IMPORTS = str(PYTHON.parent / "lint-imports")
CUSTOMERS, STUDIO, CLOUD = "tests/e2e/customers", "tests/e2e/studio", "tests/cloud"  # each with a cloud of its own
ALONE = ("tests/unit", "tests/template")  # without any cloud
MEDIA = "tests/integration/media"  # as long as all other integration tests together
FIGURE = "counted: "  # begins a line that tests/conftest.py writes for people to see
LANES = 3
GIVES_WAY = ["nice", "-n", "5"]  # to a browser and its cloud, which wait for each other
MYPY = [PY, "-m", "mypy"]
LAUNCHER = "local/launcher"  # runs in MiniStack's environment, so it is checked there, against MiniStack's own source
IN_MINISTACK = ["--python-executable", str(MINISTACK_PYTHON), "--cache-dir", ".mypy_cache/launcher"]
STALE_DOCUMENT = [PY, "-m", "local.openapi", "--check"]
ROOTS = {"PYTHONPATH": os.pathsep.join(("functions", "layers/core", "."))}


@dataclass
class Part:
    """Some commands that belong together."""

    name: str
    commands: list[Command]
    shown: bool = False
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
            kept = not self.shown
            result = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=kept, text=True)
            if kept and "pytest" in command:
                lines = result.stdout.strip().splitlines()
                self.closing = "\n".join([*lines[-1:], *(one for one in lines if one.startswith(FIGURE))])
            if result.returncode:
                self.failed = True
                self.output += f"$ {' '.join(command)}\n{result.stdout or ''}{result.stderr or ''}\n"
        self.seconds = time.monotonic() - started

    def tell(self) -> None:
        """One line, and after a failure everything it printed."""
        print(
            f"{self.name:<10} {'FAILED' if self.failed else 'ok'} in {self.seconds:.0f} s  {self.closing}", flush=True
        )
        if self.failed:
            print(self.output, flush=True)


def parts() -> list[Part]:
    """All of them, the longest first; a lane that is free takes the next."""
    others = [f"--ignore={folder}" for folder in ("tests/e2e", CLOUD, MEDIA, *ALONE)]
    quick = [PY, "-m", "pytest", "-m", "not long"]
    calm = [*GIVES_WAY, *quick]
    npm = ["npm", "--prefix", str(PORTAL), "run", "--silent"]
    sam = {**sam_environment(), **credentials()}
    return [
        Part("customers", [[*quick, CUSTOMERS]]),
        Part("media", [[*calm, MEDIA]]),
        Part("studio", [[*quick, STUDIO]]),
        Part("tests", [[*calm, *others]], shown=True),
        Part("units", [[*calm, *ALONE]]),
        Part("cloud", [[*quick, CLOUD]]),
        Part("portal", [[*npm, "check"], [*npm, "test"], [PY, "-m", "local.portal"], [*npm, "budgets"]]),
        Part("template", [[str(SAM), "validate", "--lint"], [PY, "-m", "tests.template.checkov"]], environment=sam),
        Part(
            "types",
            [
                [*MYPY, "functions", "layers/core", "local", "--exclude", LAUNCHER],
                [*MYPY, *IN_MINISTACK, LAUNCHER],
            ],
        ),
        Part(
            "lint",
            [
                [PY, "-m", "ruff", "check", "."],
                [PY, "-m", "ruff", "format", "--check", "."],
                [LINT_IMPORTS],
                STALE_DOCUMENT,
            ],
        ),
    ]


def main() -> int:
    """Run the named parts, or everything."""
    named = sys.argv[1:]
    chosen = [part for part in parts() if not named or part.name in named]
    with ThreadPoolExecutor(LANES) as lanes:
        list(lanes.map(Part.run, chosen))  # a part's own exception is raised here
    for part in chosen:
        part.tell()
    return int(any(part.failed for part in chosen))


if __name__ == "__main__":
    sys.exit(main())
