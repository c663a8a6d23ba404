"""Child processes whose pid is written down, so that a later run can end what a killed one left, and nothing else."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from local.places import ROOT

STOP_SECONDS = 10.0


class StartError(RuntimeError):
    """A part of the local cloud did not come up; the message holds the end of its log."""


class Child:
    """One running part of the local cloud; `folder` keeps its log and its pid."""

    def __init__(self, name: str, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.log = folder / f"{name}.log"
        self._pid_file = folder / f"{name}.pid"
        end_recorded(self._pid_file)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._pid_file.write_text(f"{self.process.pid} {_started(self.process.pid)}")

    def wait_until_it_answers(self, url: str, seconds: float = 120.0) -> None:
        """Return when `url` answers with any status; raise StartError when the process ends or the time is up."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(url, timeout=2).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise StartError(f"{self.name} did not start; the end of {self.log}:\n{self.tail()}")

    def tail(self, lines: int = 20) -> str:
        """The last lines of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """End it: first asked, then killed with what it started."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """What `kill -9` does, for it and what it started; the recorded pid stays, as after a real crash."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _started(pid: int) -> str:
    """When the kernel started this pid: pids are used again, the pair is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def end_recorded(pid_file: Path) -> None:
    """End the process that this file names, if it is still the one that was started."""
    if not pid_file.exists():
        return
    pid, _, started = pid_file.read_text().partition(" ")
    pid_file.unlink()
    if not pid.isdigit() or not started or _started(int(pid)) != started:
        return
    os.kill(int(pid), signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _started(int(pid)) == started and time.monotonic() < deadline:
        time.sleep(0.05)
    if _started(int(pid)) == started:
        os.kill(int(pid), signal.SIGKILL)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether something listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
