"""One whole Latchkey on this machine: MiniStack, the Stripe stand-in and the edge, on ports and state of their own.

Tests start private ones on free ports (`with Cloud.start(folder) as cloud:`); `make run` keeps one in `.local/cloud`.
A deployed and empty cloud is kept as a snapshot of the built artefacts, so that a private one is a copy, not a deploy.
"""

import json
import os
import shutil
import sys
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from deploy.portal import upload_files
from local import artefacts, portal, stack, stamps
from local.edge import key_values
from local.places import (
    ACCOUNT,
    BUILT_TEMPLATE,
    MINISTACK_PYTHON,
    PORTAL_DIST,
    REGION,
    ROOT,
    STACK,
    STATE,
    UNPACKED_LAYERS,
    credentials,
)
from local.processes import Child, free_port
from local.template import Resolver, read_template

LOOPBACK = "127.0.0.1"
PLATFORM = "biz_platform"  # the host `localhost`: Stripe calls its webhooks there, it is no business
DEPLOYED_WITH = ("requirements/cloud.txt", "local/launcher", "local/stack.py", "local/cloud.py")


@dataclass(frozen=True)
class Ports:
    """The three ports of a cloud: what people open, AWS's, Stripe's."""

    edge: int
    cloud: int
    stripe: int

    @classmethod
    def free(cls) -> Self:
        """Three ports that nobody uses now."""
        return cls(free_port(), free_port(), free_port())


class Cloud:
    """A running local cloud; `stop()` or leaving the `with` block ends it and keeps its state."""

    def __init__(self, folder: Path, ports: Ports) -> None:
        self.folder = folder
        self.ports = ports
        self.endpoint = f"http://{LOOPBACK}:{ports.cloud}"
        self.stripe_url = f"http://{LOOPBACK}:{ports.stripe}"
        self.outputs: dict[str, str] = {}
        self.resources: dict[str, str] = {}
        self._children: list[Child] = []

    @classmethod
    def start(cls, folder: Path, ports: Ports | None = None) -> Self:
        """Start a cloud whose state is in `folder`: a fresh one there is a copy of the snapshot, made when missing."""
        cloud = cls(folder, ports or Ports.free())
        with stamps.building():
            artefacts.build()
            portal.build()
            if not (folder / "state").exists():
                copy_snapshot(snapshot(), folder, cloud.ports)
                stamps.write(folder / "deployed", cloud.deployment())
        try:
            cloud.start_aws()
            cloud.deploy()
            cloud.start_front()
        except BaseException:
            cloud.stop()
            raise
        return cloud

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start_aws(self) -> None:
        """Start MiniStack under the launcher."""
        self._start(
            "ministack",
            [str(MINISTACK_PYTHON), "-m", "local.launcher"],
            self._ministack_environment(),
            f"{self.endpoint}/_ministack/health",
        )

    def deploy(self) -> None:
        """`sam deploy`, unless this state already holds exactly these artefacts and parameters; then the secrets."""
        wanted = self.deployment()
        if stamps.is_fresh(self.folder / "deployed", wanted):
            return
        print("deploy: sam deploy", flush=True)
        stack.deploy(self.endpoint, self.parameters())
        stack.fill_secrets(self.endpoint, stack.physical_ids(self.endpoint))
        stamps.write(self.folder / "deployed", wanted)

    def deployment(self) -> str:
        """The digest of what is deployed: artefacts, parameters and the way they are put there."""
        values = json.dumps(self.parameters(), sort_keys=True)
        return stamps.digest([ROOT / "local" / "stack.py"], artefacts.source_digest(), values)

    def start_front(self) -> None:
        """Upload the portal, start the Stripe stand-in and the edge."""
        self.outputs = stack.outputs(self.endpoint)
        self.resources = stack.physical_ids(self.endpoint)
        self._upload_portal()
        self._start_stripe()
        self._start_edge()
        self.put_host("localhost", PLATFORM)

    def parameters(self) -> dict[str, str]:
        """The template's parameters for these ports."""
        return stack.parameters(self.ports.edge, self.stripe_url, self.endpoint)

    def origin(self, label: str) -> str:
        """Where a business's host is opened, `http://<label>.localhost:<port>`."""
        return f"http://{label}.localhost:{self.ports.edge}"

    def client(self, service: str) -> Any:
        """A boto3 client as the account's root."""
        return stack.client(service, self.endpoint)

    def put_host(self, host: str, value: str) -> None:
        """Say which business a host is (`biz_…`), or where a former name went (`redirect:<host>`)."""
        key_values.put(self.endpoint, self.outputs["HostsStoreArn"], host, value)

    def mailbox(self) -> list[dict[str, Any]]:
        """Every mail so far, oldest first: number, at, sender, to, subject, text, html."""
        request = urllib.request.Request(f"http://{LOOPBACK}:{self.ports.edge}/messages.json")
        request.add_header("Host", f"mail.localhost:{self.ports.edge}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            mails: list[dict[str, Any]] = json.loads(answer.read())
        return mails

    def environment(self) -> dict[str, str]:
        """What a process needs to work with this cloud, the functions' own variables included."""
        template = read_template(BUILT_TEMPLATE)
        resolver = self._resolver(template)
        variables = resolver.value(template["Globals"]["Function"]["Environment"]["Variables"])
        return {
            **{name: str(value) for name, value in variables.items()},
            **credentials(),
            "AWS_ENDPOINT_URL": self.endpoint,
            "POWERTOOLS_METRICS_NAMESPACE": "Latchkey",
            "LATCHKEY_STACK": STACK,
            "LATCHKEY_EDGE_PORT": str(self.ports.edge),
            "LATCHKEY_STRIPE_URL": self.stripe_url,
            "HOSTS_STORE_ARN": self.outputs["HostsStoreArn"],
            "LATCHKEY_MAIL_URL": f"http://mail.localhost:{self.ports.edge}",
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("functions", "layers/core", "")),
        }

    def restart(self, *, kill: bool = False) -> None:
        """End everything, with `kill` as `kill -9` does, and start it again on the same state and ports."""
        for child in self._children:
            if kill:
                child.kill()
        self.stop()
        self.start_aws()
        self.start_front()

    def alive(self) -> bool:
        """Whether every part is running."""
        return all(child.process.poll() is None for child in self._children)

    def stop(self) -> None:
        """End every part, the edge first."""
        for child in reversed(self._children):
            child.stop()
        self._children.clear()

    def _start(self, name: str, command: list[str], environment: dict[str, str], url: str) -> None:
        child = Child(name, command, self.folder, environment)
        self._children.append(child)
        child.wait_until_it_answers(url)

    def _ministack_environment(self) -> dict[str, str]:
        variables = {
            "STRIPE_API_BASE": self.stripe_url,
            "PORTAL_PORT": str(self.ports.edge),
            "LINK_CHECK_STAND_IN": f"{LOOPBACK}:{self.ports.edge}",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return (
            kept
            | credentials()
            | {
                "BIND_HOST": LOOPBACK,
                "MINISTACK_HOST": LOOPBACK,
                "GATEWAY_PORT": str(self.ports.cloud),
                "MINISTACK_REGION": REGION,
                "MINISTACK_ACCOUNT_ID": ACCOUNT,
                "AUTH": "true",
                "PERSIST_STATE": "1",
                "STATE_DIR": str(self.folder / "state"),
                "S3_PERSIST": "1",
                "S3_DATA_DIR": str(self.folder / "s3"),
                "IOT_MTLS_ENABLED": "0",
                "SFTP_ENABLED": "0",
                "LOG_LEVEL": "WARNING",
                "LATCHKEY_LAYERS": str(UNPACKED_LAYERS),
                "LATCHKEY_VARIABLES": json.dumps(variables),
            }
        )

    def _upload_portal(self) -> None:
        if PORTAL_DIST.is_dir():
            upload_files(self.client("s3"), self.outputs["PortalBucketName"], PORTAL_DIST)

    def _start_stripe(self) -> None:
        hooks = f"http://localhost:{self.ports.edge}/webhooks"
        command = [sys.executable, "-m", "local.stripe_stand_in", "--port", str(self.ports.stripe)]
        command += ["--state", str(self.folder / "stripe"), "--webhook-url", f"{hooks}/stripe"]
        command += ["--connect-webhook-url", f"{hooks}/stripe-connect"]
        command += ["--webhook-secret", stack.STRIPE_SECRETS["webhook_secrets"][0]]
        command += ["--connect-webhook-secret", stack.STRIPE_SECRETS["connect_webhook_secrets"][0]]
        self._start("stripe", command, dict(os.environ), f"{self.stripe_url}/")

    def _start_edge(self) -> None:
        facts = {
            "parameters": self.parameters(),
            "resources": self.resources,
            "outputs": self.outputs,
            "secrets": {self.resources["EdgeSecret"]: self._secret(self.resources["EdgeSecret"])},
        }
        path = self.folder / "stack.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(facts))
        command = [sys.executable, "-m", "local.edge", "--port", str(self.ports.edge), "--endpoint", self.endpoint]
        command += ["--template", str(BUILT_TEMPLATE), "--stack", str(path)]
        self._start("edge", command, dict(os.environ), f"http://{LOOPBACK}:{self.ports.edge}/")

    def _secret(self, identity: str) -> str:
        return str(self.client("secretsmanager").get_secret_value(SecretId=identity)["SecretString"])

    def _resolver(self, template: dict[str, Any]) -> Resolver:
        return Resolver(template, self.parameters(), self.resources, self._secret)


def snapshot() -> Path:
    """The folder of a deployed, empty cloud of the present artefacts; deploys one when there is none."""
    wanted = stamps.digest([ROOT / name for name in DEPLOYED_WITH], artefacts.source_digest())
    folder = STATE / "snapshot" / wanted[:16]
    if stamps.is_fresh(folder / "complete", wanted):
        return folder
    shutil.rmtree(STATE / "snapshot", ignore_errors=True)
    cloud = Cloud(folder, Ports.free())
    try:
        cloud.start_aws()
        cloud.deploy()
    finally:
        cloud.stop()
    (folder / "ports.json").write_text(json.dumps(asdict(cloud.ports)))
    stamps.write(folder / "complete", wanted)
    return folder


def copy_snapshot(source: Path, folder: Path, ports: Ports) -> None:
    """A cloud's state from the snapshot, with this cloud's ports in the place of the snapshot's."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source / "s3", folder / "s3", dirs_exist_ok=True)
    shutil.copytree(source / "state", folder / "state", dirs_exist_ok=True)
    deployed_with = json.loads((source / "ports.json").read_text())
    pairs = [(deployed_with[name], port) for name, port in asdict(ports).items()]
    for path in (folder / "state").glob("*.json"):
        if path.name == "lambda.json":  # its variables are set by the launcher, its layers are 40 MB
            continue
        text = path.read_text()
        for old, new in pairs:
            text = text.replace(f":{old}", f":{new}").replace(f'"{old}"', f'"{new}"')
        path.write_text(text)
