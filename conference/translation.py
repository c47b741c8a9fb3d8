"""Which fields exist in Russian and English, and which models keep a history of changes."""

from auditlog.registry import auditlog
from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Conference)
class ConferenceTranslation(TranslationOptions):
    fields = (
        "title",
        "short_title",
        "theme",
        "place",
        "when_note",
        "organiser",
        "address",
        "signatory",
        "signatory_post",
    )


@register(models.Deadline)
@register(models.Organisation)
class TitleTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


@register(models.NewsItem)
class NewsItemTranslation(TranslationOptions):
    fields = ("title", "lead", "body")


@register(models.Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Room)
class RoomTranslation(TranslationOptions):
    fields = ("title", "note")


@register(models.Person)
class PersonTranslation(TranslationOptions):
    fields = ("position", "city", "honorific")


@register(models.MailTemplate)
class MailTemplateTranslation(TranslationOptions):
    fields = ("subject", "body")


@register(models.ConsentText)
class ConsentTextTranslation(TranslationOptions):
    fields = ("title", "body")


def keep_history(model: type, *, without: tuple[str, ...] = ()) -> None:
    """Log changes of *model*; the untranslated base fields are left out, or each change counts twice."""
    from modeltranslation.translator import translator

    translated = (
        tuple(translator.get_options_for_model(model).fields) if model in translator.get_registered_models() else ()
    )
    auditlog.register(model, exclude_fields=[*translated, *without])


keep_history(models.Conference)
keep_history(models.Page)
keep_history(models.Person, without=("password", "last_login", "reading"))
keep_history(models.Role)
keep_history(models.MailTemplate)
keep_history(models.IssuedDocument, without=("file", "code"))
keep_history(models.Consent)
