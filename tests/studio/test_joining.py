"""Invitations: for one address, with a role, once, for a week; by mail or by a link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail as mailbox

from countin import clock
from countin.config.commands.workspace import COMMANDS
from countin.config.signed_out import forget_sessions
from countin.messaging.inviting import InvitationDesk, send_due_invitations
from countin.workspaces.inviting import look_at_invitation
from countin.workspaces.models import (
    AuditEntry,
    Invitation,
    InvitationKey,
    Membership,
    Organizer,
    Role,
    Workspace,
)
from countin.workspaces.organizers import give_role
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PEOPLE = "/studio/w/default/people"


def link_in(text: str) -> str:
    found = re.search(r"/studio/join/[\w-]+", text)
    assert found, text
    return found[0]


def invite(owner: Desk, email: str = "new@example.org", role: str = "manager") -> str:
    """The address to hand over."""
    answer = owner.press(f"{PEOPLE}/add", email=email, role=role)
    assert answer.status_code == 200
    return link_in(answer.content.decode())


def told() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))


def roles_of(email: str) -> dict[str, str]:
    rows = Membership.objects.filter(organizer__email=email)
    return dict(rows.values_list("workspace__slug", "role"))


def test_somebody_new_comes_in_once_and_only_by_a_press(owner: Desk):
    link, first, second = invite(owner, "New@Example.org"), Desk(), Desk()

    opened = [first.look(link).status_code for _ in range(3)]
    before = roles_of("new@example.org")
    pressed = first.press(link)
    again = second.press(link)

    assert (opened, before) == ([200] * 3, {})
    assert (pressed.status_code, again.status_code) == (302, 410)
    assert first.look("/studio/w/default/").status_code == 200
    assert roles_of("new@example.org") == {"default": "manager"}
    assert told()[:2] == ["person invited", "invitation accepted"]
    assert link.rpartition("/")[2] not in str(list(InvitationKey.objects.values()))


def test_a_link_lets_nobody_in_as_somebody_who_has_an_account(owner: Desk, stranger: Desk):
    """Whoever hands it over could come in as that person, in their own workspaces too."""
    link, outsider = invite(owner, "stranger@example.org", "analyst"), Desk()

    without = outsider.press(link)
    as_other = owner.press(link)
    page = outsider.look(link).content.decode()
    theirs = stranger.press(link)

    assert (without.status_code, as_other.status_code, theirs.status_code) == (403, 403, 302)
    assert f"/studio/account/login/?next={link}" in page
    assert outsider.look("/studio/w/others/").status_code == 302
    assert roles_of("stranger@example.org") == {"others": "owner", "default": "analyst"}


def test_what_is_taken_back_replaced_or_old_lets_nobody_in(owner: Desk):
    replaced = invite(owner)
    taken_back = invite(owner)
    number = str(Invitation.objects.standing(clock.now()).get().pk)

    shown = owner.press(f"{PEOPLE}/link", invitation=number)
    one_more = link_in(shown.content.decode())
    open_before = Desk().look(one_more).status_code
    owner.press(f"{PEOPLE}/revoke", invitation=number)

    assert open_before == 200
    assert [Desk().look(link).status_code for link in (replaced, taken_back, one_more)] == [410] * 3
    key = invite(owner).rpartition("/")[2]
    assert look_at_invitation(key, now=clock.now() + timedelta(days=8)) is None
    forget_sessions(now=clock.now() + timedelta(days=60))
    assert Invitation.objects.count() == 0


def test_whoever_belongs_here_is_not_invited_again(owner: Desk):
    answer = owner.press(f"{PEOPLE}/add", email="owner@example.org", role="analyst")

    assert answer.status_code == 302
    assert Invitation.objects.count() == 0
    assert roles_of("owner@example.org") == {"default": "owner"}


def test_who_came_in_another_way_meanwhile_keeps_their_role(owner: Desk, stranger: Desk):
    link = invite(owner, "stranger@example.org", "analyst")
    member = Organizer.objects.get(email="stranger@example.org")
    place = Workspace.objects.get(slug="default")
    give_role(member, workspace=place, role=Role.OWNER, now=clock.now())

    assert stranger.press(link).status_code == 302
    assert roles_of("stranger@example.org")["default"] == "owner"


def test_an_invitation_of_another_workspace_is_none_of_ours(owner: Desk, stranger: Desk):
    invite(owner)
    number = str(Invitation.objects.get().pk)

    for name in ("link", "revoke"):
        answer = stranger.press(f"/studio/w/others/people/{name}", invitation=number)
        assert answer.status_code == 404

    assert Invitation.objects.standing(clock.now()).count() == 1


def test_with_a_mail_server_it_is_mailed_and_not_shown(owner: Desk, settings: Any):
    settings.MAIL_IS_SET = True
    desk = InvitationDesk(settings.CONTROLLER, "us@example.org", "http://127.0.0.1:8000")

    page = owner.press(f"{PEOPLE}/add", email="new@example.org", role="analyst").content.decode()
    sent = [send_due_invitations(desk, now=clock.now()) for _ in range(2)]

    assert "/studio/join/" not in page
    assert "is on its way" in page
    assert sent == [1, 0]
    (letter,) = mailbox.outbox
    assert letter.to == ["new@example.org"]
    assert "owner@example.org invites you" in letter.subject
    assert Desk().press(link_in(str(letter.body))).status_code == 302
    assert roles_of("new@example.org") == {"default": "analyst"}


def test_a_mail_for_what_was_taken_back_is_not_sent(owner: Desk, settings: Any):
    settings.MAIL_IS_SET = True
    desk = InvitationDesk(settings.CONTROLLER, "us@example.org", "http://127.0.0.1:8000")
    owner.press(f"{PEOPLE}/add", email="new@example.org", role="analyst")
    owner.press(f"{PEOPLE}/revoke", invitation=str(Invitation.objects.get().pk))

    send_due_invitations(desk, now=clock.now())

    assert mailbox.outbox == []


def test_workspaces_are_made_and_renamed(owner: Desk):
    renamed = owner.press("/studio/w/default/rename", name="  Held   Records ")
    empty = owner.press("/studio/w/default/rename", name=" ")
    made = owner.press("/studio/w/default/another", name="Held Records!")
    twin = owner.press("/studio/w/default/another", name="Held Records")

    assert (renamed.status_code, empty.status_code) == (302, 302)
    assert Workspace.objects.get(slug="default").name == "Held Records"
    assert [one["Location"] for one in (made, twin)] == [
        "/studio/w/held-records/",
        "/studio/w/held-records-2/",
    ]
    assert roles_of("owner@example.org").keys() == {"default", "held-records", "held-records-2"}
    assert told().count("workspace made") == 4  # in the old one's log, and in the new one's


def test_workspaces_by_command(owner: Desk):
    by_name = {command.name: command for command in COMMANDS}

    def run(name: str, *words: str) -> tuple[int, str]:
        result = CliRunner().invoke(by_name[name], list(words))
        return result.exit_code, result.output

    assert run("add", "Second", "--owner", "nobody@example.org")[0] == 1
    assert run("add", "Second", "--owner", "OWNER@example.org") == (
        0,
        "http://127.0.0.1:8000/studio/w/second/\n",
    )
    assert run("rename", "second", "Next") == (0, "second is called Next.\n")
    assert run("rename", "third", "Next")[0] == 1
    assert "second  Next  1 people" in run("list")[1]
    assert Organizer.objects.get().memberships.get(workspace__slug="second").role == Role.OWNER
