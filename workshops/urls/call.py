"""Addresses: the call for papers."""

from django.urls import path

from workshops.views import call

urlpatterns = [
    path("papers/", call.call, name="call"),
    path("papers/information-letter.pdf", call.information_letter, name="information_letter"),
    path("papers/article-template.docx", call.article_template, name="article_template"),
]
