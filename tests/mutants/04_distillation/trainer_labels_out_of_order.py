"""Images and logits are shuffled, and the labels are taken in their first order."""
EXPECT = ("DistillationTrainer_check", "learns from the labels")
CELL = "DistillationTrainer"
CHANGE = (
    "teacher_logits[chosen], labels[chosen])",
    "teacher_logits[chosen], labels[start : start + self.batch_size])",
)
