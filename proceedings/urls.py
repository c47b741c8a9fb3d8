from django.http import HttpResponse
from django.urls import path

app_name = "proceedings"
urlpatterns = [
    path("proceedings/<slug:volume>/", lambda r, volume: HttpResponse(), name="volume"),
    path("desk/proceedings/<slug:volume>/jobs/<int:pk>/", lambda r, volume, pk: HttpResponse(), name="job"),
]
