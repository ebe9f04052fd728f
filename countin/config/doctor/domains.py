"""Names beside the base address: do they lead here, is there a certificate, and is the proxy told
that they are ours?"""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from django.conf import settings

from countin.campaigns.models import ArtistDomain
from countin.config.doctor.findings import Finding, fine, mend, note
from countin.elsewhere.sessions import open_session
from countin.providers.asking import ask

_WAIT_S: Final = 4.0
_ASK: Final = "/.well-known/count-in/domain"
# As the examples have it; whoever serves elsewhere knows.
_USUAL_PORT: Final = 8000


@dataclass(frozen=True)
class Seen:
    """What the world sees of a name. `https`: the status, 0 where nothing answered."""

    host: str
    addresses: frozenset[str]
    https: int = 0
    trouble: str = ""


def look_at_domains() -> Iterator[Finding]:
    """Of every artist's own domain and the short one; nobody is asked on this machine's own."""
    own = ArtistDomain.objects.order_by("host").values_list("host", flat=True)
    hosts = [*own, *filter(None, [settings.SHORT_DOMAIN])]
    if not hosts or settings.IS_LOOPBACK:
        return
    base = urlsplit(settings.BASE_URL).hostname or ""
    seen = ask(_see_all([base, *hosts]))
    for one in seen[1:]:
        yield judge_domain(one, base=seen[0])
    yield judge_ask(ask(_ask_ourselves(base)))


def judge_domain(seen: Seen, *, base: Seen) -> Finding:
    """Pure. A name may lead to a proxy of its own: another address is said, and no fault."""
    if not seen.addresses and not base.addresses:
        words = f"The DNS tells neither of {seen.host} nor of {base.host}: is this machine online?"
        return note("domains", words=words)
    if not seen.addresses:
        return mend(
            "domains",
            words=(
                f"{seen.host} leads nowhere: no address is known for it. At whoever holds the "
                f"domain, add a CNAME record that leads to {base.host}, or let it go here."
            ),
        )
    is_elsewhere = bool(base.addresses) and not seen.addresses & base.addresses
    if seen.https and seen.https < 500:
        if is_elsewhere:
            words = f"{seen.host} answers, at another address than {base.host}: is that ours?"
            return note("domains", words=words)
        return fine("domains", words=f"{seen.host} leads here, and has a certificate.")
    if is_elsewhere:
        return mend(
            "domains",
            words=(
                f"{seen.host} leads elsewhere ({', '.join(sorted(seen.addresses))}) and does not "
                f"answer{seen.trouble}. Let its CNAME record lead to {base.host}."
            ),
        )
    return mend(
        "domains",
        words=(
            f"{seen.host} leads here, but does not answer over https{seen.trouble}. Has the proxy "
            "a certificate for it? docs/running/domains.md says how it gets one."
        ),
    )


def judge_ask(status: int) -> Finding:
    """Pure. What the proxy hears when it asks whether a name is ours; 0: nobody was there."""
    if status == 200:
        return fine("domains", words="A proxy on this machine is told which names are ours.")
    if not status:
        return note(
            "domains",
            words=(
                f"Nothing answers at 127.0.0.1:{_USUAL_PORT}, where the examples' proxy asks for "
                "certificates. Serve there, or mend `ask` in your proxy's file."
            ),
        )
    return mend(
        "domains",
        words=(
            f"127.0.0.1:{_USUAL_PORT}{_ASK} answers {status} to the base address's own name, so no "
            "proxy gets a certificate. See that Count-In serves there, with this COUNTIN_BASE_URL."
        ),
    )


async def _see_all(hosts: Sequence[str]) -> list[Seen]:
    session = open_session(who="Count-In doctor", wait_for_s=_WAIT_S, lets_loopback=False)
    async with session:
        return list(await asyncio.gather(*(_see(host, session=session) for host in hosts)))


async def _see(host: str, *, session: aiohttp.ClientSession) -> Seen:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Seen(host, frozenset())
    addresses = frozenset(str(one[4][0]) for one in found)
    try:
        async with session.get(f"https://{host}/", allow_redirects=False) as answer:
            return Seen(host, addresses, https=answer.status)
    except aiohttp.ClientConnectorDNSError:
        return Seen(host, addresses, trouble=" (it is no public address)")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Seen(host, addresses, trouble=f" ({type(error).__name__})")


async def _ask_ourselves(base: str) -> int:
    session = open_session(who="Count-In doctor", wait_for_s=_WAIT_S, lets_loopback=True)
    address = f"http://127.0.0.1:{_USUAL_PORT}{_ASK}"
    async with session:
        try:
            async with session.get(address, params={"domain": base}) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0
