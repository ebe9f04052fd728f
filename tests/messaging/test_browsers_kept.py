"""Browsers that fans let us notify: sealed, known again, sealed anew, and nobody else's."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection as database

from countin.fans.models import Fan
from countin.messaging.models import PushSubscription
from countin.messaging.pushing import send_due_pushes
from countin.messaging.releases import plan_release_mails
from countin.messaging.resealing import SEALED
from countin.messaging.subscribing import (
    BrowserStaysSealed,
    open_browser_keys,
    renew_browser,
)
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from tests.messaging.conftest import ASKED_AT, OPENER, PUSH_KEY, SEALER, VAULT_KEY, read


def test_a_browser_that_gave_itself_another_address_is_notified_there(fan, allow, service, release):
    _reminder, old = allow(fan)
    new = service.subscribe(server_key=PUSH_KEY.public_text)

    renew_browser(fan, old=old.endpoint, browser=read(new), sealer=SEALER, now=ASKED_AT)
    release()

    assert (len(old.taken), len(new.taken)) == (0, 1)


def test_another_fan_can_not_take_a_notification_over(campaign, fan, allow, service, release):
    _reminder, own = allow(fan)
    stranger = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
    theirs = service.subscribe()

    renew_browser(stranger, old=own.endpoint, browser=read(theirs), sealer=SEALER, now=ASKED_AT)
    release()

    assert (len(own.taken), len(theirs.taken)) == (1, 0)


def test_address_and_keys_are_sealed_in_the_database_and_absent_from_every_log(
    fan, allow, service, release, caplog
):
    caplog.set_level(logging.DEBUG)
    _reminder, browser = allow(fan)
    service.answers = [(500, {})]

    release()

    told = browser.subscription()
    marked = [browser.name, told["keys"]["auth"], told["keys"]["p256dh"]]
    assert [word for word in marked if word in everything_stored()] == []
    ours = "".join(each.getMessage() for each in caplog.records if each.name.startswith("countin"))
    assert [word for word in marked if word in ours + caplog.text] == []


def test_rotating_the_vaults_key_seals_every_browser_anew(fan, allow, service):
    _reminder, browser = allow(fan)
    fresh, _public = make_keypair()
    before = sealed_bytes()

    (browsers,) = SEALED
    ring = Opener(KeyRing(fresh, (VAULT_KEY,)))

    batch = browsers.reseal(opener=ring, after=0, at_most=10)

    subscription = PushSubscription.objects.get()
    assert (batch.last, batch.done) == (subscription.pk, {VAULT_KEY.id: 1})
    assert browsers.count_by_key() == {fresh.id: 1}
    assert sealed_bytes() != before
    assert open_browser_keys(subscription, opener=Opener(KeyRing(fresh))) == read(browser)
    with pytest.raises(BrowserStaysSealed):
        open_browser_keys(subscription, opener=OPENER)


def test_a_vault_key_that_is_missing_loses_no_push(fan, allow, service, push_desk, out_at):
    _reminder, browser = allow(fan)
    other, _public = make_keypair()
    wrong = replace(push_desk, opener=Opener(KeyRing(other)))
    plan_release_mails(providers=settings.PROVIDERS, now=out_at)

    send_due_pushes(wrong, now=out_at)
    later = out_at + timedelta(minutes=10)
    send_due_pushes(push_desk, now=later)

    assert len(browser.taken) == 1


def sealed_bytes() -> bytes:
    """Of the one browser."""
    sealed = PushSubscription.objects.get().sealed
    assert sealed is not None
    return bytes(sealed)


def everything_stored() -> str:
    """Every row of every table, as text."""
    with database.cursor() as cursor:
        rows = []
        for table in database.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows])
