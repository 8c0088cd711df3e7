"""A proof drawn as a tree: what each part of a condition came to on both tracks, and where that stands.

Every line begins with two marks, as declared and as backed. Members of a list that came out alike are drawn once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from auditor.model.contested import bears_on
from auditor.model.finding import Observation, Status
from auditor.model.proof import Proof, RequirementProof
from auditor.model.truth import F, T, Truth
from auditor.report.failing import put_place
from auditor.report.numbers import exact
from auditor.report.paper import Paper, Piece
from auditor.report.wording import STATUSES, Words, listed, seen_text

LEGEND: Final = "Two marks a line: as declared, as backed. ✓ holds · ✗ does not hold · ? not known, or not backed"
ALIKE: Final = 3
_NAMED: Final = 8
_STEP: Final = "  "

_Shape = tuple[object, ...]


def put_proof(paper: Paper, proof: RequirementProof, *, verbose: bool, contested: Sequence[str] = ()) -> None:
    """Write the proof of one requirement; with `verbose` also what decided nothing, and every member.

    What is `contested` by others is marked so wherever it was looked at.
    """
    for head, tree in _trees(proof, verbose):
        paper.blank()
        paper.put(Piece(head, "head"))
        _put(paper, tree, 0, verbose, contested)
    paper.blank()
    paper.prose(LEGEND, style="out")


def _trees(proof: RequirementProof, verbose: bool) -> Iterator[tuple[str, Proof]]:
    """Give what there is to prove: of what does not apply the scope alone, of what is met no part credit."""
    if proof.applies is not None:
        yield "APPLIES WHERE", proof.applies
        if proof.applies.declared == F and not verbose:
            return
    yield "MET WHERE", proof.met
    for credit, rung in proof.rungs:
        if verbose or proof.met.backed != T:
            yield f"OTHERWISE CREDIT {exact(credit)} WHERE", rung
        if rung.backed == T and not verbose:
            return


def _put(paper: Paper, proof: Proof, depth: int, verbose: bool, contested: Sequence[str]) -> None:
    if proof.observations and not proof.children:
        _put_comparison(paper, proof, depth, contested)
        return
    _put_head(paper, proof, depth)
    for child, alike in _children(proof, verbose, contested):
        _put(paper, child, depth + 1, verbose, contested)
        if alike:
            noun = "as much holds of" if child.declared == T else "the same of"
            _line(paper, child, depth + 1, f"{noun} {len(alike)} more: {listed(alike, most=_NAMED)}")


def _put_head(paper: Paper, proof: Proof, depth: int) -> None:
    """Write what joins the parts beneath; a member, or the side of a where-then, by its label."""
    _line(paper, proof, depth, ": ".join(text for text in (proof.label, proof.words) if text))


def _line(paper: Paper, proof: Proof, depth: int, text: str) -> None:
    paper.prose(text, lead=_lead(paper, proof.declared, proof.backed, depth))


def _lead(paper: Paper, declared: Truth, backed: Truth, depth: int) -> Piece:
    style = _words(declared).style if declared == backed else _words(backed).style
    indent = _STEP * min(depth, max(0, paper.width // 8 - 2))
    return Piece(f" {_words(declared).mark} {_words(backed).mark}  {indent}", style)


def _words(truth: Truth) -> Words:
    return STATUSES[{T: Status.MET, F: Status.NOT_MET}.get(truth, Status.UNDECIDED)]


def _put_comparison(paper: Paper, proof: Proof, depth: int, contested: Sequence[str]) -> None:
    """Write each thing that was looked at: what was seen and wanted, then where, and what backs it."""
    label = f"{proof.label}: " if proof.label in ("where", "then") else ""
    if proof.words:
        _put_head(paper, proof, depth)
        depth, label = depth + 1, ""
    for observation in proof.observations:
        lead = _lead(paper, proof.declared, proof.backed, depth)
        disputed = ", contested" if _is_contested(observation, contested) else ""
        text = f"{label}{observation.fact}: {seen_text(observation)}{disputed}; wanted {observation.wanted}"
        _put_observation(paper, observation, lead, text)


def _is_contested(observation: Observation, contested: Sequence[str]) -> bool:
    return any(bears_on(fact, observation.fact) for fact in contested)


def _put_observation(paper: Paper, observation: Observation, lead: Piece, text: str) -> None:
    place = str(observation.place) if observation.place is not None else ""
    backers = observation.backed_by if observation.seen is not None else ()
    backing = f"backed by {listed(backers, most=_NAMED)}" if backers else ""
    if place and not backing and paper.fits(lead, text, "  ", place):
        paper.sides([lead, text], Piece(place, "place", keep=True))
        return
    paper.prose(text, lead=lead)
    indent = " " * paper.cells(lead)
    if observation.place is not None and backing and paper.fits(indent, _STEP, place, _STEP, backing):
        paper.put(indent, _STEP, Piece(place, "place", keep=True), _STEP, backing)
        return
    if observation.place is not None:
        put_place(paper, f"{indent}{_STEP}", observation.place)
    if backing:
        paper.prose(backing, lead=f"{indent}{_STEP}")


def _children(proof: Proof, verbose: bool, contested: Sequence[str]) -> list[tuple[Proof, tuple[str, ...]]]:
    """Give the parts to draw, each with the labels of those that came out alike and are not drawn."""
    children = [one for one in proof.children if one.decides or verbose]
    if verbose:
        return [(one, ()) for one in children]
    by_shape: dict[_Shape, list[Proof]] = {}
    for one in children:
        by_shape.setdefault(_shape(one, one.label, contested), []).append(one)
    drawn: list[tuple[Proof, tuple[str, ...]]] = []
    for one in children:
        alike = by_shape[_shape(one, one.label, contested)]
        if not one.label or len(alike) < ALIKE:
            drawn.append((one, ()))
        elif alike[0] is one:
            drawn.append((one, tuple(other.label for other in alike[1:])))
    return drawn


def _shape(proof: Proof, label: str, contested: Sequence[str]) -> _Shape:
    """Give what two members that came out alike have in common: all but their name and their places.

    One that others contest is alike only to others that are contested.
    """
    return (
        proof.words,
        proof.declared,
        proof.backed,
        tuple(
            (
                one.fact.replace(f".{label}", ".*", 1),
                repr(one.seen),
                one.wanted,
                one.backed_by,
                _is_contested(one, contested),
            )
            for one in proof.observations
        ),
        tuple(_shape(replace(one, label=""), label, contested) for one in proof.children if one.decides),
    )


def cited(proof: RequirementProof, *, verbose: bool) -> tuple[str, ...]:
    """Give the documents that the drawn proof names, each once, in the order of the tree."""
    found: dict[str, None] = {}

    def walk(parts: Sequence[Proof]) -> None:
        for part in parts:
            if part.decides or verbose:
                found.update(
                    dict.fromkeys(
                        one for seen in part.observations if seen.seen is not None for one in seen.backed_by
                    )
                )
                walk(part.children)

    walk([tree for _head, tree in _trees(proof, verbose)])
    return tuple(found)
