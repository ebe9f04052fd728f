"""The languages of the fan's side: one folder of translations each, and how dates read in them.

A language is there once its folder is: `<code>/LC_MESSAGES/django.po` and its compiled `.mo`.
How to add one: docs/translating.md.
"""
