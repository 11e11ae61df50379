"""The stages on many machines, by Dask; needs the extra ``dask``.

The run's own process finds the sources and keeps the rows; what takes time is done by the workers: looking the files
through and cutting collections into slices (``slices``), and the stages over shards of a minute or more (``work``).
"""
