"""`make run`: the whole of Latchkey on this machine, until Ctrl-C; its state stays in `.local/cloud`."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from io import TextIOWrapper

from local.cloud import Cloud, Ports
from local.demo.businesses import BUSINESSES, PASSWORD
from local.places import ROOT, STATE, port
from local.processes import StartError, end_recorded, is_taken
from local.stack import DeployError

FOLDER = STATE / "cloud"
PARTS = ("edge", "stripe", "ministack")


def main() -> int:
    """Start, seed, say where everything is, wait; 1 when it cannot start, and why."""
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell in the background starts us with SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    lock = _only_one()
    if lock is None:
        print("Latchkey already runs from this folder: stop that one first (Ctrl-C in its terminal).", file=sys.stderr)
        return 1
    ports = _ports()
    try:
        with Cloud.start(FOLDER, ports) as cloud:
            _seed(cloud)
            _tell(cloud)
            return _wait(cloud)
    except KeyboardInterrupt:
        return 0
    except (StartError, DeployError, _NotSeeded) as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        lock.close()


class _NotSeeded(RuntimeError):
    """The demo could not be filled in."""


def _only_one() -> TextIOWrapper | None:
    """The lock of this folder; the kernel gives it back when its holder dies, however it dies."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (FOLDER / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _ports() -> Ports:
    """The three ports, after what a killed run left on them was ended."""
    for part in PARTS:
        end_recorded(FOLDER / f"{part}.pid")
    first = port()
    for number in range(first, first + 3):
        if is_taken(number):
            sys.exit(
                f"Port {number} is taken. Latchkey uses {first} to {first + 2}: "
                f"free it, or choose others with LATCHKEY_PORT=9400 make run."
            )
    return Ports(first, first + 1, first + 2)


def _seed(cloud: Cloud) -> None:
    environment = {**os.environ, **cloud.environment()}
    result = subprocess.run([sys.executable, "-m", "local.demo.seed"], cwd=ROOT, env=environment, check=False)
    if result.returncode:
        raise _NotSeeded(f"The demo could not be filled in (see above and {cloud.folder}/*.log).")


def _tell(cloud: Cloud) -> None:
    print("\nLatchkey runs.\n")
    for business in BUSINESSES:
        origin = cloud.origin(business.label)
        print(f"  {business.name}")
        print(f"    customer   {origin}/          {business.customer_email}   {PASSWORD}")
        print(f"    studio     {origin}/studio    {business.owner_email}   {PASSWORD}")
    print(f"\n  new business {cloud.origin('platform')}/")
    print(f"  mailbox      {cloud.origin('mail')}/")
    print(f"  Stripe       {cloud.stripe_url}/ (pay with 4242 4242 4242 4242)")
    print(f"  AWS          {cloud.endpoint} (AWS_ENDPOINT_URL; keys test / test)")
    print("\nCtrl-C ends it; `make run` brings it back as it was.\n", flush=True)


def _wait(cloud: Cloud) -> int:
    pause = threading.Event()
    while cloud.alive():
        pause.wait(0.5)
    print(f"A part of the local cloud ended by itself; its log is in {cloud.folder}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
