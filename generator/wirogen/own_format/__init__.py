"""Our own format: one file a model, made to be read and reviewed.

`tree` is a Card as a plain tree, `writer` that tree as YAML. `readers.own_format` reads
both back.
"""
