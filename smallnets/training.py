"""Training with a progress bar, and accuracy."""

import math
import sys
import time
from dataclasses import dataclass, field

import numpy as np
from tqdm import tqdm

from smallnets.data import Dataset, TokenDataset
from smallnets.losses import softmax_cross_entropy


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


class Trainer:
    """Trains a model on batches, showing one progress bar per run.

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

    Raises
    ------
    ValueError
        If the optimizer holds none of the model's parameters.
    """

    def __init__(self, model, optimizer, loss=softmax_cross_entropy, progress=True):
        owned = {id(parameter) for parameter in model.parameters()}
        if not any(id(parameter) in owned for parameter in optimizer.parameters):
            raise ValueError(
                "the optimizer holds none of this model's parameters; make it with "
                "model.parameters() of the model to be trained"
            )
        self.model = model
        self.optimizer = optimizer
        self.loss = loss
        self.progress = progress

    def fit(self, train_loader, epochs, validation_loader=None):
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
            If ``epochs`` is below 1.
        FloatingPointError
            If the loss becomes NaN or infinite.
        """
        _check_loader(train_loader)
        _check_loader(validation_loader)
        if epochs < 1:
            raise ValueError(f"epochs must be at least 1, got {epochs}")
        history, start = History(), time.perf_counter()
        total = epochs * len(train_loader)
        with tqdm(
            total=total, unit="batch", file=sys.stdout, mininterval=0.5, disable=not self.progress
        ) as bar:
            for epoch in range(1, epochs + 1):
                bar.set_description(f"epoch {epoch}/{epochs}", refresh=False)
                self._train_epoch(train_loader, history, bar)
                if validation_loader is not None:
                    accuracy = _accuracy(self.model, validation_loader)
                    history.validation_accuracy.append(accuracy)
        history.seconds = time.perf_counter() - start
        return history

    def _train_epoch(self, loader, history, bar):
        """Run one epoch and add its mean loss and accuracy to ``history``."""
        loss_sum = correct = seen = 0
        for inputs, labels in loader:
            loss, n_correct = self._train_batch(inputs, labels)
            seen += labels.size
            loss_sum += loss * labels.size
            correct += n_correct
            bar.set_postfix(
                loss=f"{loss_sum / seen:.4f}", accuracy=f"{correct / seen:.2%}", refresh=False
            )
            bar.update()
        history.train_loss.append(loss_sum / seen)
        history.train_accuracy.append(correct / seen)

    def _train_batch(self, inputs, labels):
        """Take one optimizer step; return the loss and the number right."""
        logits = self.model.forward(inputs)
        loss, grad = self.loss(logits, labels)
        if not math.isfinite(loss):
            raise FloatingPointError(
                f"the loss became {loss}; lower the learning rate (now "
                f"{self.optimizer.learning_rate}), and check that images and weights "
                "hold no NaN"
            )
        self.model.parameter_gradients(grad.astype(logits.dtype, copy=False))
        self.optimizer.step()
        return loss, _count_correct(logits, labels)


def evaluate_model(model, loader):
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
