"""A method that is being written: its shape, its steps, what it still lacks, and reading one from a file. Pure.

A draft is a snapshot of which the texts may be missing. Facts are always of the right kind: forms and `files` see to
that.
"""

from methods.draft.problems import Found, found, stopping
from methods.draft.shape import as_doc, canonical, digest, part_of, phase_in, stamp

__all__ = ["Found", "as_doc", "canonical", "digest", "found", "part_of", "phase_in", "stamp", "stopping"]
