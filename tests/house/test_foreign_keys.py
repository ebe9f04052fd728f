from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from tests.house import tree


def test_every_room_with_models_is_installed():
    """Django sees only the tables of installed rooms, and so do these tests."""
    with_models = {
        path.parts[1]
        for path in tree.files()
        if len(path.parts) == 3 and path.parts[0] == "countin" and path.name == "models.py"
    }

    installed = {_room(config.name) for config in apps.get_app_configs() if _is_ours(config.name)}

    assert with_models <= installed
    assert with_models != set()


def test_foreign_keys_go_down_only():
    """A table below doesn't know who points at it, as a module doesn't know who imports it."""
    upward = [
        name
        for name, here, there, _field in links()
        if here != there and tree.floor_of(there) >= tree.floor_of(here)
    ]

    assert upward == []


def test_no_accessor_leads_back_up_across_rooms():
    """`fan.presave_set` would be an import upward that no linter sees: `related_name="+"`."""
    back = [
        name
        for name, here, there, field in links()
        if here != there and field.remote_field and not field.remote_field.hidden
    ]

    assert back == []


def test_the_walk_sees_the_links():
    """A walk that finds no link would pass for ever."""
    names = {name for name, *_rest in links()}

    assert {"fans.Fan.workspace", "presaves.PreSave.campaign"} <= names


def links() -> Iterator[tuple[str, str, str, "Field[Any, Any]"]]:
    """Every foreign key and many-to-many of ours: its name, its room, the room it points at."""
    for model in our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(field, ForeignKey | ManyToManyField) and _is_ours(
                field.related_model.__module__
            ):
                here = _room(model.__module__)
                there = _room(field.related_model.__module__)
                yield f"{here}.{model.__name__}.{field.name}", here, there, field


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if _is_ours(model.__module__)]


def _is_ours(module: str) -> bool:
    return module.startswith("countin.")


def _room(module: str) -> str:
    return module.split(".")[1]
