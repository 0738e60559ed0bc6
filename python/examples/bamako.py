# %% [markdown]
# # From six reports to a map
#
# Six papers tell of one attack in Bamako, and do not agree. What do they say together, who says what, and where was it?
# Needs `pip install './python[geo]' matplotlib`; opens as a notebook in VS Code, Spyder or with Jupytext.

# %%
import pathlib
import sys

import tarikh

root = pathlib.Path(__file__).resolve().parents[2]

# %% [markdown]
# One report: every value has the words it rests on.

# %%
reading = tarikh.read((root / "samples/bamako-army.txt").read_bytes(), file="bamako-army.txt")
print(reading)
for claim in reading.claims:
    print(f"{claim['holder']:>8} {claim['stance']:<8} {claim['evidence']['quote'][:70]!r}")

# %% [markdown]
# All of them, kept in a record. `record.add` takes readings as they come; a path instead of `in_memory` keeps the file.

# %%
record = tarikh.Record.in_memory()
print(record.add(tarikh.read_files(root / "samples")))
incidents = record.incidents()
columns = ["date_start", "place", "type", "actors", "accused", "killed_low", "killed_high", "sources", "status"]
print(incidents.to_pandas()[columns].to_string(max_colwidth=30))

# %% [markdown]
# Where they disagree, both sides are kept.

# %%
for row in record.disagreements():
    print(f"\n{row['disagreement']['kind']}: {row['disagreement']['note']}")
    for statement in row["disagreement"]["statements"]:
        print(f"    {statement.get('source', 'unknown')}: {statement['quote']!r}")

# %% [markdown]
# The map. A disc is the least number of dead that somebody states, the ring around it the greatest.

# %%
import matplotlib

matplotlib.use("Agg" if __name__ == "__main__" and "ipykernel" not in sys.modules else matplotlib.get_backend())
import matplotlib.pyplot as plt

places = incidents.to_geopandas()
places = places[~places.geometry.isna() & places["realis"].isin(["occurred", "ongoing"])]
figure, axes = plt.subplots(figsize=(8, 5))
for column, style in (("killed_low", {"color": "firebrick"}), ("killed_high", {"facecolor": "none", "edgecolor": "firebrick"})):
    places.plot(ax=axes, markersize=20 + 10 * places[column].fillna(0).astype(float), **style)
for name, spots in places.groupby("place"):
    axes.annotate(name, (spots.geometry.x.iloc[0], spots.geometry.y.iloc[0]), textcoords="offset points", xytext=(8, 4))
axes.set(title="What eight reports tell", xlabel="longitude", ylabel="latitude")
axes.margins(0.3)
out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 and "ipykernel" not in sys.modules else pathlib.Path("bamako.png")
figure.savefig(out, dpi=120)
print(f"map written to {out}")
