"""The RDF view of the catalogue: standard terms where there are any, no blank nodes, IRIs that stay when a quarter is added.

Triples are made as N-Triples text, straight from the records, so that large libraries are written fast and no RDF library is loaded for it.
Each module holds one kind of fact; `facts` puts them together version by version. A further kind of fact (figures, as RDF Data Cube) is one
more module, named in `facts.BY_BULLET`.
"""
