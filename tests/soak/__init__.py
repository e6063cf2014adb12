"""What is too long for every run: fuzzing the readers, killing writers. `make soak` runs it; a short form runs in every run."""
