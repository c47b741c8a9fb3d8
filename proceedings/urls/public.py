"""What anybody may read."""

from django.urls import path, re_path

from proceedings.views import files, public

IN = "proceedings/<slug:volume>"
urlpatterns = [
    path("proceedings/", public.volumes, name="volumes"),
    path(f"{IN}/", public.volume, name="volume"),
    path(f"{IN}/search/", public.volume_search, name="volume_search"),
    path(f"{IN}/volume.pdf", files.pdf, name="pdf"),
    path(f"{IN}/card.png", files.volume_card, name="volume_card"),
    path(f"{IN}/publications/", files.publications, name="publications"),
    path(f"{IN}/publications/<int:publication>/", files.publication, name="publication"),
    path(f"{IN}/publications/<int:publication>/volume.pdf", files.publication_pdf, name="publication_pdf"),
    path(
        f"{IN}/publications/<int:publication>/<int:number>.pdf",
        files.publication_article_pdf,
        name="publication_article_pdf",
    ),
    path(f"{IN}/<int:number>/", public.article, name="article"),
    path(f"{IN}/<int:number>/article.pdf", files.article_pdf, name="article_pdf"),
    path(f"{IN}/<int:number>/card.png", files.article_card, name="article_card"),
    path(f"{IN}/<int:number>/figures/<int:figure>/", public.figure, name="figure"),
    re_path(
        r"^proceedings/(?P<volume>[-\w]+)/(?P<number>\d+)/citation\.(?P<ending>bib|ris|json)$", files.cite, name="cite"
    ),
]
