"""Conditions to closures, once per ruleset and once per definition."""

from __future__ import annotations

from auditor.engine.comparisons import compile_test
from auditor.engine.nodes import GROUPS, Node, at_least, if_then, negation, remembered
from auditor.engine.quantifiers import compile_over
from auditor.model.condition import AtLeast, Condition, Group, IfThen, Named, Not, Over, Test


class Compiler:
    """Compiles the conditions of one ruleset."""

    def __init__(self) -> None:
        self._definitions: dict[str, Node] = {}

    def condition(self, condition: Condition) -> Node:
        """Compile any condition."""
        match condition:
            case Test():
                return self.test(condition)
            case Named():
                return self.named(condition)
            case Group(connective=connective, members=members):
                return GROUPS[connective]([self.condition(one) for one in members])
            case Not(member=member):
                return negation(self.condition(member))
            case AtLeast(n=n, members=members):
                return at_least(n, [self.condition(one) for one in members])
            case IfThen(condition=first, then=second):
                return if_then(self.condition(first), self.condition(second))
            case Over(where=where, satisfies=satisfies):
                return compile_over(
                    condition,
                    self.condition(where) if where is not None else None,
                    self.condition(satisfies) if satisfies is not None else None,
                )

    def test(self, test: Test) -> Node:
        """Compile a comparison."""
        return compile_test(test)

    def named(self, named: Named) -> Node:
        """Compile a definition, once."""
        if named.name not in self._definitions:
            self._definitions[named.name] = remembered(self.condition(named.condition))
        return self._definitions[named.name]
