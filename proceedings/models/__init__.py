"""The nouns of what gets published: volumes, their parts and articles, texts, proofs, rights, builds, publications."""

from .articles import Article, ArticleAuthor, Manuscript, ManuscriptFigure
from .builds import Build, Notice, PrinterFile, Publication, PublishedArticle
from .editing import STATE_AFTER, ArticleStep, Proof, Remark, newest_step
from .rights import ExpertOpinion, FormatRequest, Licence, LicenceText, OriginalityCheck
from .volumes import Part, Volume, VolumeSection

__all__ = [
    "STATE_AFTER",
    "Article",
    "ArticleAuthor",
    "ArticleStep",
    "Build",
    "ExpertOpinion",
    "FormatRequest",
    "Licence",
    "LicenceText",
    "Manuscript",
    "ManuscriptFigure",
    "Notice",
    "OriginalityCheck",
    "Part",
    "PrinterFile",
    "Proof",
    "Publication",
    "PublishedArticle",
    "Remark",
    "Volume",
    "VolumeSection",
    "newest_step",
]
