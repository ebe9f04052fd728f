"""Look-ups while a file is applied, at the simulator over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest

from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign, PinnedId
from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider
from simulator.running import RunningSimulator
from tests.campaigns.conftest import Apply
from tests.campaigns.written import HELD_NOTES, NOW

Providers = Mapping[str, Provider]


@dataclass(frozen=True)
class Known:
    """A release of the simulator's stock, as a file would name it."""

    artist: str
    upc: str = ""
    isrc: str = ""
    artist_id: str = ""
    spotify: str = ""

    def text(self, *, slug: str = "looked-up") -> str:
        lines = ["artist:", f"  name: {self.artist}"]
        lines += [f"  spotify: {self.artist_id}"] if self.artist_id else []
        lines += ["release:", "  title: Any", "  kind: album", "  date: 2026-12-18"]
        for key in ("upc", "isrc", "spotify"):
            if text := getattr(self, key):
                lines.append(f'  {key}: "{text}"')
        return "\n".join([*lines, f"slug: {slug}", ""])


TAME = Known("Daft Punk", upc="886443919266")
OPAL = Known("Opal Field", isrc="ZZDIF2500010")
SALT = Known("Harbour Nine", upc="410000301012")


def test_the_only_hit_of_the_artist_is_pinned(apply: Apply, providers: Providers):
    applied = apply(TAME.text(), providers=providers)

    assert applied.pinned == {
        "spotify": "spotify:album:4m2880jivSbbyEGAKfITCa",
        "apple_music": "albums:617154241",
    }
    assert set(PinnedId.objects.values_list("pinned_by", flat=True)) == {"only_hit"}
    assert applied.hits == {}
    assert "The artist was compared by name only." in applied.notes[0]


def test_what_is_pinned_is_not_looked_up_again(
    apply: Apply, providers: Providers, sim: RunningSimulator
):
    apply(TAME.text(), providers=providers)
    before = sim.look("calls")["total"]

    again = apply(TAME.text(), providers=providers)

    assert sim.look("calls")["total"] == before
    assert again.changed == ()
    assert again.pinned["spotify"] == "spotify:album:4m2880jivSbbyEGAKfITCa"


def test_several_hits_are_listed_and_none_is_chosen(apply: Apply, providers: Providers):
    applied = apply(OPAL.text(), providers=providers)

    assert applied.pinned == {}
    assert sorted(hit.note for hit in applied.hits["spotify"]) == [
        "on the album “Field Recordings”",
        "on the single “Opal”",
    ]
    assert [len(hits) for hits in applied.hits.values()] == [2, 2]
    assert "Spotify has 2 releases that fit; none was chosen." in applied.notes[0]
    assert all(hit.link in applied.notes[0] for hit in applied.hits["spotify"])


def test_the_hit_that_a_person_chose_is_pinned(apply: Apply, providers: Providers):
    hits = apply(OPAL.text(), providers=providers).hits["spotify"]

    chosen = Known(OPAL.artist, isrc=OPAL.isrc, spotify=hits[1].id)
    applied = apply(chosen.text(), providers=providers)

    assert applied.pinned == {"spotify": hits[1].id}
    assert applied.changed == ("release.spotify",)
    assert list(applied.hits) == ["apple_music"]


def test_one_code_on_two_artists_leads_to_the_one_who_was_named(apply: Apply, providers: Providers):
    applied = apply(SALT.text(), providers=providers)

    assert sorted(applied.pinned) == ["apple_music", "spotify"]
    assert "by Harbour Nine" in applied.notes[0]


def test_a_code_that_leads_to_another_artist_by_id_is_refused(apply: Apply, providers: Providers):
    known = Known("Daft Punk", upc=TAME.upc, artist_id=HELD_NOTES)

    with pytest.raises(BadCampaignFile) as caught:
        apply(known.text(), providers=providers)

    finding = caught.value.findings[0]
    assert finding.line == 8
    assert finding.what.startswith(
        "On Spotify this leads to another artist than Daft Punk: “Random Access Memories” by Daft"
    )
    assert finding.mend == "Mend it, or the artist's `spotify` id."
    assert Campaign.objects.count() == 0


def test_a_code_that_leads_to_another_artist_by_name_is_refused(apply: Apply, providers: Providers):
    with pytest.raises(BadCampaignFile) as caught:
        apply(Known("Nobody", upc=TAME.upc).text(), providers=providers)

    assert [finding.line for finding in caught.value.findings] == [7, 7]
    assert "give the id as `spotify` under `artist`" in caught.value.findings[0].mend


def test_an_id_that_leads_to_another_artist_is_refused_at_its_own_line(
    apply: Apply, providers: Providers
):
    known = Known("Opal Field", upc="410000301029", spotify="4m2880jivSbbyEGAKfITCa")

    with pytest.raises(BadCampaignFile) as caught:
        apply(known.text(), providers=providers)

    assert [finding.line for finding in caught.value.findings] == [8]


def test_a_mended_code_must_lead_to_the_artist_that_fans_agreed_to(
    apply: Apply, providers: Providers
):
    apply(TAME.text(), providers=providers)

    with pytest.raises(BadCampaignFile):
        apply(Known("Daft Punk", upc="634904078164").text(), providers=providers)

    assert Campaign.objects.get().release.upc == TAME.upc


def test_a_mended_code_unpins_what_the_old_one_led_to(apply: Apply, providers: Providers):
    apply(Known("North Pier", upc="410000301074").text(), providers=providers)
    before = PinnedId.objects.get(provider="spotify").external_id

    applied = apply(Known("North Pier", upc="410000301067").text(), providers=providers)

    assert applied.pinned["spotify"] not in ("", before)
    assert sorted(applied.changed) == ["release.apple_music", "release.spotify", "release.upc"]


def test_not_found_yet_is_accepted_and_said_aloud(apply: Apply, providers: Providers):
    known = Known("The Held Notes", upc="410000201015")

    applied = apply(known.text(), providers=providers)

    assert applied.created
    assert applied.pinned == {}
    assert applied.notes == tuple(
        f"{name} does not show this release yet. That is usual before its day; "
        "it is looked for again when its moment comes."
        for name in ("Spotify", "Apple Music")
    )


def test_a_service_that_fails_is_no_reason_to_refuse(
    apply: Apply, providers: Providers, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "flaky", "share": 1.0})

    applied = apply(TAME.text(), providers=providers)

    assert applied.created
    assert [note.split(" could not")[0] for note in applied.notes] == ["Spotify", "Apple Music"]
    assert all("apply it again later" in note for note in applied.notes)


def test_a_cooldown_met_while_looking_is_remembered_and_obeyed(
    apply: Apply, providers: Providers, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "quota-exhausted", "provider": "spotify"})
    apply(TAME.text(), providers=providers)
    calls = sim.look("calls")["services"]["spotify"]

    applied = apply(TAME.text(slug="another"), providers=providers, now=NOW + timedelta(minutes=1))

    assert ProviderAccount.objects.get(provider="spotify").blocked_until is not None
    assert "Spotify could not be asked" in applied.notes[0]
    assert list(applied.pinned) == ["apple_music"]
    assert sim.look("calls")["services"]["spotify"] == calls
    assert sim.look("complaints")["total"] == 0


def test_a_wrong_key_pauses_the_service_and_the_file_is_accepted(
    apply: Apply, providers: Providers, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "owner-premium-lapsed"})

    applied = apply(TAME.text(), providers={"spotify": providers["spotify"]})

    assert applied.created
    assert "Spotify could not be asked" in applied.notes[0]
    assert ProviderAccount.objects.get(provider="spotify").paused_at == NOW
