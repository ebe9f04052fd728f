"""What an owner sets for an artist."""

import pytest

from countin.campaigns.domains import domain_of
from countin.campaigns.models import Artist
from countin.workspaces.models import AuditEntry
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
GROUND = "/studio/w/default/artists/the-held-notes/ground"


def test_an_owner_gives_an_artist_a_domain_and_lets_go_of_it(owner: Desk):
    owner.make()

    kept = owner.press(GROUND, domain="Music.Example.org")
    page = owner.look(GROUND).content.decode()
    refused = owner.press(GROUND, domain="no domain")
    own = owner.press(GROUND, domain="localhost")

    assert (kept.status_code, refused.status_code, own.status_code) == (302, 422, 422)
    assert "Their pages stand at http://music.example.org:8000" in page
    assert "is no domain. Write the name alone" in refused.content.decode()
    assert domain_of(Artist.objects.get()) == "music.example.org"
    owner.press(GROUND, domain="")
    assert domain_of(Artist.objects.get()) == ""
    noted = AuditEntry.objects.filter(what="domain set").order_by("pk")
    assert [entry.detail for entry in noted] == ["music.example.org", "none"]
