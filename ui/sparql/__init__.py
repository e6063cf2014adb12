"""The SPARQL door: the query side of the SPARQL 1.1 protocol over the current build, and pages for items.

`protocol` speaks HTTP; `guard` refuses what must not be evaluated; `workers` keeps processes, each of which (`worker`) answers one query at a
time on a store that it can only read, and is killed when it takes too much; `store` makes that store; `results` writes result sets.
"""
