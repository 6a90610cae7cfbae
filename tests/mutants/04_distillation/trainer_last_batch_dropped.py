"""The last batch is dropped when it is smaller."""
EXPECT = ("DistillationTrainer_check", "smaller batch counts")
CELL = "DistillationTrainer"
CHANGE = (
    "for start in range(0, len(labels), self.batch_size):",
    "for start in range(0, max(1, len(labels) - self.batch_size + 1), self.batch_size):",
)
