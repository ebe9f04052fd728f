"""A fan asks for every coming release; the next one finds them."""

from datetime import UTC, datetime, timedelta

from countin.campaigns.models import Campaign, PinnedId, Release
from countin.fans.consents import record_consent
from countin.fans.models import Grant
from countin.presaves.jobs import JOBS as PRESAVES
from countin.presaves.models import PreSave, StandingConsent
from countin.presaves.standing import begin_standing, stop_standing
from tests.stories.night import Night

NEXT_DAY = datetime(2027, 2, 12, tzinfo=UTC).date()
UPC = "410000207000"
NEXT = {
    "id": "second-tide",
    "title": "Second Tide",
    "kind": "single",
    "artist": "the-held-notes",
    "label": "Lanternfish Records",
    "upc": UPC,
    "spotify_id": "0SecondTideSingle00001",
    "timing": "local",
    "date": NEXT_DAY.isoformat(),
    "tracks": [{"title": "Second Tide", "isrc": "ZZHN12700001"}],
}


def stand(night: Night, presave: PreSave) -> StandingConsent:
    """The fan of this promise asks for every coming release."""
    connection = presave.connection
    assert connection is not None
    now = night.now()
    consent = record_consent(connection.fan, words="…", version="1", language="en", now=now)
    return begin_standing(
        connection, artist=night.campaign.release.artist, consent=consent, now=now
    )


def announce_next(night: Night) -> Campaign:
    """The artist's next single: in the catalogue to come, and a page of its own."""
    night.sim.tell("releases", NEXT)
    now = night.now()
    release = Release.objects.create(
        artist=night.campaign.release.artist,
        title="Second Tide",
        kind="single",
        upc=UPC,
        timing="local",
        release_date=NEXT_DAY,
    )
    PinnedId.objects.create(
        release=release,
        provider="spotify",
        external_id="spotify:album:0SecondTideSingle00001",
        pinned_at=now,
        pinned_by="file",
    )
    return Campaign.objects.create(
        workspace=night.campaign.workspace,
        release=release,
        slug="second-tide",
        published_at=now,
        created_at=now,
    )


def enroll(night: Night) -> int:
    return sum(job.verb(night.bench()) for job in PRESAVES)


def holders_of_next(night: Night) -> set[str]:
    held = night.sim.look("libraries?holding=spotify:album:0SecondTideSingle00001")
    return set(held["fans"]["spotify"])


def play_next(night: Night, campaign: Campaign) -> None:
    night.leap_to(campaign.release.moment_in("DE") + timedelta(seconds=1))
    night.play(until=night.now() + timedelta(hours=1))


def test_the_next_release_is_saved_for_whoever_asked_for_it(night: Night):
    one, _other = night.connect("fan-0"), night.connect("fan-1")
    stand(night, one)
    night.to_release()
    night.play()
    sealed_after_the_first = Grant.objects.exclude(sealed=None).count()

    night.leap_to(datetime(2027, 1, 10, 12, tzinfo=UTC))
    campaign = announce_next(night)
    made = enroll(night)
    play_next(night, campaign)

    assert sealed_after_the_first == 1
    assert made == 1
    assert night.states() == {"saved": 3}
    assert holders_of_next(night) == {"fan-0"}
    assert Grant.objects.exclude(sealed=None).count() == 1  # for those that are still to come
    assert night.complaints() == {}


def test_stopped_before_the_day_nothing_is_saved_and_the_permission_goes(night: Night):
    standing = stand(night, night.connect("fan-0"))
    night.to_release()
    night.play()
    night.leap_to(datetime(2027, 1, 10, 12, tzinfo=UTC))
    campaign = announce_next(night)
    enroll(night)

    stop_standing(standing, now=night.now())
    play_next(night, campaign)

    assert night.states() == {"saved": 1, "withdrawn": 1}
    assert holders_of_next(night) == set()
    assert Grant.objects.exclude(sealed=None).count() == 0


def test_after_six_months_it_has_ended_and_nothing_is_promised(night: Night):
    standing = stand(night, night.connect("fan-0"))
    night.to_release()
    night.play()

    night.leap(timedelta(days=181))
    campaign = announce_next(night)
    Release.objects.filter(pk=campaign.release_id).update(
        release_date=(night.now() + timedelta(days=20)).date()
    )
    enroll(night)

    standing.refresh_from_db()
    assert standing.end_reason == "expired"
    assert night.states() == {"saved": 1}
    assert Grant.objects.exclude(sealed=None).count() == 0
