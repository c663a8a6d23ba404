"""`make bench`: every measured budget beside its figure; exit 1 when one that gates is broken."""

import subprocess
import sys

from local.places import PORTAL
from tests.bench import cold_starts


def main() -> int:
    """Renditions, cold starts and sizes, the portal's bytes."""
    fine = subprocess.run([sys.executable, "-m", "tests.bench.renditions"], check=False).returncode == 0
    print(flush=True)
    fine &= cold_starts.report()
    print("\nPortal", flush=True)
    fine &= subprocess.run(["npm", "run", "--silent", "budgets"], cwd=PORTAL, check=False).returncode == 0
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
