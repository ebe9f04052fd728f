"""Where pages made for all stand until they change."""

from datetime import timedelta
from functools import partial

from django.http import HttpResponse

from countin import clock
from countin.pages.made_once.shelf import Rendered, Shelf
from countin.pages.visitors.standing_in import cut
from tests.pages.door import SLUG


def test_only_so_many_pages_are_kept_the_least_asked_for_leave(door):
    shelf, now = Shelf(), clock.now()
    standing = shelf.standing(SLUG)
    assert standing
    made: list[int] = []

    until = now + timedelta(minutes=1)
    page = Rendered(cut(b"page"), HttpResponse(), standing.changed_at, made_at=now, until=until)

    def make_page(number: int) -> Rendered:
        made.append(number)
        return page

    def ask_for(number: int) -> None:
        shelf.page(number, standing=standing, now=now, make=partial(make_page, number))

    for number in (*range(400), 0, 400, 0, 1):
        ask_for(number)

    assert made == [*range(401), 1]
