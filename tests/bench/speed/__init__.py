"""The speed of the generator beside others (速度对比): what `tests/bench/run.py` is made of."""
