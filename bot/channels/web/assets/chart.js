/* global document */
import { element, shown } from './elements.js';

const SVG = 'http://www.w3.org/2000/svg';
/** What a chart of ours is made of, one shape after another; nothing else of a picture is taken over. */
const SHAPE = /<(path|rect|text|line|circle)\s([^<>]*)>([^<>]*)<\/\1>/gu;
const ATTRIBUTE = /([\w-]+)="([^"]*)"/gu;
const KNOWN =
  /^(?:d|x|y|x1|x2|y1|y2|r|cx|cy|width|height|transform|fill|fill-opacity|stroke|stroke-width|stroke-linecap|text-anchor|dominant-baseline|font-size|font-family|font-weight)$/u;
/** @type {Record<string, string>} */
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/**
 * A chart as nodes of the page, with its words for those who do not see it. On a narrow screen it is scrolled. The policy
 * of the page lets no script read markup, so the shapes are read here.
 * @param {{ svg: string, alternative: string }} chart
 * @returns {HTMLElement}
 */
export function renderChart({ svg, alternative }) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', /viewBox="([\d. ]+)"/u.exec(svg)?.[1] ?? '0 0 760 340');
  picture.setAttribute('aria-hidden', 'true');
  for (const [, tag = '', attributes = '', text = ''] of svg.matchAll(SHAPE)) {
    const shape = document.createElementNS(SVG, tag);
    for (const [, name = '', value = ''] of attributes.matchAll(ATTRIBUTE))
      if (KNOWN.test(name)) shape.setAttribute(name, decoded(value));
    shape.textContent = shown(decoded(text));
    picture.append(shape);
  }
  return element(
    'figure',
    { class: 'chart', role: 'img', 'aria-label': shown(alternative), tabindex: '0' },
    element('div', { class: 'chart-frame' }, picture),
  );
}

/** @param {string} text */
function decoded(text) {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => ENTITIES[entity] ?? entity);
}
