"""Addresses: Reviews. ``code`` is the signed link of a letter, or the key of a review for its reviewer, signed in."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views.reviews import asking, desk, mine, reviewing, settling

urlpatterns: list[URLPattern] = [
    path("reviews/", mine.desk, name="reviews"),
    path("reviews/profile/", mine.profile, name="reviewer_profile"),
    path("reviews/profile/conflict/", mine.declare, name="conflict_declare"),
    path("reviews/profile/conflict/<int:pk>/withdraw/", mine.withdraw, name="conflict_withdraw"),
    path("review/<str:code>/", reviewing.review, name="review"),
    path("review/<str:code>/accept/", reviewing.accept, name="review_accept"),
    path("review/<str:code>/decline/", reviewing.decline, name="review_decline"),
    path("review/<str:code>/autosave/", reviewing.autosave, name="review_autosave"),
    path("review/<str:code>/save/", reviewing.save, name="review_save"),
    path("review/<str:code>/send/", reviewing.send, name="review_send"),
    path("review/<str:code>/files/<int:number>/", reviewing.file, name="review_file"),
    path("desk/reviews/", desk.table, name="reviews_desk"),
    path("desk/reviews/suggestions/", desk.suggestions, name="reviews_suggestions"),
    path("desk/reviews/assign/", asking.assign_many, name="reviews_assign_many"),
    path("desk/reviews/rules/", settling.rules, name="reviews_rules"),
    path("desk/reviews/papers/<int:pk>/", desk.paper, name="reviews_of_paper"),
    path("desk/reviews/papers/<int:pk>/assign/", asking.assign, name="review_assign"),
    path("desk/reviews/<uuid:key>/extend/", asking.extend, name="review_extend"),
    path("desk/reviews/<uuid:key>/remind/", asking.remind, name="review_remind"),
    path("desk/reviews/<uuid:key>/return/", asking.give_back, name="review_return"),
    path("desk/reviews/<uuid:key>/call-off/", asking.call_off, name="review_call_off"),
    path("desk/reviews/<uuid:key>/replace/", asking.replace, name="review_replace"),
    path("desk/reviewers/", settling.reviewer_list, name="reviewers"),
    path("desk/reviewers/new/", settling.new_reviewer, name="reviewer_new"),
    path("desk/reviewers/<int:pk>/", settling.reviewer, name="reviewer"),
]
