"""What every provider must pass, against the simulator, over real HTTP.

A provider's test file derives a class from `ProviderContract` and says how to build the
provider and how a fan agrees. An ability that is stated is proven; one that is not stated is
proven to be refused.
"""

from datetime import UTC, datetime

import pytest

from countin.providers.asking import ask
from countin.providers.contract import (
    Ask,
    ConsentGone,
    Mode,
    PageConsent,
    RedirectConsent,
    Refused,
    Release,
)
from countin.providers.http import Http
from tests.providers.contract_catalogue import CatalogueContract
from tests.providers.contract_library import LibraryContract
from tests.providers.contract_saying import SayingContract
from tests.providers.contract_trouble import TroubleContract
from tests.providers.stage import BOTH, UPC


class ProviderContract(SayingContract, CatalogueContract, LibraryContract, TroubleContract):
    """All of it; and what a provider says of itself, and consent."""

    # What it says of itself

    def test_consent_is_of_one_kind(self, provider):
        kinds = [isinstance(provider, RedirectConsent), isinstance(provider, PageConsent)]

        assert sum(kinds) == 1

    def test_its_direct_buttons_read_as_everywhere(self, provider):
        words = provider.words

        assert words.direct in {f"Pre-save on {words.name}", f"Pre-add on {words.name}"}
        assert words.save_now in {f"Save it to {words.name} now", f"Add it to {words.name} now"}
        assert words.follow == f"Also follow {{artist}} on {words.name}"
        assert words.library
        assert words.asks_save
        assert words.asks_follow

    def test_its_options_are_documented_and_its_secrets_marked(self):
        assert all(option.name.startswith("COUNTIN_") and option.meaning for option in self.options)
        assert [option.name for option in self.options if option.secret]

    def test_without_keys_everyone_is_reminded_and_nothing_is_looked_up(self, keyless, gate):
        modes = (keyless.public_mode, keyless.guest_mode, keyless.can_look, keyless.client_id)

        assert modes == (Mode.REMIND, Mode.REMIND, False, "")
        assert keyless.mode_because.endswith(".")
        with pytest.raises(Refused, match="Set COUNTIN_"):
            self.find(keyless, Release("T", "single", "A", upc=UPC))
        assert gate.entered == 0

    def test_with_all_keys_everyone_connects(self, provider):
        modes = (provider.public_mode, provider.guest_mode, provider.can_look)

        assert modes == (Mode.DIRECT, Mode.DIRECT, True)
        assert provider.client_id
        assert provider.mode_because

    def test_settings_that_can_not_be_are_refused_with_the_next_step(self, sim, gate):
        values = dict(self.values(sim))
        for name in [name for name in values if name.endswith("_URL")]:
            for bad in (
                "http://example.com",
                "ftp://example.com",
                "example.com",
                "https://u:p@e.com",
            ):
                with pytest.raises(ValueError, match=rf"{name} .*\. Set {name} to"):
                    self.build({**values, name: bad}, http=Http(gate=gate))

    # Consent

    def test_a_grant_says_what_it_allows_and_until_when(self, provider, ada):
        grant, access = ada

        expected = BOTH if provider.abilities.follow else {Ask.SAVE}
        assert grant.allows == expected
        assert grant.usable_until - grant.authorized_at == provider.abilities.grant_life
        assert access.usable_until > grant.authorized_at

    def test_the_account_is_named_where_the_service_names_it(self, provider, ada):
        account = ask(provider.identify(ada[1]))

        assert (account.id is not None) == provider.abilities.names_accounts
        assert account.market in (None, "DE")

    def test_a_returning_fan_has_the_same_account(self, provider, sim, ada):
        again = self.connect(provider, sim=sim, fan="ada")

        first, second = (ask(provider.identify(access)) for access in (ada[1], again[1]))

        assert first == second

    def test_a_refresh_gives_an_access_that_works(self, provider, ada, out, sim):
        grant, _first = ada

        access = ask(provider.refresh(grant, now=datetime.now(UTC)))
        ask(provider.identify(access))

        assert (access.token == grant.secret) != provider.abilities.refreshable
        assert sim.look("complaints")["total"] == 0

    def test_a_revoked_grant_is_the_fans_to_mend(self, provider, sim, ada):
        sim.tell("fans/ada/revoke", {"service": provider.name})

        with pytest.raises(ConsentGone) as raised:
            self.use(provider, grant=ada[0])

        assert raised.value.reason == "grant_refused"

    def test_a_password_changed_ends_the_grant(self, provider, sim, ada):
        sim.tell("fans/ada/password", {"service": provider.name})

        with pytest.raises(ConsentGone):
            self.use(provider, grant=ada[0])
