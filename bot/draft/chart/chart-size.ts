/** Size of a chart in units of its SVG. */
export const CHART_SIZE = { width: 760, height: 340 } as const;
