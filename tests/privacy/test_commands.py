import csv
import io

import pytest
from click.testing import CliRunner

from countin.fans.models import Fan
from countin.privacy.commands import erase_fans, export_fans
from tests.privacy.conftest import ADDRESS, WORDS


@pytest.fixture
def run():
    return CliRunner().invoke


def test_export_writes_csv_with_the_proof(run, campaign, ada):
    result = run(export_fans, [campaign.slug])

    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert result.exit_code == 0
    assert [row["kind"] for row in rows] == ["presave", "reminder"]
    assert rows[0]["words"] == WORDS


def test_export_of_nothing_says_where_to_look(run, campaign):
    result = run(export_fans, ["no-such-slug"])

    assert result.exit_code == 1
    assert "countin campaign list" in result.output


def test_a_cell_that_begins_like_a_formula_is_made_harmless(run, campaign, ada):
    email = ada.fan.email
    email.address = "=cmd@example.org"
    email.save()

    result = run(export_fans, [campaign.slug])

    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert rows[1]["email"] == "'=cmd@example.org"


def test_a_fan_is_erased_by_the_address_of_their_page(run, ada):
    result = run(erase_fans, ["--token", f"https://presave.example/me/{ada.token}"])

    assert result.exit_code == 0
    assert Fan.objects.count() == 0
    assert ada.token not in result.output


def test_a_fan_is_erased_by_their_address_in_any_case(run, ada):
    result = run(erase_fans, ["--email", ADDRESS.upper()])

    assert result.exit_code == 0
    assert Fan.objects.count() == 0
    assert ADDRESS not in result.output.lower()


def test_erasing_somebody_unknown_says_what_to_ask_the_fan(run, ada):
    result = run(erase_fans, ["--email", "nobody@example.org"])

    assert result.exit_code == 1
    assert "/me/" in result.output
    assert Fan.objects.count() == 1


@pytest.mark.parametrize("options", [[], ["--token", "x", "--email", "a@example.org"]])
def test_one_way_of_naming_the_fan_is_wanted(run, ada, options):
    assert run(erase_fans, options).exit_code == 2
