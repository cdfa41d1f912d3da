"""Peers of `npm run bench -- predict`: they train on the same table, and predict rows and batches of it."""
import numpy as np
from peer import clocked, serve

state = {}


def load(values, target, rounds, leaves):
    state.update(values=np.load(values), target=np.load(target), rounds=rounds, leaves=leaves, models={})


def train_xgboost(model):
    """Also writes the model into a file, for the others to predict with the same trees."""
    import xgboost

    data = xgboost.DMatrix(state["values"], state["target"])
    parameters = dict(
        objective="binary:logistic", tree_method="hist", grow_policy="lossguide", max_depth=0, nthread=1,
        max_leaves=state["leaves"], eta=0.1, seed=7,
    )
    booster = xgboost.train(parameters, data, state["rounds"])
    booster.set_param(dict(nthread=1))
    booster.save_model(model)
    state["models"]["xgboost"] = lambda rows: booster.inplace_predict(rows, predict_type="margin")
    state["models"]["xgboost_shap"] = lambda rows: booster.predict(
        xgboost.DMatrix(rows, nthread=1), pred_contribs=True
    )


def train_lightgbm():
    import lightgbm

    parameters = dict(objective="binary", num_leaves=state["leaves"], num_threads=1, verbose=-1, seed=7)
    booster = lightgbm.train(parameters, lightgbm.Dataset(state["values"], state["target"]), state["rounds"])
    state["models"]["lightgbm"] = lambda rows: booster.predict(rows, raw_score=True, num_threads=1)
    state["models"]["lightgbm_shap"] = lambda rows: booster.predict(rows, pred_contrib=True, num_threads=1)


def train_sklearn():
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    values, target = state["values"], state["target"]
    trees = HistGradientBoostingClassifier(
        max_iter=state["rounds"], max_leaf_nodes=state["leaves"], early_stopping=False, random_state=7
    ).fit(values, target)
    linear = LogisticRegression(max_iter=200).fit(values, target)
    neural = MLPClassifier((64, 32), max_iter=3, random_state=7).fit(values, target)
    state["models"]["sklearn"] = trees.decision_function
    state["models"]["sklearn_linear"] = linear.predict_proba
    state["models"]["sklearn_neural"] = neural.predict_proba


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


def batch(model, count):
    """Predicts many rows in one call; returns the time per row."""
    predict = state["models"][model]
    values = state["values"][:count]
    sample = clocked(lambda: predict(values))
    return {clock: sample[clock] / count for clock in sample}


serve(load, train_xgboost, train_lightgbm, train_sklearn, scores, rows, batch)
