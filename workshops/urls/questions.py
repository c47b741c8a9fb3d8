"""Addresses of questions: asking, voting, the live list, the hall, the moderators' desk."""

from __future__ import annotations

from django.urls import path

from workshops.views.questions import answering, asking, desk, fragment, moves, screen, season, table

urlpatterns = [
    path("questions/", season.season_questions, name="season_questions"),
    path("sessions/<int:pk>/questions/", asking.event_questions, name="questions_event"),
    path("sessions/<int:pk>/questions/list/", fragment.fragment, name="questions_list"),
    path("sessions/<int:pk>/screen/", screen.screen, name="questions_screen"),
    path("sessions/<int:pk>/screen/list/", screen.piece, name="questions_screen_list"),
    path("sessions/<int:pk>/questions/mine/", asking.mine, name="questions_mine"),
    path("sessions/<int:pk>/questions/vote/", asking.vote, name="questions_vote"),
    path("desk/questions/", desk.desk, name="questions_desk"),
    path("desk/questions/questions.xlsx", table.table, name="questions_table"),
    path("desk/questions/events/<int:pk>/", desk.desk, name="questions_desk_event"),
    path("desk/questions/events/<int:pk>/questions.xlsx", table.table, name="questions_table_event"),
    path("desk/questions/undo/", moves.undo, name="questions_undo"),
    path("desk/questions/to-answer/", answering.to_answer, name="questions_to_answer"),
    path("desk/questions/<int:pk>/answer/", answering.answer, name="question_answer"),
    path("desk/questions/<int:pk>/approve/", moves.approve, name="question_approve"),
    path("desk/questions/<int:pk>/decline/", moves.decline, name="question_decline"),
    path("desk/questions/<int:pk>/merge/", moves.merge, name="question_merge"),
    path("desk/questions/<int:pk>/reopen/", moves.reopen, name="question_reopen"),
    path("desk/questions/<int:pk>/air/", moves.into_the_air, name="question_air"),
    path("desk/questions/<int:pk>/off-air/", moves.off_the_air, name="question_off_air"),
    path("desk/questions/<int:pk>/aired/", moves.aired, name="question_aired"),
    path("desk/questions/<int:pk>/theme/", moves.theme, name="question_theme"),
    path("desk/questions/<int:pk>/edit/", moves.edit, name="question_edit"),
]
