"""`python -m local.edge --port N --endpoint URL --template FILE --stack FILE`: the edge of one local cloud."""

import argparse
import asyncio
import json
import logging
import signal
from pathlib import Path

import aiohttp
from aiohttp import web

from local.edge.behaviors import Distribution
from local.edge.key_values import KeyValues
from local.edge.mailbox import Mailbox
from local.edge.origins import Origins
from local.edge.server import Edge
from local.template import Resolver, read_template

ORIGIN_SECONDS = 30
UNSAID = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.edge", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--endpoint", required=True, help="the local cloud")
    parser.add_argument("--template", type=Path, required=True, help="the built template")
    parser.add_argument(
        "--stack", type=Path, required=True, help="JSON: parameters, resources, outputs and secrets of the stack"
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(serve(options.port, options.endpoint, options.template, json.loads(options.stack.read_text())))


async def serve(port: int, endpoint: str, template: Path, stack: dict[str, dict[str, str]]) -> None:
    """Route as the distribution of this template and stack says."""
    resolver = Resolver(read_template(template), stack["parameters"], stack["resources"], stack["secrets"].__getitem__)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=ORIGIN_SECONDS)
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(
        timeout=timeout, connector=connector, cookie_jar=jar, auto_decompress=False, skip_auto_headers=UNSAID
    ) as session:
        values = KeyValues(session, endpoint, stack["outputs"]["HostsStoreArn"])
        edge = Edge(Distribution(resolver), values, Origins(session, endpoint), Mailbox(session, endpoint))
        runner = web.ServerRunner(web.Server(edge.handle, access_log=None, keepalive_timeout=75), shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    main()
