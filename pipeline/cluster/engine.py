"""The engine ``dask`` of a run: on the cluster of a scheduler, or on one of processes of this machine."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.cluster.driver import Driver
from pipeline.cluster.local import local_cluster
from pipeline.cluster.urls import list_url, local_path
from pipeline.inputs import Source, find_sources
from pipeline.records import Reject
from pipeline.run import Engine
from pipeline.settings import Settings, SettingsError, require

_CONNECT_SECONDS = 10


def check_installed() -> None:
    """Look for Dask before anything is read.

    :raises SettingsError: if it isn't there.
    """
    require(
        ("distributed", "fsspec"),
        "the engine dask needs Dask; install it with pip install 'commentariat[dask]', or leave --engine out",
    )


@contextmanager
def open_engine(settings: Settings) -> Iterator[Engine]:
    """The engine on the cluster that the settings name, or on one of ``workers`` processes here.

    :raises SettingsError: if Dask isn't installed or no scheduler answers.
    """
    check_installed()
    with _client(settings) as client:
        driver = Driver(client)
        yield Engine(_find_sources, driver.tasks, driver.worked_on)


def _find_sources(paths: Sequence[Path | str], out: Path) -> tuple[list[Source], list[Reject]]:
    return find_sources([local_path(path) for path in paths], out, list_url)


@contextmanager
def _client(settings: Settings) -> Iterator[Any]:
    from distributed import Client

    # What Dask says in its logs of workers and schedulers that come and go, the run says in its own words.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if settings.scheduler:
        problem = ""
        try:
            client = Client(settings.scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            problem = " ".join(str(error).split()) or type(error).__name__
        if problem:
            # The client that failed ends now: while another is made the two would wait for each other for ever.
            gc.collect()
            raise SettingsError(
                f"no Dask scheduler answers at {settings.scheduler} ({problem}); check the address and that it runs, or leave"
                " --scheduler out to use this machine alone"
            )
        with client:
            yield client
        return
    with local_cluster(settings.workers) as cluster, Client(cluster, set_as_default=False) as client:
        yield client
