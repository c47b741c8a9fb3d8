"""Addresses: Recommendations and other outcomes."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views.outcomes import adopting, consolidating, desk, discussing, drafting, merging, public

ONE, DESK = "outcomes/<slug:slug>/", "desk/outcomes/<slug:slug>/"
urlpatterns: list[URLPattern] = [
    path("outcomes/", public.outcomes, name="outcomes"),
    path(ONE, public.outcome, name="outcome"),
    path("outcomes/<slug:slug>.json", public.outcome_json, name="outcome_json"),
    path("outcomes/<slug:slug>.pdf", public.outcome_pdf, name="outcome_pdf"),
    path(f"{ONE}adopted/<int:number>/", public.adoption, name="adoption"),
    path(f"{ONE}endorse/", discussing.endorse, name="outcome_endorse"),
    path(f"{ONE}propose/", discussing.propose_clause, name="propose_clause"),
    path(f"{ONE}clauses/<int:pk>/", public.clause, name="clause"),
    path(f"{ONE}clauses/<int:pk>/propose/", discussing.propose, name="propose"),
    path(f"{ONE}clauses/<int:pk>/comment/", discussing.comment, name="clause_comment"),
    path(f"{ONE}proposals/<int:pk>/support/", discussing.support, name="amendment_support"),
    path(f"{ONE}proposals/<int:pk>/take-back/", discussing.take_back, name="amendment_take_back"),
    path(f"{ONE}proposals/<int:pk>/withdraw/", discussing.withdraw, name="amendment_withdraw"),
    path(f"{ONE}proposals/<int:pk>/hide/", discussing.hide_amendment, name="amendment_hide"),
    path(f"{ONE}comments/<int:pk>/hide/", discussing.hide_comment, name="comment_hide"),
    path("desk/outcomes/", desk.outcomes, name="outcomes_desk"),
    path("desk/outcomes/new/", desk.new, name="outcome_new"),
    path("desk/outcomes/announce/", desk.announce, name="outcomes_announce"),
    path(DESK, drafting.draft, name="outcome_desk"),
    path(f"{DESK}edit/", drafting.edit, name="outcome_edit"),
    path(f"{DESK}autosave/", drafting.autosave, name="outcome_autosave"),
    path(f"{DESK}clauses/add/", drafting.add, name="clause_add"),
    path(f"{DESK}clauses/<int:pk>/", drafting.clause, name="clause_edit"),
    path(f"{DESK}clauses/<int:pk>/autosave/", drafting.clause_autosave, name="clause_autosave"),
    path(f"{DESK}clauses/<int:pk>/move/", drafting.move, name="clause_move"),
    path(f"{DESK}clauses/<int:pk>/place/", drafting.place, name="clause_place"),
    path(f"{DESK}clauses/<int:pk>/remove/", drafting.remove, name="clause_remove"),
    path(f"{DESK}clauses/<int:pk>/correct/", adopting.correct, name="clause_correct"),
    path(f"{DESK}proposals/", merging.amendments, name="outcome_amendments"),
    path(f"{DESK}proposals/decide/", merging.decide, name="amendments_decide"),
    path(f"{DESK}pick/", consolidating.pick, name="outcome_pick"),
    path(f"{DESK}close/", desk.close, name="outcome_close"),
    path(f"{DESK}begin-endorsement/", desk.begin_endorsement, name="outcome_begin_endorsement"),
    path(f"{DESK}return/", desk.return_to_merging, name="outcome_return"),
    path(f"{DESK}adopt/", adopting.adopt, name="outcome_adopt"),
]
