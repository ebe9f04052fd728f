"""Every address of the studio. Which role each asks for stands at its view; a test walks them."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, include, path, re_path
from django.views.decorators.http import require_POST, require_safe

from countin.studio import home, refusing
from countin.studio.announcements import listing as announcements
from countin.studio.announcements import outreach
from countin.studio.announcements import page as announcement_page
from countin.studio.announcements.places import in_its_artist, in_its_campaign
from countin.studio.artists import listing as artists
from countin.studio.artists import mailing_list, own_ground
from countin.studio.artists import pages as artist_pages
from countin.studio.campaign import changing, ending, fans, kit, planned
from countin.studio.campaign import listing as campaign_list
from countin.studio.campaign import page as campaign_page
from countin.studio.making import checking, contents, links, publishing, starting
from countin.studio.people import entering, joining, logbook, members, workspaces
from countin.studio.programs import hooks, tokens
from countin.studio.reading import audit, listening, live, peaks, release_room, reporting
from countin.studio.seats import View

_WORKSPACE = "w/<slug:workspace>"
_CAMPAIGN = "c/<slug:slug>"


def announced(under: str, *, prefix: str, wall: Callable[[View], View]) -> Iterator[URLPattern]:
    """What is written to the list, in a campaign or in an artist."""
    pages = {"announcements": (announcements.show_announcements, "announcements")}
    presses = {"announcements/write": (announcements.write, "write")}
    for views, told in ((announcement_page.PAGES, pages), (announcement_page.PRESSES, presses)):
        for end, view in views.items():
            told[f"announcement{end}"] = view, f"announcement{end.replace('/', '_')}"
    for only, told in ((require_safe, pages), (require_POST, presses)):
        for end, (view, name) in told.items():
            yield path(f"{under}/{end}", only(wall(view)), name=f"{prefix}{name}")


urlpatterns = [
    path("", home.show_home, name="studio_home"),
    path("in/<str:key>", entering.enter, name="studio_enter"),
    path("join/<str:key>", joining.join, name="studio_join"),
    path("numbers", home.show_numbers, name="studio_numbers"),
    # In front of allauth's own pages: nobody signs up here, or is sent a mail to come back.
    path("account/signup/", entering.show_ways_back),
    path("account/password/reset/", entering.show_ways_back, name="studio_ways_back"),
    path("account/email/", entering.show_ways_back),
    path("account/3rdparty/", entering.show_ways_back),
    path("account/3rdparty/signup/", entering.show_ways_back),
    path("account/", home.show_account, name="studio_account"),
    path("account/", include("allauth.urls")),
    path(f"{_WORKSPACE}/", campaign_list.show_workspace, name="studio_workspace"),
    path(f"{_WORKSPACE}/new-artist", artist_pages.make_artist, name="studio_new_artist"),
    path(f"{_WORKSPACE}/artists", artists.show_artists, name="studio_artists"),
    path(
        f"{_WORKSPACE}/artists/<slug:handle>/ground", own_ground.show_ground, name="studio_ground"
    ),
    path(
        f"{_WORKSPACE}/artists/<slug:handle>/page",
        artist_pages.change_artist_page,
        name="studio_artist_page",
    ),
    path(f"{_WORKSPACE}/artists/<slug:handle>/list", mailing_list.show_list, name="studio_list"),
    path(
        f"{_WORKSPACE}/artists/<slug:handle>/list.csv",
        mailing_list.export_list,
        name="studio_list_export",
    ),
    path(f"{_WORKSPACE}/artists/<slug:handle>", artists.show_artist, name="studio_artist"),
    path(f"{_WORKSPACE}/new", starting.paste, name="studio_new"),
    path(f"{_WORKSPACE}/new/check", checking.check_new, name="studio_check"),
    path(f"{_WORKSPACE}/people", members.show_people, name="studio_people"),
    path(f"{_WORKSPACE}/people/add", members.invite_person, name="studio_invite"),
    path(f"{_WORKSPACE}/people/link", members.show_link, name="studio_invitation_link"),
    path(f"{_WORKSPACE}/people/revoke", members.revoke, name="studio_invitation_revoke"),
    path(f"{_WORKSPACE}/rename", workspaces.rename, name="studio_rename"),
    path(f"{_WORKSPACE}/another", workspaces.make_another, name="studio_another"),
    path(f"{_WORKSPACE}/people/change", members.change, name="studio_change_person"),
    path(f"{_WORKSPACE}/programs", tokens.show_programs, name="studio_programs"),
    path(f"{_WORKSPACE}/programs/tokens/add", tokens.add_token, name="studio_token_add"),
    path(f"{_WORKSPACE}/programs/tokens/end", tokens.end_token, name="studio_token_end"),
    path(f"{_WORKSPACE}/programs/webhooks/add", hooks.add_hook, name="studio_hook_add"),
    path(f"{_WORKSPACE}/programs/webhooks/change", hooks.change_hook, name="studio_hook_change"),
    path(f"{_WORKSPACE}/programs/deliveries", hooks.show_deliveries, name="studio_deliveries"),
    path(f"{_WORKSPACE}/programs/deliveries/replay", hooks.replay, name="studio_replay"),
    path(f"{_WORKSPACE}/log", logbook.show_log, name="studio_log"),
    path(f"{_WORKSPACE}/log.csv", logbook.export_log, name="studio_log_export"),
    path(f"{_CAMPAIGN}/", campaign_page.show_campaign, name="studio_campaign"),
    path(f"{_CAMPAIGN}/numbers.csv", campaign_page.export_numbers, name="studio_numbers_export"),
    path(f"{_CAMPAIGN}/live", live.show_live, name="studio_live"),
    path(f"{_CAMPAIGN}/live.csv", live.export_part, name="studio_live_export"),
    path(f"{_CAMPAIGN}/share", kit.show_kit, name="studio_kit"),
    path(f"{_CAMPAIGN}/links", links.show_links, name="studio_links"),
    path(f"{_CAMPAIGN}/links/look", links.look_now, name="studio_links_look"),
    path(f"{_CAMPAIGN}/links/take", links.take_link, name="studio_links_take"),
    path(f"{_CAMPAIGN}/plan", planned.show_plan, name="studio_plan"),
    path(f"{_CAMPAIGN}/plan.ics", planned.download_calendar, name="studio_plan_calendar"),
    path(f"{_CAMPAIGN}/plan/change", planned.change_plan, name="studio_plan_change"),
    path(f"{_CAMPAIGN}/plan/feed", planned.change_feed, name="studio_plan_feed"),
    path(f"{_CAMPAIGN}/details", checking.check_again, name="studio_details"),
    path(f"{_CAMPAIGN}/contents", contents.change_contents, name="studio_contents"),
    path(f"{_CAMPAIGN}/publish", publishing.publish, name="studio_publish"),
    path(f"{_CAMPAIGN}/date", changing.move_date, name="studio_date"),
    path(f"{_CAMPAIGN}/pause", changing.pause, name="studio_pause"),
    path(f"{_CAMPAIGN}/resume", changing.resume, name="studio_resume"),
    path(f"{_CAMPAIGN}/copy", ending.duplicate, name="studio_copy"),
    path(f"{_CAMPAIGN}/end", ending.end, name="studio_end"),
    path(f"{_CAMPAIGN}/archive", ending.archive, name="studio_archive"),
    path(f"{_CAMPAIGN}/unarchive", ending.unarchive, name="studio_unarchive"),
    path(f"{_CAMPAIGN}/link", changing.make_link, name="studio_link"),
    path(f"{_CAMPAIGN}/release", release_room.show_release, name="studio_release"),
    path(f"{_CAMPAIGN}/release/rehearse", release_room.rehearse, name="studio_rehearse"),
    path(f"{_CAMPAIGN}/release/retry", release_room.retry, name="studio_retry"),
    path(f"{_CAMPAIGN}/release/listening", listening.read_listening, name="studio_listening"),
    path(f"{_CAMPAIGN}/report", reporting.show_report, name="studio_report"),
    path(f"{_CAMPAIGN}/report.html", reporting.download_report, name="studio_report_file"),
    path(f"{_CAMPAIGN}/audit", audit.show_audit, name="studio_audit"),
    path(f"{_CAMPAIGN}/audit/again", audit.audit_again, name="studio_audit_again"),
    path(f"{_CAMPAIGN}/audit/hold", audit.hold, name="studio_hold"),
    path(f"{_CAMPAIGN}/audit/release", audit.release, name="studio_let_go"),
    path(f"{_CAMPAIGN}/audit/peak", peaks.tag, name="studio_peak"),
    path(f"{_CAMPAIGN}/audit/peak/remove", peaks.remove, name="studio_peak_remove"),
    path(f"{_CAMPAIGN}/audit/evidence.html", audit.download_page, name="studio_evidence"),
    path(f"{_CAMPAIGN}/audit/evidence.json", audit.download_json, name="studio_evidence_json"),
    *announced(_CAMPAIGN, prefix="studio_", wall=in_its_campaign),
    *announced(f"{_WORKSPACE}/artists/<slug:handle>", prefix="studio_artist_", wall=in_its_artist),
    path(f"{_CAMPAIGN}/outreach", outreach.show_outreach, name="studio_outreach"),
    path(f"{_CAMPAIGN}/outreach/change", outreach.change_outreach, name="studio_outreach_change"),
    path(f"{_CAMPAIGN}/fans", fans.show_fans, name="studio_fans"),
    path(f"{_CAMPAIGN}/fans.csv", fans.export_fans, name="studio_fans_export"),
    path(f"{_CAMPAIGN}/fans/erase", fans.erase, name="studio_erase"),
    re_path("", refusing.find_nothing),  # in the studio's own words, not in those for fans
]
