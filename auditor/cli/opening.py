"""What opens one declaration for questions: it, the editions that it is held against, and what was said in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditor.cli.loading import Rules
    from auditor.engine.inquiry import Inquiry
    from auditor.model.challenge import Challenge
    from auditor.model.declaration import Declaration
    from auditor.model.diagnostic import Diagnostic
    from auditor.model.vocabulary import Vocabulary


class Opened(Struct, frozen=True, kw_only=True):
    """A declaration, the editions to ask about, and the vocabulary that both were read with.

    `challenges` came in a file of their own; `warnings` are what was said of the declaration and of them as it was
    read.
    """

    declaration: Declaration
    rules: tuple[Rules, ...]
    vocabulary: Vocabulary
    as_of: date
    challenges: tuple[Challenge, ...]
    warnings: tuple[Diagnostic, ...]

    def inquiries(self, *, include_recalled: bool, decisions: str | None) -> list[Inquiry]:
        """Audit it against each edition, ready for further questions, and tell what was said in vain.

        Raises InputError where the file of decisions cannot be used.
        """
        from auditor.cli.loading import contradictions_in, inquire, load_decisions
        from auditor.engine.decide import idle_decisions

        decided = load_decisions(decisions)
        found = contradictions_in(self.declaration, self.as_of)
        asked = [
            inquire(
                each,
                self.declaration,
                self.vocabulary,
                self.as_of,
                include_recalled=include_recalled,
                found=found,
                decisions=decided,
            )
            for each in self.rules
        ]
        self.tell(idle_decisions(decided, [one.audit for one in asked], self.as_of))
        return asked

    def tell(self, more: Sequence[Diagnostic] = ()) -> None:
        """Tell what was warned of: whole what is said in vain, and the rest as a number."""
        from auditor.source.contesting import unknown_services

        strangers = unknown_services(self.challenges, {self.declaration.service.id})
        tell_in_vain([*self.warnings, *strangers, *more])


def opened(
    declaration: str,
    rulesets: Sequence[str] | None,
    as_of: date,
    *,
    respect_dates: bool,
    challenges: str | None = None,
) -> Opened:
    """Read the editions that are named and one declaration, with the own facts of these.

    Ends the program with status 2 where a name means no edition; raises InputError where anything cannot be used.
    """
    from auditor.cli.loading import load_challenges, load_rules, read_input, spread, vocabulary_with
    from auditor.source.inputs import inputs_of
    from auditor.source.vocabularies import read_vocabulary

    shared = read_vocabulary()
    named, _outside = spread(rulesets, as_of)
    rules = load_rules(named, as_of, shared, respect_dates=respect_dates)
    vocabulary = vocabulary_with(rules, shared)
    (one,), _repeated = inputs_of([declaration])
    filed = load_challenges(challenges, vocabulary)
    read, warnings = read_input(one, vocabulary, filed)
    return Opened(
        declaration=read,
        rules=tuple(rules),
        vocabulary=vocabulary,
        as_of=as_of,
        challenges=filed,
        warnings=warnings,
    )


def tell_in_vain(warnings: Sequence[Diagnostic]) -> None:
    """Show whole what is said in vain, and count the rest, which `check` shows."""
    from auditor.cli.streams import say, show_diagnostics
    from auditor.report.wording import plural

    vain = [one for one in warnings if _is_in_vain(one)]
    if vain:
        show_diagnostics(vain)
    others = [one.code for one in warnings if not _is_in_vain(one)]
    if others:
        said = ", ".join(dict.fromkeys(others))
        say(f"{plural(len(others), 'warning')}: {said}. `auditor check` shows them whole.")


def _is_in_vain(one: Diagnostic) -> bool:
    return one.code == "declaration.unknown-requirement" or one.code.startswith(("challenge.", "decision."))
