"""An artist's and a release's ids at any service, from the file into rows."""

from pathlib import Path

from countin.campaigns.applying import apply_campaign_file
from countin.campaigns.models import Campaign
from countin.campaigns.reading import read_campaign_file
from countin.providers.contract import IdForms
from countin.workspaces.models import Workspace
from tests.campaigns.conftest import Apply
from tests.campaigns.written import HELD_NOTES, NOW, RIGHT, spoiled, write_file

ALBUM = "spotify:album:0MidnightWindowsEP0001"


def test_a_service_that_is_new_here_needs_no_more_than_its_forms(
    workspace: Workspace, tmp_path: Path
):
    text = RIGHT.replace(f"spotify: {HELD_NOTES}", "newcomer: A1").replace(
        'upc: "410000201015"', "newcomer: R1"
    )
    forms = {"newcomer": IdForms(release=str.lower, artist=str.lower)}
    file = read_campaign_file(write_file(tmp_path, text=text), id_forms=forms)

    applied = apply_campaign_file(
        file,
        workspace=workspace,
        providers={},
        base_url="http://127.0.0.1:8000",
        media_root=tmp_path / "media",
        publish=True,
        now=NOW,
    )

    release = applied.campaign.release
    assert (release.artist.id_at("newcomer"), release.pinned_id("newcomer")) == ("a1", "r1")


def test_ids_come_along_with_a_campaign(apply: Apply, django_assert_num_queries):
    apply(spoiled("  kind: ep", new=f"  kind: ep\n  spotify: {ALBUM}"))
    (campaign,) = Campaign.objects.with_release()

    with django_assert_num_queries(0):
        ids = (campaign.release.artist.id_at("spotify"), campaign.release.pinned_id("spotify"))

    assert ids == (HELD_NOTES, ALBUM)
