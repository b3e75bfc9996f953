"""A Streamlit page of the exhibit: `streamlit run` executes it for every visit."""

from __future__ import annotations

import json
import os
from pathlib import Path

import express
import streamlit as st

st.set_page_config(page_title="Streamlit", layout="wide")
st.title("Streamlit")
st.selectbox("year", [2022, 2021, 2020])
for section in json.loads(Path(os.environ["BENCH_EXHIBIT"]).read_text(encoding="utf-8")):
    st.header(section["theme"])
    for place, chart in enumerate(section["charts"]):
        if place % 2 == 0:
            columns = st.columns(2)
        with columns[place % 2]:
            st.subheader(chart["title"])
            st.plotly_chart(express.draw(chart), key=chart["id"])
