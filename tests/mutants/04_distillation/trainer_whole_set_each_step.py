"""Every step is made on all images instead of those of the batch."""
EXPECT = ("DistillationTrainer_check", "The positions in chosen pick")
CELL = "DistillationTrainer"
CHANGE = (
    ("student_logits = self.student.forward(images[chosen])", "student_logits = self.student.forward(images)"),
    ("self.loss(student_logits, teacher_logits[chosen], labels[chosen])", "self.loss(student_logits, teacher_logits, labels)"),
)
