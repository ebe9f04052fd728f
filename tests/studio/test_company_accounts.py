"""Signing in with a company's own accounts, at a server of its own over HTTP."""

import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken

from countin import clock
from countin.config.signing_in import Company, company_settings
from countin.workspaces.inviting import make_invitation_key
from countin.workspaces.models import AuditEntry, Invitation, Membership, Organizer
from tests.studio.company_server import CLIENT, SECRET, CompanyServer
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
_LOGIN = "/studio/account/oidc/company/login/"
_ADA = {"sub": "7", "email": "Ada@example.org", "email_verified": True, "name": "Ada L."}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_parts: Any) -> None:
        """Where it leads is read, not followed."""


@pytest.fixture
def company(settings: Any) -> Iterator[CompanyServer]:
    server = CompanyServer()
    server.person = dict(_ADA)
    given = Company(server_url=server.url, client_id=CLIENT, secret=SECRET, name="Held Records")
    settings.COMPANY = given
    settings.SOCIALACCOUNT_PROVIDERS = company_settings(given)
    yield server
    server.close()
    assert server.troubles == []


def come_by(desk: Desk) -> Any:
    """Off to the company, back with its answer; what the studio says to it."""
    away = desk.look(_LOGIN)
    assert away.status_code == 302, away.content
    try:
        urllib.request.build_opener(_Stay).open(away["Location"])
    except urllib.error.HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
    return desk.client.get(f"{back.path}?{back.query}")


def roles() -> dict[str, str]:
    return dict(Membership.objects.values_list("organizer__email", "role"))


def test_who_was_invited_comes_in_and_comes_again(company: CompanyServer, owner: Desk):
    owner.press("/studio/w/default/people/add", email="ada@example.org", role="manager")
    first, later = Desk(), Desk()

    came = come_by(first)
    again = come_by(later)

    assert (came.status_code, again.status_code) == (302, 302)
    assert first.look("/studio/w/default/").status_code == 200
    assert later.look("/studio/w/default/").status_code == 200
    assert roles()["ada@example.org"] == "manager"
    assert Organizer.objects.filter(email="ada@example.org").count() == 1
    assert "invitation accepted" in AuditEntry.objects.values_list("what", flat=True)
    assert SocialAccount.objects.get().extra_data == {}
    assert SocialToken.objects.count() == 0


def test_a_known_organizer_comes_in_by_the_verified_address(company: CompanyServer, owner: Desk):
    company.person["email"] = "owner@example.org"
    desk = Desk()

    assert come_by(desk).status_code == 302

    assert desk.look("/studio/w/default/people").status_code == 200
    assert AuditEntry.objects.filter(what="signed in", who="owner@example.org").count() == 1


def test_a_stranger_does_not_come_in_and_leaves_nothing(company: CompanyServer, owner: Desk):
    desk = Desk()

    answer = come_by(desk)

    assert answer.status_code == 403
    assert b"Nobody has invited" in answer.content
    assert desk.look("/studio/w/default/").status_code == 302
    assert Organizer.objects.filter(email="ada@example.org").count() == 0
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize("said", [{"email_verified": False}, {"email_verified": None}])
def test_an_address_that_is_not_verified_is_nobodys(
    company: CompanyServer, owner: Desk, said: dict[str, Any]
):
    company.person |= {"email": "owner@example.org", **said}

    answer = come_by(Desk())

    assert answer.status_code == 403
    assert b"verified" in answer.content
    assert SocialAccount.objects.count() == 0


def test_two_answers_about_two_people_let_nobody_in(company: CompanyServer, owner: Desk):
    company.person["email"] = "owner@example.org"
    company.says_other_sub = True

    assert come_by(Desk()).status_code == 403


def test_whoever_came_in_beforehand_under_an_address_does_not_share_its_account(
    company: CompanyServer, owner: Desk
):
    """An owner sees the links that they make, and may open one that is for somebody else."""
    owner.press("/studio/w/default/people/add", email="ada@example.org", role="analyst")
    key = make_invitation_key(Invitation.objects.get(), now=clock.now())
    earlier, herself = Desk(), Desk()
    earlier.press(f"/studio/join/{key}")
    before = earlier.look("/studio/w/default/").status_code

    came = come_by(herself)

    assert (before, came.status_code) == (200, 302)
    assert herself.look("/studio/w/default/").status_code == 200
    assert earlier.look("/studio/w/default/").status_code == 302


def test_an_account_with_a_password_of_its_own_is_joined_by_whoever_knows_it(
    company: CompanyServer, owner: Desk
):
    company.person["email"] = "owner@example.org"
    me = Organizer.objects.get(email="owner@example.org")
    me.set_password("a long enough one")
    me.save()
    knows = Desk()
    knows.press("/studio/account/login/", login=me.email, password="a long enough one")

    refused = come_by(Desk())
    unknown = SocialAccount.objects.count()
    joined, later = come_by(knows), come_by(Desk())

    assert (refused.status_code, unknown) == (403, 0)
    assert b"Sign in with it first" in refused.content
    assert (joined.status_code, later.status_code) == (302, 302)
    assert SocialAccount.objects.get().user_id == me.pk


def test_a_second_step_is_asked_for_after_it(company: CompanyServer, owner: Desk):
    company.person["email"] = "owner@example.org"
    TOTP.activate(Organizer.objects.get(email="owner@example.org"), generate_totp_secret())
    desk = Desk()

    answer = come_by(desk)

    assert answer["Location"].startswith("/studio/account/2fa/authenticate/")
    assert desk.look("/studio/w/default/").status_code == 302


def test_an_answer_without_our_state_lets_nobody_in(company: CompanyServer, owner: Desk):
    company.person["email"] = "owner@example.org"
    desk = Desk()

    answer = desk.look(f"{_LOGIN}callback/", code="x", state="forged")

    assert answer.status_code in (200, 401, 403)
    assert desk.look("/studio/w/default/").status_code == 302


def test_the_way_in_is_shown_where_it_is_set_and_not_there_else(company: CompanyServer):
    assert b"Sign in with Held Records" in Desk().look("/studio/account/login/").content


def test_it_is_off_by_default(owner: Desk):
    page = Desk().look("/studio/account/login/").content

    assert Desk().look(_LOGIN).status_code == 404
    assert b"Sign in with" not in page
    for address in ("3rdparty/", "3rdparty/signup/"):
        assert owner.look(f"/studio/account/{address}").status_code in (200, 302)
        assert b"countin organizer add" in Desk().look(f"/studio/account/{address}").content
