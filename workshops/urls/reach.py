"""Addresses of the statistics of a season."""

from django.urls import path

from workshops.views import reach

urlpatterns = [
    path("statistics/", reach.statistics, name="statistics"),
    path("desk/statistics.xlsx", reach.workbook, name="statistics_table"),
]
