"""The student's logits are divided by the temperature in the array that was given."""
EXPECT = ("DistillationLoss_check", "changed the logits")
CELL = "DistillationLoss"
CHANGE = (
    "student = softmax_with_temperature(student_logits, self.temperature)",
    "student_logits /= self.temperature\n"
    "        student = softmax_with_temperature(student_logits, 1.0)",
)
