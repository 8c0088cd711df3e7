"""From YAML to typed conditions: the grammar of the condition language.

What this module lets through cannot raise when it is evaluated. Every fault is noted with its place and
what to write instead; reading goes on, so that one run shows them all. (Language reference, sections
3, 6 and 14.)
"""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from auditor.model.condition import (
    RESERVED,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Named,
    Not,
    Quantifier,
    children,
)
from auditor.model.vocabulary import Vocabulary
from auditor.source.cursor import Cursor, Faults
from auditor.source.guards import DEPTH_LIMIT, too_deep
from auditor.source.names import nearest
from auditor.source.parameters import named_parameter
from auditor.source.quantifiers import QuantifierReader
from auditor.source.subjects import Setting

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class ConditionReader(QuantifierReader):
    """Reads the conditions of one ruleset."""

    def condition(self, at: Cursor, setting: Setting) -> Condition | None:
        """Read a member, or a list of members that must all hold."""
        if isinstance(at.value, list):
            return self._group(at, Connective.ALL, setting, at_least=1)
        return self.member(at, setting)

    def member(self, at: Cursor, setting: Setting) -> Condition | None:
        """Read one member: a definition's name, a connective, a quantifier or a test."""
        raw = at.value
        if isinstance(raw, str):
            return self._named(at, raw, setting)
        if isinstance(raw, list):
            self.faults.add(at, "ruleset.list-in-list", "a list stands directly in a list", help="write `all: [...]`")
            return None
        if not isinstance(raw, dict) or not raw:
            self.faults.add(
                at,
                "ruleset.not-a-condition",
                f"`{_shown(raw)}` is not a condition",
                help="write a definition's name, `{fact: value}`, or all, any, none, not, every, some",
            )
            return None
        if "if" in raw or "then" in raw:
            return self._if_then(at, setting)
        if len(raw) > 1:
            second = list(raw)[1]
            self.faults.add(
                at.child(second),
                "ruleset.two-keys",
                "a condition has one key, and this one has " + " and ".join(f"`{key}`" for key in raw),
                key=True,
                help="write a list, one condition a line, where all must hold",
            )
            return None
        key = next(iter(raw))
        return self._keyed(at, key, setting)

    def _keyed(self, at: Cursor, key: str, setting: Setting) -> Condition | None:
        inner = at.child(key)
        match key:
            case "all":
                return self._group(inner, Connective.ALL, setting, at_least=1)
            case "any":
                return self._group(inner, Connective.ANY, setting, at_least=2)
            case "none":
                return self._group(inner, Connective.NONE, setting, at_least=1)
            case "not":
                return self._not(inner, setting)
            case "at_least":
                return self._at_least(inner, setting)
            case "every" | "some" | "count" | "total":
                return self._over(inner, Quantifier(key), setting)
            case _:
                return self._test(inner, key, setting)

    def _named(self, at: Cursor, name: str, setting: Setting) -> Condition | None:
        if name == "always":
            self.faults.add(
                at,
                "ruleset.always-misplaced",
                "`always` stands alone in `applies_when`, and nowhere else",
                help="leave it out",
            )
            return None
        if "." in name:
            self.faults.add(
                at,
                "ruleset.fact-not-tested",
                f"`{name}` is a fact, and a fact is tested, not named",
                help=f"write `{name}: true`, or another test of it",
            )
            return None
        if name not in self.raw_definitions:
            near = nearest(name, self.raw_definitions)
            self.faults.add(
                at,
                "ruleset.unknown-definition",
                f"`{name}` is not a definition of this ruleset",
                help=f"did you mean `{near}`?" if near else "define it under `definitions`, or test a fact",
            )
            return None
        self.used_definitions.add(name)
        inner = self.definition(name)
        if inner is not None and setting.scope and _has_if(inner):
            self._refuse_if(at)
            return None
        return None if inner is None else Named(name=name, condition=inner, place=at.place)

    def definition(self, name: str) -> Condition | None:
        """Read a definition once; a cycle is a fault."""
        if name in self.definitions:
            return self.definitions[name]
        at = self.raw_definitions[name]
        if len(self._open) > DEPTH_LIMIT:
            self.too_deep(at)
            return None
        if name in self._open:
            way = " → ".join([*self._open[self._open.index(name) :], name])
            self.faults.add(at, "ruleset.definition-cycle", f"a definition rests on itself: {way}", key=True)
            return None
        self._open.append(name)
        read = self.condition(at, Setting(in_definition=True, consistency=self.consistency))
        self._open.pop()
        if read is not None and too_deep(read):
            self.too_deep(at)
            read = None
        self.definitions[name] = read
        return read

    def too_deep(self, at: Cursor) -> None:
        """Note that a condition nests beyond the limit."""
        self.faults.add(
            at,
            "ruleset.too-deep",
            f"conditions nest deeper than {DEPTH_LIMIT}, with definitions unfolded",
            help="say it with fewer layers",
        )

    # -- connectives -----------------------------------------------------------------------

    def _members(self, at: Cursor, setting: Setting, *, at_least: int, word: str) -> list[Condition] | None:
        if not isinstance(at.value, list) or len(at.value) < at_least:
            number = "two or more members" if at_least == 2 else "one or more members"
            self.faults.add(
                at,
                "ruleset.too-few-members",
                f"`{word}` takes a list of {number}",
                key=bool(at.path) and isinstance(at.path[-1], str),
                help="a single condition needs no `any`" if at_least == 2 else "write a list",
            )
            return None
        read = [self.member(one, setting) for one in at.items()]
        whole = [one for one in read if one is not None]
        return whole if len(whole) == len(read) else None

    def _group(self, at: Cursor, connective: Connective, setting: Setting, *, at_least: int) -> Condition | None:
        members = self._members(at, setting, at_least=at_least, word=connective.value)
        if members is None:
            return None
        if len(members) == 1 and connective is Connective.ALL:
            return members[0]
        return Group(connective=connective, members=tuple(members), place=at.place)

    def _not(self, at: Cursor, setting: Setting) -> Condition | None:
        if isinstance(at.value, list):
            self.faults.add(
                at,
                "ruleset.list-under-not",
                "`not` takes one member, never a list",
                why="not all of them, or none of them? a list leaves that open",
                help="write `none: [...]` for neither, `not: {all: [...]}` for not both",
            )
            return None
        member = self.member(at, setting)
        return None if member is None else Not(member=member, place=at.place)

    def _at_least(self, at: Cursor, setting: Setting) -> Condition | None:
        if not self._keys(at, {"n", "of"}, required={"n", "of"}, word="at_least"):
            return None
        n = self._count(at.child("n"))
        members = self._members(at.child("of"), setting, at_least=3, word="at_least … of")
        if n is None or members is None:
            return None
        if not 1 < n < len(members):
            self.faults.add(
                at.child("n"),
                "ruleset.idle-bound",
                f"at least {n} of {len(members)} is the same as any or all, or cannot hold",
                help="write `any: [...]` or `all: [...]`",
            )
            return None
        named = named_parameter(at.child("n").value)
        return AtLeast(n=n, members=tuple(members), place=at.place, parameter=named)

    def _if_then(self, at: Cursor, setting: Setting) -> Condition | None:
        if setting.scope:
            self._refuse_if(at)
            return None
        if not self._keys(at, {"if", "then"}, required={"if", "then"}, word="if"):
            return None
        first = self.condition(at.child("if"), replace(setting, scope=True))
        second = self.condition(at.child("then"), setting)
        if first is None or second is None:
            return None
        return IfThen(condition=first, then=second, place=at.place)

    def _refuse_if(self, at: Cursor) -> None:
        self.faults.add(
            at,
            "ruleset.if-in-scope",
            "`if … then …` stands in a scope: `applies_when`, `where` or another `if`",
            why="there it is nearly always a slip for *and*",
            help="write a list of conditions that must all hold",
        )


def check_definition_name(name: str, at: Cursor, vocabulary: Vocabulary, faults: Faults) -> bool:
    """Refuse a definition's name that could be taken for something else."""
    if name in RESERVED or name in vocabulary.groups or not _NAME.fullmatch(name):
        reason = (
            "is a word of the language"
            if name in RESERVED
            else "is a group of the vocabulary"
            if name in vocabulary.groups
            else "is not snake_case"
        )
        faults.add(at, "ruleset.bad-name", f"`{name}` cannot name a definition: it {reason}", key=True)
        return False
    return True


def _has_if(condition: Condition) -> bool:
    if isinstance(condition, Named):  # a definition was looked through when it was named
        return _has_if(condition.condition)
    return isinstance(condition, IfThen) or any(_has_if(one) for one in children(condition))


def _shown(raw: object) -> str:
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return "{}" if isinstance(raw, dict) else str(raw)
