"""Words that stand in rooms which know no Django, translated at the door."""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Told = TypeVar("_Told", bound="DataclassInstance")


def in_active_language(told: _Told) -> _Told:
    """A copy of a dataclass with each of its texts in the language that is active.

    What has no translation stays as it is: names of services, for example.
    """
    texts = {field.name: getattr(told, field.name) for field in fields(told)}
    translated = {
        name: gettext(text) for name, text in texts.items() if isinstance(text, str) and text
    }
    return replace(told, **translated)
