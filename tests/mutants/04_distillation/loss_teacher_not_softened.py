"""Only the student is softened; the teacher speaks at temperature 1."""
EXPECT = ("DistillationLoss_check", "Soften teacher and student")
CELL = "DistillationLoss"
CHANGE = (
    "teacher = softmax_with_temperature(teacher_logits, self.temperature)",
    "teacher = softmax_with_temperature(teacher_logits, 1.0)",
)
