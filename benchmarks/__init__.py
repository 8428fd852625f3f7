"""How fast it is, measured the same way every time; `make bench` keeps the figures, `--quick` prints the headlines."""
