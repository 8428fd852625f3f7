"""The pure heart: values, the interpreter and the ports; no I/O, no clock, no randomness."""
