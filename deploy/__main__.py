"""`make deploy STAGE=…`: build, keys, stack, secrets, portal, business; each step may be run again at any time."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from deploy import business, cloud, customers, portal, signing
from deploy.stage import ROOT, DeployError, Stage, stage_of
from latchkey.clock import utc_now
from latchkey.ids import new_id

DIST = ROOT / "portal" / "dist"
TABLES = ("People", "Orders", "Listings", "Events")


def main() -> int:
    """Deploys; the exit code is 1 when a person has to do something first, and the last line says what."""
    wanted = _arguments()
    try:
        stage = stage_of(wanted.stage)
        build(stage)
        stack = deploy_stack(stage, rotate=wanted.rotate_key, retire=wanted.retire_key)
        if wanted.stripe_secret:
            secret_id = stack.outputs["StripeSecretArn"]
            cloud.store_secret(stage, secret_id, cloud.stripe_secret(wanted.stripe_secret.read_text()))
        publish(stage, stack)
        if wanted.business:
            make_business(stage, stack, wanted.business)
        index_customers(stage, stack)
        _tell(stage, stack)
    except DeployError as error:
        print(f"deploy: {error}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy", description=__doc__)
    parser.add_argument("--stage", required=True, help="a section of samconfig.toml, such as dev or prod")
    parser.add_argument(
        "--business", type=Path, help="JSON file of a business to create (deploy/business.example.json)"
    )
    parser.add_argument("--stripe-secret", type=Path, help="JSON file with Stripe's key and webhook secrets")
    parser.add_argument("--rotate-key", action="store_true", help="sign media links with a new key; both stay valid")
    parser.add_argument("--retire-key", action="store_true", help="stop trusting the key that no longer signs")
    return parser.parse_args()


def build(stage: Stage) -> None:
    """The artefacts and the portal, both skipped by their own steps when nothing changed."""
    cloud.run([sys.executable, "-m", "local.artefacts", stage.architecture])
    cloud.run(["npm", "run", "--silent", "build"], "portal")


def deploy_stack(stage: Stage, *, rotate: bool, retire: bool) -> cloud.Stack:
    """The stack with a key that signs, its private half stored; afterwards nothing of the key is left on this machine."""
    before = cloud.stack_of(stage)
    signing_secret = cloud.secret_of(stage, before.outputs.get("SigningSecretArn", ""))
    plan = signing.plan(before.slots, signing_secret.get("private_key", ""), rotate=rotate, retire=retire)
    cloud.sam_deploy(stage, plan.slots.parameters())
    stack = cloud.stack_of(stage)
    if plan.private_key:
        document = {"key_pair_id": stack.outputs[plan.signer_output], "private_key": plan.private_key}
        cloud.store_secret(stage, stack.outputs["SigningSecretArn"], document)
    if stage.name == "prod":
        cloud.protect(stage)
    return stack


def index_customers(stage: Stage, stack: cloud.Stack) -> None:
    """Customers of releases before the list of customers are on it too."""
    _name_tables(stage, stack)
    found = customers.index_old_ones(cloud.client("dynamodb", stage))
    if found:
        print(f"deploy: {found} customers of earlier releases are on the list now")


def publish(stage: Stage, stack: cloud.Stack) -> None:
    """The portal's files, then the shell of every host that the edge knows."""
    _name_tables(stage, stack)
    entries = cloud.hosts(stage, stack.outputs["HostsStoreArn"]).values()
    known = business.known([entry for entry in entries if entry.startswith("biz_")])
    s3, bucket = cloud.client("s3", stage), stack.outputs["PortalBucketName"]
    files = portal.upload_files(s3, bucket, DIST)
    print(f"deploy: {files} files and {portal.upload_shells(s3, bucket, DIST, known)} shells uploaded")


def make_business(stage: Stage, stack: cloud.Stack, path: Path) -> None:
    """The business of the file, unless its host is claimed; the stream brings it live, so the portal lies there already."""
    facts = business.facts_of(path)
    _name_tables(stage, stack)
    if business.is_claimed(facts["host"]):
        print(f"deploy: {facts['host']} exists already")
        return
    password = os.environ.get("LATCHKEY_OWNER_PASSWORD") or getpass.getpass(f"Password for {facts['owner_email']}: ")
    value = business.value_of(facts, new_id("biz", utc_now()))
    business.create(value, facts, password, utc_now())
    print(f"deploy: made {value.business_id}; {value.host} is live within a minute")


def _name_tables(stage: Stage, stack: cloud.Stack) -> None:
    """The core layer reads the tables' names from the environment, here as in a function."""
    os.environ["AWS_DEFAULT_REGION"] = stage.region
    os.environ.update({f"{name.upper()}_TABLE": stack.outputs[f"{name}TableName"] for name in TABLES})


def _tell(stage: Stage, stack: cloud.Stack) -> None:
    edge = stack.outputs["DistributionDomainName"]
    print(
        f"deploy: done. Point *.{stage.domain} at {edge}; Stripe calls https://<host>/webhooks/stripe (docs/deploy.md)."
    )
    if not cloud.secret_of(stage, stack.outputs["StripeSecretArn"]).get("api_key"):
        print("deploy: Stripe's secret is empty, so Pay is off: run again with STRIPE_SECRET=<file>.")


if __name__ == "__main__":
    sys.exit(main())
