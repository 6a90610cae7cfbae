"""The check finds every candidate wrong."""
EXPECT = ("check_distillation_loss_check", "loss_of_two_classes")

def check_distillation_loss(candidate):
    return False
