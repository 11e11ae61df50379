"""Event -> dyads: the rows to analyse, one a source and target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.records import Article, Event, Participant
from pipeline.schema import Dyad

_NOBODY: Sequence[Participant | None] = (None,)


def find_dyads(article: Article, event: Event) -> list[Dyad]:
    """One row for each source and target of an event.

    Several sources or targets are paired, each with each; nobody is paired with itself. A mutual event has a
    row each way; where its parties all stand in one role ("A and B signed"), they are paired with each other,
    and where it tells two sides apart ("A kept ties with B and C"), only across.
    An event with nobody in a role has one row for each in the other role, with the cells of the first empty.
    """
    rows = []
    for source, target in _pairs(event):
        rows.append(
            Dyad(
                event_id=event.event_id,
                article_id=event.article_id,
                sentence_id=event.sentence_id,
                published=article.published,
                date=event.date,
                source=source.name if source else "",
                source_country=source.country if source else "",
                source_sector=source.sector if source else "",
                target=target.name if target else "",
                target_country=target.country if target else "",
                target_sector=target.sector if target else "",
                event_type=event.event_type,
                plover_type=event.plover_type,
                mode=event.mode,
                quad_class=event.quad_class,
                polarity=event.polarity,
                modality=event.modality,
            )
        )
    return rows


def _pairs(event: Event) -> Iterator[tuple[Participant | None, Participant | None]]:
    sources: Sequence[Participant | None]
    targets: Sequence[Participant | None]
    sources = [one for one in event.participants if one.role == "source"]
    targets = [one for one in event.participants if one.role == "target"]
    if event.mutual and 0 < event.first_side < len(sources):
        sources, targets = sources[: event.first_side], sources[event.first_side :]
    elif event.mutual and not (sources and targets):
        sources = targets = sources or targets
    seen: set[tuple[str, str]] = set()
    for source in sources or _NOBODY:
        for target in targets or _NOBODY:
            for one, other in ((source, target), (target, source)) if event.mutual else ((source, target),):
                names = (one.name if one else "", other.name if other else "")
                if names[0] != names[1] and names not in seen:
                    seen.add(names)
                    yield one, other
    if not seen:
        # Nobody to pair: the event still has its row.
        yield (sources[0] if sources else None), None
