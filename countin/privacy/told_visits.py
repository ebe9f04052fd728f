"""What is kept of the visits that a fan's promises began with, and of their links to share."""

from countin.fans.models import Fan
from countin.presaves.models import PreSave
from countin.privacy.told_moments import Row, when
from countin.visits.in_app import app_label
from countin.visits.links import share_links_of
from countin.visits.models import Link, Visit


def tell_visits(fan: Fan) -> list[Row]:
    """All but the hash of the network, which tells nobody anything."""
    began = PreSave.objects.filter(connection__fan=fan, visit__isnull=False)
    rows = Visit.objects.filter(pk__in=began.values("visit")).select_related("campaign", "channel")
    return [_tell_visit(row) for row in rows.order_by("visited_at", "pk")]


def tell_links(fan: Fan) -> list[Row]:
    """Each with how often it was opened."""
    return [_tell_link(row) for row in share_links_of(fan).values()]


def _tell_visit(visit: Visit) -> Row:
    app = visit.in_app or visit.left_app
    return {
        "Page": visit.campaign.slug,
        "When": when(visit.visited_at),
        "Came by": visit.channel.name if visit.channel else "",
        "From the site": visit.referrer_host or "not known",
        "Browser": visit.browser or "not known",
        "App": app_label(app) if app else "none",
        "Country": visit.country or "not known",
        "Words in the address": " ".join(
            filter(None, (visit.utm_source, visit.utm_medium, visit.utm_campaign))
        ),
    }


def _tell_link(link: Link) -> Row:
    return {
        "Page": link.campaign.slug,
        "Code": link.code,
        "Made": when(link.created_at),
        "Opened": f"{link.openings} times, machines left out",
    }
