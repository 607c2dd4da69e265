"""From Lemon Squeezy's objects to facts of ours, a file for each kind of object.

An event carries the whole object, as an answer does, so both are read by the same functions and say the same.
"""
