"""Every address with every role, and from another workspace."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, reverse

from countin.studio.seats import LEAST_ROLE
from countin.studio.urls import urlpatterns
from countin.workspaces.models import Role
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Before anybody is signed in.
_FOR_OUTSIDERS = {"studio_enter", "studio_join", "studio_ways_back"}
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


@pytest.fixture
def desks(owner: Desk, manager: Desk, analyst: Desk, stranger: Desk) -> dict[str, Desk]:
    owner.make()
    return {"owner": owner, "manager": manager, "analyst": analyst, "stranger": stranger}


def test_every_address_asks_for_its_role(desks: dict[str, Desk]):
    """Allowed: anything but 403 and 404. A method that an address does not know (405) does
    nothing for anybody."""
    wrong, judged = [], set()
    for name, least in addresses():
        for who, desk in desks.items():
            for send in (desk.look, desk.press):
                status = send(address_of(name)).status_code
                expected = _expected(least, who=who)
                if status == 405:
                    continue
                judged.add((name, who))
                if (status if status in (403, 404) else 200) != expected:
                    wrong.append((name, who, send.__name__, status))

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
