"""Results built by hand, for tests of what is shown: no file is read and nothing is judged here.

Scores are a plain weighted mean over what counts, which is enough to have numbers that fit together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from auditor.engine.answers import answers
from auditor.engine.gate import AreaMinimum, Terms, judge
from auditor.engine.tally import Tally
from auditor.model.challenge import Challenge, CounterEvidence, Reply
from auditor.model.condition import Always
from auditor.model.contested import Contested
from auditor.model.dates import DateSpan
from auditor.model.declaration import CompiledBy, Declaration, Service
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import UNANSWERED, Absence, Facts, Silence
from auditor.model.finding import (
    NOTHING,
    WHOLE,
    BaselineState,
    Finding,
    Interval,
    Judgement,
    Missing,
    Observation,
    Reason,
    Role,
    SinceBaseline,
    Status,
    WouldBe,
)
from auditor.model.result import (
    Audit,
    Baseline,
    FailOn,
    Gate,
    Inputs,
    Outside,
    Reported,
    ReportedFact,
    ReportedRequirement,
    Result,
    Track,
    UndecidedPolicy,
)
from auditor.model.ruleset import (
    Area,
    Checked,
    Citation,
    EvidenceDemand,
    Obligation,
    Origin,
    Parameter,
    Remedy,
    Requirement,
    Ruleset,
    RulesetStatus,
    ScoringModel,
    SourceDocument,
)
from auditor.model.scorecard import AreaCard, Score, Scorecard, Tracks, Verdict, Verdicts, Weights
from auditor.model.truth import F, T, U
from auditor.model.values import NONE, Quantity, Value, WordSet
from auditor.model.waiver import Waiver

AS_OF = date(2026, 10, 1)
MET, PARTLY, NOT_MET, UNDECIDED = Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDECIDED
OUT, LATER = Status.NOT_APPLICABLE, Status.NOT_IN_FORCE
OPEN = Interval(Fraction(0), Fraction(1))
HALF = Interval(Fraction(1, 2), Fraction(1, 2))

DOCUMENT = SourceDocument(
    id="csea-interim-2020",
    title="Interim code of practice on online child sexual exploitation and abuse",
    publisher="Home Office",
    published="2020-12",
)
REPORT = SourceDocument(id="nspcc-2018", title="Children's safety online: 2018 proposals", publisher="NSPCC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One requirement and how it came out, in the fewest words."""

    id: str
    title: str
    status: Status
    backed: bool = False
    obligation: Obligation = Obligation.MUST
    checked: Checked = Checked.READ
    seen: Sequence[tuple[str, Value | None, str]] = ()
    unit: str | None = None
    asks: str = ""
    remedy: str = ""
    clause: str = "section 4"
    question: str = ""
    role: Role = Role.CONTENT
    accepts: str = "true or false"
    absence: Absence = UNANSWERED
    weight: Fraction = Fraction(1)
    since: date | None = None
    reason: Reason | None = None
    label: str | None = None
    alternative: str | None = None
    unbacked_scope: bool = False


Areas = Mapping[Area, Sequence[Rule]]


@dataclass(slots=True)
class Lines:
    """Where facts stand in the file that was never written: each new fact on the next line."""

    file: str
    at: dict[str, int] = field(default_factory=dict)

    def place(self, fact: str) -> Place:
        """Give the place of a fact, the same each time."""
        line = self.at.setdefault(fact, 3 + len(self.at))
        return Place(self.file, line, 5 + fact.count(".") * 2, len(fact))


def requirement(rule: Rule, area: Area, decided_by: Sequence[Obligation], line: int) -> Requirement:
    """Build the requirement behind a rule."""
    place = Place(f"internet-safety-strategy/3.0.0/requirements/{area.id}.yaml", line, 3)
    return Requirement(
        id=rule.id,
        title=rule.title,
        asks=rule.asks or f"{rule.title}.",
        obligation=rule.obligation,
        area=area.id,
        label=rule.label,
        source=Citation(
            document=DOCUMENT if rule.checked is Checked.SECONDARY else REPORT,
            clause=rule.clause,
            checked=rule.checked,
        ),
        applies_when=Always(),
        met_when=Always(),  # type: ignore[arg-type]  # never evaluated: renderers do not look at it
        evidence=EvidenceDemand(assurance=Assurance.DOCUMENTED),
        remedy=Remedy(do=rule.remedy, effort=8) if rule.remedy else None,
        weight=rule.weight,
        place=place,
        rule=place,
        decisive=rule.obligation in decided_by,
    )


def finding(rule: Rule, wanted: Requirement, lines: Lines) -> Finding:
    """Build both tracks of a finding."""
    declared, backed = _judgements(rule, lines)
    would_be = None
    if rule.status is LATER:
        seen = _because(rule, lines, F)
        failed = Judgement(status=NOT_MET, credit=NOTHING, applies=T, because=seen)
        would_be = WouldBe(declared=failed, backed=failed)
    gives = {
        NOT_MET: Interval(Fraction(31, 10), Fraction(31, 10)),
        PARTLY: Interval(Fraction(31, 20), Fraction(31, 20)),
        UNDECIDED: Interval(Fraction(12, 5), Fraction(0)),
    }
    return Finding(
        requirement=wanted,
        declared=declared,
        backed=backed,
        fingerprint=hashlib.sha256(rule.id.encode()).hexdigest()[:16],
        would_be=would_be,
        since=rule.since,
        alternative=rule.alternative,
        gives=gives.get(rule.status),
    )


def _because(rule: Rule, lines: Lines, truth: int) -> tuple[Observation, ...]:
    return tuple(
        Observation(
            fact=fact,
            place=None if value is None else lines.place(fact),
            seen=value,
            wanted=wanted,
            truth=truth,  # type: ignore[arg-type]
            unit=rule.unit,
            backed_by=("gd-eval",) if rule.backed else (),
        )
        for fact, value, wanted in rule.seen
    )


def _missing(rule: Rule, lines: Lines, role: Role) -> tuple[Missing, ...]:
    fact = rule.seen[0][0] if rule.seen else f"facts.{rule.id.lower().replace('-', '_')}"
    return (
        Missing(
            fact=fact,
            role=role,
            question=rule.question or f"Is this so: {rule.title[:1].lower()}{rule.title[1:]}?",
            absence=rule.absence,
            place=lines.place(fact.rpartition(".")[0] or fact),
            accepts=rule.accepts,
        ),
    )


def _judgements(rule: Rule, lines: Lines) -> tuple[Judgement, Judgement]:
    match rule.status:
        case Status.MET:
            seen = _because(rule, lines, T)
            met = Judgement(status=MET, credit=WHOLE, applies=T, because=seen)
            lacking = Judgement(
                status=UNDECIDED,
                credit=OPEN,
                applies=T,
                reason=Reason.EVIDENCE_MISSING,
                because=seen,
                missing=_missing(rule, lines, Role.EVIDENCE),
            )
            return met, met if rule.backed else lacking
        case Status.PARTLY_MET | Status.NOT_MET:
            credit = HALF if rule.status is PARTLY else NOTHING
            failed = Judgement(status=rule.status, credit=credit, applies=T, because=_because(rule, lines, F))
            return failed, failed
        case Status.UNDECIDED:
            scope = rule.role is Role.SCOPE
            unknown = Judgement(
                status=UNDECIDED,
                credit=OPEN,
                applies=U if scope else T,
                reason=Reason.SCOPE_UNKNOWN if scope else Reason.FACTS_MISSING,
                missing=_missing(rule, lines, rule.role),
            )
            return unknown, unknown
        case Status.NOT_APPLICABLE:
            out = Judgement(status=OUT, credit=NOTHING, applies=F, because=_because(rule, lines, F))
            claimed = Judgement(
                status=UNDECIDED,
                credit=OPEN,
                applies=U,
                reason=Reason.SCOPE_UNBACKED,
                missing=_missing(rule, lines, Role.EVIDENCE),
            )
            return out, claimed if rule.unbacked_scope else out
        case Status.NOT_IN_FORCE:
            later = Judgement(status=LATER, credit=NOTHING, applies=F, reason=rule.reason or Reason.NOT_YET)
            return later, later


def _score(findings: Sequence[Finding], judged: Callable[[Finding], Judgement]) -> Score | None:
    items = [(one.requirement.weight, judged(one)) for one in findings]
    counting = [(weight, one) for weight, one in items if one.status not in (OUT, LATER)]
    total = sum((weight for weight, _ in counting), Fraction(0))
    if not total:
        return None
    low = sum((weight * one.credit.low for weight, one in counting), Fraction(0)) / total * 100
    high = sum((weight * one.credit.high for weight, one in counting), Fraction(0)) / total * 100
    sure = any(one.applies == T for _, one in counting)
    return Score(interval=Interval(low, high), may_be_empty=not sure)


def _counts(judgements: Sequence[Judgement]) -> dict[Status, int]:
    return {status: sum(one.status is status for one in judgements) for status in Status}


def _tracks(findings: Sequence[Finding]) -> Tracks:
    return Tracks(
        declared=_score(findings, lambda one: one.declared), backed=_score(findings, lambda one: one.backed)
    )


def _verdict(judgements: Sequence[Judgement]) -> Verdict:
    statuses = {one.status for one in judgements} - {OUT, LATER}
    if statuses & {NOT_MET, PARTLY}:
        return Verdict.NOT_COMPLIANT
    if not statuses:
        return Verdict.NOTHING_APPLIES
    return Verdict.CANNOT_TELL if UNDECIDED in statuses else Verdict.COMPLIANT


def scorecard(areas: Sequence[Area], findings: Sequence[Finding]) -> Scorecard:
    """Fold findings into a scorecard."""
    decisive = [one for one in findings if one.requirement.decisive]
    parents = {area.id: area.parent for area in areas}

    def inside(one: Finding, area: Area) -> bool:
        above: str | None = one.requirement.area
        while above is not None and above != area.id:
            above = parents[above]
        return above is not None

    cards = []
    for area in areas:
        within = [one for one in findings if inside(one, area)]
        deciding = [one for one in within if one.requirement.decisive]
        cards.append(
            AreaCard(
                area=area,
                score=_tracks(within),
                counts=_counts([one.declared for one in within]),
                decisive=_counts([one.declared for one in deciding]),
                decisive_backed=_counts([one.backed for one in deciding]),
            )
        )
    weights = [(one.requirement.weight, one) for one in findings]
    score = _tracks(findings)
    verdicts = Verdicts(
        declared=_verdict([one.declared for one in decisive]),
        backed=_verdict([one.backed for one in decisive]),
    )
    return Scorecard(
        verdict=verdicts,
        score=score,
        score_without_waivers=score,
        verdict_without_waivers=verdicts,
        score_without_decisions=score,
        verdict_without_decisions=verdicts,
        counts=_counts([one.declared for one in findings]),
        counts_backed=_counts([one.backed for one in findings]),
        decisive=_counts([one.declared for one in decisive]),
        decisive_backed=_counts([one.backed for one in decisive]),
        areas=tuple(cards),
        weights=Weights(
            counted=sum((w for w, one in weights if one.declared.applies == T), Fraction(0)),
            not_applicable=sum((w for w, one in weights if one.declared.status is OUT), Fraction(0)),
            on_unbacked_scope=sum(
                (w for w, one in weights if one.backed.reason is Reason.SCOPE_UNBACKED), Fraction(0)
            ),
        ),
    )


EVIDENCE = (
    Evidence(
        id="gd-eval",
        kind="test_report",
        title="Evaluation of grooming detection",
        assurance=Assurance.DOCUMENTED,
        supports=("surfaces.direct_messages",),
        place=Place("examples/harbour.yaml", 90, 5),
        issuer="internal",
        issued=DateSpan(date(2026, 7, 1), date(2026, 7, 1)),
        file="evidence/gd-eval.txt",
    ),
    Evidence(
        id="defaults-export",
        kind="configuration_export",
        title="Defaults of new accounts",
        assurance=Assurance.DOCUMENTED,
        supports=("child_defaults",),
        place=Place("examples/harbour.yaml", 96, 5),
        file="evidence/defaults.json",
        fault="hash-differs",
    ),
)


def ruleset(
    areas: Sequence[Area],
    requirements: Sequence[Requirement],
    *,
    status: RulesetStatus = RulesetStatus.MODEL,
    decided_by: tuple[Obligation, ...] = (Obligation.MUST,),
    id: str = "internet-safety-strategy",
    version: str = "3.0.0",
) -> Ruleset:
    """Build an edition around requirements."""
    return Ruleset(
        id=id,
        version=version,
        title="Internet safety strategy",
        summary="What a service that children use should do.",
        status=status,
        decided_by=decided_by,
        scoring=ScoringModel.NESTED,
        areas=tuple(areas),
        requirements=tuple(requirements),
        parameters={
            "review_time": Parameter(
                name="review_time",
                value=Quantity(24, "hours"),
                written="24 hours",
                origin=Origin.DESIGN,
                numbers=1,
                place=Place("internet-safety-strategy/3.0.0/ruleset.yaml", 30, 3),
            ),
            "share": Parameter(
                name="share",
                value=Decimal("99.5"),
                written="99.5",
                origin=Origin.SOURCE,
                numbers=1,
                place=Place("internet-safety-strategy/3.0.0/ruleset.yaml", 31, 3),
            ),
        },
        documents={DOCUMENT.id: DOCUMENT, REPORT.id: REPORT},
        sha256="5" * 64,
        vocabulary_sha256="7" * 64,
        place=Place("internet-safety-strategy/3.0.0/ruleset.yaml", 1, 1),
        published=date(2025, 7, 25),
        in_force_from=date(2025, 7, 25),
        numbers=(37, 62),
    )


HARBOUR = Service(id="harbour", name="Harbour", provider="Harbour Social Ltd")


def declaration(service: Service = HARBOUR, file: str = "examples/harbour.yaml") -> Declaration:
    """Build a declaration; its facts are never looked at."""
    return Declaration(
        file=file,
        sha256="a" * 64,
        service=service,
        facts=Facts(values={}, places={}),
        stated_on=date(2026, 9, 30),
        evidence=EVIDENCE,
    )


def make_audit(
    areas: Areas,
    *,
    declared: Declaration | None = None,
    decided_by: tuple[Obligation, ...] = (Obligation.MUST,),
    status: RulesetStatus = RulesetStatus.MODEL,
    id: str = "internet-safety-strategy",
    version: str = "3.0.0",
    watermarks: tuple[str, ...] = (),
    left_out: Mapping[str, int] | None = None,
) -> Audit:
    """Build one audit from rules by area."""
    stated = declared or declaration()
    lines = Lines(stated.file)
    findings = []
    for area, rules in areas.items():
        for number, rule in enumerate(rules):
            wanted = requirement(rule, area, decided_by, 1 + 20 * number)
            findings.append(finding(rule, wanted, lines))
    edition = ruleset(
        tuple(areas),
        [one.requirement for one in findings],
        status=status,
        decided_by=decided_by,
        id=id,
        version=version,
    )
    sources = [one.requirement.source.checked for one in findings]
    return Audit(
        declaration=stated,
        ruleset=edition,
        watermarks=watermarks,
        scorecard=scorecard(tuple(areas), findings),
        findings=tuple(findings),
        left_out=left_out or {"recalled": 0},
        checked={how: sources.count(how) for how in Checked},
        answers=answers(Tally(edition, findings)),
    )


def make_result(*audits: Audit, diagnostics: tuple[Diagnostic, ...] = (), unusable: int = 0) -> Result:
    """Build a run of audits, with the gate as it stands by default."""
    verdicts = [one.scorecard.verdict.declared for one in audits if one.scorecard is not None]
    if unusable or not verdicts:
        met, status, why = None, 3 if unusable else 0, ""
    elif Verdict.NOT_COMPLIANT in verdicts:
        met, status, why = False, 1, "a decisive requirement is not met, as declared"
    elif Verdict.CANNOT_TELL in verdicts:
        met, status, why = None, 4, "answers are missing, as declared"
    else:
        met, status, why = True, 0, "no decisive requirement failed, as declared"
    return Result(
        version="0.1.0",
        as_of=AS_OF,
        audits=audits,
        gate=Gate(
            track=Track.DECLARED,
            fail_on=FailOn.DECISIVE,
            min_score=None,
            undecided=UndecidedPolicy.TELL,
            met=met,
            exit=status,
            why=why,
        ),
        inputs=Inputs(given=len(audits) + unusable, audited=len(audits), unusable=unusable),
        diagnostics=diagnostics,
    )


def on_track(result: Result, track: Track) -> Result:
    """Give the same result with the gate on another track."""
    return replace(result, gate=replace(result.gate, track=track))


def asked(scenario: str) -> Result:
    """Give a scenario whose gate asks everything that can be asked beside the findings, and gets little of it."""
    result = SCENARIOS[scenario]()
    grooming = AreaMinimum(area="grooming", least=Fraction(99))
    terms = Terms(fail_on=FailOn.ANY, min_score=Fraction(60), min_areas=(grooming,), max_undecided=0, max_unbacked=0)
    return replace(result, gate=judge(result.audits, terms, unusable=result.inputs.unusable))


# The scenarios ------------------------------------------------------------------------------------

GROOMING = Area(id="grooming", title="Grooming detection")
DEFAULTS = Area(id="defaults", title="Defaults for children")
AGES = Area(id="ages", title="Age assurance")
REPORTING = Area(id="reporting", title="Reporting and complaints")
MATERIAL = Area(id="material", title="Abuse material")
TRANSPARENCY = Area(id="transparency", title="Transparency")
MODERATION = Area(id="moderation", title="Moderation")
LIVE = Area(id="live", title="Livestreams")
SELLING = Area(id="selling", title="Advertising")


def _met(id: str, title: str, *, backed: bool = False, fact: str = "", value: Value = True) -> Rule:
    name = fact or f"facts.{id.lower().replace('-', '_')}"
    return Rule(id=id, title=title, status=MET, backed=backed, seen=[(name, value, "true")])


def mixed_areas() -> dict[Area, list[Rule]]:
    """Nine areas with everything in them: failures, open answers, unbacked exemptions, later law."""
    return {
        GROOMING: [
            Rule(
                id="GRM-01",
                title="Grooming detection runs somewhere",
                status=MET,
                backed=True,
                seen=[("surfaces.direct_messages.grooming_detection", True, "true")],
            ),
            Rule(
                id="GRM-02",
                title="Grooming detection runs on every surface where adults can contact children",
                status=NOT_MET,
                checked=Checked.SECONDARY,
                clause="principle 3",
                seen=[("surfaces.group_chat.grooming_detection", False, "true")],
                remedy="Run detection on every contact surface, and declare it there once it runs.",
                weight=Fraction(5),
            ),
            Rule(
                id="GRM-03",
                title="Suspected grooming is reviewed by a person within a day",
                status=PARTLY,
                checked=Checked.SECONDARY,
                clause="principle 4",
                unit="hours",
                seen=[
                    ("surfaces.direct_messages.review_time", 48, "at most 24 hours"),
                    ("surfaces.group_chat.review_time", 72, "at most 24 hours"),
                    ("surfaces.comments.review_time", NONE, "at most 24 hours"),
                    ("surfaces.voice_chat.review_time", Decimal("30.5"), "at most 24 hours"),
                ],
                remedy="Put enough reviewers on the queue.",
                weight=Fraction(3),
            ),
            Rule(
                id="GRM-05",
                title="A child is warned when a contact looks like grooming",
                status=UNDECIDED,
                question="Is a child warned when a contact looks like grooming?",
                seen=[("grooming.alerts.child", None, "true")],
            ),
            _met("GRM-06", "Reports reach the authority for child protection", backed=True),
            _met("GRM-07", "Moderators are trained to see grooming"),
        ],
        DEFAULTS: [
            _met("DEF-01", "Only connections can message a child", backed=True),
            _met("DEF-02", "A child's location is hidden", backed=True),
            Rule(
                id="DEF-03",
                title="Strangers cannot find children under 16 by phone number",
                status=UNDECIDED,
                question="Can strangers find under-16s by phone number?",
                seen=[("child_defaults.13-15.findable_by_phone", None, "false")],
            ),
            _met("DEF-04", "Profiles of children are private"),
            _met("DEF-05", "Autoplay is off for children"),
        ],
        AGES: [
            Rule(
                id="AGE-01",
                title="The method of age assurance is highly effective",
                status=NOT_MET,
                seen=[("age_assurance.method", "self_declaration", "one of photo_id, facial_estimation")],
                clause="chapter 2",
                remedy="Put one of the accepted methods in front of the service.",
                weight=Fraction(2),
                alternative="Accounts are opened by a parent.",
            ),
            _met("AGE-02", "Age is asked before an account opens", backed=True),
            _met("AGE-03", "Children below the minimum age are removed"),
        ],
        REPORTING: [
            _met("REP-01", "A child can report a person from the conversation", backed=True),
            Rule(
                id="REP-02",
                title="Reports of children are answered within a day",
                status=UNDECIDED,
                question="Within how many hours is the first answer to a child's report given?",
                accepts="a number of hours, from 0",
                seen=[("reporting.first_answer", None, "at most 24 hours")],
                absence=Absence(
                    silence=Silence.DECLINED,
                    by="eSafety Commissioner",
                    on="2026-02",
                    source="transparency report",
                ),
            ),
            _met("REP-03", "Reporting needs no account"),
            _met("REP-04", "Whoever reported hears what was done"),
        ],
        MATERIAL: [
            _met("CSA-01", "Known abuse images are matched on upload", backed=True),
            _met("CSA-02", "Known abuse videos are matched on upload"),
            Rule(
                id="CSA-03",
                title="New abuse images are looked for",
                status=PARTLY,
                obligation=Obligation.SHOULD,
                seen=[("abuse_material.classifier", "partial", "full")],
            ),
        ],
        TRANSPARENCY: [
            Rule(
                id="TRN-01",
                title="A report on child safety is published every year",
                status=UNDECIDED,
                question="When was the last report on child safety published?",
                accepts="a date, or none",
                seen=[("transparency.last_report", None, "within 12 months")],
            ),
            _met("TRN-02", "The report counts reports by kind"),
            Rule(
                id="TRN-03",
                title="The report is checked by somebody else",
                status=LATER,
                seen=[("transparency.audited", False, "true")],
                since=date(2027, 4, 1),
                reason=Reason.TRANSITION,
            ),
        ],
        MODERATION: [
            Rule(
                id="MOD-01",
                title="Moderators speak the languages of the service",
                status=PARTLY,
                obligation=Obligation.SHOULD,
                seen=[
                    (
                        "moderation.languages",
                        WordSet({"en": T, "fr": T}, complete=True),
                        "covers users.languages",
                    )
                ],
            ),
        ],
        LIVE: [
            Rule(
                id="LIV-01",
                title="Livestreams of children are watched by a person",
                status=OUT,
                seen=[("surfaces.livestreams.offered", False, "true")],
                unbacked_scope=True,
            ),
            Rule(
                id="LIV-02",
                title="Viewers of children's livestreams cannot send gifts",
                status=OUT,
                seen=[("surfaces.livestreams.offered", False, "true")],
                unbacked_scope=True,
            ),
        ],
        SELLING: [
            Rule(
                id="ADV-01",
                title="Children are not profiled for advertising",
                status=OUT,
                seen=[("advertising.shown", False, "true")],
            ),
        ],
    }


def mixed() -> Result:
    """A service like most: much is met, little is backed, three musts fail."""
    warning = Diagnostic(
        code="evidence.hash-differs",
        message="the document is not the one that was hashed",
        place=Place("examples/harbour.yaml", 96, 5),
        severity=Severity.WARNING,
        help="write the hash `abc`",
    )
    return make_result(make_audit(mixed_areas(), left_out={"recalled": 3}), diagnostics=(warning,))


def all_met() -> Result:
    """Everything met and backed."""
    return make_result(
        make_audit(
            {
                GROOMING: [_met(f"GRM-0{n}", f"Measure {n} against grooming", backed=True) for n in range(1, 4)],
                DEFAULTS: [_met("DEF-01", "Only connections can message a child", backed=True)],
            }
        )
    )


def waived() -> Result:
    """The same service with two findings waived: one that failed, one that is open."""
    result = mixed()
    (audit,) = result.audits
    assert audit.scorecard is not None
    place = Place("waivers.yaml", 3, 5)
    reasons = {
        "GRM-02": "Group chat moves to the new service in spring.",
        "DEF-03": "=Being asked of the vendor; @legal",
    }
    findings = [
        replace(
            one,
            waiver=Waiver(
                requirement=f"internet-safety-strategy/{one.requirement.id}",
                service="harbour",
                reason=reasons[one.requirement.id],
                approver="Safety board",
                granted=date(2026, 9, 1),
                expires=date(2027, 2, 28),
                place=place,
            ),
        )
        if one.requirement.id in reasons
        else one
        for one in audit.findings
    ]
    whole = audit.scorecard
    card = replace(
        scorecard(audit.ruleset.areas, [one for one in findings if one.counts]),
        score_without_waivers=whole.score,
        verdict_without_waivers=whole.verdict,
        counts=whole.counts,
        counts_backed=whole.counts_backed,
        weights=whole.weights,
    )
    return replace(result, audits=(replace(audit, findings=tuple(findings), scorecard=card),))


def since_baseline() -> Result:
    """The same service held against an earlier result: two got worse, the rest is as it was or better."""
    result = mixed()
    (audit,) = result.audits
    same, worse, better = BaselineState.UNCHANGED, BaselineState.WORSE, BaselineState.BETTER
    stood = {
        "GRM-03": SinceBaseline(declared=worse, backed=worse, was=MET, was_backed=MET),
        "REP-02": SinceBaseline(
            declared=BaselineState.STILL_OPEN, backed=BaselineState.STILL_OPEN, was=NOT_MET, was_backed=NOT_MET
        ),
        "CSA-03": SinceBaseline(declared=better, backed=better, was=NOT_MET, was_backed=NOT_MET),
        "AGE-01": SinceBaseline(declared=same, backed=same, was=NOT_MET, was_backed=NOT_MET, lapsed=True),
    }
    findings = tuple(
        replace(
            one,
            baseline=stood.get(
                one.requirement.id,
                SinceBaseline(declared=same, backed=same, was=one.declared.status, was_backed=one.backed.status),
            ),
        )
        for one in audit.findings
    )
    baseline = Baseline(
        file="results/2026-09.json",
        sha256="b" * 64,
        as_of=date(2026, 9, 1),
        version="3.0.0",
        ruleset_sha256="5" * 64,
        gone=("GRM-99",),
    )
    return replace(result, audits=(replace(audit, findings=findings, baseline=baseline),))


def unbacked() -> Result:
    """Everything met as declared, little of it backed: the tracks differ."""
    return make_result(
        make_audit(
            {
                GROOMING: [_met(f"GRM-0{n}", f"Measure {n} against grooming", backed=n == 1) for n in range(1, 4)],
                DEFAULTS: [_met("DEF-01", "Only connections can message a child")],
            }
        )
    )


def none_met() -> Result:
    """Nothing met: seven failures, of which five are shown."""
    return make_result(
        make_audit(
            {
                GROOMING: [
                    Rule(
                        id=f"GRM-0{n}",
                        title=f"Measure {n} against grooming",
                        status=NOT_MET,
                        seen=[(f"grooming.measure_{n}", False, "true")],
                        remedy=f"Take measure {n}.",
                    )
                    for n in range(1, 8)
                ]
            },
            status=RulesetStatus.STATUTORY_CODE,
        )
    )


def nothing_applies() -> Result:
    """No requirement applies, each by its own fact."""
    return make_result(
        make_audit(
            {
                LIVE: [
                    Rule(
                        id="LIV-01",
                        title="Livestreams of children are watched by a person",
                        status=OUT,
                        seen=[("surfaces.livestreams.offered", False, "true")],
                    )
                ],
                SELLING: [
                    Rule(
                        id="ADV-01",
                        title="Children are not profiled for advertising",
                        status=OUT,
                        seen=[
                            ("advertising.shown", False, "true"),
                            ("users.children.can_use", False, "true"),
                        ],
                        unbacked_scope=True,
                    )
                ],
            }
        )
    )


def undecided() -> Result:
    """A name and nothing else: all is open, some may not even apply."""
    return make_result(
        make_audit(
            {
                GROOMING: [
                    Rule(
                        id=f"GRM-0{n}",
                        title=f"Measure {n} against grooming",
                        status=UNDECIDED,
                        seen=[("users.children.can_use", None, "true")],
                        question="Can children use the service?",
                        role=Role.SCOPE,
                    )
                    for n in range(1, 4)
                ],
                REPORTING: [
                    Rule(
                        id="REP-01",
                        title="Reports of children are answered within a day",
                        status=UNDECIDED,
                        question="Within how many hours is the first answer to a child's report given?",
                        seen=[("reporting.first_answer", None, "at most 24 hours")],
                        accepts="a number of hours, from 0",
                    )
                ],
            },
            declared=replace(
                declaration(Service(id="smallest", name="Smallest"), "examples/smallest.yaml"),
                evidence=(),
                stated_on=None,
            ),
        )
    )


def not_in_force() -> Result:
    """A draft read as written beside law that is still to come, in nested areas."""
    inner = Area(id="images", title="Images", parent=MATERIAL.id)
    return make_result(
        make_audit(
            {
                MATERIAL: [],
                inner: [_met("CSA-01", "Known abuse images are matched on upload", backed=True)],
                TRANSPARENCY: [
                    Rule(
                        id=f"TRN-0{n}",
                        title=f"Part {n} of the yearly report is published",
                        status=LATER,
                        since=date(2027, 4, 1),
                        seen=[("transparency.published", False, "true")],
                    )
                    for n in range(1, 6)
                ],
            },
            status=RulesetStatus.DRAFT,
            decided_by=(Obligation.MUST, Obligation.SHOULD),
            watermarks=(
                "edition 3.0.0, draft, never in force, read as written",
                "later facts on earlier rules: the facts are of 2026-09-30",
            ),
        )
    )


HOSTILE = "[bold red]Evil[/bold red] :warning: \x1b[2J\x1b]0;t\x07 \u202egnp.exe\u202c a\u200bb\u2028c\x9b31m"


def hostile() -> Result:
    """Text that tries to move the cursor, to turn round, to vanish and to break the columns."""
    wide = Area(id="wide", title="極めて長い名前の領域です、とても長い領域の名前")
    evil = Area(id="evil", title=HOSTILE)
    service = Service(id="evil", name=HOSTILE, provider="[/] =cmd|' /C calc'!A0")
    long = "x" * 300
    return make_result(
        make_audit(
            {
                evil: [
                    Rule(
                        id="EVL-01",
                        title=HOSTILE,
                        status=NOT_MET,
                        seen=[
                            ("service.description", HOSTILE, HOSTILE),
                            ("service.motto", long, "a short text"),
                        ],
                        remedy=HOSTILE,
                        label="[link=file:///]x[/link]",
                        alternative=HOSTILE,
                    )
                ],
                wide: [
                    Rule(
                        id="WID-01",
                        title="幅の広い文字" * 20,
                        status=UNDECIDED,
                        question=f"{HOSTILE}\nsecond line?",
                        accepts=long,
                        seen=[("service.名前", None, "x")],
                    )
                ],
            },
            declared=declaration(service, "examples/it's [red]evil\x1b[31m $(date).yaml"),
            watermarks=(HOSTILE,),
        )
    )


def compiled() -> Result:
    """A real kind of service as others reported on it: facts and sources, no verdict."""
    sources = (
        Evidence(
            id="esafety-2023",
            kind="publication",
            title="Basic online safety expectations: summary of responses",
            assurance=Assurance.INDEPENDENT,
            supports=("grooming",),
            place=Place("examples/published/chat-2023.yaml", 30, 5),
            issuer="eSafety Commissioner",
            issued=DateSpan(date(2023, 10, 1), date(2023, 10, 31)),
            source="https://www.esafety.gov.au/",
            checked="secondary",
        ),
    )
    told = replace(
        declaration(Service(id="chat", name="Chat", provider="Chat Inc."), "examples/published/chat-2023.yaml"),
        compiled_by=CompiledBy(
            name="the auditor project", on=date(2026, 11, 22), method="Read from the regulator's report."
        ),
        evidence=sources,
        stated_on=date(2023, 10, 16),
    )
    base = make_audit(mixed_areas(), declared=told)
    lines = Lines(told.file)
    silent = (Reported.NOT_FOUND, Reported.NO_SOURCE, Reported.NOT_ASKED)

    def fact(state: Reported, path: str, value: Value | None, **more: object) -> ReportedFact:
        observed = Observation(
            fact=path,
            place=None if value is None else lines.place(path),
            seen=value,
            wanted="true",
            truth=U if value is None else T if value is True else F,
            unit="hours" if path.endswith("answer") else None,
            backed_by=() if state in silent else ("esafety-2023",),
        )
        return ReportedFact(state=state, observation=observed, **more)  # type: ignore[arg-type]

    refused = Absence(silence=Silence.DECLINED, by="eSafety Commissioner", on="2023-02")
    sought = Absence(silence=Silence.SOUGHT, by="the auditor project", on="2026-11-20")
    facts = {
        "GRM-01": (
            fact(Reported.NO, "grooming.any_detection", False),
            fact(Reported.NOT_FOUND, "surfaces.group_chat.grooming_detection", None, absence=sought),
        ),
        "GRM-05": (
            fact(Reported.NO, "grooming.any_detection", False),
            fact(Reported.NOT_ASKED, "grooming.alerts.child", None),
        ),
        "REP-01": (fact(Reported.YES, "reporting.in_service", True),),
        "REP-02": (
            fact(Reported.VALUE, "reporting.first_answer", 13),
            fact(Reported.DECLINED, "reporting.median_answer", None, absence=refused),
            fact(Reported.CONTESTED, "reporting.outcome_told", True),
            fact(Reported.STALE, "reporting.trusted_flaggers", True),
            fact(Reported.NO_SOURCE, "reporting.without_account", None),
        ),
    }
    reported = tuple(
        ReportedRequirement(requirement=one.requirement, facts=facts[one.requirement.id])
        for one in base.findings
        if one.requirement.id in facts
    )
    scope = (
        fact(Reported.YES, "users.children.can_use", True),
        fact(Reported.NOT_ASKED, "surfaces.*.offered", None),
    )
    return make_result(
        replace(base, scorecard=None, findings=(), answers=(), reported=reported, reported_scope=scope)
    )


def _challenge(
    service: str, fact: str, says: Value, file: str, line: int, *, reply: Reply | None = None
) -> Challenge:
    return Challenge(
        service=service,
        fact=fact,
        says=says,
        filed_by="Example Charity",
        on=date(2026, 9, 20),
        window=date(2026, 10, 4),
        evidence=(
            CounterEvidence(
                publisher="Example Charity",
                title="What happened when we wrote to a child's account",
                issued=DateSpan(date(2026, 9, 18), date(2026, 9, 18)),
                source="https://example.org/report",
            ),
            CounterEvidence(
                publisher="The Daily Example",
                title="Messages that nobody read",
                issued=DateSpan(date(2026, 9, 1), date(2026, 9, 30)),
            ),
        ),
        place=Place(file, line, 11),
        reply=reply,
    )


def _contested_filing() -> Audit:
    """A service that filed for itself: one fact contested and answered for, one filed against after the day."""
    told = declaration()
    dm, hours = "surfaces.direct_messages.grooming_detection", "reporting.first_answer"
    replied = Reply(
        asked=date(2026, 9, 20),
        deadline=date(2026, 10, 4),
        place=Place("challenges.yaml", 12, 5),
        text="The accounts in the test were those of adults.",
        answered=date(2026, 9, 25),
    )
    one = _challenge("harbour", dm, False, "challenges.yaml", 2, reply=replied)
    later = replace(_challenge("harbour", hours, 90, "challenges.yaml", 14), on=date(2026, 10, 2))
    rules = [
        _met("GRM-01", "Grooming is detected in direct messages", fact=dm),
        _met("GRM-03", "Detection is reviewed", backed=True, fact="grooming.reviewed"),
        Rule(
            id="GRM-05",
            title="A child is warned",
            status=NOT_MET,
            seen=[("grooming.alerts.child", False, "true")],
            remedy="Warn the child.",
        ),
    ]
    base = make_audit({GROOMING: rules}, declared=replace(told, challenges=(later, one)))
    place = next(seen.place for each in base.findings for seen in each.declared.because if seen.fact == dm)
    return replace(
        base,
        contested=(
            Contested(challenge=later, declared=24, place=Place(told.file, 60, 3), unit="hours", counted=False),
            Contested(challenge=one, declared=True, place=place, unit=None, counted=True),
        ),
    )


def _contested_compilation() -> Audit:
    """A service that others described: two sources that say otherwise, and a reply to one of them."""
    (base,) = compiled().audits
    fact, said = "reporting.outcome_told", base.declaration
    one = _challenge("chat", fact, False, said.file, 50)
    (source,) = said.evidence
    asked = Reply(asked=date(2023, 9, 1), deadline=date(2023, 9, 15), place=Place(said.file, 40, 5))
    told = replace(said, challenges=(one,), evidence=(replace(source, reply=asked),))
    seen = next(each.observation for group in base.reported for each in group.facts if each.observation.fact == fact)
    both = Contested(challenge=one, declared=True, place=seen.place, unit=None, counted=True)
    return replace(base, declaration=told, contested=(both,))


def contested() -> Result:
    """Facts that others contest, of a service that filed for itself and of one that did not."""
    return make_result(_contested_filing(), _contested_compilation())


def several() -> Result:
    """Two services against several rulesets, one of them compiled by others, one file unusable, one edition ended."""
    other = declaration(Service(id="quay", name="Quayside", provider=None), "examples/quay.yaml")
    result = make_result(
        mixed().audits[0],
        make_audit(
            {GROOMING: [_met("ICU-C9", "Hash matching runs", backed=True)]},
            status=RulesetStatus.STATUTORY_CODE,
            id="ofcom-illegal-content",
            version="1.1.0",
        ),
        make_audit(
            {GROOMING: [Rule(id="VP-01", title="Grooming is sought", status=UNDECIDED, obligation=Obligation.SEEK)]},
            status=RulesetStatus.VOLUNTARY,
            id="csea-voluntary-principles",
            version="1.0.0",
            decided_by=(Obligation.SEEK,),
            declared=other,
        ),
        compiled().audits[0],
        unusable=1,
    )
    ended = Outside(
        id="uk-social-media-code",
        version="1.0.0",
        title="Code of practice",
        status=RulesetStatus.STATUTORY_GUIDANCE,
        why="ended 2023-10-25",
    )
    return replace(result, outside=(ended,))


SCENARIOS: Mapping[str, Callable[[], Result]] = {
    "mixed": mixed,
    "all-met": all_met,
    "unbacked": unbacked,
    "waived": waived,
    "since-baseline": since_baseline,
    "none-met": none_met,
    "nothing-applies": nothing_applies,
    "undecided": undecided,
    "not-in-force": not_in_force,
    "hostile": hostile,
    "compiled": compiled,
    "several": several,
    "contested": contested,
}
