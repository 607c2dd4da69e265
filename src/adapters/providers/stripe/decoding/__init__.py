"""From Stripe's objects to facts of ours, a file for each kind of object.

The same state gives the same content whether it was pushed or asked for, and in whatever version it was rendered;
otherwise every answer would look like a contest.
"""
