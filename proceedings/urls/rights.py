"""Licences of authors, originality checks, expert opinions, certificates of acceptance."""

from django.urls import path

from proceedings.views import rights

ARTICLE = "desk/proceedings/<slug:volume>/articles/<int:article>/rights/"
urlpatterns = [
    path("licence/<slug:key>/", rights.licence, name="licence"),
    path("desk/proceedings/<slug:volume>/rights/", rights.volume, name="rights"),
    path("desk/proceedings/<slug:volume>/rights/ask/", rights.ask_all, name="ask_all_licences"),
    path("desk/proceedings/<slug:volume>/rights/agreement/", rights.agreement, name="agreement"),
    path(ARTICLE, rights.article, name="article_rights"),
    path(f"{ARTICLE}ask/", rights.ask, name="ask_licences"),
    path(f"{ARTICLE}paper/", rights.paper, name="paper_licence"),
    path(f"{ARTICLE}originality/", rights.originality, name="note_originality"),
    path(f"{ARTICLE}opinion/", rights.opinion, name="note_opinion"),
    path(f"{ARTICLE}acceptance/", rights.acceptance, name="certify_acceptance"),
    path(f"{ARTICLE}licences/<int:pk>/withdraw/", rights.withdraw, name="withdraw_licence"),
    path(f"{ARTICLE}<slug:kind>/<int:pk>/file/", rights.file, name="rights_file"),
]
