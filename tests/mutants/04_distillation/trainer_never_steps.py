"""Gradients are computed, and no step is taken."""
EXPECT = ("DistillationTrainer_check", "Forward, loss, backward, step")
CELL = "DistillationTrainer"
CHANGE = (
    "\n"
    "                self.optimizer.step()",
    "",
)
