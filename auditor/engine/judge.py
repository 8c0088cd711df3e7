"""One requirement, both tracks: status, credit, reasons. (Language reference, section 10 and 11.)"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled, truths_on_both
from auditor.engine.nodes import Node, is_firm, observed
from auditor.engine.standing import Outcome, Truths, outcome_of, together
from auditor.engine.view import View, weighed
from auditor.model.facts import Facts
from auditor.model.finding import Judgement, Missing, Observation, Reason, Role, Status
from auditor.model.later import Later
from auditor.model.truth import Truth, U
from auditor.model.values import WordSet
from auditor.model.vocabulary import FactType, Kind, Vocabulary, kept_by_path

_COUNTRY: Final = "^[A-Z]{2}$"
_FAILED: Final = (Status.NOT_MET, Status.PARTLY_MET)


class Evaluator:
    """Judges requirements on one declaration's tracks."""

    def __init__(self, tracks: Tracks, facts: Facts, vocabulary: Vocabulary) -> None:
        self._tracks, self._facts, self._vocabulary = tracks, facts, vocabulary

    def judge(self, compiled: Compiled) -> tuple[Judgement, Judgement]:
        """Give the judgement as declared and as backed."""
        return self.explained(compiled, outcome_of(*truths_on_both(compiled, self._tracks)))

    def explained(self, compiled: Compiled, outcome: Outcome) -> tuple[Judgement, Judgement]:
        """Give both judgements with their reasons, which are worked out when they are looked at."""
        declared, backed, (first, second) = outcome
        told = self._told(compiled, first, declared, declared, backed=False)
        if self._tracks.are_one(compiled.requirement.evidence):
            return told, told
        if first.status in _FAILED and declared.first_rung() == backed.first_rung():
            return told, _with_reasons(second, because=told.because)  # what hurts is told as declared on both
        return told, self._told(compiled, second, declared, backed, backed=True)

    def _told(
        self, compiled: Compiled, bare: Judgement, declared: Truths, seen: Truths, *, backed: bool
    ) -> Judgement:
        status, reason = bare.status, bare.reason
        if reason is None:
            return _with_reasons(bare, because=Later(partial(self._because, compiled, status, seen, backed)))
        met = together(declared.met, seen.met)
        return _with_reasons(bare, missing=Later(partial(self._missing, compiled, reason, met, backed)))

    def _because(self, compiled: Compiled, status: Status, seen: Truths, backed: bool) -> tuple[Observation, ...]:
        views = self._tracks.views(compiled.requirement.evidence)
        if status is Status.NOT_APPLICABLE:
            return observed(views[backed], compiled.applies)
        if status is Status.MET:
            return observed(views[backed], compiled.met)
        rung = seen.first_rung()
        # what hurts needs no backing: a failure is explained by the facts as declared
        return observed(views[False], compiled.met, None if rung is None else compiled.rungs[rung][1])

    def _missing(self, compiled: Compiled, reason: Reason, met: Truth, backed: bool) -> tuple[Missing, ...]:
        """Look for what is missing where it is open whether the requirement applies, and whether it is met.

        As backed that is what can turn it: an admission counts as it is, so that no document is missing for one.
        """
        views = self._tracks.views(compiled.requirement.evidence)
        found: list[Missing] = []
        if reason is Reason.SCOPE_UNKNOWN:
            found += self._lacking(compiled.applies, views[False], Role.SCOPE)
        if reason is Reason.SCOPE_UNBACKED:
            found += self._lacking(compiled.applies, weighed(*views, helps=False), Role.SCOPE)
        elif met == U:
            found += self._lacking(
                compiled.met, weighed(*views, helps=True) if backed else views[False], Role.CONTENT
            )
        return tuple({(one.fact, one.accepts): one for one in reversed(found)}.values())[::-1]

    def _lacking(self, node: Node | None, view: View, role: Role) -> list[Missing]:
        """Give what keeps a condition open; of one that is settled as declared, only what lacks its evidence."""
        found = [self._one_missing(one, role, view) for one in observed(view, node)]
        if node is None or not is_firm(node, view):
            return found
        return [one for one in found if one.role is Role.EVIDENCE]

    def _one_missing(self, seen: Observation, role: Role, view: View) -> Missing:
        of_ages, question, accepted = _asked(self._vocabulary, seen.fact)
        gap = seen.wanted if of_ages and seen.wanted.startswith(("age ", "ages ")) else ""
        return Missing(
            fact=seen.fact,
            role=Role.EVIDENCE if not gap and self._is_unbacked(seen.fact, view) else role,
            question=question,
            absence=view.beside(seen.fact).absence,
            place=seen.place,
            accepts=gap or accepted,
        )

    def _is_unbacked(self, path: str, view: View) -> bool:
        """Whether this is stated, and the track does not see it as it is stated."""
        stated = self._facts.values.get(path)
        if stated is not None:
            return view.values.get(path) != stated
        above, _, word = path.rpartition(".")
        stated, seen = self._facts.values.get(above), view.values.get(above)
        if not isinstance(stated, WordSet):
            return False
        return stated.truth(word) != (seen.truth(word) if isinstance(seen, WordSet) else U)


def _with_reasons(
    bare: Judgement, *, because: Sequence[Observation] = (), missing: Sequence[Missing] = ()
) -> Judgement:
    return Judgement(
        status=bare.status,
        credit=bare.credit,
        applies=bare.applies,
        reason=bare.reason,
        because=because,
        missing=missing,
    )


@kept_by_path
def _asked(vocabulary: Vocabulary, fact: str) -> tuple[bool, str, str]:
    """Say whether a fact is of ages, how it is asked for, and what may be written: many wait for the same one."""
    type_ = vocabulary.type_at(fact)
    of_ages = type_ is not None and type_.kind in (Kind.BANDS, Kind.RECORD)
    word = vocabulary.word_at(fact) is not None
    return of_ages, vocabulary.question(fact), accepts(type_, of_a_word=word) if type_ is not None else ""


def accepts(type_: FactType, *, of_a_word: bool = False) -> str:
    """Say what may be written for a fact, or for one word of a set."""
    none = " or none" if type_.or_none else ""
    match type_.kind:
        case Kind.SET if of_a_word:
            return "true or false"
        case Kind.YES_NO:
            return "true or false"
        case Kind.NUMBER:
            if type_.unit == "percent":
                return f"a percentage{none}"
            what = "a whole number" if type_.integer else "a number"
            return f"{what} of {type_.unit}{none}" if type_.unit else what + none
        case Kind.WORD | Kind.LADDER:
            return ", ".join(type_.words[:-1]) + f" or {type_.words[-1]}"
        case Kind.DATE:
            return f"a date, YYYY-MM-DD{none}"
        case Kind.SET:
            return "a list of " + ", ".join(type_.words)
        case Kind.BANDS:
            return "a list of age bands"
        case Kind.TEXT:
            return f"a text{none}"
        case Kind.OPEN_MAP if type_.item is not None:
            key = "GB" if type_.key_pattern == _COUNTRY else "a_name"
            return f"as {{{key}: …}}, each {accepts(type_.item)}"
        case _:
            return type_.kind.with_article
