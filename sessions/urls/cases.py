from django.urls import path

from sessions.views import cases, shelf

CASE = "casus/<uuid:pk>"

urlpatterns = [
    path("groep/<uuid:pk>/plank/", shelf.shelf, name="shelf"),
    path("groep/<uuid:pk>/casus/", cases.case_new, name="case_new"),
    path(f"{CASE}/", cases.case, name="case"),
    path(f"{CASE}/stap/<slug:step>/", cases.case_step, name="case_step"),
    path(f"{CASE}/hints/<slug:step>/", cases.case_hints, name="case_hints"),
    path(f"{CASE}/zoeken/", cases.case_help, name="case_help"),
    path(f"{CASE}/voorbeeld/", cases.case_preview, name="case_preview"),
    path(f"{CASE}/delen/", cases.case_share, name="case_share"),
    path(f"{CASE}/terugnemen/", cases.case_take_back, name="case_take_back"),
    path(f"{CASE}/wissen/", cases.case_withdraw, name="case_withdraw"),
    path(f"{CASE}/vervolg/", cases.case_sequel, name="case_sequel"),
    path(f"{CASE}/stip/", shelf.dot, name="dot"),
]
