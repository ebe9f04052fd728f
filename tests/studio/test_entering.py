"""Links that sign in once, and what the studio's cookies are kept from."""

from datetime import timedelta

import pytest
from django.conf import settings

from countin import clock
from countin.workspaces.models import AuditEntry, EntryLink, Membership, Organizer, Role, Workspace
from countin.workspaces.organizers import add_organizer, give_role, make_entry_link, take_entry_link
from tests.studio.conftest import Desk

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.fixture
def key(workspace: Workspace) -> str:
    organizer, _is_new = add_organizer(EMAIL, now=clock.now())
    give_role(organizer, workspace=workspace, role=Role.OWNER, now=clock.now())
    return make_entry_link(organizer, now=clock.now())


def test_a_link_signs_in_once_and_only_when_it_is_pressed(key: str):
    first, second = Desk(), Desk()

    opened = [first.look(f"/studio/in/{key}").status_code for _ in range(3)]
    pressed = first.press(f"/studio/in/{key}")
    again = second.press(f"/studio/in/{key}")

    assert (opened, pressed.status_code, again.status_code) == ([200] * 3, 302, 410)
    assert first.look("/studio/w/default/").status_code == 200
    sessions = first.look("/studio/account/sessions/").content.decode()
    assert "127.0.0.1" in sessions  # also one that began by a link
    assert second.look("/studio/w/default/").status_code == 302
    assert key not in str(list(EntryLink.objects.values()))


def test_a_link_grows_old_and_a_newer_one_replaces_it(key: str):
    organizer = Organizer.objects.get(email=EMAIL)
    newer = make_entry_link(organizer, now=clock.now())

    assert take_entry_link(key, now=clock.now()) is None
    assert take_entry_link(newer, now=clock.now() + timedelta(hours=73)) is None
    assert take_entry_link(newer, now=clock.now()) == organizer


def test_a_press_without_its_token_or_from_elsewhere_signs_nobody_in(key: str):
    desk = Desk()
    desk.look(f"/studio/in/{key}")
    token = desk.client.cookies["studio_csrf"].value

    without = desk.client.post(f"/studio/in/{key}", headers={"origin": settings.BASE_URL})
    elsewhere = desk.client.post(
        f"/studio/in/{key}",
        {"csrfmiddlewaretoken": token},
        headers={"origin": "https://evil.example"},
    )

    assert (without.status_code, elsewhere.status_code) == (403, 403)
    assert take_entry_link(key, now=clock.now()) is not None


def test_a_workspace_keeps_an_owner(owner: Desk):
    me = Organizer.objects.get(email="owner@example.org")

    for role in ("analyst", "none"):
        owner.press("/studio/w/default/people/change", organizer=str(me.pk), role=role)

    assert Membership.objects.get(organizer=me).role == Role.OWNER


def test_nobody_signs_up_or_is_sent_a_password(db: None):
    desk = Desk()

    pages = [desk.look(f"/studio/account/{page}/") for page in ("signup", "password/reset")]

    assert [page.status_code for page in pages] == [200, 200]
    assert all(b"countin organizer add" in page.content for page in pages)
    posted = desk.press("/studio/account/signup/", email="a@example.org", password1="x" * 20)
    assert (posted.status_code, Organizer.objects.count()) == (405, 0)


def test_failed_sign_ins_are_limited(key: str):
    desk = Desk()
    fields = {"login": EMAIL, "password": "not this one at all"}

    pages = [desk.press("/studio/account/login/", **fields).content for _ in range(7)]

    assert b"Too many failed login attempts" not in pages[0]
    assert b"Too many failed login attempts" in pages[-1]


def test_cookies_of_the_studio_are_the_studios_alone(owner: Desk):
    desk = Desk()
    desk.look("/studio/account/login/")

    assert {cookie["path"] for cookie in desk.client.cookies.values()} == {"/studio/"}
    assert all(cookie["httponly"] for cookie in desk.client.cookies.values())
    for page in ("/", "/privacy"):
        answer = owner.look(page)
        assert not answer.cookies
        assert not hasattr(answer.wsgi_request, "session")
        assert "frame-src" not in answer["Content-Security-Policy"]
    inside = owner.look("/studio/w/default/")
    assert "form-action 'self';" in inside["Content-Security-Policy"] + ";"
    assert inside["Cache-Control"] == "no-store"


def test_a_sign_in_by_password_stands_in_the_log(key: str):
    organizer = Organizer.objects.get(email=EMAIL)
    organizer.set_password("a long enough one")
    organizer.save()
    desk = Desk()

    answer = desk.press("/studio/account/login/", login=EMAIL, password="a long enough one")

    entry = AuditEntry.objects.get(what="signed in")
    assert (answer.status_code, answer["Location"]) == (302, "/studio/")
    assert (entry.who, entry.detail, entry.from_address) == (EMAIL, "password", "127.0.0.1")
