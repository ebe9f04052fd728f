"""Whatever somebody does in the studio, a program does by the API."""

import re
from pathlib import Path

from django.test import RequestFactory
from django.urls import URLPattern

from countin.api.examples import BODIES
from countin.api.urls import api
from countin.studio.urls import urlpatterns
from tests.api.standing import operations
from tests.house import tree

_CAMPAIGN = "/campaigns/{slug}"
_SAID = f"{_CAMPAIGN}/announcements/{{number}}"
_NEWS = "/artists/{handle}/news/{number}"
_PLAN = f"{_CAMPAIGN}/plan"
_AUDIT = f"{_CAMPAIGN}/audit"
# An address of the studio, and the operations that do the same.
TWINS = {
    "studio_workspace": ["GET /campaigns", "GET /workspace"],
    "studio_artists": ["GET /artists"],
    "studio_artist": ["GET /artists/{handle}", "PUT /artists/{handle}/controller"],
    "studio_new_artist": ["PUT /artists/{handle}"],
    "studio_artist_page": ["GET /artists/{handle}", "PUT /artists/{handle}"],
    "studio_list": ["GET /artists/{handle}/list", "POST /lists/{handle}"],
    "studio_list_export": ["GET /artists/{handle}/list"],
    "studio_ground": ["GET /artists/{handle}", "PUT /artists/{handle}/ground"],
    "studio_new": ["GET /lookups"],
    "studio_check": ["GET /lookups", f"PUT {_CAMPAIGN}", "POST /artwork/{slug}"],
    "studio_people": ["GET /people", "GET /invitations"],
    "studio_invite": ["POST /invitations"],
    "studio_invitation_link": ["POST /invitations/{invitation}/links"],
    "studio_invitation_revoke": ["DELETE /invitations/{invitation}"],
    "studio_rename": ["PUT /workspace"],
    "studio_change_person": ["PUT /people/{person}", "DELETE /people/{person}"],
    "studio_programs": ["GET /tokens", "GET /webhooks"],
    "studio_token_add": ["POST /tokens"],
    "studio_token_end": ["DELETE /tokens/{number}"],
    "studio_hook_add": ["POST /webhooks"],
    "studio_hook_change": ["POST /webhooks/{number}/test", "DELETE /webhooks/{number}"],
    "studio_deliveries": ["GET /webhooks/{number}/deliveries"],
    "studio_replay": ["POST /webhooks/{number}/deliveries/{delivery}/replay"],
    "studio_log": ["GET /log"],
    "studio_log_export": ["GET /log"],
    "studio_campaign": [
        *(f"GET {_CAMPAIGN}", f"GET {_CAMPAIGN}/counts", f"GET {_CAMPAIGN}/links"),
    ],
    "studio_numbers_export": [f"GET {_CAMPAIGN}/counts"],
    "studio_live": [f"GET {_CAMPAIGN}/live"],
    "studio_live_export": [f"GET {_CAMPAIGN}/live"],
    "studio_links": [f"GET {_CAMPAIGN}/targets", f"GET {_CAMPAIGN}/targets/found"],
    "studio_links_look": [f"POST {_CAMPAIGN}/targets/look"],
    "studio_links_take": [f"PUT {_CAMPAIGN}"],
    "studio_plan": [f"GET {_PLAN}"],
    "studio_plan_calendar": [f"POST {_PLAN}/feed"],
    "studio_plan_change": [
        *(f"PUT {_PLAN}/tasks/{{task}}", f"POST {_PLAN}/tasks"),
        *(f"PUT {_PLAN}", f"POST {_PLAN}/template"),
    ],
    "studio_plan_feed": [f"POST {_PLAN}/feed", f"DELETE {_PLAN}/feed"],
    "studio_details": [f"GET {_CAMPAIGN}/file", f"PUT {_CAMPAIGN}", "POST /artwork/{slug}"],
    "studio_contents": [
        *(f"GET {_CAMPAIGN}/file", f"PUT {_CAMPAIGN}", "POST /recordings/{slug}"),
        *("DELETE /recordings/{slug}", "DELETE /artwork/{slug}"),
    ],
    "studio_publish": [f"PUT {_CAMPAIGN}"],
    "studio_date": [f"PUT {_CAMPAIGN}/date"],
    "studio_pause": [f"POST {_CAMPAIGN}/pause"],
    "studio_resume": [f"POST {_CAMPAIGN}/resume"],
    "studio_copy": [f"POST {_CAMPAIGN}/copies"],
    "studio_end": [f"POST {_CAMPAIGN}/end"],
    "studio_archive": [f"POST {_CAMPAIGN}/archive"],
    "studio_unarchive": [f"POST {_CAMPAIGN}/unarchive"],
    "studio_link": [f"POST {_CAMPAIGN}/links"],
    "studio_release": [f"GET {_CAMPAIGN}/watch", f"GET {_CAMPAIGN}/rehearsals/latest"],
    "studio_rehearse": [f"POST {_CAMPAIGN}/rehearsals"],
    "studio_listening": ["POST /listening/{slug}"],
    "studio_kit": [f"GET {_CAMPAIGN}/texts"],
    "studio_retry": [f"POST {_CAMPAIGN}/retry"],
    "studio_report": [f"GET {_CAMPAIGN}/report"],
    "studio_report_file": [f"GET {_CAMPAIGN}/report"],
    "studio_audit": [f"GET {_AUDIT}"],
    "studio_audit_again": [f"POST {_AUDIT}"],
    "studio_hold": [f"POST {_AUDIT}/holds"],
    "studio_let_go": [f"DELETE {_AUDIT}/holds/{{number}}"],
    "studio_peak": [f"POST {_AUDIT}/peaks"],
    "studio_peak_remove": [f"DELETE {_AUDIT}/peaks/{{number}}"],
    "studio_evidence": [f"GET {_AUDIT}"],
    "studio_evidence_json": [f"GET {_AUDIT}"],
    "studio_announcements": [f"GET {_CAMPAIGN}/announcements"],
    "studio_write": [f"POST {_CAMPAIGN}/announcements"],
    "studio_announcement": [f"GET {_SAID}"],
    "studio_announcement_save": [f"PUT {_SAID}"],
    "studio_announcement_test": [f"POST {_SAID}/test"],
    "studio_announcement_send": [f"POST {_SAID}/send"],
    "studio_announcement_stop": [f"POST {_SAID}/stop", f"POST {_SAID}/resume"],
    "studio_announcement_discard": [f"DELETE {_SAID}"],
    "studio_artist_announcements": ["GET /artists/{handle}/news", "GET /artists/{handle}/channels"],
    "studio_artist_write": ["POST /artists/{handle}/news"],
    "studio_artist_announcement": [f"GET {_NEWS}"],
    "studio_artist_announcement_save": [f"PUT {_NEWS}"],
    "studio_artist_announcement_test": [f"POST {_NEWS}/test"],
    "studio_artist_announcement_send": [f"POST {_NEWS}/send"],
    "studio_artist_announcement_stop": [f"POST {_NEWS}/stop", f"POST {_NEWS}/resume"],
    "studio_artist_announcement_discard": [f"DELETE {_NEWS}"],
    "studio_outreach": [f"GET {_CAMPAIGN}/contacts"],
    "studio_outreach_change": [
        f"POST {_CAMPAIGN}/contacts",
        f"PUT {_CAMPAIGN}/contacts/{{number}}",
        f"DELETE {_CAMPAIGN}/contacts/{{number}}",
    ],
    "studio_fans": [f"GET {_CAMPAIGN}/fans", f"POST {_CAMPAIGN}/fans/search"],
    "studio_fans_export": [f"GET {_CAMPAIGN}/fans"],
    "studio_erase": ["POST /fans/erasures"],
}
# What a program does not do, and why.
WITHOUT = {
    "studio_enter": "signs a person in, in their browser; a program brings its token",
    "studio_join": "an invitation is accepted by the person it is for",
    "studio_ways_back": "words for a person who lost the way in",
    "studio_account": "passwords, passkeys and second steps belong to a person, not to a token",
    "studio_home": "the choice between workspaces: a token has one",
    "studio_another": "a new workspace belongs to the person who makes it, and a token is nobody",
    "studio_numbers": "the words of docs/numbers.md, which a program's author reads there",
    "studio_artist_announcement_mail": "as the next",
    "studio_announcement_mail": "how the mail looks, drawn for eyes; a test sends the same mail",
}


def addresses() -> dict[str, set[str]]:
    """Every address of the studio with the methods that it takes."""
    found: dict[str, set[str]] = {}
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            refused = pattern.callback(RequestFactory().generic("PROBE", "/"))
            assert refused.status_code == 405, f"{pattern.name} takes any method"
            allowed = set(refused["Allow"].split(", "))
            found.setdefault(pattern.name, set()).update(allowed)
    return found


def test_every_address_of_the_studio_has_a_twin_or_a_reason():
    """A page or a press that comes to the studio alone leaves programs behind."""
    names = set(addresses())

    assert names - set(TWINS) - set(WITHOUT) == set()
    assert (set(TWINS) | set(WITHOUT)) - names == set()
    assert not set(TWINS) & set(WITHOUT)


def test_a_press_has_a_twin_that_changes_something():
    """Reading is no twin of a press."""
    presses = {name for name, methods in addresses().items() if "POST" in methods}

    only_read = {
        name
        for name in presses & set(TWINS)
        if all(twin.startswith("GET ") for twin in TWINS[name])
    }

    assert len(presses) > 35
    assert only_read == set()


def test_every_twin_is_there():
    named = {twin for twins in TWINS.values() for twin in twins}

    assert named - set(operations()) == set()


def test_every_operation_is_written_down():
    """Whoever writes a program finds each in docs/running/api.md."""
    page = tree.text_of(Path("docs/running/api.md"))

    spelled = {
        re.sub(r"\{\w+\}", "…", one)
        for one in re.findall(r"`((?:GET|POST|PUT|DELETE) /[^`?]*)`", page)
    }

    assert {re.sub(r"\{\w+\}", "…", one) for one in operations()} - spelled == set()
    assert spelled - {re.sub(r"\{\w+\}", "…", one) for one in operations()} == set()


def test_every_operation_that_takes_something_shows_what_and_how_much_may_be_sent():
    """A test sends each example. Of files there is none: they are no JSON."""
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
        if "requestBody" in operation
    }
    contents = {name: one["requestBody"]["content"] for name, one in described.items()}

    of_json = {
        name: one["application/json"]
        for name, one in contents.items()
        if len(one) == 1 and "application/json" in one
    }

    assert {name: one.get("example") for name, one in of_json.items()} == BODIES
    assert {name for name, one in described.items() if 413 not in one["responses"]} == set()
