"""An explanation in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.workbench.explain import Explanation
from pipeline.workbench.explain_events import EventTrace, Unused
from pipeline.workbench.explain_near import NearMiss
from pipeline.workbench.explain_stance import NearCue, StanceTrace
from pipeline.workbench.rules_report import shown

MOST_NEAR = 6


def show(found: Explanation, console: Console, parse: bool = True) -> None:
    """Print an explanation, the parse only where it is wanted."""
    console.print(Text(found.sentence.sentence_id, style="dim"))
    console.print(_marked(found))
    if not found.row_found:
        console.print(
            Text(f"The present rules don't make the row {found.asked_row} any more.", style="bold red")
        )
    if found.mentions:
        console.print(_mentions(found))
    if parse:
        console.print(_parse(found))
    for event in found.events:
        for line in _event_lines(event):
            console.print(line)
    for stance in found.stances:
        for line in _stance_lines(stance):
            console.print(line)
    if not found.events and not found.stances and not found.asked_row:
        console.print(Text("no event and no stance", style="bold"))
    for line in _rest(found):
        console.print(line)
    console.print()


def _marked(found: Explanation) -> Text:
    text = Text(found.sentence.text)
    for mention in found.mentions:
        text.stylize("cyan", mention.start, mention.end)
    for event in found.events:
        start = event.row.start - found.sentence.start
        text.stylize("bold yellow", start, start + len(event.row.trigger))
    return text


def _mentions(found: Explanation) -> Table:
    table = Table("mention", "label", "name", "country", "rule", box=None, header_style="dim", pad_edge=False)
    for one in found.mentions:
        table.add_row(*map(escape, (one.text, one.label, one.name, one.country, one.rule)))
    return table


def _parse(found: Explanation) -> Table:
    table = Table(
        "", "word", "lemma", "tag", "relation", "head", "who", box=None, header_style="dim", pad_edge=False
    )
    words = {word.number: word.text for word in found.words}
    for one in found.words:
        head = "" if one.head == one.number else words.get(one.head, "")
        cells = (str(one.number), one.text, one.lemma, one.tag, one.relation, head, ", ".join(one.actors))
        table.add_row(*map(escape, cells))
    return table


def _line(name: str, told: str, style: str = "") -> Text:
    return Text.assemble(("  " + name.ljust(10), "dim"), (told, style))


def _event_lines(event: EventTrace) -> Iterator[Text]:
    row = event.row
    yield Text.assemble(
        ("event ", "bold"), (row.event_type, "bold yellow"), f" at {row.trigger!r}, {row.event_id}"
    )
    yield _line("rule", f"{row.rule}  {shown(event.file)}:{event.line}")
    roles = "; ".join(f"{role} {', '.join(words)}" for role, words in event.frame.items())
    yield _line("frame", roles + (f"; carried by {event.light_verb!r}" if event.light_verb else ""))
    for one in event.participants:
        about = "/".join(part for part in (one.country, one.sector) if part)
        words = f"{one.words!r}, " if one.words else ""
        yield _line(one.role, f"{one.name} ({about}): {words}{one.by}")
    if not any(one.role == "target" for one in event.participants) and not row.mutual:
        yield _line("target", "nobody")
    why = "; ".join(event.qualifiers) or "nothing denies or weakens it"
    yield _line("polarity", f"{row.polarity}, {row.modality}: {why}")
    yield _line("plover", (row.plover_type or "nothing") + (f", mode {row.mode}" if row.mode else ""))
    yield _line("date", f"{row.date or 'unknown'}: {event.date}")
    yield _line("speaker", event.speaker)
    if row.location:
        yield _line("location", row.location)
    if event.beaten:
        yield _line("before", f"{', '.join(event.beaten)}, which match too and are less particular")


def _stance_lines(stance: StanceTrace) -> Iterator[Text]:
    row = stance.row
    yield Text.assemble(("stance ", "bold"), (row.stance, "bold yellow"), f" by {row.cue!r}, {row.stance_id}")
    toward = f", toward {', '.join(row.toward)}" if row.toward else ""
    yield _line("holder", (row.holder or "nobody known") + toward)
    yield _line("polarity", f"{row.polarity}, {row.modality}")
    yield _line("said by", f"{row.method}: {stance.said_by}")
    for one in stance.evidence:
        place = f"  {shown(one.file)}:{one.line}" if one.file else ""
        yield _line("evidence", f"{one.rule} {one.certainty:.2f}: {one.words!r}{place}")


def _rest(found: Explanation) -> Iterator[Text]:
    for unused in found.unused:
        yield _unused_line(unused)
    told = {event.row.start - found.sentence.start for event in found.events}
    # Where a rule made a row, what other rules lacked is of less use.
    near = [one for one in found.near if one.start not in told][:MOST_NEAR]
    for one in near:
        yield _near_line(one)
    if len(found.near) > len(near):
        more = len(found.near) - len(near)
        yield Text(f"... and {more} more rules that nearly matched; --json lists them", style="dim")
    for cue in found.near_cues:
        yield _near_cue_line(cue)
    for verb in found.unknown_verbs:
        draft = f"commentariat rules try --verb {verb} --source subject --target object"
        yield Text.assemble(("no rule ", "bold"), f"has the verb {verb!r}; try one: {draft}")


def _unused_line(one: Unused) -> Text:
    where = f"{one.rule}  {shown(one.file)}:{one.line}"
    return Text.assemble(
        ("no row ", "bold"), f"{one.event_type} at {one.trigger!r}: {one.why}  ", (where, "dim")
    )


def _near_line(near: NearMiss) -> Text:
    where = f"{near.rule}  {shown(near.file)}:{near.line}"
    return Text.assemble(
        ("near ", "bold"),
        f"{near.event_type} at {near.trigger!r} lacks {'; and '.join(near.lacks)}  ",
        (where, "dim"),
    )


def _near_cue_line(cue: NearCue) -> Text:
    where = f"{cue.rule}  {shown(cue.file)}:{cue.line}"
    return Text.assemble(("near ", "bold"), f"{cue.stance} by {cue.words!r}: {cue.why}  ", (where, "dim"))
