"""What the web server runs."""

import os

import django
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "countin.config.settings")
django.setup(set_prefix=False)
# By name: it needs what was just set up.
application = import_string("countin.config.answering.Pages")()
