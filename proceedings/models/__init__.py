"""The nouns of what gets published: volumes, their parts and articles, manuscripts, builds, publications."""

from .articles import Article, ArticleAuthor, Manuscript, ManuscriptFigure
from .builds import Build, Publication
from .volumes import Part, Volume

__all__ = [
    "Article",
    "ArticleAuthor",
    "Build",
    "Manuscript",
    "ManuscriptFigure",
    "Part",
    "Publication",
    "Volume",
]
