"""What a run costs in requests, minutes, seconds and memory; run with `make bench`."""
