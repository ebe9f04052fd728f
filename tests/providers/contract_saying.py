"""What every provider says of itself, whether it saves or only reminds and links."""

import re
from dataclasses import asdict

from countin.providers.contract import Mode


class SayingContract:
    """Part of every contract; `provider` is a fixture of the test file."""

    def test_it_has_a_name_fit_for_addresses(self, provider):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", provider.name)

    def test_its_reminding_and_linking_words_read_as_everywhere(self, provider):
        words = provider.words

        assert words.remind == f"Remind me for {words.name}"
        assert words.follow_link in {
            f"Follow {{artist}} on {words.name}",
            f"Open {{artist}} in {words.name}",
        }
        assert words.open_link == f"Open in {words.name}"

    def test_its_own_pre_save_page_is_named_where_it_has_one_and_lies_on_its_own_hosts(
        self, provider
    ):
        words, hosts = provider.words, provider.id_forms.native_hosts

        assert bool(words.native) == bool(hosts)
        assert words.native in {
            "",
            f"Pre-save on {words.name}’s own page",
            f"Pre-add on {words.name}’s own page",
        }
        assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) for host in hosts)

    def test_its_words_promise_nothing_it_can_not_know(self, provider):
        said = " ".join(asdict(provider.words).values()).lower()

        for claim in ("guarantee", "will be saved", "boost", "chart", "more streams", "algorithm"):
            assert claim not in said

    def test_its_links_are_told_by_their_hosts_and_it_says_why_its_mode_is_what_it_is(
        self, provider
    ):
        assert provider.id_forms.hosts
        assert all(
            re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) for host in provider.id_forms.hosts
        )
        assert provider.public_mode in (Mode.DIRECT, Mode.REMIND)
        assert provider.mode_because.endswith(".")
        assert provider.logo.address.startswith("https://")
        assert provider.logo.rule.endswith(".")
