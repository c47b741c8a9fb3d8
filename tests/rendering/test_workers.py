"""Warm children: what one task may do to the next, to the others and to the asker, which is nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conference.rendering import Limits, RenderFailed, workers
from conference.rendering.workers import Workers
from tests.rendering import tasks

LIMITS = Limits(cpu_seconds=5, memory_mib=1024, wall_seconds=30)
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def crew() -> Iterator[Workers]:
    with Workers(tasks.ready, tasks.act, limits=LIMITS) as crew:
        yield crew


@pytest.fixture(autouse=True)
def _nobody_kept() -> Iterator[None]:
    yield
    workers.clear()


def outcomes(crew: Workers, *asked: tuple[Any, ...]) -> dict[int, Any]:
    return dict(crew.run(enumerate(asked)))


def is_alive(pid: int) -> bool:
    """Whether *pid* runs; the dead that nobody has buried yet do not."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def ends(pid: int) -> bool:
    """Whether *pid* ends within a few seconds."""
    until = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def test_each_task_is_called_with_what_setup_returned():
    with Workers(partial(tasks.ready, "Гюльнар"), tasks.say, limits=LIMITS) as crew:
        found = dict(crew.run([("a", (1,)), ("b", (2,))]))

    assert found == {"a": "Гюльнар 1", "b": "Гюльнар 2"}


def test_setup_is_called_once_in_each_child():
    with Workers(tasks.ready, tasks.count, limits=LIMITS, workers=1) as crew:
        found = [value for _key, value in crew.run((n, ()) for n in range(4))]

    assert found == [1, 2, 3, 4]


def test_outcomes_come_as_they_are_done_and_children_work_at_once(crew):
    crew.warm()
    assert [key for key, _value in crew.run([(n, ("answer", n)) for n in "ab"])]

    found = [key for key, _value in crew.run([("slow", ("pause", 1.0)), *((n, ("answer", n)) for n in range(6))])]

    assert found == [0, 1, 2, 3, 4, 5, "slow"]


def test_nothing_to_do_starts_nobody(crew):
    assert outcomes(crew) == {}
    assert crew.pids == []


def test_tasks_are_read_only_a_little_ahead(crew):
    read = []

    def asked() -> Iterator[tuple[int, tuple[Any, ...]]]:
        for number in range(20):
            read.append(number)
            yield number, ("answer", number)

    running = crew.run(asked())
    first, _value = next(running)

    assert len(read) <= 5
    assert sorted([first, *(key for key, _value in running)]) == list(range(20))


def test_what_a_task_raises_is_its_outcome_and_the_child_goes_on():
    with Workers(tasks.ready, tasks.act, limits=LIMITS, workers=1) as crew:
        found = outcomes(crew, ("who_am_i",), ("fail", "пусто"), ("unpicklable",), ("answer", 1))
        children = len(crew.pids)

    assert {key: (value.reason, value.detail) for key, value in found.items() if key < 2} == {
        0: ("error", "KeyError: 'who_am_i'"),
        1: ("error", "ValueError: пусто"),
    }
    assert found[2].reason == "error"
    assert (found[3], children) == (1, 1)


@pytest.mark.parametrize(
    ("limits", "task", "reason"),
    [
        (Limits(cpu_seconds=1, memory_mib=1024, wall_seconds=30), ("burn", 20), ("time", "CPU")),
        (Limits(cpu_seconds=5, memory_mib=1024, wall_seconds=2), ("pause", 20), ("time", "wall clock")),
        (Limits(cpu_seconds=5, memory_mib=1024, wall_seconds=30), ("grow", 4096), ("memory", "")),
        (Limits(cpu_seconds=5, memory_mib=1024, wall_seconds=30), ("leave",), ("error", "exit 7")),
        (Limits(cpu_seconds=5, memory_mib=1024, wall_seconds=30), ("die",), ("memory", "killed")),
    ],
)
def test_a_task_that_overruns_fails_alone(limits, task, reason):
    with Workers(tasks.ready, tasks.act, limits=limits) as crew:
        found = outcomes(crew, ("answer", "before"), task, ("answer", "after"))

    assert (found[1].reason, found[1].detail) == reason
    assert (found[0], found[2]) == ("before", "after")


def test_each_task_has_the_whole_limit_of_cpu():
    with Workers(tasks.ready, tasks.act, limits=Limits(cpu_seconds=1, wall_seconds=30), workers=1) as crew:
        found = outcomes(crew, *[("burn", 0.6)] * 4, ("cpu_left",))
        assert len(crew.pids) == 1

    assert [found[n] for n in range(4)] == ["burnt"] * 4
    assert 1 <= found[4] <= 2


def test_a_child_killed_from_outside_has_its_task_begun_anew_by_another(crew, tmp_path):
    found = outcomes(crew, ("die_once", str(tmp_path / "mark")), ("answer", 1))

    assert found == {0: "second time", 1: 1}


def test_an_idle_child_killed_from_outside_is_replaced(crew):
    outcomes(crew, ("answer", 1))
    [first] = crew.pids
    os.kill(first, signal.SIGKILL)

    found = outcomes(crew, ("answer", 2))

    assert found == {0: 2}
    assert first not in crew.pids


@pytest.mark.parametrize("setup", [tasks.unfit, tasks.dead_on_arrival])
def test_children_that_cannot_get_ready_fail_every_task_and_end(setup):
    with Workers(setup, tasks.say, limits=LIMITS) as crew:
        found = dict(crew.run((n, (n,)) for n in range(3)))

        assert crew.pids == []
    assert {value.reason for value in found.values()} == {"error" if setup is tasks.unfit else "memory"}
    assert sorted(found) == [0, 1, 2]


def test_a_child_is_replaced_after_so_many_tasks(monkeypatch):
    monkeypatch.setattr(workers, "TASKS_EACH", 2)
    with Workers(tasks.ready, tasks.who, limits=LIMITS, workers=1) as crew:
        found = [value for _key, value in crew.run((n, ()) for n in range(5))]

    assert [found.index(pid) for pid in found] == [0, 0, 2, 2, 4]


def test_a_child_that_has_grown_too_large_is_replaced(monkeypatch):
    monkeypatch.setattr(workers, "LARGEST_MIB", 1)
    with Workers(tasks.ready, tasks.who, limits=LIMITS, workers=1) as crew:
        found = [value for _key, value in crew.run((n, ()) for n in range(3))]

    assert len(set(found)) == 3


def test_waste_does_not_add_up_to_the_limit_of_memory():
    with Workers(tasks.ready, tasks.act, limits=Limits(cpu_seconds=5, memory_mib=700), workers=1) as crew:
        found = outcomes(crew, *[("keep_waste", 60)] * 12)

    assert set(found.values()) == {None}


def test_a_tick_comes_about_once_a_second_in_the_callers_thread(crew):
    ticks = []

    found = list(
        crew.run(
            [(0, ("pause", 2.5)), *((n, ("answer", n)) for n in range(1, 50))],
            on_tick=lambda: ticks.append(threading.current_thread()),
        )
    )

    assert len(found) == 50
    assert set(ticks) == {threading.main_thread()}
    assert 3 <= len(ticks) <= 6


def test_what_the_tick_raises_kills_the_children_and_propagates(crew):
    outcomes(crew, ("answer", 0), ("answer", 1))
    pids = crew.pids
    calls = []

    def tick() -> None:
        calls.append(1)
        if len(calls) > 1:
            raise RuntimeError("called off")

    with pytest.raises(RuntimeError, match="called off"):
        list(crew.run([(n, ("pause", 60)) for n in range(3)], on_tick=tick))

    assert all(ends(pid) for pid in pids)


def test_leaving_early_kills_who_is_at_work_and_the_crew_remains_fit(crew):
    running = crew.run([("short", ("answer", 1)), ("long", ("pause", 60)), ("longer", ("pause", 60))])
    assert next(running) == ("short", 1)
    running.close()

    assert outcomes(crew, ("answer", 2)) == {0: 2}


def test_what_a_task_has_started_ends_with_its_child(crew):
    [sleeper] = outcomes(crew, ("start_sleeper",)).values()
    assert is_alive(sleeper)

    crew.close()

    assert ends(sleeper)


def test_nothing_is_left_behind_by_one_task_for_the_next():
    with Workers(tasks.ready, tasks.act, limits=LIMITS, workers=1) as crew:
        found = outcomes(crew, ("open_files",), ("fail", "x"), ("answer", "x" * 1_000_000), ("open_files",))

    assert found[0] == found[3]


def test_children_import_nothing_of_the_program_that_asks(crew):
    found = outcomes(crew, ("imported", "pytest", "weasyprint"))

    assert found == {0: ["weasyprint"]}
    assert "pytest" in sys.modules


def test_children_die_with_the_asker(tmp_path):
    script = (
        "import sys\n"
        "from conference.rendering import Limits\n"
        "from conference.rendering.workers import Workers\n"
        "from tests.rendering import tasks\n"
        "crew = Workers(tasks.ready, tasks.who, limits=Limits())\n"
        "print(dict(crew.run([(1, ())]))[1], flush=True)\n"
        "sys.stdin.read()\n"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    child = int(asker.stdout.readline())
    assert is_alive(child)

    asker.kill()
    asker.communicate()

    assert ends(child)


def test_a_kept_crew_is_there_again():
    with Workers.kept(tasks.ready, tasks.who, limits=LIMITS) as crew:
        [first] = dict(crew.run([(1, ())])).values()

    with Workers.kept(tasks.ready, tasks.who, limits=LIMITS) as crew:
        [second] = dict(crew.run([(1, ())])).values()

    assert (first == second, is_alive(first)) == (True, True)


def test_a_kept_crew_has_its_numbers_again(monkeypatch):
    monkeypatch.setattr(workers, "TASKS_EACH", 1)

    with Workers.kept(tasks.ready, tasks.who, limits=LIMITS, workers=2) as crew:
        pids = [pid for _key, pid in crew.run((n, ()) for n in range(2))]

    assert len(crew.pids) == 2
    assert not set(pids) & set(crew.pids)


def test_another_setup_ends_the_kept_crew():
    with Workers.kept(tasks.ready, tasks.who, limits=LIMITS) as crew:
        [first] = dict(crew.run([(1, ())])).values()

    with Workers.kept(partial(tasks.ready, "other"), tasks.who, limits=LIMITS) as crew:
        [second] = dict(crew.run([(1, ())])).values()

    assert first != second
    assert ends(first)


def test_a_kept_crew_in_use_is_not_lent_twice():
    asked = {"setup": tasks.ready, "function": tasks.who, "limits": LIMITS}

    with Workers.kept(**asked) as crew, Workers.kept(**asked) as other:
        assert crew is not other


def test_a_kept_crew_ends_when_nobody_asks_for_it(monkeypatch):
    monkeypatch.setattr(workers, "KEPT_SECONDS", 0.1)
    with Workers.kept(tasks.ready, tasks.who, limits=LIMITS) as crew:
        [pid] = dict(crew.run([(1, ())])).values()

    assert ends(pid)


def test_an_error_in_the_block_ends_the_kept_crew():
    pids = []

    def work_and_fail() -> None:
        with Workers.kept(tasks.ready, tasks.who, limits=LIMITS) as crew:
            pids.extend(dict(crew.run([(1, ())])).values())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work_and_fail()

    assert ends(pids[0])


def test_what_children_use_is_accounted_for(crew):
    from conference.rendering import child_mib, cpu_seconds_spent

    before = cpu_seconds_spent()

    outcomes(crew, ("burn", 0.5))

    assert 0.5 <= cpu_seconds_spent() - before <= 3
    assert child_mib() > 10


def test_a_refusal_keeps_its_reason(crew):
    found = outcomes(crew, ("refuse",))

    assert isinstance(found[0], RenderFailed)
    assert (found[0].reason, found[0].detail) == ("refused", "ResourceRefused: /etc/passwd")
