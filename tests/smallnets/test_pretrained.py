"""The shipped networks are what their files say."""

import numpy as np
import pytest

from smallnets import (
    DataLoader,
    create_char_transformer,
    create_lenet5,
    create_mlp,
    evaluate_model,
    load_pretrained,
    load_shakespeare,
    pretrained_info,
)
from smallnets.checkpoints import PRETRAINED
from tasks import pretrain_text
from tasks.pretrain import RECIPES, create_teacher

ONE_IMAGE = 1.5e-4  # another CPU rounds differently and may flip one image in 10,000
NETWORKS = {
    "lenet_300_100": (create_mlp(784, [300, 100], 10), True, 0.98),
    "lenet5": (create_lenet5(), False, 0.99),
    "mlp_512_256_128": (create_mlp(784, [512, 256, 128], 10), True, 0.982),
    "teacher_cnn": (create_teacher(0), False, 0.992),
    "lenet_300_100_fashion": (create_mlp(784, [300, 100], 10), True, 0.895),
    "lenet5_fashion": (create_lenet5(), False, 0.89),
}


def test_every_file_has_a_recipe_and_a_test():
    stored = {path.stem for path in PRETRAINED.glob("*.npz")} - {"teacher_logits"}
    assert set(RECIPES) == set(NETWORKS)
    assert stored == set(RECIPES) | set(pretrain_text.RECIPES)


@pytest.mark.parametrize("name", NETWORKS)
def test_accuracy_is_what_the_file_says(name):
    shape, flatten, floor = NETWORKS[name]
    model, info = load_pretrained(name), pretrained_info(name)
    assert repr(model) == repr(shape)
    assert all(p.data.dtype == np.float32 for p in model.parameters())
    images = RECIPES[name].load(flatten=flatten)
    test = evaluate_model(model, DataLoader(images.test, batch_size=500))
    assert abs(test - info["test_accuracy"]) < ONE_IMAGE
    validation = evaluate_model(model, DataLoader(images.validation, batch_size=500))
    assert abs(validation - info["validation_accuracy"]) < 2 * ONE_IMAGE
    assert info["test_accuracy"] >= floor


@pytest.mark.parametrize("name", NETWORKS)
def test_the_file_names_the_recipe_that_is_in_the_script(name):
    info, recipe = pretrained_info(name), RECIPES[name]
    assert info["script"] == f"python -m tasks.pretrain {name}"
    stored = [
        info[key] for key in ("seed", "epochs", "batch_size", "learning_rate", "decay_per_epoch")
    ]
    assert stored == [
        recipe.seed,
        recipe.epochs,
        recipe.batch_size,
        recipe.learning_rate,
        recipe.decay,
    ]


@pytest.mark.parametrize("name", pretrain_text.RECIPES)
def test_nats_of_a_language_model_are_what_the_file_says(name):
    recipe, info, model = pretrain_text.RECIPES[name], pretrained_info(name), load_pretrained(name)
    fresh = create_char_transformer(65, recipe.features, recipe.blocks, pretrain_text.LENGTH)
    assert repr(model) == repr(fresh)
    assert all(p.data.dtype == np.float32 for p in model.parameters())
    text = load_shakespeare()
    for part in ("validation", "test"):
        reached = pretrain_text.nats(model, getattr(text, part))
        assert abs(reached - info[f"{part}_nats"]) < 1e-4
    assert info["validation_nats"] < (1.66 if recipe.features == 64 else 1.56)
    # float16 is exact enough: what rounding the weights costs is far below any difference told
    assert abs(info["validation_nats"] - info["validation_nats_float32"]) < 2e-4
    stored = [info[key] for key in ("seed", "steps", "batch_size", "learning_rate", "warm_up")]
    assert stored == [
        recipe.seed,
        recipe.steps,
        recipe.batch_size,
        recipe.learning_rate,
        recipe.warm_up,
    ]
    assert info["script"] == f"python -m tasks.pretrain_text {name}"


def test_each_call_gives_a_model_of_its_own():
    first, second = load_pretrained("lenet5"), load_pretrained("lenet5")
    first.layers[0].weights.data[:] = 0
    assert np.any(second.layers[0].weights.data)


@pytest.mark.parametrize("ask", [load_pretrained, pretrained_info])
@pytest.mark.parametrize("name", ["resnet", "../pretrained/lenet5", ""])
def test_an_unknown_name_is_refused_with_the_known_ones(ask, name):
    with pytest.raises(ValueError, match="there are lenet5, lenet5_fashion, lenet_300_100"):
        ask(name)
