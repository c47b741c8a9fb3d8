"""The composition root of addresses. Every public, cabinet and desk page carries its language."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from conference.views import account as mine
from conference.views import demo, desk, operations, privacy, public, robots, ui, verify

accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/<slug:uidb36>-<slug:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
]

in_a_conference = [
    path("", public.conference_home, name="conference_home"),
    path("info/<slug:slug>/", public.PageView.as_view(), name="page"),
    path("news/", public.NewsListView.as_view(), name="news"),
    path("news/<slug:slug>/", public.NewsItemView.as_view(), name="news_item"),
    path("desk/", desk.desk, name="desk"),
    path("desk/personal-data/", privacy.data_requests, name="data_requests"),
    path("desk/personal-data/note/", privacy.data_request_note, name="data_request_note"),
    path("desk/personal-data/<int:pk>/", privacy.data_request_page, name="data_request_page"),
    path("desk/personal-data/<int:pk>/answer/", privacy.data_request_answer, name="data_request_answer"),
    path("desk/personal-data/<int:pk>/erase/", privacy.data_request_erase, name="data_request_erase"),
    path("desk/personal-data/acts/<int:pk>/", privacy.erasure_act, name="erasure_act"),
    path("", include("registration.urls")),
    path("", include("workshops.urls")),
    path("", include("proceedings.urls")),
]

urlpatterns = [
    path("", public.in_my_language, name="root"),
    path("healthz", operations.healthz, name="healthz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("admin/", admin.site.urls),
    path("", include("proceedings.urls.everywhere")),
    *i18n_patterns(
        path("", public.home, name="home"),
        path("reading/", mine.reading, name="reading"),
        path("me/", mine.my_page, name="my_page"),
        path("me/language/", mine.my_language, name="my_language"),
        path("me/documents/<int:pk>/", mine.document_file, name="document_file"),
        path("me/consents/<int:pk>/withdraw/", mine.consent_withdraw, name="consent_withdraw"),
        path("me/consents/<int:pk>/give/", privacy.consent_give, name="consent_give"),
        path("me/data/", privacy.my_data, name="my_data"),
        path("me/data/copy/", privacy.data_copy, name="data_copy"),
        path("me/data/sign-in-anew/", privacy.sign_in_anew, name="sign_in_anew"),
        path("me/data-request/", privacy.data_request, name="data_request"),
        path("verify/", verify.verify_form, name="verify_form"),
        path("verify/<slug:code>/", verify.verify, name="verify"),
        path("demo/enter/<slug:key>/", demo.demo_enter, name="demo_enter"),
        path("demo/mail/", demo.demo_mail, name="demo_mail"),
        path("demo/meeting/", demo.demo_meeting, name="demo_meeting"),
        path("ui/", ui.components, name="ui"),
        path("", include("proceedings.urls.languages")),
        path("accounts/", include(accounts)),
        path("<slug:conference_slug>/", include(in_a_conference)),
    ),
]
