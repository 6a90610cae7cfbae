"""Images are shuffled, and the logits are taken in their first order."""
EXPECT = ("DistillationTrainer_check", "same positions everywhere")
CELL = "DistillationTrainer"
CHANGE = (
    "self.loss(student_logits, teacher_logits[chosen], labels[chosen])",
    "self.loss(\n"
    "                    student_logits, teacher_logits[start : start + self.batch_size], labels[chosen])",
)
