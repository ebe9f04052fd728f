"""Every address with every role, and from another workspace."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import URLPattern, reverse

from countin import clock
from countin.campaigns.models import Artist, Campaign, Release
from countin.messaging.outreach import add_contact
from countin.studio.seats import LEAST_ROLE
from countin.studio.urls import urlpatterns
from countin.workspaces.auditing import write_audit
from countin.workspaces.letting_in import Scope, make_token
from countin.workspaces.models import Role, Workspace
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Before anybody is signed in.
_FOR_OUTSIDERS = {"studio_enter", "studio_join", "studio_ways_back"}
HOSTILE = "<script>evil()</script>"
_PARTS = (
    {"slug": "midnight-single"},
    {"workspace": "default"},
    {"workspace": "default", "handle": "the-held-notes"},
)


def addresses() -> Iterator[tuple[str, Role | None]]:
    """Names with the least role. An address that says none would be open to everybody."""
    for pattern in urlpatterns:
        name = getattr(pattern, "name", None)
        if name and isinstance(pattern, URLPattern) and name not in _FOR_OUTSIDERS:
            yield name, getattr(pattern.callback, LEAST_ROLE)


def address_of(name: str) -> str:
    for parts in _PARTS:
        try:
            return reverse(name, kwargs=parts)
        except Exception:  # noqa: BLE001 - another kind of address
            continue
    return reverse(name)


def name_badly(campaign: Campaign) -> None:
    """Everything that somebody may name."""
    now, release = clock.now(), campaign.release
    Release.objects.filter(pk=release.pk).update(title=HOSTILE)
    Artist.objects.filter(pk=release.artist_id).update(name=HOSTILE, controller_name=HOSTILE)
    Workspace.objects.update(name=HOSTILE)
    add_contact(campaign, whom=HOSTILE, way=HOSTILE[:30], now=now)
    make_token(
        campaign.workspace, name=HOSTILE, scopes=[Scope.READ], lasts=timedelta(days=1), now=now
    )
    write_audit(campaign.workspace, who=HOSTILE, what="x", subject=HOSTILE, detail=HOSTILE, now=now)


@pytest.fixture
def desks(owner: Desk, manager: Desk, analyst: Desk, stranger: Desk) -> dict[str, Desk]:
    campaign = owner.make()
    name_badly(campaign)
    return {"owner": owner, "manager": manager, "analyst": analyst, "stranger": stranger}


def test_every_address_asks_for_its_role(desks: dict[str, Desk]):
    """Allowed: anything but 403 and 404. A method that an address does not know (405) does
    nothing for anybody. And whatever people called things, no page runs it."""
    wrong, judged, run, shown = [], set(), [], 0
    for name, least in addresses():
        for who, desk in desks.items():
            for send in (desk.look, desk.press):
                answer = send(address_of(name))
                status, text = answer.status_code, answer.getvalue().decode(errors="replace")
                shown += "evil()" in text
                if HOSTILE in text and not name.endswith(("_export", "_json", "_calendar")):
                    run.append((name, who))
                expected = _expected(least, who=who)
                if status == 405:
                    continue
                judged.add((name, who))
                if (status if status in (403, 404) else 200) != expected:
                    wrong.append((name, who, send.__name__, status))

    assert run == []
    assert shown > 50  # escaped
    # Whoever names nobody finds nobody, an owner too.
    assert wrong == [
        ("studio_invitation_link", "owner", "press", 404),
        ("studio_invitation_revoke", "owner", "press", 404),
        ("studio_change_person", "owner", "press", 404),
    ]
    assert len(judged) == len(list(addresses())) * len(desks)


def test_whoever_is_not_signed_in_is_asked_to(desks: dict[str, Desk]):
    names = list(addresses())

    answers = {name: Desk().look(address_of(name)) for name, _least in names}

    assert len(names) > 20
    assert {name for name, answer in answers.items() if answer.status_code not in (302, 405)} == (
        set()
    )
    sent = [answer["Location"] for answer in answers.values() if answer.status_code == 302]
    assert all(where.startswith("/studio/account/login/?next=") for where in sent)


def test_the_walk_sees_all_three_roles():
    """A walk over addresses that ask for nothing would pass for ever."""
    assert {least for _name, least in addresses()} == {None, *Role}


def _expected(least: Role | None, *, who: str) -> int:
    if least is None:
        return 200
    if who == "stranger":
        return 404
    return 200 if Role(who).allows(least) else 403
