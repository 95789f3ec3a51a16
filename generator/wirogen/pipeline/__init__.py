"""The steps from specifications to a published package, put in order.

Nothing here opens a connection, and only `generation.generate` and
`conversion.write_specification` write, beside records of what was found out. A run in
which nothing changed imports little of it.
"""
