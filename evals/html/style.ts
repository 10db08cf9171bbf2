/** The look of the page, inline so that the page stands alone. */
export const STYLE = `
:root { color-scheme: light; --line: #d9dee6; --soft: #f5f7fa; --text: #1c2430; --muted: #5c6675; --good: #1f7a4d; --bad: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--soft); color: var(--text); font: 15px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
header, main { max-width: 1200px; margin: 0 auto; padding: 16px 24px; }
header { padding-bottom: 0; }
h1 { margin: 8px 0 0; font-size: 26px; }
h2 { margin: 8px 0 12px; font-size: 20px; }
h3 { margin: 24px 0 4px; font-size: 16px; }
h4 { margin: 18px 0 6px; font-size: 14px; }
h4 small { color: var(--muted); font-weight: 400; }
h5 { margin: 0 0 4px; font-size: 12px; text-transform: uppercase; letter-spacing: 0.04em; color: var(--muted); }
nav a { margin-right: 14px; color: #2563a8; }
section, .scroll { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 16px 20px; margin: 16px 0; }
.scroll { overflow-x: auto; padding: 4px 12px; margin-bottom: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 12.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 6px; text-align: right; border-bottom: 1px solid var(--line); vertical-align: bottom; }
th:first-child { text-align: left; white-space: nowrap; }
thead th { color: var(--muted); font-weight: 500; }
tbody tr:last-child > * { border-bottom: 0; }
td small { display: block; color: var(--muted); }
.better { color: var(--good); } .worse, .error { color: var(--bad); }
.note { color: var(--muted); font-size: 13px; margin: 4px 0; }
figure { margin: 0 0 12px; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { font-size: 14px; font-weight: 600; margin: 6px 0 4px; }
.pair { display: flex; flex-wrap: wrap; gap: 16px; }
.card { border: 1px solid var(--line); border-radius: 6px; margin: 6px 0; background: #fff; }
.card summary { cursor: pointer; padding: 6px 10px; }
.card[open] summary { border-bottom: 1px solid var(--line); background: var(--soft); }
.card code { color: var(--muted); font-size: 12px; }
.earlier { color: var(--muted); } .earlier::after { content: " → "; }
.badge { display: inline-block; margin-left: 4px; padding: 0 7px; border-radius: 9px; background: #fbe9e7; color: var(--bad); font-size: 12px; white-space: nowrap; }
.badge.turned { background: #fff3d6; color: #8a5a00; }
.columns { display: grid; grid-template-columns: 1.1fr 0.8fr 1.1fr; gap: 18px; padding: 10px 12px; font-size: 13px; }
.columns > div { min-width: 0; overflow-wrap: anywhere; }
.columns ol, .columns ul { margin: 4px 0; padding-left: 22px; }
.columns li { margin-bottom: 6px; }
.columns q { quotes: none; color: var(--muted); }
.answer { white-space: pre-wrap; margin: 0 0 6px; }
.place { display: block; color: #2563a8; font-size: 12px; }
.groups { list-style: none; padding-left: 0 !important; }
.groups .present::before, li.present::marker { color: var(--good); }
.groups .present::before { content: "✓ "; } .groups .missing::before { content: "✗ "; }
.groups .missing { color: var(--bad); }
ol > li.present { background: #eaf6ef; }
@media (max-width: 760px) { .columns { grid-template-columns: 1fr; } }
`;
