"""Whether mailboxes believe our sender: SPF, DKIM and DMARC as they stand in the DNS, and the pace.

Large mailbox services ask all three of whoever writes to many since February 2024, an alignment of
the visible sender with one of the first two among them."""

from collections.abc import Callable, Iterator
from email.utils import parseaddr
from typing import Final

import dns.exception
import dns.resolver
from django.conf import settings

from countin.campaigns.models import Artist
from countin.config.doctor.findings import Finding, fine, mend, note

# Where mail services put their keys when nothing else is asked.
_USUAL_SELECTORS: Final = (
    *("default", "dkim", "mail", "s1", "s2", "k1", "k2", "selector1", "selector2", "google"),
    *("resend", "mailjet", "brevo", "mlsend", "pm", "scph0125", "mx", "smtp", "key1"),
)
_WAIT_S: Final = 3.0
_PERSONAL: Final = frozenset({"gmail.com", "googlemail.com", "yahoo.com", "outlook.com",
                              "hotmail.com", "icloud.com", "gmx.de", "gmx.net", "web.de", "aol.com",
                              "proton.me", "protonmail.com"})  # fmt: skip
Texts = Callable[[str], list[str]]


class Unreachable(Exception):
    """The DNS gave no answer: nothing is known."""


def look_at_deliverability() -> Iterator[Finding]:
    """Of every sender in use. On a loopback installation nothing is asked."""
    if not settings.MAIL_IS_SET or settings.IS_LOOPBACK:
        return
    own = Artist.objects.exclude(sender="").values_list("sender", flat=True)
    senders = [settings.DEFAULT_FROM_EMAIL, *own.distinct()]
    selectors = [one for one in settings.DKIM_SELECTORS if one]
    for domain in sorted({_domain_of(sender) for sender in senders}):
        yield from look_at_sender(domain, selectors=selectors, texts=texts_by(make_resolver()))
    pace = settings.ANNOUNCE_PER_MINUTE
    yield fine(
        "pace",
        words=(
            f"Announcements go out at {pace:,} mails a minute at most: ten thousand in "
            f"{10_000 / pace:,.0f} minutes. A new domain begins with less: "
            "COUNTIN_ANNOUNCE_PER_MINUTE."
        ),
    )


def look_at_sender(domain: str, *, selectors: list[str], texts: Texts) -> Iterator[Finding]:
    """What a domain says about mail that comes from it."""
    if domain in _PERSONAL:
        yield mend(
            "sender",
            words=(
                f"{domain} is a personal mailbox's, and vouches for nobody else's server: mail to "
                "many in its name is taken for forged. Set COUNTIN_MAIL_FROM to an address of a "
                "domain of your own."
            ),
        )
        return
    try:
        yield _judge_spf(domain, texts=texts)
        yield _judge_dkim(domain, selectors=selectors, texts=texts)
        yield _judge_dmarc(domain, texts=texts)
    except Unreachable as error:
        yield note(
            "sender",
            words=f"The DNS gave no answer about {domain} ({error}). Ask again in a while.",
        )


def make_resolver() -> dns.resolver.Resolver:
    """As this machine asks."""
    resolver = dns.resolver.Resolver()
    resolver.lifetime = _WAIT_S
    return resolver


def texts_by(resolver: dns.resolver.Resolver) -> Texts:
    """The TXT records of a name, each whole; none where there is no such name. Raises
    Unreachable."""

    def ask(name: str) -> list[str]:
        try:
            answer = resolver.resolve(name, "TXT")
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise Unreachable(type(error).__name__) from error
        return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]

    return ask


def _judge_spf(domain: str, *, texts: Texts) -> Finding:
    found = [one for one in texts(domain) if one.lower().split(" ")[0] == "v=spf1"]
    if not found:
        words = f"{domain} has no SPF record. Add the TXT record that your mail service names."
        return mend("SPF", words=words)
    if len(found) > 1:
        words = f"{domain} has {len(found)} SPF records, which is as good as none. Join them."
        return mend("SPF", words=words)
    terms = found[0].lower().split()
    if "+all" in terms or "all" in terms:
        words = f"{domain} lets everybody send in its name (all). End its SPF record with ~all."
        return mend("SPF", words=words)
    return fine("SPF", words=f"{domain} says who may send: {found[0]}")


def _judge_dkim(domain: str, *, selectors: list[str], texts: Texts) -> Finding:
    for selector in selectors or _USUAL_SELECTORS:
        for record in texts(f"{selector}._domainkey.{domain}"):
            key = _tags(record).get("p")
            if key:
                return fine("DKIM", words=f"{domain} has a key: {selector}._domainkey.")
            if key == "":
                words = f"The key {selector}._domainkey.{domain} is taken back. Put a new one."
                return mend("DKIM", words=words)
    if selectors:
        words = (
            f"{domain} has no key under {', '.join(selectors)}._domainkey. Add the record that "
            "your mail service names, or mend COUNTIN_DKIM_SELECTORS."
        )
        return mend("DKIM", words=words)
    words = (
        f"No key of {domain} was found under the usual names. Look up at your mail service how "
        "its DKIM record is called, and set COUNTIN_DKIM_SELECTORS to the word before ._domainkey."
    )
    return note("DKIM", words=words)


def _judge_dmarc(domain: str, *, texts: Texts) -> Finding:
    for asked in _upwards(domain):
        found = [one for one in texts(f"_dmarc.{asked}") if one.startswith("v=DMARC1")]
        if len(found) > 1:
            words = f"_dmarc.{asked} has {len(found)} records, which is as good as none. Keep one."
            return mend("DMARC", words=words)
        if found:
            return _judge_policy(found[0], domain=domain, asked=asked)
    words = (
        f"{domain} has no DMARC record, and large mailbox services ask for one of whoever writes "
        f"to many. Add TXT _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:you@{domain}"
    )
    return mend("DMARC", words=words)


def _judge_policy(record: str, *, domain: str, asked: str) -> Finding:
    tags = _tags(record)
    if tags.get("p") not in ("none", "quarantine", "reject"):
        words = f"The DMARC record of {asked} has no policy. Write p=none, p=quarantine or p=reject"
        return mend("DMARC", words=words)
    strict = [name for name in ("adkim", "aspf") if tags.get(name) == "s"]
    if strict and asked != domain:
        words = (
            f"{asked} asks for strict alignment ({', '.join(strict)}): mail from {domain} must be "
            "signed with, or sent from, that very name. See that your mail service does."
        )
        return note("DMARC", words=words)
    return fine("DMARC", words=f"{asked} asks mailboxes for p={tags['p']} where neither aligns.")


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs if name.strip()}


def _upwards(domain: str) -> Iterator[str]:
    """The domain, and those above it, down to two labels."""
    labels = domain.split(".")
    for begin in range(len(labels) - 1):
        yield ".".join(labels[begin:])


def _domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2].lower()
