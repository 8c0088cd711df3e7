"""What instruments say on a theme, for people: a line for each edition, the oldest first; the answer stands last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from auditor.model.ruleset import Checked, RulesetStatus
from auditor.model.standing import none_holds, validity_of
from auditor.model.survey import Saying, Survey, Voice
from auditor.model.themes import TITLES, Theme, words_of
from auditor.report.escape import visible
from auditor.report.paper import Paper, Piece
from auditor.report.wording import STANDINGS, flat, listed, plural, sentence, to_ascii

_VOICES: Final[Mapping[Voice, str]] = {Voice.RECALLED_ONLY: "unsure", Voice.OUT_OF_TIME: "not then"}
_VOICE_CELLS: Final = 10
_OPEN: Final = frozenset({Voice.SILENT, Voice.RECALLED_ONLY, Voice.OUT_OF_TIME})
_LEGEND: Final = (
    "The number counts the requirements with the strongest verb. Those that are remembered and were not read stand "
    "apart and give no verb."
)


def render_themes(*, width: int, color: bool, ascii: bool, plain: bool) -> str:
    """List the themes with their words."""
    paper = Paper(width=width, color=color, ascii=ascii)
    longest = max(len(one.value) for one in Theme)
    for one in Theme:
        if plain:
            paper.prose(f"{one.value}: {TITLES[one].removeprefix(f'{one.value}: ')}.")
        else:
            paper.prose(TITLES[one].removeprefix(f"{one.value}: "), lead=f"{one.value.ljust(longest)}  ")
    paper.blank()
    paper.put(Piece(f"{plural(len(Theme), 'theme')}: name one to see who speaks of it.", "head"))
    return paper.text()


def render_survey(survey: Survey, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the editions by the day of publication, each with what it says."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.sides([Piece(words_of(survey.theme).upper(), "head")], f"read for {survey.as_of.isoformat()}")
    paper.prose(sentence(TITLES[survey.theme].removeprefix(f"{survey.theme.value}: ")))
    paper.blank()
    for one in survey.sayings:
        _put(paper, one, survey.as_of)
    paper.blank()
    paper.prose(_LEGEND)
    paper.blank()
    paper.prose(in_force_text(survey))
    paper.prose(answer(survey), style="head")
    return paper.text()


def render_plain(survey: Survey, *, ascii: bool) -> str:
    """Say the same, one sentence a line."""
    lines = [visible(flat(line)) for line in _plain(survey)]
    text = "\n".join(lines) + "\n"
    return to_ascii(text) if ascii else text


def _put(paper: Paper, saying: Saying, as_of: date) -> None:
    voice = _VOICES.get(saying.voice, saying.voice.value)
    number = f" {len(saying.speaking)}" if saying.speaking else ""
    published = saying.ruleset.published.isoformat() if saying.ruleset.published else ""
    lead = f"{published.ljust(10)}  {paper.pad(voice + number, _VOICE_CELLS)}"
    indent = " " * paper.cells(lead)
    if 2 * len(indent) > paper.width:
        paper.put(lead)
        lead = indent = "    "
    first = Piece(lead, "open" if saying.voice in _OPEN else "", keep=True)
    for row, line in enumerate(_packed(paper, saying, as_of, paper.width - len(indent))):
        paper.put(indent if row else first, Piece(line, keep=True))
    for text in left_out(saying):
        paper.prose(text, lead=indent)


def _packed(paper: Paper, saying: Saying, as_of: date, room: int) -> list[str]:
    """Write an edition on as few lines as go with one of its ids, and then as many ids as those lines hold."""
    parts = [saying.ruleset.name, standing_text(saying, as_of), *apart(saying)]
    ids = [one.id for one in saying.speaking or saying.out_of_time or saying.recalled]
    if not ids:
        return _lines(paper, parts, room)
    least = _lines(paper, [*parts, listed(ids, most=1)], room)
    for count in range(len(ids), 1, -1):
        lines = _lines(paper, [*parts, listed(ids, most=count)], room)
        if len(lines) <= len(least) and all(paper.cells(one) <= room for one in lines):
            return lines
    return least


def _lines(paper: Paper, parts: Sequence[str], room: int) -> list[str]:
    """Fill lines with parts, none of them broken."""
    lines = [paper.clean(parts[0])]
    for part in parts[1:]:
        longer = f"{lines[-1]}{paper.dot}{paper.clean(part)}"
        if paper.cells(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(paper.clean(part))
    return lines


def standing_text(saying: Saying, as_of: date) -> str:
    """Say what kind of text the edition is, and whether it is in force."""
    kind = STANDINGS[saying.ruleset.status].short
    return f"{kind}, {validity_of(saying.ruleset).text_on(as_of, since=False)}"


def apart(saying: Saying) -> list[str]:
    """Say how surely it was read, and what stands apart."""
    parts = []
    second_hand = saying.checked.get(Checked.SECONDARY, 0)
    if second_hand:
        whole = second_hand == len(saying.speaking)
        parts.append("second-hand" if whole else f"{second_hand} second-hand")
    elif saying.speaking:
        parts.append("read")
    for count, words in (
        (len(saying.weaker), "weaker"),
        (len(saying.out_of_time), f"{none_holds(saying.ruleset.status)} that day"),
        (len(saying.recalled), "from memory"),
    ):
        if count:
            parts.append(f"{count} {words}")
    return parts


def left_out(saying: Saying) -> Iterator[str]:
    """Say what the text leaves out in so many words, by which clause and why."""
    for one in saying.excludes:
        yield f"leaves it out, {flat(one.clause)}: {flat(one.because)}"


def _counted(survey: Survey, *, current: bool = False) -> str:
    """Count the editions by what they say; a model is marked, for its verb is ours and not the law's."""
    words = {Voice.RECALLED_ONLY: "from memory alone", Voice.OUT_OF_TIME: "not at that time"}
    of_models = [one for one in survey.sayings if one.ruleset.status is RulesetStatus.MODEL]
    said = []
    for voice, count in survey.voices(current=current).items():
        models = sum(one.voice is voice and (one.is_current or not current) for one in of_models)
        mark = f" ({'' if count == 1 else f'{models} of them '}a model, not law)" if models else ""
        said.append(f"{words.get(voice, voice.value)} {count}{mark}")
    return ", ".join(said)


def in_force_text(survey: Survey) -> str:
    """Say what holds on the day, of law and of voluntary texts that are current."""
    if not survey.voices(current=True):
        return f"None of these is in force or current on {survey.as_of.isoformat()}."
    return f"In force or current on {survey.as_of.isoformat()}: {_counted(survey, current=True)}."


def answer(survey: Survey) -> str:
    """Say how many editions say what."""
    theme = words_of(survey.theme).upper()
    if not survey.sayings:
        return f"{theme}: no edition was looked into."
    outspoken = sum(one.voice is Voice.SILENT and bool(one.excludes) for one in survey.sayings)
    words = f", {outspoken} of them in so many words" if outspoken else ""
    return f"{theme}: {_counted(survey)}{words}."


def _plain(survey: Survey) -> Iterator[str]:
    yield sentence(f"On {words_of(survey.theme)}, read for {survey.as_of.isoformat()}")
    for one in survey.sayings:
        voice = _VOICES.get(one.voice, one.voice.value)
        said = f"{one.ruleset.published}: {one.ruleset.name}, {standing_text(one, survey.as_of)}, says {voice}"
        if one.voice is Voice.SILENT:
            said = f"{one.ruleset.published}: {one.ruleset.name}, {standing_text(one, survey.as_of)}, is silent"
        elif one.speaking:
            said += f" in {plural(len(one.speaking), 'requirement')}"
        parts = apart(one)
        named = [each.id for each in one.speaking or one.out_of_time or one.recalled]
        tail = ": ".join(part for part in (", ".join(parts), listed(named, most=12)) if part)
        yield sentence(f"{said}; {tail}" if tail else said)
        yield from (sentence(f"It {text}") for text in left_out(one))
    yield _LEGEND
    yield in_force_text(survey)
    yield answer(survey)
