"""How a material is cited: a reference after ГОСТ Р 7.0.5 on Russian pages, after APA on English ones."""

from __future__ import annotations

from datetime import date

from .showing import Shown

KINDS = {
    "recording": {"ru": "запись мероприятия", "en": "Recording"},
    "practical": {"ru": "практический материал", "en": "Practical material"},
    "digest": {"ru": "дайджест ответов", "en": "Digest of answers"},
    "checklist": {"ru": "чек-лист для самоаудита", "en": "Self-audit checklist"},
}
SITE = {"ru": "Вместе", "en": "Vmeste"}


def citation(shown: Shown, *, language: str, url: str, today: date) -> tuple[str, str]:
    """A reference that can be copied, and the language of its title (the other one where there is no translation)."""
    title, told = shown.title_in(language)
    names = [_short(getattr(each, f"name_{language}") or each.name, language) for each in shown.speakers]
    kind = KINDS[shown.material.kind][language]
    year = shown.facts["year"]
    if language == "ru":
        head = f"{', '.join(names)} " if 0 < len(names) <= 3 else ""
        tail = f" / {', '.join(names[:3])} [и др.]" if len(names) > 3 else ""
        said = f"{head}{title} [Электронный ресурс] : {kind}{tail} // {SITE['ru']} : сайт. {year}. URL: {url}"
        return f"{said} (дата обращения: {today:%d.%m.%Y}).", told
    head = f"{_joined(names)} ({year}). {title}" if names else f"{title}. ({year})"
    return f"{head} [{kind}]. {SITE['en']}. {url}", told


def _short(name: str, language: str) -> str:
    """«Вера Тополева» as «Тополева В.», "Vera Topoleva" as "Topoleva, V."."""
    *given, family = name.split() or [""]
    initials = " ".join(f"{each[0]}." for each in given)
    return f"{family}{', ' if language == 'en' and initials else ' '}{initials}".strip()


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
