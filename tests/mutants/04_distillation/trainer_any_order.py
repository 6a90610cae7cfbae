"""Images are drawn with replacement, so that some are never seen in an epoch."""
EXPECT = ("DistillationTrainer_check", "The positions in chosen pick")
CELL = "DistillationTrainer"
CHANGE = (
    "chosen = order[start : start + self.batch_size]",
    "chosen = self.rng.integers(0, len(labels), min(self.batch_size, len(order)))",
)
