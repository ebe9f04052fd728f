"""What the doctor says of a sender's domain, asked of a real little DNS server."""

import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from countin.config.doctor.deliverability import look_at_sender, texts_by
from countin.config.doctor.findings import Grade

GOOD = {
    "band.example": ["v=spf1 include:mail.example ~all", "another=record"],
    "news._domainkey.band.example": ["v=DKIM1; k=rsa; p=" + "A" * 300],
    "_dmarc.band.example": ["v=DMARC1; p=none; rua=mailto:us@band.example"],
}


class Zone:
    """TXT records by name; a name in `silent` gets no answer."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.silent = False

    def answer(self, asked: bytes) -> bytes | None:
        if self.silent:
            return None
        query = dns.message.from_wire(asked)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        name = query.question[0].name
        texts = self.texts.get(name.to_text().rstrip("."), [])
        if not texts:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        else:
            rows = [" ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
                    for text in texts]  # fmt: skip
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *rows))
        return reply.to_wire()


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Zone, dns.resolver.Resolver]]:
    zone = Zone()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, box = self.request
            if (answer := zone.answer(data)) is not None:
                box.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as udp:
        threading.Thread(target=udp.serve_forever, daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], udp.server_address[1]
        resolver.lifetime = 0.4
        yield zone, resolver
        udp.shutdown()


@pytest.fixture
def look(server):
    zone, resolver = server

    def look_at(domain="band.example", *, selectors=("news",), silent=False, **changed):
        zone.texts, zone.silent = {**GOOD, **changed.pop("texts", {})}, silent
        found = look_at_sender(domain, selectors=list(selectors), texts=texts_by(resolver))
        return {finding.about: (finding.grade, finding.words) for finding in found}

    return look_at


def test_a_domain_with_all_three_is_fine(look):
    assert {about: grade for about, (grade, _words) in look().items()} == {
        "SPF": Grade.FINE,
        "DKIM": Grade.FINE,
        "DMARC": Grade.FINE,
    }


@pytest.mark.parametrize(
    ("name", "records", "about", "words"),
    [
        ("band.example", [], "SPF", "no SPF record"),
        ("band.example", ["v=spf1 ~all", "v=spf1 -all"], "SPF", "Join them"),
        ("band.example", ["v=spf1 +all"], "SPF", "lets everybody"),
        ("news._domainkey.band.example", [], "DKIM", "COUNTIN_DKIM_SELECTORS"),
        ("news._domainkey.band.example", ["v=DKIM1; p="], "DKIM", "taken back"),
        ("_dmarc.band.example", [], "DMARC", "Add TXT _dmarc.band.example"),
        ("_dmarc.band.example", ["v=DMARC1; rua=mailto:x@y.example"], "DMARC", "no policy"),
    ],
)
def test_what_is_missing_is_said_with_the_mend(look, name, records, about, words):
    grade, said = look(texts={name: records})[about]

    assert grade == Grade.MEND
    assert words in said


def test_a_subdomain_is_held_to_the_record_above_it(look):
    found = look(
        "news.band.example",
        texts={
            "news.band.example": ["v=spf1 -all"],
            "_dmarc.band.example": ["v=DMARC1; p=reject; adkim=s"],
        },
    )

    assert found["DMARC"][0] == Grade.NOTE
    assert "adkim" in found["DMARC"][1]


def test_an_unknown_selector_is_no_fault_and_says_what_to_set(look):
    grade, said = look(selectors=(), texts={"news._domainkey.band.example": []})["DKIM"]

    assert (grade, "COUNTIN_DKIM_SELECTORS" in said) == (Grade.NOTE, True)


def test_a_personal_mailbox_is_no_sender_for_many(look):
    assert look("gmail.com")["sender"][0] == Grade.MEND


def test_a_dns_that_is_silent_is_a_note_not_a_verdict(look):
    assert look(silent=True)["sender"][0] == Grade.NOTE
