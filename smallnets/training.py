"""Training with a progress bar, and accuracy."""

import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from tqdm import tqdm

from smallnets.data import DataLoader, Dataset, TokenDataset
from smallnets.layers import training_mode
from smallnets.losses import softmax_cross_entropy
from smallnets.models import Sequential
from smallnets.optimizers import SGD, Adam


@dataclass
class History:
    """What a training run looked like, one entry per epoch.

    Attributes
    ----------
    train_loss : list of float
        Mean loss over the epoch's batches, in nats, as the weights were then.
    train_accuracy : list of float
        Fraction of right answers, measured along with the loss.
    validation_accuracy : list of float
        Fraction at the end of the epoch; empty without validation data.
    seconds : float
        Wall time of the whole run.
    """

    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class _Run:
    """How far one call of ``fit`` is, and the learning rate that it began with."""

    steps: int
    full_rate: float
    steps_done: int = 0

    @property
    def done(self):
        return self.steps_done / self.steps


class Trainer:
    """Trains a model on batches, showing one progress bar per run.

    Two hooks frame the optimizer's step. Each is called with the fraction of the run that
    is done, from 0 before the first step to 1 after the last, and what it returns is not
    looked at. Before a step the gradients are there and the parameters are those that made
    them; after it the parameters are new, and every batch and every validation up to the
    next step sees what the hook leaves. So a mask multiplies the weights after the step.
    Fake quantization puts rounded weights into the model and keeps the exact ones: it
    puts those back before the step, which changes them, and rounds anew after it.

    Parameters
    ----------
    model : Sequential
        Changed by training.
    optimizer : SGD or Adam
        Made from the model's parameters.
    loss : callable
        ``loss(logits, labels) -> (float, gradient of the logits)``.
    progress : bool
        Show the bar, on standard output.
    before_step, after_step : callable or None
        ``hook(done)``, with ``done`` in [0, 1]; may change the model, its gradients and
        the optimizer's state. What it raises ends the run.
    schedule : callable or None
        ``schedule(done)`` gives the factor, 0 or more, by which the learning rate that the
        optimizer has when ``fit`` begins is multiplied for the next step:
        ``lambda done: 1 - done`` decays it linearly. After the run it is as it was.

    Raises
    ------
    TypeError
        If a hook or the schedule cannot be called.
    ValueError
        If the optimizer holds none of the model's parameters.
    """

    def __init__(
        self,
        model: Sequential,
        optimizer: SGD | Adam,
        loss: Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]] = softmax_cross_entropy,
        progress: bool = True,
        before_step: Callable[[float], object] | None = None,
        after_step: Callable[[float], object] | None = None,
        schedule: Callable[[float], float] | None = None,
    ):
        owned = {id(parameter) for parameter in model.parameters()}
        if not any(id(parameter) in owned for parameter in optimizer.parameters):
            raise ValueError(
                "the optimizer holds none of this model's parameters; make it with "
                "model.parameters() of the model to be trained"
            )
        for name, given in [
            ("before_step", before_step),
            ("after_step", after_step),
            ("schedule", schedule),
        ]:
            if given is not None and not callable(given):
                raise TypeError(f"{name} must be a function of the fraction done, got {given!r}")
        self.model = model
        self.optimizer = optimizer
        self.loss = loss
        self.progress = progress
        self.before_step = before_step
        self.after_step = after_step
        self.schedule = schedule

    def fit(
        self,
        train_loader: DataLoader,
        epochs: int,
        validation_loader: DataLoader | None = None,
    ) -> History:
        """Train for some passes over the data.

        Parameters
        ----------
        train_loader : DataLoader
        epochs : int
            Passes over the data, at least 1.
        validation_loader : DataLoader or None
            Scored after every epoch.

        Returns
        -------
        History

        Raises
        ------
        TypeError
            If a loader is a Dataset or a TokenDataset.
        ValueError
            If ``epochs`` is below 1, or the schedule gives a factor that is negative or
            not finite.
        FloatingPointError
            If the loss becomes NaN or infinite.
        """
        _check_loader(train_loader)
        _check_loader(validation_loader)
        if epochs < 1:
            raise ValueError(f"epochs must be at least 1, got {epochs}")
        history, start = History(), time.perf_counter()
        run = _Run(epochs * len(train_loader), self.optimizer.learning_rate)
        with tqdm(
            total=run.steps,
            unit="batch",
            file=sys.stdout,
            mininterval=0.5,
            disable=not self.progress,
        ) as bar:
            try:
                for epoch in range(1, epochs + 1):
                    bar.set_description(f"epoch {epoch}/{epochs}", refresh=False)
                    self._train_epoch(train_loader, history, bar, run)
                    if validation_loader is not None:
                        accuracy = _accuracy(self.model, validation_loader)
                        history.validation_accuracy.append(accuracy)
            finally:
                if self.schedule is not None:
                    self.optimizer.learning_rate = run.full_rate
        history.seconds = time.perf_counter() - start
        return history

    def _train_epoch(self, loader, history, bar, run):
        """Run one epoch and add its mean loss and accuracy to ``history``."""
        loss_sum = correct = seen = 0
        for inputs, labels in loader:
            loss, n_correct = self._train_batch(inputs, labels, run)
            seen += labels.size
            loss_sum += loss * labels.size
            correct += n_correct
            bar.set_postfix(
                loss=f"{loss_sum / seen:.4f}", accuracy=f"{correct / seen:.2%}", refresh=False
            )
            bar.update()
        history.train_loss.append(loss_sum / seen)
        history.train_accuracy.append(correct / seen)

    def _train_batch(self, inputs, labels, run):
        """Take one optimizer step; return the loss and the number right."""
        with training_mode():
            logits = self.model.forward(inputs)
        loss, grad = self.loss(logits, labels)
        if not math.isfinite(loss):
            raise FloatingPointError(
                f"the loss became {loss}; lower the learning rate (now "
                f"{self.optimizer.learning_rate}), and check that images and weights "
                "hold no NaN"
            )
        self.model.parameter_gradients(grad.astype(logits.dtype, copy=False))
        self._step(run)
        return loss, _count_correct(logits, labels)

    def _step(self, run):
        """Let the optimizer step, at the scheduled rate and between the hooks."""
        if self.schedule is not None:
            self.optimizer.learning_rate = run.full_rate * self._factor(run.done)
        if self.before_step is not None:
            self.before_step(run.done)
        self.optimizer.step()
        run.steps_done += 1
        if self.after_step is not None:
            self.after_step(run.done)

    def _factor(self, done):
        factor = self.schedule(done)
        if not (math.isfinite(factor) and factor >= 0):
            raise ValueError(
                f"the schedule must give a factor of 0 or more for the learning rate, "
                f"got {factor} when {done:.1%} of the run was done"
            )
        return factor


def layer_signals(
    model: Sequential, inputs: np.ndarray, labels: np.ndarray, factor: float = 1.0
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return what each layer receives, and the gradient of the loss at what it gives.

    Parameters
    ----------
    model : Sequential
        The gradients of its parameters are set.
    inputs : ndarray of float
    labels : ndarray of int
    factor : float
        The logits are multiplied by it before the loss is taken; below 1 the network seems
        less sure, and examples that it reads right keep a gradient.

    Returns
    -------
    received, gradients : list of ndarray, one for each layer
        The loss is the mean cross-entropy over the examples.
    """
    received, flow = [], inputs
    for layer in model.layers:
        received.append(flow)
        flow = layer.forward(flow)
    _, grad = softmax_cross_entropy(factor * flow, labels)
    gradients, grad = [], factor * grad
    for layer in reversed(model.layers):
        gradients.append(grad)
        grad = layer.backward(grad)
    return received, gradients[::-1]


def evaluate_model(model: Sequential, loader: DataLoader) -> float:
    """Return the fraction of labels at which the largest logit lies.

    There is one label per example, or one per token for a language model.

    A progress bar appears, on standard output, if it takes more than two seconds.

    Parameters
    ----------
    model : Sequential
    loader : DataLoader

    Returns
    -------
    float
        Accuracy in [0, 1].

    Raises
    ------
    TypeError
        If ``loader`` is a Dataset or a TokenDataset.
    ValueError
        If there is no example, the model gives not one row of logits per label, or its
        outputs hold NaN.
    """
    _check_loader(loader)
    return _accuracy(
        model, tqdm(loader, desc="evaluating", unit="batch", file=sys.stdout, delay=2, leave=False)
    )


def _accuracy(model, batches):
    correct = seen = 0
    for inputs, labels in batches:
        correct += _count_correct(model.forward(inputs), labels)
        seen += labels.size
    if seen == 0:
        raise ValueError("the loader gave no example to score")
    return correct / seen


def _check_loader(loader):
    if isinstance(loader, (Dataset, TokenDataset)):
        raise TypeError(
            f"expected a DataLoader, got a {type(loader).__name__}: use DataLoader(dataset)"
        )


def _count_correct(logits, labels):
    if np.isnan(logits).any():
        raise ValueError("the model's outputs hold NaN; check its weights and the images")
    if labels.shape != logits.shape[:-1]:
        raise ValueError(
            f"the model gives logits of shape {logits.shape}, which do not belong to labels of "
            f"shape {labels.shape}: one label per row of logits is needed"
        )
    return int((logits.argmax(axis=-1) == labels).sum())
