/** Draws every chart of the page; one that fails says so in its place and leaves the others alone. */
export const pageScript = `
for (const [index, chart] of JSON.parse(document.getElementById('charts').textContent).entries()) {
  const place = document.querySelector('[data-chart="' + index + '"]');
  try {
    const marks = chart.marks.map(({ mark, data, options }) => Plot[mark](data, options));
    place.append(Plot.plot({ width: 520, height: 340, marginBottom: 44, marginLeft: 60, style: { fontSize: '12px' }, ...chart.options, marks }));
  } catch (error) {
    place.textContent = 'This chart could not be drawn: ' + error.message;
  }
}
`;

export const pageStyle = `
:root { color-scheme: light dark; --line: #8884; --accent: #4269d0; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 1180px; padding: 1rem 1.5rem 4rem; }
header p { margin-top: -0.6rem; opacity: 0.75; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.2rem; padding-bottom: 0.2rem; }
p { max-width: 75ch; }
.warning { border-left: 4px solid #efb118; background: #efb11818; padding: 0.4rem 0.8rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; }
figure { margin: 0.5rem 0; max-width: 520px; overflow-x: auto; }
figcaption { margin-bottom: 0.3rem; }
.scroll { overflow-x: auto; }
pre { overflow-x: auto; }
pre.output { max-width: 110ch; white-space: pre-wrap; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.9rem 0.25rem 0; text-align: left; }
td.number { text-align: right; }
@media print { section { break-inside: avoid; } }
`;
