"""The volume itself: imprint, sections, order, the printer’s file."""

from django.urls import path

from proceedings.views import arranging, printing

ON = "desk/proceedings/<slug:volume>"
urlpatterns = [
    path(f"{ON}/imprint/", printing.imprint, name="imprint"),
    path(f"{ON}/imprint/<slug:part>/", printing.imprint_part, name="imprint_part"),
    path(f"{ON}/order/", arranging.order, name="order"),
    path(f"{ON}/order/rule/", arranging.order_rule, name="order_rule"),
    path(f"{ON}/order/<int:pk>/move/", arranging.order_move, name="order_move"),
    path(f"{ON}/parts/<int:number>/", arranging.part, name="part"),
    path(f"{ON}/sections/", arranging.sections, name="sections"),
    path(f"{ON}/sections/add/", arranging.section_add, name="section_add"),
    path(f"{ON}/sections/<int:pk>/", arranging.section, name="section"),
    path(f"{ON}/sections/<int:pk>/remove/", arranging.section_remove, name="section_remove"),
    path(f"{ON}/sections/<int:pk>/move/", arranging.section_move, name="section_move"),
    path(f"{ON}/printing/", printing.printing, name="printing"),
    path(f"{ON}/printing/status/", printing.printing_status, name="printing_status"),
    path(f"{ON}/printing/make/", printing.printing_make, name="printing_make"),
    path(f"{ON}/printing/<int:pk>/<slug:which>/", printing.printing_file, name="printing_file"),
]
