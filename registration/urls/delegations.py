"""Delegations: the task list of a focal point, and accreditation."""

from django.urls import path

from registration.views.delegations import desk, entering, members, rows, sending, sharing, tasklist

OWN, MEMBER = "delegation/<int:pk>/", "delegation/<int:pk>/members/<int:member>/"
DESK = "desk/delegations/"

urlpatterns = [
    path("delegation/", entering.start, name="delegation_start"),
    path("delegation/begin/", entering.begin, name="delegation_begin"),
    path("delegation/take/", entering.take, name="delegation_take"),
    path("delegation/invitation/<str:token>/", entering.invitation, name="delegation_invitation"),
    path("delegation/handed-over/<str:token>/", entering.handed_over, name="delegation_handed_over"),
    path(OWN, tasklist.task_list, name="delegation"),
    path(f"{OWN}list.xlsx", tasklist.members_xlsx, name="delegation_xlsx"),
    path(f"{OWN}head/", members.head, name="delegation_head"),
    path(f"{OWN}members/new/", members.new, name="delegation_member_new"),
    path(f"{OWN}members/rows/", rows.rows, name="delegation_rows"),
    path(f"{OWN}members/rows/template.xlsx", rows.template, name="delegation_rows_template"),
    path(MEMBER, members.edit, name="delegation_member"),
    path(f"{MEMBER}remove/", members.remove, name="delegation_member_remove"),
    path(f"{MEMBER}replace/", members.replace, name="delegation_member_replace"),
    path(f"{MEMBER}access/", members.access, name="delegation_member_access"),
    path(f"{MEMBER}travel/", sharing.member_travel, name="delegation_member_travel"),
    path(f"{OWN}shared/", sharing.shared, name="delegation_shared"),
    path(f"{OWN}travel/", sharing.travel, name="delegation_travel"),
    path(f"{OWN}visas/", sharing.visas, name="delegation_visa"),
    path(f"{OWN}nomination/", sharing.nomination, name="delegation_nomination"),
    path(f"{OWN}nomination/file/", sharing.nomination_file, name="delegation_nomination_file"),
    path(f"{OWN}hand-over/", sharing.handover, name="delegation_handover"),
    path(f"{OWN}hand-over/withdraw/", sharing.handover_withdraw, name="delegation_handover_withdraw"),
    path(f"{OWN}check/", sending.check, name="delegation_check"),
    path(f"{OWN}sent/", sending.sent, name="delegation_sent"),
    path(DESK, desk.delegations, name="desk_delegations"),
    path(f"{DESK}new/", desk.new, name="desk_delegation_new"),
    path(f"{DESK}<int:pk>/", desk.delegation, name="desk_delegation"),
    path(f"{DESK}<int:pk>/list.xlsx", desk.members_xlsx, name="desk_delegation_xlsx"),
    path(f"{DESK}<int:pk>/invite/", desk.invite, name="desk_delegation_invite"),
    path(f"{DESK}<int:pk>/accredit/", desk.accredit, name="desk_delegation_accredit"),
    path(f"{DESK}<int:pk>/return/", desk.send_back, name="desk_delegation_return"),
    path(f"{DESK}<int:pk>/correct/", desk.correct, name="desk_delegation_correct"),
    path(f"{DESK}<int:pk>/seen/", desk.seen, name="desk_delegation_seen"),
    path(f"{DESK}<int:pk>/seats/", desk.seats, name="desk_delegation_seats"),
    path(f"{DESK}<int:pk>/credentials/", desk.credentials, name="desk_delegation_credentials"),
    path(
        f"{DESK}<int:pk>/members/<int:member>/accredit/", desk.accredit_member, name="desk_delegation_member_accredit"
    ),
]
