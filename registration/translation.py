"""Which fields exist in Russian and English, and which models keep a history of changes."""

from modeltranslation.translator import TranslationOptions, register

from conference.translation import keep_history

from . import models


@register(models.Category)
class CategoryTranslation(TranslationOptions):
    fields = ("title", "hint")


@register(models.Delegation)
@register(models.Registration)
class BodyTranslation(TranslationOptions):
    fields = ("body",)


keep_history(models.Category)
keep_history(models.Delegation)
keep_history(models.Registration, without=("answers", "search", "question", "saved_at"))
# AccessNeeds keeps none: the audit log must not become a second home of what guests need.
