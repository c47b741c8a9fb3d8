"""Which fields exist in Russian and English, and which models keep a history of changes."""

from modeltranslation.translator import TranslationOptions, register

from conference.translation import keep_history

from . import models


@register(models.Volume)
class VolumeTranslation(TranslationOptions):
    fields = (
        "above_title", "title", "subtitle", "responsible", "place", "publisher", "publisher_address", "printer",
        "printing", "stock", "requirements", "series", "editors", "reviewers", "annotation",
    )  # fmt: skip


@register(models.VolumeSection)
class VolumeSectionTranslation(TranslationOptions):
    fields = ("title", "text", "signature")


@register(models.Part)
class PartTranslation(TranslationOptions):
    fields = ("title", "short_title")


@register(models.Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "abstract", "keywords", "acknowledgments", "contribution", "conflict_of_interest")


@register(models.ArticleAuthor)
class ArticleAuthorTranslation(TranslationOptions):
    fields = ("family", "given", "degree", "position", "affiliation", "city")


@register(models.LicenceText)
class LicenceTextTranslation(TranslationOptions):
    fields = ("body",)


@register(models.Publication)
class PublicationTranslation(TranslationOptions):
    fields = ("reason",)


@register(models.Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Material)
class MaterialTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "transcript", "withdrawn_why")


@register(models.Chapter)
class ChapterTranslation(TranslationOptions):
    fields = ("title",)


@register(models.MaterialVersion)
class MaterialVersionTranslation(TranslationOptions):
    fields = ("note",)


@register(models.ChecklistSection)
class ChecklistSectionTranslation(TranslationOptions):
    fields = ("title",)


@register(models.ChecklistItem)
class ChecklistItemTranslation(TranslationOptions):
    fields = ("text", "hint", "evidence", "improve")


keep_history(models.Volume)
keep_history(models.Article)
keep_history(models.Publication, without=("page_map", "facts"))
keep_history(models.ArticleAuthor, without=("email",))
keep_history(models.VolumeSection)
keep_history(models.Notice)
keep_history(models.Material, without=("revision", "draft", "body", "transcript"))
