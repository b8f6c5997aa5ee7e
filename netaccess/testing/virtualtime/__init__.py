"""Virtual time: a clock that jumps, threads that take turns on it, and the loop that drives them."""
