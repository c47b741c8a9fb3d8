"""Publishing a volume, errata and retractions."""

from django.urls import path

from proceedings.views import publishing

ON = "desk/proceedings/<slug:volume>"
urlpatterns = [
    path(f"{ON}/publish/", publishing.publish, name="publish"),
    path(f"{ON}/publish/ask/", publishing.publish_ask, name="publish_ask"),
    path(f"{ON}/notices/", publishing.notices, name="notices"),
    path(f"{ON}/article-files/", publishing.article_files, name="article_files"),
    path(f"{ON}/notices/<int:pk>/bind/", publishing.bind, name="bind_notice"),
    path(f"{ON}/notices/<int:pk>/erratum/", publishing.erratum, name="erratum"),
    path(f"{ON}/notices/<int:pk>/retract/", publishing.retraction, name="retract"),
]
