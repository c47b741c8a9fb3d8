"""Which fields exist in Russian and English, and which models keep a history of changes."""

from modeltranslation.translator import TranslationOptions, register

from conference.translation import keep_history

from . import models


@register(models.Volume)
class VolumeTranslation(TranslationOptions):
    fields = ("above_title", "title", "subtitle", "place", "publisher", "editors", "reviewers", "annotation")


@register(models.Part)
class PartTranslation(TranslationOptions):
    fields = ("title", "short_title")


@register(models.Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "abstract", "keywords")


@register(models.ArticleAuthor)
class ArticleAuthorTranslation(TranslationOptions):
    fields = ("family", "given", "position", "affiliation", "city")


keep_history(models.Volume)
keep_history(models.Article)
keep_history(models.Publication, without=("page_map",))
