"""Reading the fields of a form."""

from django.http import HttpRequest


def read_pk(request: HttpRequest, field: str) -> int:
    """The number of a row; 0, which no row has, for anything else."""
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
