"""Peers of `npm run bench -- predict`: they train on the same table, and predict rows and batches of it."""
import numpy as np
from peer import clocked, serve

state = {}


def load(values, target, rounds, leaves):
    state["values"] = np.load(values)
    state["target"] = np.load(target)
    state["settings"] = dict(rounds=rounds, leaves=leaves)
    state["models"] = {}


def train_xgboost(model):
    import xgboost

    settings = state["settings"]
    data = xgboost.DMatrix(state["values"], state["target"])
    parameters = dict(
        objective="binary:logistic", tree_method="hist", grow_policy="lossguide", max_depth=0, nthread=1,
        max_leaves=settings["leaves"], eta=0.1, min_child_weight=1, seed=7,
    )
    booster = xgboost.train(parameters, data, settings["rounds"])
    booster.set_param(dict(nthread=1))
    booster.save_model(model)
    state["models"]["xgboost"] = lambda rows: booster.inplace_predict(rows, predict_type="margin")
    state["models"]["xgboost_shap"] = lambda rows: booster.predict(
        xgboost.DMatrix(rows, nthread=1), pred_contribs=True
    )


def scores(model, out):
    """What a model predicts for every row, into a file."""
    np.save(out, np.asarray(state["models"][model](state["values"]), dtype=np.float64))


def rows(model, count):
    """Predicts single rows, one call each; returns the time per row."""
    predict = state["models"][model]
    singles = [state["values"][row : row + 1] for row in range(count)]

    def work():
        for single in singles:
            predict(single)

    sample = clocked(work)
    return {clock: sample[clock] / count for clock in sample}


def batch(model):
    """Predicts all rows in one call; returns the time per row."""
    predict = state["models"][model]
    values = state["values"]
    sample = clocked(lambda: predict(values))
    return {clock: sample[clock] / len(values) for clock in sample}


serve(load, train_xgboost, scores, rows, batch)
