"""What an attacker sends to the studio: numbers that are none, numbers of others, a session chosen
beforehand, ways out of the house."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse

from countin import clock
from countin.studio.urls import urlpatterns
from countin.workspaces.auditing import write_audit
from countin.workspaces.models import Organizer, Workspace
from countin.workspaces.organizers import make_entry_link
from countin.workspaces.spreadsheets import csv_lines
from tests.api.asking import Program
from tests.api.standing import everything, stand_there
from tests.studio.conftest import Desk, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Every name under which a form of the studio sends a number, by what it is a number of.
_NUMBERS = {
    "token": "tokens",
    "organizer": "people",
    "invitation": "invitations",
    "webhook": "webhooks",
    "delivery": "deliveries",
    "contact": "contacts",
    "hold": "holds",
    "peak": "peaks",
    "group": "holds",
    "n": "announcements",
}
_NONSENSE = ("9" * 5000, "\u0663", "\0")


def presses(*, slug: str, workspace: str, handle: str) -> Iterator[str]:
    """Every address of the studio's own that takes a press inside a workspace."""
    parts = {"slug": slug, "workspace": workspace, "handle": handle}
    for pattern in urlpatterns:
        if not isinstance(pattern, URLPattern) or not pattern.name:
            continue
        wanted = pattern.pattern.converters
        allowed = pattern.callback(RequestFactory().generic("PROBE", "/"))["Allow"]
        if wanted and set(wanted) <= set(parts) and "POST" in allowed:
            yield reverse(pattern.name, kwargs={name: parts[name] for name in wanted})


def send(desk: Desk, address: str, nonsense: str) -> int:
    sent = dict.fromkeys(_NUMBERS, nonsense)
    status: int = desk.press(f"{address}?n={nonsense[:40]}", **sent).status_code
    return status


def test_no_number_and_no_nul_breaks_anything(owner: Desk, asks: Program):
    campaign = owner.make(slug="mine")
    stand_there(asks)
    here = {"slug": campaign.slug, "workspace": "default"}
    addresses = list(presses(**here, handle=campaign.release.artist.handle))

    broken = [
        (address, nonsense[:5])
        for address in addresses
        for nonsense in _NONSENSE
        if send(owner, address, nonsense) >= 500
    ]

    assert len(addresses) > 35
    assert broken == []


def test_numbers_of_another_workspace_change_nothing(stranger: Desk, asks: Program):
    """Sent to one's own addresses, where one may press."""
    theirs = stand_there(asks)
    before = everything()
    answer = stranger.press("/studio/w/others/new/check", **typed(slug="theirs"))
    own = {"slug": answer["Location"].split("/")[3], "workspace": "others"}
    numbers = {name: str(theirs[of]) for name, of in _NUMBERS.items()}

    for press in ("end", "none", "forget"):
        for address in presses(**own, handle="the-held-notes"):
            stranger.press(
                f"{address}?n={numbers['n']}", **numbers, press=press, role=press, do=press
            )

    after = everything()
    lost = {name: [row for row in rows if row not in after[name]] for name, rows in before.items()}
    # Their own session is theirs to change.
    assert {name for name, rows in lost.items() if rows} <= {"sessions.Session"}


def test_a_session_chosen_beforehand_is_not_signed_in(owner: Desk):
    """Who makes somebody come in under a session that they know gains nothing."""
    key = make_entry_link(Organizer.objects.get(email="owner@example.org"), now=clock.now())
    victim, attacker = Desk(), Desk()
    name = settings.SESSION_COOKIE_NAME
    session = attacker.client.session
    session["chosen"] = True
    session.save()
    for desk in (victim, attacker):
        desk.client.cookies[name] = session.session_key or ""

    entered = victim.press(f"/studio/in/{key}")

    assert entered.status_code == 302
    assert victim.client.cookies[name].value != session.session_key
    assert attacker.look("/studio/w/default/").status_code == 302


def test_no_way_in_or_out_leads_outside(owner: Desk):
    me = Organizer.objects.get(email="owner@example.org")
    me.set_password("a long enough one")
    me.save()
    ways = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)")
    fields = {"login": me.email, "password": "a long enough one"}
    led = set()

    for where in ways:
        desk = Desk()
        for name, way in (("login", "in"), ("reauthenticate", "again"), ("logout", "out")):
            there = f"/studio/account/{name}/?next={where}"
            answer = desk.press(there, **fields, next=where)
            led.add((way, answer.status_code, answer["Location"]))

    assert led == {
        ("in", 302, "/studio/"),
        ("again", 302, "/studio/"),
        ("out", 302, "/studio/account/login/"),
    }


def test_another_hosts_name_opens_no_door(owner: Desk):
    answer = Client(raise_request_exception=False).get(
        "/studio/account/login/", headers={"host": "evil.example"}
    )

    assert answer.status_code in (400, 404)
    assert b"evil.example" not in answer.content


def test_what_a_spreadsheet_would_run_is_quoted(owner: Desk, workspace: Workspace):
    formula = '=HYPERLINK("https://evil.example")'
    for who in (formula, "@SUM(A1)", "+1", "-1", "\tx"):
        write_audit(workspace, who=who, what=who[:40], now=clock.now(), subject=who)

    lines = b"".join(owner.look("/studio/w/default/log.csv").streaming_content).decode()

    assert lines.count("'=HYPERLINK") == 3
    cells = {cell for line in lines.splitlines() for cell in line.split(",")}
    assert not [cell for cell in cells if cell.lstrip('"')[:1] in ("=", "+", "-", "@", "\t")]
    assert list(csv_lines(["a"], rows=[{"a": "plain"}])) == ["a\r\n", "plain\r\n"]
