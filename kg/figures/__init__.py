"""The figures of a bullet: values with what they measure, the period they speak of and what they are compared with.

`reader` reads them, `store` keeps them in the catalogue, `kg.series` sets them in a row over periods. `docs/figures.md` tells how.
"""
