"""The page of a reminder where no mail is sent: the calendar alone."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect


def expect_calendar_only(page: Page) -> None:
    links = {
        name: page.get_by_role("link", name=name, exact=True).get_attribute("href") or ""
        for name in ("Add to calendar", "Subscribe to the calendar", "Google Calendar", "Outlook")
    }
    assert links["Add to calendar"].endswith("/calendar.ics")
    ours = urlsplit(page.url).netloc
    assert links["Subscribe to the calendar"].startswith(f"webcal://{ours}/")
    assert urlsplit(links["Google Calendar"]).hostname == "calendar.google.com"
    assert urlsplit(links["Outlook"]).hostname == "outlook.live.com"
    assert "Midnight Windows" in str(parse_qs(urlsplit(links["Google Calendar"]).query))
    expect(page.get_by_role("textbox")).to_have_count(0)
