"""Every address. The landing page comes last: a slug is whatever nothing else claims."""

from django.urls import include, path

urlpatterns = [path("", include("countin.pages.urls"))]
