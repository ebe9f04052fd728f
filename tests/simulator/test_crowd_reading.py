"""Fans find controls as a screen reader names them."""

import pytest
from yarl import URL

from simulator.crowd.browser import NotFound, Page
from simulator.crowd.reading import Document


def page_of(html: str) -> Page:
    return Page(URL("http://127.0.0.1/page"), 200, html)


def names_of(html: str, *, kind: str) -> list[str]:
    document = Document(html)
    return [document.name_of(each) for each in getattr(document, kind)]


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<button>Pre-save <b>on</b> Spotify</button>", "Pre-save on Spotify"),
        ("<button aria-label='Withdraw the follow'>Withdraw</button>", "Withdraw the follow"),
        ("<button><img alt='Listen'><span aria-hidden=true>♪</span></button>", "Listen"),
        ("<input type=submit value='Go on'>", "Go on"),
        ("<h2 id=a>Midnight</h2><button aria-labelledby='a b' id=b>Save</button>", "Midnight Save"),
    ],
)
def test_a_button_has_its_accessible_name(html, name):
    assert names_of(html, kind="buttons") == [name]


@pytest.mark.parametrize(
    "html",
    [
        "<button hidden>Save</button>",
        "<section hidden><div><button>Save</button></div></section>",
        "<button disabled>Save</button>",
        "<template><button>Save</button></template>",
        "<div aria-hidden=true><button>Save</button></div>",
    ],
)
def test_what_nobody_can_press_is_no_button(html):
    assert names_of(html, kind="buttons") == []


def test_a_field_is_named_by_its_label_around_it_or_pointing_at_it():
    html = "<label><input type=checkbox> Also follow</label><label for=m>Mail</label><input id=m>"

    assert names_of(html, kind="fields") == ["Also follow", "Mail"]


def test_a_form_sends_hidden_fields_and_ticks_but_no_empty_boxes():
    document = Document(
        "<form><input type=hidden name=campaign value=midnight><input type=checkbox name=a>"
        "<input type=checkbox name=b value=yes checked><button name=c value=d>Go</button></form>"
        "<input name=outside value=1>"
    )
    form = document.form_of(document.buttons[0])
    assert form

    sent = [(name, value) for _element, name, value in document.values_of(form)]

    assert sent == [("campaign", "midnight"), ("b", "yes")]


def test_an_exact_name_goes_before_one_that_only_begins_so():
    page = page_of("<button id=a>Withdraw the follow</button><button id=b>Withdraw</button>")

    assert page.button("Withdraw").get("id") == "b"


def test_a_missing_control_is_said_with_what_is_there():
    page = page_of("<h1>Paused</h1><button>Remind me</button>")

    with pytest.raises(NotFound) as missed:
        page.button("Pre-save on Spotify")

    assert "no button 'Pre-save on Spotify' on /page (200, 'Paused'); there: 'Remind me'" in str(
        missed.value
    )
