"""Every address. The landing page comes last: a slug is whatever nothing else claims."""

from django.urls import include, path

# Whom allauth asks when somebody tries too often.
handler429 = "countin.studio.refusing.refuse_haste"

urlpatterns = [
    path("api/v1/", include("countin.api.urls")),
    path("studio/", include("countin.studio.urls")),
    path("", include("countin.pages.urls")),
]
