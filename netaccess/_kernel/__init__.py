"""Floor 1: the object model. Clock and dispatcher, event queues and loops, signals, objects, timers, threads and devices."""
