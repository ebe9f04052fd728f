"""Seals secrets so that only the worker can open them. Pure: no Django, no database."""
