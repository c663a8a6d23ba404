"""What the functions share. Every function imports it first, so what is set here holds for all that it loads."""

import gc

# A start makes hundreds of thousands of objects that all stay: at Python's own 2,000 the collector would look through them
# over and over and find nothing. Cycles are still found, a little later.
gc.set_threshold(50_000)
