"""Every address. The landing page comes last: a slug is whatever nothing else claims."""

from django.urls import include, path

from countin.api.mail_returns import take_events

handler500 = "countin.pages.plain.tell_fault"
# Whom allauth asks when somebody tries too often.
handler429 = "countin.studio.refusing.refuse_haste"

urlpatterns = [
    path("api/mail/<slug:service>", take_events, name="mail_returns"),
    path("api/v1/", include("countin.api.urls")),
    path("studio/", include("countin.studio.urls")),
    path("", include("countin.pages.urls")),
]
