"""`countin campaign duplicate | end | archive | unarchive`, and a file for another workspace."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner

from countin.campaigns import commands
from countin.campaigns.course.commands import COMMANDS
from countin.campaigns.models import Campaign
from countin.config.addresses import Controller
from countin.providers.contract import Provider
from countin.workspaces.models import AuditEntry, Workspace
from tests.campaigns.written import NOW, write_file

pytestmark = pytest.mark.sqlite
BY_NAME = {command.name: command for command in (*COMMANDS, *commands.COMMANDS)}
SLUG = "midnight-windows"


@pytest.fixture(autouse=True)
def _installation(
    settings: Any, tmp_path: Path, no_keys: Mapping[str, Provider], db: None
) -> Iterator[None]:
    settings.PROVIDERS = no_keys
    settings.IS_LOOPBACK, settings.CONTROLLER = True, Controller("", "", "")
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(NOW, tick=False):
        yield


def run(*words: object) -> tuple[int, str]:
    name, *rest = (str(word) for word in words)
    result = CliRunner().invoke(BY_NAME[name], rest, env={"COLUMNS": "80"})
    return result.exit_code, result.output


def told() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))


def test_a_campaign_goes_its_whole_course_by_command(tmp_path: Path):
    path = write_file(tmp_path)
    assert run("apply", path)[0] == 0
    assert run("apply", path)[0] == 0  # changes nothing, and says nothing to the log

    refused = run("archive", SLUG)
    copied = run("duplicate", SLUG, "next", "--date", "2027-03-05", "--title", "Next")
    taken = run("duplicate", SLUG, "next", "--date", "2027-03-05")
    asked = run("end", SLUG)  # nobody answers
    ended = run("end", SLUG, "--yes")
    archived = run("archive", SLUG)

    assert (refused[0], "End it first" in refused[1]) == (1, True)
    assert (copied[0], taken[0], asked[0], ended[0], archived[0]) == (0, 1, 1, 0, 0)
    assert SLUG not in run("list")[1]
    assert SLUG in run("list", "--archived")[1]
    assert run("unarchive", SLUG)[0] == 0
    assert SLUG in run("list")[1]
    assert told() == [
        *("campaign created", "campaign created", "campaign ended"),
        *("campaign archived", "campaign unarchived"),
    ]


def test_a_draft_is_not_ended_and_nothing_is_ended_twice(tmp_path: Path):
    run("apply", write_file(tmp_path))
    run("duplicate", SLUG, "next", "--date", "2027-03-05")

    assert "It is a draft" in run("end", "next", "--yes")[1]
    assert run("archive", "next")[0] == 0
    run("end", SLUG, "--yes")
    assert run("end", SLUG, "--yes") == (0, "It is over.\n")
    assert run("end", "nothing", "--yes")[0] == 1
    assert "is no date" in run("duplicate", SLUG, "more", "--date", "soon")[1]


def test_a_file_goes_to_the_workspace_that_is_named(tmp_path: Path):
    path = write_file(tmp_path)
    Workspace.objects.create(name="Second", slug="second", created_at=NOW)

    nowhere = run("apply", path, "--workspace", "third")
    there = run("apply", path, "--workspace", "second")

    assert (nowhere[0], there[0]) == (1, 0)
    assert Campaign.objects.get().workspace.slug == "second"
