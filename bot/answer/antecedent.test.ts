import { expect, test } from 'vitest';
import { readAntecedent } from './antecedent.ts';

test('items that a sentence names get the kind of thing that it names them for', () => {
  const { items, inSentence } = readAntecedent('推进湖东、湖西、湖心等市实验室建设，加快谋划新平台。[1]');
  expect(items).toEqual(['湖东实验室', '湖西实验室', '湖心实验室']);
  expect(inSentence).toBe(true);
});

test('a numbered list has headings of its own', () => {
  expect(readAntecedent('共2项：\n1. 湖东片区[1]\n2. 湖西片区[2]')).toMatchObject({
    items: ['湖东片区', '湖西片区'],
    inSentence: false,
  });
});
