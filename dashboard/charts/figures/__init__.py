"""One module a chart kind: figures in, a laid-out Plotly figure out."""
