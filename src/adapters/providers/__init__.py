"""One package for each payment provider, with the same file names in every one."""
