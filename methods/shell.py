"""A shell and what fills its empty place. Pure.

The phases of the module come where the slot stands. What a later phase shows of the slot is then what was written in
the module; where nobody writes in it, that phase shows nothing and asks for no rating.
"""

from collections.abc import Iterator
from dataclasses import replace

from methods.codes import Attribution, Form, Marks, Reveal, Writers
from methods.format import MethodDoc, PhaseDoc

LONGEST_ID = 40


def slot_of(doc: MethodDoc) -> PhaseDoc | None:
    """The empty place, if there is one."""
    return next((phase for phase in doc.phases if phase.slot), None)


def chooses_in(doc: MethodDoc) -> PhaseDoc | None:
    """The phase before the slot, in which the module is chosen; None where the slot comes first."""
    before = None
    for phase in doc.phases:
        if phase.slot:
            return before
        before = phase
    return None


def filled(shell: MethodDoc, module: MethodDoc) -> MethodDoc:
    """The shell with this module in its place: a method without a slot. ValueError when there is no slot."""
    slot = slot_of(shell)
    if slot is None:
        raise ValueError(f"{shell.id} has no slot")
    inside = _renamed(module, {phase.id for phase in shell.phases})
    written = tuple(phase.id for phase in inside if phase.writers != Writers.NONE)
    phases = tuple(_phases(shell, slot, inside, written))
    low, high = max(shell.size[0], module.size[0]), min(shell.size[1], module.size[1])
    return replace(shell, form=Form.METHOD, phases=phases, size=(low, max(low, high)), advice=module.advice)


def _phases(
    shell: MethodDoc, slot: PhaseDoc, inside: tuple[PhaseDoc, ...], written: tuple[str, ...]
) -> Iterator[PhaseDoc]:
    for phase in shell.phases:
        if phase is slot:
            yield from inside
        else:
            yield _showing(phase, slot.id, written) if slot.id in phase.shows else phase


def _showing(phase: PhaseDoc, slot_id: str, written: tuple[str, ...]) -> PhaseDoc:
    """A phase that shows the slot shows what was written in the module instead."""
    shows = tuple(name for shown in phase.shows for name in (written if shown == slot_id else (shown,)))
    if shows:
        return replace(phase, shows=shows)
    kept = phase.attribution if phase.writers != Writers.NONE else Attribution.NAME
    return replace(phase, shows=(), reveal=Reveal.NONE, marks=Marks.NONE, attribution=kept)


def _renamed(module: MethodDoc, taken: set[str]) -> tuple[PhaseDoc, ...]:
    """The phases of the module, none with a name that the shell uses."""
    names = {phase.id: phase.id for phase in module.phases}
    for name in [name for name in names if name in taken]:
        free = (f"{name[: LONGEST_ID - 3]}_{number}" for number in range(2, 99))
        names[name] = next(new for new in free if new not in {*taken, *names.values()})
    return tuple(
        replace(phase, id=names[phase.id], shows=tuple(names.get(name, name) for name in phase.shows))
        for phase in module.phases
    )
