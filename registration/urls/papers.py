"""Badges, certificates, confirmations: one and many."""

from django.urls import URLPattern, path

from registration.views import papers

urlpatterns: list[URLPattern] = [
    path("desk/documents/", papers.desk, name="papers"),
    path("desk/documents/issue/", papers.issue_many, name="papers_issue_many"),
    path("desk/documents/<int:pk>/", papers.batch, name="papers_batch"),
    path("desk/documents/<int:pk>/status/", papers.batch_status, name="papers_status"),
    path("desk/documents/<int:pk>/stop/", papers.batch_stop, name="papers_stop"),
    path("desk/documents/<int:pk>/go-on/", papers.batch_go_on, name="papers_go_on"),
    path("desk/documents/<int:pk>/print/", papers.batch_print, name="papers_print"),
    path("desk/documents/of/<int:pk>/", papers.of_one, name="papers_of_one"),
    path("desk/documents/of/<int:pk>/issue/", papers.issue, name="paper_issue"),
    path("desk/documents/of/<int:pk>/badge/", papers.badge, name="paper_badge"),
    path("desk/documents/one/<int:pk>/", papers.file, name="paper_file"),
    path("desk/documents/one/<int:pk>/void/", papers.void, name="paper_void"),
    path("register/mine/<int:pk>/documents/<int:document>/", papers.mine, name="paper_mine"),
]
