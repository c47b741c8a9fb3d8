"""Which fields exist in Russian and English, and which models keep a history of changes."""

from modeltranslation.translator import TranslationOptions, register

from conference.translation import keep_history

from . import models


@register(models.Track)
class TrackTranslation(TranslationOptions):
    fields = ("title", "short_title", "description", "chair_line")


@register(models.Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "summary", "host")


@register(models.Submission)
class SubmissionTranslation(TranslationOptions):
    fields = ("title", "abstract", "keywords")


@register(models.Author)
class AuthorTranslation(TranslationOptions):
    fields = ("family", "given", "position", "affiliation", "city")


keep_history(models.Track)
keep_history(models.Submission)
