"""Figures of a storm: percentiles of what clients saw, CPU of the server, and what that means for the whole storm."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.benches.client import Reply
from tests.benches.server import Site


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass
class Figures:
    """Seconds by kind of request, statuses, errors; CPU of the server between two moments."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    cpu: dict[str, float] = field(default_factory=dict)
    lasted: float = 0.0

    def note(self, kind: str, reply: Reply, *, expected: tuple[int, ...] = (200,)) -> bool:
        self.seconds[kind].append(reply.seconds)
        self.statuses[f"{kind} {reply.status}"] += 1
        if reply.status not in expected:
            self.errors[f"{kind} {reply.status}"] += 1
        return reply.status in expected

    def between(self, before: dict[str, float], site: Site, lasted: float) -> None:
        self.cpu = {name: spent - before[name] for name, spent in site.cpu().items()}
        self.lasted = lasted

    def told(self) -> dict[str, Any]:
        rows = {
            kind: {
                "requests": len(values),
                "median_ms": round(statistics.median(values) * 1000, 1),
                "p95_ms": round(percentile(values, 0.95) * 1000, 1),
                "worst_ms": round(max(values) * 1000, 1),
            }
            for kind, values in self.seconds.items()
        }
        return {
            "requests": rows,
            "statuses": dict(self.statuses),
            "errors": dict(self.errors),
            "cpu_seconds": {name: round(spent, 2) for name, spent in self.cpu.items()},
            "cores_used": round(sum(self.cpu.values()) / self.lasted, 2) if self.lasted else 0.0,
            "seconds": round(self.lasted, 1),
        }
