"""Applying a file creates a campaign, mends it, or changes nothing at all."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.models import Artist, ArtistId, Campaign, Channel, PinnedId, Release
from countin.workspaces.models import Workspace
from tests.campaigns.conftest import Apply
from tests.campaigns.written import HELD_NOTES, NOW, RIGHT, spoiled, with_moment

AFTER = datetime(2027, 1, 5, 12, tzinfo=UTC)
ALBUM = "spotify:album:0MidnightWindowsEP0001"


def refused(apply: Apply, text: str, **more: object) -> tuple[Finding, ...]:
    with pytest.raises(BadCampaignFile) as caught:
        apply(text, **more)
    return caught.value.findings


def rows() -> list[object]:
    tables = (Artist, ArtistId, Release, Campaign, Channel, PinnedId)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_new_file_makes_a_campaign_that_is_open(apply: Apply):
    applied = apply()

    campaign = Campaign.objects.get()
    assert (applied.campaign, applied.created, applied.changed) == (campaign, True, ())
    assert applied.url == "http://127.0.0.1:8000/midnight-windows"
    assert (campaign.published_at, campaign.is_open(NOW)) == (NOW, True)
    assert (campaign.release.title, campaign.release.upc) == ("Midnight Windows", "410000201015")
    assert campaign.release.release_date == date(2026, 12, 18)
    assert (campaign.release.artist.handle, campaign.release.artist.id_at("spotify")) == (
        "the-held-notes",
        HELD_NOTES,
    )
    assert sorted(campaign.channels.values_list("name", "reach")) == [
        ("instagram", None),
        ("newsletter", 3100),
    ]


def test_the_picture_is_stored_where_pages_find_it(apply: Apply, tmp_path: Path):
    release = apply().campaign.release

    assert (release.artwork_width, release.artwork_height) == (640, 640)
    assert (tmp_path / "media" / f"{release.artwork}-640.webp").is_file()


def test_the_same_file_twice_changes_nothing(apply: Apply):
    apply()
    before = rows()

    again = apply(now=NOW + timedelta(days=1))

    assert (again.created, again.changed, again.notes) == (False, (), ())
    assert rows() == before


def test_what_changed_is_named_by_its_key(apply: Apply):
    apply()
    text = RIGHT
    for old, new in [
        ("title: Midnight Windows", "title: Midnight Windows (live)"),
        ("kind: ep", "kind: album"),
        ("date: 2026-12-18", "date: 2027-01-08"),
        ("  artwork: cover.jpg\n", ""),
        ("ask_follow: true", "ask_follow: false"),
        ("follow_when: connect", "follow_when: release"),
        ("instagram]", "gig-berlin]"),
        ("3100", "3200"),
    ]:
        text = text.replace(old, new)

    applied = apply(text)

    assert sorted(applied.changed) == [
        *("ask_follow", "audience.newsletter", "channels.gig-berlin", "follow_when"),
        *("release.artwork", "release.date", "release.kind", "release.title"),
    ]
    assert applied.notes == (
        "The channel `instagram` left the file; what came by it stays counted.",
    )
    release = Release.objects.get()
    assert (release.title, release.kind) == ("Midnight Windows (live)", "album")
    assert release.artwork == ""
    assert release.release_date == date(2027, 1, 8)


def test_a_channel_that_left_the_file_no_longer_counts_as_reach(apply: Apply):
    apply()

    apply("\n".join(RIGHT.splitlines()[:13]))

    assert sorted(Channel.objects.values_list("name", "reach")) == [
        ("instagram", None),
        ("newsletter", None),
    ]


def test_without_a_named_controller_it_stays_a_draft_until_there_is_one(apply: Apply):
    apply(publish=False)
    assert Campaign.objects.get().published_at is None

    applied = apply(publish=True, now=NOW + timedelta(hours=1))

    assert applied.changed == ("published",)
    assert Campaign.objects.get().published_at == NOW + timedelta(hours=1)


def test_a_global_release_may_become_a_local_one(apply: Apply):
    at = with_moment("2026-12-18T05:00:00Z")
    apply(at)
    assert Release.objects.get().release_at == datetime(2026, 12, 18, 5, tzinfo=UTC)

    applied = apply(RIGHT)

    assert sorted(applied.changed) == ["release.at", "release.timing"]
    assert Release.objects.get().release_at is None


def test_a_new_campaign_may_not_lie_in_the_past(apply: Apply):
    (finding,) = refused(apply, spoiled("date: 2026-12-18", new="date: 2026-11-19"))

    assert (finding.line, finding.what) == (9, "The release date 2026-11-19 is in the past.")
    assert finding.mend.startswith("Give the coming one")
    assert Campaign.objects.count() == 0


def test_a_release_that_has_not_come_everywhere_is_not_past(apply: Apply):
    last = datetime(2026, 12, 18, 11, tzinfo=UTC)  # midnight in Pago Pago
    other = spoiled("slug: midnight-windows", new="slug: other")

    assert apply(now=last - timedelta(minutes=1)).created
    assert [finding.line for finding in refused(apply, other, now=last)] == [9]


def test_a_moment_in_the_past_is_refused_at_its_line(apply: Apply):
    text = with_moment("2026-11-20T11:59:00Z")

    (finding,) = refused(apply, text)

    assert finding.line == 9
    assert finding.what == "The release moment 2026-11-20T11:59:00+00:00 is in the past."


def test_mending_after_release_is_allowed_while_the_date_stays(apply: Apply):
    apply()

    applied = apply(spoiled("ask_follow: true", new="ask_follow: false"), now=AFTER)

    assert applied.changed == ("ask_follow",)


def test_a_date_may_not_be_moved_into_the_past(apply: Apply):
    apply()

    (finding,) = refused(apply, spoiled("date: 2026-12-18", new="date: 2026-12-17"), now=AFTER)

    assert (finding.line, finding.what) == (9, "The release date 2026-12-17 is in the past.")


def test_the_slug_of_another_workspace_is_taken(apply: Apply):
    apply()
    Campaign.objects.update(
        workspace=Workspace.objects.create(name="Other", slug="other", created_at=NOW)
    )

    (finding,) = refused(apply, RIGHT)

    assert (finding.line, finding.what) == (11, "The slug `midnight-windows` is taken.")


def test_another_artists_campaign_keeps_its_slug(apply: Apply):
    apply()
    text = RIGHT.replace("The Held Notes", "Low Kettle").replace(f"  spotify: {HELD_NOTES}\n", "")

    (finding,) = refused(apply, text)

    assert finding.line == 10
    assert finding.what == (
        "The slug `midnight-windows` is taken by “Midnight Windows” of The Held Notes, "
        "whom its fans agreed to; the file names Low Kettle."
    )


def test_an_artist_that_fans_agreed_to_is_never_exchanged(apply: Apply):
    apply()
    before = rows()

    (finding,) = refused(apply, spoiled(HELD_NOTES, new="spotify:artist:0LowKettleArtist000001"))

    assert finding.line == 3
    assert finding.what == (
        f"This campaign belongs to The Held Notes ({HELD_NOTES}): "
        "its fans agreed to that artist and no other."
    )
    assert rows() == before


def test_an_artist_may_be_renamed_by_id_and_given_a_further_id(apply: Apply):
    apply()
    named = RIGHT.replace("name: The Held Notes", 'name: Held Notes\n  apple_music: "99"')

    applied = apply(named)

    assert sorted(applied.changed) == ["artist.apple_music", "artist.name"]
    assert Artist.objects.get().name == "Held Notes"
    assert Artist.objects.get().id_at("apple_music") == "99"


def test_an_id_that_the_file_leaves_out_stays(apply: Apply):
    apply()

    applied = apply(spoiled(f"  spotify: {HELD_NOTES}\n", new=""))

    assert applied.changed == ()
    assert Artist.objects.get().id_at("spotify") == HELD_NOTES


def test_two_campaigns_of_an_artist_share_the_artist(apply: Apply):
    apply()
    apply(spoiled("slug: midnight-windows", new="slug: second"))

    assert Artist.objects.count() == 1
    assert Release.objects.count() == 2


def test_artists_of_one_name_are_kept_apart_by_their_ids(apply: Apply):
    apply()
    text = spoiled("slug: midnight-windows", new="slug: second")

    apply(text.replace(HELD_NOTES, "spotify:artist:0LowKettleArtist000001"))

    assert sorted(Artist.objects.values_list("handle", flat=True)) == [
        "the-held-notes",
        "the-held-notes-2",
    ]


def test_a_name_in_another_script_still_gets_a_handle(apply: Apply):
    apply(RIGHT.replace("The Held Notes", "夜の窓"))

    assert Artist.objects.get().handle == "artist"


def test_an_id_in_the_file_is_pinned(apply: Apply):
    applied = apply(spoiled("  kind: ep", new=f"  kind: ep\n  spotify: {ALBUM}"))

    assert applied.pinned == {"spotify": ALBUM}
    assert PinnedId.objects.get().pinned_by == "file"


def test_an_id_that_leaves_the_file_stays_pinned_until_a_code_changes(apply: Apply):
    apply(spoiled("  kind: ep", new=f"  kind: ep\n  spotify: {ALBUM}"))

    assert apply(RIGHT).pinned == {"spotify": ALBUM}

    applied = apply(spoiled('"410000201015"', new='"410000202029"'))
    assert applied.pinned == {}
    assert sorted(applied.changed) == ["release.spotify", "release.upc"]
