"""The identity motif: four strands that start apart and are plaited together. Drawn as SVG."""


def draw(kind: str = "hero") -> str:
    return f'<svg class="plait plait-{kind}" viewBox="0 0 10 10" aria-hidden="true" focusable="false"></svg>'
