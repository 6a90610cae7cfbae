"""Only the teacher is softened; the student speaks at temperature 1."""
EXPECT = ("DistillationLoss_check", "Soften teacher and student")
CELL = "DistillationLoss"
CHANGE = (
    "student = softmax_with_temperature(student_logits, self.temperature)",
    "student = softmax_with_temperature(student_logits, 1.0)",
)
