"""The nouns of what gets published: volumes, their parts and articles, texts, proofs, rights, builds, publications."""

from .articles import Article, ArticleAuthor, Manuscript, ManuscriptFigure
from .audits import AuditAnswer, Checklist, ChecklistItem, ChecklistSection, ImprovementStep, SelfAudit
from .builds import Build, Notice, PrinterFile, Publication, PublishedArticle
from .editing import STATE_AFTER, ArticleStep, Proof, Remark, newest_step
from .library import (
    Chapter,
    Material,
    MaterialFile,
    MaterialReview,
    MaterialUse,
    MaterialVersion,
    Usefulness,
)
from .rights import ExpertOpinion, FormatRequest, Licence, LicenceText, OriginalityCheck
from .searching import IndexedMaterial, IndexedTerm
from .volumes import Part, Volume, VolumeSection

__all__ = [
    "STATE_AFTER",
    "Article",
    "ArticleAuthor",
    "ArticleStep",
    "AuditAnswer",
    "Build",
    "Chapter",
    "Checklist",
    "ChecklistItem",
    "ChecklistSection",
    "ExpertOpinion",
    "FormatRequest",
    "ImprovementStep",
    "IndexedMaterial",
    "IndexedTerm",
    "Licence",
    "LicenceText",
    "Manuscript",
    "ManuscriptFigure",
    "Material",
    "MaterialFile",
    "MaterialReview",
    "MaterialUse",
    "MaterialVersion",
    "Notice",
    "OriginalityCheck",
    "Part",
    "PrinterFile",
    "Proof",
    "Publication",
    "PublishedArticle",
    "Remark",
    "SelfAudit",
    "Usefulness",
    "Volume",
    "VolumeSection",
    "newest_step",
]
