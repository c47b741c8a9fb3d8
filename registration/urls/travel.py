"""Travel, passport data, guarded letters, support."""

from django.urls import path

from registration.views import guarded, support, travel

urlpatterns = [
    path("travel/<int:pk>/", travel.travel, name="travel"),
    path("visa/<int:pk>/", travel.visa, name="visa"),
    path("visa/<int:pk>/erase/", travel.visa_erase, name="visa_erase"),
    path("visa/<int:pk>/letter/", travel.ask_letter, name="ask_letter"),
    path("letters/note/<int:pk>/", travel.ask_note, name="ask_note"),
    path("letters/<int:pk>/", guarded.letter_file, name="guarded_letter"),
    path("support/<int:pk>/", support.support, name="support"),
    path("support/<int:pk>/<int:wish>/withdraw/", support.support_withdraw, name="support_withdraw"),
    path("desk/letters/", guarded.letters, name="desk_letters"),
    path("desk/letters/note/", guarded.note, name="desk_note"),
    path("desk/letters/<int:pk>/", guarded.letter, name="desk_letter"),
    path("desk/letters/<int:pk>/check/", guarded.letter_check, name="desk_letter_check"),
    path("desk/letters/<int:pk>/approve/", guarded.letter_approve, name="desk_letter_approve"),
    path("desk/letters/<int:pk>/return/", guarded.letter_return, name="desk_letter_return"),
    path("desk/letters/<int:pk>/issue/", guarded.letter_issue, name="desk_letter_issue"),
    path("desk/letters/<int:pk>/revoke/", guarded.letter_revoke, name="desk_letter_revoke"),
    path("desk/passports/", guarded.passports, name="desk_passports"),
    path("desk/passports/<int:pk>/", guarded.passport, name="desk_passport"),
    path("desk/support/", support.desk, name="desk_support"),
    path("desk/support/<int:pk>/", support.wish, name="desk_support_wish"),
    path("desk/support/<int:pk>/grant/", support.grant, name="desk_support_grant"),
    path("desk/support/<int:pk>/decline/", support.decline, name="desk_support_decline"),
    path("desk/support/<int:pk>/amount/", support.amount, name="desk_support_amount"),
    path("desk/support/<int:pk>/settle/", support.settle, name="desk_support_settle"),
    path("desk/travel/", support.overview, name="desk_travel"),
    path("desk/travel/reports/table/", support.report_table, name="desk_travel_reports"),
    path("desk/travel/<slug:listing>/", support.travel_list, name="desk_travel_list"),
    path("desk/travel/<slug:listing>/table/", support.travel_table, name="desk_travel_table"),
]
