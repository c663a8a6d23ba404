"""Runs MiniStack with Latchkey's patches: `python -m local.launcher`, in MiniStack's own environment.

The environment says where: GATEWAY_PORT, STATE_DIR, LATCHKEY_LAYERS (unpacked layers, shared by every cloud) and
LATCHKEY_VARIABLES (JSON: function variables that only this machine knows, such as its ports).
"""

import asyncio
import logging
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app
from ministack.core import lambda_runtime

from local.launcher import http_api, resources, snapshots, streams, workers, workflows

logger = logging.getLogger("launcher")


def main() -> None:
    """Patch, serve until SIGTERM or SIGINT, save."""
    state = Path(os.environ["STATE_DIR"])
    scratch = state.parent / "scratch"
    pids = state.parent / "workers"
    _end_orphans(pids)
    shutil.rmtree(scratch, ignore_errors=True)
    for folder in (state, scratch):
        folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(scratch)
    snapshots.clear_leftovers(state)
    workers.install(
        Path(os.environ["LATCHKEY_LAYERS"]), pids, workers.parsed_variables(os.environ.get("LATCHKEY_VARIABLES", ""))
    )
    for part in (http_api, workflows, resources, streams, snapshots):
        part.install()
    asyncio.run(_serve())
    lambda_runtime.reset()
    pids.unlink(missing_ok=True)
    shutil.rmtree(scratch, ignore_errors=True)


def _end_orphans(pids: Path) -> None:
    """End workers that a killed launcher left, known by the pid and the folder it wrote down, nothing else."""
    if not pids.exists():
        return
    for line in pids.read_text().splitlines():
        pid, _, folder = line.partition(" ")
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
        except OSError:
            continue
        if folder and f"{folder}/_worker.py" in command:
            os.kill(int(pid), signal.SIGKILL)
    pids.unlink()


async def _serve() -> None:
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    background = asyncio.create_task(_background())
    await serve(app.app, config, shutdown_trigger=stop.wait)
    background.cancel()


async def _background() -> None:
    while app._MAIN_LOOP is None:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    resumed = workflows.resume()
    if resumed:
        logger.info("resumed %d executions", resumed)
    keeper: Any = snapshots.Snapshots()
    while True:
        await asyncio.sleep(snapshots.INTERVAL_SECONDS)
        seconds = keeper.save()
        if seconds > 0.2:
            logger.info("snapshot took %.0f ms", seconds * 1000)


if __name__ == "__main__":
    main()
