"""A log of the benchmark's generator, laid into our own rows."""

from datetime import UTC, datetime

from benchmarks.audit_logs import MadeLog
from countin.campaigns.models import Campaign
from countin.fans.models import Connection, EmailAddress, Fan
from countin.presaves.models import Authorization, PreSave, Transition
from countin.visits.models import Visit

Rows = dict[str, int]


def lay(log: MadeLog, campaign: Campaign) -> Rows:
    """The pre-save of every fan of the log, by the name there."""
    visits = {
        event["visit"]: number
        for number, event in enumerate((e for e in log.events if e["type"] == "visit"), start=1)
    }
    Visit.objects.bulk_create(
        Visit(
            id=visits[event["visit"]],
            campaign=campaign,
            visited_at=_at(event),
            utm_source=event["source"] or "",
            referrer_host=event["referrer"] or "",
            country=event["country"] or "",
            ip_prefix=event["ip_prefix"] or "",
            browser=event.get("ua", ""),
        )
        for event in log.events
        if event["type"] == "visit"
    )
    presses = [event for event in log.events if event["type"] == "connect"]
    Authorization.objects.bulk_create(
        Authorization(
            campaign=campaign,
            provider="spotify",
            state_hash=f"{number:064}",
            browser_hash="",
            visit_id=visits[event["visit"]],
            started_at=_at(event),
            expires_at=_at(event),
        )
        for number, event in enumerate(presses)
    )
    return _lay_promises(log, campaign, visits=visits)


def _lay_promises(log: MadeLog, campaign: Campaign, *, visits: Rows) -> Rows:
    found = [event for event in log.events if event["type"] == "presave"]
    fans = Fan.objects.bulk_create(
        Fan(workspace=campaign.workspace, created_at=_at(event)) for event in found
    )
    connections = Connection.objects.bulk_create(
        Connection(
            workspace=campaign.workspace,
            fan=fan,
            provider="spotify",
            account_hash=f"{campaign.pk}-{event['fan']}",
            connected_at=_at(event),
        )
        for fan, event in zip(fans, found, strict=True)
    )
    presaves = PreSave.objects.bulk_create(
        PreSave(
            campaign=campaign,
            connection=connection,
            provider="spotify",
            market="DE",
            visit_id=visits[event["visit"]],
            promised_at=_at(event),
            changed_at=_at(event),
        )
        for connection, event in zip(connections, found, strict=True)
    )
    rows = {event["fan"]: row for event, row in zip(found, presaves, strict=True)}
    _lay_what_became(log, rows=rows, found=found, fans=fans)
    return {name: row.pk for name, row in rows.items()}


def _lay_what_became(log: MadeLog, *, rows, found, fans) -> None:
    confirmed = {e["fan"]: _at(e) for e in log.events if e["type"] == "email_confirmed"}
    EmailAddress.objects.bulk_create(
        EmailAddress(
            fan=fan,
            address=f"{fan.pk}@{event['email_domain']}",
            added_at=_at(event),
            confirmed_at=confirmed.get(event["fan"]),
        )
        for fan, event in zip(fans, found, strict=True)
        if event["email_domain"]
    )
    Transition.objects.bulk_create(
        Transition(
            presave=rows[event["fan"]],
            from_state="promised",
            to_state="needs_fan",
            reason="grant_dead",
            happened_at=_at(event),
        )
        for event in log.events
        if event["type"] == "revoke"
    )


def _at(event) -> datetime:
    return datetime.fromisoformat(event["at"]).astimezone(UTC)
