"""Which fields exist in Russian and English, and which models keep a history of changes."""

from modeltranslation.translator import TranslationOptions, register

from conference.translation import keep_history

from . import models


@register(models.Track)
class TrackTranslation(TranslationOptions):
    fields = ("title", "short_title", "description", "chair_line")


@register(models.Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "summary", "host", "fallback", "off_note")


@register(models.Submission)
class SubmissionTranslation(TranslationOptions):
    fields = ("title", "abstract", "keywords")


@register(models.Author)
class AuthorTranslation(TranslationOptions):
    fields = ("family", "given", "position", "affiliation", "city")


@register(models.Call)
class CallTranslation(TranslationOptions):
    fields = ("text",)


@register(models.SessionMaterial)
class SessionMaterialTranslation(TranslationOptions):
    fields = ("title", "alt")


@register(models.Questionnaire)
class QuestionnaireTranslation(TranslationOptions):
    fields = ("title", "intro")


@register(models.FeedbackQuestion)
class FeedbackQuestionTranslation(TranslationOptions):
    fields = ("text", "hint", "choices")


@register(models.CallQuestion)
class CallQuestionTranslation(TranslationOptions):
    fields = ("text", "hint", "choices")


@register(models.Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("title", "hint", "labels")


@register(models.ReviewPhase)
class ReviewPhaseTranslation(TranslationOptions):
    fields = ("guidelines",)


@register(models.ReviewerProfile)
class ReviewerProfileTranslation(TranslationOptions):
    fields = ("topics",)


@register(models.Talk)
class TalkTranslation(TranslationOptions):
    fields = ("title", "on_behalf_of")


@register(models.Speaker)
class SpeakerTranslation(TranslationOptions):
    fields = ("name", "position", "organisation")


@register(models.Release)
class ReleaseTranslation(TranslationOptions):
    fields = ("name", "note")


@register(models.OutcomeDocument)
class OutcomeDocumentTranslation(TranslationOptions):
    fields = ("title", "preamble")


@register(models.Recommendation)
class RecommendationTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Season)
class SeasonTranslation(TranslationOptions):
    fields = ("question_rule", "consultation_notice")


@register(models.EventFormat)
class EventFormatTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Course)
class CourseTranslation(TranslationOptions):
    fields = ("title", "summary", "outcome")


@register(models.Expert)
class ExpertTranslation(TranslationOptions):
    fields = ("name", "position", "about")


@register(models.Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Answer)
class AnswerTranslation(TranslationOptions):
    fields = ("text",)


@register(models.TopicProposal)
class TopicProposalTranslation(TranslationOptions):
    fields = ("text", "reason")


keep_history(models.Track)
keep_history(models.Submission)
keep_history(models.OutcomeDocument, without=("revision", "saved_from"))
keep_history(models.ReviewPhase)
keep_history(models.Criterion)
keep_history(models.Season)
keep_history(models.Course)
keep_history(models.Expert)
keep_history(models.Slot)
# Questions, consultations and listeners keep none: their moves are logged, and nothing may outlive what is erased.
