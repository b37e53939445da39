"""Kills a saving process at random moments, and looks whether what it called safe is there at the next start.

crash.py CHILD stored|spooled SPOOL_DIR TIMES
"""

import os
import random
import subprocess
import sys
import threading

child, level, spool, times = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
seed = int(os.environ.get("DDBSNAP_CRASH_SEED", random.randrange(1 << 32)))
dice = random.Random(seed)
safe = 0  # the newest state that any life called safe
starts = states = early = 0

for life in range(times):
    process = subprocess.Popen([child, "crash", level, spool], stdout=subprocess.PIPE, text=True)
    # Some before it has begun at all, most while it saves.
    killer = threading.Timer(dice.choice([0.001, 0.005, 0.02, 0.05, 0.1, 0.2]) * (1 + dice.random()), process.kill)
    restored = None

    def begin_to_die():
        if not killer.is_alive() and not killer.finished.is_set():
            killer.start()

    if dice.random() < 0.1:
        begin_to_die()
    for line in process.stdout:
        if not line.endswith("\n"):
            break  # killed in the middle of a word
        word, number = line.split()
        if word == "restored":
            restored = int(number)
            if restored < safe:
                sys.exit(f"life {life}: restored {restored}, but {safe} was safe (DDBSNAP_CRASH_SEED={seed})")
            safe = restored
            starts += 1
            begin_to_die()
        else:
            safe = int(number)
            states += 1
    killer.cancel()
    if process.wait() not in (-9,):
        sys.exit(f"life {life}: ended by itself with {process.returncode} (DDBSNAP_CRASH_SEED={seed})")
    early += restored is None
if starts == 0 or states == 0:
    sys.exit("no life got as far as saving")
print(f"{times} kills, {early} of them before the start was over; {starts} restores, {states} states called safe "
      f"({level}); nothing was lost (seed {seed})")
