"""What a comparison of rules found, as lines for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.workbench.rules_diff import COMPARED, Change, Compared

_MARKS = {"added": "+", "dropped": "-", "changed": "~"}
# What stands for the rows of these tables is told by their events.
_FOLLOWING = frozenset({"participants", "dyads"})


def lines_of(found: Compared, limit: int) -> Iterator[str]:
    """Each change with its sentence, then how many rows of each table there are."""
    told = [change for change in found.changes if change.table not in _FOLLOWING or change.kind == "changed"]
    last = ""
    for change in told[:limit]:
        if change.sentence_id != last:
            yield f"{change.sentence_id}  {change.sentence}"
            last = change.sentence_id
        yield f"  {_MARKS[change.kind]} {change.table:<12} {_row(change)}"
    if len(told) > limit:
        yield f"... and {len(told) - limit:,} more; --limit or --json shows them"
    counts = Counter((change.table, change.kind) for change in found.changes)
    for table in COMPARED:
        parts = [f"{counts[table, kind]:,} {kind}" for kind in _MARKS if counts[table, kind]]
        if parts:
            yield f"{table}: {', '.join(parts)}"
    if not found.changes:
        yield "no row changes"
    unread = found.articles - found.read
    rest = f"; {unread:,} hold none of the words that changed" if unread else ""
    yield f"compared on {found.articles:,} articles{rest}"


def _row(change: Change) -> str:
    row = change.row
    if change.was:
        return "; ".join(f"{name} {was or 'empty'!r} -> {row[name] or 'empty'!r}" for name, was in change.was.items())
    if change.table == "events":
        return f"{row['event_type']} at {row['trigger']!r}, {row['polarity']}, {row['modality']} ({row['rule']})"
    if change.table == "stances":
        toward = f" toward {row['toward']}" if row["toward"] else ""
        return f"{row['stance']} of {row['holder'] or 'nobody known'}{toward} ({row['rule']})"
    return " ".join(filter(None, (row.get("text"), row.get("label"), row.get("name"), row.get("rule"))))
