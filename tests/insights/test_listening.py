"""Listening is read in, and laid beside the saves without any claim."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from countin.insights.listening.beside import lay_beside
from countin.insights.listening.commands import listening as command
from countin.insights.models import Listening
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from tests.house.test_claims import claims_in
from tests.insights.reports import build, plain, promise
from tests.insights.rows import DAY, make_campaign

pytestmark = pytest.mark.django_db


def run(campaign, path, *more):
    return CliRunner().invoke(command, [campaign.slug, str(path), *more])


def timeline(path, *, before, after, saves=3):
    """An artist's export: `before` a day with a swing of one, `after` from the release on."""
    lines = ["date,listeners,streams,saves,playlist adds"]
    for at in range(-28, 10):
        many = (before + at % 2) if at < 0 else after
        lines.append(f"{DAY + timedelta(days=at)},{many},{many * 2},{saves},1")
    path.write_text("\n".join(lines))
    return path


def test_a_file_is_read_in_once(tmp_path):
    campaign = make_campaign()
    path = timeline(tmp_path / "artist.csv", before=110, after=112)

    first = run(campaign, path)
    again = run(campaign, path)

    assert first.exit_code == 0
    assert first.output.startswith("38 rows about the artist, 2026-10-30 to 2026-12-06; 38 new")
    assert "; 0 new or changed." in again.output
    assert Listening.objects.filter(campaign=campaign).count() == 38


def test_a_later_file_has_the_last_word_and_leaves_what_it_does_not_say(tmp_path):
    campaign = make_campaign()
    run(campaign, timeline(tmp_path / "a.csv", before=110, after=112))
    (tmp_path / "b.csv").write_text(f"date,listeners,streams\n{DAY},999,5\n")

    told = run(campaign, tmp_path / "b.csv", "--json")

    assert json.loads(told.output)["changed"] == 1
    row = Listening.objects.get(campaign=campaign, first_day=DAY)
    assert (row.listeners, row.streams, row.saves) == (999, 5, 3)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (110.5, "1 save of this campaign stands beside listening that stayed where it was."),
        (300, "a week above each of those before; why is not in the numbers."),
        (20, "a week below each of those before; why is not in the numbers."),
    ],
)
def test_saves_stand_beside_listening_for_the_campaign_as_a_whole(tmp_path, after, words):
    campaign = make_campaign()
    promise(campaign, 1, state="saved")
    run(campaign, timeline(tmp_path / "a.csv", before=110, after=after))

    text = " ".join(plain(write_text(build(campaign))).split())

    assert words in text
    assert f"the artist had {round(after)} listeners a day on average" in text
    assert "completion and replays are not among its numbers" in text
    assert claims_in(text) == []


def test_weeks_are_compared_only_where_no_day_is_missing(tmp_path):
    campaign = make_campaign()
    run(campaign, timeline(tmp_path / "a.csv", before=110, after=112))
    (whole,) = lay_beside(campaign)
    Listening.objects.filter(first_day=DAY - timedelta(days=9)).delete()

    (partly,) = lay_beside(campaign)

    assert whole.weeks is not None
    assert (whole.weeks.first, whole.weeks.is_flat, whole.saves) == (112, False, 21)
    assert round(whole.weeks.highest, 2) == round(110 + 4 / 7, 2)
    assert partly.weeks is None


def test_the_songs_of_a_release_are_told_by_their_names(tmp_path):
    campaign = make_campaign()
    table = tmp_path / "songs.csv"
    table.write_text("Song,Plays\nmidnight single,70\nAnother,900\n")
    song = tmp_path / "Midnight Single-timeline.csv"
    song.write_text(
        f"date,streams\n{DAY},30\n{DAY + timedelta(days=1)},12\n{DAY - timedelta(days=3)},0"
    )

    told = run(campaign, table, "--from", f"{DAY}", "--to", f"{DAY + timedelta(days=6)}")
    run(campaign, song)

    assert told.exit_code == 0
    text = plain(write_text(build(campaign)))
    assert "“midnight single” had 70 plays in 7 days of the first 7." in text
    assert "“Midnight Single” had 42 streams in 2 days of the first 7." in text
    assert report_as_json(build(campaign))["listening"][1]["songs"] == [
        {"title": "Midnight Single", "streams": 42, "days": 2}
    ]


def test_a_table_without_a_song_of_this_release_is_refused(tmp_path):
    table = tmp_path / "songs.csv"
    table.write_text("Song,Plays\nAnother,900\n")

    told = run(make_campaign(), table, "--from", f"{DAY}", "--to", f"{DAY}")

    assert (told.exit_code, "List the tracks in the campaign file" in told.output) == (1, True)


def test_a_file_that_is_not_there_is_said(tmp_path):
    told = run(make_campaign(), tmp_path / "none.csv")

    assert (told.exit_code, "Give the path of the downloaded CSV" in told.output) == (1, True)


def test_a_hostile_title_stays_text(tmp_path):
    campaign = make_campaign()
    song = tmp_path / "<script>alert(1)<-timeline.csv"
    song.write_text(f"date,streams\n{DAY},30\n")
    run(campaign, song)

    assert "<script>" not in write_html(build(campaign))
    assert "&lt;script&gt;" in write_html(build(campaign))
