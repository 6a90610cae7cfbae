"""Batches are cut from the arrays as they stand, whatever the order drawn."""
EXPECT = ("DistillationTrainer_check", "The positions in chosen pick")
CELL = "DistillationTrainer"
CHANGE = ("chosen = order[start : start + self.batch_size]", "chosen = slice(start, start + self.batch_size)")
