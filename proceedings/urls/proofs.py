"""Proofs: sending them, and the page of an author who reads one."""

from django.urls import path

from proceedings.views import proofs
from proceedings.views.editing import article

from .editing import HERE

urlpatterns = [
    path(f"{HERE}/proof/send/", article.send_proof, name="proof_send"),
    path(f"{HERE}/proof/take-back/", article.take_back, name="proof_take_back"),
    path(f"{HERE}/remarks/<int:pk>/answer/", article.answer, name="remark_answer"),
    path("proofs/<slug:key>/", proofs.proof, name="proof"),
    path("proofs/<slug:key>/pdf/", proofs.pdf, name="proof_pdf"),
    path("proofs/<slug:key>/figures/<int:figure>/", proofs.figure, name="proof_figure"),
    path("proofs/<slug:key>/remark/", proofs.remark, name="proof_remark"),
    path("proofs/<slug:key>/remarks/<int:pk>/drop/", proofs.drop, name="proof_drop"),
    path("proofs/<slug:key>/send/", proofs.send, name="proof_send_remarks"),
    path("proofs/<slug:key>/approve/", proofs.approve, name="proof_approve"),
]
