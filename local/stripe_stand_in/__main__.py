"""`python -m local.stripe_stand_in --port N --state DIR --webhook-url URL`: Stripe on this machine, without its money."""

import argparse
import signal
from pathlib import Path

from .server import StandInServer
from .stand_in import StripeStandIn
from .webhooks import WebhookSecrets
from .world import World


def main() -> None:
    options = _options()
    secrets = WebhookSecrets((options.webhook_secret,), (options.connect_webhook_secret,))
    public_url = (options.public_url or "").rstrip("/")
    stand_in = StripeStandIn(World(options.state, webhook_secrets=secrets, public_url=public_url))
    endpoints = {
        "platform": options.webhook_url,
        "connect": options.connect_webhook_url or f"{options.webhook_url.rstrip('/')}-connect",
    }
    server = StandInServer(stand_in, options.port, endpoints)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(SystemExit(0)))
    print(f"Stripe stand-in at {stand_in.world.public_url}", flush=True)
    server.serve()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.stripe_stand_in", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="loopback port; 0 picks a free one")
    parser.add_argument("--state", type=Path, required=True, help="folder that survives restarts")
    parser.add_argument("--webhook-url", required=True, help="the platform endpoint")
    parser.add_argument("--connect-webhook-url", help="the Connect endpoint; by default the platform's with -connect")
    parser.add_argument("--webhook-secret", default=WebhookSecrets().platform[0])
    parser.add_argument("--connect-webhook-secret", default=WebhookSecrets().connect[0])
    parser.add_argument("--public-url", help="how browsers reach this server; by default its own address")
    return parser.parse_args()


if __name__ == "__main__":
    main()
