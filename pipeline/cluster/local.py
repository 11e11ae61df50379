"""A cluster of processes on this machine, for a run that names no scheduler."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pipeline.interrupts import interrupts_held

_CONFIG = {
    # One more death is forgiven: the system may have ended a worker for no fault of its shard.
    "distributed.scheduler.allowed-failures": 1,
    # Who has died on this machine isn't called for long.
    "distributed.comm.timeouts.connect": "5s",
    # Dask has the allocator hand memory back at once, and to ask for it anew costs a tenth of the time here.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
}


@contextmanager
def local_cluster(workers: int) -> Iterator[Any]:
    """So many processes of one thread each; they end with this one, and at once when it is interrupted."""
    import dask
    from distributed import LocalCluster

    with dask.config.set(_CONFIG):
        # Dask doesn't tidy up a cluster that is half there.
        with interrupts_held() as interrupt:
            try:
                cluster = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    # Memory is limited for each article, by the stages themselves.
                    memory_limit=0,
                    dashboard_address=":0",
                    silence_logs=logging.CRITICAL,
                )
            except RuntimeError:
                # A terminal tells all processes of Ctrl-C, and those that begin don't survive it.
                if not interrupt.came:
                    raise
        with cluster:
            try:
                yield cluster
            finally:
                _end_workers(cluster)


def _end_workers(cluster: Any) -> None:
    """End the processes as they are: asked to, they would first finish their shards."""
    import psutil

    for nanny in cluster.workers.values():
        nanny.auto_restart = False
        if nanny.pid is not None:
            with suppress(psutil.NoSuchProcess):
                psutil.Process(nanny.pid).kill()
