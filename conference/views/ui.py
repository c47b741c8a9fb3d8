"""The development page that shows every component in every state."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from conference.forms import SiteForm

ICONS = (
    *("arrow-right", "arrow-left", "arrow-up", "arrow-down", "check", "warning", "cross", "download", "external"),
    *("calendar", "clock", "star", "star-full", "menu", "print"),
)
TOKENS = (
    *("paper", "mist", "ink", "muted", "line", "field", "brand", "link", "lamp", "err", "ok", "warn"),
    *("w1", "w2", "w3", "w4"),
)


class ExampleForm(SiteForm):
    """One field of each kind."""

    name = forms.CharField(label=_("Full name"), help_text=_("As it is spoken, in any script."), max_length=100)
    email = forms.EmailField(label=_("E-mail for letters"), required=False)
    about = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=[("ru", "Русский"), ("en", "English")], widget=forms.RadioSelect
    )
    services = forms.MultipleChoiceField(
        label=_("Services"),
        choices=[("captions", _("Captions")), ("sign", _("Sign language"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    country = forms.ChoiceField(label=_("Country"), choices=[("AM", _("Armenia")), ("BY", _("Belarus"))])
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    paper = forms.FileField(label=_("File"), required=False)
    agree = forms.BooleanField(label=_("I agree"), required=False)


def examples() -> dict[str, object]:
    """What each component is shown with."""
    return {
        "steps": [
            {"title": "Страна", "url": "#steps", "state": "done"},
            {"title": "Глава делегации", "url": "#steps", "state": "done"},
            {"title": "Имя и должность", "url": "#steps", "state": "current"},
            {"title": "Поездка и виза", "url": "", "state": "todo"},
            {"title": "Доступность", "url": "", "state": "todo"},
            {"title": "Проверка", "url": "", "state": "todo"},
        ],
        "tasks": [
            {
                "title": "Арам Мелконян",
                "url": "#tasks",
                "note": "Глава делегации. Заместитель министра образования и науки",
                "status": "Готово",
                "kind": "done",
            },
            {
                "title": "Лусине Григорян",
                "url": "#tasks",
                "note": "Национальная комиссия по делам ЮНЕСКО. Не хватает срока действия паспорта",
                "status": "Не закончено",
                "kind": "warn",
            },
            {
                "title": "Участник 5",
                "url": "#tasks",
                "note": "Имя пока не назначено. Место держим до 10 мая",
                "status": "Не начато",
                "kind": "todo",
            },
            {
                "title": "Приглашения для визы",
                "url": "",
                "note": "Армения: виза не нужна",
                "status": "Не требуется",
                "kind": "",
            },
        ],
        "rows": [
            {"label": "Имя полностью", "value": "Мелконян Арам Ваганович", "change_url": "#card"},
            {"label": "Имя латиницей", "value": "Aram Melkonyan", "change_url": "#card"},
            {"label": "Форма обращения", "value": "", "change_url": "#card"},
        ],
        "shown_messages": [
            Message(level, text)
            for level, text in (
                (messages.SUCCESS, "Заявка АРМ-07 отправлена. Ответим до 5 апреля"),
                (messages.INFO, "Черновик сохранён в 14:32"),
                (messages.WARNING, "Не сохранилось: нет связи. Текст остался на странице, пробуем снова"),
                (messages.ERROR, "Статья 34 не собрана: нет файла рисунка ris3.png. Остальные готовы"),
            )
        ],
        "page_obj": Paginator(range(120), 50).page(2),
        "icons": ICONS,
        "tokens": TOKENS,
        "numbers": (1, 2, 3, 4),
    }


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    filled = ExampleForm(initial={"name": "Мелконян Арам Ваганович", "language": "ru"}, auto_id="filled_%s")
    bad = ExampleForm({"email": "protocol@", "language": "hy", "country": "XX"}, auto_id="bad_%s")
    return render(request, "ui/index.html", {**examples(), "form": filled, "bad_form": bad})
