"""What a service that reminds and links must pass: it can nothing else, and says so; and what
people paste is read into one spelling, which leads to the service and nowhere else."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from countin.campaigns.outside import is_within
from countin.config.listings import LISTINGS
from countin.pacing.gates import AccountGate
from countin.providers.asking import Http, ask
from countin.providers.contract import (
    Abilities,
    Access,
    Ask,
    BadId,
    Grant,
    Mode,
    Refused,
    Release,
    is_set_up,
)
from countin.providers.linking import LinkProvider
from countin.providers.listing import Listing
from tests.providers.contract_saying import SayingContract
from tests.providers.gate import CountingGate

_NOW = datetime(2026, 1, 9, tzinfo=UTC)
_GRANT = Grant("secret", frozenset({Ask.SAVE}), "", _NOW, _NOW)
_ACCESS = Access("token", _NOW)
_RELEASE = Release("Midnight", "single", "The Held Notes", upc="410000209998")


def linked_listing(name: str) -> Listing:
    """What the folder declares."""
    return next(listing for listing in LISTINGS if listing.name == name)


class LinkContract(SayingContract):
    """A test file names the service, and what is pasted with the spelling that is stored."""

    name: str
    releases: tuple[tuple[str, str], ...]  # what is pasted, and how it is stored
    artists: tuple[tuple[str, str], ...]
    no_releases: tuple[str, ...]

    @pytest.fixture
    def gate(self) -> CountingGate:
        return CountingGate()

    @pytest.fixture
    def provider(self, gate: AccountGate) -> LinkProvider:
        listing = linked_listing(self.name)
        built = listing.build({}, make_http=lambda _id: Http(gate=gate), now=lambda: _NOW)
        assert isinstance(built, LinkProvider)
        return built

    def test_it_is_declared_as_reminding_and_linking_and_has_nothing_to_set(self, provider):
        listing = linked_listing(self.name)
        stated = {
            field.name for field in fields(Abilities) if getattr(provider.abilities, field.name)
        }

        assert stated <= {"everywhere", "most_at_once"}
        assert (provider.abilities.grant_life, listing.settings) == (timedelta(0), ())
        assert (listing.live, listing.address, listing.daily_calls) == (None, None, None)
        assert is_set_up(provider) == provider.abilities.everywhere
        assert (provider.public_mode, provider.guest_mode) == (Mode.REMIND, Mode.REMIND)
        assert (provider.can_look, provider.client_id) == (False, "")

    def test_what_it_can_not_do_is_refused_with_the_next_step_and_nobody_is_asked(
        self, provider, gate
    ):
        calls = (
            provider.identify(_ACCESS),
            provider.refresh(_GRANT, now=_NOW),
            provider.find_release(_RELEASE, market="DE", now=_NOW),
            provider.save(_ACCESS, release_id="any"),
            provider.follow(_ACCESS, artist_id="any"),
            provider.read_back(_ACCESS, release_id="any", market="DE"),
            provider.take_back(_ACCESS, release_id="any"),
        )

        for call in calls:
            with pytest.raises(Refused, match=r"is linked and asked nothing\. Use its links\."):
                ask(call)
        assert list(ask(provider.find_upcoming(_RELEASE, market="DE", now=_NOW))) == []
        assert provider.needs_scopes(frozenset(Ask)) == ""
        assert gate.entered == 0

    def test_what_people_paste_is_read_into_one_spelling_that_opens_it(self, provider):
        for pasted, spelled in self.releases:
            assert provider.id_forms.release(pasted) == spelled
            assert provider.id_forms.release(spelled) == spelled
            assert provider.release_address(spelled, market="DE") == f"https://{spelled}"
        for pasted, spelled in self.artists:
            assert provider.id_forms.artist(pasted) == spelled
            assert provider.artist_address(spelled) == f"https://{spelled}"
        assert len(self.releases) > 2
        assert self.artists

    def test_what_is_no_release_there_is_refused_with_an_example(self, provider):
        for pasted in self.no_releases:
            with pytest.raises(BadId, match=rf"is no album or track at {provider.words.name}\. .+"):
                provider.id_forms.release(pasted)
            with pytest.raises(Refused):
                provider.release_address(pasted, market="DE")
        with pytest.raises(BadId, match=r"is no artist at .+\. Open it there"):
            provider.id_forms.artist("no artist")
        with pytest.raises(Refused):
            provider.artist_address("no artist")

    def test_a_release_may_be_linked_as_it_is_written_however_long(self, provider):
        for pasted, spelled in self.releases:
            address = pasted if pasted.startswith("https://") else f"https://{spelled}"
            assert provider.id_forms.link(address) == address
        for pasted in self.no_releases:
            with pytest.raises(BadId, match=rf"is no album or track at {provider.words.name}\. .+"):
                provider.id_forms.link(pasted)

    def test_its_search_lies_on_its_own_host_and_takes_any_words(self, provider):
        address = provider.search_address("Ü & Ø/? #1", market="DE")

        assert address.startswith("https://")
        assert address.isascii()
        assert is_within(address, domains=provider.id_forms.hosts)
        assert "%20%26%20" in address
        assert "#" not in address

    def test_an_address_behind_another_host_is_none_of_its(self, provider):
        for pasted, _spelled in self.releases:
            with pytest.raises(BadId):
                provider.id_forms.release(f"https://evil.example/{pasted}")
