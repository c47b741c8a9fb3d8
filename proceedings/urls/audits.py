"""Addresses of self-audits. Whoever has the key of an attempt has its pages."""

from django.urls import path

from proceedings.views.audits import answering, results, starting

ON = "audits/<slug:key>"
urlpatterns = [
    path("checklists/<slug:slug>/", starting.checklist, name="checklist"),
    path("checklists/<slug:slug>/start/", starting.start, name="start"),
    path("checklists/<slug:slug>/together/", starting.together, name="together"),
    path(f"{ON}/", answering.audit, name="audit"),
    path(f"{ON}/<int:number>/", answering.item, name="item"),
    path(f"{ON}/items/", answering.items, name="items"),
    path(f"{ON}/answers/", answering.answer, name="answer"),
    path(f"{ON}/sections/<int:number>/", answering.section, name="section"),
    path(f"{ON}/letter/", answering.letter, name="letter"),
    path(f"{ON}/attach/", answering.attach, name="attach"),
    path(f"{ON}/earlier/", answering.earlier, name="earlier"),
    path(f"{ON}/forget/", answering.forget, name="forget"),
    path(f"{ON}/finish/", results.finish, name="finish"),
    path(f"{ON}/again/", results.again, name="again"),
    path(f"{ON}/results/", results.results, name="results"),
    path(f"{ON}/results.pdf", results.pdf, {"what": "results"}, name="results_pdf"),
    path(f"{ON}/compare/", results.compare, name="compare"),
    path(f"{ON}/plan/", results.plan, name="plan"),
    path(f"{ON}/plan.pdf", results.pdf, {"what": "plan"}, name="plan_pdf"),
    path(f"{ON}/plan.ics", results.calendar, name="plan_calendar"),
    path(f"{ON}/plan/propose/", results.propose, name="propose"),
    path(f"{ON}/plan/add/", results.add_step, name="add_step"),
    path(f"{ON}/plan/steps/<int:pk>/move/", results.move_step, name="move_step"),
    path(f"{ON}/plan/steps/<int:pk>/remove/", results.remove_step, name="remove_step"),
]
