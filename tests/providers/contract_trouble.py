"""What every provider must pass: outages, limits, and keeping secrets."""

import uuid
from dataclasses import replace

import pytest

from countin.providers.asking import ask
from countin.providers.contract import ProviderError, TryLater
from tests.providers.stage import ProviderStage

WHOLE: dict[str, dict[str, object]] = {
    "flaky": {"share": 1.0},
    "cut": {"share": 1.0, "times_per_fan": 0},
    "rate-limited": {"limit": 0, "clock": "real"},
}


class TroubleContract(ProviderStage):
    """Every call passes the gate; time heals; secrets show nowhere."""

    def test_every_failing_server_means_later_and_never_a_loss(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]
        sim.tell("scenario", {"name": "flaky", "share": 1.0, "cut_share": 0.2})

        for call in self.calls(provider, grant=ada[0], access=ada[1], out=out, release_id=hit.id):
            for _ in range(6):
                with pytest.raises(TryLater) as raised:
                    ask(call())
                assert not raised.value.app_wide

    def test_asked_for_silence_it_closes_the_gate_for_everything(
        self, provider, sim, gate, ada, out
    ):
        hit = self.find(provider, out)[0]
        sim.tell("scenario", {"name": "rate-limited", "limit": 0, "clock": "real"})
        calls = self.calls(provider, grant=ada[0], access=ada[1], out=out, release_id=hit.id)

        for call in calls:
            gate.open()
            with pytest.raises(TryLater) as raised:
                ask(call())
            assert (raised.value.app_wide, raised.value.because) == (True, "rate_limited")
            assert gate.cooled_down == [(raised.value.after, "rate_limited")]

        sent = self.count_calls(sim)
        for call in calls:
            with pytest.raises(TryLater):
                ask(call())
        assert self.count_calls(sim) == sent

    def test_every_call_passes_the_gate(self, provider, sim, gate, ada, out):
        hit = self.find(provider, out)[0]
        for call in self.calls(provider, grant=ada[0], access=ada[1], out=out, release_id=hit.id):
            ask(call())

        assert gate.entered == self.count_calls(sim) > 5

    def test_secrets_show_in_no_repr_and_no_error(self, provider, sim, ada, out):
        values = self.values(sim)
        secrets = [values[option.name] for option in self.options if option.secret]
        grant, access = ada
        texts = [repr(provider), repr(grant), repr(access), repr(ask(provider.identify(access)))]
        texts += [repr(vars(provider)), *(str(value) for value in vars(provider).values())]

        for trouble in ("flaky", "cut", "rate-limited"):
            sim.tell("scenario", {"name": trouble, **WHOLE[trouble]})
            for call in self.calls(
                provider, grant=grant, access=access, out=out, release_id=self.any_id
            ):
                try:
                    ask(call())
                except ProviderError as error:
                    texts += [str(error), repr(error), repr(error.__cause__)]

        assert len(texts) > 10
        for secret in (*secrets, grant.secret, access.token):
            assert all(secret.strip() not in text for text in texts)

    def test_data_classes_hide_what_they_hold(self, ada):
        marks = {uuid.uuid4().hex for _ in range(3)}
        secret, token, rotated = marks
        shown = [
            repr(replace(ada[0], secret=secret)),
            repr(replace(ada[1], token=token, rotated=rotated)),
        ]

        assert all(mark not in text for mark in marks for text in shown)
