"""`python -m simulator.mailbox`: listens for mail and for browsers until SIGTERM."""

import argparse
import asyncio
import json
import signal
import sys

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from simulator.mailbox.letters import Box
from simulator.mailbox.pages import make_app

_HOST = "127.0.0.1"


class Receiver:
    """aiosmtpd's handler: every mail is taken."""

    def __init__(self, box: Box) -> None:
        self._box = box

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        self._box.take(raw, recipients=list(envelope.rcpt_tos))
        return "250 OK"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulator.mailbox", description=__doc__)
    parser.add_argument("--smtp-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--web-port", type=int, default=0, help="0 takes a free one")
    asyncio.run(_serve(parser.parse_args()))
    return 0


async def _serve(options: argparse.Namespace) -> None:
    """Says on one line where it listens, as JSON: `smtp_port`, `address`."""
    ended, box = asyncio.Event(), Box()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    smtp = await loop.create_server(
        lambda: SMTP(Receiver(box), hostname="localhost", enable_SMTPUTF8=True),
        host=_HOST,
        port=options.smtp_port,
    )
    runner = web.AppRunner(make_app(box), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, _HOST, options.web_port).start()
    told = {
        "smtp_port": smtp.sockets[0].getsockname()[1],
        "address": f"http://{_HOST}:{runner.addresses[0][1]}",
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await ended.wait()
    smtp.close()
    await runner.cleanup()


if __name__ == "__main__":
    sys.exit(main())
