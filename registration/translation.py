"""Which fields exist in Russian and English, and which models keep a history of changes."""

from modeltranslation.translator import TranslationOptions, register

from conference.translation import keep_history

from . import models


@register(models.Category)
class CategoryTranslation(TranslationOptions):
    fields = ("title", "short_title", "hint")


@register(models.Delegation)
@register(models.Invitation)
@register(models.Registration)
class BodyTranslation(TranslationOptions):
    fields = ("body",)


@register(models.Mailing)
class MailingTranslation(TranslationOptions):
    fields = ("subject", "body")


@register(models.CustomQuestion)
class QuestionTranslation(TranslationOptions):
    fields = ("title", "help")


@register(models.CustomChoice)
class ChoiceTranslation(TranslationOptions):
    fields = ("title",)


@register(models.LetterRequest)
class AddresseeTranslation(TranslationOptions):
    fields = ("addressee", "place")


keep_history(models.Category, without=("seats_taken", "seats_online_taken"))
keep_history(models.Rules)
keep_history(models.CheckIn, without=("nonce",))
keep_history(models.Delegation, without=("code", "shared", "seats_held", "seats_used", "nomination", "handover_email"))
keep_history(models.Registration, without=("answers", "search", "question", "saved_at"))
keep_history(models.Mailing, without=("filters",))
keep_history(models.ImportBatch, without=("cells", "created_rows", "changed_rows", "failures", "kept"))
keep_history(models.CustomQuestion)
keep_history(models.CustomChoice, without=("places_taken",))
# AccessNeeds keeps none: the audit log must not become a second home of what guests need.
# Invitation keeps none: its moves are logged, and the addresses of guests go with the row.
keep_history(models.LetterRequest, without=("remark",))
keep_history(models.VisaRule)
keep_history(models.Support, without=("amount", "currency", "asked", "note"))
# Travel and VisaDetails keep none: they are erased after the event, and nothing may outlive them.
