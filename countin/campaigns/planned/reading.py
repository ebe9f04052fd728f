"""Reads the plan of a campaign: the rows are counted from the campaign's own date, now."""

from datetime import date

from countin.campaigns.models import Campaign, Plan, PlanNote, PlanTemplate, Timing
from countin.planning.abroad import Abroad
from countin.planning.distributors import find_distributor
from countin.planning.templates import Template, read_template
from countin.planning.timeline import Planned, Progress, Timeline, make_timeline


def plan_of(campaign: Campaign) -> Plan | None:
    """What was said about it; None where nobody said anything yet."""
    return Plan.objects.filter(campaign=campaign).first()


def read_plan(campaign: Campaign, *, today: date, abroad: tuple[Abroad, ...] = ()) -> Timeline:
    """The plan as it stands, by the date that the campaign has now. Where nothing was said yet,
    it begins as its artist's template does. `abroad`: the countries whose hours its rows tell."""
    plan = plan_of(campaign)
    distributor = find_distributor(written_distributor(campaign))
    planned = Planned(
        campaign.release.release_date,
        campaign.release.kind,
        distributor=distributor.name if distributor else "",
        template=template_of(campaign),
        progress=_progress(plan) if plan else {},
        abroad=abroad,
        is_at_once=campaign.release.timing == Timing.GLOBAL,
    )
    return make_timeline(planned, today=today)


def template_of(campaign: Campaign) -> Template:
    """What this campaign does otherwise."""
    plan = plan_of(campaign)
    if plan is not None:
        return read_template(plan.template)
    kept = kept_template(campaign)
    return read_template(kept.contents) if kept else Template()


def kept_template(campaign: Campaign) -> PlanTemplate | None:
    """What its artist keeps for coming campaigns."""
    return PlanTemplate.objects.filter(artist=campaign.release.artist_id).first()


def written_distributor(campaign: Campaign) -> str:
    """As the organizer wrote it, here or in the template; it may be one that we don't know."""
    plan = plan_of(campaign)
    if plan is not None:
        return plan.distributor
    kept = kept_template(campaign)
    return kept.distributor if kept else ""


def _progress(plan: Plan) -> dict[str, Progress]:
    rows = PlanNote.objects.filter(plan=plan)
    return {row.task: Progress(row.done_at is not None, row.owner, row.note) for row in rows}
